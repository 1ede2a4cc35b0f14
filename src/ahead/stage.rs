//! The widget on a stage: the real model, with a relay that answers at once and a device that can be changed.

use std::collections::VecDeque;

use firstline_guide::model::Value as Fact;
use firstline_guide::session::Body;
use serde_json::Value;
use yew::Callback;

use super::Published;
use super::nodes::nodes;
use crate::action::Action;
use crate::model::{Command, Later, LaterPorts, Message, Model, Ports, Setup};
use crate::parts::Ui;
use crate::screens;
use crate::text;
use crate::view::{Page, View};

/// A device and a moment that a screen must not depend on.
struct Surroundings {
    platform: Option<&'static str>,
    /// Whether the flags among the provider's facts, such as opening hours, are turned round.
    turned: bool,
    now: u64,
}

/// The platforms that guides tell apart (`device.platform`).
const PLATFORMS: [&str; 7] = ["ios", "android", "windows", "mac", "linux", "tv", "smart"];

/// Two moments, a day and some hours apart; milliseconds since 1970.
const NOW: u64 = 1_800_000_000_000;
const LATER: u64 = NOW + 29 * 3_600_000;

/// Nothing is stored, and no time told.
static ALONE: Later = Later::new(LaterPorts {
    session: || None,
    outbox: Vec::new,
    uuid: || None,
    time_in_words: |_, _| None,
});

/// The widget as it is published.
pub(super) struct Stage<'a> {
    published: Published<'a>,
    guide: Option<&'a str>,
    index: String,
    turned: String,
}

impl<'a> Stage<'a> {
    pub(super) fn new(published: &Published<'a>, guide: Option<&'a str>) -> Stage<'a> {
        let write =
            |index: &firstline_wire::Index| serde_json::to_string(index).unwrap_or_default();
        let mut turned = published.index.clone();
        for (_, value) in &mut turned.facts {
            if let Fact::Flag(flag) = value {
                *flag = !*flag;
            }
        }
        Stage {
            published: *published,
            guide,
            index: write(published.index),
            turned: write(&turned),
        }
    }

    /// The screen after these actions; `None` if it is not the same in all surroundings, or if there is none.
    pub(super) fn draw(&self, way: &[Action]) -> Option<Vec<Value>> {
        let mut all = vec![(None, false, NOW), (None, true, LATER)];
        all.extend(PLATFORMS.map(|platform| (Some(platform), false, NOW)));
        let mut same: Option<Vec<Value>> = None;
        for (platform, turned, now) in all {
            let surroundings = Surroundings {
                platform,
                turned,
                now,
            };
            let screen = self.draw_in(&surroundings, way)?;
            match &same {
                Some(same) if *same != screen => return None,
                Some(_) => {}
                None => same = Some(screen),
            }
        }
        same
    }

    fn draw_in(&self, surroundings: &Surroundings, way: &[Action]) -> Option<Vec<Value>> {
        let mut facts = Vec::new();
        if let Some(platform) = surroundings.platform {
            facts.push((
                "device.platform".to_owned(),
                Fact::Text(platform.to_owned()),
            ));
        }
        let setup = Setup {
            language: self.published.index.language.clone(),
            guide: self.guide.map(str::to_owned),
            facts,
            ..Setup::default()
        };
        let ports = Ports {
            write_value: text::value,
            fold: str::to_lowercase,
            east: || 0,
            later: || Some(&ALONE),
        };
        let now = surroundings.now;
        let (mut model, commands) = Model::new(ports, setup, now);
        self.answer(&mut model, commands, surroundings);
        for action in way {
            let commands = model.update(now, Message::Action(action.clone()));
            self.answer(&mut model, commands, surroundings);
        }
        let view = model.view()?;
        let ui = Ui {
            view,
            words: self.published.words,
            dispatch: &Callback::noop(),
            describe: Some(describe),
            second_part: Some(screens::later::DRAWING),
        };
        self.serves(view).then(|| nodes(&screens::draw(&ui)))
    }

    /// Carries out what the model wants: the relay has everything that is published, and checks do not end.
    fn answer(&self, model: &mut Model, commands: Vec<Command>, surroundings: &Surroundings) {
        let mut commands = VecDeque::from(commands);
        while let Some(command) = commands.pop_front() {
            let message = match command {
                Command::LoadIndex => {
                    let index = if surroundings.turned {
                        &self.turned
                    } else {
                        &self.index
                    };
                    Message::IndexArrived(Some(index.clone()))
                }
                Command::LoadPack { guide, .. } => Message::PackArrived {
                    bytes: (self.published.pack)(&guide),
                    guide,
                },
                Command::LoadBoxes(_) => {
                    Message::BoxesArrived(self.published.boxes.map(str::to_owned))
                }
                _ => continue,
            };
            commands.extend(model.update(surroundings.now, message));
        }
    }

    /// Whether a screen can be shown and used without the core: the welcome screen, a question with one answer, an
    /// instruction, checks, which begin when the core comes. What is typed or chosen by several presses needs the core.
    fn serves(&self, view: &View) -> bool {
        match &view.page {
            Page::Welcome(_) => self.guide.is_none(),
            Page::Step(step) => matches!(
                step.screen.body,
                Body::Question { many: false, .. }
                    | Body::Instruction { .. }
                    | Body::Checking { .. }
            ),
            _ => false,
        }
    }
}

/// What `data-press` says: the action as the core reads it.
fn describe(action: &Action) -> String {
    serde_json::to_string(action).unwrap_or_default()
}
