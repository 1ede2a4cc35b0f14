//! Pictures of a guide.

use firstline_guide::model::Picture;
use yew::{Html, html};

use super::{Ui, owned};

/// A picture. One without words for those who cannot see it stands beside words that say the same.
pub fn picture(ui: &Ui, picture: &Option<Picture>) -> Html {
    sized(ui, None, picture)
}

/// A small picture, in a row to choose.
pub fn thumb(ui: &Ui, picture: &Option<Picture>) -> Html {
    sized(ui, Some("thumb"), picture)
}

fn sized(ui: &Ui, size: Option<&'static str>, picture: &Option<Picture>) -> Html {
    let Some(Picture { file, alt }) = picture else {
        return Html::default();
    };
    let hidden = alt.is_empty().then_some("true");
    html! {
        <img
            class="fl-picture"
            data-size={size}
            src={format!("{}{file}", ui.view.pictures)}
            alt={owned(alt)}
            aria-hidden={hidden}
        />
    }
}
