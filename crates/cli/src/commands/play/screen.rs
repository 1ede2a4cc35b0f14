//! What the customer would see, as text.

use std::fmt::Write as _;

use firstline_guide::model::{
    Disruption, Library, Meaning, Picture, StandardAnswer, StepKind, Value,
};
use firstline_guide::session::{
    Answer, Body, FIELD_END, FieldView, LineWatch, Recheck, Refusal, Screen, Trail, Verification,
    Waiting,
};
use firstline_guide::{Guide, plain};

use super::checks;
use super::terminal::Terminal;

/// The guides there are, those that customers choose from first.
pub fn guides(guides: &[Guide], terminal: &Terminal) -> String {
    let mut out = String::new();
    let widest = guides.iter().map(|guide| guide.id.len()).max().unwrap_or(0);
    for (listed, heading) in [
        (true, "Guides that customers choose from"),
        (false, "Blocks that other guides call"),
    ] {
        let of_kind: Vec<&Guide> = guides
            .iter()
            .filter(|guide| guide.listed == listed)
            .collect();
        if of_kind.is_empty() {
            continue;
        }
        let _ = writeln!(out, "{}", terminal.bold(heading));
        for guide in of_kind {
            let mark = format!("  {:widest$}  ", guide.id);
            let mut about = guide.title.clone();
            if let Some(listing) = &guide.listing {
                about = format!("{}{}", sentence(&about), listing.summary);
            }
            out += &terminal.paragraph(&mark, &about);
        }
        out.push('\n');
    }
    out += "firstline play GUIDE walks one of them.\n";
    out
}

/// A title before the words that follow it: with a full stop, unless a sign ends it already.
fn sentence(title: &str) -> String {
    match title.chars().next_back() {
        Some('.' | '?' | '!' | '…' | '؟') => format!("{title} "),
        Some('。' | '？' | '！') => title.to_owned(),
        _ => format!("{title}. "),
    }
}

/// The guides that are walked, outermost first.
fn crumbs(library: &Library, entry: &str, place: &str) -> Vec<String> {
    let mut crumbs = Vec::new();
    let mut guide = library.guide(entry);
    for step in place.split('/') {
        let Some(within) = guide else { break };
        crumbs.push(within.title.clone());
        let step = within.steps.iter().find(|known| known.id == step);
        guide = match step.map(|step| &step.kind) {
            Some(StepKind::Call(call)) => library.guide(&call.guide),
            _ => None,
        };
    }
    crumbs
}

/// The whole screen, with what can be answered. A walk that is at its end can be printed as a scenario.
pub fn shown(
    screen: &Screen,
    library: &Library,
    trail: &Trail,
    place: &str,
    is_end: bool,
    terminal: &Terminal,
) -> String {
    let mut out = String::from("\n");
    let crumbs = crumbs(library, &trail.guide, place).join(" › ");
    let _ = writeln!(out, "{}", terminal.quiet(&format!("{crumbs}  [{place}]")));
    let _ = writeln!(out, "{}", terminal.bold(&screen.title));
    for text in &screen.text {
        out += &terminal.paragraph("", text);
    }
    if let Some(picture) = &screen.picture {
        out += &self::picture("", picture, terminal);
    }
    if let Some(hint) = &screen.hint {
        let _ = writeln!(out, "{}", terminal.quiet(&format!("({hint})")));
    }
    for (label, value) in &screen.values {
        out += &terminal.paragraph("  = ", &format!("{label}: {value}"));
    }
    for (label, href) in &screen.links {
        out += &terminal.paragraph("  → ", &format!("{label}: {href}"));
    }
    if let Some(variant) = &screen.variant {
        let now = variant.value.as_deref().unwrap_or("any device");
        let others = variant.choices.join(", ");
        let _ = writeln!(out, "  (shown for {now}; `v` shows it for {others})");
    }
    out += &body(&screen.body, terminal);
    if screen.can_give_up {
        out += &option("n", "Nothing helps", terminal);
    }
    let back = if screen.can_go_back { "b back, " } else { "" };
    let scenario = if is_end { "s scenario, " } else { "" };
    let keys = format!("  {back}{scenario}r restart, q quit, ? help");
    let _ = writeln!(out, "{}", terminal.quiet(&keys));
    out
}

fn body(body: &Body, terminal: &Terminal) -> String {
    let mut out = String::new();
    match body {
        Body::Question { options, many } => {
            for (position, choice) in options.iter().enumerate() {
                let label = label(&choice.id, choice.label.as_deref());
                let before = if choice.chosen { "  (as before)" } else { "" };
                let said = format!("{label}  [{}]{before}", choice.id);
                out += &option(&(position + 1).to_string(), &said, terminal);
                if let Some(picture) = &choice.picture {
                    out += &self::picture("     ", picture, terminal);
                }
            }
            if *many {
                out += "  Several may be chosen, with blanks between.\n";
            }
        }
        Body::Input {
            field,
            value,
            optional,
            ..
        } => {
            out += &asked(field, terminal);
            if *optional {
                out += "; Enter leaves it out";
            } else if !value.replace(FIELD_END, "").is_empty() {
                let value = value.replace(FIELD_END, " | ");
                let _ = write!(out, "; before: {}", crate::output::printable(&value));
            }
            out.push('\n');
        }
        Body::Lights {
            of,
            meanings,
            chosen,
            // Which box it is and which lamp was seen are the widget's to show.
            ..
        } => {
            let _ = writeln!(out, "  What do the lights mean? (of: {of})");
            for (position, meaning) in meanings.iter().enumerate() {
                let before = if *chosen == Some(*meaning) {
                    "  (as before)"
                } else {
                    ""
                };
                let said = format!("{}  [{}]{before}", words_of(*meaning), meaning.name());
                out += &option(&(position + 1).to_string(), &said, terminal);
            }
        }
        Body::Instruction { .. } => out += &instruction(body, terminal),
        Body::Checking {
            checks, verifies, ..
        } => {
            out += if *verifies {
                "  Checks whether it helped. What do they find?\n"
            } else {
                "  Checks. What do they find?\n"
            };
            for state in checks {
                let results = checks::results(state.check).join(", ");
                let said = format!(
                    "{}: {results}{}",
                    state.check.name(),
                    checks::hint(state.check)
                );
                out += &terminal.paragraph("  - ", &said);
            }
            out += &option("Enter", "It passes", terminal);
            out += &option("skip", "Go on without waiting", terminal);
        }
        Body::AskHelp { options } => {
            for (position, reply) in options.iter().enumerate() {
                let said = label(&reply.id, reply.label.as_deref());
                let said = format!("{said}  [{}]", reply.id);
                out += &option(&(position + 1).to_string(), &said, terminal);
            }
        }
        Body::Resolved { recheck } => {
            if let Recheck::Planned { .. } = recheck {
                out += "  (The widget checks once more by itself; that is not played here.)\n";
            }
            out += &ways_on(body, terminal);
        }
        Body::KnownIssue {
            title,
            text,
            expected_end,
        } => {
            for words in [title, text].into_iter().flatten() {
                out += &terminal.paragraph("  ", words);
            }
            if let Some(end) = expected_end {
                out += &terminal.paragraph("  Expected end: ", end);
            }
            out += &ways_on(body, terminal);
        }
        Body::HandOver { guide } => {
            if let Some(guide) = guide {
                let said = format!("Goes on in the guide `{guide}`, with what is known.");
                out += &terminal.paragraph("  ", &said);
            }
            out += &ways_on(body, terminal);
        }
        Body::Ticket { .. } | Body::Stop => {}
        Body::Broken => out += "  The engine cannot go on here.\n",
    }
    out
}

/// What is asked for.
fn asked(field: &FieldView, terminal: &Terminal) -> String {
    match field {
        FieldView::Number { unit } if unit.is_empty() => "  a number".to_owned(),
        FieldView::Number { unit } => format!("  a number, in {unit}"),
        FieldView::Text => "  a line of text".to_owned(),
        FieldView::Lines => "  text; an empty line ends it".to_owned(),
        FieldView::Date => "  a day, such as 2026-12-25".to_owned(),
        FieldView::Choice(choices) => {
            let list = choices.iter().enumerate().map(|(position, (id, label))| {
                option(
                    &(position + 1).to_string(),
                    &format!("{label}  [{id}]"),
                    terminal,
                )
            });
            list.collect::<String>().trim_end().to_owned()
        }
        FieldView::Form(parts) => {
            let mut out = "  A form, a line a field:".to_owned();
            for part in parts {
                let end = if part.optional { " (may be empty)" } else { "" };
                let asked = asked(&part.field, terminal);
                let _ = write!(out, "\n  - {}:{asked}{end}", part.label);
                if let Some(wrong) = &part.refused {
                    let _ = write!(out, " ({})", refusal(wrong));
                }
            }
            out
        }
    }
}

fn instruction(body: &Body, terminal: &Terminal) -> String {
    let Body::Instruction {
        actions,
        minutes,
        warning,
        disruptions,
        waiting,
        done,
        cannot,
    } = body
    else {
        return String::new();
    };
    let mut out = String::new();
    if let Some(warning) = warning {
        let _ = writeln!(out, "{}", terminal.warning(&format!("! {warning}")));
    }
    for (position, action) in actions.iter().enumerate() {
        let mut said = action.text.clone();
        if let Some(copy) = &action.copy {
            let _ = write!(said, "  (to copy: {copy})");
        }
        if let Some(seconds) = action.seconds {
            let _ = write!(said, "  ({seconds} s)");
        }
        let mark = format!("  {}. ", position + 1);
        out += &terminal.paragraph(&mark, &said);
        if let Some(picture) = &action.picture {
            out += &self::picture("     ", picture, terminal);
        }
    }
    if let Some(minutes) = minutes {
        let _ = writeln!(out, "  About {minutes} min.");
    }
    for disruption in disruptions {
        out += match disruption {
            Disruption::Restart => "  This restarts a box.\n",
            Disruption::Reset => "  This erases the settings of a box.\n",
            Disruption::LineDrops => "  The line drops meanwhile.\n",
        };
    }
    match waiting {
        Waiting::ForCustomer { .. } => {
            let done = done.as_deref().unwrap_or(match actions.is_empty() {
                true => "Start",
                false => "Done",
            });
            let cannot = cannot.as_deref().unwrap_or("I can't do this");
            out += &option("Enter", done, terminal);
            out += &option("c", &format!("{cannot}  [cannot]"), terminal);
        }
        Waiting::Until { from, until, line } => {
            let seconds = until.saturating_sub(*from) / 1000;
            let what = match line {
                LineWatch::Off => format!("{seconds} s have passed"),
                _ => format!("the line is back, after {seconds} s at the most"),
            };
            out += &option("Enter", &format!("Wait: {what}"), terminal);
        }
        Waiting::Later { until, .. } => {
            let at = i64::try_from(*until).unwrap_or(i64::MAX);
            let at = jiff::Timestamp::from_millisecond(at)
                .map(|at| at.to_zoned(jiff::tz::TimeZone::system()))
                .map(|at| at.strftime("%A %H:%M").to_string());
            let at = at.unwrap_or_default();
            out += &option("Enter", &format!("Come back later: it is {at}"), terminal);
        }
    }
    out
}

/// The ids that can be said at an end, in the order in which they are numbered.
pub fn ways_on_of(body: &Body) -> &'static [StandardAnswer] {
    match body {
        Body::Resolved { .. } | Body::KnownIssue { .. } => {
            &[StandardAnswer::StillBroken, StandardAnswer::SomethingElse]
        }
        Body::HandOver { .. } => &[StandardAnswer::SomethingElse],
        _ => &[],
    }
}

fn ways_on(body: &Body, terminal: &Terminal) -> String {
    let list = ways_on_of(body).iter().enumerate().map(|(position, way)| {
        let id = way.name();
        option(
            &(position + 1).to_string(),
            &format!("{}  [{id}]", label(id, None)),
            terminal,
        )
    });
    list.collect()
}

fn option(key: &str, said: &str, terminal: &Terminal) -> String {
    terminal.paragraph(&format!("  {key}  "), said)
}

fn picture(indent: &str, picture: &Picture, terminal: &Terminal) -> String {
    terminal.paragraph(
        indent,
        &format!("[picture {}: {}]", picture.file, picture.alt),
    )
}

/// What an option says; the widget has words of its own for some ids.
fn label<'a>(id: &'a str, label: Option<&'a str>) -> &'a str {
    match (label, StandardAnswer::from_name(id)) {
        (Some(label), _) => label,
        (None, Some(StandardAnswer::Yes)) => "Yes",
        (None, Some(StandardAnswer::No)) => "No",
        (None, Some(StandardAnswer::Unsure)) => "I'm not sure",
        (None, Some(StandardAnswer::Better)) => "It is better",
        (None, Some(StandardAnswer::ALittle)) => "It is a little better",
        (None, Some(StandardAnswer::Worse)) => "It is worse",
        (None, Some(StandardAnswer::StillBroken)) => "It still doesn't work",
        (None, Some(StandardAnswer::SomethingElse)) => "It's about something else",
        (None, _) => id,
    }
}

fn words_of(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Ok => "All as it should be",
        Meaning::NoPower => "No power",
        Meaning::OnBattery => "It runs on its battery",
        Meaning::NoLine => "No line",
        Meaning::NoLogin => "A line, but no login",
        Meaning::Connecting => "Still connecting",
        Meaning::Updating => "Updating itself",
        Meaning::Disabled => "Switched off by a setting",
        Meaning::NoRouter => "It does not find the router",
        Meaning::Message => "It has a message",
        Meaning::Broken => "Broken",
        Meaning::Unsure => "Cannot tell",
    }
}

/// What lamps mean, in words, as texts insert it.
pub fn meanings() -> impl Iterator<Item = (String, Value)> {
    let named = |meaning: &Meaning| {
        (
            format!("lights.{}", meaning.name()),
            words_of(*meaning).into(),
        )
    };
    Meaning::ALL.iter().map(named)
}

/// Why something is refused.
pub fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Empty => "something must be entered".to_owned(),
        Refusal::NotANumber => "this is not a number".to_owned(),
        Refusal::NotADate => "this is not a day; write 2026-12-25".to_owned(),
        Refusal::Below(least) => format!("it cannot be below {}", plain("en", least, "")),
        Refusal::Above(most) => format!("it cannot be above {}", plain("en", most, "")),
        Refusal::TooLong(most) => format!("it has more than {most} characters"),
        Refusal::NotAChoice => "this is none of the choices".to_owned(),
    }
}

/// The way that was walked, a line a visit.
pub fn path(trail: &Trail, end: &str, terminal: &Terminal) -> String {
    let mut out = String::new();
    for visit in &trail.visits {
        let line = format!("{} → {}", visit.place, said(&visit.answer));
        out += &terminal.paragraph("  ", &line);
    }
    out += &terminal.paragraph("  ", end);
    out
}

fn said(answer: &Answer) -> String {
    let found = |findings: &[firstline_diagnosis::Finding]| {
        let found: Vec<String> = findings.iter().map(checks::words).collect();
        found.join(", ")
    };
    match answer {
        Answer::Options(ids) => ids.join(", "),
        Answer::Input(None) => "left out".to_owned(),
        Answer::Input(Some(Value::Number(number))) => number.to_string(),
        Answer::Input(Some(Value::Text(text))) => text.clone(),
        Answer::Input(Some(Value::List(parts))) => parts.join(" | "),
        Answer::Input(Some(Value::Flag(_))) => String::new(),
        Answer::Lights(meaning, _) => meaning.name().to_owned(),
        Answer::Checked(findings) => found(findings),
        Answer::Done(Verification::Unverified) => "done".to_owned(),
        Answer::Done(Verification::Asked(reply)) => format!("done; better: {reply}"),
        Answer::Done(Verification::Checked(findings)) => format!("done; {}", found(findings)),
        Answer::Cannot => StandardAnswer::Cannot.name().to_owned(),
        Answer::Stuck { .. } => "nothing helps".to_owned(),
        Answer::StillBroken { .. } => StandardAnswer::StillBroken.name().to_owned(),
        Answer::SomethingElse => StandardAnswer::SomethingElse.name().to_owned(),
    }
}
