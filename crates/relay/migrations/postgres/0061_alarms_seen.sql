-- An alarm that was open before relays said that one goes on was seen by none. It is over, and whoever was told that it
-- began long ago is not told now that it has just ended.
UPDATE insight_spikes SET ended = began WHERE ended IS NULL AND seen = 0;
