//! `internet`: asks others than the provider, all at once; what differs between them tells.

use firstline_diagnosis::{Measurement, Reply};

use super::{Context, DEADLINE, target};
use crate::browser::task::{self, Work};

pub(super) async fn measure(context: &Context) -> Measurement {
    let work = context
        .targets
        .internet
        .iter()
        .cloned()
        .map(|url| -> Work<Reply> { Box::pin(target::ask_any(url, DEADLINE)) })
        .collect();
    Measurement::Internet(task::all(work).await)
}
