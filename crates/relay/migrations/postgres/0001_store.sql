-- What must outlive a relay, as the migrations for SQLite have made it by now: the same tables and columns, held
-- to by a test. Why things are as they are stands there. What differs: truths are numbers, as in SQLite; what is
-- sorted is compared byte by byte, whatever the database's collation; and what SQLite counts rows by is a column.

CREATE TABLE tickets (
    -- The order in which they were stored.
    rowid BIGINT GENERATED ALWAYS AS IDENTITY UNIQUE,
    number TEXT PRIMARY KEY,
    idempotency_key TEXT NOT NULL UNIQUE,
    fingerprint TEXT NOT NULL,
    stored BIGINT NOT NULL,
    answer TEXT NOT NULL,
    guide TEXT NOT NULL,
    category TEXT,
    severity TEXT,
    unverified TEXT,
    summary TEXT NOT NULL,
    text TEXT NOT NULL,
    request TEXT NOT NULL,
    kept_from BIGINT,
    token TEXT,
    customer TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT '',
    same_as TEXT REFERENCES tickets (number) ON DELETE SET NULL
);

CREATE INDEX tickets_by_time ON tickets (stored, rowid);
CREATE INDEX tickets_by_age ON tickets (kept_from);
CREATE INDEX tickets_by_token ON tickets (token) WHERE token IS NOT NULL;
CREATE INDEX tickets_same_as ON tickets (same_as) WHERE same_as IS NOT NULL;

CREATE TABLE published (
    rowid BIGINT GENERATED ALWAYS AS IDENTITY UNIQUE,
    path TEXT PRIMARY KEY,
    hash TEXT NOT NULL,
    content_type TEXT NOT NULL,
    bytes BYTEA NOT NULL,
    br BYTEA,
    gz BYTEA,
    last_seen BIGINT NOT NULL
);

-- They are compressed already.
ALTER TABLE published ALTER COLUMN br SET STORAGE EXTERNAL, ALTER COLUMN gz SET STORAGE EXTERNAL;

CREATE INDEX published_by_hash ON published (hash);

CREATE TABLE keeping (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    age BIGINT NOT NULL,
    wall BIGINT NOT NULL,
    owed BIGINT NOT NULL,
    behind BIGINT NOT NULL,
    steady BIGINT NOT NULL
);

CREATE TABLE heartbeat (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    at BIGINT NOT NULL
);

CREATE TABLE messages (
    seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ticket TEXT NOT NULL REFERENCES tickets (number) ON DELETE CASCADE,
    speaker TEXT NOT NULL CHECK (speaker IN ('customer', 'provider')),
    name TEXT NOT NULL,
    fingerprint TEXT,
    said BIGINT NOT NULL,
    text TEXT NOT NULL,
    solved BIGINT NOT NULL DEFAULT 0,
    UNIQUE (ticket, speaker, name)
);

CREATE TABLE deliveries (
    seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ticket TEXT NOT NULL REFERENCES tickets (number) ON DELETE CASCADE,
    lane TEXT NOT NULL DEFAULT 'helpdesk' CHECK (lane IN ('helpdesk', 'mail')),
    kind TEXT NOT NULL DEFAULT 'ticket' CHECK (kind IN ('ticket', 'note', 'received', 'solved')),
    message BIGINT REFERENCES messages (seq) ON DELETE CASCADE,
    customer TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'dead')),
    tries BIGINT NOT NULL DEFAULT 0,
    since BIGINT,
    due BIGINT NOT NULL DEFAULT 0,
    lease BIGINT,
    holder TEXT,
    unsure BIGINT NOT NULL DEFAULT 0,
    said TEXT,
    remote_id TEXT,
    remote_number TEXT,
    link TEXT,
    delivered BIGINT,
    progress TEXT,
    stage TEXT,
    closed BIGINT NOT NULL DEFAULT 0,
    looked BIGINT,
    looked_at BIGINT
);

CREATE INDEX deliveries_waiting ON deliveries (lane, due, seq) WHERE state = 'waiting';
CREATE INDEX deliveries_in_order ON deliveries (lane, customer, seq) WHERE state = 'waiting';
CREATE INDEX deliveries_dead ON deliveries (seq) WHERE state = 'dead';
CREATE INDEX deliveries_open ON deliveries (looked) WHERE state = 'delivered' AND closed = 0;
CREATE UNIQUE INDEX deliveries_once ON deliveries (ticket, kind) WHERE kind <> 'note';
CREATE UNIQUE INDEX deliveries_of_messages ON deliveries (message) WHERE message IS NOT NULL;
-- What goes with a ticket is found by it.
CREATE INDEX deliveries_by_ticket ON deliveries (ticket);

CREATE TABLE outbox (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    paused BIGINT NOT NULL,
    why TEXT
);

CREATE TABLE remarks (
    seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ticket TEXT NOT NULL REFERENCES tickets (number) ON DELETE CASCADE,
    guide TEXT NOT NULL,
    hash TEXT NOT NULL,
    place TEXT NOT NULL,
    step BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('wrong', 'there', 'repeated')),
    text TEXT NOT NULL,
    at BIGINT NOT NULL
);

CREATE INDEX remarks_by_ticket ON remarks (ticket);
CREATE INDEX remarks_by_time ON remarks (at);

CREATE TABLE outages (
    id TEXT PRIMARY KEY,
    item TEXT NOT NULL,
    ended BIGINT,
    changed BIGINT NOT NULL
);

CREATE INDEX outages_changed ON outages (changed);

CREATE TABLE alerts (
    id TEXT PRIMARY KEY,
    token TEXT NOT NULL,
    item TEXT NOT NULL,
    title TEXT NOT NULL,
    area TEXT NOT NULL,
    language TEXT NOT NULL,
    email TEXT,
    state TEXT NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'due', 'told', 'stopped', 'dead')),
    afterwards TEXT NOT NULL DEFAULT '',
    created BIGINT NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0,
    due BIGINT NOT NULL DEFAULT 0,
    lease BIGINT,
    holder TEXT,
    said TEXT
);

CREATE UNIQUE INDEX alerts_once ON alerts (item, lower(email)) WHERE email IS NOT NULL;
CREATE INDEX alerts_open ON alerts (state, due) WHERE state IN ('waiting', 'due');
CREATE INDEX alerts_by_token ON alerts (token);

-- What insights are made of: counts, added up as events come. No row is about a person: no address, no
-- device, no walk is in it. `week` and `day` are days since 1970; a week is its Monday. Words such as `guide`,
-- `place` and `version` are those that the provider's own guides have; what is in no guide is not stored.

CREATE TABLE insight_walks (
    day BIGINT NOT NULL,
    guide TEXT COLLATE "C" NOT NULL,
    version TEXT COLLATE "C" NOT NULL,
    language TEXT COLLATE "C" NOT NULL,
    technology TEXT COLLATE "C" NOT NULL,
    equipment TEXT COLLATE "C" NOT NULL,
    begun BIGINT NOT NULL,
    verified BIGINT NOT NULL,
    claimed BIGINT NOT NULL,
    unresolved BIGINT NOT NULL,
    tickets BIGINT NOT NULL,
    known BIGINT NOT NULL,
    handed_over BIGINT NOT NULL,
    stopped BIGINT NOT NULL,
    returned BIGINT NOT NULL,
    screens BIGINT NOT NULL,
    seconds BIGINT NOT NULL,
    waits BIGINT NOT NULL,
    PRIMARY KEY (day, guide, version, language, technology, equipment)
);

-- From which step to which: `place` is empty where a walk begins.
CREATE TABLE insight_passages (
    week BIGINT NOT NULL,
    guide TEXT COLLATE "C" NOT NULL,
    version TEXT COLLATE "C" NOT NULL,
    place TEXT COLLATE "C" NOT NULL,
    next TEXT COLLATE "C" NOT NULL,
    walks BIGINT NOT NULL,
    seconds BIGINT NOT NULL,
    PRIMARY KEY (guide, version, week, place, next)
);

-- What kind of end a place is.
CREATE TABLE insight_ends (
    guide TEXT COLLATE "C" NOT NULL,
    version TEXT COLLATE "C" NOT NULL,
    place TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (guide, version, place)
);

-- What came of steps that say what to do, and which steps were called unclear.
CREATE TABLE insight_steps (
    week BIGINT NOT NULL,
    guide TEXT COLLATE "C" NOT NULL,
    version TEXT COLLATE "C" NOT NULL,
    place TEXT COLLATE "C" NOT NULL,
    tried BIGINT NOT NULL,
    verified BIGINT NOT NULL,
    claimed BIGINT NOT NULL,
    could_not BIGINT NOT NULL,
    unclear BIGINT NOT NULL,
    seconds BIGINT NOT NULL,
    times_left BIGINT NOT NULL,
    PRIMARY KEY (guide, version, week, place)
);

-- Minutes that walks to a good end took: how many took so many.
CREATE TABLE insight_minutes (
    week BIGINT NOT NULL,
    guide TEXT COLLATE "C" NOT NULL,
    version TEXT COLLATE "C" NOT NULL,
    minutes BIGINT NOT NULL,
    walks BIGINT NOT NULL,
    PRIMARY KEY (guide, version, week, minutes)
);

-- What checks found. `hour` is that of the day, by the provider's clock; `area` is a few letters of a
-- postcode, or empty; `link` is wifi, cable or empty.
CREATE TABLE insight_checks (
    week BIGINT NOT NULL,
    hour BIGINT NOT NULL,
    area TEXT COLLATE "C" NOT NULL,
    technology TEXT COLLATE "C" NOT NULL,
    link TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    passed BIGINT NOT NULL,
    warned BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    unknown BIGINT NOT NULL,
    PRIMARY KEY (week, hour, area, technology, link, name)
);

-- Download against the plan: how many measured so many tenths of it.
CREATE TABLE insight_speeds (
    week BIGINT NOT NULL,
    hour BIGINT NOT NULL,
    area TEXT COLLATE "C" NOT NULL,
    technology TEXT COLLATE "C" NOT NULL,
    link TEXT COLLATE "C" NOT NULL,
    tenths BIGINT NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (week, hour, area, technology, link, tenths)
);

-- "Did this help? How easy was it?"
CREATE TABLE insight_ratings (
    week BIGINT NOT NULL,
    guide TEXT COLLATE "C" NOT NULL,
    version TEXT COLLATE "C" NOT NULL,
    place TEXT COLLATE "C" NOT NULL,
    question TEXT COLLATE "C" NOT NULL,
    answer TEXT COLLATE "C" NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (guide, version, week, place, question, answer)
);

-- Comments that customers wrote for the provider, apart from everything else: erased first.
CREATE TABLE insight_comments (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    day BIGINT NOT NULL,
    guide TEXT COLLATE "C" NOT NULL,
    words TEXT COLLATE "C" NOT NULL
);

-- Words that nothing was found for, once five networks had typed them.
CREATE TABLE insight_searches (
    week BIGINT NOT NULL,
    language TEXT COLLATE "C" NOT NULL,
    word TEXT COLLATE "C" NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (week, language, word)
);

-- Pairs of answers on a feature of the service. `years` is how long there is a contract: "0", "1-2", "3-5",
-- "6", or empty.
CREATE TABLE insight_kano (
    week BIGINT NOT NULL,
    feature TEXT COLLATE "C" NOT NULL,
    technology TEXT COLLATE "C" NOT NULL,
    years TEXT COLLATE "C" NOT NULL,
    functional TEXT COLLATE "C" NOT NULL,
    dysfunctional TEXT COLLATE "C" NOT NULL,
    customers BIGINT NOT NULL,
    PRIMARY KEY (feature, week, technology, years, functional, dysfunctional)
);

-- Several households that measured a failure in one area, while that lasts and after. In milliseconds
-- since 1970.
CREATE TABLE insight_spikes (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    area TEXT COLLATE "C" NOT NULL,
    began BIGINT NOT NULL,
    ended BIGINT,
    households BIGINT NOT NULL,
    muted BIGINT
);

-- Whether what is in these tables is invented: written by `firstline insights --sample`, and shown on each
-- page.
CREATE TABLE insight_sample (
    one BIGINT PRIMARY KEY NOT NULL CHECK (one = 1),
    seed BIGINT NOT NULL
);
