//! Pictures that are fetched before they are needed.

use web_sys::HtmlImageElement;

/// Pictures that the browser holds ready while this lives: what is in its memory is shown even
/// when the line is down.
#[derive(Debug, Default)]
pub struct Ready {
    images: Vec<HtmlImageElement>,
}

impl Ready {
    /// Fetches the pictures at these addresses, as `<img>` would.
    pub fn fetch(addresses: impl Iterator<Item = String>) -> Ready {
        let images = addresses.filter_map(|address| {
            let image = HtmlImageElement::new().ok()?;
            image.set_src(&address);
            Some(image)
        });
        Ready {
            images: images.collect(),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.images.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.images.is_empty()
    }
}
