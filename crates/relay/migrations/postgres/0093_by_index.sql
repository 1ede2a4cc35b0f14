-- What is looked for at each ticket, page and wish must not read all that others left. SQLite takes an index that has a part of
-- the rows only where a statement bears its condition word for word: so these do not say "or".

-- How much mail an address gets.
CREATE INDEX deliveries_of_mail ON deliveries (customer, since) WHERE lane = 'mail';
-- How many wishes an address has left, and which are to be told.
CREATE INDEX alerts_of_one ON alerts (lower(email)) WHERE email IS NOT NULL;
CREATE INDEX alerts_waiting ON alerts (item, area, language) WHERE state = 'waiting';
CREATE INDEX alerts_due ON alerts (due, created) WHERE state = 'due';
