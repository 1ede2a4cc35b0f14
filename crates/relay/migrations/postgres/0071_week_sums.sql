-- What a year shows, added up by week as it comes: pages read these sums, and the rows that they are made of only where a
-- sum does not tell. `first_day` is the first day of the week on which somebody walked; NULL if nobody did.
ALTER TABLE insight_weeks ADD COLUMN first_day BIGINT;

-- 1970 began on a Thursday.
UPDATE insight_weeks SET first_day = walked.first_day
FROM (
    SELECT day - ((day + 3) % 7) AS week, guide, version, language, technology, MIN(day) AS first_day
    FROM insight_walks
    WHERE begun > 0
    GROUP BY day - ((day + 3) % 7), guide, version, language, technology
) AS walked
WHERE insight_weeks.week = walked.week AND insight_weeks.guide = walked.guide AND insight_weeks.version = walked.version
    AND insight_weeks.language = walked.language AND insight_weeks.technology = walked.technology;

-- The same with the customer's box.
CREATE TABLE insight_box_weeks (
    week BIGINT NOT NULL,
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
    returned_verified BIGINT NOT NULL,
    PRIMARY KEY (week, guide, version, language, technology, equipment)
);

INSERT INTO insight_box_weeks (
    week, guide, version, language, technology, equipment, begun, verified, claimed, unresolved, tickets, known,
    handed_over, stopped, returned, screens, seconds, waits, returned_verified
)
SELECT day - ((day + 3) % 7), guide, version, language, technology, equipment,
    CAST(SUM(begun) AS BIGINT),
    CAST(SUM(verified) AS BIGINT),
    CAST(SUM(claimed) AS BIGINT),
    CAST(SUM(unresolved) AS BIGINT),
    CAST(SUM(tickets) AS BIGINT),
    CAST(SUM(known) AS BIGINT),
    CAST(SUM(handed_over) AS BIGINT),
    CAST(SUM(stopped) AS BIGINT),
    CAST(SUM(returned) AS BIGINT),
    CAST(SUM(screens) AS BIGINT),
    CAST(SUM(seconds) AS BIGINT),
    CAST(SUM(waits) AS BIGINT),
    CAST(SUM(returned_verified) AS BIGINT)
FROM insight_walks
GROUP BY day - ((day + 3) % 7), guide, version, language, technology, equipment;

-- What checks found, whatever the hour and the device's connection.
CREATE TABLE insight_check_weeks (
    week BIGINT NOT NULL,
    area TEXT COLLATE "C" NOT NULL,
    technology TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    passed BIGINT NOT NULL,
    warned BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    unknown BIGINT NOT NULL,
    PRIMARY KEY (week, area, technology, name)
);

INSERT INTO insight_check_weeks (
    week, area, technology, name, passed, warned, failed, unknown
)
SELECT week, area, technology, name,
    CAST(SUM(passed) AS BIGINT),
    CAST(SUM(warned) AS BIGINT),
    CAST(SUM(failed) AS BIGINT),
    CAST(SUM(unknown) AS BIGINT)
FROM insight_checks
GROUP BY week, area, technology, name;

-- Speeds against plans: how many were measured, and their tenths together.
CREATE TABLE insight_speed_weeks (
    week BIGINT NOT NULL,
    hour BIGINT NOT NULL,
    technology TEXT COLLATE "C" NOT NULL,
    link TEXT COLLATE "C" NOT NULL,
    times BIGINT NOT NULL,
    tenths BIGINT NOT NULL,
    PRIMARY KEY (week, hour, technology, link)
);

INSERT INTO insight_speed_weeks (
    week, hour, technology, link, times, tenths
)
SELECT week, hour, technology, link,
    CAST(SUM(times) AS BIGINT),
    CAST(SUM(times * tenths) AS BIGINT)
FROM insight_speeds
GROUP BY week, hour, technology, link;

CREATE TABLE insight_speed_area_weeks (
    week BIGINT NOT NULL,
    area TEXT COLLATE "C" NOT NULL,
    technology TEXT COLLATE "C" NOT NULL,
    times BIGINT NOT NULL,
    tenths BIGINT NOT NULL,
    PRIMARY KEY (week, area, technology)
);

INSERT INTO insight_speed_area_weeks (
    week, area, technology, times, tenths
)
SELECT week, area, technology,
    CAST(SUM(times) AS BIGINT),
    CAST(SUM(times * tenths) AS BIGINT)
FROM insight_speeds
GROUP BY week, area, technology;
