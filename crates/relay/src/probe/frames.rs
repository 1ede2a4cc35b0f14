//! The frames of a WebSocket that comes from a browser (RFC 6455, section 5), counted and forgotten.
//!
//! Libraries give whole messages, and browsers cut a message into frames as they like: what has arrived of one that is half
//! here would be guessed. On a slow line half a message is a second.

/// The frames that arrive on a WebSocket.
#[derive(Debug, Default)]
pub struct Frames {
    head: Vec<u8>,
    /// The bytes of the current frame that are still to come.
    left: u64,
    /// The payload of a frame that is about the connection; `None` while one with data comes.
    control: Option<Control>,
    payload: u64,
}

#[derive(Debug)]
struct Control {
    kind: u8,
    mask: [u8; 4],
    bytes: Vec<u8>,
}

/// A request of the other end for an answer.
#[derive(Debug, PartialEq, Eq)]
pub enum Wish {
    /// The same bytes.
    Pong(Vec<u8>),
    /// The end.
    Close,
}

/// The bytes are no WebSocket of a browser.
#[derive(Debug, PartialEq, Eq)]
pub struct Broken;

const FIN: u8 = 0x80;
const MASKED: u8 = 0x80;
const CONTINUATION: u8 = 0;
const TEXT: u8 = 1;
const BINARY: u8 = 2;
const CLOSE: u8 = 8;
const PING: u8 = 9;
const PONG: u8 = 10;

/// A control frame has no more payload than this.
const CONTROL_MOST: u64 = 125;

impl Frames {
    /// How many bytes of payload have arrived in frames with data.
    pub fn payload(&self) -> u64 {
        self.payload
    }

    /// These bytes have arrived. Of several pings the last alone is answered, as the standard allows (5.5.3): who sends nothing
    /// else would have all of it sent back. After the end nothing is read.
    ///
    /// # Errors
    ///
    /// If they are no frames, or not masked, as those of browsers must be.
    pub fn take(&mut self, mut bytes: &[u8]) -> Result<Vec<Wish>, Broken> {
        let mut wishes = Vec::new();
        loop {
            if self.left > 0 {
                let here = usize::try_from(self.left)
                    .unwrap_or(usize::MAX)
                    .min(bytes.len());
                let (payload, rest) = bytes.split_at(here);
                bytes = rest;
                self.left -= here as u64;
                match &mut self.control {
                    Some(control) => control.bytes.extend_from_slice(payload),
                    None => self.payload += here as u64,
                }
                if self.left > 0 {
                    return Ok(wishes);
                }
            }
            if let Some(wish) = self.control.take().and_then(Control::wish) {
                if matches!(wishes.last(), Some(Wish::Pong(_))) && matches!(wish, Wish::Pong(_)) {
                    wishes.pop();
                }
                let is_close = wish == Wish::Close;
                wishes.push(wish);
                if is_close {
                    return Ok(wishes);
                }
            }
            let Some((first, rest)) = bytes.split_first() else {
                return Ok(wishes);
            };
            bytes = rest;
            self.head.push(*first);
            if let Some(head) = Head::read(&self.head)? {
                self.left = head.length;
                if head.kind >= CLOSE {
                    self.control = Some(Control {
                        kind: head.kind,
                        mask: head.mask,
                        bytes: Vec::new(),
                    });
                }
                self.head.clear();
            }
        }
    }
}

impl Control {
    fn wish(mut self) -> Option<Wish> {
        for (at, byte) in self.bytes.iter_mut().enumerate() {
            *byte ^= self.mask[at % 4];
        }
        match self.kind {
            PING => Some(Wish::Pong(self.bytes)),
            CLOSE => Some(Wish::Close),
            _ => None,
        }
    }
}

struct Head {
    kind: u8,
    length: u64,
    mask: [u8; 4],
}

impl Head {
    /// `None` while it is not whole.
    fn read(bytes: &[u8]) -> Result<Option<Head>, Broken> {
        let [first, second, rest @ ..] = bytes else {
            return Ok(None);
        };
        let kind = first & 15;
        let known = [CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG].contains(&kind);
        // No extension was agreed on, so no bit is reserved for one.
        if !known || first & 0x70 != 0 || second & MASKED == 0 {
            return Err(Broken);
        }
        let (length, mask) = match second & !MASKED {
            126 => match rest {
                [high, low, mask @ ..] => (u64::from(u16::from_be_bytes([*high, *low])), mask),
                _ => return Ok(None),
            },
            127 => match rest.split_at_checked(8) {
                Some((length, mask)) => {
                    let length = <[u8; 8]>::try_from(length).map_err(|_| Broken)?;
                    (u64::from_be_bytes(length), mask)
                }
                None => return Ok(None),
            },
            short => (u64::from(short), rest),
        };
        if kind >= CLOSE && (length > CONTROL_MOST || first & FIN == 0) {
            return Err(Broken);
        }
        let Ok(mask) = <[u8; 4]>::try_from(mask) else {
            return Ok(None);
        };
        Ok(Some(Head { kind, length, mask }))
    }
}

/// A text message of up to 125 bytes to a browser.
pub fn text(text: &str) -> Vec<u8> {
    frame(TEXT, text.as_bytes())
}

/// The answer to a wish.
pub fn answer(wish: &Wish) -> Vec<u8> {
    match wish {
        Wish::Pong(bytes) => frame(PONG, bytes),
        Wish::Close => close(),
    }
}

/// It was enough.
pub fn close() -> Vec<u8> {
    const NORMAL: u16 = 1000;
    frame(CLOSE, &NORMAL.to_be_bytes())
}

fn frame(kind: u8, payload: &[u8]) -> Vec<u8> {
    let payload = &payload[..payload.len().min(125)];
    let mut frame = vec![FIN | kind];
    frame.extend(u8::try_from(payload.len()));
    frame.extend_from_slice(payload);
    frame
}

#[cfg(test)]
mod tests {
    use super::*;

    const MASK: [u8; 4] = [1, 2, 3, 4];

    fn masked(first: u8, payload: &[u8]) -> Vec<u8> {
        let mut frame = vec![first];
        match payload.len() {
            short @ 0..=125 => frame.push(MASKED | u8::try_from(short).unwrap()),
            long @ 126..=0xffff => {
                frame.push(MASKED | 126);
                frame.extend(u16::try_from(long).unwrap().to_be_bytes());
            }
            long => {
                frame.push(MASKED | 127);
                frame.extend((long as u64).to_be_bytes());
            }
        }
        frame.extend(MASK);
        let payload = payload.iter().enumerate();
        frame.extend(payload.map(|(at, byte)| byte ^ MASK[at % 4]));
        frame
    }

    #[test]
    fn every_byte_of_payload_counts_when_it_arrives_and_no_other() {
        let lengths = [0, 1, 125, 126, 65_535, 65_536, 70_000];
        let mut all = Vec::new();
        for (at, length) in lengths.into_iter().enumerate() {
            // A browser cuts messages into frames, and pings may come between.
            let first = [FIN | BINARY, BINARY, FIN | CONTINUATION][at % 3];
            all.extend(masked(first, &vec![7; length]));
            all.extend(masked(FIN | PONG, b"x"));
        }
        let sum: usize = lengths.iter().sum();
        for piece in [1, 2, 3, 7, 4096, all.len()] {
            let mut frames = Frames::default();
            let mut arrived = 0;
            for bytes in all.chunks(piece) {
                assert_eq!(frames.take(bytes), Ok(Vec::new()));
                arrived += bytes.len() as u64;
                assert!(frames.payload() <= arrived);
            }
            assert_eq!(frames.payload(), sum as u64, "{piece}");
        }
        let mut half = Frames::default();
        half.take(&masked(FIN | BINARY, &[0; 1000])[..508]).unwrap();
        assert_eq!(half.payload(), 500);
    }

    #[test]
    fn pings_and_the_end_are_answered_and_nonsense_is_no_socket() {
        let mut frames = Frames::default();
        let mut bytes = masked(FIN | PING, b"hello");
        bytes.extend(masked(FIN | CLOSE, &[]));
        let wishes = frames.take(&bytes).unwrap();
        assert_eq!(wishes, [Wish::Pong(b"hello".to_vec()), Wish::Close]);
        let many = masked(FIN | PING, b"x").repeat(1000);
        let last = [many, masked(FIN | PING, b"last"), masked(FIN | CLOSE, &[])].concat();
        let ends = [Wish::Pong(b"last".to_vec()), Wish::Close];
        assert_eq!(Frames::default().take(&last).unwrap(), ends);
        let more = [masked(FIN | CLOSE, &[]), masked(FIN | PING, b"x")].concat();
        assert_eq!(Frames::default().take(&more).unwrap(), [Wish::Close]);
        assert_eq!(answer(&wishes[0]), b"\x8a\x05hello");
        assert_eq!(answer(&wishes[1]), [0x88, 2, 3, 232]);
        assert_eq!(text("{}"), b"\x81\x02{}");
        for bad in [
            &[FIN | BINARY, 5, 0, 0, 0, 0][..],
            &[FIN | 0x40 | BINARY, MASKED],
            &[FIN | 3, MASKED],
            &[PING, MASKED, 0, 0, 0, 0],
            &[FIN | PING, MASKED | 126, 0, 126],
        ] {
            assert_eq!(Frames::default().take(bad), Err(Broken), "{bad:?}");
        }
    }
}
