//! Bars beside their names, with a whisker for what a share may really be. A bar is made of what may be told: of what may
//! not, there is none.

use firstline_insights::Interval;

use super::{label, percent};
use crate::insights::markup::{Element, el};
use crate::insights::told::Told;

/// A bar.
#[derive(Clone, Debug)]
pub struct Bar {
    name: String,
    /// Parts of it, one after the other, from 0 to 1, with the class that colours each.
    parts: Vec<(f64, &'static str)>,
    interval: Option<Interval>,
    /// The value behind it.
    value: String,
}

impl Bar {
    /// A share, with its whisker, and behind it of how many it is; `None` if it may not be told.
    pub fn of(name: impl Into<String>, share: Told, class: &'static str) -> Option<Bar> {
        let value = share.value()?;
        let of = share.of().map_or(String::new(), |of| format!(" of {of}"));
        Some(Bar {
            name: name.into(),
            parts: vec![(value, class)],
            interval: share.interval(),
            value: format!("{:.0} %{of}", value * 100.0),
        })
    }

    /// The same, with the part itself behind it.
    pub fn counted(name: impl Into<String>, share: Told, class: &'static str) -> Option<Bar> {
        let bar = Bar::of(name, share, class)?;
        let value = share.value()? * 100.0;
        let part = share.part()?;
        Some(Bar {
            value: format!("{value:.0} % · {part}"),
            ..bar
        })
    }

    /// A count, as long as it is of this one, with nothing but itself behind it.
    pub fn beside(
        name: impl Into<String>,
        count: Told,
        most: Told,
        class: &'static str,
    ) -> Option<Bar> {
        let (value, most) = (count.value()?, most.value()?);
        Some(Bar {
            name: name.into(),
            parts: vec![(value / most.max(1.0), class)],
            interval: None,
            value: format!("{value:.0}"),
        })
    }

    /// A share that is coloured by its parts, if they may be told.
    pub fn split(self, parts: &[(Told, &'static str)]) -> Bar {
        let told: Option<Vec<(f64, &str)>> = parts
            .iter()
            .map(|(share, class)| Some((share.value()?, *class)))
            .collect();
        Bar {
            parts: told.unwrap_or(self.parts),
            ..self
        }
    }

    /// With a further share behind the first, if it may be told.
    pub fn and(mut self, share: Told, class: &'static str) -> Bar {
        self.parts.extend(share.value().map(|value| (value, class)));
        self
    }

    /// With these words behind it.
    pub fn saying(self, value: String) -> Bar {
        Bar { value, ..self }
    }

    /// Without a whisker.
    pub fn bare(self) -> Bar {
        Bar {
            interval: None,
            ..self
        }
    }
}

/// The height of a bar with the space round it, and of a line of words above it, in px.
const ROW: f64 = 26.0;
const LINE: f64 = 18.0;

/// So many letters are as wide as a phone's plot, some 340 px; and so many leave room for the value beside them.
const WIDEST: usize = 46;
const BESIDE_VALUE: usize = 34;

/// A name in lines that fit a phone. The value stands at the end of the last: where there is no room, its last word goes down, or nothing
/// stands there.
fn lines(name: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let wide = |text: &str| text.chars().map(width).sum::<usize>();
    for word in name.split_whitespace() {
        let used = lines.last().map_or(0, |line| wide(line));
        if used > 0 && used + 1 + wide(word) > WIDEST {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    if let Some(last) = lines.last_mut()
        && wide(last) > BESIDE_VALUE
    {
        let word = last.rfind(' ').map(|at| last.split_off(at));
        lines.push(word.unwrap_or_default().trim_start().to_owned());
    }
    lines
}

/// Letters from the signs of Chinese on are as wide as two others (Unicode Standard Annex 11, "wide").
fn width(letter: char) -> usize {
    match letter {
        '\u{2e80}'..='\u{ffdc}' => 2,
        _ => 1,
    }
}

/// Bars below each other.
pub fn draw(name: &str, bars: &[Bar]) -> Element {
    let names: Vec<Vec<String>> = bars.iter().map(|bar| lines(&bar.name)).collect();
    let tall = |lines: &[String]| f64::from(u32::try_from(lines.len()).unwrap_or(1)) * LINE;
    let height: f64 = names.iter().map(|lines| ROW + tall(lines)).sum();
    let mut image = super::image("bars", name, height + 4.0);
    let mut above = 0.0;
    for (bar, lines) in bars.iter().zip(&names) {
        for (at, line) in (0_u32..).zip(lines).filter(|(_, line)| !line.is_empty()) {
            let down = above + f64::from(at) * LINE + 15.0;
            image = image.with(label("0", down, "name", line));
        }
        // The bar and its whisker stand below the last line.
        let top = above + tall(lines) - LINE;
        above += ROW + tall(lines);
        image = image
            .with(label("100%", top + 15.0, "value", &bar.value))
            .with(rect(0.0, 1.0, top + 21.0, "ground"));
        let mut from = 0.0;
        for (share, class) in &bar.parts {
            image = image.with(rect(from, *share, top + 21.0, class));
            from += share;
        }
        if let Some(Interval { low, high }) = bar.interval {
            let line = |x1: f64, x2: f64, y1: f64, y2: f64| {
                el("line")
                    .at("x1", percent(x1))
                    .at("x2", percent(x2))
                    .at("y1", format!("{y1:.0}"))
                    .at("y2", format!("{y2:.0}"))
                    .class("whisker")
            };
            let middle = top + 28.0;
            image = image
                .with(line(low, high, middle, middle))
                .with(line(low, low, middle - 4.0, middle + 4.0))
                .with(line(high, high, middle - 4.0, middle + 4.0));
        }
    }
    image
}

fn rect(from: f64, width: f64, top: f64, class: &str) -> Element {
    el("rect")
        .at("x", percent(from))
        .at("width", percent(width))
        .at("y", format!("{top:.0}"))
        .at("height", "14")
        .class(class)
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn names_fit_a_phone_and_leave_room_for_the_value() {
        for (name, expected) in [
            ("Restart the router", &["Restart the router"][..]),
            // It leaves no room for the value.
            (
                "Switch the Wi-Fi on in the router's app",
                &["Switch the Wi-Fi on in the router's", "app"],
            ),
            (
                "Remove your Wi-Fi from the device, then join it again",
                &["Remove your Wi-Fi from the device, then join", "it again"],
            ),
            (
                "重启路由器以后等十分钟再看看灯是不是亮着",
                &["重启路由器以后等十分钟再看看灯是不是亮着", ""],
            ),
            ("", &[""]),
        ] {
            assert_eq!(lines(name), expected, "{name}");
        }
    }
}
