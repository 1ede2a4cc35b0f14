//! A figure: what it means, a plot, and a table, which is also there as CSV and JSON.

use serde_json::{Map, Value, json};

use super::markup::Element;

/// A text has so many rows of a table at most; the page has them all.
const ROWS_OF_A_TEXT: usize = 10;

/// A figure.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Its name in addresses.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// One sentence on what it says now.
    pub meaning: String,
    /// How it is worked out.
    pub definition: &'static str,
    /// The plot, if it has one.
    pub plot: Option<Element>,
    /// The table's columns.
    pub columns: Vec<&'static str>,
    /// The table's rows, as many cells each.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table. What is about customers is made of a [`Told`](super::told::Told).
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A text.
    Text(String),
    /// A count.
    Count(u64),
    /// A number with so many digits after the point.
    Number(f64, usize),
    /// A share, from 0 to 1.
    Share(f64),
    /// From where to where a share lies.
    Range(f64, f64),
    /// Too few to be shown: it might be one person.
    Few,
    /// With it, one could work out what too few did.
    Hidden,
    /// Nothing.
    None,
    /// What can be done about a row, on the page alone.
    Form(Element),
}

impl Cell {
    /// A text.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }

    /// As people read it.
    pub fn shown(&self) -> String {
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Count(count) => count.to_string(),
            Cell::Number(number, digits) => format!("{number:.digits$}"),
            Cell::Share(share) => format!("{:.0} %", share * 100.0),
            Cell::Range(low, high) => format!("{:.0} to {:.0} %", low * 100.0, high * 100.0),
            Cell::Few => "fewer than 5".to_owned(),
            Cell::Hidden => "not shown".to_owned(),
            Cell::None => "–".to_owned(),
            Cell::Form(_) => String::new(),
        }
    }

    /// As programs read it.
    fn value(&self) -> Value {
        match self {
            Cell::Text(text) => json!(text),
            Cell::Count(count) => json!(count),
            Cell::Number(number, _) | Cell::Share(number) => json!(number),
            Cell::Range(low, high) => json!([low, high]),
            Cell::Few | Cell::Hidden | Cell::None | Cell::Form(_) => Value::Null,
        }
    }

    /// Whether it stands at the end of its column, as numbers do.
    pub fn is_number(&self) -> bool {
        !matches!(self, Cell::Text(_) | Cell::Form(_))
    }
}

impl Figure {
    /// The same with a note behind its meaning, if there is one.
    pub fn noted(mut self, note: Option<&str>) -> Figure {
        if let Some(note) = note {
            self.meaning = format!("{} {note}", self.meaning);
        }
        self
    }

    /// As JSON: what it is, and its rows as objects.
    pub fn json(&self) -> Value {
        let row = |row: &Vec<Cell>| -> Map<String, Value> {
            let members = self.columns.iter().zip(row);
            members
                .map(|(column, cell)| ((*column).to_owned(), cell.value()))
                .collect()
        };
        json!({
            "figure": self.id,
            "title": self.title,
            "meaning": self.meaning,
            "definition": self.definition,
            "rows": self.rows.iter().map(row).collect::<Vec<_>>(),
        })
    }

    /// As the text of a mail: what it says, and its first rows.
    pub fn text(&self) -> String {
        let mut out = format!("{}\n{}\n", self.title.to_uppercase(), self.meaning);
        for row in self.rows.iter().take(ROWS_OF_A_TEXT) {
            let cells: Vec<String> = row
                .iter()
                .zip(&self.columns)
                .filter(|(cell, _)| !matches!(cell, Cell::None | Cell::Form(_)))
                .map(|(cell, column)| match cell {
                    Cell::Text(text) => text.clone(),
                    cell => format!("{column} {}", cell.shown()),
                })
                .collect();
            out.push_str(&format!("- {}\n", cells.join(", ")));
        }
        let more = self.rows.len().saturating_sub(ROWS_OF_A_TEXT);
        if more > 0 {
            out.push_str(&format!("- and {more} more\n"));
        }
        out
    }

    /// As CSV (RFC 4180). Invented numbers say so in each row, in a column before all others: a file is passed on without
    /// its page.
    pub fn csv(&self, is_sample: bool) -> String {
        let mark = |word: &str| is_sample.then(|| word.to_owned()).into_iter();
        let mut out = String::new();
        let columns = self.columns.iter().map(|column| (*column).to_owned());
        line(mark("data").chain(columns), &mut out);
        for row in &self.rows {
            line(mark("invented").chain(row.iter().map(plain)), &mut out);
        }
        out
    }
}

fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Few | Cell::Hidden | Cell::None => String::new(),
        Cell::Range(low, high) => format!("{low}–{high}"),
        Cell::Number(number, _) | Cell::Share(number) => number.to_string(),
        cell => cell.shown(),
    }
}

fn line(cells: impl Iterator<Item = String>, out: &mut String) {
    let written: Vec<String> = cells.map(|cell| quoted(&cell)).collect();
    out.push_str(&written.join(","));
    out.push_str("\r\n");
}

/// A cell that a spreadsheet would take for a formula begins with a quote, which it shows as nothing.
fn quoted(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '@', '\t'])
        || (cell.starts_with('-') && cell.parse::<f64>().is_err());
    let cell = if is_formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::told::Told;

    fn figure(rows: Vec<Vec<Cell>>) -> Figure {
        Figure {
            id: "a",
            title: "A",
            meaning: String::new(),
            definition: "",
            plot: None,
            columns: vec!["name", "value"],
            rows,
        }
    }

    #[test]
    fn small_cells_are_in_no_form_of_a_figure() {
        let figure = figure(vec![
            vec![Cell::text("one"), Told::count(4).cell()],
            vec![Cell::text("two"), Told::count(5).cell()],
        ]);
        assert_eq!(figure.csv(false), "name,value\r\none,\r\ntwo,5\r\n");
        assert_eq!(
            figure.csv(true),
            "data,name,value\r\ninvented,one,\r\ninvented,two,5\r\n"
        );
        assert_eq!(
            figure.json()["rows"],
            json!([{ "name": "one", "value": null }, { "name": "two", "value": 5 }])
        );
        assert_eq!(Told::count(4).cell().shown(), "fewer than 5");
        assert_eq!(Told::count(0).cell().shown(), "0");
    }

    #[test]
    fn no_cell_is_a_formula_of_a_spreadsheet() {
        let cells =
            |text: &str| figure(vec![vec![Cell::text(text), Cell::Number(-0.5, 1)]]).csv(false);
        assert_eq!(cells("=1+1"), "name,value\r\n'=1+1,-0.5\r\n");
        assert_eq!(cells("a,\"b\""), "name,value\r\n\"a,\"\"b\"\"\",-0.5\r\n");
    }
}
