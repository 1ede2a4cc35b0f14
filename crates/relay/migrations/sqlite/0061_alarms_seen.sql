-- An alarm that was open before relays said that one goes on was seen by none. It is over, and whoever was told that it
-- began long ago is not told now that it has just ended.
UPDATE insight_spikes SET ended = began WHERE ended IS NULL AND seen = 0;

-- Since when others were last seen was by the machine's own clock, and is by the clock of `keeping` from now on. What was
-- written down of that is an hour old at the most; nothing was seen later.
UPDATE insight_spikes SET seen = (
    SELECT MIN(insight_spikes.seen - (keeping.wall - keeping.age), keeping.age + 3600000) FROM keeping
) WHERE ended IS NULL AND EXISTS (SELECT 1 FROM keeping);
