//! The speed test's script, run by Node: its numbers, its screens, and its engine against servers that are right, slow or wrong.
//! The cases are in `tests/speed/`.

mod node;

#[test]
fn the_speed_test_gives_a_figure_or_the_reason_why_there_is_none() {
    node::passes("speed");
}
