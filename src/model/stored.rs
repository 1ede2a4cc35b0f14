//! The stored session: its trail, and what the welcome screen says of it before any guide is
//! loaded.

use firstline_guide::Trail;
use firstline_guide::json::{self, Node, Reading, Writer};
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
    /// Until when it waits for the customer to come back, where it does.
    pub later: Option<Millis>,
    /// What the customer said of the own box, by its role.
    pub boxes: Vec<(String, String)>,
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
        if let Some(later) = self.later {
            out.key("later");
            out.integer(later);
        }
        out.key("boxes");
        out.begin_object();
        for (role, said) in &self.boxes {
            out.key(role);
            out.string(said);
        }
        out.end_object();
        out.key("trail");
        out.raw(&self.trail.to_json());
        out.end_object();
        out.finish()
    }

    /// Reads the stored form; `None` where it is none, has expired or comes from a future as far away
    /// (a clock was set back, and it would never expire).
    pub fn from_json(text: &str, now: Millis) -> Option<Stored> {
        let root = json::parse(text).ok()?.root;
        let at = root.get("at")?.as_f64()? as Millis;
        let later = root.get("later").and_then(Node::as_f64);
        let later = later.map(|later| later as Millis);
        // Who is to come back after two days has as long from then.
        let last = later.unwrap_or(at).max(at);
        if now.saturating_sub(last).max(at.saturating_sub(now)) > EXPIRES_AFTER {
            return None;
        }
        let mut reading = Reading::new();
        let mut boxes = Vec::new();
        if let Some(said) = root.get("boxes") {
            for member in reading.members(said) {
                boxes.push((member.key.clone(), reading.string(&member.value)));
            }
        }
        let trail = root.get("trail")?.span;
        let trail = text.get(trail.start as usize..trail.end as usize)?;
        Some(Stored {
            trail: Trail::from_json(trail).ok()?,
            guide: string(&root, "guide")?,
            step: string(&root, "step")?,
            at,
            later,
            boxes,
        })
    }
}
