-- Following up: what opens a ticket to its customer, and what is said of it after it was sent.
--
-- SHA-256 of the token that came with the number: the token itself is kept nowhere.
ALTER TABLE tickets ADD COLUMN token TEXT;
-- Who sent it; see `deliveries.customer`.
ALTER TABLE tickets ADD COLUMN customer TEXT NOT NULL DEFAULT '';
-- The language that its customer reads.
ALTER TABLE tickets ADD COLUMN language TEXT NOT NULL DEFAULT '';
-- The earlier ticket of the same customer and the same problem: this one is a note on it.
ALTER TABLE tickets ADD COLUMN same_as TEXT REFERENCES tickets (number) ON DELETE SET NULL;

CREATE INDEX tickets_by_token ON tickets (token) WHERE token IS NOT NULL;
CREATE INDEX tickets_same_as ON tickets (same_as) WHERE same_as IS NOT NULL;

CREATE TABLE messages (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    ticket TEXT NOT NULL REFERENCES tickets (number) ON DELETE CASCADE,
    speaker TEXT NOT NULL CHECK (speaker IN ('customer', 'provider')),
    -- By which it is known: the request's `Idempotency-Key`, or what the helpdesk calls it.
    name TEXT NOT NULL,
    -- SHA-256 of the request's body; null for what the helpdesk said.
    fingerprint TEXT,
    -- Milliseconds since 1970.
    said INTEGER NOT NULL,
    text TEXT NOT NULL,
    -- 1 if the customer said that it works again.
    solved INTEGER NOT NULL DEFAULT 0,
    UNIQUE (ticket, speaker, name)
) STRICT;

-- The outbox carries more than tickets now: notes to the helpdesk, and mail to customers. The table is
-- made anew, because a ticket may stand in it several times.
CREATE TABLE errands (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    ticket TEXT NOT NULL REFERENCES tickets (number) ON DELETE CASCADE,
    -- Which way it goes. What waits in one does not wait for the other.
    lane TEXT NOT NULL DEFAULT 'helpdesk' CHECK (lane IN ('helpdesk', 'mail')),
    -- The ticket itself; what its customer said later (`message`); mail that it was received, or that
    -- it is solved.
    kind TEXT NOT NULL DEFAULT 'ticket' CHECK (kind IN ('ticket', 'note', 'received', 'solved')),
    message INTEGER REFERENCES messages (seq) ON DELETE CASCADE,
    customer TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'dead')),
    tries INTEGER NOT NULL DEFAULT 0,
    since INTEGER,
    due INTEGER NOT NULL DEFAULT 0,
    lease INTEGER,
    holder TEXT,
    unsure INTEGER NOT NULL DEFAULT 0,
    said TEXT,
    remote_id TEXT,
    remote_number TEXT,
    link TEXT,
    delivered INTEGER,
    progress TEXT,
    -- The same in one word for all helpdesks: `firstline_wire::follow::Stage`.
    stage TEXT,
    closed INTEGER NOT NULL DEFAULT 0,
    looked INTEGER,
    -- The same by the wall clock, milliseconds since 1970.
    looked_at INTEGER
) STRICT;

INSERT INTO errands (seq, ticket, customer, state, tries, since, due, lease, holder, unsure, said,
    remote_id, remote_number, link, delivered, progress, closed, looked)
SELECT seq, ticket, customer, state, tries, since, due, lease, holder, unsure, said,
    remote_id, remote_number, link, delivered, progress, closed, looked
FROM deliveries;

DROP TABLE deliveries;
ALTER TABLE errands RENAME TO deliveries;

CREATE INDEX deliveries_waiting ON deliveries (lane, due) WHERE state = 'waiting';
CREATE INDEX deliveries_in_order ON deliveries (lane, customer, seq) WHERE state = 'waiting';
CREATE INDEX deliveries_dead ON deliveries (seq) WHERE state = 'dead';
CREATE INDEX deliveries_open ON deliveries (looked) WHERE state = 'delivered' AND closed = 0;
-- One ticket is delivered once, and said to be received and solved once.
CREATE UNIQUE INDEX deliveries_once ON deliveries (ticket, kind) WHERE kind <> 'note';
CREATE UNIQUE INDEX deliveries_of_messages ON deliveries (message) WHERE message IS NOT NULL;
