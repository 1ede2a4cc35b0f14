//! What is on a box besides its lamps: sockets, its page, its button, its label, how long it takes to
//! start. Texts insert it, so that customers read the very word that is printed on theirs.

use firstline_guide::json::Node;
use firstline_guide::model::{LABEL_PLACES, Value};
use firstline_guide::rules::wrong_type::{Expected, WrongType};

use super::problem::Problem;
use super::reader::Reader;

/// The sockets that guides speak of: the one towards the street, the one towards a fibre box or modem, the
/// one towards a computer, the one for a telephone.
const PORTS: &[&str] = &["line", "wan", "lan", "phone"];

/// What a source can be given for.
const SOURCED: &[&str] = &["lights", "ports", "admin", "wifiButton", "label", "restart"];

impl<'n> Reader<'n> {
    /// What texts may say of a box, in the order of [`firstline_guide::model::BOX_PARTS`].
    pub(super) fn facts(&mut self, node: &'n Node, name: Option<&str>) -> Vec<(String, Value)> {
        let mut facts = Vec::new();
        let mut add = |part: &str, value: Option<Value>| {
            facts.extend(value.map(|value| (part.to_owned(), value)));
        };
        add("name", name.map(Value::from));
        add(
            "admin",
            self.admin(node).map(|page| Value::from(page.as_str())),
        );
        if let Some(ports) = node.get("ports")
            && self.object(ports, PORTS)
        {
            for port in PORTS {
                add(
                    port,
                    self.text(ports, port)
                        .map(|label| Value::from(label.as_str())),
                );
            }
        }
        let button = self.text(node, "wifiButton");
        add(
            "wifi-button",
            button.map(|label| Value::from(label.as_str())),
        );
        if node.get("label").is_some() {
            let place = self.word(node, "label", LABEL_PLACES);
            add("label", place.map(|place| Value::from(place.as_str())));
        }
        if let Some(restart) = node.get("restart")
            && self.object(restart, &["off", "back"])
        {
            add(
                "restart-off",
                self.seconds(restart, "off").map(Value::Number),
            );
            let back = self.seconds(restart, "back");
            add(
                "restart-back",
                back.map(|seconds| Value::Number((seconds / 60.0).ceil())),
            );
        }
        facts
    }

    /// Where each of these is from.
    pub(super) fn sources(&mut self, node: &'n Node) -> Vec<(String, String)> {
        let Some(sources) = node.get("sources") else {
            return Vec::new();
        };
        if !self.object(sources, SOURCED) {
            return Vec::new();
        }
        let members = sources.as_object().unwrap_or_default();
        let source = |member: &'n firstline_guide::json::Member| {
            Some((member.key.clone(), self.some_text(&member.value)?))
        };
        members.iter().filter_map(source).collect()
    }

    /// The address of its page, which stands in the home and therefore has no certificate.
    fn admin(&mut self, node: &'n Node) -> Option<String> {
        let node = node.get("admin")?;
        let page = self.some_text(node)?;
        if !page.starts_with("http://") && !page.starts_with("https://") {
            self.add(node.span, Problem::NoPage);
            return None;
        }
        Some(page)
    }

    fn seconds(&mut self, node: &'n Node, key: &str) -> Option<f64> {
        let node = node.get(key)?;
        let seconds = node.as_f64().filter(|seconds| *seconds > 0.0);
        if seconds.is_none() {
            self.shape(node.span, &WrongType::from(Expected::Whole));
        }
        seconds
    }
}
