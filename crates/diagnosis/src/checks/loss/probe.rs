use super::judge::{Loss, judge};
use super::{ECHO, WITNESS};
use crate::answers::{DEADLINE, ask_all};
use crate::checks::isp;
use crate::net::{Datagrams, Flight};
use crate::{Context, Finding, Net, NotMeasured, Progress, Reach};

/// How many datagrams: one lost in two hundred is seen.
const COUNT: u32 = 200;

/// Milliseconds between two: as a call has it, which is what they stand for (20 ms of speech a packet, RFC 3551, 4.2).
const PAUSE: u32 = 20;

/// How long a session and the last echo are waited for.
const WAIT: u32 = 2_500;

pub struct Probe;

impl crate::probe::Probe for Probe {
    type Measurement = Loss;

    async fn measure(
        net: &impl Net,
        context: &Context,
        _: &impl Fn(Progress),
    ) -> Result<Loss, NotMeasured> {
        let echo = context.targets.get(&ECHO).first();
        let echo = echo.ok_or(NotMeasured::NotSetUp)?;
        // A path is the relay's own.
        let own = echo.strip_prefix('/');
        let url = own.map_or_else(|| echo.clone(), |path| [&context.base, path].concat());
        let flight = Flight {
            url: &url,
            own: own.is_some(),
            witness: context.targets.get(&WITNESS).first().map(String::as_str),
            count: COUNT,
            pause: PAUSE,
            wait: WAIT,
        };
        let datagrams = net.datagrams(flight).await;
        let mut tcp_passes = false;
        if matches!(datagrams, Datagrams::NoSession { .. }) {
            let answers = ask_all(net, &[isp::relay(context)], DEADLINE).await;
            tcp_passes = matches!(
                answers.first().map(|answer| answer.reach),
                Some(Reach::Answered { .. })
            );
        }
        Ok(Loss {
            datagrams,
            tcp_passes,
        })
    }

    fn judge(measurement: &Loss) -> Finding {
        judge(measurement)
    }
}
