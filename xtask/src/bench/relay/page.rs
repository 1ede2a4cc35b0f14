//! The figures as a page of the book.

use super::Pair;

/// One row for each pair.
pub fn table(pairs: &[Pair]) -> String {
    let mut text = "| what | connections | relay, a second | beside it | of it | aim | relay, median, p99, ms | \
                    beside it, median, p99, ms |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n"
        .to_owned();
    for pair in pairs {
        let part = pair.ours.rate / pair.other.rate;
        let met = if part >= pair.aim { "" } else { ", missed" };
        text += &format!(
            "| {} | {} | {:.0} | {:.0} | {part:.2} | {:.1}{met} | {:.2}, {:.2} | {:.2}, {:.2} |\n",
            pair.what,
            pair.connections,
            pair.ours.rate,
            pair.other.rate,
            pair.aim,
            pair.ours.median,
            pair.ours.p99,
            pair.other.median,
            pair.other.p99,
        );
    }
    text
}

/// The page.
pub fn page(pairs: &[Pair], machine: &str, runs: usize) -> String {
    format!(
        "# A relay under load\n\n\
         Written by `cargo xtask bench relay`. Tickets are sent to the relay, and to a bare handler \
         ([benches/relay](../../benches/relay/src/main.rs)) that inserts what it is sent, one row a transaction, \
         with the same durability: a write-ahead log and `synchronous = FULL`. The relay's tickets are read, \
         checked, replayed on their guide and written down for an agent. Files are asked of the relay, and of \
         nginx, which has the same compressed bytes on disk. The download of a speed test is asked of each while it has one \
         core alone.\n\n\
         All on one machine, over the loopback network, the client too (`wrk`, one thread). Who is measured \
         first changes from run to run; each figure is of the run in the middle of {runs}, by its rate. The \
         relay logs warnings alone, nginx no requests.\n\n\
         {machine}.\n\n{}",
        table(pairs)
    )
}
