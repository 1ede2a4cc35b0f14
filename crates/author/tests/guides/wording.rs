//! What the shipped guides say is short, calm and easy to read.

use firstline_author::reading::Reading;
use firstline_guide::json::{self, Node};

use super::{Shipped, shipped};

/// Sentences of at most 15 words on average and 25 at most are understood by nearly everybody
/// (Government Digital Service, "Sentence length: why 25 words is our limit", 2014).
#[test]
fn sentences_are_short() {
    for Shipped { id, source } in shipped() {
        let texts = texts(&source);
        let sentences: Vec<&str> = texts.iter().flat_map(|text| sentences(text)).collect();
        let words = |sentence: &&str| sentence.split_whitespace().count();
        for sentence in &sentences {
            assert!(
                words(sentence) <= 25,
                "{id}: {} words: {sentence}",
                words(sentence)
            );
        }
        let all: usize = sentences.iter().map(words).sum();
        let average = all as f64 / sentences.len() as f64;
        println!(
            "{id}: {} sentences, {average:.1} words on average",
            sentences.len()
        );
        assert!(average <= 15.0, "{id}: {average:.1} words on average");
    }
}

/// Small blocks too, of which `hard-to-read` says nothing.
#[test]
fn guides_are_read_at_grade_8_or_below() {
    for Shipped { id, source } in shipped() {
        let texts = texts(&source);
        let grade = Reading::of(texts.iter().map(String::as_str)).grade();
        println!("{id}: grade {grade:.1}");
        assert!(grade <= 8.0, "{id}: grade {grade:.1}");
    }
}

#[test]
fn texts_are_calm_and_plain() {
    for Shipped { id, source } in shipped() {
        for text in texts(&source) {
            assert!(!text.contains('!'), "{id}: {text}");
            let plain = |character: char| character.is_ascii() || "–’“”é£".contains(character);
            assert!(text.chars().all(plain), "{id}: {text}");
            for word in [
                "simply",
                "obviously",
                "easy",
                "please",
                "error",
                "ONT",
                "DNS",
                "SSID",
            ] {
                let found = without_quoted(&text)
                    .split(|c: char| !c.is_alphanumeric())
                    .any(|part| part == word);
                assert!(!found, "{id}: \"{word}\" in: {text}");
            }
        }
    }
}

/// What stands in quotes is read off a screen, as its maker calls it.
fn without_quoted(text: &str) -> String {
    let outside = |part: &str| part.rsplit('”').next().map(str::to_owned);
    text.split('“').filter_map(outside).collect()
}

/// Everything that a customer reads. Descriptions of pictures are left out: they are read aloud.
fn texts(source: &str) -> Vec<String> {
    let root = json::parse(source).expect("a guide is JSON").root;
    let mut texts = Vec::new();
    for key in ["title", "summary"] {
        collect(root.get(key).expect("a guide has it"), &mut texts);
    }
    read_by_customers(root.get("steps").expect("a guide has steps"), &mut texts);
    assert!(texts.len() > 2, "what a guide says is not found");
    texts
}

pub fn read_by_customers(node: &Node, texts: &mut Vec<String>) {
    for member in node.as_object().unwrap_or_default() {
        match member.key.as_str() {
            "title" | "text" | "hint" | "warning" | "label" | "actions" | "done" | "cannot"
            | "next" => {
                collect(&member.value, texts);
            }
            "ask" if member.value.as_str().is_some() => collect(&member.value, texts),
            _ => read_by_customers(&member.value, texts),
        }
    }
    for item in node.as_array().unwrap_or_default() {
        read_by_customers(item, texts);
    }
}

fn collect(node: &Node, texts: &mut Vec<String>) {
    texts.extend(node.as_str().map(str::to_owned));
    for item in node.as_array().unwrap_or_default() {
        collect(item, texts);
    }
    read_by_customers(node, texts);
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['.', '?', ':'])
        .map(str::trim)
        .filter(|sentence| !sentence.is_empty())
}
