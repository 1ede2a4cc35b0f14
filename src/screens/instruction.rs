//! Something to do: actions in order, a countdown where it waits, and word of a line that drops
//! by our own instruction.

use firstline_guide::session::{ActionView, Body, Happened, LineWatch, Millis, Waiting};
use yew::{AttrValue, Html, html};

use super::step::{step_frame, told};
use crate::action::Action;
use crate::parts::{
    Cx, Frame, Icon, Look, Tone, announce, button, copy, frame, icon, note, picture, ring,
    step_button, text,
};
use crate::text::{Key, in_time};
use crate::view::Step;

pub fn draw(cx: Cx, step: &Step) -> Html {
    let Body::Instruction {
        actions,
        minutes,
        warning,
        waiting,
        ..
    } = &step.screen.body
    else {
        return Html::default();
    };
    let now = cx.view.now;
    let mut base = step_frame(cx, &step.screen);
    let open = matches!(waiting, Waiting::ForCustomer { .. });
    let (above, below, primary) = match *waiting {
        Waiting::ForCustomer { line } => {
            let cannot = step_button(
                cx,
                Look::Quiet,
                Key::Cannot,
                Happened::InstructionImpossible,
            );
            base.quiet.insert(0, cannot);
            let done = step_button(cx, Look::Primary, Key::Done, Happened::InstructionDone);
            (warning_note(warning), line_note(cx, line), done)
        }
        Waiting::Until { from, until, line } => {
            let on = step_button(cx, Look::Tonal, Key::WaitEarly, Happened::Continued);
            (wait(cx, from, until, line), Html::default(), on)
        }
        Waiting::Later { until } => {
            let when = in_time(cx.words, now, until);
            let title = cx.words.fill(Key::LaterTitle, &[("when", &when)]);
            let card = card(icon(Icon::Clock), title, cx.t(Key::LaterText));
            (
                card,
                Html::default(),
                step_button(cx, Look::Tonal, Key::LaterNow, Happened::Continued),
            )
        }
    };
    let list = html! {
        <>
            { above }
            <ol class="fl-actions" role="list">
                { for actions.iter().enumerate().map(|(at, action)| act(cx, step, open, at, action)) }
            </ol>
            { below }
        </>
    };
    base.time = minutes.map_or(AttrValue::default(), |minutes| {
        cx.words.count(Key::AboutMinutes, u64::from(minutes))
    });
    let main = told(cx, &step.screen, list);
    frame(
        cx,
        Frame {
            main,
            primary,
            ..base
        },
    )
}

fn warning_note(warning: &Option<String>) -> Html {
    match warning {
        Some(warning) => note(
            Tone::Warn,
            Icon::Warning,
            AttrValue::default(),
            text(warning.clone()),
        ),
        None => Html::default(),
    }
}

/// One action, with its number, what it needs, and its countdown. What is done (not `open`) is
/// there to be read again, no more.
fn act(cx: Cx, step: &Step, open: bool, at: usize, action: &ActionView) -> Html {
    html! {
        <li>
            <span class="fl-count" aria-hidden="true">{ at + 1 }</span>
            <div class="fl-act">
                <p>{ &action.text }</p>
                if open {
                    { picture(cx, "fl-picture", &action.picture) }
                    if let Some(what) = &action.copy {
                        <div class="fl-copy">
                            <code>{ what }</code>
                            { copy(cx, Look::Inline, Key::Copy, what) }
                        </div>
                    }
                    { for action.seconds.map(|seconds| timer(cx, step, at, seconds)) }
                }
            </div>
        </li>
    }
}

fn timer(cx: Cx, step: &Step, at: usize, seconds: u32) -> Html {
    let Some((_, from)) = step.timers.iter().find(|(position, _)| *position == at) else {
        return button(cx, Look::Inline, Key::TimerStart, Action::TimerStarted(at));
    };
    let until = from + u64::from(seconds) * 1000;
    if until <= cx.view.now {
        return html! {
            <p class="fl-over fl-good" role="status">
                { icon(Icon::Check) }{ cx.t(Key::TimerOver) }
            </p>
        };
    }
    ring(cx.view.now, *from, until)
}

/// What is said of the line before "Done".
fn line_note(cx: Cx, line: LineWatch) -> Html {
    let (mark, title, next) = match line {
        LineWatch::Off => return Html::default(),
        LineWatch::Up => (Icon::Info, Key::LineWillDrop, Key::LineWillDropNext),
        LineWatch::Down => (Icon::Clock, Key::LineDown, Key::LineDownNext),
    };
    html! {
        <div role="status">{ card(icon(mark), cx.t(title), cx.t(next)) }</div>
    }
}

/// The wait after "Done".
fn wait(cx: Cx, from: Millis, until: Millis, line: LineWatch) -> Html {
    let (title, next) = match line {
        LineWatch::Off => (Key::WaitTitle, Key::WaitNext),
        LineWatch::Up => (Key::WaitTitle, Key::WaitLine),
        LineWatch::Down => (Key::LineDown, Key::LineDownNext),
    };
    html! {
        <>
            { announce(cx.t(title)) }
            { card(ring(cx.view.now, from, until), cx.t(title), cx.t(next)) }
        </>
    }
}

fn card(mark: Html, title: AttrValue, next: AttrValue) -> Html {
    html! {
        <div class="fl-card">
            { mark }
            <div>
                <strong>{ title }</strong>
                <p class="fl-quiet-text">{ next }</p>
            </div>
        </div>
    }
}
