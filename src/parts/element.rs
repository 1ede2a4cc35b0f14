//! Elements, built by calls instead of by Yew's `html!`.
//!
//! The macro unfolds every attribute and child in place, which comes to some 400 bytes of
//! WebAssembly an element; a chain of calls is a tenth of that. Over all screens it is the
//! difference between keeping and missing the size that `tests/size.snap` holds. Yew's virtual
//! DOM, its diffing and its events are the same.

use std::rc::Rc;

use yew::html::{onclick, oninput, onsubmit};
use yew::virtual_dom::{AttributeOrProperty, Attributes, Listener, VTag, VText};
use yew::{AttrValue, Callback, Html, InputEvent, MouseEvent, SubmitEvent};

macro_rules! attributes {
    ($($attribute:ident = $name:literal)*) => {
        /// The attributes that the widget's elements have. No `style`: a strict content policy
        /// forbids it.
        #[allow(missing_docs, reason = "they are what HTML, ARIA and SVG call them")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum At { $($attribute),* }

        /// One list for all elements, so that Yew compares their values place by place.
        static NAMES: &[&str] = &[$($name),*];
    };
}

attributes! {
    Class = "class"
    Id = "id"
    Type = "type"
    Part = "part"
    Role = "role"
    Lang = "lang"
    Dir = "dir"
    Href = "href"
    Target = "target"
    Rel = "rel"
    Src = "src"
    Alt = "alt"
    For = "for"
    Form = "form"
    Method = "method"
    NoValidate = "novalidate"
    Value = "value"
    Selected = "selected"
    Rows = "rows"
    InputMode = "inputmode"
    AutoComplete = "autocomplete"
    EnterKeyHint = "enterkeyhint"
    Placeholder = "placeholder"
    TabIndex = "tabindex"
    Label = "aria-label"
    LabelledBy = "aria-labelledby"
    DescribedBy = "aria-describedby"
    Invalid = "aria-invalid"
    Current = "aria-current"
    Disabled = "aria-disabled"
    Hidden = "aria-hidden"
    ViewBox = "viewBox"
    Path = "d"
    CentreX = "cx"
    CentreY = "cy"
    Radius = "r"
    PathLength = "pathLength"
    Dashes = "stroke-dasharray"
    Fill = "fill"
    Stroke = "stroke"
    Name = "name"
    Open = "open"
    Transform = "transform"
}

/// An element in the making. It is one pointer, so that handing it on costs nothing.
pub struct Element(Box<VTag>);

/// Begins an element: its tag and its classes, which may be empty.
#[inline(never)]
pub fn el(tag: &'static str, class: &'static str) -> Element {
    let mut tag = VTag::new(tag);
    let mut values = Vec::with_capacity(NAMES.len());
    values.resize_with(NAMES.len(), || None);
    tag.attributes = Attributes::Dynamic {
        keys: NAMES,
        values: values.into(),
    };
    let element = Element(Box::new(tag));
    if class.is_empty() {
        element
    } else {
        element.at(At::Class, class)
    }
}

impl Element {
    /// With this attribute.
    #[inline(never)]
    pub fn at(self, name: At, value: &'static str) -> Element {
        self.set(name, AttrValue::Static(value))
    }

    /// With this attribute, where its value is made while drawing.
    #[inline(never)]
    pub fn set(mut self, name: At, value: AttrValue) -> Element {
        if let Attributes::Dynamic { values, .. } = &mut self.0.attributes
            && let Some(place) = values.get_mut(name as usize)
        {
            *place = Some(AttributeOrProperty::Attribute(value));
        }
        self
    }

    /// With this attribute where that is so.
    #[inline(never)]
    pub fn when(self, so: bool, name: At, value: &'static str) -> Element {
        if so { self.at(name, value) } else { self }
    }

    /// With the classes of something inside.
    #[inline(never)]
    pub fn and_class(self, class: &'static str) -> Element {
        if class.is_empty() {
            return self;
        }
        let mut classes = String::new();
        if let Attributes::Dynamic { values, .. } = &self.0.attributes
            && let Some(Some(AttributeOrProperty::Attribute(own))) = values.get(At::Class as usize)
        {
            classes.push_str(own);
            classes.push(' ');
        }
        classes.push_str(class);
        self.set(At::Class, classes.into())
    }

    /// With what stands in the control.
    #[inline(never)]
    pub fn value(mut self, value: AttrValue) -> Element {
        self.0.set_value(Some(value));
        self
    }

    /// Ticked or not.
    #[inline(never)]
    pub fn checked(mut self, checked: bool) -> Element {
        self.0.set_checked(checked);
        self
    }

    /// Told from its predecessor by this: another key makes it anew.
    #[inline(never)]
    pub fn key(mut self, key: &str) -> Element {
        self.0.key = Some(key.into());
        self
    }

    #[inline(never)]
    fn listen(mut self, listener: Rc<dyn Listener>) -> Element {
        self.0.add_listener(listener);
        self
    }

    /// With something that happens on a click.
    #[inline(never)]
    pub fn on_click(self, callback: Callback<MouseEvent>) -> Element {
        self.listen(Rc::new(onclick::Wrapper::new(callback)))
    }

    /// With something that happens whenever something is typed or picked.
    #[inline(never)]
    pub fn on_input(self, callback: Callback<InputEvent>) -> Element {
        self.listen(Rc::new(oninput::Wrapper::new(callback)))
    }

    /// With something that happens when the form is sent.
    #[inline(never)]
    pub fn on_submit(self, callback: Callback<SubmitEvent>) -> Element {
        self.listen(Rc::new(onsubmit::Wrapper::new(callback)))
    }

    /// With this inside, after what is inside already.
    #[inline(never)]
    pub fn node(mut self, child: Html) -> Element {
        self.0.add_child(child);
        self
    }

    /// With this inside, if it is there. What may come and go while the screen stays keeps its
    /// place either way: Yew compares children by their place, and a control that moves up one is
    /// made anew, without the focus.
    #[inline(never)]
    pub fn maybe(self, child: Option<Html>) -> Element {
        self.node(child.unwrap_or_default())
    }

    /// With this element inside.
    #[inline(never)]
    pub fn with(self, child: Element) -> Element {
        self.node(child.done())
    }

    /// With this text inside.
    #[inline(never)]
    pub fn text(self, words: AttrValue) -> Element {
        self.node(VText::new(words).into())
    }

    /// With these inside.
    pub fn each(mut self, children: impl Iterator<Item = Html>) -> Element {
        for child in children {
            self = self.node(child);
        }
        self
    }

    /// The element, finished.
    #[inline(never)]
    pub fn done(self) -> Html {
        (*self.0).into()
    }
}

impl From<Element> for Html {
    fn from(element: Element) -> Html {
        element.done()
    }
}

/// Several nodes where one is asked for.
#[inline(never)]
pub fn all(nodes: Vec<Html>) -> Html {
    yew::virtual_dom::VList::with_children(nodes, None).into()
}

/// Nothing.
pub fn nothing() -> Html {
    Html::default()
}
