//! What waits for the helpdesk, what was given up and why, and what to do about it.

use super::{Figures, Page, Reading, Span};
use crate::insights::figure::{Cell, Figure};
use crate::store::StoreError;
use crate::store::deliveries::{Counts, Delivery, DeliveryState, Sent};

/// The page.
pub const PAGE: Page = Page {
    path: "deliveries",
    title: "Deliveries",
    question: "Does what customers send reach your people?",
    narrows: &[],
    one_of: &[],
    needs_guide: false,
    span: Span::Now,
    by_week: "",
    read: |reading| Box::pin(read(reading)) as Figures<'_>,
};

/// How much of what was given up is listed: more is for the command line.
const MOST: u32 = 100;

async fn read(reading: &Reading<'_>) -> Result<Vec<Figure>, StoreError> {
    let store = &reading.app.store;
    let counts = store.counts().await?;
    let given_up = store.given_up(MOST).await?;
    let [_, due, _, untold] = store.count_alerts().await?;
    let reasons = store.alerts_given_up().await?;
    let oldest = counts.oldest.map(|at| {
        let at = jiff::Timestamp::from_millisecond(at).unwrap_or_default();
        let zone = reading.app.provider.zone().clone();
        at.to_zoned(zone).strftime("%-d %b %Y, %H:%M").to_string()
    });
    let has_helpdesk = reading.app.helpdesk.is_some();
    Ok(vec![
        Figure {
            id: "deliveries-now",
            title: "On their way",
            meaning: now(&counts, has_helpdesk, oldest.as_deref()),
            definition: "Counted when this page was loaded, over all that is kept: tickets and notes on their way to the \
                 helpdesk, mails to customers, and messages to those who asked to be told when a fault is over. While deliveries are paused, everything to the helpdesk waits; \
                 `firstline helpdesk resume` goes on.",
            plot: None,
            columns: vec!["what", "wait", "given up"],
            rows: [
                ("tickets", counts.waiting, counts.dead),
                ("notes", counts.notes.0, counts.notes.1),
                ("mails", counts.mails.0, counts.mails.1),
                ("that a fault is over", due, untold),
            ]
            .into_iter()
            .map(|(what, waiting, dead)| {
                vec![Cell::text(what), Cell::Count(waiting), Cell::Count(dead)]
            })
            .collect(),
        },
        Figure {
            id: "deliveries-given-up",
            title: "Given up",
            meaning: given_up_means(&counts),
            definition: "What the helpdesk refused, or did not take for as long as `helpdesk.give_up_hours` says, the newest \
                 hundred. It is not tried any more until somebody says so: `firstline helpdesk redrive --one PLACE` \
                 for one of them, `firstline helpdesk redrive F-…` for a ticket with all that belongs to it, \
                 `firstline helpdesk redrive --all` for all. Mend first what the reason names; \
                 `firstline helpdesk status` has the helpdesk's own words, too.",
            plot: None,
            columns: vec!["place", "ticket", "what", "tries", "why"],
            rows: given_up.iter().map(row).collect(),
        },
        Figure {
            id: "deliveries-untold",
            title: "Not told that a fault is over",
            meaning: untold_means(untold),
            definition: "Customers who asked to be told and whose message was given up, by reason. Their addresses are kept for \
                 three days. Mend first what the reason names; `firstline helpdesk redrive --wishes` tries all of them again.",
            plot: None,
            columns: vec!["why", "customers"],
            rows: reasons
                .iter()
                .map(|(why, many)| {
                    let why = firstline_wire::foreign::on_one_line(why);
                    vec![Cell::text(why), Cell::Count(*many)]
                })
                .collect(),
        },
    ])
}

fn row(delivery: &Delivery) -> Vec<Cell> {
    let why = match &delivery.state {
        // The helpdesk's own words may repeat what a customer wrote, and belong on no page that is passed round.
        DeliveryState::Dead(said) => {
            let ours = said.split(" It says: ").next().unwrap_or_default();
            firstline_wire::foreign::on_one_line(ours)
        }
        _ => String::new(),
    };
    let what = match delivery.kind {
        Sent::Ticket => "ticket",
        Sent::Note => "note",
        Sent::Received => "mail that it was received",
        Sent::Solved => "mail that it is solved",
    };
    vec![
        Cell::text(delivery.seq.to_string()),
        Cell::text(&delivery.ticket),
        Cell::text(what),
        Cell::Count(u64::from(delivery.tries)),
        Cell::text(why),
    ]
}

/// How it stands, in a sentence.
fn now(counts: &Counts, has_helpdesk: bool, oldest: Option<&str>) -> String {
    if let Some(why) = &counts.paused {
        return format!(
            "Deliveries to the helpdesk are paused ({}), and {}.",
            firstline_wire::foreign::on_one_line(why),
            tickets(counts.waiting)
        );
    }
    match (counts.waiting, oldest) {
        (0, _) if !has_helpdesk => {
            "No helpdesk is set up. Tickets stay in the store, and the command “firstline tickets” shows them."
                .to_owned()
        }
        (0, _) => "No ticket waits for the helpdesk.".to_owned(),
        (waiting, None) => format!("For the helpdesk, {}.", tickets(waiting)),
        (waiting, Some(oldest)) => format!(
            "For the helpdesk, {}; the oldest was sent on {oldest}.",
            tickets(waiting)
        ),
    }
}

fn given_up_means(counts: &Counts) -> String {
    match counts.dead + counts.notes.1 + counts.mails.1 {
        0 => "Nothing was given up.".to_owned(),
        1 => "One delivery was given up, and somebody must look at it.".to_owned(),
        several => format!("{several} deliveries were given up, and somebody must look at them."),
    }
}

fn untold_means(count: u64) -> String {
    match count {
        0 => "Everybody who asked for it was told, or is being told.".to_owned(),
        1 => "One customer who asked to be told was not.".to_owned(),
        several => format!("{several} customers who asked to be told were not."),
    }
}

fn tickets(count: u64) -> String {
    match count {
        1 => "1 ticket waits".to_owned(),
        count => format!("{count} tickets wait"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_deliveries_is_what_is_counted() {
        let mut counts = Counts::default();
        assert_eq!(
            now(&counts, true, None),
            "No ticket waits for the helpdesk."
        );
        assert!(now(&counts, false, None).starts_with("No helpdesk is set up"));
        assert_eq!(given_up_means(&counts), "Nothing was given up.");
        counts.waiting = 2;
        counts.notes.1 = 1;
        counts.mails.1 = 1;
        assert_eq!(
            now(&counts, true, Some("22 Nov 2026, 12:00")),
            "For the helpdesk, 2 tickets wait; the oldest was sent on 22 Nov 2026, 12:00."
        );
        assert!(given_up_means(&counts).starts_with("2 deliveries were given up"));
        let dead = Delivery {
            seq: 7,
            kind: Sent::Note,
            ticket: "F-4711-2830".to_owned(),
            state: DeliveryState::Dead("It answered 422. It says: Maria Z. is no user".to_owned()),
            tries: 1,
        };
        assert_eq!(
            row(&dead),
            [
                Cell::text("7"),
                Cell::text("F-4711-2830"),
                Cell::text("note"),
                Cell::Count(1),
                Cell::text("It answered 422.")
            ]
        );
        counts.paused = Some("new\nserver".to_owned());
        assert_eq!(
            now(&counts, true, None),
            "Deliveries to the helpdesk are paused (new server), and 2 tickets wait."
        );
    }
}
