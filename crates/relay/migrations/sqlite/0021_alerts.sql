-- Who wants to be told when a fault is over. The address is erased as soon as that was done.
CREATE TABLE alerts (
    -- By which the message is known to whoever gets it twice.
    id TEXT PRIMARY KEY NOT NULL,
    -- SHA-256 of what takes the wish back: the token itself is kept nowhere.
    token TEXT NOT NULL,
    -- The fault, by the id of its source, and what it was called when somebody asked to be told.
    item TEXT NOT NULL,
    title TEXT NOT NULL,
    area TEXT NOT NULL,
    language TEXT NOT NULL,
    -- Null once it was told, or taken back, or given up.
    email TEXT,
    state TEXT NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'due', 'told', 'stopped', 'dead')),
    -- What to do now, as the source says it when the fault ends.
    afterwards TEXT NOT NULL DEFAULT '',
    -- When it came, when it is due, and until when somebody works on it: by the clock of
    -- `src/store/keeping.rs`.
    created INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    due INTEGER NOT NULL DEFAULT 0,
    lease INTEGER,
    holder TEXT,
    said TEXT
) STRICT;

-- One message for one address about one fault.
CREATE UNIQUE INDEX alerts_once ON alerts (item, lower(email)) WHERE email IS NOT NULL;
CREATE INDEX alerts_open ON alerts (state, due) WHERE state IN ('waiting', 'due');
CREATE INDEX alerts_by_token ON alerts (token);
