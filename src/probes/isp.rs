//! `isp`: asks the provider's own edge.

use firstline_diagnosis::{Measurement, Reply};

use super::{Context, DEADLINE, target};
use crate::browser::task::{self, Work};

pub(super) async fn measure(context: &Context) -> Measurement {
    Measurement::Isp(ask(context, DEADLINE).await)
}

/// Asks each target, side by side.
pub(super) async fn ask(context: &Context, deadline: u32) -> Vec<Reply> {
    let work = context
        .isp()
        .into_iter()
        .map(|url| -> Work<Reply> { Box::pin(target::ask_readable(url, deadline)) })
        .collect();
    task::all(work).await
}
