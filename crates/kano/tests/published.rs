//! The method against worked examples that others have published.

use firstline_kano::{Advice, Answer, Category, Certainty, Counts, evaluate, judge};

/// The evaluation table as it is printed (Berger et al. 1993; also in the documentation of the R package
/// stp25kano): rows are the functional answer, columns the dysfunctional one, both from like to dislike.
const TABLE: [&str; 5] = ["QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ"];

#[test]
fn the_evaluation_table_is_the_printed_one() {
    for (functional, row) in Answer::ALL.into_iter().zip(TABLE) {
        for (dysfunctional, letter) in Answer::ALL.into_iter().zip(row.chars()) {
            let category = evaluate(functional, dysfunctional);
            assert_eq!(
                category.letter(),
                letter.to_string(),
                "{functional:?} {dysfunctional:?}"
            );
        }
    }
}

/// A published example: five features of a maker of cleaning machines, 296 customers, from the
/// documentation of the R package stp25kano (Wolfgang Peter): counts M, O, A, I, R, Q; most frequent
/// category; total and category strength in percent; better and worse; the difference and the threshold of
/// Fong's test and what it says.
type Published = (
    &'static str,
    [u64; 6],
    &'static str,
    u8,
    u8,
    f64,
    f64,
    f64,
    f64,
    bool,
);

const PUBLISHED: [Published; 5] = [
    (
        "service app",
        [95, 123, 45, 33, 0, 0],
        "O",
        89,
        9,
        0.568,
        -0.736,
        28.0,
        19.4,
        true,
    ),
    (
        "excellent service",
        [101, 54, 54, 81, 3, 3],
        "M",
        71,
        7,
        0.372,
        -0.534,
        20.0,
        18.5,
        true,
    ),
    (
        "hotline",
        [15, 24, 121, 124, 6, 6],
        "I",
        54,
        1,
        0.511,
        -0.137,
        3.0,
        19.8,
        false,
    ),
    (
        "loan machine",
        [65, 87, 93, 51, 0, 0],
        "A",
        83,
        2,
        0.608,
        -0.514,
        6.0,
        18.5,
        false,
    ),
    (
        "ready-to-use return",
        [9, 18, 83, 177, 6, 3],
        "I",
        37,
        32,
        0.352,
        -0.094,
        94.0,
        19.9,
        true,
    ),
];

#[test]
fn strengths_coefficients_and_fongs_test_are_those_of_the_published_example() {
    for (feature, of, mode, total, strength, better, worse, difference, threshold, significant) in
        PUBLISHED
    {
        let counts = Counts::new(of);
        let near = |found: f64, expected: f64, by: f64| {
            assert!(
                (found - expected).abs() <= by,
                "{feature}: {found} is not {expected}"
            );
        };
        assert_eq!(counts.total(), 296, "{feature}");
        assert_eq!(counts.mode().unwrap().letter(), mode, "{feature}");
        near(
            counts.total_strength().unwrap() * 100.0,
            f64::from(total),
            0.5,
        );
        near(
            counts.strength().unwrap() * 100.0,
            f64::from(strength),
            0.55,
        );
        near(counts.better().unwrap().value, better, 0.0006);
        near(counts.worse().unwrap().value, worse, 0.0006);
        near(counts.fong_threshold(), threshold, 0.06);
        let [first, second, ..] = counts.ranked();
        let found = counts.of(first) - counts.of(second);
        assert!(
            (f64::from(u16::try_from(found).unwrap()) - difference).abs() < 0.5,
            "{feature}"
        );
        assert_eq!(counts.is_significant(), significant, "{feature}");
    }
}

#[test]
fn many_who_do_not_care_do_not_hide_that_the_rest_agree() {
    // "Hotline" of the example: 124 are indifferent and 121 delighted, but 160 of 296 see a use.
    let hotline = Counts::new([15, 24, 121, 124, 6, 6]);
    assert_eq!(hotline.mode(), Some(Category::Indifferent));
    assert_eq!(hotline.category(), Some(Category::Attractive));
    let returned = Counts::new([9, 18, 83, 177, 6, 3]);
    assert_eq!(returned.category(), Some(Category::Indifferent));
}

#[test]
fn what_is_called_sure_is_the_category_and_not_the_most_frequent_one() {
    // Blauth's rule passes over the 100 who do not care, and A is one customer before M and O.
    let passed_over = Counts::new([40, 40, 41, 100, 0, 0]);
    assert!(passed_over.is_significant());
    let judgement = judge(&passed_over).unwrap();
    assert_eq!(
        (judgement.category, judgement.certainty),
        (Category::Attractive, Certainty::Mixed)
    );
    // Both groups are as large as chance makes them, although A leads its own by far.
    let on_the_edge = judge(&Counts::new([5, 5, 120, 125, 0, 0])).unwrap();
    assert_eq!(on_the_edge.certainty, Certainty::Mixed);
    // The published example. "Hotline" and "loan machine" are not significant there either.
    let certainty =
        PUBLISHED.map(|(feature, of, ..)| (feature, judge(&Counts::new(of)).unwrap().certainty));
    assert_eq!(
        certainty,
        [
            ("service app", Certainty::Sure),
            ("excellent service", Certainty::Sure),
            ("hotline", Certainty::Mixed),
            ("loan machine", Certainty::Mixed),
            ("ready-to-use return", Certainty::Sure),
        ]
    );
}

#[test]
fn a_tie_goes_to_what_costs_more_if_it_is_neglected() {
    for (of, category) in [
        ([10, 10, 10, 0, 0, 0], Category::MustBe),
        ([0, 10, 10, 0, 0, 0], Category::OneDimensional),
        ([0, 0, 0, 10, 10, 0], Category::Indifferent),
    ] {
        assert_eq!(Counts::new(of).category(), Some(category), "{of:?}");
    }
}

#[test]
fn each_feature_gets_a_sentence_that_follows_from_its_numbers() {
    for (of, certainty, advice) in [
        ([95, 123, 45, 33, 0, 0], Certainty::Sure, Advice::Improve),
        ([101, 54, 54, 81, 3, 3], Certainty::Sure, Advice::Guarantee),
        ([10, 20, 160, 90, 3, 3], Certainty::Sure, Advice::Delight),
        ([9, 18, 83, 177, 6, 3], Certainty::Sure, Advice::Save),
        ([2, 3, 5, 40, 100, 2], Certainty::Sure, Advice::Remove),
        ([2, 3, 5, 10, 10, 100], Certainty::Sure, Advice::Reword),
        ([5, 30, 40, 82, 80, 3], Certainty::Mixed, Advice::Split),
        ([3, 2, 9, 1, 0, 0], Certainty::TooFew, Advice::AskMore),
    ] {
        let judgement = judge(&Counts::new(of)).unwrap();
        assert_eq!(
            (judgement.certainty, judgement.advice),
            (certainty, advice),
            "{of:?}"
        );
        assert_eq!(
            judgement.is_saving(),
            matches!(advice, Advice::Save | Advice::Remove)
        );
        assert!(judgement.sentence().ends_with('.'));
    }
    assert_eq!(judge(&Counts::default()), None);
}

#[test]
fn nobody_has_no_coefficient() {
    assert_eq!(Counts::default().better(), None);
    assert_eq!(Counts::new([0, 0, 0, 0, 9, 9]).worse(), None);
    assert_eq!(Counts::default().importance(), None);
    assert!(!Counts::default().is_significant());
}

#[test]
fn answers_are_read_by_their_names() {
    for answer in Answer::ALL {
        assert_eq!(Answer::from_name(answer.name()), Some(answer));
    }
    assert_eq!(Answer::from_name("love"), None);
}
