//! The lamps of a box: on the customer's own box, lamp by lamp; in words if no box is known.
//! A lamp is described by its printed label, then its place, what it does, and its colour last.

use std::rc::Rc;

use firstline_guide::model::{Meaning, Picture};
use firstline_guide::session::{Body, Event, LightReading};
use yew::{AttrValue, Html, html};

use super::step::{after, paragraphs, step_layout, words};
use crate::action::Action;
use crate::parts::{
    ButtonStyle, Choice, Layout, Typed, Ui, button, choice, lamp, lamp_place, meaning_words,
    option_text, options, pattern_words, printed, quiet, search, state_words, thumb, usual_state,
    usual_words,
};
use crate::text::Key;
use crate::view::{Arrangement, Boxes, Equipment, Step};

pub fn draw(ui: &Ui, step: &Step) -> Html {
    let layout = match &step.boxes {
        Boxes::Own(own) => lamps(ui, step, own),
        Boxes::Choosing { shown, many } => which(ui, step, shown, *many),
        Boxes::Other => {
            in_words(ui, step).button(ButtonStyle::Quiet, Key::BoxShow, Action::BoxAsked)
        }
        Boxes::None => in_words(ui, step),
    };
    layout.draw()
}

/// What the lamps may mean, each by how that shows on most boxes.
fn in_words<'a>(ui: &Ui<'a>, step: &Step) -> Layout<'a> {
    let Body::Lights {
        meanings, chosen, ..
    } = &step.screen.body
    else {
        return step_layout(ui, &step.screen);
    };
    let row = |meaning: &Meaning| {
        let (label, sign) = meaning_words(*meaning);
        let row = Choice {
            detail: sign.map_or(AttrValue::default(), |sign| ui.text(sign)),
            chosen: *chosen == Some(*meaning),
            ..Choice::plain(ui.text(label))
        };
        let read = Event::LightsRead {
            meaning: *meaning,
            seen: None,
        };
        choice(ui, row, Action::Step(read))
    };
    let screen = &step.screen;
    step_layout(ui, screen)
        .content(words(ui, screen))
        .content(options(meanings.iter().map(row).collect()))
        .content(after(ui, screen))
}

/// Which of the boxes that the provider gives out is the customer's own.
fn which<'a>(ui: &Ui<'a>, step: &Step, shown: &[Rc<Equipment>], many: bool) -> Layout<'a> {
    let heading = match &step.screen.body {
        Body::Lights { of, .. } if of == "router" => Key::BoxWhichRouter,
        Body::Lights { of, .. } if of == "fibre-box" => Key::BoxWhichFibre,
        _ => Key::BoxWhich,
    };
    let row = |known: &Rc<Equipment>| {
        let drawn = known.picture.clone().map(|file| Picture {
            file,
            alt: String::new(),
        });
        let row = Choice {
            picture: thumb(ui, &drawn),
            ..Choice::plain(printed(ui, &known.name))
        };
        choice(ui, row, Action::BoxChosen(Some(known.id.clone())))
    };
    let mut rows: Vec<Html> = shown.iter().map(row).collect();
    let not_here = Choice::plain(ui.text(Key::BoxNotHere));
    rows.push(choice(ui, not_here, Action::BoxChosen(None)));
    let typed = step.typed.as_deref().unwrap_or_default();
    step_layout(ui, &step.screen)
        .heading(ui.text(heading))
        .content(html! {
            <>
                if many {
                    { search(ui, Typed::Step, Key::BoxFind, Key::BoxFind, typed) }
                }
                { quiet(ui.text(Key::BoxWhere)) }
                if shown.is_empty() {
                    <div class="fl-empty" role="status">
                        <strong>{ ui.text(Key::BoxNone) }</strong>
                    </div>
                }
                { options(rows) }
            </>
        })
}

/// The customer's own box as it looks when all is well, and what may be different.
fn lamps<'a>(ui: &Ui<'a>, step: &Step, shown: &Equipment) -> Layout<'a> {
    let screen = &step.screen;
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
        choice(ui, row, read(shown, means, id, state))
    };
    let mut lamps = Vec::new();
    for (at, light) in shown.lights.iter().enumerate() {
        let mut states = Vec::new();
        for (state, means) in &light.states {
            if *means != Meaning::Ok {
                let label = state_words(ui, state);
                states.push(row(*means, &light.id, state, lamp(state), label));
            }
        }
        if states.is_empty() {
            continue;
        }
        let place = lamp_place(ui, shown, at);
        let usually = usual_words(ui, light);
        let (label, detail) = if light.label.is_empty() {
            (place, usually)
        } else {
            let detail = format!("{place}{}{usually}", ui.text(Key::Comma));
            (printed(ui, &light.label), detail.into())
        };
        let open = shown.lights.len() == 1 || light.id == before;
        lamps.push(html! {
            <li>
                <details name="fl-lamp" {open}>
                    <summary class="fl-option">
                        { lamp(usual_state(light)) }
                        { option_text(label, detail) }
                    </summary>
                    { options(states) }
                </details>
            </li>
        });
    }
    let mut last = Vec::new();
    for pattern in &shown.patterns {
        let glyph = pattern
            .lights
            .first()
            .map_or_else(Html::default, |(_, state)| lamp(state));
        let label = pattern_words(ui, shown, pattern);
        last.push(row(pattern.means, &pattern.id, "", glyph, label));
    }
    let patterns = if last.is_empty() {
        Html::default()
    } else {
        quiet(ui.text(Key::LightsSeveral))
    };
    let unsure = ui.text(Key::Unsure);
    last.push(row(Meaning::Unsure, "", "", Html::default(), unsure));
    let all_same = read(shown, Meaning::Ok, "", "");
    step_layout(ui, screen)
        .content(paragraphs(&screen.text))
        .content(front(ui, shown))
        .content(button(
            ui,
            ButtonStyle::Primary,
            Key::LightsAllSame,
            all_same,
        ))
        .content(quiet(ui.text(Key::LightsOther)))
        .content(html! { <ul class="fl-options fl-lights" role="list">{ lamps }</ul> })
        .content(patterns)
        .content(options(last))
        .content(after(ui, screen))
        .button(ButtonStyle::Quiet, Key::BoxNotMine, Action::BoxAsked)
}

fn seen(shown: &Equipment, light: &str, state: &str) -> LightReading {
    LightReading {
        equipment: shown.id.clone(),
        light: light.to_owned(),
        state: state.to_owned(),
    }
}

fn read(shown: &Equipment, meaning: Meaning, light: &str, state: &str) -> Action {
    let seen = Some(seen(shown, light, state));
    Action::Step(Event::LightsRead { meaning, seen })
}

/// The front of a box with its lamps as they are when all is well. The words below say all of it,
/// lamp by lamp. Left is left on a box, whichever way a script runs.
fn front(ui: &Ui, shown: &Equipment) -> Html {
    let shape = match shown.shape.as_str() {
        "tower" => Some("tower"),
        "cube" => Some("cube"),
        // Flat boxes and those on a wall are as wide as there is room.
        _ => None,
    };
    let column = (shown.arrangement == Arrangement::Column).then_some("column");
    html! {
        <div class="fl-form">
            <div
                class="fl-box"
                data-shape={shape}
                data-lamps={column}
                dir="ltr"
                aria-hidden="true"
            >
                for light in &shown.lights {
                    <span>
                        { lamp(usual_state(light)) }
                        <span>{ &light.label }</span>
                    </span>
                }
            </div>
            { quiet(ui.words.fill(Key::LightsBox, &[("box", &shown.name)])) }
        </div>
    }
}
