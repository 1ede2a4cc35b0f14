-- The outbox: what is still to reach the helpdesk, and what did. A row is written in the transaction
-- of its ticket, and goes with it.
CREATE TABLE deliveries (
    -- The order in which tickets came.
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    ticket TEXT NOT NULL UNIQUE REFERENCES tickets (number) ON DELETE CASCADE,
    -- Tickets of one customer have the same: a hash of how they can be reached.
    customer TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'dead')),
    tries INTEGER NOT NULL DEFAULT 0,
    -- Since when it is tried, when it is due, and until when somebody works on it: by the clock of
    -- `src/store/keeping.rs`, which never jumps. Null in `since` is "from the next try on".
    since INTEGER,
    due INTEGER NOT NULL DEFAULT 0,
    lease INTEGER,
    holder TEXT,
    -- 1 if a try may have reached the helpdesk without an answer.
    unsure INTEGER NOT NULL DEFAULT 0,
    -- What the last try failed of, in words; of one that arrived, what the helpdesk left out.
    said TEXT,
    -- What the helpdesk calls the ticket.
    remote_id TEXT,
    remote_number TEXT,
    link TEXT,
    -- Milliseconds since 1970.
    delivered INTEGER,
    -- How far the helpdesk is, in its own word, and whether that is the end of it.
    progress TEXT,
    closed INTEGER NOT NULL DEFAULT 0,
    -- When the helpdesk was last asked for that, by the clock above.
    looked INTEGER
) STRICT;

CREATE INDEX deliveries_waiting ON deliveries (due) WHERE state = 'waiting';
CREATE INDEX deliveries_in_order ON deliveries (customer, seq) WHERE state = 'waiting';
CREATE INDEX deliveries_dead ON deliveries (seq) WHERE state = 'dead';
CREATE INDEX deliveries_open ON deliveries (looked) WHERE state = 'delivered' AND closed = 0;

-- Whether nothing is delivered for now, and why.
CREATE TABLE outbox (
    one INTEGER PRIMARY KEY NOT NULL CHECK (one = 1),
    paused INTEGER NOT NULL,
    why TEXT
) STRICT;
