//! What authors say in their own words: buttons, answers, what a called guide is told, ends.

use std::sync::Arc;

use firstline_diagnosis::Verdict;
use firstline_guide::model::{StandardAnswer, Value};
use firstline_guide::session::{AnswerView, Body, Event};
use firstline_guide::{Library, Session, Trail};

use super::{Walker, library};

fn guides() -> Arc<Library> {
    library(&[
        include_str!("../fixtures/good/said-so.json"),
        include_str!("../fixtures/good/block.json"),
    ])
}

fn start() -> Walker {
    Walker::start(guides(), "said-so")
}

/// After the wait, where it is asked how it is.
fn asked() -> Walker {
    let mut walker = start();
    walker
        .happens(Event::InstructionDone)
        .happens(Event::Continued);
    walker
}

fn judged(id: &str) -> Walker {
    let mut walker = asked();
    walker.happens(Event::HelpJudged(id.to_owned()));
    walker
}

#[test]
fn buttons_have_the_guides_own_names() {
    let mut walker = start();
    let Body::Instruction {
        actions,
        done,
        cannot,
        ..
    } = walker.session.screen().body
    else {
        panic!("an instruction")
    };
    assert!(actions.is_empty());
    assert_eq!(done.as_deref(), Some("Start the clock"));
    assert_eq!(cannot.as_deref(), Some("It has blinked for longer"));
    walker.happens(Event::InstructionImpossible);
    assert_eq!(walker.place(), "cables/press");
    let said = walker.session.transcript().remove(0).answer;
    let own = AnswerView::Words("It has blinked for longer".to_owned());
    assert_eq!(said, [AnswerView::Standard(StandardAnswer::Cannot), own]);
}

#[test]
fn an_answer_to_whether_it_helped_leads_where_the_guide_says() {
    let Body::AskHelp { options } = asked().session.screen().body else {
        panic!("a question")
    };
    let ids: Vec<&str> = options.iter().map(|option| option.id.as_str()).collect();
    assert_eq!(ids, ["better", "a-little", "worse", "not-once", "unsure"]);
    for (id, place) in [
        ("better", "fixed"),
        ("a-little", "cables/press"),
        ("worse", "danger"),
        ("not-once", "fixed"),
        ("unsure", "cables/press"),
        // Nobody can say that here.
        ("yes", "wait"),
    ] {
        assert_eq!(judged(id).place(), place, "{id}");
    }
}

#[test]
fn the_agent_reads_how_it_was_said_and_whether_it_helped() {
    let said = judged("not-once").session.transcript().remove(0).answer;
    let words = |words: &str| AnswerView::Words(words.to_owned());
    assert_eq!(
        said,
        [
            AnswerView::Standard(StandardAnswer::Done),
            words("Start the clock"),
            words("How is it now?"),
            words("It has not dropped once"),
            AnswerView::Verdict(Verdict::Pass),
        ]
    );
    let said = judged("a-little").session.transcript().remove(0).answer;
    let last = said.last();
    assert_eq!(last, Some(&AnswerView::Standard(StandardAnswer::ALittle)));
}

#[test]
fn a_chosen_answer_is_kept_over_a_reload() {
    let walker = judged("worse");
    let stored = walker.session.trail().to_json();
    let trail = Trail::from_json(&stored).unwrap();
    assert_eq!(&trail, walker.session.trail());
    let resumed = Session::resume(guides(), trail, "", walker.now).unwrap();
    assert_eq!(resumed.misfit, None);
    assert_eq!(resumed.session.place(), "danger");
}

#[test]
fn a_called_guide_finds_what_it_is_told_and_nothing_stays_of_it() {
    let mut walker = judged("a-little");
    let problem = |walker: &Walker| walker.session.fact("problem").cloned();
    assert_eq!(problem(&walker), Some(Value::from("drops")));
    walker.happens(Event::InstructionDone);
    let screen = walker.session.screen();
    assert!(matches!(screen.body, Body::AskHelp { .. }), "{screen:?}");
    assert_eq!(screen.title, "Does it still drop?");
    walker.happens(Event::HelpJudged("no".to_owned()));
    // The same guide, which is told something else: it checks.
    assert_eq!(walker.place(), "again/press");
    assert_eq!(problem(&walker), Some(Value::from("slow")));
    walker
        .happens(Event::InstructionDone)
        .checked(Verdict::Fail);
    assert_eq!(walker.place(), "device");
    assert_eq!(
        (problem(&walker), walker.session.fact("verify")),
        (None, None)
    );
}

#[test]
fn what_a_caller_is_told_comes_back_when_a_called_guide_is_left_for_good() {
    let mut walker = judged("a-little");
    walker.happens(Event::NothingHelped);
    assert_eq!(walker.place(), "ticket");
    assert_eq!(walker.session.fact("verify"), None);
}

#[test]
fn a_hand_over_names_its_guide_and_whom_to_call() {
    let mut walker = start();
    walker.happens(Event::InstructionImpossible);
    walker.happens(Event::InstructionDone);
    walker.happens(Event::HelpJudged("no".to_owned()));
    walker
        .happens(Event::InstructionDone)
        .checked(Verdict::Fail)
        .choose("yes");
    let screen = walker.session.screen();
    assert_eq!(screen.contact.as_deref(), Some("shop"));
    let guide = Some("one-device".to_owned());
    assert_eq!(screen.body, Body::HandOver { guide });
}

#[test]
fn a_stop_may_make_a_ticket_and_has_no_way_on() {
    let walker = judged("worse");
    let screen = walker.session.screen();
    assert_eq!(screen.contact.as_deref(), Some("priority-care"));
    assert!(!screen.can_give_up);
    let Body::Ticket {
        danger, category, ..
    } = screen.body
    else {
        panic!("a ticket")
    };
    assert_eq!((danger, category.as_str()), (true, "care"));
}

#[test]
fn a_form_asks_for_what_is_not_known_and_says_what_happens_next() {
    let mut walker = start();
    walker.happens(Event::NothingHelped);
    let Body::Ticket {
        required,
        facts,
        next,
        danger,
        ..
    } = walker.session.screen().body
    else {
        panic!("a ticket")
    };
    assert_eq!((required.len(), danger), (1, false));
    let labels: Vec<(&str, bool)> = facts
        .iter()
        .map(|asked| (asked.label.as_str(), asked.required))
        .collect();
    assert_eq!(
        labels,
        [("Which website?", true), ("What is wrong?", false)]
    );
    // Nobody knows by when.
    assert_eq!(next, ["Keep your phone near you."]);
}
