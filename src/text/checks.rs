//! The words of the checks. They are beside the checks (`crates/diagnosis/src/checks/<check>/words.json`);
//! the build puts them behind those of the keys, check by check: its name, its metrics, its sayings.

use firstline_diagnosis::{Check, CheckId, catalogue};
use yew::AttrValue;

use super::{COUNT, Words};

/// How many words a check has.
fn count_of(check: &Check) -> usize {
    1 + check.metrics.len() + check.sayings.len()
}

/// How many words all checks have.
pub fn count() -> usize {
    catalogue().map(count_of).sum()
}

/// Where a check's words begin: its name.
fn start(check: CheckId) -> usize {
    let before = catalogue().take_while(|other| other.id != check);
    COUNT + before.map(count_of).sum::<usize>()
}

impl Words {
    /// The name of a check.
    pub fn check(&self, check: CheckId) -> AttrValue {
        self.at(start(check))
    }

    /// The words of a check for a metric, by its place in the catalogue, with the value filled in.
    pub fn metric(&self, check: CheckId, metric: usize, value: &str) -> AttrValue {
        let text = self.at(start(check) + 1 + metric);
        self.filled(&text, &[("value", value)])
    }

    /// The short words of a check, by their place in the catalogue.
    pub fn saying(&self, check: CheckId, saying: usize) -> AttrValue {
        self.at(start(check) + 1 + check.check().metrics.len() + saying)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_check_says_its_own_words() {
        let words = Words::of("en");
        assert_eq!(words.check(CheckId::DeviceLink).as_str(), "Your device");
        assert_eq!(
            words.saying(CheckId::DeviceLink, 1).as_str(),
            "not connected"
        );
        assert_eq!(words.check(CheckId::Latency).as_str(), "Delay");
        assert_eq!(
            words.metric(CheckId::Latency, 0, "9 ms").as_str(),
            "usually 9 ms"
        );
        assert_eq!(words.saying(CheckId::Latency, 4).as_str(), "too long");
        assert_eq!(words.check(CheckId::Account).as_str(), "Your account");
    }
}
