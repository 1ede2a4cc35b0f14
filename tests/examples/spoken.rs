//! What authors write in the examples, in other languages: `<language>.json` has the words by the
//! English ones. What is not in it stays English, as where a guide is not translated.

use std::collections::BTreeMap;

use firstline_diagnosis::Finding;
use firstline_guide::model::Picture;
use firstline_guide::session::{AnswerView, Body, FieldView, Screen, TranscriptEntry};
use firstline_widget::text::Words;
use firstline_widget::view::{Page, Provider, SentState, Standing, Topic, View, Welcome};

use super::Example;

/// The languages that all examples are looked at in.
pub const LANGUAGES: [&str; 4] = ["en", "de", "ar", "zh"];

/// All examples in a language: with the widget's words of it, and those of the authors. In English
/// they are as they stand, and a few speak another language already.
pub fn all_in(language: &str) -> Vec<Example> {
    let mut all = super::all();
    let Some(known) = known(language) else {
        return all;
    };
    for example in &mut all {
        example.words = Words::of(language);
        each_text(&mut example.view, &mut |text| {
            if let Some(own) = known.get(text.as_str()) {
                text.clone_from(own);
            }
        });
    }
    all
}

/// What authors say in a language, by the English; `None` for English itself.
pub fn known(language: &str) -> Option<BTreeMap<String, String>> {
    let file = match language {
        "de" => include_str!("de.json"),
        "ar" => include_str!("ar.json"),
        "zh" => include_str!("zh.json"),
        _ => return None,
    };
    Some(serde_json::from_str(file).expect("the file is one object of texts"))
}

type Say<'a> = &'a mut dyn FnMut(&mut String);

/// Every text of a view that is not the widget's own.
pub fn each_text(view: &mut View, say: Say) {
    let mut provider = Provider::clone(&view.provider);
    provider.hours.iter_mut().for_each(&mut *say);
    view.provider = provider.into();
    match &mut view.page {
        Page::Welcome(page) => welcome(page, say),
        Page::Step(step) => {
            screen(&mut step.screen, say);
            standing(&mut step.fault, say);
            step.expected_end.iter_mut().for_each(&mut *say);
            step.topic.iter_mut().for_each(|it| topic(it, say));
        }
        Page::Ticket(page) => {
            screen(&mut page.screen, say);
            page.facts.iter_mut().for_each(|it| say(&mut it.label));
            say(&mut page.note);
            say(&mut page.consent);
            page.entries.iter_mut().for_each(|it| entry(it, say));
            let measured = page.diagnostics.iter_mut();
            measured
                .filter_map(|known| known.finding.as_mut())
                .for_each(|it| finding(it, say));
        }
        Page::Sent(page) => {
            page.next.iter_mut().for_each(&mut *say);
            say(&mut page.receipt);
            if let SentState::Stored { number } = &mut page.state {
                say(number);
            }
        }
        Page::Failure(_) => {}
    }
}

fn welcome(page: &mut Welcome, say: Say) {
    say(&mut page.query);
    for notice in &mut page.notices {
        say(&mut notice.title);
        say(&mut notice.text);
        standing(&mut notice.standing, say);
    }
    for topic in page.guides.iter_mut().filter(|it| it.language.is_none()) {
        self::topic(topic, say);
    }
    if let Some(resume) = &mut page.resume {
        say(&mut resume.guide);
        say(&mut resume.step);
    }
}

fn standing(standing: &mut Standing, say: Say) {
    let times = [
        &mut standing.since,
        &mut standing.expected_end,
        &mut standing.ended,
    ];
    times.into_iter().flatten().for_each(&mut *say);
    say(&mut standing.afterwards);
    for (when, what) in &mut standing.updates {
        say(when);
        say(what);
    }
}

fn topic(topic: &mut Topic, say: Say) {
    say(&mut topic.title);
    say(&mut topic.summary);
    topic.group.iter_mut().for_each(&mut *say);
}

fn screen(screen: &mut Screen, say: Say) {
    say(&mut screen.guide);
    say(&mut screen.title);
    screen.text.iter_mut().for_each(&mut *say);
    screen.hint.iter_mut().for_each(&mut *say);
    picture(&mut screen.picture, say);
    screen.links.iter_mut().for_each(|(label, _)| say(label));
    screen.values.iter_mut().for_each(|(label, _)| say(label));
    match &mut screen.body {
        Body::Question { options, .. } | Body::AskHelp { options } => {
            for option in options {
                option.label.iter_mut().for_each(&mut *say);
                picture(&mut option.picture, say);
            }
        }
        Body::Input { field, value, .. } => {
            say(value);
            match field {
                FieldView::Choice(choices) => choices.iter_mut().for_each(|(_, label)| say(label)),
                FieldView::Form(parts) => parts.iter_mut().for_each(|part| say(&mut part.label)),
                _ => {}
            }
        }
        Body::Instruction {
            actions,
            warning,
            done,
            cannot,
            ..
        } => {
            done.iter_mut().for_each(&mut *say);
            cannot.iter_mut().for_each(&mut *say);
            warning.iter_mut().for_each(&mut *say);
            for action in actions {
                say(&mut action.text);
                picture(&mut action.picture, say);
            }
        }
        Body::Checking { checks, .. } => {
            let found = checks.iter_mut();
            found
                .filter_map(|check| check.finding.as_mut())
                .for_each(|it| finding(it, say));
        }
        Body::KnownIssue { title, text, .. } => {
            title.iter_mut().for_each(&mut *say);
            text.iter_mut().for_each(&mut *say);
        }
        _ => {}
    }
}

fn picture(picture: &mut Option<Picture>, say: Say) {
    picture.iter_mut().for_each(|picture| say(&mut picture.alt));
}

fn entry(entry: &mut TranscriptEntry, say: Say) {
    say(&mut entry.title);
    for answer in &mut entry.answer {
        if let AnswerView::Words(words) = answer {
            say(words);
        }
    }
    entry.findings.iter_mut().for_each(|it| finding(it, say));
}

fn finding(finding: &mut Finding, say: Say) {
    finding.texts.iter_mut().for_each(|(_, text)| say(text));
}
