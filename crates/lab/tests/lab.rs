//! What a device sees of each fault: sockets alone, no browser.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{IpAddr, SocketAddr, TcpStream, UdpSocket};
use std::time::Duration;

use firstline_lab::plan::{ECHO, HELP, HELP_6, ROUTER, SITES, STUN};
use firstline_lab::{Fault, Lab, Line, Place};

const DEADLINE: Duration = Duration::from_millis(800);

/// The one of this test, with the thread in the customer's place. Says loudly if there can be none.
fn lab() -> Option<Lab> {
    match Lab::up(Line::default()) {
        Ok(lab) => {
            lab.enter(Place::Customer).unwrap();
            Some(lab)
        }
        Err(why) => {
            why.not_tested(std::thread::current().name().unwrap_or("a test"));
            None
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Seen {
    /// An answer, and its code, or the last part of its address.
    Answer(u8),
    /// It failed before its time.
    Fails,
    /// Nothing until the deadline.
    Silence,
}

use Seen::{Answer, Fails, Silence};

fn failed(error: &std::io::Error) -> Seen {
    match error.kind() {
        ErrorKind::WouldBlock | ErrorKind::TimedOut => Silence,
        _ => Fails,
    }
}

fn asked(address: IpAddr, port: u16, packet: &[u8]) -> std::io::Result<Vec<u8>> {
    let any = if address.is_ipv4() {
        "0.0.0.0:0"
    } else {
        "[::]:0"
    };
    let socket = UdpSocket::bind(any)?;
    socket.connect((address, port))?;
    socket.set_read_timeout(Some(DEADLINE))?;
    socket.send(packet)?;
    let mut answer = vec![0; 2048];
    let bytes = socket.recv(&mut answer)?;
    answer.truncate(bytes);
    Ok(answer)
}

/// A name that was never asked for, from the resolver of the device.
fn fresh_name() -> Seen {
    let label = format!("x{:08}", fastrand());
    let mut question = vec![1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 9];
    question.extend(label.as_bytes());
    question.extend(b"\x03isp\x07example\x00\x00\x01\x00\x01");
    match asked(ROUTER.into(), 53, &question) {
        Ok(answer) if answer[7] == 1 => Answer(answer[answer.len() - 1]),
        Ok(answer) => Answer(answer[3] & 15),
        Err(error) => failed(&error),
    }
}

fn fastrand() -> u32 {
    use std::hash::{BuildHasher as _, RandomState};
    u32::try_from(RandomState::new().hash_one(0) % 100_000_000).unwrap()
}

fn page(address: impl Into<IpAddr>) -> Seen {
    let address = SocketAddr::new(address.into(), 80);
    let read = || {
        let mut stream = TcpStream::connect_timeout(&address, DEADLINE)?;
        stream.set_read_timeout(Some(DEADLINE))?;
        stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")?;
        let mut answer = [0; 12];
        stream.read_exact(&mut answer)?;
        Ok(answer)
    };
    match read() {
        Ok(answer) if &answer == b"HTTP/1.1 200" => Answer(200),
        Ok(answer) if &answer == b"HTTP/1.1 204" => Answer(204),
        Ok(answer) => panic!("{answer:?}"),
        Err(error) => failed(&error),
    }
}

fn encrypted(address: impl Into<IpAddr>) -> Seen {
    let address = SocketAddr::new(address.into(), 443);
    match TcpStream::connect_timeout(&address, DEADLINE) {
        Ok(_) => Answer(0),
        Err(error) => failed(&error),
    }
}

#[test]
fn each_fault_looks_as_it_should_and_heals() {
    let Some(lab) = lab() else { return };
    let cases = [
        // fault, a fresh name, a site's address, the provider's server, the router.
        (None, Answer(10), Answer(204), Answer(0), Answer(200)),
        (Some(Fault::DeviceLink), Fails, Fails, Fails, Fails),
        (Some(Fault::RouterOff), Silence, Silence, Silence, Silence),
        (
            Some(Fault::WanSilent),
            Silence,
            Silence,
            Silence,
            Answer(200),
        ),
        (
            Some(Fault::WanUnreachable),
            Answer(2),
            Fails,
            Fails,
            Answer(200),
        ),
        (
            Some(Fault::DnsSilent),
            Silence,
            Answer(204),
            Answer(0),
            Answer(200),
        ),
        (
            Some(Fault::DnsServfail),
            Answer(2),
            Answer(204),
            Answer(0),
            Answer(200),
        ),
        (
            Some(Fault::DnsNxdomain),
            Answer(3),
            Answer(204),
            Answer(0),
            Answer(200),
        ),
        (
            Some(Fault::IspServers),
            Answer(10),
            Answer(204),
            Silence,
            Answer(200),
        ),
        (
            Some(Fault::Captive),
            Answer(80),
            Silence,
            Silence,
            Answer(200),
        ),
        (
            Some(Fault::NoDatagrams),
            Answer(10),
            Answer(204),
            Answer(0),
            Answer(200),
        ),
        (None, Answer(10), Answer(204), Answer(0), Answer(200)),
    ];
    for (fault, name, site, help, router) in cases {
        match fault {
            Some(fault) => lab.fault(fault).unwrap(),
            None => lab.heal().unwrap(),
        }
        let seen = (fresh_name(), page(SITES[0]), encrypted(HELP), page(ROUTER));
        assert_eq!(seen, (name, site, help, router), "{fault:?}");
        if fault == Some(Fault::NoDatagrams) {
            let echo = asked(HELP.into(), ECHO, b"hello").map_err(|error| failed(&error));
            assert_eq!(echo, Err(Silence));
        }
    }
    assert_eq!(Fault::ALL.len() + 2, cases.len());
}

#[test]
fn both_families_and_every_service_answer() {
    let Some(_lab) = lab() else { return };
    assert_eq!(encrypted(HELP_6), Answer(0));
    assert_eq!(page(SITES[2]), Answer(204));
    for address in [IpAddr::V4(HELP), IpAddr::V6(HELP_6), IpAddr::V4(SITES[1])] {
        assert_eq!(asked(address, ECHO, b"hello").unwrap(), b"hello");
        let mut request = vec![0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42];
        request.extend([5; 12]);
        assert_eq!(asked(address, STUN, &request).unwrap()[..2], [1, 1]);
    }
}

#[test]
fn the_truth_is_no_shorter_than_the_line_and_loss_is_seen() {
    let Some(lab) = lab() else { return };
    let truth = lab.truth().unwrap();
    std::thread::sleep(Duration::from_millis(600));
    let samples = truth.end();
    assert!(samples.len() >= 3, "{samples:?}");
    let there_and_back = Line::default().down.delay + Line::default().up.delay;
    for sample in &samples {
        assert!(sample.rtt.unwrap() >= there_and_back, "{sample:?}");
    }
    lab.set_line(Line::default().losing(1.0));
    let truth = lab.truth().unwrap();
    std::thread::sleep(Duration::from_millis(300));
    lab.set_line(Line::default());
    let samples = truth.end();
    assert!(
        samples.iter().any(|sample| sample.rtt.is_none()),
        "{samples:?}"
    );
}

#[test]
fn a_program_has_the_resolver_of_its_place_and_nothing_is_left_behind() {
    let Some(lab) = lab() else { return };
    let output = lab
        .command(Place::Customer, "cat")
        .arg("/etc/resolv.conf")
        .output();
    let text = String::from_utf8(output.unwrap().stdout).unwrap();
    assert_eq!(text, "nameserver 192.168.1.1\n");
    let names: Vec<String> = Place::ALL.iter().map(|place| lab.name(*place)).collect();
    let file = |name: &String| std::path::Path::new("/run/netns").join(name);
    assert!(names.iter().all(|name| file(name).exists()));
    drop(lab);
    assert!(!names.iter().any(|name| file(name).exists()));
}
