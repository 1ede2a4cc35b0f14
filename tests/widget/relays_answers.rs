//! The relay writes by `serde_json`, and the widget reads by its own reader: both must make the same of
//! every answer, also of what an answer leaves out.

use std::fmt::Debug;

use firstline_diagnosis::checks::account::Account;
use firstline_diagnosis::checks::own_line::whoami::WhoAmI;
use firstline_guide::json;
use firstline_wire::alert::AlertCreated;
use firstline_wire::status::Status;
use firstline_wire::ticket::TicketCreated;

use serde::de::DeserializeOwned;

fn is_read_alike<T: DeserializeOwned + PartialEq + Debug>(answer: &str) {
    let theirs: T = serde_json::from_str(answer).expect(answer);
    assert_eq!(json::from_str::<T>(answer), Some(theirs), "{answer}");
}

#[test]
fn what_an_answer_leaves_out_is_read_as_what_it_stands_for() {
    for status in [
        r#"{"state":"ok"}"#,
        r#"{"state":"not-set-up","items":[]}"#,
        r#"{"state":"outage","items":[],"tells":true}"#,
        r#"{"state":"outage","items":[{"id":"F-7","kind":"outage","title":"Cable cut"}]}"#,
        r#"{"state":"maintenance","tells":false,"items":[{"id":"W-1","kind":"maintenance","title":"Work","areas":["N1"],
            "began":"2026-11-29T10:00:00Z","updates":[{"at":"2026-11-29T10:00:00Z","text":"On site."}]}]}"#,
    ] {
        is_read_alike::<Status>(status);
    }
    is_read_alike::<WhoAmI>(r#"{"family":"ipv4"}"#);
    is_read_alike::<WhoAmI>(r#"{"family":"ipv6","on_net":false}"#);
    is_read_alike::<TicketCreated>(r#"{"number":"F-1000-0000","stored":1}"#);
    is_read_alike::<TicketCreated>(r#"{"number":"F-1000-0000","stored":1,"token":"t"}"#);
    is_read_alike::<Account>(r#"{"state":"active"}"#);
    is_read_alike::<AlertCreated>(r#"{"token":"s"}"#);
}
