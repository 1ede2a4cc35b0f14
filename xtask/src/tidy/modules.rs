//! The imports that are allowed inside a package.

use super::source::{code, lines_naming, modules_named};
use super::{Files, Finding, TextFile};

/// The sources of a package and what each of its modules may name of its own crate: a module, or
/// one part of it (`browser::form`).
///
/// A module that stands in no line may name anything: it is at the top (`app`, `lib`) or the
/// compiler holds it.
struct Package {
    sources: &'static str,
    may: &'static [(&'static str, &'static [&'static str])],
}

const PACKAGES: &[Package] = &[
    Package {
        sources: "crates/guide/src/",
        may: &[
            ("json", &[]),
            ("language", &[]),
            ("diagnostic", &["json"]),
            ("model", &[]),
            // What can be written, as tables; their words are the model's.
            ("format", &["model"]),
            ("raw", &["json", "format"]),
            (
                "rules",
                &["raw", "model", "diagnostic", "json", "routes", "format"],
            ),
            // What a guide's edges are is said once, in `routes`; rules look along them for traps.
            (
                "load",
                &[
                    "rules",
                    "raw",
                    "format",
                    "model",
                    "diagnostic",
                    "json",
                    "language",
                    "routes",
                    "plain",
                ],
            ),
            // What loading made, written down and read again; so the widget carries no loader.
            ("pack", &["model", "json"]),
            // The trail is read and written as JSON.
            ("session", &["model", "json"]),
            ("routes", &["model"]),
        ],
    },
    Package {
        sources: "crates/relay/src/",
        may: &[
            // What tokens and links are made from is configured.
            ("seal", &[]),
            ("config", &["seal"]),
            ("operator", &[]),
            ("site", &["config", "operator"]),
            // Where it is, the configuration says.
            ("store", &["config", "site"]),
            // A finding as one line, for agents and for helpdesks.
            ("measured", &[]),
            // One adapter a file; what a ticket is in the store is what it is here.
            ("helpdesk", &["config", "measured", "store"]),
            // What is polled is reached by the guarded way to helpdesks; what operators open is in the store.
            ("status", &["config", "site", "store", "helpdesk"]),
            ("mail", &["config", "operator", "helpdesk"]),
            ("outbox", &["config", "store", "helpdesk", "mail", "seal"]),
            (
                "alerts",
                &[
                    "config", "store", "helpdesk", "mail", "outbox", "seal", "status",
                ],
            ),
            // What every request has in common; the configuration names trusted proxies and the log's form.
            ("http", &["config"]),
            (
                "tickets",
                &[
                    "operator::languages",
                    "operator::duties",
                    "status::words",
                    "measured",
                    "site",
                    "store",
                    "http",
                ],
            ),
            // What the routes share is below them, so that no route is known to another.
            (
                "app",
                &[
                    "config", "operator", "site", "store", "status", "http", "tickets", "helpdesk",
                    "outbox", "mail", "seal", "alerts",
                ],
            ),
            (
                "routes",
                &[
                    "app", "http", "site", "store", "status", "tickets", "helpdesk", "outbox",
                    "seal", "alerts",
                ],
            ),
        ],
    },
    Package {
        sources: "src/",
        may: &[
            // Numbers, times and plural forms are the browser's to say; natively a stand-in does.
            ("text", &["browser::text"]),
            ("action", &[]),
            ("view", &[]),
            ("model", &["action", "text", "view"]),
            // What was done before the core was there comes from the page.
            ("browser", &["action"]),
            // What stands in a form's control is known to the event alone; no other part of the browser.
            ("parts", &["text", "view", "action", "browser::form"]),
            ("screens", &["parts", "text", "view", "action"]),
        ],
    },
];

/// The names of crates that touch the browser.
const BROWSER: &[&str] = &[
    "web_sys",
    "gloo",
    "js_sys",
    "wasm_bindgen",
    "wasm_bindgen_futures",
];

/// The places in the widget that may name it, with the reason.
const MAY_TOUCH_BROWSER: &[(&str, &str)] = &[
    ("src/browser/", "this is what it is for"),
    (
        "src/effects/",
        "each effect does its one thing with the browser",
    ),
    (
        "src/lib.rs",
        "the exported `mount` is called from JavaScript",
    ),
];

/// Both rules over all files.
pub fn check(files: &Files) -> Vec<Finding> {
    let rust = files.iter().filter(|file| file.is(&["rs"]));
    rust.flat_map(|file| {
        let mut findings = directions(file);
        findings.extend(browser(file));
        findings
    })
    .collect()
}

fn directions(file: &TextFile) -> Vec<Finding> {
    let Some(package) = PACKAGES
        .iter()
        .find(|package| file.path.starts_with(package.sources))
    else {
        return Vec::new();
    };
    let path = file.path[package.sources.len()..].trim_end_matches(".rs");
    let module: Vec<&str> = path.split('/').filter(|part| *part != "mod").collect();
    // The tests of a module in a file of their own are free, as those inside it are.
    if module.last() == Some(&"tests") {
        return Vec::new();
    }
    let Some((own, may)) = package.may.iter().find(|(name, _)| *name == module[0]) else {
        return Vec::new();
    };
    let names = modules_named(&code(&file.text), &module);
    names
        .into_iter()
        .map(|(path, line)| {
            let first = path.split("::").next().unwrap_or_default().to_owned();
            (path, first, line)
        })
        .filter(|(path, first, _)| {
            first != own && !may.contains(&first.as_str()) && !may.contains(&path.as_str())
        })
        // A name that is no module is a type that the root of the crate re-exports.
        .filter(|(_, first, _)| package.may.iter().any(|(known, _)| known == first) || is_top(first))
        .map(|(_, name, line)| (name, line))
        .map(|(name, line)| {
            let allowed = if may.is_empty() { "no other module".to_owned() } else { may.join(", ") };
            Finding::new(
                &file.path,
                line,
                format!(
                    "`{own}` must not use `{name}`; it may use {allowed}. Pass the value in from above, or \
                     move what both need below both (ARCHITECTURE.md says why)"
                ),
            )
        })
        .collect()
}

/// Modules that stand above all others, so that nothing may import them.
fn is_top(name: &str) -> bool {
    matches!(name, "app" | "effects")
}

fn browser(file: &TextFile) -> Vec<Finding> {
    let of_widget = file.path.starts_with("src/");
    if !of_widget
        || MAY_TOUCH_BROWSER
            .iter()
            .any(|(place, _)| file.path.starts_with(place))
    {
        return Vec::new();
    }
    let code = code(&file.text);
    BROWSER
        .iter()
        .flat_map(|word| lines_naming(&code, word).into_iter().map(move |line| (word, line)))
        .map(|(word, line)| {
            Finding::new(
                &file.path,
                line,
                format!(
                    "`{word}` is used only in src/browser, so that all else runs and is tested natively: \
                     add what is needed there, with a name of the product's"
                ),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::Files;

    fn found(path: &str, text: &str) -> usize {
        check(&Files::made_up(&[(path, text)])).len()
    }

    #[test]
    fn a_screen_that_sees_the_browser_is_found() {
        assert_eq!(
            found("src/screens/stop.rs", "use crate::browser::clock;\n"),
            1
        );
        assert_eq!(
            found("src/screens/stop.rs", "use super::super::browser::clock;\n"),
            1
        );
        assert_eq!(
            found("src/parts/field.rs", "use crate::browser::{form, clock};\n"),
            1
        );
        assert_eq!(
            found("src/screens/mod.rs", "use crate::{parts, app::App};\n"),
            1
        );
    }

    #[test]
    fn a_session_that_loads_is_found() {
        assert_eq!(
            found(
                "crates/guide/src/session/walk.rs",
                "use crate::load::load;\n"
            ),
            1
        );
        assert_eq!(
            found(
                "crates/guide/src/model/step.rs",
                "use crate::session::Trail;\n"
            ),
            1
        );
    }

    #[test]
    fn web_sys_outside_the_browser_folder_is_found() {
        assert_eq!(found("src/effects.rs", "let w = web_sys::window();\n"), 1);
        assert_eq!(
            found(
                "src/probes/isp.rs",
                "use gloo::timers::callback::Timeout;\n"
            ),
            1
        );
    }

    #[test]
    fn what_was_agreed_is_not_found() {
        assert_eq!(
            found("src/screens/stop.rs", "use crate::{parts, text::Key};\n"),
            0
        );
        assert_eq!(
            found(
                "src/parts/field.rs",
                "use crate::browser::form::input_value;\n"
            ),
            0
        );
        assert_eq!(
            found("src/probes/isp.rs", "use crate::browser::fetch;\n"),
            0
        );
        assert_eq!(found("src/browser/fetch.rs", "use web_sys::Request;\n"), 0);
        assert_eq!(
            found(
                "crates/guide/src/session/trail_json.rs",
                "use crate::{json, model};\n"
            ),
            0
        );
    }
}
