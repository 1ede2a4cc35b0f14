//! The second part of the core: what no first screen needs. It measures, keeps and sends tickets, and draws the screens that come
//! after.
//!
//! The small build cuts it out into a WebAssembly module of its own, `second.wasm`, which shares memory, allocator and
//! functions with the core: the build follows what is reached from [`table`], and what nothing else reaches goes there
//! ([decision](../docs/decisions/0060-second-part-of-the-core.md)). So whatever is in [`SecondPart`] must be called through the one
//! that [`get`] gives, and by no other way, or it stays in the core. In other builds all is one module, and it is there at
//! once.

use crate::browser::second_part::{Standing, standing};
use crate::browser::{clock, random};
use crate::effects::{self, storage};
use crate::model::{Later, LaterPorts};
use crate::parts::Drawing;
use crate::screens;

/// The functions of the second part.
#[derive(Debug)]
pub struct SecondPart {
    /// What carries out the commands that the core leaves to it.
    pub carry_out: effects::CarryOut,
    /// What the model leaves to it.
    pub model: Later,
    /// The drawing functions.
    pub drawing: Drawing,
}

static SECOND_PART: SecondPart = SecondPart {
    carry_out: effects::later::carry_out,
    model: Later::new(LaterPorts {
        uuid: random::uuid,
        session: storage::session,
        outbox: storage::outbox,
        time_in_words: clock::in_words,
    }),
    drawing: screens::later::DRAWING,
};

/// The second part, if it is here.
pub fn get() -> Option<&'static SecondPart> {
    (standing() == Standing::Here).then(|| table())
}

#[cfg(not(split))]
fn table() -> &'static SecondPart {
    &SECOND_PART
}

#[cfg(split)]
use cut::table;

/// Where the build cuts: it knows the two by their names, which are those of `wasm_split_cli_support`, and makes one call
/// the other through the table of functions.
#[cfg(split)]
#[allow(
    unsafe_code,
    improper_ctypes,
    improper_ctypes_definitions,
    reason = "two Rust functions that are linked by their names"
)]
mod cut {
    use super::{SECOND_PART, SecondPart};

    #[link(wasm_import_module = "__wasm_split_placeholder__")]
    unsafe extern "C" {
        /// Traps while the second part is not here.
        #[link_name = "__wasm_split_00second00_import_00000000000000000000000000000001"]
        pub safe fn table() -> &'static SecondPart;
    }

    #[unsafe(export_name = "__wasm_split_00second00_export_00000000000000000000000000000001")]
    extern "C" fn given() -> &'static SecondPart {
        &SECOND_PART
    }
}
