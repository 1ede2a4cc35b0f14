//! What the kernel knows of a connection. No library tells it without the kernel's headers at build time, so this
//! is the one place with code that the compiler does not check.

use std::time::Duration;

use tokio::net::TcpStream;

/// The kernel's figures of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TcpInfo {
    /// The smoothed time of a round trip.
    pub rtt: Duration,
    /// The most bytes of a segment that is sent.
    pub mss: u32,
}

/// What the kernel knows now; `None` if it does not say.
#[cfg(target_os = "linux")]
#[allow(
    unsafe_code,
    reason = "neither the standard library nor rustix reads this option of a socket"
)]
pub fn of(socket: &TcpStream) -> Option<TcpInfo> {
    use std::os::fd::AsRawFd as _;

    // SAFETY: the struct is plain numbers, for which all zeros are a value.
    let mut info: libc::tcp_info = unsafe { std::mem::zeroed() };
    let mut length = libc::socklen_t::try_from(size_of::<libc::tcp_info>()).ok()?;
    // SAFETY: the descriptor is open while `socket` is borrowed; the kernel writes at most `length` bytes, which is
    // the size of what the pointer leads to, and says in `length` how many it wrote.
    let failed = unsafe {
        libc::getsockopt(
            socket.as_raw_fd(),
            libc::IPPROTO_TCP,
            libc::TCP_INFO,
            (&raw mut info).cast(),
            &raw mut length,
        )
    };
    (failed == 0 && info.tcpi_rtt > 0).then(|| TcpInfo {
        rtt: Duration::from_micros(info.tcpi_rtt.into()),
        mss: info.tcpi_snd_mss,
    })
}

/// Other systems are not asked.
#[cfg(not(target_os = "linux"))]
pub fn of(_: &TcpStream) -> Option<TcpInfo> {
    None
}
