//! What is published: bytes, encodings, headers.

use std::io::Read as _;

use firstline_relay::site::{Asset, Cache};
use reqwest::header::{HeaderMap, HeaderName};
use serde_json::Value;

use crate::support::{GUIDE, site, spawn, spawn_in, spawn_with};

fn header<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers
        .get(name.parse::<HeaderName>().unwrap())
        .map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn each_file_has_its_type_and_its_cache_policy() {
    let relay = spawn().await;
    for (path, content_type, cache) in [
        ("/", "text/html; charset=utf-8", "no-cache"),
        (
            "/firstline.js",
            "text/javascript; charset=utf-8",
            "public, max-age=300, stale-while-revalidate=86400",
        ),
        (
            "/assets/firstline-0a1b.js",
            "text/javascript; charset=utf-8",
            "public, max-age=31536000, immutable",
        ),
        (
            "/assets/firstline-2c3d.wasm",
            "application/wasm",
            "public, max-age=31536000, immutable",
        ),
        ("/pictures/router.svg", "image/svg+xml", "no-cache"),
        ("/guides/index.en.json", "application/json", "no-cache"),
    ] {
        let response = relay.get(path).await;
        assert_eq!(response.status().as_u16(), 200, "{path}");
        let headers = response.headers().clone();
        assert_eq!(header(&headers, "content-type"), content_type, "{path}");
        assert_eq!(header(&headers, "cache-control"), cache, "{path}");
        assert_eq!(
            header(&headers, "access-control-allow-origin"),
            "*",
            "{path}"
        );
        assert_eq!(
            header(&headers, "cross-origin-resource-policy"),
            "cross-origin",
            "{path}"
        );
        assert_eq!(
            header(&headers, "x-content-type-options"),
            "nosniff",
            "{path}"
        );
        assert!(header(&headers, "content-security-policy").starts_with("default-src 'none'"));
        let head = relay.client.head(relay.url(path)).send().await.unwrap();
        assert_eq!(
            header(head.headers(), "etag"),
            header(&headers, "etag"),
            "HEAD {path}"
        );
        assert_eq!(
            header(head.headers(), "content-length"),
            response.bytes().await.unwrap().len().to_string()
        );
        assert_eq!(head.bytes().await.unwrap().len(), 0, "HEAD {path}");
    }
}

#[tokio::test]
async fn each_encoding_has_its_bytes_and_its_tag() {
    let relay = spawn().await;
    let get = async |accept: &str, known: &str| {
        let request = relay.client.get(relay.url("/firstline.js"));
        let request = request
            .header("accept-encoding", accept)
            .header("if-none-match", known);
        request.send().await.unwrap()
    };
    let plain = relay.get("/firstline.js").await.bytes().await.unwrap();
    let mut tags = Vec::new();
    for (accept, encoding) in [
        ("", ""),
        ("gzip", "gzip"),
        ("gzip, br", "br"),
        ("gzip;q=1, br;q=0.1", "gzip"),
    ] {
        let response = get(accept, "").await;
        assert_eq!(
            header(response.headers(), "content-encoding"),
            encoding,
            "{accept}"
        );
        assert_eq!(header(response.headers(), "vary"), "Accept-Encoding");
        let tag = header(response.headers(), "etag").to_owned();
        let body = response.bytes().await.unwrap();
        let mut decoded = Vec::new();
        match encoding {
            "br" => {
                brotli::Decompressor::new(&body[..], 4096)
                    .read_to_end(&mut decoded)
                    .unwrap();
            }
            "gzip" => {
                flate2::read::GzDecoder::new(&body[..])
                    .read_to_end(&mut decoded)
                    .unwrap();
            }
            _ => decoded = body.to_vec(),
        }
        assert_eq!(decoded, plain, "{accept}");
        for (known, status) in [
            (tag.clone(), 304),
            (format!("W/{tag}"), 304),
            (format!("\"other\", {tag}"), 304),
            ("*".to_owned(), 304),
            ("\"other\"".to_owned(), 200),
        ] {
            let response = get(accept, &known).await;
            assert_eq!(response.status().as_u16(), status, "{accept} {known}");
            assert_eq!(header(response.headers(), "etag"), tag);
        }
        tags.push(tag);
    }
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), 3, "one tag an encoding");
}

#[tokio::test]
async fn the_index_speaks_the_nearest_language() {
    let relay = spawn_with(|_, site| {
        let mut german = site.editions[0].clone();
        german.language = "de".to_owned();
        site.editions.push(german);
    })
    .await;
    for (asked, served) in [
        ("en", "en"),
        ("en-GB", "en"),
        ("de", "de"),
        ("de-AT", "de"),
        ("DE-at-x-isp", "de"),
        ("fr", "en"),
        ("zh-Hant-TW", "en"),
    ] {
        let response = relay.get(&format!("/guides/index.{asked}.json")).await;
        assert_eq!(
            header(response.headers(), "content-language"),
            served,
            "{asked}"
        );
        let index: Value = response.json().await.unwrap();
        assert_eq!(index["language"], served, "{asked}");
    }
}

#[tokio::test]
async fn the_index_lists_what_can_be_fetched() {
    let relay = spawn().await;
    let index = relay.index().await;
    assert_eq!(index["provider"]["hours"], "Every day, around the clock");
    let facts = index["facts"].as_array().unwrap();
    assert!(facts.contains(&serde_json::json!(["provider.support.open", true])));
    let guide = &index["guides"][0];
    let pack = relay
        .get(&format!("/{}", guide["pack"].as_str().unwrap()))
        .await
        .bytes()
        .await
        .unwrap();
    assert_eq!(guide["hash"], firstline_compress::hash(&pack));
    let picture = guide["pictures"][0].as_str().unwrap();
    assert_eq!(
        relay.get(&format!("/{picture}")).await.status().as_u16(),
        200
    );
}

#[tokio::test]
async fn assets_of_the_version_before_stay_available() {
    let relay = spawn().await;
    let old = relay
        .get("/assets/firstline-0a1b.js")
        .await
        .bytes()
        .await
        .unwrap();
    let relay = spawn_in(relay.stop().await, |_, site| {
        *site = self::site(GUIDE);
        site.files.remove("assets/firstline-0a1b.js");
        let newer = Asset::new("a.js", "newer", Cache::Immutable);
        site.files
            .insert("assets/firstline-ffff.js".to_owned(), newer);
    })
    .await;
    let response = relay.get("/assets/firstline-0a1b.js").await;
    assert_eq!(
        header(response.headers(), "content-type"),
        "text/javascript; charset=utf-8"
    );
    assert_eq!(response.bytes().await.unwrap(), old);
    assert_eq!(
        relay
            .get("/assets/firstline-ffff.js")
            .await
            .status()
            .as_u16(),
        200
    );
    assert_eq!(
        relay
            .get("/assets/firstline-eeee.js")
            .await
            .status()
            .as_u16(),
        404
    );
}

#[tokio::test]
async fn the_sample_page_lets_the_widget_run_and_nothing_else() {
    let relay = spawn_with(|config, _| {
        let others = ["https://a.example:8443/x?y", "https://a.example:8443/z"];
        let checks = &mut config.checks;
        checks.set("checks.internet", others.map(str::to_owned).to_vec());
        checks.set("checks.latency", vec!["http://localhost:9/ping".to_owned()]);
    })
    .await;
    let page = relay.get("/").await;
    assert_eq!(
        header(page.headers(), "content-security-policy"),
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
         font-src 'self'; connect-src 'self' https://a.example:8443 http://localhost:9; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    );
    let script = relay.get("/firstline.js").await;
    assert!(!header(script.headers(), "content-security-policy").contains("script-src"));
}

#[tokio::test]
async fn a_ping_that_is_asked_once_closes_its_connection() {
    let relay = spawn().await;
    for (query, connection) in [
        ("?once=a1b2c3d4", "close"),
        ("?x=1&once=a1b2c3d4", "close"),
        ("?fresh=a1b2c3d4", ""),
        ("?nonce=1", ""),
        ("", ""),
    ] {
        let address = relay.url(&["/probe/ping", query].concat());
        let ping = relay.client.get(address).send().await.unwrap();
        assert_eq!(ping.status().as_u16(), 204, "{query}");
        assert_eq!(header(ping.headers(), "connection"), connection, "{query}");
    }
}

#[tokio::test]
async fn a_ping_tells_its_own_time_to_everybody() {
    let relay = spawn().await;
    let ping = relay
        .client
        .get(relay.url("/probe/ping"))
        .header("origin", "https://any.example");
    let ping = ping
        .header("accept-encoding", "br, gzip")
        .send()
        .await
        .unwrap();
    assert_eq!(ping.status().as_u16(), 204);
    for (name, value) in [
        ("access-control-allow-origin", "*"),
        ("timing-allow-origin", "*"),
        ("cache-control", "no-store, no-transform"),
        ("content-encoding", ""),
        ("connection", ""),
    ] {
        assert_eq!(header(ping.headers(), name), value, "{name}");
    }
    assert!(header(ping.headers(), "access-control-expose-headers").contains("server-timing"));
    let timing = header(ping.headers(), "server-timing")
        .strip_prefix("app;dur=")
        .unwrap();
    // What the kernel knows of the connection follows.
    let timing = timing.split(',').next().unwrap();
    assert!(
        (0.0..100.0).contains(&timing.parse::<f64>().unwrap()),
        "{timing}"
    );
}
