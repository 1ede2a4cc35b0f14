//! Rules that several stand side by side in one file.

/// Defines rules, each by its doc comment, severity, id and two examples, and the list of all of them.
macro_rules! rules {
    (
        $(#[doc = $of_all:literal])+ $all:ident;
        $($(#[doc = $doc:literal])+ $name:ident: $severity:ident $id:literal, $bad:literal, $good:literal;)+
    ) => {
        $(#[doc = $of_all])+
        pub static $all: &[&firstline_guide::diagnostic::Rule] = &[$(&$name),+];

        $(
            $(#[doc = $doc])+
            pub(crate) static $name: firstline_guide::diagnostic::Rule = firstline_guide::diagnostic::Rule {
                id: $id,
                severity: firstline_guide::diagnostic::Severity::$severity,
                doc: &[$($doc),+],
                bad: firstline_guide::diagnostic::Example::File($bad),
                good: firstline_guide::diagnostic::Example::File($good),
            };
        )+
    };
}

pub(crate) use rules;
