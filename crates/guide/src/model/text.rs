//! Texts that the customer reads.

/// Plain text with places for facts. There is no markup, so it cannot break the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text(pub Vec<Piece>);

/// A piece of a [`Text`].
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Words as they are.
    Words(String),
    /// The value of the fact of this name, a number with its unit.
    Fact(String),
}
