-- An alarm that was open before relays said that one goes on was seen by none. It is over, and whoever was told that it
-- began long ago is not told now that it has just ended.
UPDATE insight_spikes SET ended = began WHERE ended IS NULL AND seen = 0;

-- Others were last seen by the clock of a relay's own machine, and are by the server's from now on. Nothing was seen later
-- than now.
UPDATE insight_spikes SET seen = LEAST(seen, CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT))
WHERE ended IS NULL;
