//! The only stateful component: it hands messages to the model, its commands to the runner, and
//! draws its view.

use std::rc::Rc;

use firstline_guide::model::Value;
use firstline_guide::session::Happened;
use yew::prelude::*;

use crate::action::Action;
use crate::browser::host::{Options, Plain, Root};
use crate::browser::online::{self, Link, Listening};
use crate::browser::timer::{self, Timer};
use crate::browser::{self, clock, device, focus, random, storage};
use crate::effects::{OUTBOX, Runner, SESSION};
use crate::model::{Message, Model, Outside, Setup};
use crate::parts::Cx;
use crate::probes;
use crate::screens;
use crate::text::Words;

/// What the app is given.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The node that it draws in.
    pub root: Root,
    /// What the loader says.
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
    /// The screen that was drawn last.
    drawn: String,
    ready: bool,
    /// Whether the customer has done something, or the page opened something for them.
    touched: bool,
    /// Whether what was entered was handed in just now: what is wrong with it gets the focus.
    handed_in: bool,
    tick: Option<Timer>,
    _listening: [Listening; 2],
}

impl Component for App {
    type Message = Message;
    type Properties = Props;

    fn create(context: &Context<App>) -> App {
        let Props {
            root,
            options,
            words,
        } = context.props();
        let link = context.link();
        let device = device::look();
        let probes = probes::Context {
            base: options.base.as_str().into(),
            area: options.area.as_deref().map(Into::into),
            targets: Rc::default(),
        };
        let mut runner = Runner::new(
            &options.base,
            options.host.clone(),
            root.clone(),
            probes,
            options.language.clone(),
            link.callback(|message| message),
        );
        let stored = storage::get(SESSION).ok().flatten();
        let outbox = storage::get(OUTBOX).ok().flatten();
        let (model, commands) = Model::new(
            Outside {
                uuid: random::uuid,
                time_in_words: clock::in_words,
                fold: browser::text::fold,
            },
            setup(options, device),
            stored.as_deref(),
            outbox.as_deref(),
            clock::now(),
        );
        for command in commands {
            runner.run(command);
        }
        let online = link.batch_callback(|link| match link {
            Link::Online => Some(Message::RetryDue),
            Link::Offline => None,
        });
        let returned = link.callback(|()| Message::RetryDue);
        App {
            model,
            runner,
            words: words.clone(),
            dispatch: link.callback(Message::Did),
            drawn: String::new(),
            ready: false,
            touched: false,
            handed_in: false,
            tick: None,
            _listening: [
                online::on_link(move |link| online.emit(link)),
                online::on_return(move || returned.emit(())),
            ],
        }
    }

    fn update(&mut self, context: &Context<App>, message: Message) -> bool {
        let arrived = matches!(message, Message::IndexArrived(_));
        self.touched |= matches!(message, Message::Did(_) | Message::Opened(_));
        self.handed_in |= matches!(
            message,
            Message::Did(Action::SendChosen | Action::Step(Happened::InputEntered(_)))
        );
        let commands = self.model.update(clock::now(), message);
        if arrived && let Some(targets) = self.model.targets() {
            self.runner.set_targets(targets.clone());
        }
        for command in commands {
            self.runner.run(command);
        }
        match (self.model.counts(), &self.tick) {
            (true, None) => {
                let link = context.link().clone();
                self.tick = Some(timer::every(1000, move || {
                    link.send_message(Message::Ticked)
                }));
            }
            (false, Some(_)) => self.tick = None,
            _ => {}
        }
        true
    }

    fn view(&self, _: &Context<App>) -> Html {
        if !self.model.is_ready() {
            return Html::default();
        }
        // Called as a plain function: a component of its own would compare the whole view to find
        // out what is always so, that something changed.
        screens::draw(&Cx {
            view: &self.model.view(clock::now()),
            words: &self.words,
            dispatch: &self.dispatch,
        })
    }

    fn rendered(&mut self, context: &Context<App>, _first: bool) {
        if !self.model.is_ready() {
            return;
        }
        let Props { root, options, .. } = context.props();
        let view = self.model.view(clock::now());
        let key = screens::key(&view);
        if key != self.drawn {
            // A widget in the page must not take the focus before the customer has touched it.
            if self.touched || !options.inline {
                focus::focus(root, screens::HEADING);
                if options.inline {
                    focus::scroll_into_sight(root, screens::HEADING);
                }
            }
            self.drawn = key.to_owned();
        } else if self.handed_in
            && let Some(id) = screens::first_problem(&view)
        {
            focus::focus(root, id);
            focus::scroll_into_sight(root, id);
        }
        self.handed_in = false;
        if !self.ready {
            self.ready = true;
            options.host.emit("ready", &[]);
        }
    }
}

fn setup(options: &Options, device: device::Device) -> Setup {
    let mut facts = facts(&options.facts);
    if let Some(platform) = device.platform {
        facts.push((
            "device.platform".to_owned(),
            Value::Text(platform.to_owned()),
        ));
    }
    facts.push(("device.mobile".to_owned(), Value::Flag(device.mobile)));
    if let Some(language) = device.languages.first() {
        facts.push(("device.language".to_owned(), Value::Text(language.clone())));
    }
    Setup {
        language: options.language.clone(),
        inline: options.inline,
        guide: options.guide.clone(),
        resume: options.resume,
        pictures: [&options.base, "pictures/"].concat(),
        user_agent: device.user_agent,
        facts,
    }
}

/// Facts of the host page, as the engine takes them.
pub fn facts(plain: &[(String, Plain)]) -> Vec<(String, Value)> {
    let fact = |(name, value): &(String, Plain)| {
        let value = match value {
            Plain::Bool(flag) => Value::Flag(*flag),
            Plain::Number(number) => Value::Number(*number),
            Plain::Text(text) => Value::Text(text.clone()),
        };
        (name.clone(), value)
    };
    plain.iter().map(fact).collect()
}
