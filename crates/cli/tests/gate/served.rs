//! What `serve` refuses of its guides is what lint reports, over the same folders.

use super::*;

/// A folder that can be served, spoilt: `serve` refuses it, and lint says this error.
fn refused(spoil: impl Fn(&Place), error: &str) {
    let place = place();
    place.write(
        "guides/one.json",
        &one("one")
            .replace("\"listed\": false,", "\"stuck\": \"end\",")
            .replace("resolved", "hand-over"),
    );
    spoil(&place);
    // Refused or not, it ends: its address is taken.
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = firstline(place.path())
        .args(["serve", "--guides", "guides", "--listen", &address])
        .output()
        .unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    let is_served = errors.contains("cannot listen on");
    let (code, said) = lint(&place, &["guides"]);
    if error.is_empty() {
        assert!(is_served, "{errors}");
        assert_eq!(code, Some(0), "{said}");
        return;
    }
    assert!(!is_served && errors.contains(error), "{errors}");
    assert!(said.contains(&format!("error[{error}]")), "{said}");
    assert_eq!(code, Some(1), "{said}");
}

#[test]
fn what_serve_refuses_lint_reports() {
    let site = |place: &Place| place.path().join("guides/site");
    refused(|_| {}, "");
    refused(
        |place| std::fs::remove_dir_all(site(place)).unwrap(),
        "no-provider",
    );
    refused(
        |place| place.remove("guides/site/provider.json"),
        "no-provider",
    );
    refused(
        |place| {
            std::fs::remove_dir_all(site(place)).unwrap();
            std::fs::create_dir(site(place)).unwrap();
        },
        "no-provider",
    );
    refused(
        |place| {
            let provider = site(place).join("provider.json");
            std::fs::rename(provider, site(place).join("Provider.json")).unwrap();
        },
        "no-provider",
    );
    refused(
        |place| place.write("guides/site/provider.json", "{}"),
        "bad-provider",
    );
    refused(
        |place| place.replace("guides/one.json", "\"end\"", "\"edn\""),
        "unknown-step",
    );
    refused(
        |place| {
            let needs = "\"needs\": [\"hosting\"], \"start\"";
            place.replace("guides/one.json", "\"start\"", needs);
        },
        "nothing-to-choose",
    );
}

#[test]
fn the_least_that_lint_asks_for_is_served() {
    refused(
        |place| {
            std::fs::remove_dir_all(place.path().join("guides/site")).unwrap();
            let (_, said) = lint(place, &["guides"]);
            assert!(
                said.contains("guides/README.md, \"The provider\""),
                "{said}"
            );
            let (_, least) = said.split_once("at least ").unwrap();
            let (least, _) = least.split_once(": guides/README.md").unwrap();
            place.write(
                "guides/site/provider.json",
                &least
                    .replacen('…', "Sample", 1)
                    .replacen('…', "0800 123", 1),
            );
        },
        "",
    );
}
