-- When the last try of it failed, by the clock of `due`; and 1 if it failed again although another had arrived since: then
-- the fault is its own, and the end of an outage is nothing to it.
ALTER TABLE deliveries ADD COLUMN failed BIGINT;
ALTER TABLE deliveries ADD COLUMN alone BIGINT NOT NULL DEFAULT 0;

-- What fails for itself comes last.
DROP INDEX deliveries_waiting;
CREATE INDEX deliveries_waiting ON deliveries (lane, alone, seq) WHERE state = 'waiting';
