//! Where a store is: in a folder of this machine, or on a PostgreSQL server.

use std::fmt;
use std::path::{Path, PathBuf};

use super::connections::{Access, Connections};
use super::error::StoreError;
use super::{postgres, sqlite};
use crate::config::{Config, DatabaseConfig};

/// Where a store is.
#[derive(Clone, Debug)]
pub enum Place {
    /// In a folder: one SQLite file.
    Folder(PathBuf),
    /// In a database on a PostgreSQL server, which several relays may share.
    Server(DatabaseConfig),
}

impl Place {
    /// The place that this configuration names.
    pub fn of(config: &Config) -> Place {
        match config.database.url {
            Some(_) => Place::Server(config.database.clone()),
            None => Place::Folder(config.data.clone()),
        }
    }

    /// Opens it and brings it up to date; makes it only if `make` says so.
    pub(super) async fn open(&self, make: bool) -> Result<Connections, StoreError> {
        match self {
            Place::Folder(folder) => sqlite::open(folder, make).await,
            Place::Server(server) => postgres::open(server, make).await,
        }
    }

    /// Opens what is there and leaves it as it is.
    pub(super) async fn open_as_it_is(&self, access: Access) -> Result<Connections, StoreError> {
        match self {
            Place::Folder(folder) => sqlite::open_as_it_is(folder, access).await,
            Place::Server(server) => postgres::open_as_it_is(server, access).await,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Folder(folder) => write!(out, "{}", folder.join(sqlite::FILE).display()),
            Place::Server(server) => out.write_str(&server.name()),
        }
    }
}

impl From<&Path> for Place {
    fn from(folder: &Path) -> Place {
        Place::Folder(folder.to_owned())
    }
}

impl From<&PathBuf> for Place {
    fn from(folder: &PathBuf) -> Place {
        Place::Folder(folder.clone())
    }
}

impl From<&Place> for Place {
    fn from(place: &Place) -> Place {
        place.clone()
    }
}

impl From<&Config> for Place {
    fn from(config: &Config) -> Place {
        Place::of(config)
    }
}
