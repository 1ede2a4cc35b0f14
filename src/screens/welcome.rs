//! The welcome screen: known faults first, then what isn't working, and where it was left.

use firstline_guide::session::Millis;
use yew::{AttrValue, Html};

use crate::action::Action;
use crate::parts::{
    At, Choice, Cx, Frame, Icon, Look, Tone, Typed, all, announce, button, choice, clickable, el,
    list, note, nothing, options, own, phone, quiet, search, state, strong, text,
};
use crate::text::{Key, ago, in_time};
use crate::view::{Language, Notice, Resume, Topic, Welcome};

/// How many topics are shown before the rest is folded away.
const SHOWN: usize = 6;

#[inline(never)]
pub fn draw(cx: &Cx, page: &Welcome) -> Html {
    let mut frame = Frame::new(cx, "welcome", cx.t(Key::Help), cx.t(Key::WelcomeTitle));
    for notice in &page.notices {
        frame = frame.above(known(cx, notice));
    }
    let later = page
        .resume
        .as_ref()
        .and_then(|resume| Some((resume, resume.later?)));
    if let Some((resume, until)) = later {
        frame = frame.above(back(cx, resume, until));
    }
    frame = frame
        .node(languages(cx, page))
        .node(search(
            cx,
            Typed::Search,
            Key::SearchLabel,
            Key::SearchHint,
            &page.query,
        ))
        .node(topics(cx, page));
    if page.opening {
        // In the foot, which is in sight wherever the list was scrolled to.
        let coming = state(Tone::Plain, Icon::Running, cx.t(Key::LoadTitle));
        frame = frame.foot(coming.at(At::Role, "status").done());
    }
    if let (Some(resume), None) = (&page.resume, later) {
        frame = frame
            .foot(quiet(stopped_at(cx, resume)))
            .button(Look::Tonal, Key::Resume, Action::ResumeChosen)
            .button(Look::Quiet, Key::ResumeNot, Action::ResumeDeclined);
    }
    frame.done()
}

/// A session that waits for the customer to come back and look comes first.
fn back(cx: &Cx, resume: &Resume, until: Millis) -> Html {
    let due = until <= cx.view.now;
    let (look, when) = if due {
        (Look::Primary, cx.t(Key::LaterDue))
    } else {
        let when = in_time(cx.words, cx.view.now, until);
        (
            Look::Inline,
            cx.words.fill(Key::LaterTitle, &[("when", &when)]),
        )
    };
    let ways = el("div", "fl-over")
        .node(button(cx, look, Key::LaterCheck, Action::LookChosen))
        .node(button(
            cx,
            Look::Quiet,
            Key::LaterNotYet,
            Action::LookPutOff,
        ));
    let inside = el("div", "fl-field")
        .with(el("span", "fl-kind").text(own(&resume.guide)))
        .node(strong(cx.t(Key::LaterBack)))
        .node(text(when))
        .with(ways);
    note(Tone::Plain, Icon::Clock, inside)
}

fn known(cx: &Cx, known: &Notice) -> Html {
    let (tone, mark, word) = if known.planned {
        (Tone::Plain, Icon::Info, Key::PlannedWork)
    } else {
        (Tone::Warn, Icon::Warning, Key::Fault)
    };
    let mut inside = el("div", "")
        .with(el("span", "fl-kind").text(cx.t(word)))
        .node(strong(own(&known.title)))
        .node(text(own(&known.text)));
    if let Some(time) = &known.expected_end {
        inside = inside.node(text(cx.words.fill(Key::ExpectedEnd, &[("time", time)])));
    }
    note(tone, mark, inside)
}

fn topics(cx: &Cx, page: &Welcome) -> Html {
    let searching = !page.query.trim().is_empty();
    if searching && page.guides.is_empty() {
        return nothing_found(cx);
    }
    let shown = if searching {
        page.guides.len()
    } else {
        page.guides.len().min(SHOWN)
    };
    let (first, more) = page.guides.split_at(shown);
    let said = if searching {
        announce(cx.words.count(Key::SearchFound, first.len() as u32))
    } else {
        nothing()
    };
    let more = (!more.is_empty()).then(|| {
        el("details", "fl-more")
            .with(el("summary", "").text(cx.t(Key::MoreTopics)))
            .node(rows(cx, more))
            .done()
    });
    all(vec![
        said,
        rows(cx, first),
        more.unwrap_or_default(),
        phone(cx, Look::Quiet, Key::Call).unwrap_or_default(),
    ])
}

fn rows(cx: &Cx, topics: &[Topic]) -> Html {
    options(topics.iter().map(|topic| {
        let row = Choice {
            detail: own(&topic.summary),
            language: topic.language.as_deref().map(own),
            ..Choice::plain(own(&topic.title))
        };
        choice(cx, row, Action::GuideChosen(topic.id.clone()))
    }))
}

/// The other languages, each by its own name.
fn languages(cx: &Cx, page: &Welcome) -> Html {
    if page.languages.is_empty() {
        return nothing();
    }
    let one = |other: &Language| {
        let action = Action::LanguageChosen(other.tag.clone());
        let button = clickable(cx, "fl-inline", action)
            .set(At::Lang, own(&other.tag))
            .text(own(&other.name));
        el("li", "").with(button).done()
    };
    list("fl-languages")
        .set(At::Label, cx.t(Key::OtherLanguages))
        .each(page.languages.iter().map(one))
        .done()
}

fn nothing_found(cx: &Cx) -> Html {
    let said = el("div", "fl-empty")
        .at(At::Role, "status")
        .node(strong(cx.t(Key::SearchEmpty)))
        .node(quiet(cx.t(Key::SearchEmptyNext)));
    let everything = Action::SearchTyped(String::new());
    let mut nodes = vec![
        said.done(),
        button(cx, Look::Tonal, Key::SearchClear, everything),
    ];
    nodes.extend(phone(cx, Look::Tonal, Key::Call));
    all(nodes)
}

/// Where it was left, and how long ago.
fn stopped_at(cx: &Cx, resume: &Resume) -> AttrValue {
    let when = ago(cx.words, cx.view.now, resume.at);
    cx.words
        .fill(Key::ResumeAt, &[("step", &resume.step), ("ago", &when)])
}
