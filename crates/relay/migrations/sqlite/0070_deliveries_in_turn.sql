-- What is due is taken in the order in which it came, and not in that in which it became due.
DROP INDEX deliveries_waiting;
CREATE INDEX deliveries_waiting ON deliveries (lane, seq) WHERE state = 'waiting';
