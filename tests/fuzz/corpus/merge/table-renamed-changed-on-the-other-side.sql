CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
CREATE VIEW v AS SELECT name FROM users;
---
-- was: users
CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT);
CREATE VIEW v AS SELECT name FROM people;
---
CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(30), email TEXT);
CREATE INDEX users_email ON users (email) WHERE users.name IS NOT NULL;
CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER REFERENCES users (id));
CREATE VIEW v AS SELECT name FROM users;
CREATE VIEW w AS SELECT users.email FROM users;
CREATE TRIGGER tr AFTER INSERT ON users BEGIN UPDATE users SET name = new.email; END;
