//! Names: the provider's server, and the router that passes questions on to it (RFC 1035).

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::UdpSocket;
use tokio::sync::watch;

use crate::plan::{self, PORTAL};

/// How the provider's name server answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// As it is.
    Truth,
    /// Not at all.
    Nothing,
    /// That it cannot.
    Servfail,
    /// That there is no such name.
    Nxdomain,
    /// With the portal's address, whatever was asked.
    Portal,
}

/// The largest question and answer without TCP.
const LARGEST: usize = 1232;

/// Bytes of a message before its question.
const HEAD: usize = 12;

const A: u16 = 1;
const AAAA: u16 = 28;

const SERVFAIL: u8 = 2;
const NXDOMAIN: u8 = 3;

/// Answers what is asked, as it is told to.
pub async fn answer(socket: UdpSocket, answers: watch::Receiver<Answers>) {
    let mut question = [0; LARGEST];
    loop {
        let Ok((bytes, from)) = socket.recv_from(&mut question).await else {
            continue;
        };
        let how = *answers.borrow();
        if let Some(answer) = answer_to(&question[..bytes], how) {
            let _ = socket.send_to(&answer, from).await;
        }
    }
}

/// A home router's part: passes questions on, and answers SERVFAIL if it knows that there is no way.
pub async fn pass_on(socket: UdpSocket, to: Ipv4Addr) {
    let socket = Arc::new(socket);
    let mut question = [0; LARGEST];
    loop {
        let Ok((bytes, from)) = socket.recv_from(&mut question).await else {
            continue;
        };
        tokio::spawn(pass_one_on(
            Arc::clone(&socket),
            question[..bytes].to_vec(),
            from,
            to,
        ));
    }
}

async fn pass_one_on(socket: Arc<UdpSocket>, question: Vec<u8>, from: SocketAddr, to: Ipv4Addr) {
    let asked = async {
        let upstream = UdpSocket::bind("0.0.0.0:0").await?;
        upstream.connect((to, 53)).await?;
        upstream.send(&question).await?;
        let mut answer = vec![0; LARGEST];
        let bytes = upstream.recv(&mut answer).await?;
        answer.truncate(bytes);
        Ok::<_, std::io::Error>(answer)
    };
    let answer = match tokio::time::timeout(Duration::from_secs(20), asked).await {
        Ok(Ok(answer)) => Some(answer),
        Ok(Err(_)) => with(&question, SERVFAIL, &[]),
        Err(_) => None,
    };
    if let Some(answer) = answer {
        let _ = socket.send_to(&answer, from).await;
    }
}

/// `None` if there is no answer.
fn answer_to(question: &[u8], how: Answers) -> Option<Vec<u8>> {
    let (name, kind, _) = read(question)?;
    let addresses = match how {
        Answers::Nothing => return None,
        Answers::Servfail => return with(question, SERVFAIL, &[]),
        Answers::Nxdomain => return with(question, NXDOMAIN, &[]),
        Answers::Portal => vec![IpAddr::V4(PORTAL)],
        Answers::Truth => match plan::resolve(&name) {
            Some(addresses) => addresses,
            None => return with(question, NXDOMAIN, &[]),
        },
    };
    let of_kind: Vec<IpAddr> = addresses
        .into_iter()
        .filter(|address| match address {
            IpAddr::V4(_) => kind == A,
            IpAddr::V6(_) => kind == AAAA,
        })
        .collect();
    with(question, 0, &of_kind)
}

/// The name that is asked for, the kind of record, and where the question ends.
fn read(message: &[u8]) -> Option<(String, u16, usize)> {
    let mut name = String::new();
    let mut at = HEAD;
    loop {
        let length = usize::from(*message.get(at)?);
        at += 1;
        if length == 0 {
            break;
        }
        // A question is the first in its message, so nothing can be pointed to.
        let label = message.get(at..at + length).filter(|_| length < 64)?;
        at += length;
        name += &String::from_utf8_lossy(label);
        name.push('.');
    }
    let kind = message.get(at..at + 2)?;
    let kind = u16::from_be_bytes([kind[0], kind[1]]);
    message.get(at + 4 - 1)?;
    Some((name, kind, at + 4))
}

/// An answer to this question: a code, and addresses.
fn with(question: &[u8], code: u8, addresses: &[IpAddr]) -> Option<Vec<u8>> {
    const RESPONSE_RECURSION_DESIRED: u8 = 0x81;
    const RECURSION_AVAILABLE: u8 = 0x80;
    const NAME_OF_THE_QUESTION: [u8; 2] = [0xc0, 12];
    const INTERNET: u16 = 1;
    const SECONDS: u32 = 1;
    let (_, _, end) = read(question)?;
    let count = u8::try_from(addresses.len()).ok()?;
    let mut answer = question[..2].to_vec();
    answer.extend([RESPONSE_RECURSION_DESIRED, RECURSION_AVAILABLE | code]);
    answer.extend([0, 1, 0, count, 0, 0, 0, 0]);
    answer.extend(&question[HEAD..end]);
    for address in addresses {
        let (kind, bytes) = match address {
            IpAddr::V4(address) => (A, address.octets().to_vec()),
            IpAddr::V6(address) => (AAAA, address.octets().to_vec()),
        };
        answer.extend(NAME_OF_THE_QUESTION);
        answer.extend(kind.to_be_bytes());
        answer.extend(INTERNET.to_be_bytes());
        answer.extend(SECONDS.to_be_bytes());
        answer.extend([0, u8::try_from(bytes.len()).ok()?]);
        answer.extend(bytes);
    }
    Some(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(name: &str, kind: u16) -> Vec<u8> {
        let mut message = vec![7, 8, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        for label in name.split('.') {
            message.push(u8::try_from(label.len()).unwrap());
            message.extend(label.as_bytes());
        }
        message.push(0);
        message.extend(kind.to_be_bytes());
        message.extend([0, 1]);
        message
    }

    #[test]
    fn questions_are_answered_as_the_server_is_told_to() {
        let code = |answer: &[u8]| answer[3] & 15;
        let known = question("x1.isp.example", A);
        let answer = answer_to(&known, Answers::Truth).unwrap();
        assert_eq!(
            (answer[..2].to_vec(), code(&answer), answer[7]),
            (vec![7, 8], 0, 1)
        );
        assert!(answer.ends_with(&[192, 0, 2, 10]));
        let portal = answer_to(&known, Answers::Portal).unwrap();
        assert!(portal.ends_with(&[192, 0, 2, 80]));
        // The name is there, and has no address of that kind.
        let other = answer_to(&question("x1.isp.example", AAAA), Answers::Truth).unwrap();
        assert_eq!((code(&other), other[7]), (0, 0));
        let none = answer_to(&question("nowhere.example", A), Answers::Truth).unwrap();
        assert_eq!(code(&none), NXDOMAIN);
        for (how, expected) in [
            (Answers::Servfail, Some(SERVFAIL)),
            (Answers::Nxdomain, Some(NXDOMAIN)),
            (Answers::Nothing, None),
        ] {
            assert_eq!(answer_to(&known, how).map(|answer| code(&answer)), expected);
        }
        for bad in [&known[..11], &known[..20], &[0xff; 40], &[]] {
            assert_eq!(answer_to(bad, Answers::Truth), None);
        }
    }
}
