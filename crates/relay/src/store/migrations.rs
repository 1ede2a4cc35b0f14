//! Migrations: each database has its own, because a table is changed in other words in each. What comes
//! of them is the same; a test holds that.

use sqlx::SqlSafeStr as _;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// A file of migrations: its number, its name and its text.
pub type File = (i64, &'static str, &'static str);

/// Runs the migrations that have not been run yet.
pub fn all(files: &[File]) -> Migrator {
    let migrations = files.iter().map(|(version, name, sql)| {
        Migration::new(
            *version,
            (*name).into(),
            MigrationType::Simple,
            (*sql).into_sql_str(),
            false,
        )
    });
    Migrator::with_migrations(migrations.collect())
}

/// The number of the newest.
pub fn newest(files: &[File]) -> Option<i64> {
    files.iter().map(|(version, ..)| *version).max()
}
