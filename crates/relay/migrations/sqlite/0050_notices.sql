-- Messages to the provider's own people go the way of those to customers: `about` says what one is about, and
-- an empty address stands for the webhook. Such a row is due from the beginning.
ALTER TABLE alerts ADD COLUMN about TEXT NOT NULL DEFAULT 'fault';

-- When a relay last saw that an alarm goes on, milliseconds since 1970: none of them must be told that another one has
-- stopped.
ALTER TABLE insight_spikes ADD COLUMN seen BIGINT NOT NULL DEFAULT 0;
