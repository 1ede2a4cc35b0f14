//! The parts that all steps of a guide share: the bar, the texts of the author, the quiet ways out.

use firstline_diagnosis::Finding;
use firstline_guide::session::{Event, Screen, VariantView};
use yew::{AttrValue, Html, html};

use super::finding;
use crate::action::Action;
use crate::parts::{
    ButtonStyle, Choice, Layout, Ui, button, choice, copy, link, options, owned, paragraph,
    picture, quiet,
};
use crate::text::Key;
use crate::view::Page;

/// The layout of a step, with nothing special on it yet.
pub fn step_layout<'a>(ui: &Ui<'a>, screen: &Screen) -> Layout<'a> {
    let layout = end_layout(ui, screen);
    if !screen.can_give_up {
        return layout;
    }
    let way = Action::Step(Event::NothingHelped);
    layout.last_way(button(ui, ButtonStyle::Quiet, Key::GiveUp, way))
}

/// The layout of an end, which has ways out of its own.
pub fn end_layout<'a>(ui: &Ui<'a>, screen: &Screen) -> Layout<'a> {
    let (place, heading) = (owned(&screen.guide), owned(&screen.title));
    let layout = Layout::new(ui, &screen.key, place, heading).back(if screen.can_go_back {
        Action::Step(Event::WentBack)
    } else {
        Action::GuideLeft
    });
    match &ui.view.page {
        Page::Step(step) if !step.passed.iter().all(Finding::is_left_out) => {
            layout.passed(ui.text(finding::summary(&step.passed, None, false)))
        }
        _ => layout,
    }
}

/// The author's paragraphs and the picture of a step.
pub fn words(ui: &Ui, screen: &Screen) -> Html {
    html! {
        <>
            { paragraphs(&screen.text) }
            { picture(ui, &screen.picture) }
        </>
    }
}

/// The parts below the answers of a step: its hint, its links, and the device that it is for.
pub fn after(ui: &Ui, screen: &Screen) -> Html {
    html! {
        <>
            if let Some(hint) = &screen.hint {
                { quiet(owned(hint)) }
            }
            { values(ui, screen) }
            { links(screen) }
            { variant(ui, screen) }
        </>
    }
}

/// The device that a step is shown for, and the others that it can be shown for.
fn variant(ui: &Ui, screen: &Screen) -> Html {
    let Some(VariantView { value, choices }) = &screen.variant else {
        return Html::default();
    };
    let shown = value.as_deref().unwrap_or_default();
    let words = ui
        .words
        .fill(Key::VariantFor, &[("device", &device(ui, shown))]);
    // Last, any other device, which has no name.
    let others = choices.iter().map(String::as_str).chain([""]);
    let rows = others.filter(|other| *other != shown).map(|other| {
        let chosen = Action::Step(Event::VariantChosen(other.to_owned()));
        choice(ui, Choice::plain(device(ui, other)), chosen)
    });
    html! {
        <details class="fl-more fl-detail">
            <summary>{ words }</summary>
            { options(rows.collect()) }
        </details>
    }
}

/// The name of a device.
fn device(ui: &Ui, value: &str) -> AttrValue {
    ui.text(match value {
        "" => Key::VariantOther,
        "ios" => Key::PlatformIos,
        "android" => Key::PlatformAndroid,
        "windows" => Key::PlatformWindows,
        "mac" => Key::PlatformMac,
        "linux" => Key::PlatformLinux,
        "tv" => Key::PlatformTv,
        "smart" => Key::PlatformSmart,
        other => return owned(other),
    })
}

/// Paragraphs.
pub fn paragraphs(texts: &[String]) -> Html {
    texts.iter().map(|text| paragraph(owned(text))).collect()
}

/// The values of a step, each with its name and a button to copy it.
pub fn values(ui: &Ui, screen: &Screen) -> Html {
    if screen.values.is_empty() {
        return Html::default();
    }
    html! {
        <dl class="fl-actions">
            for (label, value) in &screen.values {
                <div>
                    <dt class="fl-detail">{ label }</dt>
                    <dd class="fl-copy">
                        <code dir="ltr">{ value }</code>
                        { copy(ui, ButtonStyle::Inline, Key::Copy, value) }
                    </dd>
                </div>
            }
        </dl>
    }
}

/// The links of a step, as buttons.
pub fn links(screen: &Screen) -> Html {
    let button = |(label, href): &(String, String)| {
        link(ButtonStyle::Tonal, None, owned(label), owned(href))
    };
    screen.links.iter().map(button).collect()
}
