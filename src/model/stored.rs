//! The stored session: its trail, and what the welcome screen says of it before any guide is
//! loaded.

use firstline_guide::Trail;
use firstline_guide::json::{self, Writer};
use firstline_guide::session::Millis;

use super::catalog::string;

/// After so long a stored session is forgotten: whoever comes back then starts anew, and a
/// shared computer does not tell today's user what yesterday's did.
pub const EXPIRES_AFTER: Millis = 24 * 3600 * 1000;

/// A stored session.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// Everything that it is.
    pub trail: Trail,
    /// The guide's title.
    pub guide: String,
    /// The heading of the step where it stands.
    pub step: String,
    /// When it was last touched.
    pub at: Millis,
}

impl Stored {
    /// The stored form.
    pub fn to_json(&self) -> String {
        let mut out = Writer::new();
        out.begin_object();
        out.key("guide");
        out.string(&self.guide);
        out.key("step");
        out.string(&self.step);
        out.key("at");
        out.integer(self.at);
        out.key("trail");
        out.raw(&self.trail.to_json());
        out.end_object();
        out.finish()
    }

    /// Reads the stored form; `None` where it is none, has expired or comes from the future (a
    /// clock was set back).
    pub fn from_json(text: &str, now: Millis) -> Option<Stored> {
        let root = json::parse(text).ok()?.root;
        let at = root.get("at")?.as_f64()? as Millis;
        if now.saturating_sub(at) > EXPIRES_AFTER {
            return None;
        }
        let trail = root.get("trail")?.span;
        let trail = text.get(trail.start as usize..trail.end as usize)?;
        Some(Stored {
            trail: Trail::from_json(trail).ok()?,
            guide: string(&root, "guide")?,
            step: string(&root, "step")?,
            at,
        })
    }
}
