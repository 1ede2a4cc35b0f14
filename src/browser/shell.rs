//! The way to the browser and back: orders go out, what came of them is told.
//!
//! Rust decides, JavaScript does (`shell.js`, which lists what can be ordered): plumbing is a tenth of
//! the size there. Plain values cross, so that everything on this side of the line is tested natively.

use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;

use super::host::Host;
use super::root::Root;

#[wasm_bindgen(module = "/src/browser/shell.js")]
extern "C" {
    fn open(root: &JsValue, host: &JsValue, tell: &JsValue) -> JsValue;
    fn order(shell: &JsValue, what: &str, id: u32, number: f64, one: &str, two: &str);
    fn stop(shell: &JsValue, id: u32);
}

/// What came of an order.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The order's id; 0 where there is reason to try again what failed.
    pub id: u32,
    /// Its numbers. What is missing is not a number.
    pub numbers: Vec<f64>,
    /// Its text, perhaps empty.
    pub text: String,
}

/// How a request ended, as its first number (`fetch.js`).
const ANSWERED: f64 = 0.0;
const BLOCKED: f64 = 4.0;

impl Told {
    /// A number, where there is one.
    pub fn number(&self, at: usize) -> Option<f64> {
        let number = self.numbers.get(at).copied();
        number.filter(|number| number.is_finite())
    }

    /// The HTTP status of the answer that a request got; `None` where it got none.
    pub fn status(&self) -> Option<u16> {
        let answered = self.number(0) == Some(ANSWERED);
        let status = self.number(2).filter(|_| answered)?;
        Some(status as u16)
    }

    /// Whether a request got a good answer (200–299).
    pub fn is_good(&self) -> bool {
        matches!(self.status(), Some(200..300))
    }

    /// Whether the page's content security policy or the rule against mixed content forbade a
    /// request.
    pub fn is_blocked_by_page(&self) -> bool {
        self.number(0) == Some(BLOCKED)
    }

    /// After how many seconds the server wants to be asked again: `Retry-After`.
    pub fn retry_after(&self) -> Option<u32> {
        self.number(4).map(|seconds| seconds as u32)
    }
}

/// An order: what, and with what. Which of them an order reads, `shell.js` says.
#[derive(Clone, Copy, Debug, Default)]
pub struct Order<'a> {
    /// Its name.
    pub what: &'static str,
    /// Under which id it is told and stopped; 0 where neither happens.
    pub id: u32,
    /// A number.
    pub number: f64,
    /// A text.
    pub one: &'a str,
    /// Another.
    pub two: &'a str,
}

/// A widget's own way to the browser. Whatever was ordered ends when it is dropped.
#[derive(Debug)]
pub struct Shell {
    shell: JsValue,
    _tell: Closure<dyn FnMut(u32, Vec<f64>, String)>,
}

impl Shell {
    /// Opens it. `told` is never called within an order.
    pub fn open(root: &Root, host: &Host, told: impl Fn(Told) + 'static) -> Shell {
        let tell = Closure::wrap(Box::new(move |id, numbers, text| {
            told(Told { id, numbers, text });
        }) as Box<dyn FnMut(u32, Vec<f64>, String)>);
        Shell {
            shell: open(root.node(), host.node(), tell.as_ref()),
            _tell: tell,
        }
    }

    /// Gives an order.
    pub fn order(&self, given: Order<'_>) {
        order(
            &self.shell,
            given.what,
            given.id,
            given.number,
            given.one,
            given.two,
        );
    }

    /// Stops what was ordered under this id.
    pub fn stop(&self, id: u32) {
        stop(&self.shell, id);
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        stop(&self.shell, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_answers_have_a_status() {
        let told = |numbers: &[f64]| Told {
            id: 1,
            numbers: numbers.to_vec(),
            text: String::new(),
        };
        assert_eq!(told(&[0.0, 9.0, 204.0, f64::NAN, 5.0]).status(), Some(204));
        assert_eq!(
            told(&[0.0, 9.0, 204.0, f64::NAN, 5.0]).retry_after(),
            Some(5)
        );
        assert!(told(&[0.0, 9.0, 299.0]).is_good());
        for other in [
            &[0.0, 9.0, 304.0][..],
            &[0.0, 9.0, 503.0],
            &[3.0],
            &[1.0, 9.0],
        ] {
            assert!(!told(other).is_good());
        }
        assert!(told(&[4.0]).is_blocked_by_page());
        assert_eq!(told(&[2.0, 9.0]).status(), None);
        assert_eq!(told(&[]).status(), None);
    }
}
