//! What the customer of a ticket was asked once it was solved. What is answered goes into counts, and here stands only
//! that it was: nothing is asked twice, and nothing counts twice.

use super::db::query;
use super::error::StoreError;
use super::handle::Store;
use super::insights::{Added, prepare, write};

/// Something that the customer of a solved ticket is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Whether it helped.
    Helped,
    /// How easy it was.
    Easy,
    /// How a feature of the service would be.
    Pair,
}

impl Question {
    fn sql(self) -> &'static str {
        match self {
            Question::Helped => {
                "UPDATE ticket_feedback SET helped = 1 WHERE ticket = $1 AND helped = 0"
            }
            Question::Easy => "UPDATE ticket_feedback SET easy = 1 WHERE ticket = $1 AND easy = 0",
            Question::Pair => "UPDATE ticket_feedback SET pair = 1 WHERE ticket = $1 AND pair = 0",
        }
    }
}

impl Store {
    /// The feature that the customer of this ticket was asked about, empty if it was none; `None` if nothing was asked yet.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn asked(&self, ticket: &str) -> Result<Option<String>, StoreError> {
        let row = query("SELECT feature FROM ticket_feedback WHERE ticket = $1")
            .bind(ticket)
            .fetch_optional(&self.reader()?)
            .await?;
        row.map(|row| row.try_get(0)).transpose()
    }

    /// Notes that the customer of this ticket is asked now. `false` if that was so before.
    ///
    /// # Errors
    ///
    /// If the store does not take it.
    pub async fn ask(&self, ticket: &str, feature: &str) -> Result<bool, StoreError> {
        let done = query(
            "INSERT INTO ticket_feedback (ticket, feature) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        )
        .bind(ticket)
        .bind(feature)
        .execute(&self.writer()?)
        .await?;
        Ok(done > 0)
    }

    /// Notes that these were answered and adds what each counts, in one transaction: what is noted as answered and not
    /// counted never would be. What was answered before, or not asked, counts nothing.
    ///
    /// # Errors
    ///
    /// If the store does not take it; then nothing was answered.
    pub async fn answered(
        &self,
        ticket: &str,
        answers: &[(Question, Added)],
    ) -> Result<(), StoreError> {
        let mut work = self.writer()?.begin().await?;
        prepare(&mut work).await?;
        for (question, counts) in answers {
            let done = query(question.sql())
                .bind(ticket)
                .execute(&mut work)
                .await?;
            if done > 0 {
                write(&mut work, counts).await?;
            }
        }
        work.finish().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::NewTicket;
    use crate::store::insights::{KanoKey, RatingKey, Slice, StepKey};
    use crate::store::testing;

    fn helped() -> Added {
        let step = StepKey {
            week: 4,
            guide: "g".to_owned(),
            version: "1".to_owned(),
            place: "end".to_owned(),
        };
        let key = RatingKey {
            step,
            question: "solved-helped",
            answer: "yes".to_owned(),
        };
        Added {
            ratings: [(key, 1)].into(),
            ..Added::default()
        }
    }

    fn pair() -> Added {
        let key = KanoKey {
            week: 4,
            feature: "f".to_owned(),
            technology: String::new(),
            years: "",
            functional: "like",
            dysfunctional: "dislike",
        };
        Added {
            kano: [(key, 1)].into(),
            ..Added::default()
        }
    }

    #[tokio::test]
    async fn what_cannot_be_counted_is_not_answered_and_counts_once_when_it_can() {
        let (_folder, store) = testing::store().await;
        let writer = store.writer().unwrap();
        let ticket = NewTicket {
            request: "{}".to_owned(),
            ..NewTicket::default()
        };
        let (number, _) = store.insert(ticket, str::to_owned).await.unwrap().unwrap();
        store.ask(&number, "f").await.unwrap();
        let answers = [(Question::Helped, helped()), (Question::Pair, pair())];
        query("ALTER TABLE insight_kano RENAME TO away")
            .execute(&writer)
            .await
            .unwrap();
        store.answered(&number, &answers).await.unwrap_err();
        query("ALTER TABLE away RENAME TO insight_kano")
            .execute(&writer)
            .await
            .unwrap();
        for _ in 0..2 {
            store.answered(&number, &answers).await.unwrap();
        }
        let slice = Slice {
            from: 0,
            to: 10,
            ..Slice::default()
        };
        let ratings = store.ratings(&slice).await.unwrap();
        let pairs = store.pairs(&slice).await.unwrap();
        assert_eq!((ratings.len(), ratings[0].2, pairs[0].customers), (1, 1, 1));
    }
}
