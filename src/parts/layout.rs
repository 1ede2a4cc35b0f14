//! The layout of every screen: bar, middle, foot. Only the middle scrolls.

use firstline_guide::session::Event;
use yew::{AttrValue, Html, html};

use super::{ButtonStyle, Icon, Tone, Ui, button, icon, note, paragraph, phone};
use crate::action::Action;
use crate::text::Key;
use crate::view::SentState;

/// A screen in the making.
pub struct Layout<'a> {
    ui: Ui<'a>,
    key: String,
    place: AttrValue,
    time: Option<AttrValue>,
    back: Option<Action>,
    passed: Option<AttrValue>,
    above: Vec<Html>,
    heading: AttrValue,
    content: Vec<Html>,
    foot: Vec<Html>,
    ways: Vec<Html>,
    last_way: Option<Html>,
}

impl<'a> Layout<'a> {
    /// A screen with nothing on it yet but its heading, which is the question or the result. With
    /// another key than the screen before, middle and foot are made anew.
    pub fn new(ui: &Ui<'a>, key: &str, place: AttrValue, heading: AttrValue) -> Layout<'a> {
        Layout {
            ui: *ui,
            key: key.to_owned(),
            place,
            time: None,
            back: None,
            passed: None,
            above: Vec::new(),
            heading,
            content: Vec::new(),
            foot: Vec::new(),
            ways: Vec::new(),
            last_way: None,
        }
    }

    /// Where Back leads; without it the widget's mark stands in its place.
    pub fn back(mut self, action: Action) -> Layout<'a> {
        self.back = Some(action);
        self
    }

    /// How long it takes.
    pub fn time(mut self, words: AttrValue) -> Layout<'a> {
        self.time = Some(words);
        self
    }

    /// Another heading.
    pub fn heading(mut self, words: AttrValue) -> Layout<'a> {
        self.heading = words;
        self
    }

    /// Something above the heading.
    pub fn above(mut self, node: Html) -> Layout<'a> {
        self.above.push(node);
        self
    }

    /// What passed at the step before. It stands above the heading and describes it, because a
    /// screen reader reads the heading, which gets the focus, together with its description.
    pub fn passed(mut self, words: AttrValue) -> Layout<'a> {
        self.passed = Some(words);
        self
    }

    /// Something below the heading, after what is there already.
    pub fn content(mut self, node: Html) -> Layout<'a> {
        self.content.push(node);
        self
    }

    /// A button in the foot; a quiet one stands among the ways out.
    pub fn button(self, style: ButtonStyle, key: Key, action: Action) -> Layout<'a> {
        let button = button(&self.ui, style, key, action);
        if style == ButtonStyle::Quiet {
            self.way(button)
        } else {
            self.foot(button)
        }
    }

    /// The same for something that happens at the step.
    pub fn step_button(self, style: ButtonStyle, key: Key, event: Event) -> Layout<'a> {
        self.button(style, key, Action::Step(event))
    }

    /// A way to call the provider, in the foot as a button is; nothing if there is no number.
    pub fn phone(self, style: ButtonStyle, words: Key) -> Layout<'a> {
        match phone(&self.ui, style, words) {
            Some(phone) if style == ButtonStyle::Quiet => self.way(phone),
            Some(phone) => self.foot(phone),
            None => self,
        }
    }

    /// Something in the foot.
    pub fn foot(mut self, node: Html) -> Layout<'a> {
        self.foot.push(node);
        self
    }

    /// A quiet way out.
    pub fn way(mut self, node: Html) -> Layout<'a> {
        self.ways.push(node);
        self
    }

    /// The quiet way out that always comes last.
    pub fn last_way(mut self, node: Html) -> Layout<'a> {
        self.last_way = Some(node);
        self
    }

    /// The nodes of the screen.
    pub fn draw(self) -> Html {
        let ui = &self.ui;
        let mut ways = self.ways;
        ways.extend(self.last_way);
        let has_foot = !self.foot.is_empty() || !ways.is_empty();
        let described = self.passed.is_some().then_some("fl-passed");
        let start = match self.back {
            Some(back) => icon_button(ui, Icon::Back, Key::Back, back),
            None => html! { <span class="fl-logo">{ icon(Icon::Pulse) }</span> },
        };
        // The foot has the key too, because a browser acts on a press after we have drawn: a button
        // that became the one that hands in the next screen's form would do that at once.
        html! {
            <div
                class="fl-page"
                lang={ui.text(Key::Language)}
                dir={ui.text(Key::Direction)}
                data-ends={ui.view.is_an_end().then_some("true")}
            >
                <div class="fl-bar">
                    { start }
                    <span class="fl-place">{ self.place }</span>
                    if let Some(time) = self.time {
                        <span class="fl-time">{ time }</span>
                    }
                    if !ui.view.inline {
                        { icon_button(ui, Icon::Close, Key::Close, Action::CloseChosen) }
                    }
                </div>
                <div class="fl-main" key={self.key.as_str()} lang={ui.view.language.clone()}>
                    { waiting_notice(ui) }
                    <>
                        if let Some(words) = self.passed {
                            <p class="fl-over" data-tone="good" id="fl-passed">
                                { icon(Icon::Check) }
                                <span>{ words }</span>
                            </p>
                        }
                        { self.above }
                    </>
                    <h1 id="fl-heading" tabindex="-1" aria-describedby={described}>
                        { self.heading }
                    </h1>
                    <>{ self.content }</>
                </div>
                if has_foot {
                    <div class="fl-foot" key={self.key.as_str()}>
                        <>{ self.foot }</>
                        if !ways.is_empty() {
                            <div class="fl-ways">{ ways }</div>
                        }
                    </div>
                }
            </div>
        }
    }
}

fn icon_button(ui: &Ui, mark: Icon, name: Key, action: Action) -> Html {
    let (onclick, press) = ui.press(action);
    html! {
        <button
            class="fl-icon-button"
            type="button"
            aria-label={ui.text(name)}
            {onclick}
            data-press={press}
        >
            { icon(mark) }
        </button>
    }
}

/// A ticket that the provider does not have is never out of sight.
fn waiting_notice(ui: &Ui) -> Html {
    let words = match &ui.view.waiting {
        None => return Html::default(),
        Some(SentState::Waiting { kept: true, .. }) => Key::WaitingNotice,
        Some(SentState::Waiting { .. }) => Key::WaitingLoose,
        Some(_) => Key::RefusedTitle,
    };
    let show = button(
        ui,
        ButtonStyle::Inline,
        Key::WaitingShow,
        Action::WaitingShown,
    );
    let inside = html! {
        <div class="fl-field">
            { paragraph(ui.text(words)) }
            { show }
        </div>
    };
    note(Tone::Plain, Icon::Send, inside)
}
