-- What the provider owes on a ticket, as its customer was told, and by when.
CREATE TABLE duties (
    ticket TEXT NOT NULL REFERENCES tickets (number) ON DELETE CASCADE,
    -- Its name in the provider's file.
    duty TEXT NOT NULL,
    -- The first moment at which it is late, in milliseconds since 1970.
    due BIGINT NOT NULL,
    -- What has to happen by then.
    met TEXT NOT NULL CHECK (met IN ('solved', 'answered')),
    PRIMARY KEY (ticket, duty)
);

CREATE INDEX duties_by_time ON duties (due);
