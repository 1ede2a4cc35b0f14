//! What must come as it is sent: counts while they are counted, uploads while they are uploaded.

use std::time::Duration;

use http_body_util::BodyExt as _;
use hyper::Response;
use hyper::body::Incoming;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::commands::doctor::client::Ask;
use crate::commands::doctor::{Finding, Patient};

const ABOUT: &str = "What streams";

/// The relay says something ten times a second.
const SOON: Duration = Duration::from_secs(2);

/// How long the second piece of an upload waits.
const PAUSE: Duration = Duration::from_secs(3);

const PIECE: usize = 100_000;

/// What proxies take at most unless they are told to take more; some stop at 1 MB.
const LARGE: usize = 3_000_000;

pub async fn examine(patient: &Patient) -> Vec<Finding> {
    let mut found = vec![uploads(patient).await];
    if found[0].level == crate::commands::doctor::Level::Good {
        found.push(large(patient).await);
    }
    found.push(socket(patient).await);
    found
}

/// Whether what is half sent is counted, and the count told, at once.
async fn uploads(patient: &Patient) -> Finding {
    let id = format!("doctor-{}", std::process::id());
    let collects = || {
        let says = "the proxy collects answers before it passes them on, so nothing can be measured while it runs";
        Finding::wrong(ABOUT, says).write("nginx:  location /probe/ { proxy_buffering off; … }")
    };
    let ask = Ask::get(patient.url(&format!("/probe/upload/{id}")));
    let Ok(begun) = tokio::time::timeout(SOON, patient.client.begin(ask)).await else {
        return collects();
    };
    let mut count = match begun {
        Ok(response) if response.status() == 200 => response.into_body(),
        Ok(response) if [429, 503].contains(&response.status().as_u16()) => {
            let says = "others measure now, or no speed test is allowed, so this was not looked at";
            return Finding::advice(ABOUT, says);
        }
        Ok(response) => {
            let says = format!("/probe/upload/ID answers {}", response.status());
            return Finding::wrong(ABOUT, says);
        }
        Err(why) => {
            return Finding::wrong(ABOUT, format!("/probe/upload/ID does not answer: {why}"));
        }
    };
    if tokio::time::timeout(SOON, count.frame()).await.is_err() {
        return collects();
    }
    let ask = Ask::new("POST", patient.url(&format!("/probe/upload?id={id}")))
        .with("content-type", "application/octet-stream")
        .in_two(vec![0x5a; PIECE], PAUSE);
    let sending = patient.client.ask(ask);
    tokio::pin!(sending);
    let first_counted = async {
        let mut text = String::new();
        while let Some(Ok(frame)) = count.frame().await {
            text += &String::from_utf8_lossy(frame.data_ref().map_or(&[][..], |data| data));
            let Some((lines, rest)) = text.rsplit_once('\n') else {
                continue;
            };
            let counted = lines.lines().filter_map(|line| {
                let said: serde_json::Value = serde_json::from_str(line).ok()?;
                said["bytes"].as_u64()
            });
            let most = counted.max().unwrap_or(0);
            text = rest.to_owned();
            if most >= PIECE as u64 {
                return most;
            }
        }
        0
    };
    tokio::pin!(first_counted);
    let in_time = tokio::time::sleep(PAUSE - Duration::from_secs(1));
    tokio::pin!(in_time);
    let sent = tokio::select! {
        counted = &mut first_counted => {
            return match counted {
                0 => Finding::wrong(ABOUT, "the count of an upload ended before it began"),
                _ => Finding::good(ABOUT, "an upload is counted while it is sent, and the count is told at once"),
            };
        }
        sent = &mut sending => Some(sent),
        () = &mut in_time => None,
    };
    match sent {
        Some(Err(why)) => Finding::wrong(ABOUT, format!("an upload is not taken: {why}")),
        Some(Ok(answer)) if answer.status != 200 => {
            Finding::wrong(ABOUT, format!("an upload is answered {}", answer.status))
        }
        _ => Finding::wrong(ABOUT, "the proxy collects uploads before it passes them on, so its disk is measured and not the line")
            .write("nginx:  location /probe/ { proxy_request_buffering off; … }"),
    }
}

async fn large(patient: &Patient) -> Finding {
    let ask = Ask::new("POST", patient.url("/probe/upload")).body(vec![0x5a; LARGE]);
    match patient.client.ask(ask).await {
        Ok(answer) if answer.status == 200 => {
            let last = answer.text();
            let last = last.lines().last().unwrap_or_default().to_owned();
            match last.contains(&LARGE.to_string()) {
                true => Finding::good(ABOUT, "large uploads are taken"),
                false => Finding::wrong(
                    ABOUT,
                    format!("of an upload of {LARGE} bytes was counted: {last}"),
                ),
            }
        }
        Ok(answer) if answer.status == 413 => {
            Finding::wrong(ABOUT, "the proxy refuses large uploads (413)")
                .write("nginx:  location /probe/ { client_max_body_size 0; … }")
        }
        Ok(answer) => Finding::wrong(
            ABOUT,
            format!("a large upload is answered {}", answer.status),
        ),
        Err(why) => Finding::wrong(ABOUT, format!("a large upload is not taken: {why}"))
            .write("nginx:  location /probe/ { client_max_body_size 0; … }"),
    }
}

async fn socket(patient: &Patient) -> Finding {
    // The key of RFC 6455, section 1.3.
    let ask = Ask::get(patient.url("/probe/socket"))
        .with("connection", "Upgrade")
        .with("upgrade", "websocket")
        .with("sec-websocket-version", "13")
        .with("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
    let does_not = |why: &str| {
        let says = format!(
            "WebSocket does not pass ({why}), so uploads are measured by the second-best way"
        );
        Finding::advice(ABOUT, says).write(
            "nginx:  proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;\n\
             nginx, in http {}:  map $http_upgrade $connection_upgrade { default upgrade; \"\" \"\"; }",
        )
    };
    match patient.client.begin(ask).await {
        Ok(response) if response.status() == 101 => {
            match tokio::time::timeout(SOON, counted_on(response)).await {
                Ok(Ok(())) => Finding::good(ABOUT, "WebSocket passes"),
                // Some let one open and carry nothing.
                Ok(Err(_)) | Err(_) => does_not("it opens and carries nothing"),
            }
        }
        Ok(response) if [429, 503].contains(&response.status().as_u16()) => Finding::advice(
            ABOUT,
            "whether WebSocket passes was not looked at: others measure now",
        ),
        Ok(response) => does_not(response.status().as_str()),
        Err(why) => does_not(&why),
    }
}

/// Sends five bytes in a binary message, and waits until they are counted.
async fn counted_on(response: Response<Incoming>) -> anyhow::Result<()> {
    const FIN_BINARY: u8 = 0x82;
    const MASKED_5: u8 = 0x85;
    let mut socket = TokioIo::new(hyper::upgrade::on(response).await?);
    let message = [FIN_BINARY, MASKED_5, 0, 0, 0, 0, 1, 2, 3, 4, 5];
    socket.write_all(&message).await?;
    let mut said = Vec::new();
    while !String::from_utf8_lossy(&said).contains("\"bytes\":5,") {
        if socket.read_buf(&mut said).await? == 0 {
            anyhow::bail!("it ended");
        }
    }
    Ok(())
}
