//! What a browser was asked about. Only the cookie has it: the relay keeps nothing of whom it asked.

use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, header};

use crate::insights::questions::Pair;
use crate::seal::Seal;

/// The name of the cookie.
const COOKIE: &str = "firstline-asked";

/// How long a browser keeps it after the last question: a year. What customers want changes over years, so that
/// the same question may come again then.
const KEPT_FOR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// As many pairs of questions as a customer is asked; the widget has the same number.
const MOST: usize = 2;

/// Stands behind the feature whose answer is not there yet.
const OPEN: char = '?';

/// Stands between two features: no id has it.
const BETWEEN: char = '.';

/// Stands before the signature, which has none.
const SIGNED: char = '~';

/// The features that a browser was asked about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// Answered or skipped, in their order.
    done: Vec<String>,
    /// Shown, and neither answered nor skipped yet: a reload or another language shows it again.
    open: Option<String>,
}

impl Memory {
    /// What the request's cookie holds; `None` without one of this relay's.
    pub fn read(seal: &Seal, headers: &HeaderMap) -> Option<Memory> {
        let cookies = headers.get_all(header::COOKIE).iter();
        let cookies = cookies.filter_map(|value| value.to_str().ok());
        let mut values = cookies
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(name, _)| *name == COOKIE);
        values.find_map(|(_, value)| {
            let (held, signature) = value.rsplit_once(SIGNED)?;
            seal.is_cookie(COOKIE, held, signature)
                .then(|| Memory::parsed(held))
        })
    }

    /// The header that makes a browser keep it. `None` if an id is none.
    pub fn cookie(&self, seal: &Seal, is_encrypted: bool) -> Option<HeaderValue> {
        let open = self.open.iter().map(|open| format!("{open}{OPEN}"));
        let held: Vec<String> = self.done.iter().cloned().chain(open).collect();
        let held = held.join(&BETWEEN.to_string());
        let signature = seal.sign_cookie(COOKIE, &held);
        let secure = if is_encrypted { "; Secure" } else { "" };
        let cookie = format!(
            "{COOKIE}={held}{SIGNED}{signature}; Path=/ask; Max-Age={}; HttpOnly; SameSite=Lax{secure}",
            KEPT_FOR.as_secs()
        );
        HeaderValue::from_str(&cookie).ok()
    }

    fn parsed(held: &str) -> Memory {
        let mut memory = Memory::default();
        for part in held.split(BETWEEN).filter(|part| !part.is_empty()) {
            match part.strip_suffix(OPEN) {
                Some(open) => memory.open = Some(open.to_owned()),
                None => memory.done.push(part.to_owned()),
            }
        }
        memory
    }

    /// What is asked now, of these pairs: the one that waits for its answer, else one at random that was not asked
    /// yet. None once there were enough.
    pub fn next<'p>(&mut self, pairs: &'p [Pair]) -> Option<&'p Pair> {
        if let Some(open) = self.open.clone() {
            if let Some(pair) = pairs.iter().find(|pair| pair.id == open) {
                return Some(pair);
            }
            // It is gone, or not there in this language. It was asked all the same.
            self.close(&open);
        }
        let next = fastrand::choice(self.left(pairs))?;
        self.open = Some(next.id.clone());
        Some(next)
    }

    /// Notes that this one was answered or skipped.
    pub fn close(&mut self, feature: &str) {
        if !self.is_done(feature) {
            self.done.push(feature.to_owned());
        }
        if self.is_enough() || self.open.as_deref() == Some(feature) {
            self.open = None;
        }
    }

    /// Whether this one was answered or skipped.
    pub fn is_done(&self, feature: &str) -> bool {
        self.done.iter().any(|done| done == feature)
    }

    /// Whether there were as many as a customer is asked.
    pub fn is_enough(&self) -> bool {
        self.done.len() >= MOST
    }

    /// Whether there is nothing more to ask, of these pairs.
    pub fn is_over(&self, pairs: &[Pair]) -> bool {
        self.left(pairs).is_empty()
    }

    fn left<'p>(&self, pairs: &'p [Pair]) -> Vec<&'p Pair> {
        match self.is_enough() {
            true => Vec::new(),
            false => pairs
                .iter()
                .filter(|pair| !self.is_done(&pair.id))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(ids: &[&str]) -> Vec<Pair> {
        let pair = |id: &&str| Pair {
            id: (*id).to_owned(),
            functional: "If?".to_owned(),
            dysfunctional: "If not?".to_owned(),
        };
        ids.iter().map(pair).collect()
    }

    fn sent_back(cookie: &HeaderValue) -> HeaderMap {
        let pair = cookie.to_str().unwrap().split(';').next().unwrap();
        let mut headers = HeaderMap::new();
        let value = format!("theme=dark; {pair}; other=1");
        headers.insert(header::COOKIE, value.parse().unwrap());
        headers
    }

    #[test]
    fn two_pairs_are_asked_and_each_once() {
        let pairs = pairs(&["a", "b", "c"]);
        let mut memory = Memory::default();
        let first = memory.next(&pairs).unwrap().id.clone();
        let again = memory.next(&pairs).unwrap().id.clone();
        assert_eq!(again, first, "a reload asks the same");
        memory.close(&first);
        let second = memory.next(&pairs).unwrap().id.clone();
        assert_ne!(first, second);
        memory.close(&second);
        assert_eq!(memory.next(&pairs), None);
        assert!(memory.is_over(&pairs));
    }

    #[test]
    fn what_cannot_be_shown_any_more_was_asked_all_the_same() {
        let mut memory = Memory::parsed("a?");
        assert_eq!(memory.next(&pairs(&["b"])).unwrap().id, "b");
        assert_eq!(memory, Memory::parsed("a.b?"));
    }

    #[test]
    fn a_cookie_is_read_as_it_was_written_and_no_other() {
        let (seal, other) = (Seal::of(&[1; 32]), Seal::of(&[2; 32]));
        let memory = Memory::parsed("call-back.own-app?");
        let cookie = memory.cookie(&seal, false).unwrap();
        let headers = sent_back(&cookie);
        assert_eq!(Memory::read(&seal, &headers), Some(memory));
        assert_eq!(Memory::read(&other, &headers), None, "of another relay");
        let value = headers[header::COOKIE].to_str().unwrap();
        for (from, to) in [
            ("call-back.", ""),
            ("?~", "~"),
            ("own-app", "own-apps"),
            ("firstline-asked", "firstline-answered"),
        ] {
            let forged = value.replacen(from, to, 1);
            assert_ne!(forged, value);
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, forged.parse().unwrap());
            assert_eq!(Memory::read(&seal, &headers), None, "{forged}");
        }
    }

    #[test]
    fn no_script_and_no_other_site_has_the_cookie() {
        let seal = Seal::of(&[1; 32]);
        for is_encrypted in [false, true] {
            let cookie = Memory::parsed("a").cookie(&seal, is_encrypted).unwrap();
            let cookie = cookie.to_str().unwrap();
            assert!(cookie.starts_with("firstline-asked=a~"), "{cookie}");
            let always = "; Path=/ask; Max-Age=31536000; HttpOnly; SameSite=Lax";
            assert!(cookie.contains(always), "{cookie}");
            assert_eq!(cookie.ends_with("; Secure"), is_encrypted, "{cookie}");
        }
    }
}
