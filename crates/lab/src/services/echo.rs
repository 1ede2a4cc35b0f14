//! Sends back what comes (RFC 862).

use tokio::net::UdpSocket;

/// For ever.
pub async fn answer(socket: UdpSocket) {
    let mut packet = [0; 2048];
    loop {
        if let Ok((bytes, from)) = socket.recv_from(&mut packet).await {
            let _ = socket.send_to(&packet[..bytes], from).await;
        }
    }
}
