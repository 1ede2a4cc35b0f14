-- Photos of customers, each with the note that it came with; it goes with that, and so with the ticket. JPEG that the relay
-- has drawn anew.
CREATE TABLE photos (
    message INTEGER PRIMARY KEY NOT NULL REFERENCES messages (seq) ON DELETE CASCADE,
    data BLOB NOT NULL
) STRICT;
