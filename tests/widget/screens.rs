//! Every named example, rendered natively: what it looks like, and what holds of all of them.

use std::collections::HashSet;
use std::path::Path;

use firstline_guide::model::ContactField;
use firstline_widget::view::Target;
use yew::virtual_dom::VNode;

use crate::examples::{self, render};
use crate::markup::{self, Element, elements, pretty, text_of};

#[tokio::test(flavor = "current_thread")]
async fn every_example_looks_as_it_was_approved() {
    for example in examples::all() {
        let name = example.name;
        let screen = pretty(&render(example).await);
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name, screen);
        });
    }
}

/// Runs a check over all examples and reports every breach with the example's name.
async fn all_hold(check: impl Fn(&str, &[Element]) -> Vec<String>) {
    let mut breaches = Vec::new();
    for example in examples::all() {
        let name = example.name;
        let screen = render(example).await;
        let found = check(&screen, &elements(&screen));
        breaches.extend(found.into_iter().map(|breach| format!("{name}: {breach}")));
    }
    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}

fn count(elements: &[Element], fits: impl Fn(&Element) -> bool) -> usize {
    elements.iter().filter(|element| fits(element)).count()
}

#[tokio::test(flavor = "current_thread")]
async fn every_screen_has_one_heading_that_can_be_focused() {
    all_hold(|_, elements| {
        let headings: Vec<_> = elements
            .iter()
            .filter(|element| element.name == "h1")
            .collect();
        match headings.as_slice() {
            [heading]
                if heading.get("id") == Some(firstline_widget::screens::HEADING)
                    && heading.get("tabindex") == Some("-1")
                    && !heading.text.trim().is_empty() =>
            {
                vec![]
            }
            _ => vec![format!("{} h1, or not as it should be", headings.len())],
        }
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn no_screen_has_two_primary_actions() {
    all_hold(|_, elements| {
        let primary = count(elements, |element| {
            matches!(element.get("data-rank"), Some("primary" | "danger"))
        });
        if primary > 1 {
            vec![format!("{primary} primary buttons")]
        } else {
            vec![]
        }
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn every_control_has_a_name() {
    all_hold(|screen, elements| {
        let labelled: HashSet<_> = elements
            .iter()
            .filter_map(|element| element.get("for"))
            .collect();
        let mut breaches = Vec::new();
        for element in elements {
            let named = match element.name.as_str() {
                "button" | "a" | "summary" => {
                    element.get("aria-label").is_some() || !element.text.trim().is_empty()
                }
                "input" | "select" | "textarea" => {
                    element.get("aria-label").is_some()
                        || element.get("id").is_some_and(|id| labelled.contains(id))
                        || element.within_label
                }
                "img" => {
                    element.get("alt").is_some_and(|alt| !alt.is_empty())
                        || element.get("aria-hidden") == Some("true")
                }
                "svg" => element.get("aria-hidden") == Some("true"),
                _ => true,
            };
            if !named {
                breaches.push(format!(
                    "<{}> has no name: {:?}",
                    element.name, element.attributes
                ));
            }
        }
        assert!(!text_of(screen).is_empty());
        breaches
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn nothing_is_inline_that_a_strict_policy_forbids() {
    all_hold(|_, elements| {
        let mut breaches = Vec::new();
        for element in elements {
            if ["script", "style"].contains(&element.name.as_str()) {
                breaches.push(format!("<{}>", element.name));
            }
            for (name, _) in &element.attributes {
                if name == "style" || name.starts_with("on") {
                    breaches.push(format!("<{} {name}>", element.name));
                }
            }
        }
        breaches
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn ids_are_unique_and_what_refers_to_them_finds_them() {
    all_hold(|_, elements| {
        let mut ids = HashSet::new();
        let mut breaches = Vec::new();
        for id in elements.iter().filter_map(|element| element.get("id")) {
            if !ids.insert(id) {
                breaches.push(format!("id {id} twice"));
            }
        }
        for element in elements {
            for name in ["for", "form", "aria-describedby", "aria-labelledby"] {
                if let Some(id) = element.get(name).filter(|id| !ids.contains(id)) {
                    breaches.push(format!("{name}={id} leads nowhere"));
                }
            }
        }
        breaches
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn the_first_problem_is_a_control_that_is_marked_invalid() {
    let mut problems = 0;
    for example in examples::all() {
        let name = example.name;
        let problem = example.view.first_problem();
        let id = problem.map(firstline_widget::screens::id);
        let screen = render(example).await;
        let elements = elements(&screen);
        let invalid = elements
            .iter()
            .find(|element| element.get("aria-invalid") == Some("true"));
        let invalid = invalid.and_then(|element| element.get("id"));
        assert_eq!(id.as_deref(), invalid, "{name}");
        problems += usize::from(id.is_some());
    }
    assert!(problems >= 3, "examples show problems");
}

#[tokio::test(flavor = "current_thread")]
async fn a_screen_drawn_ahead_says_what_each_press_and_each_key_means() {
    let mut breaches = Vec::new();
    for example in examples::all() {
        let name = example.name;
        let screen = examples::render_ahead(example).await;
        for element in elements(&screen) {
            let kind = (element.name.as_str(), element.get("type"));
            let needed = match kind {
                // The button of a form sends the form, which says what that means.
                ("button", Some("submit")) => None,
                ("button", _) | ("form", _) | ("input", Some("checkbox")) => Some("data-press"),
                ("input" | "textarea" | "select", _) => Some("data-typed"),
                _ => None,
            };
            for attribute in ["data-press", "data-typed"] {
                let described = element.get(attribute).is_some_and(|text| !text.is_empty());
                if described != (needed == Some(attribute)) {
                    breaches.push(format!("{name}: {kind:?} {attribute}"));
                }
            }
        }
    }
    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}

#[tokio::test(flavor = "current_thread")]
async fn a_running_screen_has_listeners_alone() {
    all_hold(|screen, _| {
        let described = screen.contains("data-press") || screen.contains("data-typed");
        described
            .then(|| "it says what a press means".to_owned())
            .into_iter()
            .collect()
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn what_can_have_the_focus_is_on_the_screen() {
    let fields = ContactField::ALL.iter().copied().map(Target::Field);
    let targets = [
        Target::Heading,
        Target::Search,
        Target::Input,
        Target::Consent,
        Target::Asked(0),
        Target::Asked(1),
    ];
    for example in examples::all() {
        let name = example.name;
        let view = example.view.clone();
        let screen = render(example).await;
        let elements = elements(&screen);
        for target in targets.into_iter().chain(fields.clone()) {
            let id = firstline_widget::screens::id(target);
            let drawn = elements
                .iter()
                .any(|element| element.get("id") == Some(&*id));
            assert!(drawn || !view.has(target), "{name}: {target:?}");
        }
    }
}

#[tokio::test(flavor = "current_thread")]
async fn no_place_in_the_words_stays_empty() {
    all_hold(|screen, _| {
        let text = text_of(screen);
        if text.contains('{') || text.contains('|') {
            vec![text]
        } else {
            vec![]
        }
    })
    .await;
}

/// How many texts the panel takes by their places.
const BY_PLACE: usize = 7;

#[test]
fn every_text_is_used_somewhere() {
    let mut code = String::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the source is there") {
            let path = entry.expect("the source can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("text.rs")
            {
                code += &std::fs::read_to_string(path).expect("the source can be read");
            }
        }
    }
    let embed =
        include_str!("../../embed/firstline.js").to_owned() + include_str!("../../embed/panel.js");
    let unused: Vec<_> = include_str!("../../src/text/en.json")
        .lines()
        .filter_map(|line| line.trim().strip_prefix('"')?.split_once("\":"))
        // The panel says the first by their places (tests/widget/loader.rs), others by their keys.
        .skip(BY_PLACE)
        .filter(|(key, _)| !embed.contains(&format!("\"{key}\"")))
        .map(|(key, _)| {
            let word = |word: &str| word[..1].to_uppercase() + &word[1..];
            key.split('-').map(word).collect::<String>()
        })
        .filter(|key| {
            !code
                .match_indices(&format!("Key::{key}"))
                .any(|(at, found)| {
                    !code[at + found.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
                })
        })
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn examples_have_names_of_their_own() {
    let mut names = HashSet::new();
    for example in examples::all() {
        assert!(names.insert(example.name), "{} twice", example.name);
    }
}

#[test]
fn what_authors_say_in_other_languages_stands_in_an_example() {
    let mut said = HashSet::new();
    for mut example in examples::all() {
        examples::spoken::each_text(&mut example.view, &mut |text| {
            said.insert(text.clone());
        });
    }
    for language in ["de", "ar", "zh"] {
        let known = examples::spoken::known(language).expect("the examples are in it");
        let stale: Vec<_> = known.keys().filter(|text| !said.contains(*text)).collect();
        assert!(stale.is_empty(), "{language}.json: {stale:#?}");
    }
}

#[test]
fn every_class_that_screens_use_is_styled_and_the_other_way_round() {
    let sheet = examples::page::sheet();
    let code = sources("parts") + &sources("screens");
    let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
    // What the loader draws is named in the sheet's first half, and used by the loader.
    let (_, own) = sheet
        .split_once("/* ── Page: bar")
        .expect("the sheet has its sections");
    let styled = markup::classes(own, '.');
    let used = markup::classes(&code, '"')
        .into_iter()
        .chain(markup::classes(&code, ' '));
    let used: HashSet<String> = used.collect();
    // The speed test's own sheet styles its stage.
    let known_bare = ["fl-root", "fl-form", "fl-speed"];
    let missing: Vec<_> = used
        .iter()
        .filter(|class| !styled.contains(*class) && !markup::is_id(&code, class))
        .filter(|class| !known_bare.contains(&class.as_str()))
        .collect();
    let superfluous: Vec<_> = styled
        .iter()
        .filter(|class| !used.contains(*class) && *class != "fl-root")
        .collect();
    assert!(missing.is_empty(), "used, not styled: {missing:?}");
    assert!(superfluous.is_empty(), "styled, not used: {superfluous:?}");
    // What changes with the state is styled by attributes: each value of theirs is said somewhere.
    let values = own.split("[data-").skip(1).filter_map(|rest| {
        let (_, value) = rest.split(']').next()?.split_once('=')?;
        Some(value)
    });
    for value in values {
        assert!(code.contains(value), "styled, not used: {value}");
    }
}

#[test]
fn loader_and_screens_share_no_class_but_the_root() {
    let sheet = examples::page::sheet();
    let (_, own) = sheet
        .split_once("/* ── Page: bar")
        .expect("the sheet has its sections");
    let own = markup::classes(own, '.');
    let loader = [
        include_str!("../../embed/firstline.js"),
        include_str!("../../embed/panel.js"),
        include_str!("../../embed/look.js"),
    ]
    .concat();
    let shared: Vec<_> = ['.', '"', ' ']
        .into_iter()
        .flat_map(|mark| markup::classes(&loader, mark))
        .filter(|class| class != "fl-root" && own.contains(class))
        .collect();
    assert!(shared.is_empty(), "{shared:?}");
}

fn sources(folder: &str) -> String {
    fn read(folder: &Path) -> String {
        let files = std::fs::read_dir(folder).expect("the folder is there");
        files
            .map(|file| match file.unwrap().path() {
                inner if inner.is_dir() => read(&inner),
                file => std::fs::read_to_string(file).expect("a file can be read"),
            })
            .collect()
    }
    read(
        &Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("src")
            .join(folder),
    )
}

#[test]
fn the_next_screen_takes_no_button_of_the_last_one_over() {
    // A browser does what a press means after we have drawn what follows from it: a button that had
    // become the next form's would hand that in.
    for example in examples::all() {
        let words = &example.words;
        let dispatch = yew::Callback::noop();
        let page = firstline_widget::screens::draw(&firstline_widget::parts::Ui {
            view: &example.view,
            words,
            dispatch: &dispatch,
            describe: None,
            second_part: Some(firstline_widget::screens::later::DRAWING),
        });
        let VNode::VTag(page) = page else {
            panic!("{}: a page is an element", example.name)
        };
        let Some(VNode::VList(parts)) = page.children() else {
            panic!("{}: a page has parts", example.name)
        };
        // The bar has nothing that a form could own.
        for part in parts.iter().skip(1) {
            let keyed = part.key().is_some() || !matches!(part, VNode::VTag(_));
            assert!(keyed, "{}: {part:?}", example.name);
        }
    }
}
