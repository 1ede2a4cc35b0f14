//! The page that asks: one pair of questions, a thank-you, or what went wrong. Without a script, in the colour and by
//! the name of the provider. All texts are escaped by the template.

use std::sync::LazyLock;

use firstline_guide::language::nearest;
use firstline_kano::Answer;
use minijinja::value::Serde;
use minijinja::{Environment, Error};
use serde_json::{Value, json};

use super::form::{Made, Sent};
use crate::insights::questions::Pair;
use crate::operator::languages::name;
use crate::status::page::style as style_of_public_pages;

/// The page's own words by language, one file each; the first is for all others.
const WORDS: [(&str, &str); 4] = [
    ("en", include_str!("words/en.json")),
    ("de", include_str!("words/de.json")),
    ("ar", include_str!("words/ar.json")),
    ("zh", include_str!("words/zh.json")),
];

static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut all = Environment::new();
    // The name ends in .html, so that everything is escaped. A template that is not sound is missing, and a test
    // looks.
    if let Err(error) = all.add_template("page.html", include_str!("page.html")) {
        tracing::error!(%error, "the template of the page that asks is not sound");
    }
    all
});

/// What the page is made of.
#[derive(Debug)]
pub struct Page<'a> {
    /// The provider's name.
    pub name: &'a str,
    /// The page with the help in it.
    pub help: Option<&'a str>,
    /// The tag of the language that is read.
    pub language: &'a str,
    /// The tags of the others.
    pub languages: Vec<&'a str>,
    /// The words that it shares with the widget.
    pub words: Value,
    /// What it says.
    pub body: Body<'a>,
}

/// What the page says.
#[derive(Debug)]
pub enum Body<'a> {
    /// A pair of questions.
    Asked(Asked<'a>),
    /// Thanks: there is nothing more to ask.
    Thanks,
    /// What was asked for or sent is not right.
    Wrong(Wrong),
}

/// A pair of questions in its form.
#[derive(Debug)]
pub struct Asked<'a> {
    /// The questions.
    pub pair: &'a Pair,
    /// The form.
    pub form: Made,
    /// What was sent, if an answer lacks in it.
    pub incomplete: Option<&'a Sent>,
}

/// Why nothing was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// This relay has not made the form, its day is over, or another site has sent it.
    NotOurs,
    /// It is no form that can be read.
    Unreadable,
    /// It is too large.
    TooLarge,
    /// It did not come in time, or broke off.
    Late,
    /// This address sends too much.
    TooMany,
    /// Nobody is asked anything here.
    Nothing,
}

impl Wrong {
    #[cfg(test)]
    const ALL: [Wrong; 6] = [
        Wrong::NotOurs,
        Wrong::Unreadable,
        Wrong::TooLarge,
        Wrong::Late,
        Wrong::TooMany,
        Wrong::Nothing,
    ];

    /// The status of HTTP.
    pub fn status(self) -> u16 {
        match self {
            Wrong::NotOurs | Wrong::Unreadable => 400,
            Wrong::Nothing => 404,
            Wrong::Late => 408,
            Wrong::TooLarge => 413,
            Wrong::TooMany => 429,
        }
    }

    /// The key of what is said of it.
    fn key(self) -> &'static str {
        match self {
            Wrong::NotOurs => "not-ours",
            Wrong::Unreadable | Wrong::TooLarge => "unreadable",
            Wrong::Late => "late",
            Wrong::TooMany => "too-many",
            Wrong::Nothing => "nothing",
        }
    }
}

impl Body<'_> {
    /// The status of HTTP.
    pub fn status(&self) -> u16 {
        match self {
            Body::Asked(asked) if asked.incomplete.is_some() => 400,
            Body::Asked(_) | Body::Thanks => 200,
            Body::Wrong(wrong) => wrong.status(),
        }
    }
}

impl Page<'_> {
    /// The page.
    ///
    /// # Errors
    ///
    /// If the template or the words are not sound, which tests rule out.
    pub fn html(&self) -> Result<String, Error> {
        let template = TEMPLATES.get_template("page.html")?;
        template.render(Serde(self.values()))
    }

    fn values(&self) -> Value {
        let own = own_words(self.language);
        let text = |key: &str| own[key].as_str().unwrap_or(key).to_owned();
        let (heading, said) = match &self.body {
            Body::Asked(_) => (text("heading"), text("why")),
            Body::Thanks => (
                self.words["thanks"].as_str().unwrap_or_default().to_owned(),
                text("thanks-text"),
            ),
            Body::Wrong(Wrong::Nothing) => (text("nothing-heading"), text("nothing")),
            Body::Wrong(wrong) => (text("wrong-heading"), text(wrong.key())),
        };
        let languages = self.languages.iter();
        let languages: Vec<Value> = languages
            .map(|tag| json!({ "tag": tag, "name": name(tag) }))
            .collect();
        let again = matches!(self.body, Body::Wrong(wrong) if wrong != Wrong::Nothing);
        json!({
            "name": self.name,
            "help": self.help,
            "language": self.language,
            "direction": own["direction"],
            "languages": languages,
            "own": own,
            "heading": heading,
            "said": said,
            "again": again,
            "at": if matches!(self.body, Body::Thanks) { "/ask/thanks" } else { "/ask" },
            "asked": match &self.body {
                Body::Asked(asked) => self.asked(asked),
                Body::Thanks | Body::Wrong(_) => Value::Null,
            },
        })
    }

    fn asked(&self, asked: &Asked<'_>) -> Value {
        let Asked { pair, form, .. } = asked;
        let question = |name: &str, text: &str, given: Option<&String>| {
            let given = given.and_then(|given| Answer::from_name(given));
            let answers = Answer::ALL.map(|answer| {
                json!({
                    "value": answer.name(),
                    "text": self.words["answers"][answer.name()],
                    "chosen": given == Some(answer),
                })
            });
            let lacks = asked.incomplete.is_some() && given.is_none();
            json!({ "name": name, "text": text, "answers": answers, "lacks": lacks })
        };
        let given = asked.incomplete;
        json!({
            "feature": pair.id,
            "number": form.number,
            "until": form.until.to_string(),
            "sign": form.sign,
            "incomplete": given.is_some(),
            "questions": [
                question("functional", &pair.functional, given.map(|given| &given.functional)),
                question("dysfunctional", &pair.dysfunctional, given.map(|given| &given.dysfunctional)),
            ],
        })
    }
}

/// The style sheet, in the provider's colour: that of all public pages, and what is asked.
pub fn style(accent: Option<&str>) -> String {
    style_of_public_pages(accent) + include_str!("style.css")
}

fn own_words(language: &str) -> Value {
    let found = nearest(language, |tag| {
        let mut words = WORDS.iter();
        words.find(|(known, _)| known.eq_ignore_ascii_case(tag))
    });
    let (_, text) = found.unwrap_or(&WORDS[0]);
    serde_json::from_str(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::questions::words;
    use crate::seal::Seal;

    fn html(language: &str, body: Body<'_>) -> String {
        let page = Page {
            name: "Example & Fibre",
            help: Some("https://www.isp.example/help"),
            language,
            languages: vec!["de"],
            words: words(language).unwrap(),
            body,
        };
        page.html().unwrap()
    }

    fn asked<'a>(pair: &'a Pair, incomplete: Option<&'a Sent>) -> Body<'a> {
        Body::Asked(Asked {
            pair,
            form: Made::new(&Seal::of(&[1; 32]), &pair.id),
            incomplete,
        })
    }

    fn pair() -> Pair {
        Pair {
            id: "call-back".to_owned(),
            functional: "How do you feel if we call you?".to_owned(),
            dysfunctional: "And if you wait?".to_owned(),
        }
    }

    #[test]
    fn each_language_has_the_same_words_and_none_is_empty() {
        let keys = |tag: &str| -> Vec<String> {
            let words = own_words(tag);
            let words = words.as_object().unwrap();
            for (key, text) in words {
                assert!(!text.as_str().unwrap().is_empty(), "{tag} {key}");
            }
            words.keys().cloned().collect()
        };
        for (tag, _) in WORDS {
            assert_eq!(keys(tag), keys("en"), "{tag}");
        }
        for wrong in Wrong::ALL {
            let said = own_words("en")[wrong.key()].as_str().unwrap().to_owned();
            assert!(html("en", Body::Wrong(wrong)).contains(&said), "{wrong:?}");
        }
    }

    #[test]
    fn each_question_is_a_group_with_its_name_and_five_answers_with_theirs() {
        let pair = pair();
        for (language, direction) in [
            ("en", "ltr"),
            ("de-AT", "ltr"),
            ("ar", "rtl"),
            ("zh", "ltr"),
        ] {
            let html = html(language, asked(&pair, None));
            let root = format!("<html lang=\"{language}\" dir=\"{direction}\">");
            assert!(html.contains(&root), "{html}");
            assert_eq!(html.matches("<fieldset").count(), 2, "{html}");
            for question in [&pair.functional, &pair.dysfunctional] {
                assert!(
                    html.contains(&format!("<legend>{question}</legend>")),
                    "{html}"
                );
            }
            let answers: Vec<&str> = html.split("<label>").skip(1).collect();
            assert_eq!(answers.len(), 10, "{html}");
            let shared = words(language).unwrap();
            for (at, rest) in answers.iter().enumerate() {
                let answer = Answer::ALL[at % 5].name();
                let label = rest.split("</label>").next().unwrap();
                let name = if at < 5 {
                    "functional"
                } else {
                    "dysfunctional"
                };
                let input = format!("type=\"radio\" name=\"{name}\" value=\"{answer}\" required");
                assert!(label.contains(&input), "{label}");
                let text = shared["answers"][answer].as_str().unwrap();
                let text = text.replace('\'', "&#x27;");
                assert!(label.contains(&format!("<span>{text}</span>")), "{label}");
                assert!(
                    !label.contains("checked"),
                    "nothing is chosen for anybody: {label}"
                );
            }
        }
    }

    #[test]
    fn what_was_chosen_stays_and_what_lacks_is_said_where_it_lacks() {
        let (pair, sent) = (
            pair(),
            Sent {
                functional: "must-be".to_owned(),
                dysfunctional: "\"><b>".to_owned(),
                ..Sent::default()
            },
        );
        let html = html("en", asked(&pair, Some(&sent)));
        assert_eq!(html.matches(" checked").count(), 1, "{html}");
        assert!(
            html.contains("value=\"must-be\" required checked"),
            "{html}"
        );
        assert!(html.contains("role=\"alert\""), "{html}");
        assert!(!html.contains("\"functional-lacks\""), "{html}");
        assert!(
            html.contains("aria-describedby=\"dysfunctional-lacks\""),
            "{html}"
        );
        assert!(html.contains("id=\"dysfunctional-lacks\""), "{html}");
        assert!(!html.contains("<b>"), "{html}");
    }

    #[test]
    fn nothing_that_is_written_elsewhere_becomes_markup() {
        let evil = "<script>alert(\"1\")</script>";
        let pair = Pair {
            id: evil.to_owned(),
            functional: evil.to_owned(),
            dysfunctional: evil.to_owned(),
        };
        let html = html("en", asked(&pair, None));
        assert!(
            !html.contains("<script") && !html.contains("\"1\""),
            "{html}"
        );
        assert!(
            html.contains("&lt;script&gt;") && html.contains("Example &amp; Fibre"),
            "{html}"
        );
    }

    #[test]
    fn the_style_has_the_providers_colour() {
        let css = style(Some("#123456"));
        assert!(
            css.contains("--accent: #123456;") && css.contains("fieldset"),
            "{css}"
        );
    }
}
