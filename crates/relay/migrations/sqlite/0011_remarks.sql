-- What agents tell the authors of guides, from the page of a ticket. They go with the ticket.
CREATE TABLE remarks (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    ticket TEXT NOT NULL REFERENCES tickets (number) ON DELETE CASCADE,
    -- The id of the guide, its pack's hash, and the step's place in it; empty for the ticket as a whole.
    guide TEXT NOT NULL,
    hash TEXT NOT NULL,
    place TEXT NOT NULL,
    -- Which step of the walk, counted from 1; 0 for the ticket as a whole.
    step INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('wrong', 'there', 'repeated')),
    text TEXT NOT NULL,
    -- Milliseconds since 1970.
    at INTEGER NOT NULL
) STRICT;

CREATE INDEX remarks_by_ticket ON remarks (ticket);
CREATE INDEX remarks_by_time ON remarks (at);
