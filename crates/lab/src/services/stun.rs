//! Tells who asks its own address, as browsers ask when they look for ways to talk (RFC 8489).

use std::net::{IpAddr, SocketAddr};

use tokio::net::UdpSocket;

const COOKIE: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];

/// For ever.
pub async fn answer(socket: UdpSocket) {
    let mut packet = [0; 2048];
    loop {
        if let Ok((bytes, from)) = socket.recv_from(&mut packet).await
            && let Some(answer) = answer_to(&packet[..bytes], from)
        {
            let _ = socket.send_to(&answer, from).await;
        }
    }
}

/// The answer to a binding request; `None` if it is none.
fn answer_to(request: &[u8], from: SocketAddr) -> Option<Vec<u8>> {
    const BINDING_RESPONSE: [u8; 2] = [1, 1];
    const XOR_MAPPED_ADDRESS: [u8; 2] = [0, 0x20];
    let head = request.get(..20)?;
    if head[..2] != [0, 1] || head[4..8] != COOKIE {
        return None;
    }
    let (family, mut address) = match from.ip() {
        IpAddr::V4(address) => (1, address.octets().to_vec()),
        IpAddr::V6(address) => (2, address.octets().to_vec()),
    };
    // Hidden from boxes that rewrite every address that they see.
    for (byte, key) in address.iter_mut().zip(&head[4..20]) {
        *byte ^= key;
    }
    let port = from.port() ^ 0x2112;
    let length = u8::try_from(4 + address.len()).ok()?;
    let mut answer = BINDING_RESPONSE.to_vec();
    answer.extend([0, length + 4]);
    answer.extend(&head[4..20]);
    answer.extend(XOR_MAPPED_ADDRESS);
    answer.extend([0, length, 0, family]);
    answer.extend(port.to_be_bytes());
    answer.extend(address);
    Some(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_is_told_its_address() {
        let mut request = vec![0, 1, 0, 0];
        request.extend(COOKIE);
        request.extend([9; 12]);
        // RFC 5769, section 2.2, has the same address and port.
        let answer = answer_to(&request, "192.0.2.1:32853".parse().unwrap()).unwrap();
        assert_eq!(answer[..4], [1, 1, 0, 12]);
        assert_eq!(answer[24..], [0, 1, 0xa1, 0x47, 0xe1, 0x12, 0xa6, 0x43]);
        request[4] = 0;
        assert_eq!(answer_to(&request, "192.0.2.1:1".parse().unwrap()), None);
        assert_eq!(answer_to(&[], "192.0.2.1:1".parse().unwrap()), None);
    }
}
