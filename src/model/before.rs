//! What was pressed and typed before the core was there. The first screens are drawn without the core;
//! what the customer does there counts: it is applied in order, each as soon as its screen is there.

use firstline_guide::session::{Body, Event, Screen};

use super::focus::Cause;
use super::state::{FailedState, State};
use super::{Model, Turn};
use crate::action::Action;
use crate::view::Target;

impl Model {
    /// Applies what can be applied by now, and drops what does not fit. `None` if there was nothing;
    /// otherwise what the focus should know of it.
    pub(super) fn catch_up(&mut self, turn: &mut Turn) -> Option<Cause> {
        let mut cause = None;
        let waits = |state: &State| {
            matches!(
                state,
                State::Opening(_) | State::Loading(_) | State::Failed(FailedState::NoIndex(_))
            )
        };
        while self.index.is_some() && !waits(&self.state) {
            let Some(action) = self.before.as_mut()?.pop_front() else {
                self.before = None;
                break;
            };
            if self.fits(&action) {
                cause = Some(typed_into(&action).map_or(Cause::Use, Cause::Typing));
                self.act(action, turn);
            }
        }
        cause
    }

    /// Whether an action belongs to the screen that is shown. What the panel does itself, such as closing,
    /// never does.
    fn fits(&self, action: &Action) -> bool {
        match (&self.state, action) {
            (State::Welcome { .. }, action) => match action {
                Action::SearchTyped(_) | Action::LanguageChosen(_) => true,
                Action::GuideChosen(guide) => self.entry(guide).is_some(),
                Action::ResumeChosen | Action::ResumeDeclined => self.paused.offer().is_some(),
                Action::LookChosen | Action::LookPutOff => {
                    let offer = self.paused.offer();
                    offer.is_some_and(|offer| offer.later.is_some())
                }
                _ => false,
            },
            (State::Guide(session), action) => step_fits(&session.engine.screen(), action),
            _ => false,
        }
    }
}

fn step_fits(screen: &Screen, action: &Action) -> bool {
    match (&screen.body, action) {
        (_, Action::GuideLeft | Action::LanguageChosen(_)) => true,
        (body, Action::Step(event)) => event_fits(screen, body, event),
        (
            Body::Question {
                options,
                many: true,
            },
            Action::OptionToggled(id),
        ) => options.iter().any(|option| option.id == *id),
        (Body::Input { .. } | Body::Lights { .. }, Action::InputTyped(_))
        | (Body::Input { .. }, Action::AskedTyped(..))
        | (Body::Lights { .. }, Action::BoxChosen(_) | Action::BoxAsked) => true,
        (Body::Instruction { actions, .. }, Action::TimerStarted(position)) => {
            *position < actions.len()
        }
        (body, Action::CopyChosen(text)) => {
            let actions = match body {
                Body::Instruction { actions, .. } => actions.as_slice(),
                _ => &[],
            };
            let mut copied = actions.iter().filter_map(|action| action.copy.as_ref());
            copied.any(|copied| copied == text)
                || screen.values.iter().any(|(_, value)| value == text)
        }
        (Body::Ticket { ask, .. }, Action::ContactTyped(field, _)) => ask.contains(field),
        (
            Body::Ticket { .. },
            Action::NoteTyped(_)
            | Action::ConsentToggled
            | Action::DiagnosticToggled(_)
            | Action::SendChosen,
        ) => true,
        _ => false,
    }
}

fn event_fits(screen: &Screen, body: &Body, event: &Event) -> bool {
    match (body, event) {
        (_, Event::WentBack) => screen.can_go_back,
        (_, Event::NothingHelped) => screen.can_give_up,
        (_, Event::VariantChosen(_)) => screen.variant.is_some(),
        (Body::Question { options, many }, Event::OptionsChosen(ids)) => {
            let known = |id: &String| options.iter().any(|option| option.id == *id);
            ids.iter().all(known) && (*many || ids.len() == 1)
        }
        (Body::Input { .. }, Event::InputEntered(_))
        | (Body::Lights { .. }, Event::LightsRead { .. })
        | (
            Body::Instruction { .. },
            Event::InstructionDone
            | Event::InstructionImpossible
            | Event::HelpJudged(_)
            | Event::Continued,
        )
        | (Body::Checking { .. }, Event::ChecksSkipped)
        | (Body::AskHelp { .. }, Event::HelpJudged(_))
        | (
            Body::Resolved { .. } | Body::KnownIssue { .. },
            Event::StillBroken | Event::SomethingElse,
        )
        | (Body::HandOver { .. }, Event::SomethingElse) => true,
        _ => false,
    }
}

/// The control that the customer was typing into.
fn typed_into(action: &Action) -> Option<Target> {
    match action {
        Action::SearchTyped(_) => Some(Target::Search),
        Action::InputTyped(_) => Some(Target::Input),
        Action::AskedTyped(at, _) => Some(Target::Asked(*at)),
        Action::ContactTyped(field, _) => Some(Target::Field(*field)),
        Action::NoteTyped(_) => Some(Target::Note),
        Action::TellTyped(_) => Some(Target::Tell),
        _ => None,
    }
}
