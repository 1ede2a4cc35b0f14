//! The bodies of requests in memory: only so many bytes of them in all.
//!
//! A thousand customers who send a ticket over a good line need little, because each is there for a
//! moment. A thousand who never send the last byte would need all that a thousand tickets can have.
//! So when there are too many bytes, the body that began first must go: its sender is the slowest,
//! and sends it again later.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::{Body, Bytes};
use http_body_util::BodyExt as _;
use tokio::sync::Notify;

use crate::memory::TIDE;

/// How many bytes there may be in all: 190 of the largest tickets, or 15,000 usual ones.
const MOST: usize = 48 << 20;

/// All bodies in memory.
#[derive(Debug)]
pub struct Bodies {
    most: usize,
    all: Mutex<All>,
}

impl Default for Bodies {
    fn default() -> Bodies {
        Bodies {
            most: MOST,
            all: Mutex::default(),
        }
    }
}

#[derive(Debug, Default)]
struct All {
    next: u64,
    bytes: usize,
    /// Oldest first.
    bodies: BTreeMap<u64, One>,
}

#[derive(Debug)]
struct One {
    bytes: usize,
    /// Tells that it must go; `None` since all of it has come.
    leave: Option<Arc<Notify>>,
}

/// The room that a body takes; free again when dropped.
#[must_use]
#[derive(Debug)]
pub struct Room {
    all: Arc<Bodies>,
    number: u64,
}

/// Why a body is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoBody {
    /// It has more bytes than it may.
    TooLarge,
    /// It took long, and its room is needed for others.
    NoRoom,
    /// It broke off.
    BrokeOff,
}

impl Bodies {
    /// Reads a body to its end. Its room is taken until it is dropped.
    ///
    /// # Errors
    ///
    /// If it is too large, breaks off, or is still coming when its room is needed.
    pub async fn read(
        self: &Arc<Bodies>,
        body: Body,
        most: usize,
    ) -> Result<(Bytes, Room), NoBody> {
        let (room, leave) = self.begin();
        let reading = self.read_into(&room, body, most);
        let bytes = tokio::select! {
            read = reading => read?,
            () = leave.notified() => return Err(NoBody::NoRoom),
        };
        Ok((bytes.into(), room))
    }

    async fn read_into(&self, room: &Room, mut body: Body, most: usize) -> Result<Vec<u8>, NoBody> {
        // One piece of memory: a body of many small frames would take much more than its bytes.
        let mut bytes = Vec::new();
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|_| NoBody::BrokeOff)?;
            let Some(data) = frame.data_ref() else {
                continue;
            };
            if bytes.len() + data.len() > most {
                return Err(NoBody::TooLarge);
            }
            let before = bytes.capacity();
            bytes.extend_from_slice(data);
            if !self.grow(room.number, bytes.capacity() - before) {
                return Err(NoBody::NoRoom);
            }
        }
        if let Some(one) = self.all().bodies.get_mut(&room.number) {
            one.leave = None;
        }
        Ok(bytes)
    }

    fn all(&self) -> MutexGuard<'_, All> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(self: &Arc<Bodies>) -> (Room, Arc<Notify>) {
        let leave = Arc::new(Notify::new());
        let mut all = self.all();
        let number = all.next;
        all.next += 1;
        let one = One {
            bytes: 0,
            leave: Some(Arc::clone(&leave)),
        };
        all.bodies.insert(number, one);
        drop(all);
        let room = Room {
            all: Arc::clone(self),
            number,
        };
        (room, leave)
    }

    /// Takes more room for a body, from the oldest that is still coming if there is no other. `false`
    /// if this one must go itself.
    fn grow(&self, number: u64, by: usize) -> bool {
        let mut all = self.all();
        let Some(one) = all.bodies.get_mut(&number) else {
            return false;
        };
        one.bytes += by;
        all.bytes += by;
        TIDE.rise(by);
        while all.bytes > self.most {
            let oldest = all.bodies.iter().find_map(|(number, one)| {
                let leave = one.leave.as_ref()?;
                Some((*number, Arc::clone(leave)))
            });
            let Some((oldest, leave)) = oldest else { break };
            all.remove(oldest);
            if oldest == number {
                return false;
            }
            leave.notify_one();
        }
        true
    }
}

impl All {
    fn remove(&mut self, number: u64) {
        if let Some(one) = self.bodies.remove(&number) {
            self.bytes -= one.bytes;
            TIDE.fall(one.bytes);
        }
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        self.all.all().remove(self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies(most: usize) -> Arc<Bodies> {
        Arc::new(Bodies {
            most,
            all: Mutex::default(),
        })
    }

    /// A body that sends this and then nothing for ever.
    fn half(bytes: &'static [u8]) -> Body {
        use futures_util::StreamExt as _;
        let first = futures_util::stream::iter([Ok::<_, std::io::Error>(bytes)]);
        Body::from_stream(first.chain(futures_util::stream::pending()))
    }

    #[tokio::test]
    async fn the_slowest_body_makes_room_and_one_that_has_come_does_not() {
        let all = bodies(250);
        let (_, _kept) = all.read(Body::from(vec![b'a'; 100]), 1000).await.unwrap();
        let of_slow = Arc::clone(&all);
        let slow = tokio::spawn(async move { of_slow.read(half(&[b'b'; 100]), 1000).await });
        while all.all().bytes < 200 {
            tokio::task::yield_now().await;
        }
        let (bytes, room) = all.read(Body::from(vec![b'c'; 100]), 1000).await.unwrap();
        assert_eq!(bytes.len(), 100);
        assert_eq!(slow.await.unwrap().unwrap_err(), NoBody::NoRoom);
        drop(room);
        assert_eq!(all.all().bytes, 100);
        let too_large = all.read(Body::from(vec![b'd'; 100]), 99).await;
        assert_eq!(too_large.unwrap_err(), NoBody::TooLarge);
        assert_eq!(all.all().bytes, 100);
    }

    #[tokio::test]
    async fn no_body_takes_the_room_of_those_that_have_come() {
        let all = bodies(250);
        let (_, first) = all.read(Body::from(vec![b'a'; 100]), 1000).await.unwrap();
        let (_, _second) = all.read(Body::from(vec![b'b'; 100]), 1000).await.unwrap();
        let third = all.read(Body::from(vec![b'c'; 100]), 1000).await;
        assert_eq!(third.unwrap_err(), NoBody::NoRoom);
        drop(first);
        let third = all.read(Body::from(vec![b'c'; 100]), 1000).await;
        assert!(third.is_ok());
    }
}
