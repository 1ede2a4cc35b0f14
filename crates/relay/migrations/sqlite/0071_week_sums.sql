-- What a year shows, added up by week as it comes: pages read these sums, and the rows that they are made of only where a
-- sum does not tell. `first_day` is the first day of the week on which somebody walked; NULL if nobody did.
-- The table is made anew, because rows that lie in the order of their key are read quicker. 1970 began on a Thursday.
DROP TABLE insight_weeks;
CREATE TABLE insight_weeks (
    week BIGINT NOT NULL,
    guide TEXT NOT NULL,
    version TEXT NOT NULL,
    language TEXT NOT NULL,
    technology TEXT NOT NULL,
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
    first_day BIGINT,
    PRIMARY KEY (week, guide, version, language, technology)
) WITHOUT ROWID;

INSERT INTO insight_weeks (
    week, guide, version, language, technology, begun, verified, claimed, unresolved, tickets, known, handed_over,
    stopped, returned, screens, seconds, waits, returned_verified, first_day
)
SELECT day - ((day + 3) % 7), guide, version, language, technology,
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
    CAST(SUM(returned_verified) AS BIGINT),
    MIN(CASE WHEN begun > 0 THEN day END)
FROM insight_walks
GROUP BY day - ((day + 3) % 7), guide, version, language, technology;

-- The same with the customer's box.
CREATE TABLE insight_box_weeks (
    week BIGINT NOT NULL,
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
    returned_verified BIGINT NOT NULL,
    PRIMARY KEY (week, guide, version, language, technology, equipment)
) WITHOUT ROWID;

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
    area TEXT NOT NULL,
    technology TEXT NOT NULL,
    name TEXT NOT NULL,
    passed BIGINT NOT NULL,
    warned BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    unknown BIGINT NOT NULL,
    PRIMARY KEY (week, area, technology, name)
) WITHOUT ROWID;

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
    technology TEXT NOT NULL,
    link TEXT NOT NULL,
    times BIGINT NOT NULL,
    tenths BIGINT NOT NULL,
    PRIMARY KEY (week, hour, technology, link)
) WITHOUT ROWID;

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
    area TEXT NOT NULL,
    technology TEXT NOT NULL,
    times BIGINT NOT NULL,
    tenths BIGINT NOT NULL,
    PRIMARY KEY (week, area, technology)
) WITHOUT ROWID;

INSERT INTO insight_speed_area_weeks (
    week, area, technology, times, tenths
)
SELECT week, area, technology,
    CAST(SUM(times) AS BIGINT),
    CAST(SUM(times * tenths) AS BIGINT)
FROM insight_speeds
GROUP BY week, area, technology;
