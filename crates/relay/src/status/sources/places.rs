//! Where the components of a status product are, and which of the customer's services they carry.

use std::collections::BTreeMap;

use super::super::file::FileItem;
use super::Seen;

/// What an operator writes for a component of which customers are told nothing.
const NOBODY: &str = "-";

/// Where components are: by their name or their id, areas and services with blanks between them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Places {
    /// `status.areas`.
    pub areas: BTreeMap<String, String>,
    /// `status.services`.
    pub services: BTreeMap<String, String>,
}

impl Places {
    /// The item with the areas and services of the components that it touches, beside those that it names itself; `None` if
    /// all of them are nobody's. One component that may be anywhere makes the item be everywhere, and so does an area that is
    /// none.
    pub(super) fn settle(&self, seen: Seen) -> Option<FileItem> {
        let Seen {
            mut item,
            components,
            apart,
        } = seen;
        let (places, services) = match &apart {
            Some(apart) => (&apart.places, &apart.services),
            None => (&components, &components),
        };
        item.areas = of(&self.areas, places, item.areas).listed()?;
        item.services = of(&self.services, services, item.services).listed()?;
        item.components = components;
        if item.read_areas().is_err() {
            item.areas.clear();
            item.patterns.clear();
        }
        Some(item)
    }
}

/// What an item touches.
enum Touched {
    /// These.
    These(Vec<String>),
    /// All, as far as anybody knows.
    All,
    /// Nothing that customers have.
    Nothing,
}

impl Touched {
    /// As an item lists it; `None` if no customer is told.
    fn listed(self) -> Option<Vec<String>> {
        match self {
            Touched::These(list) => Some(list),
            Touched::All => Some(Vec::new()),
            Touched::Nothing => None,
        }
    }
}

/// What the map says of these components, beside what the item names itself. Where one of them is not in the map, or there is
/// nothing at all, it may touch anything.
fn of(map: &BTreeMap<String, String>, components: &[String], own: Vec<String>) -> Touched {
    if components.is_empty() && own.is_empty() {
        return Touched::All;
    }
    let mut found = own;
    let mut nobody = found.is_empty();
    for component in components {
        let same = |name: &str| name.trim().eq_ignore_ascii_case(component.trim());
        match map.iter().find(|(name, _)| same(name)) {
            Some((_, places)) if places.trim() == NOBODY => {}
            Some((_, places)) => {
                nobody = false;
                found.extend(places.split_whitespace().map(str::to_owned));
            }
            None => return Touched::All,
        }
    }
    if nobody {
        return Touched::Nothing;
    }
    found.sort();
    found.dedup();
    Touched::These(found)
}

#[cfg(test)]
mod tests {
    use firstline_wire::status::Kind;

    use super::*;

    fn settled(components: &[&str]) -> Option<(Vec<String>, Vec<String>)> {
        settled_with(&[], components)
    }

    fn settled_with(own: &[&str], components: &[&str]) -> Option<(Vec<String>, Vec<String>)> {
        let pairs = |pairs: &[(&str, &str)]| {
            pairs
                .iter()
                .map(|(name, places)| ((*name).to_owned(), (*places).to_owned()))
                .collect()
        };
        let places = Places {
            areas: pairs(&[
                ("North ring", "22767 22769"),
                ("c-2", "2000*"),
                ("Website", "-"),
            ]),
            services: pairs(&[("Telephony", "phone")]),
        };
        let components: Vec<String> = components.iter().map(|name| (*name).to_owned()).collect();
        let mut item = FileItem::new("a", Kind::Outage, "A fault");
        item.areas = own.iter().map(|area| (*area).to_owned()).collect();
        let item = places.settle(Seen::of(item, components))?;
        Some((item.areas, item.services))
    }

    #[test]
    fn components_give_an_item_its_places() {
        for (components, areas) in [
            (&["north ring"][..], Some(&["22767", "22769"][..])),
            (&["North ring", "c-2"], Some(&["2000*", "22767", "22769"])),
            // What is not in the map may be anywhere.
            (&["North ring", "Core"], Some(&[])),
            (&["North ring", "Website"], Some(&["22767", "22769"])),
            (&["Website"], None),
            (&[], Some(&[])),
        ] {
            let told = settled(components).map(|(areas, _)| areas);
            let expected = areas.map(|areas| areas.iter().map(|area| (*area).to_owned()).collect());
            assert_eq!(told, expected, "{components:?}");
        }
        for (own, components, areas) in [
            (&["20095"][..], &[][..], &["20095"][..]),
            (&["20095"], &["North ring"], &["20095", "22767", "22769"]),
            // It is there, whatever nobody's website has to do with it.
            (&["20095"], &["Website"], &["20095"]),
            // Wherever that is, it is not only at the postcode.
            (&["20095"], &["Core"], &[]),
            (&[""], &[], &[]),
            (&["n/a", "?"], &["North ring"], &[]),
        ] {
            let told = settled_with(own, components).unwrap().0;
            assert_eq!(told, areas, "{own:?} {components:?}");
        }
        assert_eq!(settled(&["Telephony"]).unwrap().1, ["phone"]);
        assert_eq!(settled(&["Telephony", "Core"]).unwrap().1, [""; 0]);
    }
}
