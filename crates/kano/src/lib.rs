//! Kano's method: which features of a service are a must, which are measured by how well they are done,
//! which delight, and which nobody needs.
//!
//! Each customer is asked two things of a feature: how it is if it is there ("functional") and how it is if
//! it is not ("dysfunctional"). [`evaluate`] makes a category of both; [`Counts`] is what many customers
//! said, [`judge()`] what that means and how sure it is, [`drift`] how it changes over time: what delights
//! today is a must tomorrow.
//!
//! Sources: Kano, Seraku, Takahashi and Tsuji 1984, "Attractive quality and must-be quality"; Berger et al.
//! 1993, "Kano's methods for understanding customer-defined quality", Center for Quality of Management
//! Journal 2(4); Fong 1996, "Using the self-stated importance questionnaire to interpret Kano
//! questionnaire results", ibid. 5; Lee and Newcomb 1997, "Applying the Kano methodology to meet customer
//! requirements", Quality Management Journal 4(3).

mod answer;
mod counts;
pub mod drift;
mod judge;

pub use answer::{Answer, Category, evaluate};
pub use counts::{Coefficient, Counts};
pub use judge::{Advice, Certainty, ENOUGH, Judgement, judge};
