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

/// Whether a source expression means this address.
fn matches(source: &str, url: &str, page: &str) -> bool {
    let (Ok(url), Ok(page)) = (url.parse::<Uri>(), page.parse::<Uri>()) else {
        return false;
    };
    let scheme = |uri: &Uri| uri.scheme_str().unwrap_or("https").to_owned();
    let port = |uri: &Uri| {
        uri.port_u16()
            .unwrap_or(if scheme(uri) == "http" { 80 } else { 443 })
    };
    let host = |uri: &Uri| uri.host().unwrap_or_default().to_ascii_lowercase();
    let source = source.to_ascii_lowercase();
    if source == "*" {
        return true;
    }
    if source == "'self'" {
        return (scheme(&url), host(&url), port(&url)) == (scheme(&page), host(&page), port(&page));
    }
    if source.starts_with('\'') {
        return false;
    }
    if let Some(of_scheme) = source.strip_suffix(':') {
        return scheme(&url) == of_scheme;
    }
    let (wanted_scheme, rest) = match source.split_once("://") {
        Some((scheme, rest)) => (scheme.to_owned(), rest),
        None => (scheme(&page), &*source),
    };
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (wanted_host, wanted_port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    };
    // https is as good as http, never the other way.
    let fits_scheme =
        scheme(&url) == wanted_scheme || (wanted_scheme == "http" && scheme(&url) == "https");
    let fits_host = match wanted_host.strip_prefix("*.") {
        Some(zone) => host(&url).ends_with(&format!(".{zone}")),
        None => host(&url) == wanted_host,
    };
    let fits_port = match wanted_port {
        Some("*") => true,
        Some(wanted) => wanted.parse() == Ok(port(&url)),
        None => [80, 443].contains(&port(&url)),
    };
    let fits_path = path.is_empty() || format!("/{path}") == url.path() || {
        let folder = format!("/{path}");
        folder.ends_with('/') && url.path().starts_with(&folder)
    };
    fits_scheme && fits_host && fits_port && fits_path
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
