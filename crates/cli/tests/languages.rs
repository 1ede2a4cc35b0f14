//! `firstline serve` in several languages.

// Helpers of tests fail by panicking, like the tests.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use serde_json::{Value, json};
use support::{Place, firstline};

/// A guide of three texts beside the shipped ones.
const GUIDE: &str = r#"{
  "format": 1, "id": "zz-help", "version": "1", "language": "en", "title": "Help", "summary": "For all.",
  "start": "end", "stuck": "end",
  "steps": { "end": { "kind": "outcome", "ends": "hand-over", "title": "Call {provider.name}" } }
}
"#;

const WELSH: &str = r#"{ "format": 1, "guide": "zz-help", "language": "cy", "texts": {
  "title": { "text": "Cymorth" }, "steps.end.title": { "text": "Ffoniwch {provider.name}" } } }"#;

fn place() -> Place {
    let place = Place::new();
    place.write("guides/zz-help.json", GUIDE);
    place.write("guides/cy/zz-help.json", WELSH);
    // A block that `no-internet` calls, and that is translated before it.
    let power = std::fs::read_to_string(place.path().join("guides/de/check-power.json")).unwrap();
    let power = power.replacen("\"language\": \"de\"", "\"language\": \"cy\"", 1);
    place.write("guides/cy/check-power.json", &power);
    place.append(
        "firstline.toml",
        "languages = [\"en\", \"de\", \"cy\"]\n\
         [consent]\ntext.en = \"Yes.\"\ntext.de = \"Ja.\"\n",
    );
    place
}

async fn get(address: String) -> String {
    reqwest::get(address).await.unwrap().text().await.unwrap()
}

#[tokio::test]
async fn every_language_has_an_edition_of_all_guides_and_untranslated_ones_come_last() {
    let place = place();
    let serving = place.serve(&[]);
    let index = async |tag: &str| -> Value {
        let index = get(serving.url(&format!("guides/index.{tag}.json"))).await;
        serde_json::from_str(&index).unwrap()
    };
    let english = index("en").await;
    let german = index("de-AT").await;
    let welsh = index("cy").await;

    let ids = |index: &Value| -> Vec<String> {
        let guides = index["guides"].as_array().unwrap().iter();
        guides
            .map(|guide| guide["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let sorted = |index: &Value| {
        let mut ids = ids(index);
        ids.sort();
        ids
    };
    assert!(ids(&english).contains(&"no-internet".to_owned()));
    assert_eq!(sorted(&german), sorted(&english));
    assert_eq!(sorted(&welsh), sorted(&english));
    for index in [&english, &german, &welsh] {
        assert_eq!(
            index["languages"],
            json!([
                { "tag": "en", "name": "English" },
                { "tag": "de", "name": "Deutsch" },
                { "tag": "cy", "name": "Cymraeg" },
            ])
        );
        let own: Vec<bool> = index["guides"]
            .as_array()
            .unwrap()
            .iter()
            .map(|guide| guide["language"].is_string())
            .collect();
        assert!(own.is_sorted(), "{own:?}");
    }

    // German is shipped; this guide alone is not in it.
    let last = german["guides"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["id"], &last["language"]),
        (&"zz-help".into(), &"en".into())
    );
    let guide = |index: &Value, id: &str| {
        let mut guides = index["guides"].as_array().unwrap().iter();
        guides.find(|guide| guide["id"] == id).unwrap().clone()
    };
    let no_internet = guide(&german, "no-internet");
    assert_eq!(no_internet["language"], Value::Null);
    assert_eq!(no_internet["title"], "Gar kein Internet");
    let pack = get(serving.url(no_internet["pack"].as_str().unwrap())).await;
    assert!(
        pack.contains("Router neu starten"),
        "the guides that it calls"
    );
    assert_eq!(german["consent"]["text"], "Ja.");
    assert!(
        german["provider"]["hours"]
            .as_str()
            .unwrap()
            .ends_with(" Uhr")
    );

    // Welsh has one guide, and that not whole: what is missing is in the guide's own words.
    assert_eq!(welsh["guides"][0]["id"], "zz-help");
    assert_eq!(welsh["guides"][0]["title"], "Cymorth");
    assert_eq!(welsh["guides"][0]["summary"], "For all.");
    let pack = get(serving.url(welsh["guides"][0]["pack"].as_str().unwrap())).await;
    assert!(pack.contains("Ffoniwch"), "{pack}");
    assert_eq!(welsh["consent"]["text"], "Yes.", "the first language's");
    // A guide that stays in English is English throughout.
    let other = guide(&welsh, "no-internet");
    assert_eq!(other["language"], "en");
    assert_eq!(other["pack"], guide(&english, "no-internet")["pack"]);
}

#[test]
fn a_language_without_any_guide_and_a_broken_translation_stop_the_start() {
    let refuses = |change: &dyn Fn(&Place), said: &[&str]| {
        let place = place();
        change(&place);
        let output = firstline(place.path()).arg("serve").output().unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{errors}");
        for said in said {
            assert!(errors.contains(said), "{said}: {errors}");
        }
    };
    refuses(
        &|place| place.replace("firstline.toml", "\"cy\"", "\"tlh\""),
        &["in the language “tlh”", "firstline translate tlh"],
    );
    refuses(
        &|place| place.replace("guides/cy/zz-help.json", "}", "]"),
        &["guides/cy/zz-help.json:2:", "nothing is served"],
    );
}

#[test]
fn what_else_customers_read_in_another_language_is_warned_of() {
    let warned = |change: &dyn Fn(&Place)| {
        let place = place();
        change(&place);
        // It warns before it opens the store, and there it ends.
        place.write("taken", "");
        let output = firstline(place.path())
            .args(["serve", "--data", "taken"])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    };
    let said = warned(&|_| {});
    assert!(said.contains("`text.cy` of [consent]"), "{said}");
    assert!(said.contains("`words.cy.hours`"), "{said}");
    assert!(
        !said.contains("text.de") && !said.contains("words.de"),
        "{said}"
    );

    let said = warned(&|place| {
        place.replace("firstline.toml", "text.de", "text.cy = \"Iawn.\"\ntext.de");
        let words = "\"format\": 1, \"words\": { \"cy\": { \"hours\": \"Bob dydd\" } }";
        place.replace("guides/site/provider.json", "\"format\": 1", words);
    });
    assert!(
        !said.contains("text.cy") && !said.contains("words.cy"),
        "{said}"
    );
    // Without a text there is ours, in English.
    let said = warned(&|place| {
        place.replace("firstline.toml", "[\"en\", \"de\", \"cy\"]", "[\"de\"]");
        place.replace(
            "firstline.toml",
            "[consent]\ntext.en = \"Yes.\"\ntext.de = \"Ja.\"",
            "",
        );
    });
    assert!(
        said.contains("`text.de` of [consent]") && said.contains("“You may use"),
        "{said}"
    );
    // One text for all is the provider's decision.
    let said = warned(&|place| {
        place.replace(
            "firstline.toml",
            "text.en = \"Yes.\"\ntext.de = \"Ja.\"",
            "text = \"OK\"",
        );
    });
    assert!(!said.contains("[consent]"), "{said}");
}
