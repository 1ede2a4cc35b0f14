//! Invented numbers. They are never in one store with true ones.

use super::tables::prepare;
use crate::store::db::{Work, query};
use crate::store::error::StoreError;
use crate::store::handle::Store;

/// All that pages of insights show, but for sums, parts and the kinds of ends, which are there with what they are of.
const TRUE: [&str; 13] = [
    "insight_walks",
    "insight_passages",
    "insight_steps",
    "insight_minutes",
    "insight_checks",
    "insight_speeds",
    "insight_ratings",
    "insight_comments",
    "insight_searches",
    "insight_kano",
    "insight_spikes",
    "ticket_feedback",
    "remarks",
];

impl Store {
    /// Whether what is stored is invented.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn is_sample(&self) -> Result<bool, StoreError> {
        let row = query("SELECT seed FROM insight_sample")
            .fetch_optional(&self.reader()?)
            .await?;
        Ok(row.is_some())
    }

    /// Marks the store as one of invented numbers, unless it has any number already: `false` then. Looked up and marked in one
    /// transaction, and a relay adds nothing to a store that is marked: nothing true can come in between.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn begin_sample(&self, seed: i64) -> Result<bool, StoreError> {
        let mut work = self.writer()?.begin().await?;
        prepare(&mut work).await?;
        for table in TRUE {
            let sql = format!("SELECT 1 FROM {table} LIMIT 1");
            let row = query(sqlx::AssertSqlSafe(sql));
            if row.fetch_optional(&mut work).await?.is_some() {
                return Ok(false);
            }
        }
        query(
            "INSERT INTO insight_sample (one, seed) VALUES (1, $1) ON CONFLICT (one) DO UPDATE SET \
             seed = excluded.seed",
        )
        .bind(seed)
        .execute(&mut work)
        .await?;
        work.finish().await?;
        Ok(true)
    }
}

/// The same within a transaction that adds to it.
pub async fn is_marked(work: &mut Work) -> Result<bool, StoreError> {
    let row = query("SELECT seed FROM insight_sample")
        .fetch_optional(work)
        .await?;
    Ok(row.is_some())
}

#[cfg(test)]
mod tests {
    use crate::store::insights::{Added, Comment, KanoKey, SearchKey, Slice};
    use crate::store::testing;

    fn comment() -> Added {
        let comment = Comment {
            id: "1".to_owned(),
            day: 1,
            guide: "a".to_owned(),
            words: "Thank you.".to_owned(),
        };
        Added {
            comments: vec![comment],
            ..Added::default()
        }
    }

    #[tokio::test]
    async fn what_is_invented_is_never_beside_what_is_true() {
        let mut searched = Added::default();
        let word = SearchKey {
            week: 4,
            language: "en".to_owned(),
            word: "doorbell".to_owned(),
        };
        searched.searches.insert(word, 5);
        let mut answered = Added::default();
        let pair = KanoKey {
            week: 4,
            feature: "report".to_owned(),
            technology: String::new(),
            years: "",
            functional: "like",
            dysfunctional: "dislike",
        };
        answered.kano.insert(pair, 1);
        for added in [comment(), searched, answered] {
            let (_folder, store) = testing::store().await;
            store.add_insights(&added).await.unwrap();
            assert!(!store.begin_sample(7).await.unwrap(), "{added:?}");
            assert!(!store.is_sample().await.unwrap());
        }
    }

    #[tokio::test]
    async fn a_marked_store_takes_nothing_true() {
        let (_folder, store) = testing::store().await;
        assert!(store.begin_sample(7).await.unwrap());
        store.add_invented(&comment()).await.unwrap();
        assert!(!store.begin_sample(8).await.unwrap());
        let mut another = comment();
        another.comments[0].id = "2".to_owned();
        store.add_insights(&another).await.unwrap();
        let all = Slice {
            to: 9,
            ..Slice::default()
        };
        assert_eq!(store.comments(&all).await.unwrap().len(), 1);
    }
}
