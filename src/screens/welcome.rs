//! The welcome screen: known faults first, then what isn't working, and where it was left.

use firstline_guide::session::Millis;
use yew::{AttrValue, Html, html};

use crate::action::Action;
use crate::parts::{
    ButtonStyle, Choice, Fault, Icon, Layout, Tone, Typed, Ui, announce, button, choice,
    fault_note, note, options, owned, paragraph, phone, quiet, search, state,
};
use crate::text::{Key, ago, in_time};
use crate::view::{Language, Notice, Resume, Topic, Welcome};

/// How many topics are shown before the rest is folded away.
const SHOWN: usize = 6;

pub fn draw(ui: &Ui, page: &Welcome) -> Html {
    let mut layout = Layout::new(
        ui,
        "welcome",
        ui.text(Key::Help),
        ui.text(Key::WelcomeTitle),
    );
    if let Some(second_part) = ui.second_part {
        for notice in &page.notices {
            layout = layout.above((second_part.fault)(ui, notice));
        }
    }
    let later = page
        .resume
        .as_ref()
        .and_then(|resume| Some((resume, resume.later?)));
    if let Some((resume, until)) = later {
        layout = layout.above(come_back(ui, resume, until));
    }
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
    if let (Some(resume), None) = (&page.resume, later) {
        layout = layout
            .foot(quiet(stopped_at(ui, resume)))
            .button(ButtonStyle::Tonal, Key::Resume, Action::ResumeChosen)
            .button(ButtonStyle::Quiet, Key::ResumeNot, Action::ResumeDeclined);
    }
    layout.draw()
}

/// A session that waits for the customer to come back and look comes first.
fn come_back(ui: &Ui, resume: &Resume, until: Millis) -> Html {
    let due = until <= ui.view.now;
    let (style, when) = if due {
        (ButtonStyle::Primary, ui.text(Key::LaterDue))
    } else {
        let when = in_time(ui.words, ui.view.now, until);
        let when = ui.words.fill(Key::LaterTitle, &[("when", &when)]);
        (ButtonStyle::Inline, when)
    };
    let inside = html! {
        <div class="fl-field">
            <span class="fl-kind">{ &resume.guide }</span>
            <strong>{ ui.text(Key::LaterBack) }</strong>
            { paragraph(when) }
            <div class="fl-over">
                { button(ui, style, Key::LaterCheck, Action::LookChosen) }
                { button(ui, ButtonStyle::Quiet, Key::LaterNotYet, Action::LookPutOff) }
            </div>
        </div>
    };
    note(Tone::Plain, Icon::Clock, inside)
}

/// A fault that is known, in the second part of the core.
pub fn known_fault(ui: &Ui, notice: &Notice) -> Html {
    let (tone, mark, word) = if notice.standing.is_over {
        (Tone::Good, Icon::Check, Key::FaultOver)
    } else if notice.planned {
        (Tone::Plain, Icon::Info, Key::PlannedWork)
    } else {
        (Tone::Warn, Icon::Warning, Key::Fault)
    };
    let fault = Fault {
        kind: Some(word),
        title: Some(&notice.title),
        text: Some(&*notice.text).filter(|_| !notice.standing.is_over),
        standing: &notice.standing,
    };
    fault_note(ui, tone, mark, fault)
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
