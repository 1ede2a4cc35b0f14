//! The stored session: its trail, and what the welcome screen says of it before its guide is loaded.

use firstline_guide::Trail;
use firstline_guide::json::{self, Node, Reading, Writer};
use firstline_guide::session::Millis;

use super::own_box::OwnBox;

/// A stored session is forgotten after this time, in milliseconds: whoever comes back later starts anew,
/// and a shared computer does not show today's user what yesterday's did.
pub const EXPIRES_AFTER: Millis = 24 * 3600 * 1000;

/// A stored session.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredSession {
    /// Everything that the engine needs.
    pub trail: Trail,
    /// What the welcome screen says of it.
    pub offer: Offer,
    /// The customer's own boxes, by their roles.
    pub boxes: Vec<(String, OwnBox)>,
}

/// What the welcome screen says of a session that the customer can go on with.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The guide's title.
    pub guide: String,
    /// The heading of the step where it stands.
    pub step: String,
    /// When it was last touched.
    pub at: Millis,
    /// Until when it waits for the customer to come back, if it does.
    pub later: Option<Millis>,
}

impl StoredSession {
    /// The stored form.
    pub fn to_json(&self) -> String {
        let mut out = Writer::new();
        out.begin_object();
        out.key("guide");
        out.string(&self.offer.guide);
        out.key("step");
        out.string(&self.offer.step);
        out.key("at");
        out.integer(self.offer.at);
        if let Some(later) = self.offer.later {
            out.key("later");
            out.integer(later);
        }
        out.key("boxes");
        out.begin_object();
        for (role, own) in &self.boxes {
            out.key(role);
            out.string(own.stored_form());
        }
        out.end_object();
        out.key("trail");
        out.raw(&self.trail.to_json());
        out.end_object();
        out.finish()
    }

    /// Reads the stored form; `None` if it cannot be read, has expired, or comes from a future as far away
    /// (a clock was set back, and it would never expire).
    pub fn from_json(text: &str, now: Millis) -> Option<StoredSession> {
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
        if let Some(stored) = root.get("boxes") {
            for member in reading.members(stored) {
                let own = OwnBox::from_stored(reading.string(&member.value));
                boxes.push((member.key.clone(), own));
            }
        }
        Some(StoredSession {
            trail: Trail::from_node(root.get("trail")?)?,
            offer: Offer {
                guide: root.get("guide")?.as_str()?.to_owned(),
                step: root.get("step")?.as_str()?.to_owned(),
                at,
                later,
            },
            boxes,
        })
    }
}
