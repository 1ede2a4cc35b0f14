//! `database_url`: the PostgreSQL server that keeps the store, where one machine is not enough.

use std::str::FromStr as _;

use sqlx::postgres::{PgConnectOptions, PgSslMode};

use super::helpdesk::Secret;
use super::setting::Setting;
use super::values::ValueKind;

/// The server that keeps the store.
#[derive(Clone, Debug, PartialEq)]
pub struct DatabaseConfig {
    /// Its address, with user, password and database; `None` for a file in the folder `data`.
    pub url: Option<Secret>,
    /// How many connections a relay has to it at the most, besides the one that watches it.
    pub connections: u32,
}

impl Default for DatabaseConfig {
    fn default() -> DatabaseConfig {
        DatabaseConfig {
            url: None,
            connections: 10,
        }
    }
}

/// The keys, in the order of the sample file.
pub(super) const KEYS: [Setting; 3] = [
    Setting {
        key: "database_url",
        about: "the PostgreSQL database that keeps the store, in the environment alone",
        kind: ValueKind::Secret,
        set: |_, config, given, _| {
            config.database.url = Some(address(&given.text()?)?);
            Ok(())
        },
    },
    Setting {
        key: "database_url_file",
        about: "a file with the same",
        kind: ValueKind::Text,
        set: |_, config, given, base| {
            config.database.url = Some(address(&given.file(base)?)?);
            Ok(())
        },
    },
    Setting {
        key: "database_connections",
        about: "connections to it at the most",
        kind: ValueKind::Number,
        set: |_, config, given, _| {
            config.database.connections = u32::try_from(given.number(2, 1000)?).unwrap_or(10);
            Ok(())
        },
    },
];

fn address(text: &str) -> Result<Secret, String> {
    let text = text.trim();
    options(text)?;
    Ok(Secret::from(text))
}

impl DatabaseConfig {
    /// How to connect.
    ///
    /// # Errors
    ///
    /// If there is no address, or what is wrong with it; says nothing of what stands in it.
    pub fn options(&self) -> Result<PgConnectOptions, String> {
        options(self.url.as_ref().map_or("", Secret::reveal))
    }

    /// Where it is, for people: without user and password.
    pub fn name(&self) -> String {
        let Ok(options) = self.options() else {
            return "PostgreSQL".to_owned();
        };
        let database = options.get_database().unwrap_or(options.get_username());
        match options.get_socket() {
            Some(socket) => format!("PostgreSQL in {}, {database}", socket.display()),
            None => format!(
                "PostgreSQL at {}:{}, {database}",
                options.get_host(),
                options.get_port()
            ),
        }
    }
}

fn options(address: &str) -> Result<PgConnectOptions, String> {
    let is_ours = address.starts_with("postgres://") || address.starts_with("postgresql://");
    let options = PgConnectOptions::from_str(address)
        .ok()
        .filter(|_| is_ours)
        .ok_or_else(|| {
            "This is not the address of a PostgreSQL database. Write \
             postgresql://USER:PASSWORD@HOST:5432/DATABASE."
                .to_owned()
        })?;
    // Tickets are personal data: on the way to another machine they are encrypted, and the server has
    // to prove who it is, unless the operator says otherwise.
    Ok(match is_said(address, "sslmode") || is_near(&options) {
        true => options,
        false => options.ssl_mode(PgSslMode::VerifyFull),
    })
}

fn is_said(address: &str, parameter: &str) -> bool {
    let parameters = address.split_once('?').map_or("", |(_, after)| after);
    parameters
        .split('&')
        .any(|part| part.split('=').next() == Some(parameter))
}

/// Whether the server is on this machine.
fn is_near(options: &PgConnectOptions) -> bool {
    let host = options.get_host().trim_matches(['[', ']']);
    let is_loopback = host
        .parse::<std::net::IpAddr>()
        .is_ok_and(|address| address.is_loopback());
    options.get_socket().is_some() || host.starts_with('/') || host == "localhost" || is_loopback
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_elsewhere_has_to_prove_who_it_is_unless_told_otherwise() {
        let mode = |address: &str| format!("{:?}", options(address).unwrap().get_ssl_mode());
        assert_eq!(mode("postgresql://u:p@db.isp.example/f"), "VerifyFull");
        let port = "postgres://u@192.0.2.1:5433/f?application_name=x";
        assert_eq!(mode(port), "VerifyFull");
        let told = "postgresql://u@db.isp.example/f?sslmode=require";
        assert_eq!(mode(told), "Require");
        for near in ["localhost", "127.0.0.1", "[::1]", "%2Frun%2Fpostgresql"] {
            assert_eq!(
                mode(&format!("postgresql://u@{near}/f")),
                "Prefer",
                "{near}"
            );
        }
    }

    #[test]
    fn its_name_says_where_and_no_secret() {
        let server = DatabaseConfig {
            url: Some("postgresql://firstline:hunter2@db.isp.example:5433/tickets".into()),
            ..DatabaseConfig::default()
        };
        assert_eq!(server.name(), "PostgreSQL at db.isp.example:5433, tickets");
        for wrong in [
            "",
            "mysql://x/y",
            "/var/lib/firstline",
            "postgresql://u:hunter2@h:x/f",
        ] {
            let why = options(wrong).unwrap_err();
            assert!(
                why.contains("postgresql://") && !why.contains("hunter2"),
                "{why}"
            );
        }
    }
}
