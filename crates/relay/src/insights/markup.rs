//! HTML and SVG as a tree. A text is always a text: what guides, customers or feeds say cannot become markup.

use std::fmt::Write as _;

/// A node.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// An element.
    Element(Element),
    /// A text.
    Text(String),
}

/// An element.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    children: Vec<Node>,
}

/// An element of this name.
pub fn el(name: &'static str) -> Element {
    Element {
        name,
        attributes: Vec::new(),
        children: Vec::new(),
    }
}

impl Element {
    /// With this attribute.
    pub fn at(mut self, name: &'static str, value: impl ToString) -> Element {
        self.attributes.push((name, value.to_string()));
        self
    }

    /// With this attribute, if there is a value.
    pub fn at_if(self, name: &'static str, value: Option<impl ToString>) -> Element {
        match value {
            Some(value) => self.at(name, value),
            None => self,
        }
    }

    /// With this class.
    pub fn class(self, name: &str) -> Element {
        self.at("class", name)
    }

    /// With this text at its end.
    pub fn text(mut self, text: impl Into<String>) -> Element {
        self.children.push(Node::Text(text.into()));
        self
    }

    /// With this element at its end.
    pub fn with(mut self, child: Element) -> Element {
        self.children.push(Node::Element(child));
        self
    }

    /// With these at its end.
    pub fn all(mut self, children: impl IntoIterator<Item = Element>) -> Element {
        self.children
            .extend(children.into_iter().map(Node::Element));
        self
    }

    /// With this at its end, if there is one.
    pub fn maybe(self, child: Option<Element>) -> Element {
        self.all(child)
    }

    /// As it is written.
    pub fn write(&self, out: &mut String) {
        let _ = write!(out, "<{}", self.name);
        for (name, value) in &self.attributes {
            let _ = write!(out, " {name}=\"");
            escape(value, out);
            out.push('"');
        }
        out.push('>');
        if VOID.contains(&self.name) {
            return;
        }
        for child in &self.children {
            match child {
                Node::Element(element) => element.write(out),
                Node::Text(text) => escape(text, out),
            }
        }
        let _ = write!(out, "</{}>", self.name);
    }
}

/// Elements of HTML that have no end.
const VOID: [&str; 5] = ["br", "hr", "input", "link", "meta"];

fn escape(text: &str, out: &mut String) {
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // No control character is a character of HTML.
            sign if sign.is_control() && sign != '\n' => out.push(' '),
            sign => out.push(sign),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_never_becomes_markup() {
        let mut out = String::new();
        el("p")
            .at("title", "\"><script>")
            .text("<b>&\u{0}")
            .with(el("br"))
            .write(&mut out);
        assert_eq!(
            out,
            "<p title=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt;&amp; <br></p>"
        );
    }
}
