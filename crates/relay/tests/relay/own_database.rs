//! Where the suite says that there is a PostgreSQL server: a schema on it for each test, as if it were a
//! database of its own. `cargo xtask test` runs the tests of the store and of the relay again that way.

use std::path::Path;

use sqlx::{Connection as _, Executor as _, PgConnection};

/// Says the server's address, which has no parameters.
pub const VARIABLE: &str = "FIRSTLINE_TEST_DATABASE";

/// The address of the schema that belongs to this folder; it is made if there is none. `None` without a
/// server: then the store is a file in the folder.
pub async fn of(folder: &Path) -> Option<String> {
    let server = std::env::var(VARIABLE).ok()?;
    let known = folder.join("database_url");
    if let Ok(known) = std::fs::read_to_string(&known) {
        return Some(known);
    }
    let schema = format!("t{}", fastrand::u64(..));
    let mut connection = PgConnection::connect(&server).await.unwrap();
    let make = sqlx::AssertSqlSafe(format!("CREATE SCHEMA {schema}"));
    connection.execute(make).await.unwrap();
    connection.close().await.unwrap();
    let url = format!("{server}?options=-c%20search_path%3D{schema}");
    std::fs::write(known, &url).unwrap();
    Some(url)
}
