-- What insights are made of: counts, added up as events come. No row is about a person: no address, no
-- device, no walk is in it. `week` and `day` are days since 1970; a week is its Monday. Words such as `guide`,
-- `place` and `version` are those that the provider's own guides have; what is in no guide is not stored.

CREATE TABLE insight_walks (
    day BIGINT NOT NULL,
    guide TEXT NOT NULL,
    version TEXT NOT NULL,
    language TEXT NOT NULL,
    technology TEXT NOT NULL,
    equipment TEXT NOT NULL,
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
    guide TEXT NOT NULL,
    version TEXT NOT NULL,
    place TEXT NOT NULL,
    next TEXT NOT NULL,
    walks BIGINT NOT NULL,
    seconds BIGINT NOT NULL,
    PRIMARY KEY (guide, version, week, place, next)
);

-- What kind of end a place is.
CREATE TABLE insight_ends (
    guide TEXT NOT NULL,
    version TEXT NOT NULL,
    place TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (guide, version, place)
);

-- What came of steps that say what to do, and which steps were called unclear.
CREATE TABLE insight_steps (
    week BIGINT NOT NULL,
    guide TEXT NOT NULL,
    version TEXT NOT NULL,
    place TEXT NOT NULL,
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
    guide TEXT NOT NULL,
    version TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    walks BIGINT NOT NULL,
    PRIMARY KEY (guide, version, week, minutes)
);

-- What checks found. `hour` is that of the day, by the provider's clock; `area` is a few letters of a
-- postcode, or empty; `link` is wifi, cable or empty.
CREATE TABLE insight_checks (
    week BIGINT NOT NULL,
    hour BIGINT NOT NULL,
    area TEXT NOT NULL,
    technology TEXT NOT NULL,
    link TEXT NOT NULL,
    name TEXT NOT NULL,
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
    area TEXT NOT NULL,
    technology TEXT NOT NULL,
    link TEXT NOT NULL,
    tenths BIGINT NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (week, hour, area, technology, link, tenths)
);

-- "Did this help? How easy was it?"
CREATE TABLE insight_ratings (
    week BIGINT NOT NULL,
    guide TEXT NOT NULL,
    version TEXT NOT NULL,
    place TEXT NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (guide, version, week, place, question, answer)
);

-- Comments that customers wrote for the provider, apart from everything else: erased first.
CREATE TABLE insight_comments (
    id TEXT PRIMARY KEY NOT NULL,
    day BIGINT NOT NULL,
    guide TEXT NOT NULL,
    words TEXT NOT NULL
);

-- Words that nothing was found for, once five networks had typed them.
CREATE TABLE insight_searches (
    week BIGINT NOT NULL,
    language TEXT NOT NULL,
    word TEXT NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (week, language, word)
);

-- Pairs of answers on a feature of the service. `years` is how long there is a contract: "0", "1-2", "3-5",
-- "6", or empty.
CREATE TABLE insight_kano (
    week BIGINT NOT NULL,
    feature TEXT NOT NULL,
    technology TEXT NOT NULL,
    years TEXT NOT NULL,
    functional TEXT NOT NULL,
    dysfunctional TEXT NOT NULL,
    customers BIGINT NOT NULL,
    PRIMARY KEY (feature, week, technology, years, functional, dysfunctional)
);

-- Several households that measured a failure in one area, while that lasts and after. In milliseconds
-- since 1970.
CREATE TABLE insight_spikes (
    id TEXT PRIMARY KEY NOT NULL,
    area TEXT NOT NULL,
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
