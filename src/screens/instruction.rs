//! Something to do: actions in order, a countdown while it waits, and a word about a line that
//! drops because of our own instruction.

use firstline_guide::model::Reply;
use firstline_guide::session::{ActionView, Body, Event, LineWatch, Millis, Waiting};
use yew::{AttrValue, Html, html};

use super::step::{after, paragraphs, step_layout};
use crate::action::Action;
use crate::parts::{
    ButtonStyle, Icon, Tone, Ui, announce, button, copy, headed, icon, labelled, note, owned,
    paragraph, picture, ring, state,
};
use crate::text::{Key, in_time, line_loss, whole};
use crate::view::Step;

pub fn draw(ui: &Ui, step: &Step) -> Html {
    let Body::Instruction {
        actions,
        minutes,
        warning,
        waiting,
        done,
        cannot,
        ..
    } = &step.screen.body
    else {
        return Html::default();
    };
    let screen = &step.screen;
    let mut layout = step_layout(ui, screen);
    if let Some(minutes) = minutes {
        let time = ui.words.number(f64::from(*minutes), "min");
        layout = layout.time(ui.words.fill(Key::AboutMinutes, &[("time", &time)]));
    }
    let open = matches!(waiting, Waiting::ForCustomer { .. });
    let steps = html! {
        if !actions.is_empty() {
            <ol class="fl-actions" role="list">
                for (at, action) in actions.iter().enumerate() {
                    { act(ui, step, open, at, action) }
                }
            </ol>
        }
    };
    // A customer who has only to wait has done nothing.
    let start = if actions.is_empty() {
        Key::TimerStart
    } else {
        Key::Done
    };
    let words = paragraphs(&screen.text);
    let loss = screen.line.map(|line| line_loss(ui.words, line));
    // What must be known before starting comes before anything to do. What is waited for comes
    // before what was done.
    match *waiting {
        Waiting::ForCustomer { line } => layout
            .content(words)
            .content(warning_note(warning))
            .content(picture(ui, &screen.picture))
            .content(steps)
            .content(line_note(ui, line, loss))
            .content(after(ui, screen))
            .foot(named(
                ui,
                ButtonStyle::Primary,
                done,
                start,
                Event::InstructionDone,
            ))
            .way(named(
                ui,
                ButtonStyle::Quiet,
                cannot,
                Key::Cannot,
                Event::InstructionImpossible,
            )),
        Waiting::Until { from, until, line } => layout
            .content(wait(ui, from, until, line, loss))
            .content(words)
            .content(steps)
            .step_button(ButtonStyle::Tonal, Key::WaitEarly, Event::Continued),
        Waiting::Later { until, asks } => {
            let mut when = in_time(ui.words, ui.view.now, until).to_string();
            if let Some(time) = &step.expected_end {
                when.push_str(&ui.text(Key::Comma));
                when.push_str(time);
            }
            let title = ui.words.fill(Key::LaterTitle, &[("when", &when)]);
            let text = ui.text(Key::LaterText);
            let layout = layout
                .content(standing(icon(Icon::Clock), title, text))
                .content(words)
                .content(steps);
            if asks {
                let judged = |reply: Reply| Event::HelpJudged(reply.name().to_owned());
                layout
                    .step_button(ButtonStyle::Tonal, Key::LaterBetter, judged(Reply::Yes))
                    .step_button(ButtonStyle::Quiet, Key::LaterWorse, judged(Reply::No))
            } else {
                layout.step_button(ButtonStyle::Tonal, Key::LaterNow, Event::Continued)
            }
        }
    }
    .draw()
}

/// A button with the guide's own name, or ours.
fn named(ui: &Ui, style: ButtonStyle, own: &Option<String>, name: Key, event: Event) -> Html {
    let label = own.as_deref().map_or_else(|| ui.text(name), owned);
    labelled(ui, style, label, Action::Step(event))
}

fn warning_note(warning: &Option<String>) -> Html {
    match warning {
        Some(warning) => {
            let inside = html! {
                <div>{ paragraph(owned(warning)) }</div>
            };
            note(Tone::Warn, Icon::Warning, inside)
        }
        None => Html::default(),
    }
}

/// One action, with its number, what it needs, and its countdown. One that is done (not `open`) is
/// there to be read again, no more.
fn act(ui: &Ui, step: &Step, open: bool, at: usize, action: &ActionView) -> Html {
    html! {
        <li>
            <span class="fl-count" aria-hidden="true">{ whole(at as u64 + 1) }</span>
            <div class="fl-act">
                { paragraph(owned(&action.text)) }
                if open {
                    { picture(ui, &action.picture) }
                    if let Some(text) = &action.copy {
                        <div class="fl-copy">
                            <code dir="ltr">{ text }</code>
                            { copy(ui, ButtonStyle::Inline, Key::Copy, text) }
                        </div>
                    }
                    if let Some(seconds) = action.seconds {
                        { timer(ui, step, at, seconds) }
                    }
                }
            </div>
        </li>
    }
}

fn timer(ui: &Ui, step: &Step, at: usize, seconds: u32) -> Html {
    let Some((_, from)) = step.timers.iter().find(|(position, _)| *position == at) else {
        let start = Action::TimerStarted(at);
        return button(ui, ButtonStyle::Inline, Key::TimerStart, start);
    };
    let until = from + u64::from(seconds) * 1000;
    if until <= ui.view.now {
        let over = ui.text(Key::TimerOver);
        return state(Tone::Good, Icon::Check, over, Some("status"));
    }
    ring(ui.view.now, *from, until)
}

/// The note about the line before "Done".
fn line_note(ui: &Ui, line: LineWatch, loss: Option<AttrValue>) -> Html {
    let (mark, title, next) = match line {
        LineWatch::Off => return Html::default(),
        LineWatch::Up => (Icon::Info, Key::LineWillDrop, Key::LineWillDropNext),
        LineWatch::Down => (Icon::Clock, Key::LineDown, Key::LineDownNext),
    };
    let next = behind(ui.text(next), loss);
    html! {
        <div role="status">{ standing(icon(mark), ui.text(title), next) }</div>
    }
}

/// The wait after "Done".
fn wait(ui: &Ui, from: Millis, until: Millis, line: LineWatch, loss: Option<AttrValue>) -> Html {
    let (title, next) = match line {
        LineWatch::Off => (Key::WaitTitle, Key::WaitNext),
        LineWatch::Up => (Key::WaitTitle, Key::WaitLine),
        LineWatch::Down => (Key::LineDown, Key::LineDownNext),
    };
    let (title, next) = (ui.text(title), behind(ui.text(next), loss));
    html! {
        <>
            { announce(title.clone()) }
            { standing(ring(ui.view.now, from, until), title, next) }
        </>
    }
}

/// A sentence, and behind it when the line went.
fn behind(sentence: AttrValue, loss: Option<AttrValue>) -> AttrValue {
    match loss {
        Some(loss) => [&loss, " ", &*sentence].concat().into(),
        None => sentence,
    }
}

fn standing(mark: Html, title: AttrValue, next: AttrValue) -> Html {
    html! {
        <div class="fl-standing">
            { mark }
            { headed(title, next) }
        </div>
    }
}
