//! Pictures that are fetched before they are needed.

use web_sys::HtmlImageElement;

/// Pictures that the browser holds ready while this lives: what is in its memory is shown even if the
/// line is down.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    _images: Vec<HtmlImageElement>,
}

impl Pictures {
    /// Fetches the pictures at these addresses, as `<img>` would.
    pub fn fetch(addresses: impl Iterator<Item = String>) -> Pictures {
        let mut images = Vec::new();
        for address in addresses {
            if let Ok(image) = HtmlImageElement::new() {
                image.set_src(&address);
                images.push(image);
            }
        }
        Pictures { _images: images }
    }
}
