//! The only stateful component: it hands messages to the model, its commands to the runner, and
//! draws its view.

use firstline_guide::session::Event;
use yew::prelude::*;

use crate::action::Action;
use crate::browser::host::{Host, Options};
use crate::browser::root::Root;
use crate::browser::shell::{Shell, Told};
use crate::browser::{self, clock, random};
use crate::effects::Runner;
use crate::model::{Message, Model, Outside, Setup};
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
    /// What the widget was told to begin with.
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
    /// Whether the widget stands in the page rather than in a panel.
    inline: bool,
    /// The screen that was drawn last.
    drawn: String,
    ready: bool,
    /// Whether the customer has done something, or the page opened something for them.
    touched: bool,
    /// Whether what was entered was handed in just now: what is wrong with it gets the focus.
    handed_in: bool,
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
            Outside {
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
                .callback(|action| Input::Model(Message::Did(action))),
            inline: options.inline,
            drawn: String::new(),
            ready: false,
            // Who comes back here after a defect or for another language was here before.
            touched: options.resume,
            handed_in: false,
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
        let arrived = matches!(message, Message::IndexArrived(_));
        self.touched |= matches!(message, Message::Did(_) | Message::Opened(_));
        self.handed_in |= matches!(
            message,
            Message::Did(Action::SendChosen | Action::Step(Event::InputEntered(_)))
        );
        let commands = self.model.update(clock::now(), message);
        if arrived && let Some(targets) = self.model.targets() {
            self.runner.probes.targets = targets.clone();
        }
        for command in commands {
            self.runner.run(command);
        }
        self.runner.tick(self.model.counts());
        true
    }

    fn view(&self, _: &Context<App>) -> Html {
        if !self.model.is_ready() {
            return Html::default();
        }
        // Called as a plain function: a component of its own would compare the whole view to find
        // out what is always so, that something changed.
        screens::draw(&Ui {
            view: &self.model.view(clock::now()),
            words: &self.words,
            dispatch: &self.dispatch,
            describe: None,
        })
    }

    fn rendered(&mut self, _: &Context<App>, _first: bool) {
        if !self.model.is_ready() {
            return;
        }
        let view = self.model.view(clock::now());
        let key = screens::key(&view);
        if key != self.drawn {
            // A widget in the page must not take the focus before the customer has touched it.
            if self.touched || !self.inline {
                self.focus(screens::HEADING);
            }
            self.drawn = key.to_owned();
        } else if self.handed_in
            && let Some(id) = screens::first_problem(&view)
        {
            self.focus(id);
        }
        self.handed_in = false;
        if !self.ready {
            self.ready = true;
            self.runner.order("emit", "ready", "");
        }
    }
}

impl App {
    fn focus(&self, id: &str) {
        self.runner.order("focus", id, "");
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
        user_agent: options.user_agent.clone(),
        facts: options.facts.clone(),
    }
}
