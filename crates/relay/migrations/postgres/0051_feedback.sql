-- What the customer of a ticket was asked once it was solved, so that nothing is asked or counted twice. What was answered
-- is in the counts of insights alone. It goes with the ticket.
CREATE TABLE ticket_feedback (
    ticket TEXT PRIMARY KEY NOT NULL REFERENCES tickets (number) ON DELETE CASCADE,
    -- The feature of the service that was asked about; empty if none was.
    feature TEXT NOT NULL,
    -- What was answered already.
    helped BIGINT NOT NULL DEFAULT 0,
    easy BIGINT NOT NULL DEFAULT 0,
    pair BIGINT NOT NULL DEFAULT 0
);
