//! The welcome screen: what isn't working, and where it was left. The second part of the core adds the known faults.

pub mod later;

use yew::{AttrValue, Html, html};

use crate::action::Action;
use crate::parts::{
    ButtonStyle, Choice, Icon, Layout, Tone, Typed, Ui, announce, button, choice, options, owned,
    phone, quiet, search, state,
};
use crate::text::{Key, ago};
use crate::view::{Language, Resume, Topic, Welcome};

/// How many topics are shown before the rest is folded away.
const SHOWN: usize = 6;

pub fn draw(ui: &Ui, page: &Welcome) -> Html {
    let mut layout = Layout::new(
        ui,
        "welcome",
        ui.text(Key::Help),
        ui.text(Key::WelcomeTitle),
    );
    layout = layout
        .content(languages(ui, &page.languages))
        .content(search(
            ui,
            Typed::Search,
            Key::SearchLabel,
            Key::SearchHint,
            &page.query,
        ))
        .content(topics(ui, page));
    if page.opening {
        // In the foot, which is in sight wherever the list was scrolled to.
        let coming = ui.text(Key::LoadTitle);
        layout = layout.foot(state(Tone::Plain, Icon::Running, coming, Some("status")));
    }
    if let Some(resume) = &page.resume
        && resume.later.is_none()
    {
        layout = layout
            .foot(quiet(stopped_at(ui, resume)))
            .button(ButtonStyle::Tonal, Key::Resume, Action::ResumeChosen)
            .button(ButtonStyle::Quiet, Key::ResumeNot, Action::ResumeDeclined);
    }
    if let Some(second_part) = ui.second_part {
        layout = (second_part.welcome)(ui, layout, page);
    }
    layout.draw()
}

fn topics(ui: &Ui, page: &Welcome) -> Html {
    let searching = !page.query.trim().is_empty();
    if searching && page.guides.is_empty() {
        return nothing_found(ui);
    }
    let found = page.guides.len();
    html! {
        <>
            if searching {
                { announce(ui.words.count(Key::SearchFound, found as u32)) }
                { rows(ui, &page.guides) }
            } else {
                for (at, topics) in page.guides.chunk_by(|a, b| a.group == b.group).enumerate() {
                    { group(ui, at == 0, topics) }
                }
            }
            { phone(ui, ButtonStyle::Quiet, Key::Call) }
        </>
    }
}

/// Topics under one heading, folded away unless they come first. Without a heading, the first of all are
/// in sight.
fn group(ui: &Ui, first: bool, topics: &[Topic]) -> Html {
    let heading = topics.first().and_then(|topic| topic.group.as_deref());
    let shown = if first && heading.is_none() {
        topics.len().min(SHOWN)
    } else {
        0
    };
    let (shown, folded) = topics.split_at(shown);
    html! {
        <>
            { rows(ui, shown) }
            if !folded.is_empty() {
                <details class="fl-more" open={first && heading.is_some()}>
                    <summary>{ heading.map_or_else(|| ui.text(Key::MoreTopics), owned) }</summary>
                    { rows(ui, folded) }
                </details>
            }
        </>
    }
}

/// Topics to choose from; nothing if there are none.
pub fn rows(ui: &Ui, topics: &[Topic]) -> Html {
    if topics.is_empty() {
        return Html::default();
    }
    let row = |topic: &Topic| {
        let row = Choice {
            detail: owned(&topic.summary),
            language: topic.language.as_deref().map(owned),
            ..Choice::plain(owned(&topic.title))
        };
        choice(ui, row, Action::GuideChosen(topic.id.clone()))
    };
    options(topics.iter().map(row).collect())
}

/// The other languages, each by its own name.
fn languages(ui: &Ui, languages: &[Language]) -> Html {
    if languages.is_empty() {
        return Html::default();
    }
    html! {
        <ul class="fl-languages" role="list" aria-label={ui.text(Key::OtherLanguages)}>
            for other in languages {
                { language(ui, other) }
            }
        </ul>
    }
}

fn language(ui: &Ui, Language { tag, name }: &Language) -> Html {
    let (onclick, press) = ui.press(Action::LanguageChosen(tag.clone()));
    html! {
        <li>
            <button
                class="fl-button"
                data-rank="inline"
                type="button" lang={tag.clone()} {onclick} data-press={press}>
                { name }
            </button>
        </li>
    }
}

fn nothing_found(ui: &Ui) -> Html {
    let everything = Action::SearchTyped(String::new());
    html! {
        <>
            <div class="fl-empty" role="status">
                <strong>{ ui.text(Key::SearchEmpty) }</strong>
                { quiet(ui.text(Key::SearchEmptyNext)) }
            </div>
            { button(ui, ButtonStyle::Tonal, Key::SearchClear, everything) }
            { phone(ui, ButtonStyle::Tonal, Key::Call) }
        </>
    }
}

/// The step where it was left, and how long ago.
fn stopped_at(ui: &Ui, resume: &Resume) -> AttrValue {
    let when = ago(ui.words, ui.view.now, resume.at);
    ui.words
        .fill(Key::ResumeAt, &[("step", &resume.step), ("ago", &when)])
}
