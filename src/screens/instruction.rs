//! Something to do: actions in order, a countdown where it waits, and word of a line that drops
//! by our own instruction.

use firstline_guide::model::Reply;
use firstline_guide::session::{ActionView, Body, Happened, LineWatch, Millis, Waiting};
use yew::{AttrValue, Html};

use super::step::{more, paragraphs, step_frame};
use crate::action::Action;
use crate::parts::{
    At, Cx, Icon, Look, Tone, all, announce, button, copy, el, icon, note, nothing, own, picture,
    quiet, ring, state, strong, text,
};
use crate::text::{Key, in_time, whole};
use crate::view::Step;

#[inline(never)]
pub fn draw(cx: &Cx, step: &Step) -> Html {
    let Body::Instruction {
        actions,
        minutes,
        warning,
        waiting,
        ..
    } = &step.screen.body
    else {
        return nothing();
    };
    let mut frame = step_frame(cx, &step.screen);
    if let Some(minutes) = minutes {
        let time = cx.words.number(f64::from(*minutes), "min");
        frame = frame.time(cx.words.fill(Key::AboutMinutes, &[("time", &time)]));
    }
    let open = matches!(waiting, Waiting::ForCustomer { .. });
    let rows = actions
        .iter()
        .enumerate()
        .map(|(at, action)| act(cx, step, open, at, action));
    let steps = el("ol", "fl-actions")
        .at(At::Role, "list")
        .each(rows)
        .done();
    let screen = &step.screen;
    let words = paragraphs(&screen.text);
    // What must be known before starting comes before anything to do; what is waited for, before
    // what was done.
    let nodes = match *waiting {
        Waiting::ForCustomer { line } => {
            frame = frame
                .step_button(Look::Primary, Key::Done, Happened::InstructionDone)
                .step_button(Look::Quiet, Key::Cannot, Happened::InstructionImpossible);
            let picture = picture(cx, "fl-picture", &screen.picture);
            vec![
                words,
                warning_note(warning),
                picture,
                steps,
                line_note(cx, line),
                more(cx, screen),
            ]
        }
        Waiting::Until { from, until, line } => {
            frame = frame.step_button(Look::Tonal, Key::WaitEarly, Happened::Continued);
            vec![wait(cx, from, until, line), words, steps]
        }
        Waiting::Later { until, asks } => {
            frame = if asks {
                frame
                    .step_button(
                        Look::Tonal,
                        Key::LaterBetter,
                        Happened::HelpJudged(Reply::Yes),
                    )
                    .step_button(
                        Look::Quiet,
                        Key::LaterWorse,
                        Happened::HelpJudged(Reply::No),
                    )
            } else {
                frame.step_button(Look::Tonal, Key::LaterNow, Happened::Continued)
            };
            let mut when = String::from(&*in_time(cx.words, cx.view.now, until));
            if let Some(time) = &step.expected_end {
                when.push_str(&cx.t(Key::Comma));
                when.push_str(time);
            }
            let title = cx.words.fill(Key::LaterTitle, &[("when", &when)]);
            vec![
                standing(icon(Icon::Clock), title, cx.t(Key::LaterText)),
                words,
                steps,
            ]
        }
    };
    frame.node(all(nodes)).done()
}

fn warning_note(warning: &Option<String>) -> Html {
    match warning {
        Some(warning) => {
            let inside = el("div", "").node(text(own(warning)));
            note(Tone::Warn, Icon::Warning, inside)
        }
        None => nothing(),
    }
}

/// One action, with its number, what it needs, and its countdown. What is done (not `open`) is
/// there to be read again, no more.
fn act(cx: &Cx, step: &Step, open: bool, at: usize, action: &ActionView) -> Html {
    let mut inside = el("div", "fl-act").node(text(own(&action.text)));
    if open {
        inside = inside.node(picture(cx, "fl-picture", &action.picture));
        if let Some(what) = &action.copy {
            let line = el("div", "fl-copy")
                .with(el("code", "").at(At::Dir, "ltr").text(own(what)))
                .node(copy(cx, Look::Inline, Key::Copy, what));
            inside = inside.with(line);
        }
        if let Some(seconds) = action.seconds {
            inside = inside.node(timer(cx, step, at, seconds));
        }
    }
    let count = el("span", "fl-count")
        .at(At::Hidden, "true")
        .text(whole(at as u64 + 1).into());
    el("li", "").with(count).with(inside).done()
}

fn timer(cx: &Cx, step: &Step, at: usize, seconds: u32) -> Html {
    let Some((_, from)) = step.timers.iter().find(|(position, _)| *position == at) else {
        return button(cx, Look::Inline, Key::TimerStart, Action::TimerStarted(at));
    };
    let until = from + u64::from(seconds) * 1000;
    if until <= cx.view.now {
        return state(Tone::Good, Icon::Check, cx.t(Key::TimerOver))
            .at(At::Role, "status")
            .done();
    }
    ring(cx.view.now, *from, until)
}

/// What is said of the line before "Done".
fn line_note(cx: &Cx, line: LineWatch) -> Html {
    let (mark, title, next) = match line {
        LineWatch::Off => return nothing(),
        LineWatch::Up => (Icon::Info, Key::LineWillDrop, Key::LineWillDropNext),
        LineWatch::Down => (Icon::Clock, Key::LineDown, Key::LineDownNext),
    };
    let standing = standing(icon(mark), cx.t(title), cx.t(next));
    el("div", "").at(At::Role, "status").node(standing).done()
}

/// The wait after "Done".
fn wait(cx: &Cx, from: Millis, until: Millis, line: LineWatch) -> Html {
    let (title, next) = match line {
        LineWatch::Off => (Key::WaitTitle, Key::WaitNext),
        LineWatch::Up => (Key::WaitTitle, Key::WaitLine),
        LineWatch::Down => (Key::LineDown, Key::LineDownNext),
    };
    let ring = ring(cx.view.now, from, until);
    all(vec![
        announce(cx.t(title)),
        standing(ring, cx.t(title), cx.t(next)),
    ])
}

#[inline(never)]
fn standing(mark: Html, title: AttrValue, next: AttrValue) -> Html {
    let words = el("div", "").node(strong(title)).node(quiet(next));
    el("div", "fl-standing").node(mark).with(words).done()
}
