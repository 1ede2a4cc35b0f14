//! The figures as a table: for a terminal, and for the book.

use super::figures::{Figures, MOST_MEMORY};
use super::{Outcome, Row};

const HEAD: [&str; 11] = [
    "attack",
    "accepted",
    "stored",
    "doubled",
    "lost",
    "peak, MB",
    "before, after, MB",
    "others served",
    "slowest, ms",
    "took, s",
    "verdict",
];

/// One line as soon as an attack has ended, and what it noted.
pub fn lines(row: &Row) -> Vec<String> {
    let seconds = row.took.as_secs_f64();
    let verdict = verdict(row);
    let mut lines = vec![format!(
        "{:<14} {seconds:>6.1} s  {verdict}",
        row.attack.name
    )];
    if let Ok(Outcome::Made(figures)) = &row.outcome {
        let notes = figures.notes.iter();
        lines.extend(notes.map(|note| format!("                 {note}")));
        let broken = figures.broken.iter();
        lines.extend(broken.map(|claim| format!("                 BROKEN: {claim}")));
    }
    if let Err(error) = &row.outcome {
        lines.push(format!("                 {error:#}"));
    }
    lines
}

fn verdict(row: &Row) -> &'static str {
    match &row.outcome {
        Ok(Outcome::Made(figures)) if figures.broken.is_empty() => "holds",
        Ok(Outcome::NotMade(_)) => "not made here",
        _ => "BROKEN",
    }
}

/// The table, in Markdown.
pub fn table(rows: &[Row]) -> String {
    let mut lines = vec![HEAD.map(str::to_owned).to_vec()];
    lines.extend(rows.iter().map(cells));
    let width = |column: usize| {
        let cells = lines.iter().map(|line| line[column].chars().count());
        cells.max().unwrap_or(0)
    };
    let mut text = String::new();
    for (at, line) in lines.iter().enumerate() {
        let cells = line.iter().enumerate();
        let cells: Vec<String> = cells
            .map(|(column, cell)| format!("{cell:<width$}", width = width(column)))
            .collect();
        text += &format!("| {} |\n", cells.join(" | "));
        if at == 0 {
            let rules = (0..line.len()).map(|column| "-".repeat(width(column)));
            text += &format!("| {} |\n", rules.collect::<Vec<_>>().join(" | "));
        }
    }
    text
}

fn cells(row: &Row) -> Vec<String> {
    let empty = Figures::default();
    let figures = match &row.outcome {
        Ok(Outcome::Made(figures)) => figures,
        _ => &empty,
    };
    let audit = |of: fn(&crate::relay::ledger::Audit) -> u64| {
        figures.audit.as_ref().map(|audit| of(audit).to_string())
    };
    let served = figures.served;
    [
        Some(row.attack.name.to_owned()),
        audit(|audit| audit.accepted),
        audit(|audit| audit.stored),
        audit(|audit| audit.doubled),
        audit(|audit| audit.lost),
        figures.peak.map(|peak| peak.to_string()),
        figures
            .before_and_after
            .map(|(before, after)| format!("{before}, {after}")),
        served.map(|served| format!("{} of {}", served.answered, served.asked)),
        served.map(|served| served.slowest.as_millis().to_string()),
        Some(format!("{:.0}", row.took.as_secs_f64())),
        Some(verdict(row).to_owned()),
    ]
    .into_iter()
    .map(|cell| cell.unwrap_or_else(|| "–".to_owned()))
    .collect()
}

/// The page of the book.
pub fn page(rows: &[Row], machine: &str, profile: &str) -> String {
    let mut text = format!(
        "# What a relay bears\n\n\
         Written by `cargo xtask chaos --full`, which does each of these to a real `firstline serve` as a child \
         process, over the loopback network, and fails if a claim does not hold. Each ticket with a number is in \
         the store once, and no ticket is there twice; the relay never has more than {MOST_MEMORY} MB of memory. \
         *Others* come from an address of their own during the attack: ten new customers a second. *Before, \
         after* is the memory before the attack and a moment after it. What is stored and was not accepted is \
         a ticket whose answer was lost with the process or the line.\n\n\
         A killed process is not a power cut: that the disk keeps what it says it has kept is for the disk.\n\n\
         {machine}, the {profile} build.\n\n"
    );
    text += &table(rows);
    text += "\n## The attacks\n\n";
    for row in rows {
        text += &format!("- **{}**: {}.", row.attack.name, row.attack.about);
        match &row.outcome {
            Ok(Outcome::Made(figures)) => {
                for note in &figures.notes {
                    text += &format!(" {}.", sentence(note));
                }
            }
            Ok(Outcome::NotMade(why)) => text += &format!(" Not made here: {why}."),
            Err(error) => text += &format!(" Broke off: {error:#}."),
        }
        text.push('\n');
    }
    text
}

/// With a capital letter in front.
fn sentence(note: &str) -> String {
    let mut letters = note.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
