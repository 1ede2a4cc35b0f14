//! A page's content security policy: whether it lets the widget do what it does (CSP 3).

use hyper::Uri;

/// One policy: each directive with its sources.
#[derive(Debug)]
pub struct Policy(Vec<(String, Vec<String>)>);

impl Policy {
    /// From the text of the header.
    pub fn read(text: &str) -> Policy {
        let directives = text.split(';').filter_map(|directive| {
            let mut words = directive.split_whitespace();
            let name = words.next()?.to_ascii_lowercase();
            Some((name, words.map(str::to_owned).collect()))
        });
        let mut read: Vec<(String, Vec<String>)> = Vec::new();
        for (name, sources) in directives {
            // The first of a name counts.
            if !read.iter().any(|(known, _)| *known == name) {
                read.push((name, sources));
            }
        }
        Policy(read)
    }

    fn sources(&self, directive: &str) -> Option<&[String]> {
        let of = |name: &str| self.0.iter().find(|(known, _)| known == name);
        let found = of(directive).or_else(|| of("default-src"));
        found.map(|(_, sources)| &sources[..])
    }

    /// Whether a page at `page` may load `url` by this directive.
    pub fn allows(&self, directive: &str, url: &str, page: &str) -> bool {
        let Some(sources) = self.sources(directive) else {
            return true;
        };
        sources.iter().any(|source| matches(source, url, page))
    }

    /// Whether a page at `page` may run the script at `url`, whose tag in the page's source has this nonce; `None` if there
    /// is no such tag, because another script adds it. The scripts that it imports inherit what it may do.
    pub fn runs_script(&self, url: &str, page: &str, nonce: Option<&str>) -> bool {
        let elements = self.0.iter().find(|(name, _)| name == "script-src-elem");
        let sources = elements.map(|(_, sources)| &sources[..]);
        let Some(sources) = sources.or_else(|| self.sources("script-src")) else {
            return true;
        };
        let says = |word: &str| sources.iter().any(|one| one.eq_ignore_ascii_case(word));
        let has_nonce = nonce.is_some_and(|nonce| {
            let mut nonces = sources.iter().filter_map(|source| nonce_of(source));
            nonces.any(|one| one == nonce)
        });
        // Addresses are not looked at then, and a script that another adds is as good as that one (6.7.1.1).
        if says("'strict-dynamic'") {
            return has_nonce || nonce.is_none();
        }
        has_nonce || sources.iter().any(|source| matches(source, url, page))
    }

    /// Whether WebRTC may not be used (CSP 3, 6.3.4); what is not there allows it, whatever the default is.
    pub fn blocks_webrtc(&self) -> bool {
        let own = self.0.iter().find(|(name, _)| name == "webrtc");
        own.is_some_and(|(_, sources)| {
            let mut sources = sources.iter();
            sources.any(|source| source.eq_ignore_ascii_case("'block'"))
        })
    }

    /// Whether WebAssembly may run.
    pub fn allows_wasm(&self) -> bool {
        self.sources("script-src").is_none_or(|sources| {
            let says = |word: &str| {
                sources
                    .iter()
                    .any(|source| source.eq_ignore_ascii_case(word))
            };
            says("'wasm-unsafe-eval'") || says("'unsafe-eval'")
        })
    }
}

/// The nonce that a source names: `'nonce-…'`.
fn nonce_of(source: &str) -> Option<&str> {
    const START: &str = "'nonce-";
    let start = source.get(..START.len())?;
    start.eq_ignore_ascii_case(START).then_some(())?;
    source[START.len()..].strip_suffix('\'')
}

/// Whether a source expression means this address (6.7.2.8).
fn matches(source: &str, url: &str, page: &str) -> bool {
    let (Ok(url), Ok(page)) = (url.parse::<Uri>(), page.parse::<Uri>()) else {
        return false;
    };
    let scheme = |uri: &Uri| uri.scheme_str().unwrap_or("https").to_owned();
    let default_port = |scheme: &str| match scheme {
        "http" | "ws" => 80,
        _ => 443,
    };
    let port = |uri: &Uri| uri.port_u16().unwrap_or(default_port(&scheme(uri)));
    let has_default_port = |uri: &Uri| port(uri) == default_port(&scheme(uri));
    let host = |uri: &Uri| uri.host().unwrap_or_default().to_ascii_lowercase();
    if source == "*" {
        return true;
    }
    if source.eq_ignore_ascii_case("'self'") {
        let is_same_port =
            port(&url) == port(&page) || (has_default_port(&url) && has_default_port(&page));
        // As safe as the page or safer, sockets among it.
        let is_as_safe = match &*scheme(&url) {
            "https" | "wss" => true,
            "http" | "ws" => scheme(&page) == "http",
            other => scheme(&page) == other,
        };
        return host(&url) == host(&page) && is_same_port && is_as_safe;
    }
    if source.starts_with('\'') {
        return false;
    }
    if let Some(of_scheme) = source.strip_suffix(':') {
        return scheme_matches(&of_scheme.to_ascii_lowercase(), &scheme(&url));
    }
    let (wanted_scheme, rest) = match source.split_once("://") {
        Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
        None => (scheme(&page), source),
    };
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let authority = authority.to_ascii_lowercase();
    let (wanted_host, wanted_port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (&*authority, None),
    };
    let fits_host = match wanted_host.strip_prefix("*.") {
        Some(zone) => host(&url).ends_with(&format!(".{zone}")),
        None => host(&url) == wanted_host,
    };
    let fits_port = match wanted_port {
        Some("*") => true,
        Some(wanted) => {
            let wanted = wanted.parse().ok();
            // The port goes with the scheme where that is made safer.
            wanted == Some(port(&url)) || (wanted == Some(80) && port(&url) == 443)
        }
        None => has_default_port(&url),
    };
    let fits_path = path.is_empty() || format!("/{path}") == url.path() || {
        let folder = format!("/{path}");
        folder.ends_with('/') && url.path().starts_with(&folder)
    };
    scheme_matches(&wanted_scheme, &scheme(&url)) && fits_host && fits_port && fits_path
}

/// Whether a scheme is the wanted one or a safer one of its kind, never the other way (6.7.2.9).
fn scheme_matches(wanted: &str, scheme: &str) -> bool {
    match wanted {
        "http" => ["http", "https"].contains(&scheme),
        "ws" => ["ws", "wss", "http", "https"].contains(&scheme),
        "wss" => ["wss", "https"].contains(&scheme),
        _ => wanted == scheme,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_mean_what_the_standard_says() {
        let page = "https://www.isp.example/help";
        for (source, url, is) in [
            (
                "https://help.isp.example",
                "https://help.isp.example/a.js",
                true,
            ),
            ("help.isp.example", "https://help.isp.example/a.js", true),
            (
                "http://help.isp.example",
                "https://help.isp.example/a.js",
                true,
            ),
            (
                "https://help.isp.example",
                "https://help.isp.example:8443/",
                false,
            ),
            (
                "https://help.isp.example:8443",
                "https://help.isp.example:8443/",
                true,
            ),
            (
                "https://help.isp.example:*",
                "https://help.isp.example:8443/",
                true,
            ),
            ("https://*.isp.example", "https://help.isp.example/", true),
            ("https://*.isp.example", "https://isp.example/", false),
            ("https://other.example", "https://help.isp.example/", false),
            ("https:", "https://help.isp.example/", true),
            ("'self'", "https://www.isp.example/x", true),
            ("'self'", "https://help.isp.example/x", false),
            ("'self'", "wss://www.isp.example/probe/socket", true),
            ("'SELF'", "https://www.isp.example/x", true),
            ("'self'", "ws://www.isp.example/probe/socket", false),
            ("'self'", "wss://www.isp.example:8443/", false),
            ("https:", "wss://www.isp.example/", false),
            ("wss:", "wss://help.isp.example/", true),
            ("ws://help.isp.example", "wss://help.isp.example/", true),
            (
                "http://help.isp.example:80",
                "https://help.isp.example/",
                true,
            ),
            (
                "https://help.isp.example/Probe/",
                "https://help.isp.example/Probe/ping",
                true,
            ),
            ("*", "https://help.isp.example/", true),
            ("'none'", "https://help.isp.example/", false),
            (
                "https://help.isp.example/probe/",
                "https://help.isp.example/probe/ping",
                true,
            ),
            (
                "https://help.isp.example/probe/",
                "https://help.isp.example/x",
                false,
            ),
        ] {
            assert_eq!(matches(source, url, page), is, "{source} {url}");
        }
    }

    #[test]
    fn a_script_runs_by_its_address_its_nonce_or_by_the_script_that_adds_it() {
        let runs = |text: &str, nonce: Option<&str>| {
            let url = "https://help.isp.example/firstline.js";
            Policy::read(text).runs_script(url, "https://www.isp.example/", nonce)
        };
        let strict = "script-src 'nonce-Ab1=' 'strict-dynamic' https:";
        assert!(runs(strict, Some("Ab1=")));
        assert!(!runs(strict, Some("")), "a tag in the source without it");
        assert!(!runs(strict, Some("ab1=")));
        assert!(runs(strict, None));
        let nonce = "default-src 'none'; script-src 'self' 'nonce-Ab1='";
        assert!(runs(nonce, Some("Ab1=")));
        assert!(!runs(nonce, None));
        let elements = "script-src 'self'; script-src-elem https://help.isp.example";
        assert!(runs(elements, None));
        assert!(!runs("script-src-elem 'self'; script-src https:", None));
    }

    #[test]
    fn a_directive_that_is_not_there_is_the_default_and_none_allows_all() {
        let url = "https://help.isp.example/";
        let allows =
            |text: &str| Policy::read(text).allows("connect-src", url, "https://p.example/");
        assert!(allows(""));
        assert!(allows("img-src 'none'"));
        assert!(!allows("default-src 'self'"));
        assert!(allows(
            "default-src 'none'; Connect-Src https://help.isp.example; connect-src 'none'"
        ));
        assert!(Policy::read("default-src https:; webrtc 'block'").blocks_webrtc());
        assert!(!Policy::read("default-src 'none'; webrtc 'allow'").blocks_webrtc());
        assert!(!Policy::read("default-src 'none'").blocks_webrtc());
        assert!(Policy::read("default-src https: 'wasm-unsafe-eval'").allows_wasm());
        assert!(!Policy::read("script-src https:").allows_wasm());
    }
}
