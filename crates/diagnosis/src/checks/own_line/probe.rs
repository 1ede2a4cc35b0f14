use super::judge::{OwnLine, judge};
use super::whoami::WhoAmI;
use crate::answers::fresh;
use crate::probe::ask_json;
use crate::{Context, Finding, Net, NotMeasured, Progress};

pub struct Probe;

impl crate::probe::Probe for Probe {
    type Measurement = OwnLine;

    async fn measure(
        net: &impl Net,
        context: &Context,
        _: &impl Fn(Progress),
    ) -> Result<OwnLine, NotMeasured> {
        let url = [&context.base, "probe/whoami"].concat();
        Ok(OwnLine {
            seen: ask_json::<WhoAmI>(net, &fresh(&url, &net.label())).await?,
            mobile_data: context.mobile_data,
        })
    }

    fn judge(measurement: &OwnLine) -> Finding {
        judge(measurement)
    }
}
