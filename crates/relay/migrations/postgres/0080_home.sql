-- Which store this is: a copy that is put back is another one. See `src/store/earlier.rs`.
ALTER TABLE keeping ADD COLUMN home TEXT;
