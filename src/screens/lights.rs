//! The lamps of a box: on the customer's own box, lamp by lamp; in words where no box is known.
//! Each lamp is told by its printed label, then its place, what it does, and its colour last.

use std::rc::Rc;

use firstline_guide::model::{Meaning, Picture};
use firstline_guide::session::{Body, Happened, Seen};
use yew::{AttrValue, Html};

use super::step::{more, paragraphs, step_frame, told};
use crate::action::Action;
use crate::parts::{
    At, Choice, Cx, Frame, Look, Typed, button, choice, el, lamp, list, look, nothing, option_text,
    options, own, picture, quiet, search, strong, usual,
};
use crate::text::Key;
use crate::view::{Boxes, Equipment, Light, Pattern, Step};

#[inline(never)]
pub fn draw(cx: &Cx, step: &Step) -> Html {
    let frame = match &step.boxes {
        Boxes::Own(own) => lamps(cx, step, own),
        Boxes::Choosing { shown, many } => which(cx, step, shown, *many),
        Boxes::Other => in_words(cx, step).button(Look::Quiet, Key::BoxShow, Action::BoxAsked),
        Boxes::None => in_words(cx, step),
    };
    frame.done()
}

/// What the lamps may mean, each by how that shows on most boxes.
fn in_words<'a>(cx: &Cx<'a>, step: &Step) -> Frame<'a> {
    let Body::Lights {
        meanings, chosen, ..
    } = &step.screen.body
    else {
        return step_frame(cx, &step.screen);
    };
    let mut rows = Vec::new();
    for meaning in meanings {
        let (label, sign) = words(*meaning);
        let row = Choice {
            detail: sign.map_or(AttrValue::default(), |sign| cx.t(sign)),
            chosen: *chosen == Some(*meaning),
            ..Choice::plain(cx.t(label))
        };
        let read = Happened::LightsRead {
            meaning: *meaning,
            seen: None,
        };
        rows.push(choice(cx, row, Action::Step(read)));
    }
    step_frame(cx, &step.screen).node(told(cx, &step.screen, options(rows.into_iter())))
}

/// Which of the boxes that the provider gives out is the customer's own.
fn which<'a>(cx: &Cx<'a>, step: &Step, shown: &[Rc<Equipment>], many: bool) -> Frame<'a> {
    let heading = match &step.screen.body {
        Body::Lights { of, .. } if of == "router" => Key::BoxWhichRouter,
        Body::Lights { of, .. } if of == "fibre-box" => Key::BoxWhichFibre,
        _ => Key::BoxWhich,
    };
    let mut frame = step_frame(cx, &step.screen).heading(cx.t(heading));
    if many {
        let typed = step.typed.as_deref().unwrap_or_default();
        frame = frame.node(search(cx, Typed::Step, Key::BoxFind, Key::BoxFind, typed));
    }
    let mut rows = Vec::new();
    for known in shown {
        let drawn = known.picture.clone().map(|file| Picture {
            file,
            alt: String::new(),
        });
        let row = Choice {
            picture: picture(cx, "fl-thumb", &drawn),
            ..Choice::plain(printed(cx, &known.name))
        };
        rows.push(choice(cx, row, Action::BoxChosen(Some(known.id.clone()))));
    }
    let none = if shown.is_empty() {
        el("div", "fl-empty")
            .at(At::Role, "status")
            .node(strong(cx.t(Key::BoxNone)))
            .done()
    } else {
        nothing()
    };
    let not_here = Choice::plain(cx.t(Key::BoxNotHere));
    rows.push(choice(cx, not_here, Action::BoxChosen(None)));
    frame
        .node(quiet(cx.t(Key::BoxWhere)))
        .node(none)
        .node(options(rows.into_iter()))
}

/// The customer's own box as it looks when all is well, and what may be different.
fn lamps<'a>(cx: &Cx<'a>, step: &Step, shown: &Equipment) -> Frame<'a> {
    let screen = &step.screen;
    let frame = step_frame(cx, screen)
        .node(paragraphs(&screen.text))
        .node(front(cx, shown))
        .node(button(
            cx,
            Look::Primary,
            Key::LightsAllSame,
            read(shown, Meaning::Ok, "", ""),
        ))
        .node(quiet(cx.t(Key::LightsOther)));
    let before = match &screen.body {
        Body::Lights {
            seen: Some(seen), ..
        } => seen.light.as_str(),
        _ => "",
    };
    let row = |means: Meaning, id: &str, state: &str, glyph: Html, label: AttrValue| {
        let seen = Some(self::seen(shown, id, state));
        let chosen = match &screen.body {
            Body::Lights {
                chosen,
                seen: before,
                ..
            } => *chosen == Some(means) && *before == seen,
            _ => false,
        };
        let row = Choice {
            picture: glyph,
            chosen,
            ..Choice::plain(label)
        };
        choice(cx, row, read(shown, means, id, state))
    };
    let mut rows = Vec::new();
    for (at, light) in shown.lights.iter().enumerate() {
        let mut states = Vec::new();
        for (state, means) in &light.states {
            if *means != Meaning::Ok {
                let label = look(cx, state);
                states.push(row(*means, &light.id, state, lamp(state), label));
            }
        }
        if states.is_empty() {
            continue;
        }
        let place = place(cx, shown, at);
        let usually = usually(cx, light);
        let (label, detail) = if light.label.is_empty() {
            (place, usually)
        } else {
            let detail = [&place, &*cx.t(Key::Comma), &*usually].concat();
            (printed(cx, &light.label), detail.into())
        };
        let summary = el("summary", "fl-option")
            .node(lamp(usual(light)))
            .node(option_text(label, detail));
        let one = el("details", "")
            .at(At::Name, "fl-lamp")
            .when(shown.lights.len() == 1 || light.id == before, At::Open, "")
            .with(summary)
            .node(options(states.into_iter()));
        rows.push(el("li", "").with(one).done());
    }
    let lamps = list("fl-options fl-lights").each(rows.into_iter()).done();
    let mut last = Vec::new();
    for pattern in &shown.patterns {
        let glyph = pattern
            .lights
            .first()
            .map_or_else(nothing, |(_, state)| lamp(state));
        let label = several(cx, shown, pattern);
        last.push(row(pattern.means, &pattern.id, "", glyph, label));
    }
    let heading = (!last.is_empty()).then(|| quiet(cx.t(Key::LightsSeveral)));
    last.push(row(Meaning::Unsure, "", "", nothing(), cx.t(Key::Unsure)));
    frame
        .node(lamps)
        .node(heading.unwrap_or_default())
        .node(options(last.into_iter()))
        .node(more(cx, screen))
        .button(Look::Quiet, Key::BoxNotMine, Action::BoxAsked)
}

fn seen(shown: &Equipment, light: &str, state: &str) -> Seen {
    Seen {
        equipment: shown.id.clone(),
        light: light.to_owned(),
        state: state.to_owned(),
    }
}

fn read(shown: &Equipment, meaning: Meaning, light: &str, state: &str) -> Action {
    let seen = Some(seen(shown, light, state));
    Action::Step(Happened::LightsRead { meaning, seen })
}

/// The front of a box with its lamps as they are when all is well. All of it is said in words
/// below, lamp by lamp. Left is left on a box, whichever way a script runs.
fn front(cx: &Cx, shown: &Equipment) -> Html {
    let class = match shown.shape.as_str() {
        "tower" => "fl-box fl-tower",
        "cube" => "fl-box fl-cube",
        // Flat boxes and those on a wall are as wide as there is room.
        _ => "fl-box",
    };
    let mut front = el("div", class)
        .and_class(if shown.column { "fl-column" } else { "" })
        .at(At::Dir, "ltr");
    for light in &shown.lights {
        let label = el("span", "").text(own(&light.label));
        front = front.with(el("span", "").node(lamp(usual(light))).with(label));
    }
    let words = cx.words.fill(Key::LightsBox, &[("box", &shown.name)]);
    el("div", "fl-form")
        .with(front.at(At::Hidden, "true"))
        .node(quiet(words))
        .done()
}

/// Where a lamp is, counted as people look at the box.
fn place(cx: &Cx, shown: &Equipment, at: usize) -> AttrValue {
    let key = match (shown.lights.len(), shown.column) {
        (1, _) => return cx.t(Key::LampOnly),
        (_, true) => Key::LampFromTop,
        (_, false) => Key::LampFromLeft,
    };
    let number = |count: usize| cx.words.number(count as f64, "");
    let all = number(shown.lights.len());
    cx.words
        .fill(key, &[("at", &number(at + 1)), ("all", &all)])
}

/// What a lamp shows when all is well, in words.
fn usually(cx: &Cx, light: &Light) -> AttrValue {
    let mut looks = String::new();
    for (state, means) in &light.states {
        if *means == Meaning::Ok {
            if !looks.is_empty() {
                looks.push_str(&cx.t(Key::Or));
            }
            looks.push_str(&look(cx, state));
        }
    }
    if looks.is_empty() {
        looks.push_str(&cx.t(Key::LampOff));
    }
    cx.words.fill(Key::LampUsual, &[("look", &looks)])
}

/// A pattern, described from its lamps as people look at the box.
fn several(cx: &Cx, shown: &Equipment, pattern: &Pattern) -> AttrValue {
    let mut words = String::new();
    for (at, light) in shown.lights.iter().enumerate() {
        for (id, state) in &pattern.lights {
            if *id == light.id {
                if !words.is_empty() {
                    words.push_str(&cx.t(Key::Comma));
                }
                words.push_str(&shows(cx, shown, at, state));
            }
        }
    }
    words.into()
}

/// A lamp and what it shows: `Internet: blinking red`.
fn shows(cx: &Cx, shown: &Equipment, at: usize, state: &str) -> AttrValue {
    let label = &shown.lights[at].label;
    let light = if label.is_empty() {
        place(cx, shown, at)
    } else {
        own(label)
    };
    let look = look(cx, state);
    let values = [("light", &*light), ("look", &*look)];
    cx.words.fill(Key::LampShows, &values)
}

/// What is printed on a box, on a line of its own. Where the script runs from right to left, a mark
/// (Unicode's RLM) keeps the line from being turned by Latin letters.
fn printed(cx: &Cx, words: &str) -> AttrValue {
    if &*cx.t(Key::Direction) == "rtl" {
        ["\u{200f}", words].concat().into()
    } else {
        own(words)
    }
}

/// What was seen of a box, for the ticket: its name, and which lamp showed what.
pub fn told_of(cx: &Cx, boxes: &[Rc<Equipment>], seen: &Seen) -> AttrValue {
    let Some(shown) = boxes.iter().find(|known| known.id == seen.equipment) else {
        return own(&seen.equipment);
    };
    let mut patterns = shown.patterns.iter();
    let mut lights = shown.lights.iter();
    let look = if let Some(pattern) = patterns.find(|known| known.id == seen.light) {
        several(cx, shown, pattern)
    } else if let Some(at) = lights.position(|known| known.id == seen.light) {
        shows(cx, shown, at, &seen.state)
    } else {
        return printed(cx, &shown.name);
    };
    let values = [("box", shown.name.as_str()), ("look", &*look)];
    cx.words.fill(Key::BoxShows, &values)
}

/// What a meaning is called, and how it shows.
pub fn words(meaning: Meaning) -> (Key, Option<Key>) {
    match meaning {
        Meaning::Ok => (Key::LightsOk, Some(Key::LightsOkSign)),
        Meaning::NoPower => (Key::LightsNoPower, Some(Key::LightsNoPowerSign)),
        Meaning::OnBattery => (Key::LightsOnBattery, Some(Key::LightsOnBatterySign)),
        Meaning::NoLine => (Key::LightsNoLine, Some(Key::LightsNoLineSign)),
        Meaning::NoLogin => (Key::LightsNoLogin, Some(Key::LightsNoLoginSign)),
        Meaning::Connecting => (Key::LightsConnecting, Some(Key::LightsConnectingSign)),
        Meaning::Updating => (Key::LightsUpdating, Some(Key::LightsUpdatingSign)),
        Meaning::Disabled => (Key::LightsDisabled, Some(Key::LightsDisabledSign)),
        Meaning::NoRouter => (Key::LightsNoRouter, Some(Key::LightsNoRouterSign)),
        Meaning::Message => (Key::LightsMessage, Some(Key::LightsMessageSign)),
        Meaning::Broken => (Key::LightsBroken, Some(Key::LightsBrokenSign)),
        Meaning::Unsure => (Key::Unsure, None),
    }
}
