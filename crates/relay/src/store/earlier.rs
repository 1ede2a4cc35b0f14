//! Whether a store that is opened is an earlier state of itself: a copy that somebody put back.
//!
//! Since then tickets may have arrived that wait in it. A store that a relay used a moment ago needs no such doubt: what
//! was being delivered is marked in it. A doubt has its price: each ticket is searched for before it is sent, and
//! where a helpdesk cannot be searched, nobody knows whether it arrives twice.
//!
//! So a store is believed if two things hold. It is the same file, or the same table of a server that was not started
//! anew: what is put back is mostly another one. And a relay looked at its clock a moment ago: what was
//! put back in place, or with the disk below it, has not been looked at since it was copied.

use super::connections::{Connections, Home};
use super::db::query;
use super::error::StoreError;
use super::file::Identity;
use super::handle::Store;

/// How long ago the last look may be, in milliseconds. Relays look once a minute and when they stop; starting one takes
/// no longer than this, and putting a copy back takes longer.
const A_MOMENT: i64 = 10 * 60 * 1000;

/// How far the wall clock may have been set back meanwhile.
const BACK: i64 = 60 * 1000;

impl Store {
    /// Calls in doubt whether the helpdesk has what waits, if this may be an earlier state of the store. The first look at the
    /// clock does it.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn doubt(&self) -> Result<(), StoreError> {
        let connections = self.connections()?;
        let home = home(&connections).await;
        let known: Option<String> = match query("SELECT home FROM keeping")
            .fetch_optional(&connections.writer)
            .await?
        {
            Some(row) => row.try_get(0)?,
            None => None,
        };
        if home.is_some() && home == known {
            return Ok(());
        }
        query("UPDATE deliveries SET unsure = 1 WHERE state = 'waiting'")
            .execute(&connections.writer)
            .await?;
        query("UPDATE keeping SET home = $1")
            .bind(home.as_deref())
            .execute(&connections.writer)
            .await?;
        Ok(())
    }

    /// Forgets which store this is if no relay has looked at its clock lately, so that [`Store::doubt`] doubts.
    pub(super) async fn doubt_if_long_ago(&self, wall: i64) -> Result<(), StoreError> {
        query("UPDATE keeping SET home = NULL WHERE $1 - wall > $2 OR $1 - wall < $3")
            .bind(wall)
            .bind(A_MOMENT)
            .bind(-BACK)
            .execute(&self.writer()?)
            .await?;
        Ok(())
    }
}

/// Which store this is; `None` if that cannot be known.
async fn home(connections: &Connections) -> Option<String> {
    if let Home::File(file, _) = &connections.home {
        return Identity::of_all_times(file);
    }
    let asking = connections.writer.dialect().home()?;
    let row = query(asking).fetch_one(&connections.writer).await;
    row.and_then(|row| row.try_get(0)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::deliveries::{Lane, Lease};
    use crate::store::keeping::MADE;
    use crate::store::rows::NewTicket;
    use crate::store::testing;

    const NOW: i64 = MADE + 1000;

    async fn store() -> (tempfile::TempDir, Store) {
        let (folder, store) = testing::store().await;
        store.look_at_clock(NOW).await.unwrap();
        store.deliver(true);
        let ticket = NewTicket {
            key: "key".to_owned(),
            guide: "no-internet".to_owned(),
            request: "{}".to_owned(),
            customer: "sam".to_owned(),
            ..NewTicket::default()
        };
        store.insert(ticket, str::to_owned).await.unwrap().unwrap();
        (folder, store)
    }

    /// Whether what waits is doubted once the store is opened at this time.
    async fn is_doubted(store: &Store, wall: i64) -> bool {
        let again = testing::another(store).await;
        again.look_at_clock(wall).await.unwrap();
        again.doubt().await.unwrap();
        let lease = Lease {
            holder: "one".to_owned(),
            length: 1000,
            longest_wait: 1000,
            failing: false,
        };
        let now = again.age().unwrap();
        let claimed = again.claim(Lane::Helpdesk, &lease, now).await.unwrap();
        claimed.unwrap().unsure
    }

    /// A server's wall clock counts, and no test can set it.
    fn is_on_a_server(store: &Store) -> bool {
        store.writer().unwrap().dialect().is_shared()
    }

    #[tokio::test]
    async fn a_relay_that_is_started_anew_doubts_nothing() {
        let (_folder, store) = store().await;
        assert!(!is_doubted(&store, NOW + A_MOMENT).await);
    }

    #[tokio::test]
    async fn a_second_relay_on_the_store_doubts_nothing() {
        let (_folder, store) = store().await;
        store.look_at_clock(NOW + A_MOMENT).await.unwrap();
        assert!(!is_doubted(&store, NOW + 2 * A_MOMENT).await);
    }

    #[tokio::test]
    async fn a_store_that_no_relay_has_looked_at_lately_is_doubted() {
        for wall in [NOW + A_MOMENT + 1, NOW - BACK - 1] {
            let (_folder, store) = store().await;
            if is_on_a_server(&store) {
                return;
            }
            assert!(is_doubted(&store, wall).await, "{wall}");
        }
    }

    #[tokio::test]
    async fn a_store_of_another_home_is_doubted_once() {
        let (_folder, store) = store().await;
        let writer = store.writer().unwrap();
        query("UPDATE keeping SET home = 'another server'")
            .execute(&writer)
            .await
            .unwrap();
        assert!(is_doubted(&store, NOW + 1).await);
        query("UPDATE deliveries SET unsure = 0, lease = NULL")
            .execute(&writer)
            .await
            .unwrap();
        assert!(!is_doubted(&store, NOW + 2).await);
    }

    #[tokio::test]
    async fn a_copy_that_is_put_in_the_place_of_the_store_is_doubted() {
        let (folder, store) = store().await;
        if is_on_a_server(&store) {
            return;
        }
        let copy = folder.path().join("copy");
        store.back_up(&copy).await.unwrap();
        store.close().await;
        let file = folder.path().join(crate::store::FILE);
        // The number of the file may be given to the copy.
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", file.display()));
        }
        std::fs::copy(&copy, &file).unwrap();
        assert!(is_doubted(&store, NOW + 1).await);
    }
}
