//! Whose resolver a customer asks.

mod simulation;

use firstline_diagnosis::checks::{dns, isp};
use firstline_diagnosis::{CheckId, NotMeasured};
use simulation::finding::{find, is_not_measured, says, with};
use simulation::{Line, Reply};

#[test]
fn a_name_that_our_resolvers_alone_know_tells_whose_is_asked() {
    let context = with(&[
        (&dns::NAMES, &["https://*.dns.example/ping"]),
        (&dns::RESOLVER, &["https://*.resolver.example/ping"]),
        (&isp::EDGE, &["https://192.0.2.1/"]),
    ]);
    let quick = Reply::Named(140.0, 35.0);
    let slow = Reply::Named(900.0, 700.0);
    let known = Reply::Ping(60.0, 1.0);
    let unknown = Reply::Refuse(90.0);
    for (names, ours, whose, said) in [
        (&quick, &known, Some("ours"), "resolve"),
        (&quick, &unknown, Some("elsewhere"), "elsewhere"),
        (&slow, &known, Some("ours"), "slow"),
        (&slow, &unknown, Some("elsewhere"), "slow-elsewhere"),
        // It answers, and only its headers are wrong.
        (&quick, &Reply::Unreadable(60.0), Some("ours"), "resolve"),
        (&quick, &Reply::Silent, None, "resolve"),
        (&quick, &Reply::Forbidden, None, "resolve"),
        // Where no name is found, that this one is not says nothing.
        (&Reply::Refuse(90.0), &unknown, None, "fail"),
    ] {
        let line = Line::new()
            .host("dns.example", std::slice::from_ref(names))
            .host("resolver.example", std::slice::from_ref(ours))
            .host("192.0.2.1", &[Reply::Status(200, 105.0)]);
        let finding = find(&line, CheckId::Dns, &context);
        assert_eq!(finding.text("resolver"), whose, "{names:?} {ours:?}");
        assert_eq!(says(&finding), said, "{names:?} {ours:?}");
    }
    // One of two may have got lost, and one that is found is enough.
    for (second, whose) in [(&Reply::Silent, None), (&known, Some("ours"))] {
        // What is refused is asked a second time, without wanting to read it.
        let ours = [unknown.clone(), second.clone(), unknown.clone()];
        let line = Line::new()
            .host("dns.example", std::slice::from_ref(&quick))
            .host("resolver.example", &ours)
            .host("192.0.2.1", &[Reply::Status(200, 105.0)]);
        let finding = find(&line, CheckId::Dns, &context);
        assert_eq!(finding.text("resolver"), whose, "{second:?}");
    }
    // It is no number: that it answers does not make a resolver out of a line.
    let no_number = with(&[
        (&dns::NAMES, &["https://*.dns.example/ping"]),
        (&dns::RESOLVER, &["https://*.resolver.example/ping"]),
    ]);
    let line = Line::new()
        .host("dns.example", &[Reply::Refuse(90.0)])
        .host("resolver.example", &[known]);
    is_not_measured(
        &find(&line, CheckId::Dns, &no_number),
        NotMeasured::Pointless,
    );
}
