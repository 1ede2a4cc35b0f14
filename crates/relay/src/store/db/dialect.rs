//! What the two databases say differently.

/// Which database is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// One file, one who writes at a time.
    Sqlite,
    /// A server, and many who write at once.
    Postgres,
}

impl Dialect {
    /// Ends a SELECT of rows that are about to be changed. Rows that somebody else is changing at this
    /// moment are left out: so two who look for work at once find different work. In SQLite there is
    /// nobody else.
    pub fn skipping_taken(self, of: &str) -> String {
        match self {
            Dialect::Sqlite => String::new(),
            Dialect::Postgres => format!("FOR UPDATE OF {of} SKIP LOCKED"),
        }
    }

    /// Ends a SELECT of a row that nobody else must change until this transaction ends: others wait.
    pub fn holding(self) -> &'static str {
        match self {
            Dialect::Sqlite => "",
            Dialect::Postgres => "FOR UPDATE",
        }
    }

    /// Begins a transaction that writes. SQLite takes its one right to write at once: taken later, it
    /// could fail half-way.
    pub fn begin(self) -> &'static str {
        match self {
            Dialect::Sqlite => "BEGIN IMMEDIATE",
            Dialect::Postgres => "BEGIN",
        }
    }

    /// Begins a transaction that sees one state, however long it reads.
    pub fn begin_to_read(self) -> &'static str {
        match self {
            Dialect::Sqlite => "BEGIN",
            Dialect::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }

    /// Asks for the wall clock that counts, in milliseconds since 1970: that of the server, which relays on other machines may
    /// differ from. `None` where it is that of this machine.
    pub fn wall_clock(self) -> Option<&'static str> {
        match self {
            Dialect::Sqlite => None,
            Dialect::Postgres => {
                Some("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)")
            }
        }
    }

    /// Asks which store this is, of those that may ever answer by its name. A server that is started anew may have been put
    /// back to an earlier state, a standby that took over may lack what was last; and a table that was put back is another
    /// table. `None` where the file says it.
    pub fn home(self) -> Option<&'static str> {
        match self {
            Dialect::Sqlite => None,
            Dialect::Postgres => Some(
                "SELECT concat_ws(' ', extract(epoch FROM pg_postmaster_start_time()), \
                 CAST(to_regclass('deliveries') AS oid))",
            ),
        }
    }

    /// Whether relays on several machines may share it.
    pub fn is_shared(self) -> bool {
        match self {
            Dialect::Sqlite => false,
            Dialect::Postgres => true,
        }
    }

    /// Whether there is a table of the name `$1`: a row if there is.
    pub fn has_table(self) -> &'static str {
        match self {
            Dialect::Sqlite => "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1",
            Dialect::Postgres => "SELECT 1 FROM pg_catalog.pg_class WHERE oid = to_regclass($1)",
        }
    }
}
