//! The imports that are allowed inside a package.

use super::source::{code, lines_naming, modules_named};
use super::{Files, Finding, TextFile};

/// The sources of a package and what each of its modules may name of its own crate: a module, or
/// one part of it (`browser::form`).
///
/// Each module that the package's `lib.rs` declares has a row here or is at the top, or else nobody would hold it to
/// anything.
struct Package {
    sources: &'static str,
    may: &'static [(&'static str, &'static [&'static str])],
    /// Modules that put all others together, so that they may name any and none may name them.
    top: &'static [&'static str],
}

/// The words with which a crate's own documentation begins to name its modules.
const READING_ORDER: &str = "In reading order";

const PACKAGES: &[Package] = &[
    Package {
        sources: "crates/guide/src/",
        may: &[
            ("country", &[]),
            ("dial", &[]),
            ("language", &[]),
            ("names", &[]),
            ("never", &[]),
            ("typed", &[]),
            // A field that is not there is noted by `never`, so that it is returned at no field.
            ("json", &["never"]),
            ("diagnostic", &["json"]),
            ("model", &[]),
            // What can be written, as tables; their words are the model's.
            ("format", &["model"]),
            // A text without markup, of the model or as it was written.
            ("plain", &["json", "model"]),
            ("raw", &["json", "format"]),
            // What a name is and what a telephone dials is the same for rules and for the widget.
            (
                "rules",
                &[
                    "raw",
                    "model",
                    "diagnostic",
                    "json",
                    "routes",
                    "format",
                    "names",
                    "dial",
                ],
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
            ("pack", &["model", "json", "plain", "never"]),
            // The trail is read and written as JSON; `typed` reads what somebody types.
            ("session", &["model", "json", "typed"]),
            ("routes", &["model"]),
        ],
        top: &[],
    },
    Package {
        sources: "crates/relay/src/",
        may: &[
            // What tokens and links are made from is configured.
            ("seal", &[]),
            ("config", &["seal"]),
            ("operator", &[]),
            ("site", &["config", "operator"]),
            ("identity", &["config", "seal"]),
            // Where it is, the configuration says. A ticket is found by the customer number of its proof, and `identity`
            // alone knows how a proof is written.
            ("store", &["config", "site", "identity"]),
            // What is counted is written into the store.
            ("counting", &["store"]),
            ("memory", &[]),
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
            ("http", &["config", "memory"]),
            // Its limits are those of all requests.
            ("probe", &["config", "http"]),
            // Waiting times and appointments are reached by the guarded way to helpdesks.
            ("people", &["config", "helpdesk"]),
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
                    "outbox", "mail", "seal", "alerts", "people", "probe", "counting",
                ],
            ),
            // It has routes and work of its own, and stands beside the routes.
            (
                "insights",
                &[
                    "app",
                    "http",
                    "store",
                    "status",
                    "tickets",
                    "seal",
                    "counting",
                    "operator::languages",
                ],
            ),
            (
                "routes",
                &[
                    "app", "http", "site", "store", "status", "tickets", "helpdesk", "outbox",
                    "seal", "alerts", "identity", "people", "probe", "counting", "insights",
                ],
            ),
        ],
        top: &["server"],
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
            // An effect of a screen that draws by itself asks it for its nodes.
            ("effects", &["browser", "model", "screens"]),
            // Both sides of the cut: what model, effects and screens leave to what is fetched later.
            (
                "second_part",
                &["browser", "effects", "model", "parts", "screens"],
            ),
            // The first screens, drawn natively by the same model and the same screens.
            (
                "ahead",
                &["model", "parts", "screens", "text", "view", "action"],
            ),
        ],
        top: &["app"],
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

/// All rules over all files.
pub fn check(files: &Files) -> Vec<Finding> {
    let rust = files.iter().filter(|file| file.is(&["rs"]));
    rust.flat_map(|file| {
        let mut findings = directions(file);
        findings.extend(browser(file));
        findings.extend(rows(file));
        findings
    })
    .collect()
}

impl Package {
    fn knows(&self, module: &str) -> bool {
        self.top.contains(&module) || self.may.iter().any(|(name, _)| *name == module)
    }
}

/// Modules that a `lib.rs` declares and that have no row above, and rows of modules that are gone. A crate that tells its
/// modules in reading order must name them all.
fn rows(file: &TextFile) -> Vec<Finding> {
    let sources = file.path.strip_suffix("lib.rs");
    let Some(package) = PACKAGES
        .iter()
        .find(|package| sources == Some(package.sources))
    else {
        return Vec::new();
    };
    let declared = declared(&file.text);
    let order: String = file
        .text
        .lines()
        .filter(|line| line.starts_with("//!"))
        .collect();
    let ordered = order.contains(READING_ORDER);
    let mut findings = Vec::new();
    for (module, line) in &declared {
        if !package.knows(module) {
            let message = format!(
                "`{module}` has no row in xtask/src/tidy/modules.rs, so that it may use anything: add what it may use"
            );
            findings.push(Finding::new(&file.path, *line, message));
        }
        if ordered && !order.contains(&format!("`{module}`")) {
            let message =
                format!("the modules in reading order leave out `{module}`: say what it is");
            findings.push(Finding::new(&file.path, *line, message));
        }
    }
    let in_table = package.may.iter().map(|(name, _)| name).chain(package.top);
    for gone in in_table.filter(|name| !declared.iter().any(|(known, _)| known == *name)) {
        let message =
            format!("xtask/src/tidy/modules.rs has a row for `{gone}`, which is not declared here");
        findings.push(Finding::new(&file.path, 1, message));
    }
    findings
}

/// The modules that a file declares, with their lines.
fn declared(text: &str) -> Vec<(String, usize)> {
    let code = code(text);
    let lines = code.lines().enumerate();
    lines
        .filter_map(|(at, line)| {
            let line = line
                .trim_start_matches("pub ")
                .trim_start_matches("pub(crate) ");
            let module = line.strip_prefix("mod ")?.strip_suffix(';')?;
            Some((module.to_owned(), at + 1))
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
        .filter(|(_, first, _)| package.knows(first))
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
    fn a_module_without_a_row_and_a_row_without_a_module_are_found() {
        let guide = |more: &str| -> String {
            let package = super::PACKAGES
                .iter()
                .find(|p| p.sources == "crates/guide/src/");
            let modules = package.unwrap().may.iter().map(|(name, _)| *name);
            let known: String = modules.map(|name| format!("mod {name};\n")).collect();
            format!("{known}{more}")
        };
        let path = "crates/guide/src/lib.rs";
        assert_eq!(found(path, &guide("pub use model::Guide;\n")), 0);
        assert_eq!(found(path, &guide("pub mod later;\n")), 1);
        assert_eq!(found(path, &guide("").replace("mod pack;\n", "")), 1);
    }

    #[test]
    fn a_module_that_the_reading_order_leaves_out_is_found() {
        let package = super::PACKAGES
            .iter()
            .find(|p| p.sources == "crates/relay/src/");
        let package = package.unwrap();
        let modules = package.may.iter().map(|(name, _)| name).chain(package.top);
        let modules: Vec<&str> = modules.copied().collect();
        let told = |modules: &[&str]| -> String {
            let told: Vec<String> = modules.iter().map(|name| format!("`{name}`")).collect();
            format!("//! In reading order: {}.\n", told.join(", "))
        };
        let declared: String = modules
            .iter()
            .map(|name| format!("mod {name};\n"))
            .collect();
        let path = "crates/relay/src/lib.rs";
        assert_eq!(found(path, &format!("{}{declared}", told(&modules))), 0);
        assert_eq!(
            found(path, &format!("{}{declared}", told(&modules[1..]))),
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
