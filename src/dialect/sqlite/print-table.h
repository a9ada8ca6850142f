#ifndef DIALECT_SQLITE_PRINT_TABLE_H
#define DIALECT_SQLITE_PRINT_TABLE_H

/* CREATE TABLE and CREATE INDEX in canonical text, and their parts for ALTER TABLE and rebuilds.
 * None ends in a semicolon. */

#include "base/strbuf.h"
#include "schema/model.h"

/* With its columns and constraints, without its indexes; virtual tables, too. name: usually
 * table->name.spelling. */
void sqlite_print_table(const struct object *table, struct flash_str name, struct strbuf *out);
/* "email TEXT NOT NULL DEFAULT ''": as in CREATE TABLE, without a key or constraints. */
void sqlite_print_column(const struct column *col, struct strbuf *out);
/* " PRIMARY KEY ON CONFLICT FAIL AUTOINCREMENT", behind its one column; see sqlite_key_is_inline.
 */
void sqlite_print_inline_key(const struct primary_key *pk, struct strbuf *out);
bool sqlite_key_is_inline(const struct primary_key *pk);
/* A primary key, unique, check or foreign key, as it stands at the end of CREATE TABLE. */
void sqlite_print_constraint(const struct object *o, struct strbuf *out);
/* " REFERENCES teams (id) ON DELETE CASCADE": of a foreign key, behind its one column. */
void sqlite_print_references(const struct foreign_key *fk, struct strbuf *out);
/* "lower(email) COLLATE NOCASE": what an index compares by, without the direction. */
void sqlite_print_key(const struct key_part *p, struct strbuf *out);
/* CREATE [UNIQUE] INDEX ... */
void sqlite_print_index(const struct index *ix, struct strbuf *out);

#endif
