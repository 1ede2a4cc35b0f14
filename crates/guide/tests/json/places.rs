//! Each value and each key that is written twice is found at its place in the source.

use firstline_guide::json::{self, Node};

#[test]
fn every_span_cuts_out_its_own_text() {
    let source = r#" { "a" : [ 1.50 , "ü\n" ] , "b":{ } , "c" : null } "#;
    let root = json::parse(source).unwrap().root;
    let cut = |span: json::Span| &source[span.start as usize..span.end as usize];
    let members = root.as_object().unwrap();
    assert_eq!(cut(root.span), source.trim());
    assert_eq!(cut(members[0].key_span), "\"a\"");
    assert_eq!(cut(members[0].value.span), r#"[ 1.50 , "ü\n" ]"#);
    let items = root.get("a").unwrap().as_array().unwrap();
    assert_eq!(cut(items[0].span), "1.50");
    assert_eq!(cut(items[1].span), r#""ü\n""#);
    assert_eq!(cut(root.get("b").unwrap().span), "{ }");
    assert_eq!(cut(root.get("c").unwrap().span), "null");
}

#[test]
fn keys_that_stand_twice_are_all_listed_in_order() {
    let source = r#"{"a":1,"b":{"x":1,"x":2},"\u0061":3,"a":4,"c":5}"#;
    let parsed = json::parse(source).unwrap();
    let places: Vec<u32> = parsed.duplicates().iter().map(|span| span.start).collect();
    assert_eq!(places, [18, 25, 36]);
    assert_eq!(parsed.root.get("a").and_then(Node::as_f64), Some(1.0));
    assert!(
        json::parse(r#"[{"a":1},{"a":1}]"#)
            .unwrap()
            .duplicates()
            .is_empty()
    );
}
