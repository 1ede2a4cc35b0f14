//! The only stateful component: it hands messages to the model, its commands to the runner, and
//! draws its view.

use yew::prelude::*;

use crate::action::Action;
use crate::browser::host::{Host, Options};
use crate::browser::root::Root;
use crate::browser::shell::{Shell, Told};
use crate::browser::{self, clock, random};
use crate::effects::Runner;
use crate::model::{Command, Message, Model, Ports, Setup};
use crate::parts::Ui;
use crate::probes;
use crate::screens;
use crate::text::{self, Words};
use crate::view::Provider;

/// What the app is given.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The node that it draws in.
    pub root: Root,
    /// The page that holds it.
    pub host: Host,
    /// What the loader gave it.
    pub options: Options,
    /// The words of the language that is spoken.
    pub words: Words,
}

/// The only stateful component.
pub struct App {
    model: Model,
    runner: Runner,
    words: Words,
    dispatch: Callback<Action>,
    /// What waits until the view is drawn.
    after_drawing: Vec<Command>,
}

/// What comes to the app.
#[derive(Debug)]
pub enum Input {
    /// Something for the model.
    Model(Message),
    /// What came of an order.
    Told(Told),
}

impl Component for App {
    type Message = Input;
    type Properties = Props;

    fn create(context: &Context<App>) -> App {
        let Props {
            root,
            host,
            options,
            words,
        } = context.props();
        let link = context.link().clone();
        let shell = Shell::open(root, host, move |told| {
            link.send_message(Input::Told(told));
        });
        let probes = probes::Context {
            base: options.base.clone(),
            area: options.area.clone(),
            language: options.language.clone(),
            ..probes::Context::default()
        };
        let mut runner = Runner::new(shell, options.language.clone(), probes);
        let (model, commands) = Model::new(
            Ports {
                uuid: random::uuid,
                time_in_words: clock::in_words,
                write_value: text::value,
                fold: browser::text::fold,
            },
            setup(options),
            options.session.as_deref(),
            &options.outbox,
            clock::now(),
        );
        for command in commands {
            runner.run(command);
        }
        App {
            model,
            runner,
            words: words.clone(),
            dispatch: context
                .link()
                .callback(|action| Input::Model(Message::Action(action))),
            after_drawing: Vec::new(),
        }
    }

    fn update(&mut self, _: &Context<App>, input: Input) -> bool {
        let message = match input {
            Input::Model(message) => message,
            Input::Told(told) => match self.runner.told(&told) {
                Some(message) => message,
                None => return false,
            },
        };
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
            })
        })
    }

    fn rendered(&mut self, _: &Context<App>, _first: bool) {
        for command in self.after_drawing.drain(..) {
            self.runner.run(command);
        }
    }
}

fn setup(options: &Options) -> Setup {
    Setup {
        pictures: [&options.base, "pictures/"].concat(),
        language: options.language.clone(),
        inline: options.inline,
        guide: options.guide.clone(),
        provider: Provider {
            phone: options.phone.clone(),
            hours: options.hours.clone(),
            ..Provider::default()
        },
        resume: options.resume,
        before: Vec::new(),
        user_agent: options.user_agent.clone(),
        facts: options.facts.clone(),
    }
}
