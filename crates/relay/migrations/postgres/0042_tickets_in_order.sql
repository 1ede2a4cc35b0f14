-- Tickets are listed and exported in the order in which they came, which the rows have by themselves: an index by
-- their time was one more page to write for every ticket.
DROP INDEX tickets_by_time;
