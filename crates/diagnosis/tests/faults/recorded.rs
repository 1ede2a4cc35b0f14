//! A fault as a browser saw it, and the findings of it.

use firstline_diagnosis::checks::{captive, device_link, dns, internet, isp, router};
use firstline_diagnosis::net::Link;
use firstline_diagnosis::{CheckId, Finding, NotMeasured, Reach, TargetKind, TargetResult};

/// The deadline of the probes, in milliseconds: what took longer was not seen.
const DEADLINE: f64 = 4_500.0;

#[derive(Clone, Copy)]
pub enum Browser {
    Chromium,
    Firefox,
}

use Browser::Chromium;

/// After how many milliseconds an answer came, or the browser gave up.
#[derive(Clone, Copy)]
pub enum Saw {
    Ok(f64),
    Failed(f64),
}

use Saw::{Failed, Ok};

/// Longer than any of the deadlines.
pub const SILENT: Saw = Failed(15_000.0);

fn reach(saw: Saw) -> Reach {
    match saw {
        Ok(elapsed) if elapsed <= DEADLINE => Reach::Answered { elapsed },
        Failed(elapsed) if elapsed <= DEADLINE => Reach::Failed { elapsed },
        _ => Reach::TimedOut,
    }
}

pub fn results(name: Saw, literal: Option<Saw>) -> Vec<TargetResult> {
    let mut results = vec![TargetResult::new(TargetKind::Name, reach(name))];
    results.extend(literal.map(|saw| TargetResult::new(TargetKind::Literal, reach(saw))));
    results
}

/// What was recorded of one fault in one browser: of names that were never asked for before, and of numbers.
#[derive(Clone, Copy)]
pub struct Recorded {
    pub browser: Browser,
    pub online: bool,
    /// Whether WebRTC found an address of the device; `None` if the browser hides them.
    pub addresses: Option<bool>,
    pub isp: (Saw, Saw),
    pub internet: (Saw, Saw),
    pub router: Option<Saw>,
}

impl Recorded {
    fn link(&self) -> Finding {
        let notices = matches!(self.browser, Chromium);
        let link = Link {
            online: Some(self.online),
            notices,
            // Asked only where the browser does not notice.
            addresses: self.addresses.filter(|_| !notices),
            had_addresses: self.addresses.is_some(),
        };
        // Through an address that no fault of the resolver touches, as the browser knows the relay's already.
        let answered = matches!(self.isp.1, Ok(_));
        device_link::judge(&device_link::DeviceLink { link, answered })
    }

    /// With a name and a literal for each check; without the router, for which the customer must agree.
    pub fn findings(&self) -> Vec<Finding> {
        let names = results(self.isp.0, None);
        let numbers: Vec<TargetResult> = results(self.isp.0, Some(self.isp.1)).split_off(1);
        let mut both = names.clone();
        both.extend(numbers.clone());
        vec![
            self.link(),
            isp::judge(&both),
            internet::judge(&results(self.internet.0, Some(self.internet.1))),
            dns::judge(&[names.clone(), names].concat(), &self.open_numbers()),
            captive::judge(&captive::Captive {
                told: None,
                results: both,
                page: None,
            }),
        ]
    }

    /// Both the provider's and others' numbers stand against names.
    fn open_numbers(&self) -> Vec<TargetResult> {
        results(self.isp.0, Some(self.isp.1)).split_off(1)
    }

    /// With the router too, in Chromium, which asks the customer.
    pub fn findings_with_router(&self) -> Vec<Finding> {
        let mut findings = self.findings();
        findings.push(match self.router.map(reach) {
            Some(Reach::Answered { elapsed }) => router::judge(&router::Leg {
                times: vec![elapsed; 7],
                ..router::Leg::default()
            }),
            Some(Reach::Failed { elapsed }) => router::judge(&router::Leg {
                lost: 1,
                failed: Some(elapsed),
                ..router::Leg::default()
            }),
            _ => Finding::not_measured(CheckId::Router, NotMeasured::NotSupported),
        });
        findings
    }

    /// With names only, as with the relay itself and nothing configured for the provider's edge.
    pub fn findings_of_names(&self) -> Vec<Finding> {
        vec![
            self.link(),
            isp::judge(&results(self.isp.0, None)),
            internet::judge(&results(self.internet.0, None)),
        ]
    }
}

/// A fault between the home and everything: provider and others look the same.
pub fn everywhere(browser: Browser, online: bool, name: Saw, literal: Saw) -> Recorded {
    Recorded {
        browser,
        online,
        addresses: Some(true),
        isp: (name, literal),
        internet: (name, literal),
        router: None,
    }
}
