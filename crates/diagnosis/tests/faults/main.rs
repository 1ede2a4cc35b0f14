//! The faults that a line can have, as two browsers saw them on a shaped link: a page that was
//! loaded already, then the fault put in. Each is judged and located from what was recorded.

mod nine;
mod one;
mod recorded;
