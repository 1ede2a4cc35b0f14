//! Figures that the book repeats are those of the report that they are from.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

/// The cells of the row of a table that begins with this.
fn row<'a>(page: &'a str, begins: &str) -> Vec<&'a str> {
    let line = page.lines().find(|line| line.starts_with(begins));
    let line = line.unwrap_or_else(|| panic!("no row {begins}"));
    line.trim_matches('|').split('|').map(str::trim).collect()
}

#[test]
fn what_one_relay_does_is_what_was_measured() {
    let book = include_str!("../../../docs/millions.md");
    let report = include_str!("../../../docs/benchmarks/relay.md");
    for (told, measured) in [
        (
            "| tickets stored on disk, 64 customers",
            "| a ticket to disk | 64 |",
        ),
        ("| the index of guides |", "| the index of guides"),
        ("| 200 known faults |", "| 200 known faults"),
    ] {
        assert_eq!(
            row(book, told)[1].replace(',', ""),
            row(report, measured)[2],
            "{told}"
        );
    }
}
