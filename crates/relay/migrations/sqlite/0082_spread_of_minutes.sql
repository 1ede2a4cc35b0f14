-- How far the times that customers spend at a step lie apart: the squares of their seconds, and of how many times these are.
-- What was counted before has none.
ALTER TABLE insight_steps ADD COLUMN squares BIGINT NOT NULL DEFAULT 0;
ALTER TABLE insight_steps ADD COLUMN squared BIGINT NOT NULL DEFAULT 0;
