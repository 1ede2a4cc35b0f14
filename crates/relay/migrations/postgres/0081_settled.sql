-- Until when a try that may have arrived cannot be found at the helpdesk yet, by the clock of `due`: not tried before,
-- whoever would like it sooner.
ALTER TABLE deliveries ADD COLUMN settled BIGINT NOT NULL DEFAULT 0;
