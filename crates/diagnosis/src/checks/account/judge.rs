use serde::Deserialize;

use crate::{CheckId, Confidence, Finding, NotMeasured};

/// What the provider says of the account.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Account {
    /// One of the check's own words: `active`, `limited` or `suspended`.
    pub state: String,
    /// What was bought, in the provider's words; empty if it does not say.
    #[serde(default)]
    pub plan: String,
}

/// The provider's own word. Another word than those makes no sense, and tells nothing.
pub fn judge(account: &Account) -> Finding {
    let mut known = super::CHECK.aliases.iter();
    let Some((alias, verdict)) = known.find(|(alias, _)| *alias == account.state) else {
        return Finding::not_measured(CheckId::Account, NotMeasured::BadAnswer);
    };
    let mut finding = Finding::new(CheckId::Account, *verdict, Confidence::High);
    finding.alias = Some(alias);
    if !account.plan.is_empty() {
        finding.texts.push(("plan", account.plan.clone()));
    }
    finding
}
