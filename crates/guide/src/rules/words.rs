//! Words that several rules share.

/// More names than this help nobody.
const MOST_NAMES: usize = 20;

/// `a`, `b` and `c`
pub(crate) fn list(names: &[impl AsRef<str>], last: &str) -> String {
    let quoted: Vec<String> = names
        .iter()
        .map(|name| format!("`{}`", name.as_ref()))
        .collect();
    match quoted.as_slice() {
        [rest @ .., end] if !rest.is_empty() => format!("{} {last} {end}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

/// The name that was most likely meant: a hint for a name that is not among these.
pub fn suggestion(name: &str, known: &[&str]) -> Option<String> {
    did_you_mean(name, known).or_else(|| known_here(known))
}

/// `did you mean …`, if one of these is close.
pub(crate) fn did_you_mean(name: &str, known: &[&str]) -> Option<String> {
    nearest(name, known).map(|near| format!("did you mean `{near}`?"))
}

/// The closest of these names, if one is so close that a slip explains the difference.
pub fn nearest<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    // Two swapped letters or a missing one are understood; a third of the letters may be wrong.
    let length = name.chars().count();
    let most = (length / 3).max(1);
    let lower = name.to_lowercase();
    let near = known
        .iter()
        // Of an empty name nothing is near, and lengths tell much cheaper than letters.
        .filter(|known| length > 0 && known.chars().count().abs_diff(length) <= most)
        .map(|known| {
            let distance = strsim::damerau_levenshtein(&lower, &known.to_lowercase());
            (distance, known)
        })
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance);
    near.map(|(_, near)| *near)
}

/// All of them, if they can be read in a line.
pub(crate) fn known_here(known: &[&str]) -> Option<String> {
    let few = (1..=MOST_NAMES).contains(&known.len());
    few.then(|| format!("known here: {}", list(known, "and")))
}
