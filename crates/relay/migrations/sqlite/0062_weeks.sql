-- Walks by week, added up as they come beside those by day: what a year shows is read from these, and only the days at its
-- ends from the others. The customer's box is not among what they are counted by: it would make ten rows of one.
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
    PRIMARY KEY (week, guide, version, language, technology)
);

-- 1970 began on a Thursday.
INSERT INTO insight_weeks
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
    CAST(SUM(waits) AS BIGINT)
FROM insight_walks
GROUP BY day - ((day + 3) % 7), guide, version, language, technology;
