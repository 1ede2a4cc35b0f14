//! The versions of a guide that were walked.

use std::collections::HashMap;

use firstline_insights::walks::Walks;

use super::Slice;
use super::walks::{By, SUMS, walked, walks};
use crate::store::db::query;
use crate::store::error::StoreError;
use crate::store::handle::Store;

/// A version of a guide, and the weeks in which it was walked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versions {
    /// The author's version.
    pub version: String,
    /// The first day on which somebody walked it.
    pub first: i64,
    /// Its walks.
    pub walks: Walks,
}

impl Store {
    /// The versions of a guide that were walked, the oldest first.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn versions(&self, slice: &Slice) -> Result<Vec<Versions>, StoreError> {
        let sql = format!(
            "SELECT version, MIN(first_day), {SUMS} FROM {} GROUP BY version HAVING SUM(begun) > 0",
            walked(slice, By::Nothing)
        );
        let rows = self.of_walks(sql, slice).await?;
        let walked = self.walked_first(&slice.guide).await?;
        let mut versions = Vec::new();
        for row in &rows {
            versions.push(Versions {
                version: row.try_get(0)?,
                first: row.try_get(1)?,
                walks: walks(row, 2)?,
            });
        }
        versions.sort_by_cached_key(|one| {
            let first_of_all = walked.get(&one.version).copied();
            (one.first, first_of_all, in_order(&one.version))
        });
        Ok(versions)
    }

    /// The week in which each version of a guide was walked first of all, also before the days that a page shows.
    async fn walked_first(&self, guide: &str) -> Result<HashMap<String, i64>, StoreError> {
        let rows = query(
            "SELECT version, MIN(week) FROM insight_weeks WHERE ($1 = '' OR guide = $1) AND begun > 0 GROUP BY version",
        )
        .bind(guide)
        .fetch_all(&self.reader()?)
        .await?;
        rows.iter()
            .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
            .collect()
    }
}

/// A version in parts that are in the order in which people count: "1.9" is before "1.10".
fn in_order(version: &str) -> Vec<(u64, String)> {
    let mut parts = Vec::new();
    let mut rest = version;
    while !rest.is_empty() {
        let digits = rest.find(|sign: char| !sign.is_ascii_digit());
        let (number, after) = rest.split_at(digits.unwrap_or(rest.len()));
        let letters = after.find(|sign: char| sign.is_ascii_digit());
        let (text, after) = after.split_at(letters.unwrap_or(after.len()));
        parts.push((number.parse().unwrap_or(0), text.to_owned()));
        rest = after;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::insights::{Added, WalksKey};
    use crate::store::testing::{self, walks_key as key};

    #[tokio::test]
    async fn versions_come_in_the_order_in_which_they_were_walked() {
        let (_folder, store) = testing::store().await;
        let mut added = Added::default();
        let mut walked = |version: &str, day, begun, returned| {
            let key = WalksKey {
                version: version.to_owned(),
                ..key(day, "a")
            };
            let walks = added.walks.entry(key).or_default();
            walks.begun += begun;
            walks.returned += returned;
        };
        // 1.10 came before 1.9, whatever they are called. Somebody came back to 2.0 before anybody has walked it.
        for (version, day) in [
            ("1.10", 1),
            ("1.9", 12),
            ("1.10", 20),
            ("1.9", 20),
            ("2.0", 25),
        ] {
            walked(version, day, 7, 0);
        }
        walked("2.0", 19, 0, 1);
        walked("0.9", 21, 0, 1);
        store.add_insights(&added).await.unwrap();
        for (from, expected) in [
            (18, vec![("1.10", 20), ("1.9", 20), ("2.0", 25)]),
            (0, vec![("1.10", 1), ("1.9", 12), ("2.0", 25)]),
        ] {
            let slice = Slice {
                from,
                to: 40,
                guide: "a".to_owned(),
                ..Slice::default()
            };
            let found = store.versions(&slice).await.unwrap();
            let found: Vec<(&str, i64)> = found
                .iter()
                .map(|one| (one.version.as_str(), one.first))
                .collect();
            assert_eq!(found, expected, "{from}");
        }
        // Where nothing else tells, people's order does.
        assert!(in_order("1.9") < in_order("1.10") && in_order("1.9") < in_order("1.9, b"));
        assert!(in_order("2024-9") < in_order("2024-10") && in_order("") < in_order("a"));
    }
}
