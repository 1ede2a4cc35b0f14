//! The page round every screen: bar, middle, foot. Only the middle scrolls.

use firstline_guide::session::Happened;
use yew::{AttrValue, Html};

use super::{
    At, Cx, Icon, Look, Tone, all, button, clickable, el, icon, link, note, nothing, own, quiet,
    state, text,
};
use crate::action::Action;
use crate::text::Key;
use crate::view::SentState;

/// A page in the making. It is one pointer, as an [`Element`](super::Element) is.
pub struct Frame<'a>(Box<Parts<'a>>);

struct Parts<'a> {
    cx: Cx<'a>,
    key: String,
    place: AttrValue,
    time: AttrValue,
    back: Option<Action>,
    above: Vec<Html>,
    described: bool,
    heading: AttrValue,
    main: Vec<Html>,
    foot: Vec<Html>,
    ways: Vec<Html>,
    last: Option<Html>,
}

impl<'a> Frame<'a> {
    /// A page with nothing on it yet but its heading, which says what is asked or what is so.
    /// The key tells it from the next: with another key middle and foot are made anew.
    #[inline(never)]
    pub fn new(cx: &Cx<'a>, key: &str, place: AttrValue, heading: AttrValue) -> Frame<'a> {
        Frame(Box::new(Parts {
            cx: *cx,
            key: key.to_owned(),
            place,
            time: AttrValue::default(),
            back: None,
            above: Vec::new(),
            described: false,
            heading,
            main: Vec::new(),
            foot: Vec::new(),
            ways: Vec::new(),
            last: None,
        }))
    }

    /// Where Back leads; without it the widget's mark stands there.
    #[inline(never)]
    pub fn back(mut self, action: Action) -> Frame<'a> {
        self.0.back = Some(action);
        self
    }

    /// How long it takes.
    #[inline(never)]
    pub fn time(mut self, words: AttrValue) -> Frame<'a> {
        self.0.time = words;
        self
    }

    /// Another heading.
    #[inline(never)]
    pub fn heading(mut self, words: AttrValue) -> Frame<'a> {
        self.0.heading = words;
        self
    }

    /// Something above the heading.
    #[inline(never)]
    pub fn above(mut self, node: Html) -> Frame<'a> {
        self.0.above.push(node);
        self
    }

    /// What passed at the step before, above the heading and told with it: what hears the screen
    /// reads the heading, to which the focus goes, with what describes it.
    #[inline(never)]
    pub fn passed(mut self, words: AttrValue) -> Frame<'a> {
        let said = state(Tone::Good, Icon::Check, words).at(At::Id, "fl-passed");
        self.0.described = true;
        self.above(said.done())
    }

    /// Something below the heading, after what is there already.
    #[inline(never)]
    pub fn node(mut self, node: Html) -> Frame<'a> {
        self.0.main.push(node);
        self
    }

    /// A button of the foot; where it is quiet, among the ways out.
    #[inline(never)]
    pub fn button(self, look: Look, key: Key, action: Action) -> Frame<'a> {
        let button = button(&self.0.cx, look, key, action);
        if look == Look::Quiet {
            self.way(button)
        } else {
            self.foot(button)
        }
    }

    /// The same for something that happens at the step.
    #[inline(never)]
    pub fn step_button(self, look: Look, key: Key, happened: Happened) -> Frame<'a> {
        self.button(look, key, Action::Step(happened))
    }

    /// A way to call the provider, in the foot as a button is; nothing where there is no number.
    #[inline(never)]
    pub fn phone(self, look: Look, words: Key) -> Frame<'a> {
        match phone(&self.0.cx, look, words) {
            Some(phone) if look == Look::Quiet => self.way(phone),
            Some(phone) => self.foot(phone),
            None => self,
        }
    }

    /// Something in the foot.
    #[inline(never)]
    pub fn foot(mut self, node: Html) -> Frame<'a> {
        self.0.foot.push(node);
        self
    }

    /// A quiet way out.
    #[inline(never)]
    pub fn way(mut self, node: Html) -> Frame<'a> {
        self.0.ways.push(node);
        self
    }

    /// The quiet way out that always comes last.
    #[inline(never)]
    pub fn last_way(mut self, node: Html) -> Frame<'a> {
        self.0.last = Some(node);
        self
    }

    /// The page, finished.
    #[inline(never)]
    pub fn done(self) -> Html {
        let Parts {
            cx,
            key,
            place,
            time,
            back,
            above,
            described,
            heading,
            main,
            foot,
            mut ways,
            last,
        } = *self.0;
        let start = match back {
            Some(back) => icon_button(&cx, Icon::Back, Key::Back, back),
            None => el("span", "fl-logo").node(icon(Icon::Pulse)).done(),
        };
        let time = (!time.is_empty()).then(|| el("span", "fl-time").text(time).done());
        let close = (!cx.view.inline)
            .then(|| icon_button(&cx, Icon::Close, Key::Close, Action::CloseChosen));
        let bar = el("div", "fl-bar")
            .node(start)
            .with(el("span", "fl-place").text(place))
            .maybe(time)
            .maybe(close);
        let heading = el("h1", "")
            .at(At::Id, "fl-heading")
            .at(At::TabIndex, "-1")
            .when(described, At::DescribedBy, "fl-passed")
            .text(heading);
        let mut middle = el("div", "fl-main").key(&key);
        if let Some(language) = &cx.view.language {
            middle = middle.set(At::Lang, own(language));
        }
        let middle = middle
            .node(waiting_notice(&cx))
            .node(all(above))
            .with(heading)
            .node(all(main));
        ways.extend(last);
        let has_foot = !foot.is_empty() || !ways.is_empty();
        let ways = (!ways.is_empty()).then(|| el("div", "fl-ways").node(all(ways)).done());
        // Made anew, because a browser acts on a press only after we did: a button that had become
        // the one that hands in the next page's form would do that at once.
        let foot = el("div", "fl-foot").key(&key).node(all(foot)).maybe(ways);
        let foot = has_foot.then(|| foot.done());
        el("div", "fl-page")
            .set(At::Lang, cx.t(Key::Language))
            .set(At::Dir, cx.t(Key::Direction))
            .with(bar)
            .with(middle)
            .maybe(foot)
            .done()
    }
}

#[inline(never)]
fn icon_button(cx: &Cx, mark: Icon, name: Key, action: Action) -> Html {
    clickable(cx, "fl-icon-button", action)
        .set(At::Label, cx.t(name))
        .node(icon(mark))
        .done()
}

/// A ticket that the provider does not have is never out of sight.
pub fn waiting_notice(cx: &Cx) -> Html {
    let words = match &cx.view.waiting {
        None => return nothing(),
        Some(SentState::Waiting { kept: true, .. }) => Key::WaitingNotice,
        Some(SentState::Waiting { .. }) => Key::WaitingLoose,
        Some(_) => Key::RefusedTitle,
    };
    let inside = el("div", "fl-field").node(text(cx.t(words))).node(button(
        cx,
        Look::Inline,
        Key::WaitingShow,
        Action::WaitingShown,
    ));
    note(Tone::Plain, Icon::Send, inside)
}

/// A way to call the provider; nothing where there is no number.
#[inline(never)]
pub fn phone(cx: &Cx, look: Look, words: Key) -> Option<Html> {
    let number = cx.view.provider.phone.as_ref()?;
    let mark = (look != Look::Quiet).then_some(Icon::Phone);
    Some(link(
        look,
        mark,
        cx.words.fill(words, &[("phone", number)]),
        phone_number(number),
    ))
}

/// The hours of the provider's phone.
#[inline(never)]
pub fn hours(cx: &Cx) -> Html {
    match &cx.view.provider.hours {
        Some(hours) => quiet(own(hours)),
        None => nothing(),
    }
}

/// The address that calls a number as people write it.
pub fn phone_number(number: &str) -> AttrValue {
    let mut address = String::from("tel:");
    address.extend(number.chars().filter(|c| c.is_ascii_digit() || *c == '+'));
    address.into()
}
