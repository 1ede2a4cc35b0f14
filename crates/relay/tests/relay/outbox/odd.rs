//! Deliveries that always fail, beside others that do not.

use super::*;
use crate::support::spawn_with;

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};

const BAD: u32 = 6;
const GOOD: u32 = 20;

/// As slow as a helpdesk of a provider is tried: a shared wait that grew with each failure would be minutes.
fn patient(url: &str) -> HelpdeskConfig {
    HelpdeskConfig {
        retry: Duration::from_millis(200),
        longest_retry: Duration::from_secs(600),
        settle: Duration::from_millis(100),
        ..webhook(url)
    }
}

#[tokio::test]
async fn tickets_that_always_fail_do_not_take_the_turns_of_others() {
    let helpdesk = StandIn::new(|came, _| {
        match came.text().contains("bad") {
            // Of a field that its own database does not take, say.
            true => Answer::Says(500, json!({})),
            false => Answer::Says(200, json!({})),
        }
    })
    .await;
    let relay = delivering(patient(&helpdesk.url)).await;
    for number in 0..BAD {
        send(&relay, number, &of(&format!("bad{number}"))).await;
    }
    // Long enough for each of them to fail, and some again.
    helpdesk.until(BAD as usize).await;
    let began = Instant::now();
    let mut good = Vec::new();
    for number in 0..GOOD {
        good.push(send(&relay, 100 + number, &of(&format!("good{number}"))).await);
    }
    for number in &good {
        until(&relay, number, arrived).await;
    }
    // One that comes later, when those that fail are known to fail alone.
    let late = send(&relay, 999, &of("late")).await;
    let at = Instant::now();
    until(&relay, &late, arrived).await;
    assert!(at.elapsed() < Duration::from_secs(5), "{:?}", at.elapsed());
    assert!(began.elapsed() < Duration::from_secs(60));
    let counts = relay.store().await.counts().await.unwrap();
    assert_eq!((counts.waiting, counts.dead), (u64::from(BAD), 0));
}

/// A mail server that does not find where some addresses are, and how many mails it took.
async fn mail_server() -> (u16, Arc<std::sync::Mutex<Vec<String>>>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let taken = Arc::new(std::sync::Mutex::new(Vec::new()));
    let all = Arc::clone(&taken);
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            tokio::spawn(talk(stream, Arc::clone(&all)));
        }
    });
    (port, taken)
}

async fn talk(stream: tokio::net::TcpStream, taken: Arc<std::sync::Mutex<Vec<String>>>) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut to = String::new();
    let mut is_data = false;
    write.write_all(b"220 mx\r\n").await.unwrap();
    while let Ok(Some(line)) = lines.next_line().await {
        let command = line.to_uppercase();
        let answer = match () {
            () if is_data && line == "." => {
                is_data = false;
                taken.lock().unwrap().push(std::mem::take(&mut to));
                "250 ok\r\n"
            }
            () if is_data => continue,
            () if command.starts_with("EHLO") => "250-mx\r\n250 8BITMIME\r\n",
            () if command.starts_with("RCPT") && line.contains("typo") => {
                "450 4.1.2 Recipient address rejected: Domain not found\r\n"
            }
            () if command.starts_with("RCPT") => {
                to = line;
                "250 ok\r\n"
            }
            () if command == "DATA" => {
                is_data = true;
                "354 go\r\n"
            }
            () if command == "QUIT" => "221 bye\r\n",
            () => "250 ok\r\n",
        };
        if write.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

#[tokio::test]
async fn mail_to_mistyped_addresses_holds_up_no_other_mail() {
    let (port, taken) = mail_server().await;
    let relay = spawn_with(|config, _| {
        config.mail.url = Some(format!("smtp://127.0.0.1:{port}"));
        config.mail.from = Some("help@isp.example".to_owned());
        config.mail.networks = vec!["127.0.0.0/8".parse().unwrap()];
        config.tickets_per_minute = 0;
    })
    .await;
    for number in 0..BAD {
        send(&relay, number, &of(&format!("typo{number}"))).await;
    }
    let began = Instant::now();
    for number in 0..GOOD {
        send(&relay, 100 + number, &of(&format!("good{number}"))).await;
    }
    while taken.lock().unwrap().len() < GOOD as usize {
        let so_far = taken.lock().unwrap().len();
        // A mail a second, as the rate has it.
        assert!(began.elapsed() < Duration::from_secs(45), "{so_far}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let counts = relay.store().await.counts().await.unwrap();
    assert_eq!(counts.mails, (u64::from(BAD), 0));
}
