//! Adding counts to many rows at once: one statement for each row would be one way to a database server and back for each.

use std::collections::BTreeMap;

use super::tables::Table;
use crate::store::db::{Work, query};
use crate::store::error::StoreError;

/// How many rows go into one statement: as many as fit, in few sizes, so that a database prepares each once. The largest has some
/// thousand values, of which SQLite takes 32,766.
const SIZES: [usize; 3] = [64, 8, 1];

/// What one place of a key holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field<'a> {
    /// A text.
    Text(&'a str),
    /// A number.
    Number(i64),
}

/// What is added to a row.
struct Counts {
    counts: Vec<i64>,
    least: Option<i64>,
}

/// The rows of a table by their keys.
type OfTable<'a> = (&'a Table, BTreeMap<Vec<Field<'a>>, Counts>);

/// Counts that are to be added to rows, by table. What comes of one key twice is added up: a statement may change no row twice.
#[derive(Default)]
pub struct Rows<'a>(BTreeMap<&'static str, OfTable<'a>>);

impl<'a> Rows<'a> {
    /// Adds counts to a row, or makes it.
    pub fn add(&mut self, table: &'a Table, keys: &[Field<'a>], counts: &[i64]) {
        self.add_at(table, keys, counts, None);
    }

    /// The same, with what the least of is kept.
    pub fn add_at(
        &mut self,
        table: &'a Table,
        keys: &[Field<'a>],
        counts: &[i64],
        least: Option<i64>,
    ) {
        let (_, rows) = self
            .0
            .entry(table.name)
            .or_insert_with(|| (table, BTreeMap::new()));
        let row = rows.entry(keys.to_vec()).or_insert_with(|| Counts {
            counts: vec![0; counts.len()],
            least: None,
        });
        for (sum, count) in row.counts.iter_mut().zip(counts) {
            *sum = sum.saturating_add(*count);
        }
        row.least = row.least.into_iter().chain(least).min();
    }

    /// Writes them all.
    ///
    /// # Errors
    ///
    /// If the store does not take it.
    pub async fn write(self, work: &mut Work) -> Result<(), StoreError> {
        for (table, rows) in self.0.into_values() {
            let rows: Vec<_> = rows.into_iter().collect();
            let mut left = &rows[..];
            while let Some(size) = SIZES.into_iter().find(|size| *size <= left.len()) {
                let (now, later) = left.split_at(size);
                write(work, table, now).await?;
                left = later;
            }
        }
        Ok(())
    }
}

async fn write(
    work: &mut Work,
    table: &Table,
    rows: &[(Vec<Field<'_>>, Counts)],
) -> Result<(), StoreError> {
    let mut query = query(sqlx::AssertSqlSafe(table.sql(rows.len())));
    for (keys, added) in rows {
        for key in keys {
            query = match key {
                Field::Text(text) => query.bind(*text),
                Field::Number(number) => query.bind(*number),
            };
        }
        for count in &added.counts {
            query = query.bind(*count);
        }
        if table.least.is_some() {
            query = query.bind(added.least);
        }
    }
    query.execute(work).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::insights::tables::SEARCHES;
    use crate::store::testing;

    #[tokio::test]
    async fn rows_of_any_number_are_written_once_each_and_add_up() {
        let (_folder, store) = testing::store().await;
        for number in [1, 7, 8, 9, 64, 150] {
            let words: Vec<String> = (0..number).map(|at| format!("{number}-{at}")).collect();
            for _ in 0..2 {
                let mut rows = Rows::default();
                for word in words.iter().chain(&words) {
                    let keys = [Field::Number(7), Field::Text("en"), Field::Text(word)];
                    rows.add(&SEARCHES, &keys, &[1]);
                }
                let mut work = store.writer().unwrap().begin().await.unwrap();
                rows.write(&mut work).await.unwrap();
                work.finish().await.unwrap();
            }
            let row = query("SELECT COUNT(*), CAST(MIN(times) AS BIGINT), CAST(MAX(times) AS BIGINT) FROM insight_searches WHERE word LIKE $1")
                .bind(format!("{number}-%"))
                .fetch_one(&store.reader().unwrap())
                .await
                .unwrap();
            let counts: [i64; 3] = [0, 1, 2].map(|at| row.try_get(at).unwrap());
            assert_eq!(counts, [number, 4, 4]);
        }
    }
}
