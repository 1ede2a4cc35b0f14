//! What is known from the start, as it is given on the command line.

use anyhow::{anyhow, bail};
use firstline_guide::Library;
use firstline_guide::model::{FactKind, PLATFORMS, Value};

/// Reads `name=value`, each by what the guides declare.
///
/// # Errors
///
/// The guides know no such fact, or it cannot have this value.
pub fn read(given: &[String], library: &Library) -> anyhow::Result<Vec<(String, Value)>> {
    let mut facts: Vec<(String, Value)> = Vec::new();
    for given in given {
        let (name, written) = given
            .split_once('=')
            .ok_or_else(|| anyhow!("`{given}` is no fact; write name=value"))?;
        let kind = kind(name, library).ok_or_else(|| {
            anyhow!(
                "the guide knows no fact `{name}`; it knows {}",
                known(library).join(", ")
            )
        })?;
        let value = value(&kind, written).map_err(|why| anyhow!("{name}: {why}"))?;
        if facts.iter().any(|(known, _)| known == name) {
            bail!("the fact `{name}` is given twice");
        }
        facts.push((name.to_owned(), value));
    }
    Ok(facts)
}

/// What a fact can be: as a guide declares it, or as it is in every guide.
fn kind(name: &str, library: &Library) -> Option<FactKind> {
    let declared = library
        .guides()
        .iter()
        .flat_map(|guide| &guide.facts)
        .find(|fact| fact.name == name);
    if let Some(declared) = declared {
        return Some(declared.kind.clone());
    }
    match name {
        "device.platform" => Some(FactKind::Choice(
            PLATFORMS.iter().map(|&name| name.to_owned()).collect(),
        )),
        "device.mobile" | "provider.support.open" => Some(FactKind::Flag),
        "device.language" => Some(FactKind::Text),
        _ if name.starts_with("provider.") || name.starts_with("equipment.") => {
            Some(FactKind::Text)
        }
        _ => None,
    }
}

fn known(library: &Library) -> Vec<String> {
    let mut names: Vec<String> = library
        .guides()
        .iter()
        .flat_map(|guide| &guide.facts)
        .map(|fact| fact.name.clone())
        .collect();
    names.extend(["device.platform", "device.mobile", "device.language"].map(str::to_owned));
    names.extend(["provider.…", "equipment.…"].map(str::to_owned));
    names.dedup();
    names
}

fn value(kind: &FactKind, written: &str) -> Result<Value, String> {
    let one_of = |choices: &[String], written: &str| {
        if choices.iter().any(|choice| choice == written) {
            Ok(written.to_owned())
        } else {
            Err(format!("`{written}` is none of {}", choices.join(", ")))
        }
    };
    Ok(match kind {
        FactKind::Number { .. } => {
            let number = written
                .parse::<f64>()
                .ok()
                .filter(|number| number.is_finite());
            Value::Number(number.ok_or_else(|| format!("`{written}` is no number"))?)
        }
        FactKind::Flag => match written {
            "true" | "yes" => Value::Flag(true),
            "false" | "no" => Value::Flag(false),
            _ => return Err(format!("`{written}` is neither true nor false")),
        },
        FactKind::Text | FactKind::Date => Value::Text(written.to_owned()),
        FactKind::Choice(choices) => Value::Text(one_of(choices, written)?),
        FactKind::Choices(choices) => Value::List(
            written
                .split(',')
                .map(|item| one_of(choices, item.trim()))
                .collect::<Result<_, _>>()?,
        ),
    })
}
