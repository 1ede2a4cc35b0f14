-- Faults and planned work that an operator opens and closes by hand.
CREATE TABLE outages (
    id TEXT PRIMARY KEY NOT NULL,
    -- The item as JSON, in the form of the status file.
    item TEXT NOT NULL,
    -- When it ended, milliseconds since 1970; null while it goes on.
    ended INTEGER,
    -- Counts up with each change of any of them, so that relays see that there was one.
    changed INTEGER NOT NULL
) STRICT;

CREATE INDEX outages_changed ON outages (changed);
