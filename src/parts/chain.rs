//! The way from the device to the Internet as a picture, with the broken part marked.

use firstline_diagnosis::{CheckId, Confidence, FaultLocation, Finding, Part, Verdict, is_away};
use yew::{AttrValue, Html, html};

use super::{Icon, Tone, Ui, icon};
use crate::text::Key;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Works,
    Broken,
    Unclear,
}

/// Each part, its name, and its drawing if it is a thing rather than a way between two.
const PARTS: [(Part, Key, Option<Icon>); 6] = [
    (Part::Device, Key::ChainDevice, Some(Icon::Device)),
    (Part::Wifi, Key::ChainWifi, None),
    (Part::Router, Key::ChainRouter, Some(Icon::Router)),
    (Part::Line, Key::ChainLine, None),
    (Part::Network, Key::ChainUs, Some(Icon::Provider)),
    (Part::Internet, Key::ChainWeb, Some(Icon::Web)),
];

/// The chain. Nothing if the findings do not bear on it.
pub fn chain(ui: &Ui, findings: &[Finding], fault: Option<FaultLocation>) -> Html {
    let reached = |check, verdict_fits: fn(Verdict) -> bool| {
        findings
            .iter()
            .any(|f| f.check == check && f.measured() && verdict_fits(f.verdict))
    };
    let answers: fn(Verdict) -> bool = |verdict| verdict <= Verdict::Warn;
    // Whatever answers proves every part before it.
    let proven = if reached(CheckId::Internet, answers) {
        Part::Internet
    } else if reached(CheckId::Isp, answers) {
        Part::Network
    } else if reached(CheckId::Router, answers) {
        Part::Router
    } else if fault.is_some_and(|fault| fault.first > Part::Wifi) {
        // The chain is read outwards: what lies before the nearest suspect is not suspected.
        Part::Wifi
    } else if fault.is_some() {
        // Then the suspects begin at the device itself.
        Part::Device
    } else {
        return Html::default();
    };
    let away = is_away(findings);
    let state = |part: Part| match fault {
        // From another network none of what is at home was looked at.
        _ if away && (Part::Wifi..=Part::Line).contains(&part) => State::Unclear,
        // What is not sure is not crossed out.
        Some(fault)
            if fault.first == part && fault.last == part && fault.confidence > Confidence::Low =>
        {
            State::Broken
        }
        Some(fault) if fault.first <= part && part <= fault.last => State::Unclear,
        Some(fault) if part < fault.first => State::Works,
        _ if part <= proven => State::Works,
        _ => State::Unclear,
    };
    let mut label = ui.text(Key::ChainLabel).to_string();
    let mut spots = Vec::new();
    for (part, name, drawing) in PARTS {
        // A single service stands in the place of all that lies beyond.
        let (part, name) = match fault {
            Some(fault) if part == Part::Internet && fault.first == Part::Service => {
                (Part::Service, Key::ChainService)
            }
            _ => (part, name),
        };
        let state = state(part);
        let suspected = fault.is_some_and(|f| f.first <= part && part <= f.last);
        let name = ui.text(name);
        let standing = match state {
            State::Works => Key::ChainWorks,
            State::Broken => Key::ChainBroken,
            State::Unclear if suspected => Key::ChainSuspected,
            State::Unclear => Key::ChainUnclear,
        };
        label.push_str(". ");
        label.push_str(&ui.words.fill(standing, &[("part", &name)]));
        if part >= Part::Internet {
            spots.push(spot(AttrValue::default(), None, state, false));
        }
        spots.push(spot(name, drawing, state, suspected));
    }
    html! { <div class="fl-chain" role="img" aria-label={label}>{ spots }</div> }
}

fn spot(name: AttrValue, drawing: Option<Icon>, state: State, suspected: bool) -> Html {
    let (tone, mark) = match (state, suspected) {
        (State::Works, _) => (Some(Tone::Good), Some(Icon::Check)),
        (State::Broken, _) => (Some(Tone::Bad), Some(Icon::Cross)),
        (State::Unclear, true) => (Some(Tone::Warn), Some(Icon::Question)),
        (State::Unclear, false) => (None, None),
    };
    let shape = if drawing.is_some() { "thing" } else { "way" };
    // A way that works needs no mark: the line through says it.
    let mark = mark.filter(|mark| drawing.is_some() || *mark != Icon::Check);
    html! {
        <div class="fl-part" data-shape={shape} data-tone={tone.map(Tone::name)}>
            <span class="fl-spot">
                { drawing.map(icon) }
                if let Some(mark) = mark {
                    <span class="fl-mark">{ icon(mark) }</span>
                }
            </span>
            <span>{ name }</span>
        </div>
    }
}
