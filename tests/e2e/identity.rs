//! Who is signed in at the provider's need not type it, and the browser keeps nothing of it.

use serde_json::{Value, json};

use crate::harness::{Host, Page, Relay, Setup, in_chromium};

const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// Signs a token in the browser, as a provider's server would.
const SIGN: &str = r#"
    const part = (value) => btoa(value).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
    const now = Math.floor(Date.now() / 1000);
    const claims = { aud: "firstline", iat: now, exp: now + 300, ...arguments[1] };
    const message = part('{"alg":"HS256"}') + "." + part(JSON.stringify(claims));
    const bytes = (text) => new TextEncoder().encode(text);
    const done = arguments[arguments.length - 1];
    crypto.subtle.importKey("raw", bytes(arguments[0]), { name: "HMAC", hash: "SHA-256" }, false, ["sign"])
      .then((key) => crypto.subtle.sign("HMAC", key, bytes(message)))
      .then((sign) => done(message + "." + part(String.fromCharCode(...new Uint8Array(sign)))));
"#;

/// A relay that believes tokens of our secret.
async fn relay_and_secret() -> (Host, Relay, tempfile::NamedTempFile) {
    let host = Host::start().await;
    let secret = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(secret.path(), SECRET).unwrap();
    let relay = Relay::start(&Setup {
        internet: host.websites(),
        more: format!("[identity]\nsecret_file = {:?}\n", secret.path()),
        ..Setup::default()
    })
    .await;
    (host, relay, secret)
}

/// Tells the widget who is signed in; `null` for nobody.
async fn sign_in(page: &Page, claims: Value) {
    let token = match claims {
        Value::Null => Value::Null,
        claims => {
            let arguments = vec![SECRET.into(), claims];
            let token = page.driver.execute_async(SIGN, arguments).await.unwrap();
            token.json().clone()
        }
    };
    let tell = "window.Firstline.identify({ token: arguments[0] }); return 1;";
    page.ask_with(tell, vec![token]).await;
}

async fn wait_filled(page: &Page, name: &str, email: &str) {
    let script = "return every('#fl-name')[0]?.value === arguments[0] && every('#fl-email')[0]?.value === arguments[1];";
    let what = format!("the form has {name:?}");
    page.wait_with(&what, script, vec![name.into(), email.into()])
        .await;
}

#[test]
fn who_signs_out_leaves_nothing_behind_and_the_next_customer_is_another() {
    in_chromium(async |page| {
        let (_host, relay, _secret) = relay_and_secret().await;
        page.goto(&relay.url("/")).await;
        let maria = json!({ "sub": "4711", "name": "Maria Zauberlicht", "email": "maria@zauberlicht.example" });
        sign_in(page, maria).await;
        page.open_widget().await;
        page.walk_to_a_ticket().await;
        wait_filled(page, "Maria Zauberlicht", "maria@zauberlicht.example").await;
        // Signed out while the form is open: nothing of her is left in it.
        sign_in(page, Value::Null).await;
        wait_filled(page, "", "").await;
        let shown = page.text().await;
        assert!(!shown.contains("Zauberlicht"), "{shown}");
        // Nor where the next one's token is refused.
        let maria = json!({ "sub": "4711", "name": "Maria Zauberlicht", "email": "maria@zauberlicht.example" });
        sign_in(page, maria).await;
        wait_filled(page, "Maria Zauberlicht", "maria@zauberlicht.example").await;
        page.ask("Firstline.identify({ token: 'no token at all' });")
            .await;
        wait_filled(page, "", "").await;
        // What another customer typed stays, and only what was not typed is filled.
        page.fill("Your name", "Kim").await;
        let kim = json!({ "sub": "4712", "name": "Kim Other", "email": "kim@other.example" });
        sign_in(page, kim).await;
        wait_filled(page, "Kim", "kim@other.example").await;
        page.click("You may use what is shown above to help me.")
            .await;
        page.send_the_ticket().await;
        let ticket = relay.only_ticket().await;
        assert!(
            ticket.text.contains("as customer 4712, which is proved"),
            "{}",
            ticket.text
        );
        assert_eq!(ticket.request["contact"]["email"], "kim@other.example");
        assert!(!ticket.request.to_string().contains("Zauberlicht"));
        assert!(!ticket.text.contains("4711"), "{}", ticket.text);
    });
}

#[test]
fn who_is_signed_in_finds_the_form_filled_and_nothing_of_it_is_kept() {
    in_chromium(async |page| {
        let (_host, relay, _secret) = relay_and_secret().await;
        page.goto(&relay.url("/")).await;
        let claims = json!({ "sub": "4711", "name": "Maria Zauberlicht", "email": "maria@zauberlicht.example" });
        sign_in(page, claims).await;
        page.open_widget().await;
        page.walk_to_a_ticket().await;
        page.wait_until(
            "the form is filled",
            "return every('#fl-name')[0]?.value === 'Maria Zauberlicht';",
        )
        .await;
        assert_eq!(page.typed("E-mail").await, "maria@zauberlicht.example");
        let kept = page.stored().await;
        let said = format!("{kept:?}");
        assert!(
            !said.contains("Zauberlicht") && !said.contains("4711"),
            "{said}"
        );
        page.click("You may use what is shown above to help me.")
            .await;
        page.send_the_ticket().await;
        let ticket = relay.only_ticket().await;
        assert!(
            ticket
                .text
                .contains("Signed in with you as customer 4711, which is proved"),
            "{}",
            ticket.text
        );
        assert_eq!(ticket.request["contact"]["name"], "Maria Zauberlicht");
        let kept = format!("{:?}", page.stored().await);
        assert!(!kept.contains("Zauberlicht"), "{kept}");
    });
}
