//! Where the components of a status product are, and which of the customer's services they carry.

use std::collections::BTreeMap;

use super::super::file::FileItem;

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
    /// The item with the areas and services of the components that it touches; `None` if all of them
    /// are nobody's. One component that is everywhere makes the item be everywhere.
    pub fn settle(
        &self,
        mut item: FileItem,
        components: &[String],
    ) -> Result<Option<FileItem>, String> {
        if let Some((areas, none)) = of(&self.areas, components) {
            if none {
                return Ok(None);
            }
            item.areas.extend(areas);
        }
        if let Some((services, none)) = of(&self.services, components) {
            if none {
                return Ok(None);
            }
            item.services.extend(services);
        }
        for list in [&mut item.areas, &mut item.services] {
            list.sort();
            list.dedup();
        }
        item.read_areas()
            .map_err(|why| format!("item {} {why}", item.id))?;
        Ok(Some(item))
    }
}

/// What the map says of these components, and whether all of them are nobody's. `None` if one of
/// them is not in the map or there are none: then it may touch anything.
fn of(map: &BTreeMap<String, String>, components: &[String]) -> Option<(Vec<String>, bool)> {
    if components.is_empty() {
        return None;
    }
    let mut found = Vec::new();
    let mut everything = false;
    let mut nobody = true;
    for component in components {
        let same = |name: &str| name.trim().eq_ignore_ascii_case(component.trim());
        match map.iter().find(|(name, _)| same(name)) {
            Some((_, places)) if places.trim() == NOBODY => {}
            Some((_, places)) => {
                nobody = false;
                found.extend(places.split_whitespace().map(str::to_owned));
            }
            None => {
                nobody = false;
                everything = true;
            }
        }
    }
    if everything {
        return None;
    }
    Some((found, nobody))
}

#[cfg(test)]
mod tests {
    use firstline_wire::status::Kind;

    use super::*;

    fn settled(components: &[&str]) -> Option<(Vec<String>, Vec<String>)> {
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
        let item = FileItem::new("a", Kind::Outage, "A fault");
        let item = places.settle(item, &components).unwrap()?;
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
        assert_eq!(settled(&["Telephony"]).unwrap().1, ["phone"]);
        assert_eq!(settled(&["Telephony", "Core"]).unwrap().1, [""; 0]);
    }
}
