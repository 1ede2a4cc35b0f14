//! What every screen and every part is given, and the one place where an action becomes what a
//! node carries.

use firstline_guide::model::ContactField;
use yew::{AttrValue, Callback, Html, InputEvent, MouseEvent, SubmitEvent};

use super::Layout;
use crate::action::Action;
use crate::browser::form::{input_value, others_say, stay};
use crate::text::{Key, Words};
use crate::view::{View, Welcome};

/// The view, the words, and where to send what the customer does.
#[derive(Clone, Copy)]
pub struct Ui<'a> {
    /// What is drawn.
    pub view: &'a View,
    /// The widget's own words.
    pub words: &'a Words,
    /// Where to send what the customer does.
    pub dispatch: &'a Callback<Action>,
    /// Writes an action as text. It is given when screens are drawn ahead of the core: nodes then
    /// say in `data-press` and `data-typed` what a press or a key means, because their listeners
    /// come later. In the running widget it is `None`, and nodes have listeners alone.
    pub describe: Option<fn(&Action) -> String>,
    /// What the second part of the core draws; `None` while that is not here.
    pub second_part: Option<Drawing>,
}

/// The drawing functions of the second part of the core.
#[derive(Clone, Copy, Debug)]
pub struct Drawing {
    /// The screens that the core leaves to it.
    pub screen: fn(&Ui) -> Html,
    /// Adds to the welcome screen the known faults, and the session that waits for the customer to come back.
    pub welcome: for<'a> fn(&Ui<'a>, Layout<'a>, &Welcome) -> Layout<'a>,
}

/// Which action carries what is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The search field.
    Search,
    /// The input of a step.
    Step,
    /// A field of the ticket form.
    Contact(ContactField),
    /// A fact of the ticket form, by its position.
    Asked(usize),
    /// The note of the ticket form.
    Note,
    /// The address at which to be told that a fault is over.
    Tell,
}

impl Typed {
    /// The action for this text.
    pub fn action(self, text: String) -> Action {
        match self {
            Typed::Search => Action::SearchTyped(text),
            Typed::Step => Action::InputTyped(text),
            Typed::Contact(field) => Action::ContactTyped(field, text),
            Typed::Asked(at) => Action::AskedTyped(at, text),
            Typed::Note => Action::NoteTyped(text),
            Typed::Tell => Action::TellTyped(text),
        }
    }
}

impl Ui<'_> {
    /// The text of a key.
    pub fn text(&self, key: Key) -> AttrValue {
        self.words.get(key)
    }

    /// The attributes of a node that can be pressed: `onclick` and `data-press`.
    pub fn press(&self, action: Action) -> (Callback<MouseEvent>, Option<AttrValue>) {
        let described = self.described(&action);
        let dispatch = self.dispatch.clone();
        let onclick = Callback::from(move |event: MouseEvent| {
            others_say(&event);
            dispatch.emit(action.clone());
        });
        (onclick, described)
    }

    /// The attributes of a form: `onsubmit` and `data-press`.
    pub fn submit(&self, action: Action) -> (Callback<SubmitEvent>, Option<AttrValue>) {
        let described = self.described(&action);
        let dispatch = self.dispatch.clone();
        let onsubmit = Callback::from(move |event: SubmitEvent| {
            stay(&event);
            others_say(&event);
            dispatch.emit(action.clone());
        });
        (onsubmit, described)
    }

    /// What a control carries that is typed into: its `oninput` and its `data-typed`, which is the
    /// action for an empty text.
    pub fn typed(&self, typed: Typed) -> (Callback<InputEvent>, Option<AttrValue>) {
        let described = self.described(&typed.action(String::new()));
        let dispatch = self.dispatch.clone();
        let oninput = Callback::from(move |event: InputEvent| {
            others_say(&event);
            dispatch.emit(typed.action(input_value(&event)));
        });
        (oninput, described)
    }

    fn described(&self, action: &Action) -> Option<AttrValue> {
        self.describe.map(|describe| describe(action).into())
    }
}

/// Copies words of a guide or of a customer, so that a node can keep them.
pub fn owned(words: &str) -> AttrValue {
    AttrValue::Rc(words.into())
}
