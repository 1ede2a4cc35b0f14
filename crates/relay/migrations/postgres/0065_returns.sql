-- Of those who came back, how many came back from an end that a measurement had verified.
ALTER TABLE insight_walks ADD COLUMN returned_verified BIGINT NOT NULL DEFAULT 0;
ALTER TABLE insight_weeks ADD COLUMN returned_verified BIGINT NOT NULL DEFAULT 0;
