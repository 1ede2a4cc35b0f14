-- Tickets for which work was done in a burst, by their keys, until they are stored. When, by the clock of
-- `src/store/keeping.rs`.
CREATE TABLE proofs (
    idempotency_key TEXT PRIMARY KEY NOT NULL,
    done BIGINT NOT NULL
);
