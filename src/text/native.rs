//! What the build and the browser do, for native tests and examples: they read the words as
//! translators write them.

use std::path::Path;

use firstline_guide::json;
use firstline_guide::names::kebab_case;

use super::{Key, Words};

impl Words {
    /// The words of a language, from its file in the sources. What is wrong with the file is a
    /// panic, because only tests and examples ask.
    ///
    /// # Panics
    /// Where the file is not there, or does not have each key once and in its order.
    #[allow(
        clippy::expect_used,
        reason = "natively only tests and examples use it"
    )]
    pub fn of(language: &str) -> Words {
        let file = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("src/text")
            .join(language)
            .with_extension("json");
        let source = std::fs::read_to_string(&file).expect("the language has a file");
        let root = json::parse(&source).expect("the file is JSON").root;
        let members = root.as_object().expect("the file is one object");
        let mut out = json::Writer::new();
        out.begin_array();
        for (at, (_, name)) in Key::ALL.iter().enumerate() {
            let key = members.get(at).map(|member| member.key.as_str());
            assert_eq!(
                key,
                Some(kebab_case(name).as_str()),
                "{language}.json, text {at}"
            );
            out.string(members[at].value.as_str().expect("a text is a string"));
        }
        assert_eq!(
            members.len(),
            Key::ALL.len(),
            "{language}.json has more texts than Key"
        );
        for word in firstline_diagnosis::words(language).expect("each check has its words") {
            out.string(&word.text);
        }
        out.end_array();
        Words::read(&out.finish()).expect("the texts are readable")
    }
}
