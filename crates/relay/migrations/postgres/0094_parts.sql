-- What happened at steps, of one part of the walks at a time: `part` is "language", "technology" or "box", and `value` which one. A
-- walk of which one of them is unknown has no row there; all of them are in the tables of the whole.

-- From which step to which.
CREATE TABLE insight_passage_parts (
    part TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    guide TEXT COLLATE "C" NOT NULL,
    version TEXT COLLATE "C" NOT NULL,
    week BIGINT NOT NULL,
    place TEXT COLLATE "C" NOT NULL,
    next TEXT COLLATE "C" NOT NULL,
    walks BIGINT NOT NULL,
    seconds BIGINT NOT NULL,
    PRIMARY KEY (part, value, guide, version, week, place, next)
);

-- What came of steps that say what to do, and which steps were called unclear.
CREATE TABLE insight_step_parts (
    part TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    guide TEXT COLLATE "C" NOT NULL,
    version TEXT COLLATE "C" NOT NULL,
    week BIGINT NOT NULL,
    place TEXT COLLATE "C" NOT NULL,
    tried BIGINT NOT NULL,
    verified BIGINT NOT NULL,
    claimed BIGINT NOT NULL,
    could_not BIGINT NOT NULL,
    unclear BIGINT NOT NULL,
    seconds BIGINT NOT NULL,
    times_left BIGINT NOT NULL,
    squares BIGINT NOT NULL,
    squared BIGINT NOT NULL,
    PRIMARY KEY (part, value, guide, version, week, place)
);

-- Minutes that walks to a good end took.
CREATE TABLE insight_minute_parts (
    part TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    guide TEXT COLLATE "C" NOT NULL,
    version TEXT COLLATE "C" NOT NULL,
    week BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    walks BIGINT NOT NULL,
    PRIMARY KEY (part, value, guide, version, week, minutes)
);

-- What checks found, by box: without the area, or most rows would be about one home.
CREATE TABLE insight_check_boxes (
    equipment TEXT COLLATE "C" NOT NULL,
    week BIGINT NOT NULL,
    technology TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    passed BIGINT NOT NULL,
    warned BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    unknown BIGINT NOT NULL,
    PRIMARY KEY (equipment, week, technology, name)
);

-- Download against the plan, by box: how many were measured, and the tenths of all of them together.
CREATE TABLE insight_speed_boxes (
    equipment TEXT COLLATE "C" NOT NULL,
    week BIGINT NOT NULL,
    hour BIGINT NOT NULL,
    technology TEXT COLLATE "C" NOT NULL,
    link TEXT COLLATE "C" NOT NULL,
    times BIGINT NOT NULL,
    tenths BIGINT NOT NULL,
    PRIMARY KEY (equipment, week, hour, technology, link)
);

-- From which week on these tables have all that the whole has. What was counted before tells nothing of parts, so the first such
-- week is the one behind it. No row if nothing was counted before.
CREATE TABLE insight_parts_since (
    one BIGINT PRIMARY KEY NOT NULL CHECK (one = 1),
    week BIGINT NOT NULL
);

INSERT INTO insight_parts_since (one, week)
SELECT 1, newest + 7
FROM (
    SELECT MAX(week) AS newest
    FROM (SELECT MAX(week) AS week FROM insight_weeks UNION ALL SELECT MAX(week) FROM insight_check_weeks) AS weeks
) AS counted
WHERE newest IS NOT NULL;
