//! All nine faults in one table, each told apart from the others.

use firstline_diagnosis::{Fault, locate, place};

use crate::recorded::Browser::{Chromium, Firefox};
use crate::recorded::Saw::{Failed, Ok};
use crate::recorded::{Recorded, SILENT, everywhere};

/// The nine faults, and none, as both browsers saw them; and what is located, without the router and with it.
#[test]
fn the_nine_faults_are_told_apart() {
    let fast = Some(Ok(12.0));
    let with = |recorded: Recorded, router| Recorded { router, ..recorded };
    let no_address = |recorded: Recorded| Recorded {
        addresses: Some(false),
        ..recorded
    };
    let servers = |browser| Recorded {
        isp: (SILENT, SILENT),
        ..everywhere(browser, true, Ok(140.0), Ok(105.0))
    };
    let rows = [
        // (fault, recorded, what is located, where, and what with the router's answer)
        (
            "none",
            with(everywhere(Chromium, true, Ok(140.0), Ok(105.0)), fast),
            None,
            "none",
            None,
        ),
        (
            "none",
            everywhere(Firefox, true, Ok(140.0), Ok(105.0)),
            None,
            "none",
            None,
        ),
        (
            "device link down",
            with(
                everywhere(Chromium, false, Failed(70.0), Failed(75.0)),
                Some(Failed(80.0)),
            ),
            Some(Fault::Link),
            "home",
            Some(Fault::Link),
        ),
        (
            "device link down",
            no_address(everywhere(Firefox, true, Failed(70.0), Failed(75.0))),
            Some(Fault::Link),
            "home",
            Some(Fault::Link),
        ),
        // Over connections of before, Firefox tries for seconds.
        (
            "device link down",
            no_address(everywhere(Firefox, true, Failed(2_100.0), SILENT)),
            Some(Fault::Link),
            "home",
            Some(Fault::Link),
        ),
        (
            "router off",
            with(
                everywhere(Chromium, false, Failed(12_000.0), SILENT),
                Some(Failed(3_000.0)),
            ),
            Some(Fault::Router),
            "home",
            Some(Fault::Router),
        ),
        (
            "router off",
            everywhere(Firefox, true, Failed(5_000.0), Failed(2_000.0)),
            Some(Fault::Silence),
            "home-or-line",
            Some(Fault::Silence),
        ),
        // Others are asked over connections of before, the provider's edge over new ones.
        (
            "router off",
            Recorded {
                internet: (SILENT, SILENT),
                ..everywhere(Firefox, true, Failed(5_000.0), Failed(2_000.0))
            },
            Some(Fault::Silence),
            "home-or-line",
            Some(Fault::Silence),
        ),
        (
            "line silent",
            with(everywhere(Chromium, true, SILENT, SILENT), fast),
            Some(Fault::Silence),
            "home-or-line",
            Some(Fault::Line),
        ),
        (
            "line silent",
            everywhere(Firefox, true, SILENT, SILENT),
            Some(Fault::Silence),
            "home-or-line",
            Some(Fault::Silence),
        ),
        (
            "line unreachable",
            with(everywhere(Chromium, true, Failed(80.0), Failed(50.0)), fast),
            Some(Fault::Line),
            "home-or-line",
            Some(Fault::Line),
        ),
        (
            "line unreachable",
            everywhere(Firefox, true, Failed(80.0), Failed(50.0)),
            Some(Fault::Line),
            "home-or-line",
            Some(Fault::Line),
        ),
        // One that hides its addresses cannot tell its own link from the line.
        (
            "line unreachable",
            Recorded {
                addresses: None,
                ..everywhere(Firefox, true, Failed(80.0), Failed(50.0))
            },
            Some(Fault::Silence),
            "home-or-line",
            Some(Fault::Silence),
        ),
        (
            "resolver silent",
            with(everywhere(Chromium, true, SILENT, Ok(105.0)), fast),
            Some(Fault::Names),
            "network",
            Some(Fault::Names),
        ),
        (
            "resolver silent",
            everywhere(Firefox, true, Failed(10_000.0), Ok(105.0)),
            Some(Fault::Names),
            "network",
            Some(Fault::Names),
        ),
        (
            "resolver refuses",
            with(everywhere(Chromium, true, Failed(170.0), Ok(105.0)), fast),
            Some(Fault::Names),
            "network",
            Some(Fault::Names),
        ),
        (
            "resolver refuses",
            everywhere(Firefox, true, Failed(170.0), Ok(105.0)),
            Some(Fault::Names),
            "network",
            Some(Fault::Names),
        ),
        (
            "provider's servers",
            with(servers(Chromium), fast),
            Some(Fault::Servers),
            "network",
            Some(Fault::Servers),
        ),
        (
            "provider's servers",
            servers(Firefox),
            Some(Fault::Servers),
            "network",
            Some(Fault::Servers),
        ),
        (
            "page in between",
            with(
                everywhere(Chromium, true, Failed(120.0), Failed(11_000.0)),
                fast,
            ),
            Some(Fault::SignIn),
            "home-or-line",
            Some(Fault::SignIn),
        ),
        (
            "page in between",
            everywhere(Firefox, true, Failed(120.0), Failed(11_000.0)),
            Some(Fault::SignIn),
            "home-or-line",
            Some(Fault::SignIn),
        ),
    ];
    for (fault, recorded, what, word, with_router) in rows {
        let findings = recorded.findings();
        let name = format!("{fault}: {findings:?}");
        assert_eq!(locate(&findings).map(|found| found.what), what, "{name}");
        assert_eq!(place(&findings), Some(word), "{name}");
        let findings = recorded.findings_with_router();
        assert_eq!(
            locate(&findings).map(|found| found.what),
            with_router,
            "with the router, {name}"
        );
    }
}
