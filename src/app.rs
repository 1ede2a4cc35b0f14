//! The only stateful component: it hands messages to the model, its commands to the runner, and
//! draws its view.

use yew::prelude::*;

use crate::action::Action;
use crate::browser::host::{Host, Options};
use crate::browser::root::Root;
use crate::browser::{self, clock};
use crate::effects::{Runner, storage};
use crate::model::{Command, Message, Model, Ports, Setup};
use crate::parts::{Ui, meanings};
use crate::screens;
use crate::second_part;
use crate::text::{self, Words};
use crate::view::Provider;

/// The properties of the app.
#[derive(Clone, Debug, Properties)]
pub struct Props {
    /// The node that it draws in.
    pub root: Root,
    /// The page that holds it.
    pub host: Host,
    /// The words of the language that is spoken.
    pub words: Words,
}

/// The loader mounts a widget once, so that there are never others to compare with.
impl PartialEq for Props {
    fn eq(&self, _: &Props) -> bool {
        true
    }
}

/// The only stateful component.
pub struct App {
    model: Model,
    runner: Runner,
    words: Words,
    dispatch: Callback<Action>,
    /// Commands that wait until the view is drawn.
    after_drawing: Vec<Command>,
}

impl Component for App {
    type Message = Message;
    type Properties = Props;

    fn create(context: &Context<App>) -> App {
        let Props { root, host, words } = context.props();
        let options = host.options();
        let send = context.link().callback(|message| message);
        let carry_out = || second_part::get().map(|part| part.carry_out);
        let mut runner = Runner::new(root, host, &options, carry_out, send);
        let (model, commands) = Model::new(
            Ports {
                write_value: text::value,
                fold: browser::text::fold,
                east: clock::east,
                later: || second_part::get().map(|part| &part.model),
            },
            setup(options, words),
            clock::now(),
        );
        for command in commands {
            runner.run(command);
        }
        App {
            model,
            runner,
            words: words.clone(),
            dispatch: context.link().callback(Message::Action),
            after_drawing: Vec::new(),
        }
    }

    fn update(&mut self, _: &Context<App>, message: Message) -> bool {
        if let Message::SecondPartStands = message {
            self.runner.second_part_stands();
        }
        for command in self.model.update(clock::now(), message) {
            if command.follows_drawing() {
                self.after_drawing.push(command);
            } else {
                self.runner.run(command);
            }
        }
        true
    }

    fn view(&self, _: &Context<App>) -> Html {
        // Called as a plain function: a component of its own would compare the whole view to find
        // out what is always so, that something changed.
        self.model.view().map_or_else(Html::default, |view| {
            screens::draw(&Ui {
                view,
                words: &self.words,
                dispatch: &self.dispatch,
                describe: None,
                second_part: second_part::get().map(|part| part.drawing),
            })
        })
    }

    fn rendered(&mut self, _: &Context<App>, first: bool) {
        if first {
            self.runner.bring_second_part();
        }
        for command in self.after_drawing.drain(..) {
            self.runner.run(command);
        }
    }
}

fn setup(options: Options, words: &Words) -> Setup {
    Setup {
        meanings: meanings(words),
        pictures: [&options.base, "pictures/"].concat(),
        language: options.language,
        inline: options.inline,
        guide: options.guide,
        provider: Provider {
            phone: options.phone,
            hours: options.hours,
            ..Provider::default()
        },
        resume: options.resume,
        has_session: storage::session().is_some(),
        has_outbox: !storage::outbox().is_empty(),
        before: options.before,
        user_agent: options.user_agent,
        facts: options.facts,
    }
}
