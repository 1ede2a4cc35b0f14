use futures_util::future::LocalBoxFuture;

use super::BOXES;
use super::judge::{Leg, judge};
use crate::answers::{Expected, Reach, Target, ask_all, ask_once, fresh};
use crate::net::{Milliseconds, Permission};
use crate::{Context, Finding, Net, NotMeasured, Progress};

/// How long a box is waited for: at home an answer takes milliseconds, and one that is off fails after 3 s.
const DEADLINE: Milliseconds = 4_000.0;

/// How long the customer may think about the browser's question.
const QUESTION: Milliseconds = 60_000.0;

/// How often the box that answered is asked again, to time the leg; and how often at most, because answers that this page
/// noticed too late do not count.
const TRIES: usize = 7;
const MOST: usize = 14;

/// Between two of these.
const PAUSE: Milliseconds = 150.0;

pub struct Probe;

impl crate::probe::Probe for Probe {
    type Measurement = Leg;

    async fn measure(
        net: &impl Net,
        context: &Context,
        _: &impl Fn(Progress),
    ) -> Result<Leg, NotMeasured> {
        leg(net, context).await
    }

    fn judge(measurement: &Leg) -> Finding {
        judge(measurement)
    }
}

/// Measures the leg to whichever configured box answers. Boxed, because `wifi` measures it too.
///
/// # Errors
/// Why it cannot be asked.
pub fn leg<'a>(
    net: &'a impl Net,
    context: &'a Context,
) -> LocalBoxFuture<'a, Result<Leg, NotMeasured>> {
    Box::pin(async move {
        let boxes: Vec<Target> = context
            .targets
            .get(&BOXES)
            .iter()
            .map(|url| Target {
                url: url.clone(),
                expected: Expected::Home,
            })
            .collect();
        let Some(first) = boxes.first() else {
            return Err(NotMeasured::NotSetUp);
        };
        if net.local_network().await != Permission::Granted {
            if !context.may_ask {
                return Err(NotMeasured::NeedsPermission);
            }
            // The browser asks the customer, and holds this back until then.
            ask_once(net, &first.url, Expected::Home, QUESTION).await;
            if net.local_network().await != Permission::Granted {
                return Err(NotMeasured::NeedsPermission);
            }
        }
        let answers = ask_all(net, &boxes, DEADLINE).await;
        let mut leg = Leg::default();
        let mut nearest: Option<(Milliseconds, &Target)> = None;
        let mut why_not = None;
        for (answer, target) in answers.iter().zip(&boxes) {
            match answer.reach {
                Reach::Answered { elapsed }
                    if nearest.is_none_or(|(quickest, _)| elapsed < quickest) =>
                {
                    nearest = Some((elapsed, target));
                }
                Reach::Failed { elapsed } => {
                    leg.failed = Some(leg.failed.map_or(elapsed, |quickest| quickest.min(elapsed)));
                }
                Reach::NotMeasured(why) => why_not = Some(why),
                _ => {}
            }
        }
        let Some((_, target)) = nearest else {
            leg.lost = boxes.len() as u32;
            return why_not.map_or(Ok(leg), Err);
        };
        leg.failed = None;
        // The first opens the connection.
        leg.untimed = 1;
        for _ in 0..MOST {
            if leg.times.len() + leg.lost as usize == TRIES {
                break;
            }
            net.sleep(PAUSE).await;
            let url = fresh(&target.url, &net.label());
            let asked = ask_once(net, &url, Expected::Home, DEADLINE).await;
            match asked.reach {
                Reach::Answered { elapsed } if asked.is_timed() => leg.times.push(elapsed),
                Reach::Answered { .. } => leg.untimed += 1,
                Reach::NotMeasured(_) => {}
                _ => leg.lost += 1,
            }
        }
        Ok(leg)
    })
}
