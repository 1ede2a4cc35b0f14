use super::ENDPOINT;
use super::judge::{Account, judge};
use crate::probe::ask_json;
use crate::{Context, Finding, Net, NotMeasured, Progress};

pub struct Probe;

impl crate::probe::Probe for Probe {
    type Measurement = Account;

    async fn measure(
        net: &impl Net,
        context: &Context,
        _: &impl Fn(Progress),
    ) -> Result<Account, NotMeasured> {
        if !context.account.is_empty() {
            return Ok(Account {
                state: context.account.clone(),
                plan: String::new(),
            });
        }
        let endpoint = context.targets.get(&ENDPOINT).first();
        ask_json(net, endpoint.ok_or(NotMeasured::NotSetUp)?).await
    }

    fn judge(measurement: &Account) -> Finding {
        judge(measurement)
    }
}
