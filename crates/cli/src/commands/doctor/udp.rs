//! Asks over UDP whether somebody is there: a STUN server, and an echo of datagrams.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant, UNIX_EPOCH};

use tokio::net::UdpSocket;
use tokio::time::timeout;

/// How long an answer is waited for, and how often it is asked for, as datagrams get lost.
const PATIENCE: Duration = Duration::from_secs(1);
const TRIES: usize = 3;

/// How long a STUN server takes to answer a binding request (RFC 8489, 6.3.1).
///
/// # Errors
///
/// If none does.
pub async fn stun(server: SocketAddr) -> io::Result<Duration> {
    let mut request = vec![0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42];
    request.extend(&number()[4..]);
    let own = request.clone();
    answer(server, &request, move |answer| {
        answer.len() >= own.len() && answer[..2] == [1, 1] && answer[4..20] == own[4..20]
    })
    .await
}

/// How long a QUIC server takes to say which versions it speaks, to somebody who asks in an unknown one (RFC 9000, 6.1).
/// It needs no certificate and opens nothing.
///
/// # Errors
///
/// If none does.
pub async fn quic(server: SocketAddr) -> io::Result<Duration> {
    /// The least of a first packet (14.1), and one of the versions that are kept so that nobody ever speaks them (15).
    const LEAST: usize = 1200;
    const NO_VERSION: [u8; 4] = [0x1a, 0x2a, 0x3a, 0x4a];
    let number = number();
    let (theirs, ours) = number.split_at(8);
    let mut request = vec![0xc3];
    request.extend(NO_VERSION);
    for id in [theirs, ours] {
        request.push(8);
        request.extend(id);
    }
    request.resize(LEAST, 0);
    // Version zero, and the ids the other way round (17.2.1).
    let mut expected = vec![0, 0, 0, 0];
    for id in [ours, theirs] {
        expected.push(8);
        expected.extend(id);
    }
    answer(server, &request, move |answer| {
        let has_long_head = answer.first().is_some_and(|first| first & 0x80 != 0);
        has_long_head && answer.get(1..=expected.len()) == Some(&expected[..])
    })
    .await
}

/// Any number that no other request of this machine has at this time, neither whole nor without its first four bytes.
fn number() -> [u8; 16] {
    let time = UNIX_EPOCH.elapsed().map_or(0, |since| since.as_nanos());
    numbered(std::process::id(), time)
}

/// The process stands above the nanoseconds, which take fewer than 64 bits until the year 2554, and within the last twelve bytes.
fn numbered(process: u32, time: u128) -> [u8; 16] {
    (u128::from(process) << 64 ^ time).to_be_bytes()
}

async fn answer(
    server: SocketAddr,
    request: &[u8],
    is_ours: impl Fn(&[u8]) -> bool,
) -> io::Result<Duration> {
    let from = match server {
        SocketAddr::V4(_) => "0.0.0.0:0",
        SocketAddr::V6(_) => "[::]:0",
    };
    let socket = UdpSocket::bind(from).await?;
    socket.connect(server).await?;
    let mut came = [0; 1500];
    for _ in 0..TRIES {
        let began = Instant::now();
        socket.send(request).await?;
        while let Ok(bytes) = timeout(
            PATIENCE.saturating_sub(began.elapsed()),
            socket.recv(&mut came),
        )
        .await
        {
            if is_ours(&came[..bytes?]) {
                return Ok(began.elapsed());
            }
        }
    }
    Err(io::Error::other(
        "three requests, no answer within a second",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A server that answers everything by what this makes of it.
    async fn server(answers: fn(&[u8]) -> Vec<u8>) -> SocketAddr {
        let server = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = server.local_addr().unwrap();
        tokio::spawn(async move {
            let mut request = [0; 1500];
            while let Ok((bytes, from)) = server.recv_from(&mut request).await {
                let answer = answers(&request[..bytes]);
                server.send_to(&answer, from).await.unwrap();
            }
        });
        address
    }

    #[test]
    fn two_processes_at_one_time_have_two_numbers() {
        let time = UNIX_EPOCH.elapsed().unwrap().as_nanos();
        let (one, other) = (numbered(7, time), numbered(8, time));
        assert_ne!(one[4..], other[4..], "the id of a STUN request");
        assert_ne!(numbered(7, time + 1)[4..], one[4..]);
    }

    #[tokio::test]
    async fn a_stun_server_is_told_from_one_that_says_something_else() {
        let success = server(|request| [&[1, 1], &request[2..]].concat()).await;
        assert!(stun(success).await.is_ok());
        let refusal = server(|request| [&[1, 0x11], &request[2..]].concat()).await;
        assert!(stun(refusal).await.is_err());
    }

    #[tokio::test]
    async fn a_quic_server_is_told_from_one_that_says_something_else() {
        let negotiates = server(|request| {
            assert_eq!(request.len(), 1200);
            let (theirs, ours) = (&request[5..14], &request[14..23]);
            let version_1 = [0, 0, 0, 1];
            [&[0x80, 0, 0, 0, 0], ours, theirs, &version_1].concat()
        })
        .await;
        assert!(quic(negotiates).await.is_ok());
        let echo = server(<[u8]>::to_vec).await;
        assert!(quic(echo).await.is_err());
        let short = server(|_| vec![0x80]).await;
        assert!(quic(short).await.is_err());
    }
}
