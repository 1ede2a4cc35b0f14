-- Since when it is over at the helpdesk, by the clock of `due`. It may be opened again there, so it is asked about for some
-- days more, but seldom; `closed` is what is never asked about by itself.
ALTER TABLE deliveries ADD COLUMN ended INTEGER;
DROP INDEX deliveries_open;
CREATE INDEX deliveries_open ON deliveries (looked) WHERE state = 'delivered' AND closed = 0 AND ended IS NULL;
CREATE INDEX deliveries_over ON deliveries (looked) WHERE state = 'delivered' AND closed = 0 AND ended IS NOT NULL;
-- What of a ticket stands at the helpdesk is looked up by its number.
CREATE INDEX deliveries_of_ticket ON deliveries (ticket, seq);
