//! What the scripts beside the widget decide without a page, run by Node. The cases are in `tests/embed/`.

mod node;

#[test]
fn the_scripts_beside_the_widget_do_what_their_cases_say() {
    node::passes("embed");
}
