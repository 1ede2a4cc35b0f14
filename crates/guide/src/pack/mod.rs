//! Packs: a guide with every guide that it calls, as it goes to the browser.
//!
//! A pack holds the model that [`crate::load`] made of what authors wrote: names looked up,
//! defaults filled in. So the widget needs neither the loader nor what it says about mistakes.
//! What only the welcome screen needs, the [`crate::model::Listing`], stays out: the index has it.
//!
//! The description is the model itself: its types derive serde, and [`streams`] is the format that
//! they are written in. A pack is
//!
//! 1. the [`HEADER`], which ends with the number of the format,
//! 2. how many bytes of text follow, as four bytes, the lowest first,
//! 3. all texts and names, a line each,
//! 4. all numbers: counts, kinds, flags, steps.
//!
//! Texts and numbers are kept apart because like beside like compresses best. For the same reason
//! a step is named by how far it lies behind the one that names it, round the end to the first:
//! steps of the same make then look alike.
//!
//! A change of a type of the model changes the format, and its number with it; the tests hold a
//! pack of each format. Packs of the formats before are read by [`read_any`], for tickets that
//! began on them. The widget never links that.

mod format2;
mod streams;

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use crate::model::{Guide, Library, StepIndex, StepKind};
use crate::plain::plain;

/// The first bytes of every pack.
const HEADER: [u8; 4] = *b"FLP\x07";

/// The first bytes of packs of the formats before, the oldest first.
const BEFORE: [[u8; 4]; 4] = [*b"FLP\x03", *b"FLP\x04", *b"FLP\x05", *b"FLP\x06"];

/// The fields that the format after each of these added: a pack lacks those that its own and all later ones added.
static ADDED: [&[streams::Field]; 4] = [
    &[
        ("Call", "with"),
        ("Check", "kept"),
        ("Check", "service"),
        ("Instruction", "cannot"),
        ("Instruction", "done"),
        ("Lights", "fact"),
        ("Outcome", "contact"),
        ("Outcome", "guide"),
        ("TicketPlan", "facts"),
        ("TicketPlan", "next"),
        ("TicketPlan", "required"),
        ("Verify", "ask"),
        ("Verify", "options"),
    ],
    &[("Check", "watch")],
    &[
        ("Shown", "values"),
        ("Variant", "ask"),
        ("Variant", "options"),
        ("Variant", "ticket"),
        ("Variant", "values"),
        ("Variant", "when"),
    ],
    &[("Instruction", "keeps_place")],
];

/// The content of a pack.
#[derive(Serialize, Deserialize)]
struct Pack {
    /// The entry first, and callers before what they call: so guides cannot call each other in a
    /// circle.
    guides: Vec<Guide>,
}

/// Why a pack cannot be read or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackError {
    /// It is no pack, or of a format that is not read here: of a newer version, perhaps.
    Format,
    /// It is damaged: something is missing, left over, or leads nowhere.
    Malformed,
}

impl std::fmt::Display for PackError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            PackError::Format => "it is no pack, or of a format that is not read here",
            PackError::Malformed => "it is damaged",
        })
    }
}

impl std::error::Error for PackError {}

/// Writes the pack of the guide `entry`: it and all that it calls, nothing else of the library.
/// Reading it gives the same guides, the entry first, without their listing.
///
/// # Errors
/// If the library has no such guide.
pub fn write(entry: &str, library: &Library) -> Result<Vec<u8>, PackError> {
    let mut guides: Vec<Guide> = order(entry, library).into_iter().cloned().collect();
    if guides.is_empty() {
        return Err(PackError::Malformed);
    }
    for guide in &mut guides {
        let steps = guide.steps.len();
        each_target(guide, |here, to| {
            let distance = (usize::from(to.0) + steps - here) % steps;
            *to = StepIndex(u16::try_from(distance).unwrap_or(u16::MAX));
        });
    }
    streams::write(HEADER, &Pack { guides })
}

/// Whether this is a pack, of any format: what comes in a pack's place is none.
pub fn is_pack(bytes: &[u8]) -> bool {
    bytes.starts_with(&HEADER[..3])
}

/// Reads a pack: its guides, the entry first.
///
/// # Errors
/// If it is of another format, or damaged. A pack that was read leads nowhere outside itself:
/// every step that it names is there, and so is every guide.
pub fn read(bytes: &[u8]) -> Result<Library, PackError> {
    let body = bytes.strip_prefix(&HEADER).ok_or(PackError::Format)?;
    whole(streams::read(body)?)
}

/// The guides of a pack, if they hold together.
fn whole(pack: Pack) -> Result<Library, PackError> {
    let Pack { mut guides } = pack;
    for position in 0..guides.len() {
        let (before, rest) = guides.split_at_mut(position);
        let Some((guide, later)) = rest.split_first_mut() else {
            break;
        };
        let known = |id: &str| later.iter().any(|other| other.id == id);
        let calls_later = guide.calls().all(|(_, called)| known(called));
        let is_twice = before.iter().any(|other| other.id == guide.id);
        if is_twice || !calls_later || !settle(guide) {
            return Err(PackError::Malformed);
        }
    }
    if guides.is_empty() {
        return Err(PackError::Malformed);
    }
    Ok(Library {
        guides: guides.into_iter().map(Arc::new).collect(),
        write: plain,
        boxes: Vec::new(),
        east: 0,
    })
}

/// Reads a pack of this format or of one before.
///
/// # Errors
/// As [`read`].
pub fn read_any(bytes: &[u8]) -> Result<Library, PackError> {
    match read(bytes) {
        Err(PackError::Format) => {
            for (at, header) in BEFORE.iter().enumerate() {
                if let Some(body) = bytes.strip_prefix(header) {
                    return whole(streams::read_old(body, &ADDED[at..])?);
                }
            }
            let text = std::str::from_utf8(bytes).map_err(|_| PackError::Format)?;
            format2::read(text)
        }
        read => read,
    }
}

/// Turns distances into the steps that they mean; false if the guide does not hold together.
fn settle(guide: &mut Guide) -> bool {
    let steps = guide.steps.len();
    // A called guide that names no way out uses its caller's.
    let mut sound = steps <= usize::from(u16::MAX) && (guide.stuck.is_some() || !guide.listed);
    each_target(guide, |here, to| {
        let distance = usize::from(to.0);
        sound &= distance < steps;
        let step = (here + distance) % steps.max(1);
        *to = StepIndex(u16::try_from(step).unwrap_or_default());
    });
    for step in &guide.steps {
        if let StepKind::Instruction(instruction) = &step.kind {
            sound &= instruction.verify.is_some() != instruction.to.is_some();
        }
    }
    sound
}

/// Visits every place where a guide names a step, with the index of the step that names it; the
/// guide itself counts as its first.
fn each_target(guide: &mut Guide, mut visit: impl FnMut(usize, &mut StepIndex)) {
    visit(0, &mut guide.start);
    if let Some(stuck) = &mut guide.stuck {
        visit(0, stuck);
    }
    for (here, step) in guide.steps.iter_mut().enumerate() {
        step.each_target(&mut |to| visit(here, to));
    }
}

/// The entry and all that it calls, callers before what they call.
fn order<'l>(entry: &str, library: &'l Library) -> Vec<&'l Guide> {
    let mut needed: Vec<&Guide> = library
        .guide(entry)
        .map(|guide| &**guide)
        .into_iter()
        .collect();
    let mut at = 0;
    while let Some(guide) = needed.get(at) {
        for (_, called) in guide.calls() {
            if let Some(called) = library.guide(called)
                && !needed.iter().any(|known| known.id == called.id)
            {
                needed.push(called);
            }
        }
        at += 1;
    }
    // Placed from the end: the last called first where nothing else decides.
    let mut placed: Vec<&Guide> = Vec::with_capacity(needed.len());
    let is_placed = |placed: &[&Guide], id: &str| placed.iter().any(|guide| guide.id == id);
    while let Some(next) = needed.iter().rev().find(|guide| {
        !is_placed(&placed, &guide.id)
            && guide.calls().all(|(_, called)| is_placed(&placed, called))
    }) {
        placed.push(next);
    }
    placed.reverse();
    placed
}
