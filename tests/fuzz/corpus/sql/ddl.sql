-- the customers
-- was: clients
CREATE TABLE IF NOT EXISTS main."customers" (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- the key
    name TEXT NOT NULL COLLATE nocase ON CONFLICT REPLACE,
    email VARCHAR(200) UNIQUE CHECK (email LIKE '%@%'),
    full_name TEXT GENERATED ALWAYS AS (name || ' ' || email) STORED,
    team REFERENCES teams (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT pk UNIQUE (name, email), FOREIGN KEY (team) REFERENCES teams
) STRICT, WITHOUT ROWID; /* behind it */
CREATE UNIQUE INDEX [i x] ON customers (lower(name) DESC, `email` COLLATE rtrim) WHERE email IS NOT NULL;
CREATE VIEW v (a, b) AS SELECT 1, "x";
ALTER TABLE customers RENAME COLUMN name TO title;
DROP TABLE IF EXISTS x;
PRAGMA foreign_keys = ON;
