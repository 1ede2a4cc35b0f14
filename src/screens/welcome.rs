//! The welcome screen: known faults first, then what isn't working, and where it was left.

use yew::{AttrValue, Html, html};

use crate::action::Action;
use crate::parts::{
    Choice, Cx, Frame, Icon, Look, Tone, announce, button, choice, frame, note, options, phone,
    quiet, search, text,
};
use crate::text::{Key, ago};
use crate::view::{Notice, Resume, Topic, Welcome};

/// How many topics are shown before the rest is folded away.
const SHOWN: usize = 6;

pub fn draw(cx: Cx, page: &Welcome) -> Html {
    let (primary, ways) = resume(cx, page.resume.as_ref());
    let main = html! {
        <>
            { search(cx, &page.query) }
            { topics(cx, page) }
        </>
    };
    frame(
        cx,
        Frame {
            key: "welcome".into(),
            place: cx.t(Key::Help),
            time: AttrValue::default(),
            back: None,
            above: html! { <>{ for page.notices.iter().map(|notice| known(cx, notice)) }</> },
            heading: cx.t(Key::WelcomeTitle),
            main,
            primary,
            quiet: ways,
        },
    )
}

fn known(cx: Cx, known: &Notice) -> Html {
    let (tone, mark, word) = if known.planned {
        (Tone::Plain, Icon::Info, Key::PlannedWork)
    } else {
        (Tone::Warn, Icon::Warning, Key::Fault)
    };
    note(
        tone,
        mark,
        AttrValue::default(),
        html! {
            <>
                <span class="fl-kind">{ cx.t(word) }</span>
                <strong>{ &known.title }</strong>
                { text(known.text.clone()) }
                if let Some(time) = &known.expected_end {
                    { text(cx.words.fill(Key::ExpectedEnd, &[("time", time)])) }
                }
            </>
        },
    )
}

fn topics(cx: Cx, page: &Welcome) -> Html {
    let row = |topic: &Topic| {
        let row = Choice {
            label: topic.title.clone().into(),
            detail: topic.summary.clone().into(),
            picture: Html::default(),
            chosen: false,
        };
        choice(cx, row, Action::GuideChosen(topic.id.clone()))
    };
    let searching = !page.query.trim().is_empty();
    if searching && page.guides.is_empty() {
        return html! {
            <>
                <div class="fl-empty" role="status">
                    <strong>{ cx.t(Key::SearchEmpty) }</strong>
                    { quiet(cx.t(Key::SearchEmptyNext)) }
                </div>
                { button(cx, Look::Tonal, Key::SearchClear, Action::SearchTyped(String::new())) }
                { phone(cx, Look::Tonal, Key::Call) }
            </>
        };
    }
    let shown = if searching {
        page.guides.len()
    } else {
        page.guides.len().min(SHOWN)
    };
    let (first, more) = page.guides.split_at(shown);
    html! {
        <>
            if searching {
                { announce(cx.words.count(Key::SearchFound, first.len() as u64)) }
            }
            { options(first.iter().map(row)) }
            if !more.is_empty() {
                <details class="fl-more">
                    <summary>{ cx.t(Key::MoreTopics) }</summary>
                    { options(more.iter().map(row)) }
                </details>
            }
            { phone(cx, Look::Quiet, Key::CallInstead) }
        </>
    }
}

fn resume(cx: Cx, resume: Option<&Resume>) -> (Html, Vec<Html>) {
    let Some(resume) = resume else {
        return (Html::default(), Vec::new());
    };
    let when = ago(cx.words, cx.view.now, resume.at);
    let stopped = cx
        .words
        .fill(Key::ResumeAt, &[("step", &resume.step), ("ago", &when)]);
    let main = html! {
        <>
            { quiet(stopped) }
            { button(cx, Look::Tonal, Key::Resume, Action::ResumeChosen) }
        </>
    };
    (
        main,
        vec![button(
            cx,
            Look::Quiet,
            Key::ResumeNot,
            Action::ResumeDeclined,
        )],
    )
}
