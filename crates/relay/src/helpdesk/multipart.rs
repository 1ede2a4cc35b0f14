//! `multipart/form-data` (RFC 7578), for helpdesks that take files in no other way.

use uuid::Uuid;

/// A form with files.
#[derive(Debug)]
pub struct Form {
    boundary: String,
    bytes: Vec<u8>,
}

impl Form {
    /// An empty form.
    pub fn new() -> Form {
        Form {
            // Random, so that nothing in it can be taken for its end.
            boundary: format!("firstline-{}", Uuid::new_v4().simple()),
            bytes: Vec::new(),
        }
    }

    /// With a text.
    pub fn text(self, name: &str, value: &str) -> Form {
        let head = format!("content-disposition: form-data; name=\"{}\"", quoted(name));
        self.part(&head, value.as_bytes())
    }

    /// With JSON.
    pub fn json(self, name: &str, value: &serde_json::Value) -> Form {
        let head = format!(
            "content-disposition: form-data; name=\"{}\"\r\ncontent-type: application/json",
            quoted(name)
        );
        self.part(&head, value.to_string().as_bytes())
    }

    /// With a file of this media type.
    pub fn file(self, name: &str, file: &str, media_type: &str, bytes: &[u8]) -> Form {
        let head = format!(
            "content-disposition: form-data; name=\"{}\"; filename=\"{}\"\r\ncontent-type: {media_type}",
            quoted(name),
            quoted(file)
        );
        self.part(&head, bytes)
    }

    fn part(mut self, head: &str, bytes: &[u8]) -> Form {
        let begin = format!("--{}\r\n{head}\r\n\r\n", self.boundary);
        self.bytes.extend_from_slice(begin.as_bytes());
        self.bytes.extend_from_slice(bytes);
        self.bytes.extend_from_slice(b"\r\n");
        self
    }

    /// Its content type and its bytes.
    pub fn finish(mut self) -> (String, Vec<u8>) {
        let end = format!("--{}--\r\n", self.boundary);
        self.bytes.extend_from_slice(end.as_bytes());
        (
            format!("multipart/form-data; boundary={}", self.boundary),
            self.bytes,
        )
    }
}

fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace(['\r', '\n'], " ")
}
