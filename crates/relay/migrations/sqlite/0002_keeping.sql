-- By which clock tickets become old: one that counts only time that surely passed, because a wall
-- clock that jumps must erase nothing. See `src/store/keeping.rs`.
ALTER TABLE tickets ADD COLUMN kept_from INTEGER;

CREATE INDEX tickets_by_age ON tickets (kept_from);

CREATE TABLE keeping (
    one INTEGER PRIMARY KEY NOT NULL CHECK (one = 1),
    -- All in milliseconds; see the fields of `Keeping`.
    age INTEGER NOT NULL,
    wall INTEGER NOT NULL,
    owed INTEGER NOT NULL,
    behind INTEGER NOT NULL,
    steady INTEGER NOT NULL
) STRICT;

-- Written by whoever asks whether the store can be written.
CREATE TABLE heartbeat (
    one INTEGER PRIMARY KEY NOT NULL CHECK (one = 1),
    at INTEGER NOT NULL
) STRICT;
