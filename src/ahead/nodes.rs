//! A drawn screen as data: what the panel turns into elements.
//!
//! A node is a text, or an array of tag, attributes and children: `["p",{"class":"fl-quiet"},"Hello"]`. The panel makes
//! elements of them by `createElement` and texts by `textContent`, because a page's policy may forbid HTML
//! from strings (Trusted Types). Listeners are no part of it: what a press means stands in `data-press`.

use serde_json::{Map, Value};
use yew::virtual_dom::{VNode, VTag};

/// The nodes of a drawn screen, in order.
pub fn nodes(drawn: &VNode) -> Vec<Value> {
    let mut all = Vec::new();
    push(drawn, &mut all);
    all
}

fn push(node: &VNode, into: &mut Vec<Value>) {
    match node {
        VNode::VText(text) if text.text.is_empty() => {}
        VNode::VText(text) => into.push(Value::from(&*text.text)),
        VNode::VTag(tag) => into.push(element(tag)),
        VNode::VList(list) => list.iter().for_each(|child| push(child, into)),
        // The screens are plain functions: they have no components, portals or raw markup of their own.
        VNode::VComp(_)
        | VNode::VSuspense(_)
        | VNode::VPortal(_)
        | VNode::VRef(_)
        | VNode::VRaw(_) => {}
    }
}

fn element(tag: &VTag) -> Value {
    let mut attributes = Map::new();
    for (name, value) in tag.attributes.iter() {
        attributes.insert(name.to_owned(), value.into());
    }
    if let Some(value) = tag.value().filter(|value| !value.is_empty()) {
        attributes.insert("value".to_owned(), Value::from(&**value));
    }
    if tag.checked() == Some(true) {
        attributes.insert("checked".to_owned(), "".into());
    }
    let mut parts = vec![Value::from(tag.tag()), attributes.into()];
    if let Some(children) = tag.children() {
        push(children, &mut parts);
    }
    Value::Array(parts)
}

/// Visits every element's attributes, so that they can be added to.
pub fn each_element(nodes: &mut [Value], visit: &mut impl FnMut(&mut Map<String, Value>)) {
    for node in nodes {
        if let Value::Array(parts) = node
            && let [_, Value::Object(attributes), children @ ..] = parts.as_mut_slice()
        {
            visit(attributes);
            each_element(children, visit);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use yew::html;

    use super::*;

    #[test]
    fn a_screen_is_tags_attributes_and_texts() {
        let drawn = html! {
            <div class="fl-page">
                <h1 id="fl-heading">{ "What is wrong?" }</h1>
                { html! {} }
                <svg viewBox="0 0 24 24"><path d="M0 0" /></svg>
                <input type="search" value="slow" />
            </div>
        };
        let expected = json!([["div", { "class": "fl-page" },
            ["h1", { "id": "fl-heading" }, "What is wrong?"],
            ["svg", { "viewBox": "0 0 24 24" }, ["path", { "d": "M0 0" }]],
            ["input", { "type": "search", "value": "slow" }],
        ]]);
        assert_eq!(Value::Array(nodes(&drawn)), expected);
    }

    #[test]
    fn every_element_can_be_added_to() {
        let mut drawn = nodes(&html! { <ul><li data-press="one" /><li /></ul> });
        let mut seen = 0;
        each_element(&mut drawn, &mut |attributes| {
            seen += 1;
            if attributes.contains_key("data-press") {
                attributes.insert("data-to".to_owned(), "1".into());
            }
        });
        assert_eq!(seen, 3);
        assert_eq!(
            Value::Array(drawn),
            json!([["ul", {}, ["li", { "data-press": "one", "data-to": "1" }], ["li", {}]]])
        );
    }
}
