-- What the fault touches by its source's own names, as JSON: a source may go on telling of it under another id.
ALTER TABLE alerts ADD COLUMN components TEXT NOT NULL DEFAULT '[]';
