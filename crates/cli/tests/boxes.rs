//! The catalogue of boxes, as `firstline lint` and `firstline serve` meet it.

// Helpers of tests fail by panicking, like the tests.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use support::{Place, firstline};

/// A guide that asks for the lamps of two boxes and knows one of them.
const ASKS: &str = r#"{
  "format": 1, "id": "lamps", "version": "1", "language": "en", "title": "Lamps", "summary": "Lamps.",
  "start": "router", "stuck": "end",
  "steps": {
    "router": { "kind": "lights", "of": "router", "title": "What do you see?", "on": { "otherwise": "which" } },
    "which": { "kind": "branch",
      "cases": [ { "if": { "fact": "equipment.router", "is": "fritz-7950" }, "to": "end" } ], "otherwise": "mesh" },
    "mesh": { "kind": "lights", "of": "modem", "title": "And here?", "on": { "otherwise": "end" } },
    "end": { "kind": "outcome", "ends": "hand-over", "title": "Call us on {provider.suport.phone}" }
  }
}
"#;

/// A catalogue of two boxes.
const CATALOGUE: &str = r#"{
  "format": 1,
  "boxes": {
    "fritz-7590": { "role": "router", "name": "FRITZ!Box 7590", "shape": "flat", "arrangement": "row",
      "picture": "box-fritz-7590.svg",
      "lights": [
        { "id": "power", "label": "Power", "states": { "green": "ok", "off": "no-power" } },
        { "id": "info", "label": "Info", "states": { "off": "ok", "red": "message" } } ] },
    "eero-6": { "role": "mesh", "name": "eero 6", "shape": "cube", "arrangement": "row",
      "picture": "box-eero-6.svg",
      "lights": [ { "id": "light", "states": { "white": "ok", "off": "no-power" } } ] }
  }
}
"#;

/// A provider whose customers have both.
const PROVIDER: &str = r#"{
  "format": 1, "name": "Sample", "timeZone": "Etc/UTC",
  "contacts": { "support": { "phone": "0800 555 0100" } },
  "equipment": ["fritz-7590", "eero-6"]
}
"#;

/// What lint says of the folder `guides` of this place, and its exit code.
fn lint(place: &Place, arguments: &[&str]) -> (Option<i32>, String) {
    let (code, said, _) = support::run(place.path(), &[&["lint"], arguments].concat());
    (code, said)
}

/// Only the files that say which boxes there are, and one guide.
fn place() -> Place {
    let place = Place::new();
    for entry in std::fs::read_dir(place.path().join("guides")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            std::fs::remove_file(path).unwrap();
        } else if !["site", "pictures"].iter().any(|kept| path.ends_with(kept)) {
            std::fs::remove_dir_all(path).unwrap();
        }
    }
    place.write("guides/site/equipment.json", CATALOGUE);
    place.write("guides/site/provider.json", PROVIDER);
    place.write("guides/lamps.json", ASKS);
    place
}

#[test]
fn what_is_wrong_with_boxes_is_shown_with_its_line_and_what_to_do() {
    let place = place();
    place.replace("guides/site/equipment.json", "\"Info\"", "\"Power\"");
    place.replace("guides/site/equipment.json", "\"message\"", "\"mesage\"");
    place.replace("guides/site/provider.json", "eero-6", "eero-7");
    place.remove("guides/pictures/box-eero-6.svg");
    let (code, said) = lint(&place, &[]);
    assert_eq!(code, Some(1));
    insta::assert_snapshot!("boxes", said);
}

#[test]
fn a_role_without_a_box_is_only_warned_of() {
    let place = place();
    place.replace("guides/lamps.json", "fritz-7950", "fritz-7590");
    place.replace("guides/lamps.json", "provider.suport", "provider.support");
    let (code, said) = lint(&place, &[]);
    assert_eq!(code, Some(0), "{said}");
    insta::assert_snapshot!("warned", said);
    let (_, said) = lint(&place, &["--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(document["problems"][0]["severity"], "warning");
    assert_eq!(document["problems"][0]["pointer"], "/steps/mesh/of");
}

#[test]
fn boxes_that_no_catalogue_describes_are_not_there() {
    let place = place();
    place.remove("guides/site/equipment.json");
    let (code, said) = lint(&place, &["guides/site"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("error[no-equipment]: there is no site/equipment.json")
            && !said.contains("the catalogue has no box"),
        "{said}"
    );
}

#[tokio::test]
async fn the_providers_boxes_are_published_with_their_pictures() {
    let place = Place::new();
    let serving = place.serve(&[]);
    let get = async |path: &str| reqwest::get(serving.url(path)).await.unwrap();
    let index: serde_json::Value =
        serde_json::from_str(&get("guides/index.en.json").await.text().await.unwrap()).unwrap();
    let path = index["equipment"].as_str().unwrap();
    assert!(
        path.starts_with("guides/equipment.") && path.len() == "guides/equipment..json".len() + 16,
        "{path}"
    );
    let response = get(path).await;
    let cache = response.headers()["cache-control"].to_str().unwrap();
    assert!(cache.contains("immutable"), "{cache}");
    let boxes: serde_json::Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
    let boxes = boxes["boxes"].as_array().unwrap();
    let ids: Vec<_> = boxes
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    let provider = std::fs::read_to_string(place.path().join("guides/site/provider.json")).unwrap();
    let provider: serde_json::Value = serde_json::from_str(&provider).unwrap();
    assert_eq!(serde_json::json!(ids), provider["equipment"]);
    assert!(!ids.is_empty());
    for one in boxes {
        let picture = one["picture"].as_str().unwrap();
        let response = get(&format!("pictures/{picture}")).await;
        assert_eq!(response.status().as_u16(), 200, "{picture}");
    }
}

#[tokio::test]
async fn a_provider_that_names_no_box_publishes_none() {
    let place = Place::new();
    let provider = place.path().join("guides/site/provider.json");
    let text = std::fs::read_to_string(&provider).unwrap();
    let from = text.find("\"equipment\": [").unwrap() + "\"equipment\": [".len();
    let until = from + text[from..].find(']').unwrap();
    std::fs::write(&provider, format!("{}{}", &text[..from], &text[until..])).unwrap();
    let serving = place.serve(&[]);
    let index = reqwest::get(serving.url("guides/index.en.json"))
        .await
        .unwrap();
    let index = index.text().await.unwrap();
    assert!(
        index.contains("\"consent\"") && !index.contains("\"equipment\""),
        "{index}"
    );
}

#[test]
fn a_catalogue_that_is_not_sound_stops_the_start() {
    let place = Place::new();
    place.replace(
        "guides/site/equipment.json",
        "\"role\": \"mesh\"",
        "\"role\": \"mash\"",
    );
    let output = firstline(place.path()).arg("serve").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    for part in [
        "equipment.json:",
        "did you mean `mesh`?",
        "nothing is served",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}
