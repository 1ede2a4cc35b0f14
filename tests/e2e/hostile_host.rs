//! A page whose styles and scripts would ruin anything that lets them.

use serde_json::Value;

use crate::harness::{Answer, Host, OWN_SCRIPTS, Page, Relay, in_chromium, stage};

const STYLE: &str = r#"
html { font-size: 62.5% !important; filter: none; }
body { font: italic 700 40px/3 serif !important; letter-spacing: 4px; text-transform: uppercase;
  direction: rtl; color: red; line-height: 3; word-spacing: 9px; text-align: center; }
* { all: unset !important; display: inline !important; font-size: 40px !important;
  letter-spacing: 6px !important; color: hotpink !important; visibility: hidden !important;
  opacity: 0.2 !important; transform: rotate(2deg) !important; filter: blur(2px) !important;
  box-sizing: content-box !important; margin: 7px !important; }
button, input, a, h1, p, ul, li, div, span { border: 5px dashed lime !important;
  background: black !important; padding: 30px !important; text-transform: uppercase !important; }
:root { --fl-accent: hotpink; --accent: hotpink; --ink: hotpink; }
"#;

/// What careless scripts do to the globals, and what ours must not need.
const SCRIPT: &str = r#"
Array.prototype.last = function () { return this[this.length - 1]; };
Object.prototype.each = function () {};
String.prototype.format = function () { return "formatted"; };
window.$ = window.jQuery = window.app = window.root = window.mount = window.close = () => "theirs";
window.name = "theirs";
window.event = undefined;
document.addEventListener("click", (event) => event.stopPropagation());
document.addEventListener("keydown", (event) => event.stopPropagation());
"#;

/// What makes up the look of the main parts of a screen.
const LOOK: &str = r##"
const parts = {
  page: ".fl-page", bar: ".fl-bar", heading: "#fl-heading", option: ".fl-option",
  detail: ".fl-detail", search: "#fl-search", text: ".fl-main p", close: ".fl-icon-button",
  primary: "[data-rank=primary]", quiet: "[data-rank=quiet]", icon: ".fl-option svg",
};
const properties = [
  "display", "visibility", "opacity", "transform", "filter", "color", "backgroundColor",
  "fontSize", "fontFamily", "fontStyle", "fontWeight", "lineHeight", "letterSpacing", "wordSpacing",
  "textTransform", "textAlign", "direction", "boxSizing", "paddingTop", "paddingLeft", "marginTop",
  "borderTopWidth", "borderTopStyle", "borderTopColor", "borderTopLeftRadius", "width", "height",
];
const look = {};
for (const [part, selector] of Object.entries(parts)) {
  const element = every(selector).filter(shown)[0];
  if (!element) continue;
  const style = getComputedStyle(element);
  for (const property of properties) look[`${part} ${property}`] = style[property];
  // What the hosts of our shadow roots do shows on everything inside.
  for (let root = element.getRootNode(); root.host; root = root.host.getRootNode()) {
    const host = getComputedStyle(root.host);
    for (const property of ["visibility", "opacity", "transform", "filter"]) {
      look[`${part} in ${root.host.localName} ${property}`] = host[property];
    }
  }
}
return look;
"##;

/// Waits until whatever moves has come to rest, and looks.
async fn look(page: &Page) -> Value {
    let rest = "return every('.fl-page').every((page) => page.getAnimations({ subtree: true })
        .every((one) => one.playState === 'finished'));";
    page.wait_until("rest", rest).await;
    page.ask(LOOK).await
}

async fn start() -> (Host, Relay, String) {
    let (host, relay, tag) = stage::site_and_tag().await;
    host.put("/hostile.js", Answer::of("text/javascript", SCRIPT));
    (host, relay, tag)
}

fn hostile_head() -> String {
    format!("{OWN_SCRIPTS}<style>{STYLE}</style><script src=\"/hostile.js\"></script>")
}

/// Panics where a property of the first look is another in the second.
fn must_be_alike(neutral: &Value, hostile: &Value, but: &[&str]) {
    let neutral = neutral.as_object().unwrap();
    assert!(neutral.len() > 100, "too little to compare: {neutral:?}");
    let changed: Vec<String> = neutral
        .iter()
        .filter(|(property, _)| !but.iter().any(|end| property.ends_with(end)))
        .filter(|(property, value)| hostile[property.as_str()] != **value)
        .map(|(property, value)| {
            format!("{property}: {value} became {}", hostile[property.as_str()])
        })
        .collect();
    assert!(changed.is_empty(), "{}", changed.join("\n"));
}

#[test]
fn the_page_changes_nothing_in_the_panel() {
    in_chromium(async |page| {
        let (host, _relay, tag) = start().await;
        host.put("/neutral", Answer::page(OWN_SCRIPTS, &tag));
        // A second copy of our script is a mistake that is made often.
        let body = format!("<p>Welcome</p>{tag}{tag}");
        host.put("/hostile", Answer::page(&hostile_head(), &body));
        let mut looks = Vec::new();
        for path in ["/neutral", "/hostile"] {
            page.goto(&host.url(path)).await;
            page.open_widget().await;
            looks.push(look(page).await);
            page.walk_to_the_first_question().await;
            looks.push(look(page).await);
            // The next visit is another's, without this one's resume offer.
            page.ask("localStorage.clear();").await;
        }
        must_be_alike(&looks[0], &looks[2], &[]);
        must_be_alike(&looks[1], &looks[3], &[]);
        let copies = page
            .ask("return every('#fl-heading').filter(shown).length;")
            .await;
        assert_eq!(copies, 1, "two tags, one widget");
    });
}

#[test]
fn the_page_changes_nothing_in_its_element_but_the_room_it_has() {
    in_chromium(async |page| {
        let (host, _relay, tag) = start().await;
        let body = format!("{tag}<firstline-help guide=\"no-internet\"></firstline-help>");
        host.put("/neutral", Answer::page(OWN_SCRIPTS, &body));
        host.put("/hostile", Answer::page(&hostile_head(), &body));
        let mut looks = Vec::new();
        for path in ["/neutral", "/hostile"] {
            page.goto(&host.url(path)).await;
            // It starts when it is seen, and the page may have put anything before it.
            page.ask("document.querySelector('firstline-help').scrollIntoView();")
                .await;
            page.wait_heading("This device is online. Which network does it use?")
                .await;
            looks.push(look(page).await);
            page.answer("Mobile data (4G, 5G), or a phone's hotspot")
                .await;
            page.wait_heading("What happens on your devices at home?")
                .await;
            looks.push(look(page).await);
            page.ask("localStorage.clear();").await;
        }
        let room = ["width", "height"];
        must_be_alike(&looks[0], &looks[2], &room);
        must_be_alike(&looks[1], &looks[3], &room);
    });
}
