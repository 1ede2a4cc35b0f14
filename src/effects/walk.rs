//! The check `wifi`. Where the browser may ask the router, timing tells by itself; else the customer walks through the home,
//! with a script of its own that is fetched for it, and the rooms are contrasted.

use firstline_diagnosis::checks::wifi::{Room, judge_rooms};
use firstline_diagnosis::{CheckId, Finding, NotMeasured, run as measure};
use firstline_guide::session::Run;

use super::net::BrowserNet;
use super::surroundings::{Surroundings, Work};
use crate::browser::stage::{How, Measured, Stage};
use crate::screens;

/// Measures, and reports the finding.
pub(super) fn walk(run: Run, given: Surroundings) -> Work {
    Box::pin(async move {
        let net = BrowserNet(given.host.clone());
        let mut finding = measure(CheckId::Wifi, &net, &given.context, &|_| {}).await;
        if !finding.measured() {
            let ping = [given.context.ping()];
            let stage =
                Stage::open(&net.0, &given.root, screens::WALK, &ping, How::default()).await;
            if let Some(stage) = stage {
                finding = walked(&stage.measured().await);
            }
        }
        given.found(run, finding);
    })
}

/// The finding of the measurements in the rooms.
fn walked(measured: &Measured) -> Finding {
    let list = |name| measured.text(name).unwrap_or_default();
    let (names, medians, losts) = (list("names"), list("medians"), list("losts"));
    if names.is_empty() {
        return Finding::not_measured(CheckId::Wifi, NotMeasured::Skipped);
    }
    let number = |text: &str| js_sys::Number::parse_float(text);
    let times = medians.split(' ').zip(losts.split(' '));
    let rooms: Vec<Room> = names
        .split('\n')
        .zip(times)
        .map(|(name, (median, lost))| Room {
            name: name.to_owned(),
            // A missing number comes as a negative one.
            median: Some(number(median)).filter(|median| *median >= 0.0),
            lost: number(lost),
        })
        .collect();
    judge_rooms(&rooms)
}
