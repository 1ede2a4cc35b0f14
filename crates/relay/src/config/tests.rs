use super::*;

const NONE: [(String, String); 0] = [];

fn file(text: &str) -> Result<Config, ConfigProblems> {
    Config::read(Some((Path::new("firstline.toml"), text)), NONE)
}

fn environment(variables: &[(&str, &str)]) -> Result<Config, ConfigProblems> {
    let variables = variables
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_string()));
    Config::read(None, variables)
}

const SAMPLE: &str = include_str!("../../../../firstline.toml");

#[test]
fn the_sample_file_shows_every_key() {
    for setting in SETTINGS.iter() {
        let name = setting.key.rsplit('.').next().unwrap_or_default();
        let shown = SAMPLE.lines().any(|line| {
            line.trim_start_matches(['#', ' '])
                .strip_prefix(name)
                .is_some_and(|rest| rest.trim_start().starts_with(['=', '.']))
        });
        assert!(shown, "firstline.toml does not show `{}`", setting.key);
    }
    file(SAMPLE).unwrap();
}

#[test]
fn what_the_sample_file_shows_in_comments_can_be_used() {
    let uncommented: Vec<&str> = SAMPLE
        .lines()
        .map(|line| match line.strip_prefix("#") {
            Some(rest) if !rest.starts_with(' ') => rest,
            _ => line,
        })
        .collect();
    file(&uncommented.join("\n")).unwrap();
}

#[test]
fn without_file_and_environment_the_defaults_hold() {
    assert_eq!(Config::read(None, NONE), Ok(Config::default()));
    assert_eq!(file(""), Ok(Config::default()));
    assert_eq!(
        environment(&[
            ("PATH", "/bin"),
            ("FIRSTLINE_CACHE", "/x"),
            ("FIRSTLINE_DEV_REGION", "10000")
        ]),
        Ok(Config::default())
    );
}

#[test]
fn paths_of_the_file_are_relative_to_its_folder() {
    let text = "data = \"store\"\n[status]\nfile = \"/etc/status.json\"";
    let config = Config::read(Some((Path::new("/srv/help/firstline.toml"), text)), NONE).unwrap();
    assert_eq!(config.data, Path::new("/srv/help/store"));
    assert_eq!(
        config.status.file.as_deref(),
        Some(Path::new("/etc/status.json"))
    );
    assert_eq!(
        environment(&[("FIRSTLINE_DATA", "store")]).unwrap().data,
        Path::new("store")
    );
}

/// A secret in the form of Standard Webhooks.
const SIGNED_WITH: &str = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

#[test]
fn every_key_is_an_environment_variable_that_wins() {
    // Beside a text of consent, because its id and version are nothing alone.
    let text = ("FIRSTLINE_CONSENT_TEXT_DE", "ja");
    let secret = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(secret.path(), "0123456789abcdef").unwrap();
    let url = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(url.path(), "postgresql://firstline@127.0.0.1/tickets\n").unwrap();
    let signed_with = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(signed_with.path(), SIGNED_WITH).unwrap();
    let without = environment(&[text]).unwrap();
    for setting in SETTINGS.iter() {
        let value = match (setting.key, setting.kind) {
            ("listen" | "probe.echo", _) => "[::1]:9",
            ("log", _) => "json",
            ("languages", _) => "de,en",
            ("trusted_proxies", _) => "10.0.0.0/8, ::1",
            ("status.zone" | "helpdesk.zone", _) => "Europe/Berlin",
            ("status.poll_seconds", _) => "70",
            ("status.accent", _) => "#123456",
            ("status.networks", _) => "10.0.0.0/8",
            ("status.areas" | "status.services", _) => "North ring=22767",
            ("status.url" | "status.address" | "status.tell_url", _) => "https://x.example/y",
            ("people.queues" | "people.appointments", _) => "https://x.example/y",
            ("people.networks", _) => "10.0.0.0/8",
            ("identity.public_key", _) => "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
            ("identity.secret", _) => "a secret that has as many letters as it must",
            ("probe.networks", _) => "10.0.0.0/8",
            ("probe.listeners", _) => "[::1]:9",
            ("checks.stun", _) => "stun:[2001:db8::1]:3478",
            ("checks.dns" | "checks.resolver", _) => "https://*.x.example/y",
            (key, _) if key.starts_with("checks.") => "https://x.example/y",
            ("origins" | "helpdesk.url" | "mail.url" | "follow.page" | "follow.relay", _) => {
                "https://x.example"
            }
            ("helpdesk.from" | "helpdesk.to" | "helpdesk.requester" | "mail.from", _) => {
                "a@isp.example"
            }
            ("helpdesk.networks" | "mail.networks", _) => "10.0.0.0/8",
            ("follow.secret", _) => "a secret that has as many letters as it must",
            ("mail.without", _) => "solved",
            ("database_url", _) => "postgresql://firstline@127.0.0.1/tickets",
            ("database_url_file", _) => url.path().to_str().unwrap(),
            ("insights.token_file", _) => secret.path().to_str().unwrap(),
            ("insights.alarm_mail" | "insights.report_mail", _) => "a@isp.example",
            ("insights.alarm_url", _) => "https://x.example/y",
            ("insights.alarm_secret", _) => SIGNED_WITH,
            ("insights.alarm_secret_file", _) => signed_with.path().to_str().unwrap(),
            ("insights.networks", _) => "10.0.0.0/8",
            (key, _) if key.ends_with("_file") => {
                concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")
            }
            ("helpdesk.queues", _) => "line=Field",
            ("helpdesk.priorities", _) => "major=2",
            ("helpdesk.fields", _) => "number=Number",
            ("insights.keep_days", _) => "70",
            ("insights.area_letters", _) => "2",
            ("insights.token", _) => "0123456789abcdef",
            (_, ValueKind::Number) => "7",
            _ => "something",
        };
        let config = environment(&[text, (&setting.variable(), value)]).unwrap();
        // Where it was set is another matter.
        let config = Config {
            places: without.places.clone(),
            ..config
        };
        assert_ne!(config, without, "{} changes nothing", setting.variable());
    }
    let text = Some((Path::new("f"), "log = \"human\""));
    let variable = ("FIRSTLINE_LOG".to_owned(), "json".to_owned());
    assert_eq!(Config::read(text, [variable]).unwrap().log, LogFormat::Json);
}

#[test]
fn each_webhook_is_an_address_without_a_password() {
    for (section, key) in [("status", "tell_url"), ("insights", "alarm_url")] {
        let read = |value: &str| file(&format!("[{section}]\n{key} = \"{value}\""));
        read("https://hooks.isp.example/a/").unwrap();
        for (bad, said) in [
            ("hooks.isp.example", "Write https://hooks.isp.example"),
            (
                "smtp://hooks.isp.example",
                "Write https://hooks.isp.example",
            ),
            ("https://user:word@hooks.isp.example", "webhook's secret"),
        ] {
            let problems = read(bad).unwrap_err().to_string();
            assert!(problems.contains(said), "{key} {bad}: {problems}");
        }
    }
}

#[test]
fn an_empty_variable_leaves_what_the_file_says() {
    let text = "languages = [\"de\"]\norigins = [\"https://x.example\"]\nlog = \"json\"\n\
                [tickets]\nper_minute = 7\n[consent]\ntext.de = \"ja\"";
    let variables: Vec<(String, String)> = SETTINGS
        .iter()
        .map(Setting::variable)
        .chain(["FIRSTLINE_CONSENT_TEXT_DE".to_owned()])
        .map(|name| (name, String::new()))
        .collect();
    let read = Config::read(Some((Path::new("firstline.toml"), text)), variables);
    assert_eq!(read, file(text));
    // A comma is a list with nothing in it.
    let none = [("FIRSTLINE_ORIGINS".to_owned(), ",".to_owned())];
    let read = Config::read(Some((Path::new("firstline.toml"), text)), none).unwrap();
    assert!(read.origins.is_empty());
}

#[test]
fn each_bad_file_gives_its_error() {
    let mut said = String::new();
    for text in [
        "listen 127.0.0.1",
        "listen = \"8080\"",
        "listen = 8080",
        "listn = \"127.0.0.1:80\"",
        "listen = \"a\"\nlisten = \"b\"",
        "colour = \"blue\"",
        "checks = [\"https://x.example\"]",
        "[checks]\nips = []",
        "[checks]\nisp = \"https://x.example\"",
        "[checks]\nisp = [\"x.example/ping\"]",
        "[checks]\ninternet = [\"http://x.example/\"]",
        "[checks]\ninternet = [1]",
        "[checks]\nlatency = \"wss://x.example\"",
        "[checks]\ndns = [\"https://*.x.example/\", \"https://x.example/\"]",
        "[checks]\ndns = [\"https://192.0.2.10/\"]",
        "[checks]\nresolver = \"https://resolver.x.example/\"",
        "[checks]\nipv6 = \"https://192.0.2.10/\"",
        "[checks]\nipv4 = \"https://[2001:db8::1]:8443/\"",
        "origins = [\"*\"]",
        "origins = [\"https://*.isp.example\"]",
        "[ticket]\nkeep_days = 30",
        "origins = [\"https://www.isp.example/help\"]",
        "origins = [\"www.isp.example\"]",
        "languages = []",
        "languages = [\"english please\"]",
        "languages = [\"de-AT\", \"en\", \"de-at\"]",
        "trusted_proxies = [\"10.0.0.0/40\"]",
        "log = \"xml\"",
        "data = \"\"",
        "[tickets]\nkeep_days = 0",
        "[tickets]\nkeep_days = -1",
        "[tickets]\nkeep_days = \"90\"",
        "[tickets]\nper_minutes = 3",
        "[status]\nkeep_minutes = 1.5",
        "[consent]\ntext = \"a\\u0000b\"",
        "[consent]\ntext = 1",
        "[consent]\ntext.en = 1\ntext.de = \" \"\ntext.\"german please\" = \"a\"",
        "ü = 1\n\"größe\" = 1",
        "[consent]\nid = \"a\"\n[consent]\nversion = \"1\"",
        "languages = [\"de\"]\n[consent]\nid = \"a\"",
        "consent.version = \"2\"",
        "[tickets\nkeep_days = 3",
    ] {
        let error = file(text).expect_err(text);
        said += &format!(
            "{text}\n  => {}\n\n",
            error.to_string().replace('\n', "\n     ")
        );
    }
    insta::assert_snapshot!("bad_files", said);
}

#[test]
fn each_bad_variable_gives_its_error() {
    let mut said = String::new();
    for (name, value) in [
        ("FIRSTLINE_LISTEN", "everywhere"),
        ("FIRSTLINE_LITSEN", "127.0.0.1:1"),
        ("FIRSTLINE_CHECKS_ISP", "https://a.example/,b"),
        ("FIRSTLINE_TICKETS_KEEP_DAYS", "many"),
        ("FIRSTLINE_TICKETS_KEEP_DAYS", "3"),
        ("FIRSTLINE_ORIGINS", "https://a.example,https://a.example/b"),
        ("FIRSTLINE_CONSENT_TEXT_", "Ja"),
        ("FIRSTLINE_CONSENT_ID", "a"),
        ("FIRSTLINE_XYZZY", "1"),
        ("FIRSTLINE_LITSEN", ""),
    ] {
        let error = environment(&[(name, value)]).expect_err(name);
        said += &format!("{name}={value}\n  => {error}\n\n");
    }
    insta::assert_snapshot!("bad_variables", said);
}

#[test]
fn consent_is_asked_for_in_the_language_of_the_reader() {
    let asked = |config: &Config, language: &str| config.consent_in(language).text;
    let plain = file("[consent]\ntext = \"for all\"").unwrap();
    assert_eq!(asked(&plain, "de"), "for all");
    let text = "languages = [\"en\", \"de\"]\n[consent]\ntext.en = \"yes\"\ntext.de = \"ja\"\n\
                text.de-CH = \"ja gern\"";
    let both = file(text).unwrap();
    for (language, said) in [
        ("en", "yes"),
        ("de-AT", "ja"),
        ("de-ch", "ja gern"),
        ("fr", "yes"),
    ] {
        assert_eq!(asked(&both, language), said, "{language}");
    }
    assert_eq!(both.consent_in("de").version, both.consent.version);

    let name = Path::new("firstline.toml");
    let with = |variables: &[(&str, &str)]| {
        let variables = variables
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_string()));
        Config::read(Some((name, text)), variables).unwrap()
    };
    let one = with(&[("FIRSTLINE_CONSENT_TEXT_DE_CH", "jo")]);
    assert_eq!(
        (asked(&one, "de-CH"), asked(&one, "de")),
        ("jo".to_owned(), "ja".to_owned())
    );
    let all = with(&[
        ("FIRSTLINE_CONSENT_TEXT_DE", "ja!"),
        ("FIRSTLINE_CONSENT_TEXT", "for all"),
    ]);
    assert_eq!(
        (asked(&all, "en"), asked(&all, "de")),
        ("for all".to_owned(), "ja!".to_owned())
    );
}

#[test]
fn the_built_in_consent_is_foreign_to_all_who_do_not_read_english() {
    let plain = file("").unwrap();
    let own = file("[consent]\ntext = \"for all\"").unwrap();
    let german = file("[consent]\ntext.de = \"ja\"").unwrap();
    for (config, language, foreign) in [
        (&plain, "en", false),
        (&plain, "en-GB", false),
        (&plain, "de", true),
        (&plain, "enm", true),
        (&own, "de", false),
        (&german, "de-AT", false),
        (&german, "en", true),
    ] {
        assert_eq!(
            config.consent_is_foreign_to(language),
            foreign,
            "{language}"
        );
    }
    // An id is of a text, wherever that is written.
    let id = ("FIRSTLINE_CONSENT_ID", "a");
    for text in ["FIRSTLINE_CONSENT_TEXT", "FIRSTLINE_CONSENT_TEXT_DE"] {
        assert_eq!(environment(&[id, (text, "ja")]).unwrap().consent.id, "a");
    }
}

#[test]
fn all_problems_are_said_at_once() {
    let text = "log = \"xml\"\nlistn = 1\n[tickets]\nkeep_days = 1\n";
    let variable = ("FIRSTLINE_LISTEN".to_owned(), "x".to_owned());
    let error = Config::read(Some((Path::new("f"), text)), [variable]).unwrap_err();
    let places: Vec<&str> = error.0.iter().map(|problem| &*problem.place).collect();
    assert_eq!(places, ["f:1:7", "f:2:1", "f:4:13", "FIRSTLINE_LISTEN"]);
}
