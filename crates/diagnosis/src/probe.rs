//! What a check's probe is.

use std::marker::PhantomData;

use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;

use crate::answers::{DEADLINE, Expected, Reach, Target, TargetResult, ask_all, ask_once, host};
use crate::{CheckId, Context, Finding, Net, NotMeasured, Progress};

/// Measures what a check is about. Nothing in a measurement is judged: it holds numbers, failures and
/// times, so that every judgement is tested from recorded ones.
pub(crate) trait Probe {
    /// What it measures.
    type Measurement;

    /// Measures. It has a deadline of its own, and ends when it is dropped.
    ///
    /// # Errors
    /// Why there is nothing to judge.
    fn measure(
        net: &impl Net,
        context: &Context,
        report: &impl Fn(Progress),
    ) -> impl Future<Output = Result<Self::Measurement, NotMeasured>>;

    /// What a measurement means. Whatever the numbers are, the finding holds only numbers that are
    /// finite, not negative, and rounded to a thousandth.
    fn judge(measurement: &Self::Measurement) -> Finding;

    /// Measures and judges. Boxed one by one, because the caller would otherwise carry the states of all checks.
    fn find<'a>(
        check: CheckId,
        net: &'a impl Net,
        context: &'a Context,
        report: &'a impl Fn(Progress),
    ) -> LocalBoxFuture<'a, Finding> {
        Box::pin(async move {
            match Self::measure(net, context, report).await {
                Ok(measurement) => Self::judge(&measurement),
                Err(why) => Finding::not_measured(check, why),
            }
        })
    }
}

/// What a check asks that asks targets side by side and does nothing else.
pub(crate) trait Asks {
    /// The targets that it is about, and others to contrast them with, if there are any.
    fn targets(context: &Context) -> Asked<Target>;

    /// What the results mean; they are in the order of the targets.
    fn judge(results: &Asked<TargetResult>) -> Finding;

    /// The text of a finding that names the hosts of those that it is about and that did not answer; none as a rule, because
    /// which of the targets it was is nothing that a customer knows.
    const NAMES_SILENT: Option<&'static str> = None;
}

/// Targets, or their results: of what a check is about, and of what that is contrasted with.
pub(crate) struct Asked<T> {
    pub about: Vec<T>,
    pub contrast: Vec<T>,
}

/// The probe of a check that [`Asks`]. All of these have one future, so that each adds no more to the widget than its
/// targets and its judgement.
pub(crate) struct Asking<T>(PhantomData<T>);

impl<T: Asks> Probe for Asking<T> {
    type Measurement = Asked<TargetResult>;

    async fn measure(
        net: &impl Net,
        context: &Context,
        _: &impl Fn(Progress),
    ) -> Result<Asked<TargetResult>, NotMeasured> {
        Ok(ask_both(net, &T::targets(context)).await)
    }

    fn judge(results: &Asked<TargetResult>) -> Finding {
        T::judge(results)
    }

    fn find<'a>(
        _: CheckId,
        net: &'a impl Net,
        context: &'a Context,
        _: &'a impl Fn(Progress),
    ) -> LocalBoxFuture<'a, Finding> {
        let (targets, judge) = (T::targets(context), T::judge as fn(&_) -> Finding);
        let name = T::NAMES_SILENT;
        Box::pin(async move {
            let results = ask_both(net, &targets).await;
            let mut finding = judge(&results);
            if let Some(name) = name.filter(|_| finding.measured()) {
                let silent = silent(&targets.about, &results.about);
                finding.texts.extend(silent.map(|hosts| (name, hosts)));
            }
            finding
        })
    }
}

async fn ask_both(net: &impl Net, asked: &Asked<Target>) -> Asked<TargetResult> {
    let all = [&asked.about[..], &asked.contrast].concat();
    let mut about = ask_all(net, &all, DEADLINE).await;
    let contrast = about.split_off(asked.about.len());
    Asked { about, contrast }
}

/// The hosts of those that did not answer; `None` if all did.
fn silent(targets: &[Target], results: &[TargetResult]) -> Option<String> {
    let is_silent = |reach: Reach| matches!(reach, Reach::Failed { .. } | Reach::TimedOut);
    let hosts: Vec<&str> = targets
        .iter()
        .zip(results)
        .filter(|(_, result)| is_silent(result.reach))
        .filter_map(|(target, _)| host(&target.url))
        .map(|host| host.trim_start_matches("*."))
        .collect();
    (!hosts.is_empty()).then(|| hosts.join(", "))
}

/// Asks an address once for JSON.
///
/// # Errors
/// Why there is none.
pub(crate) async fn ask_json<T: DeserializeOwned>(
    net: &impl Net,
    url: &str,
) -> Result<T, NotMeasured> {
    let asked = ask_once(net, url, Expected::Readable, DEADLINE).await;
    let Some(answer) = asked.answer else {
        return Err(match asked.reach {
            Reach::NotMeasured(why) => why,
            Reach::SignInPage => NotMeasured::SignInPage,
            _ => NotMeasured::NoAnswer,
        });
    };
    // A page that stands in the place of what was asked is no JSON.
    let read = match answer.status {
        200..=299 => net.read_json(&answer.body),
        _ => None,
    };
    read.ok_or(NotMeasured::BadAnswer)
}
