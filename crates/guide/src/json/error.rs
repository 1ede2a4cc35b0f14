//! Why a document cannot be read.

/// Why a document cannot be read, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error {
    /// The byte at which reading stopped; the length of the source at its end.
    pub offset: u32,
    /// What is wrong there.
    pub kind: ErrorKind,
}

/// Why a document cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// It begins with a byte order mark.
    ByteOrderMark,
    /// It is longer than 4 GiB.
    TooLong,
    /// Arrays and objects lie too deep in one another.
    TooDeep,
    /// It ends in the middle of a value.
    UnexpectedEnd,
    /// A value should stand here.
    ExpectedValue,
    /// A key in double quotes should stand here.
    ExpectedKey,
    /// A colon should stand here.
    ExpectedColon,
    /// A comma or a closing bracket should stand here.
    ExpectedCommaOrBracket,
    /// A comma or a closing brace should stand here.
    ExpectedCommaOrBrace,
    /// A comma stands before a closing bracket or brace.
    TrailingComma,
    /// A comment; JSON has none.
    Comment,
    /// Something stands behind the end of the document.
    TrailingCharacters,
    /// A line break, tab or other control character inside a string.
    ControlCharacter,
    /// A backslash with something behind it that means nothing.
    InvalidEscape,
    /// Half of a surrogate pair (`\ud83d` alone).
    LoneSurrogate,
    /// Something that begins like a number and is none: `01`, `1.`, `-`.
    InvalidNumber,
    /// A number that cannot be kept exactly.
    TooManyDigits,
}
