-- Tickets. A row is written by one statement, and 201 goes out after its commit.
CREATE TABLE tickets (
    number TEXT PRIMARY KEY NOT NULL,
    idempotency_key TEXT NOT NULL UNIQUE,
    -- SHA-256 of the request's body: the same key with another body is refused.
    fingerprint TEXT NOT NULL,
    -- Milliseconds since 1970.
    stored INTEGER NOT NULL,
    -- The body of the first answer, given again byte for byte for a repeat.
    answer TEXT NOT NULL,
    guide TEXT NOT NULL,
    category TEXT,
    severity TEXT,
    -- Why the trail is not proved to have led here; null where replaying it did.
    unverified TEXT,
    -- One line: what is wrong and where.
    summary TEXT NOT NULL,
    -- What the agent reads.
    text TEXT NOT NULL,
    -- The request's body as it came.
    request TEXT NOT NULL
) STRICT;

CREATE INDEX tickets_by_time ON tickets (stored);

-- Packs and hashed assets that were ever published: for pages that stay open over an update, and
-- for tickets that were lived on an earlier guide.
CREATE TABLE published (
    path TEXT PRIMARY KEY NOT NULL,
    -- The first 16 hex digits of the SHA-256 of the bytes.
    hash TEXT NOT NULL,
    content_type TEXT NOT NULL,
    bytes BLOB NOT NULL,
    br BLOB,
    gz BLOB,
    -- When the relay last started with it, milliseconds since 1970.
    last_seen INTEGER NOT NULL
) STRICT;

CREATE INDEX published_by_hash ON published (hash);
