//! What must come as it is sent: counts while they are counted, uploads while they are uploaded.

use std::time::{Duration, Instant};

use http_body_util::BodyExt as _;
use hyper::Response;
use hyper::body::Incoming;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::probed::Probed;
use super::probes::as_it_should;
use super::{ORIGIN, is_busy, others_measure};
use crate::commands::doctor::Finding;
use crate::commands::doctor::client::{Ask, NoAnswer};
use crate::commands::doctor::finding::Level;

/// The relay says something ten times a second; a slow line may take a while to bring it.
const SOON: Duration = Duration::from_secs(4);

/// How long the second piece of an upload waits.
const PAUSE: Duration = Duration::from_secs(5);

/// When something of the first piece must have been counted.
const COUNTED: Duration = Duration::from_secs(4);

/// A whole upload that takes longer than this was held up by the line and not by a proxy: one that collects pieces takes the
/// pause and little more.
const SLOW: Duration = Duration::from_secs(7);

/// Each piece of an upload. Some proxies wait for 16 kB before they pass anything on, and a slow line must bring as much in time.
const PIECE: usize = 40_000;

/// What proxies take at most unless they are told to take more; some stop at 1 MB.
const LARGE: usize = 3_000_000;

pub async fn examine(probed: &Probed<'_>, about: &'static str) -> Vec<Finding> {
    let mut found = vec![uploads(probed, about).await];
    if found[0].level == Level::Good {
        found.extend(large(probed, about).await);
    }
    found.push(socket(probed, about).await);
    found
}

/// Whether what is half sent is counted, and the count told, at once.
async fn uploads(probed: &Probed<'_>, about: &'static str) -> Finding {
    let wrong = |says: &str| Finding::wrong(about, probed.says(says));
    let id = format!("doctor-{}", std::process::id());
    let collects = || {
        wrong("the proxy collects answers before it passes them on, so nothing can be measured while it runs")
            .write("nginx:  location /probe/ { proxy_buffering off; … }")
    };
    let ask = Ask::get(probed.url(&format!("/probe/upload/{id}"))).with("origin", ORIGIN);
    let Ok(begun) = tokio::time::timeout(SOON, probed.client.begin(ask)).await else {
        return collects();
    };
    let mut count = match begun {
        Ok(response) if response.status() == 200 => response.into_body(),
        Ok(response) if is_busy(response.status().as_u16()) => {
            return others_measure(about, probed.says("uploads"));
        }
        Ok(response) => {
            let status = response.status().as_u16();
            return wrong(&format!("/probe/upload/ID answers {status}"));
        }
        Err(why) => {
            return wrong(&format!("/probe/upload/ID does not answer: {why}"));
        }
    };
    if tokio::time::timeout(SOON, count.frame()).await.is_err() {
        return collects();
    }
    let ask = Ask::new("POST", probed.url(&format!("/probe/upload?id={id}")))
        .with("origin", ORIGIN)
        .with("content-type", "application/octet-stream")
        .in_two(vec![0x5a; PIECE], PAUSE);
    let began = Instant::now();
    let sending = probed.client.ask(ask);
    tokio::pin!(sending);
    let first_counted = async {
        let mut text = String::new();
        while let Some(Ok(frame)) = count.frame().await {
            text += &String::from_utf8_lossy(frame.data_ref().map_or(&[][..], |data| data));
            let Some((lines, rest)) = text.rsplit_once('\n') else {
                continue;
            };
            let mut counted = lines.lines().filter_map(|line| {
                let said: serde_json::Value = serde_json::from_str(line).ok()?;
                said["bytes"].as_u64()
            });
            // The second piece is not sent yet, so anything that is counted was passed on alone.
            if counted.any(|bytes| bytes > 0) {
                return true;
            }
            text = rest.to_owned();
        }
        false
    };
    tokio::pin!(first_counted);
    let in_time = tokio::time::sleep(COUNTED);
    tokio::pin!(in_time);
    let sent = tokio::select! {
        is_counted = &mut first_counted => {
            return match is_counted {
                false => wrong("the count of an upload ended before it began"),
                true => Finding::good(about, probed.says("an upload is counted while it is sent, and the count is told at once")),
            };
        }
        sent = &mut sending => sent,
        () = &mut in_time => sending.await,
    };
    let status = sent.map(|answer| answer.status);
    uncounted(probed, about, &status, began.elapsed())
}

/// What it means that nothing was counted of an upload in time, which ended so after so long.
fn uncounted(
    probed: &Probed<'_>,
    about: &'static str,
    status: &Result<u16, NoAnswer>,
    took: Duration,
) -> Finding {
    let wrong = |says: &str| Finding::wrong(about, probed.says(says));
    match status {
        Err(why) if !why.is_late() => wrong(&format!("an upload is not taken: {why}")),
        Ok(status) if is_busy(*status) => others_measure(about, probed.says("uploads")),
        Ok(status) if *status != 200 => wrong(&format!("an upload is answered {status}")),
        Ok(_) if took <= SLOW => {
            wrong("the proxy collects uploads before it passes them on, so its disk is measured and not the line")
                .write("nginx:  location /probe/ { proxy_request_buffering off; … }")
        }
        _ => {
            let bytes = 2 * PIECE;
            let why = format!("this machine's line did not bring an upload of {bytes} bytes in time");
            Finding::not_tested(about, probed.says(&why))
        }
    }
}

/// Whether one of megabytes is taken, and whether pages may read the answer.
async fn large(probed: &Probed<'_>, about: &'static str) -> Vec<Finding> {
    let wrong = |says: &str| Finding::wrong(about, probed.says(says));
    let ask = Ask::new("POST", probed.url("/probe/upload"))
        .with("origin", ORIGIN)
        .body(vec![0x5a; LARGE]);
    vec![match probed.client.ask(ask).await {
        Ok(answer) if answer.status == 200 => {
            let mut found = as_it_should(probed, about, &answer, "/probe/upload");
            let last = answer.text();
            let last = last.lines().last().unwrap_or_default().to_owned();
            found.push(match last.contains(&LARGE.to_string()) {
                true => Finding::good(about, probed.says("large uploads are taken")),
                false => wrong(&format!(
                    "of an upload of {LARGE} bytes was counted: {last}"
                )),
            });
            return found;
        }
        Ok(answer) if answer.status == 413 => wrong("the proxy refuses large uploads (413)")
            .write("nginx:  location /probe/ { client_max_body_size 0; … }"),
        Ok(answer) if is_busy(answer.status) => others_measure(about, probed.says("large uploads")),
        Ok(answer) => wrong(&format!("a large upload is answered {}", answer.status)),
        Err(why) if why.is_late() => {
            let why = format!("this machine's line did not bring {LARGE} bytes in time");
            Finding::not_tested(about, probed.says(&why))
        }
        Err(why) => wrong(&format!("a large upload is not taken: {why}"))
            .write("nginx:  location /probe/ { client_max_body_size 0; … }"),
    }]
}

async fn socket(probed: &Probed<'_>, about: &'static str) -> Finding {
    // The key of RFC 6455, section 1.3.
    let ask = Ask::get(probed.url("/probe/socket"))
        .with("connection", "Upgrade")
        .with("upgrade", "websocket")
        .with("sec-websocket-version", "13")
        .with("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
    let does_not = |why: &str| {
        let says = format!(
            "WebSocket does not pass ({why}), so uploads are measured by the second-best way"
        );
        Finding::advice(about, probed.says(&says)).write(
            "nginx:  proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;\n\
             nginx, in http {}:  map $http_upgrade $connection_upgrade { default upgrade; \"\" \"\"; }",
        )
    };
    match probed.client.begin(ask).await {
        Ok(response) if response.status() == 101 => {
            match tokio::time::timeout(SOON, counted_on(response)).await {
                Ok(Ok(())) => Finding::good(about, probed.says("WebSocket passes")),
                // Some let one open and carry nothing.
                Ok(Err(_)) | Err(_) => does_not("it opens and carries nothing"),
            }
        }
        Ok(response) if is_busy(response.status().as_u16()) => {
            others_measure(about, probed.says("whether WebSocket passes"))
        }
        Ok(response) => does_not(response.status().as_str()),
        Err(why) => does_not(&why.to_string()),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::doctor::client::Client;

    #[test]
    fn a_line_that_is_slow_is_not_taken_for_a_proxy() {
        let client = Client::new(None).unwrap();
        let probed = Probed::at(&client, "https://help.isp.example");
        let level = |status: &Result<u16, NoAnswer>, seconds| {
            let took = Duration::from_secs(seconds);
            uncounted(&probed, "here", status, took).level
        };
        // The pause, and hardly more: everything was there when the second piece was.
        assert_eq!(level(&Ok(200), 5), Level::Wrong);
        assert_eq!(level(&Ok(200), 12), Level::NotTested);
        assert_eq!(level(&Err(NoAnswer::Late), 15), Level::NotTested);
        assert_eq!(level(&Ok(503), 1), Level::NotTested);
        assert_eq!(level(&Ok(413), 1), Level::Wrong);
        let refused = Err(NoAnswer::Failed("connection reset".to_owned()));
        assert_eq!(level(&refused, 1), Level::Wrong);
    }
}
