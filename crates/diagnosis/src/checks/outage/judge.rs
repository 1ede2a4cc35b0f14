use super::feed::{Item, Kind, State, Status, Update};
use crate::{CheckId, Confidence, Finding, NotMeasured, Verdict};

/// What the status feed says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outage {
    /// Whether the feed behind the relay does not answer, and its last answer is too old.
    pub outdated: bool,
    /// What is going on, as the feed orders it; then what is over.
    pub issues: Vec<Issue>,
    /// Whether customers can leave an address to be told when a fault is over.
    pub tells: bool,
}

/// A fault or maintenance that is going on, or over since a while. Texts are plain, from the feed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Issue {
    /// Whether it is planned work rather than a fault.
    pub planned: bool,
    /// Whether it touches this customer for sure: it is everywhere, or the area is known and
    /// among those that it touches.
    pub here: bool,
    /// The feed's id of it.
    pub id: String,
    /// One line.
    pub title: String,
    /// What customers should know.
    pub text: String,
    /// When it began (RFC 3339); empty if the feed does not say.
    pub began: String,
    /// When it is expected to end (RFC 3339); empty if the feed does not say.
    pub expected_end: String,
    /// When it ended (RFC 3339); empty while it goes on.
    pub ended: String,
    /// What to do once it is over.
    pub afterwards: String,
    /// What the feed said over time, newest first.
    pub updates: Vec<Update>,
}

impl Outage {
    /// What the feed says to a customer. With an area the relay gives only what touches that; without
    /// one, what has areas may be elsewhere. What touches other services than this one is left out;
    /// an empty one is any. `None` if the provider has no feed.
    pub fn from_feed(status: Status, area_known: bool, service: &str) -> Option<Outage> {
        if status.state == State::NotSetUp {
            return None;
        }
        let mut issues = Vec::new();
        for item in status.items {
            let services = &item.services;
            let touches = services.iter().any(|touched| touched == service);
            if !(service.is_empty() || services.is_empty() || touches) {
                continue;
            }
            issues.push(Issue::from_item(item, area_known));
        }
        Some(Outage {
            outdated: status.state == State::Unknown,
            issues,
            tells: status.tells,
        })
    }
}

impl Issue {
    fn from_item(item: Item, area_known: bool) -> Issue {
        Issue {
            planned: item.kind == Kind::Maintenance,
            here: item.areas.is_empty() || area_known,
            id: item.id,
            title: item.title,
            text: item.text,
            began: item.began.unwrap_or_default(),
            expected_end: item.expected_end.unwrap_or_default(),
            ended: item.ended.unwrap_or_default(),
            afterwards: item.afterwards,
            updates: item.updates,
        }
    }
}

/// A fault comes before maintenance, and the feed's first before its second. Something that may
/// be elsewhere is not told as being here: then the check does not tell.
pub fn judge(measured: &Outage) -> Finding {
    let going_on = || {
        measured
            .issues
            .iter()
            .filter(|issue| issue.ended.is_empty())
    };
    let here = |planned| going_on().find(move |issue| issue.here && issue.planned == planned);
    let (issue, verdict) = match (here(false), here(true)) {
        (Some(fault), _) => (fault, Verdict::Fail),
        (None, Some(work)) => (work, Verdict::Warn),
        // Nothing is known, which is not the same as "no fault".
        (None, None) if measured.outdated => {
            return Finding::not_measured(CheckId::Outage, NotMeasured::NoAnswer);
        }
        (None, None) if going_on().next().is_some() => {
            return named(Verdict::Unknown, Confidence::Low);
        }
        (None, None) => return named(Verdict::Pass, Confidence::High).with("items", Some(0.0)),
    };
    // The provider's own word; a feed that is too old may be about yesterday.
    let confidence = if measured.outdated {
        Confidence::Low
    } else {
        Confidence::High
    };
    let count = going_on().filter(|issue| issue.here).count();
    let mut finding = named(verdict, confidence).with("items", Some(count as f64));
    let texts = [
        ("id", &issue.id),
        ("title", &issue.title),
        ("text", &issue.text),
        ("began", &issue.began),
        ("expected-end", &issue.expected_end),
    ];
    finding.texts = texts
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| (name, text.clone()))
        .collect();
    finding
}

/// A finding with the catalogue's own name for the verdict.
fn named(verdict: Verdict, confidence: Confidence) -> Finding {
    let mut finding = Finding::new(CheckId::Outage, verdict, confidence);
    finding.alias = super::CHECK.alias(verdict);
    finding
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(kind: Kind, areas: &[&str]) -> Item {
        Item {
            id: "F-7".into(),
            kind,
            title: "Cable cut in Elm Street".into(),
            text: "Our people are there.".into(),
            areas: areas.iter().map(|area| (*area).to_owned()).collect(),
            services: Vec::new(),
            began: Some("2026-01-05T08:00:00Z".into()),
            expected_end: None,
            ended: None,
            afterwards: String::new(),
            updated: None,
            updates: Vec::new(),
        }
    }

    fn status(state: State, items: Vec<Item>) -> Status {
        Status {
            state,
            items,
            tells: false,
        }
    }

    fn told(state: State, items: Vec<Item>, area_known: bool) -> Outage {
        Outage::from_feed(status(state, items), area_known, "").expect("a feed")
    }

    #[test]
    fn a_fault_without_areas_is_here() {
        let told = told(State::Outage, vec![item(Kind::Outage, &[])], false);
        let expected = Issue {
            planned: false,
            here: true,
            id: "F-7".into(),
            title: "Cable cut in Elm Street".into(),
            text: "Our people are there.".into(),
            began: "2026-01-05T08:00:00Z".into(),
            ..Issue::default()
        };
        assert_eq!(told.issues, [expected]);
        assert!(!told.outdated);
    }

    #[test]
    fn without_an_area_what_has_areas_may_be_elsewhere() {
        let work = || vec![item(Kind::Maintenance, &["1010"])];
        assert!(!told(State::Maintenance, work(), false).issues[0].here);
        assert!(told(State::Maintenance, work(), true).issues[0].here);
        assert!(told(State::Maintenance, work(), true).issues[0].planned);
    }

    #[test]
    fn what_touches_other_services_alone_is_left_out() {
        let of = |services: &[&str]| {
            let mut item = item(Kind::Outage, &[]);
            item.services = services.iter().map(|name| (*name).to_owned()).collect();
            item
        };
        let items = vec![of(&["phone"]), of(&["tv", "internet"]), of(&[])];
        for (service, told) in [("", 3), ("phone", 2), ("internet", 2), ("email", 1)] {
            let (state, items) = (State::Outage, items.clone());
            let outage = Outage::from_feed(status(state, items), true, service).expect("a feed");
            assert_eq!(outage.issues.len(), told, "{service}");
        }
    }

    #[test]
    fn what_is_over_is_no_fault_any_more() {
        let mut over = item(Kind::Outage, &[]);
        over.ended = Some("2026-01-05T12:00:00Z".into());
        let mut outage = told(State::Ok, vec![over], true);
        assert_eq!(judge(&outage).verdict, Verdict::Pass);
        outage
            .issues
            .push(Issue::from_item(item(Kind::Outage, &[]), true));
        let finding = judge(&outage);
        assert_eq!(finding.verdict, Verdict::Fail);
        assert_eq!(finding.metric("items"), Some(1.0));
    }

    #[test]
    fn a_provider_without_a_feed_knows_of_nothing() {
        let status = Status {
            state: State::NotSetUp,
            items: Vec::new(),
            tells: false,
        };
        assert_eq!(Outage::from_feed(status, true, ""), None);
        assert!(told(State::Unknown, Vec::new(), true).outdated);
    }
}
