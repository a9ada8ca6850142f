#ifndef SQL_PARSE_NAME_H
#define SQL_PARSE_NAME_H

/* Names, aliases and type names. */

#include "sql/ast.h"
#include "sql/cursor.h"

/* SQLite's 'nm': a word that is not reserved, quoted in any way, a string too. */
bool parse_is_name(const struct cursor *c, unsigned ahead);
/* SQLite's 'ids': a name, but no bare word that a join begins with. */
bool parse_is_id(const struct cursor *c);
bool parse_accept_name(struct cursor *c, struct ident *out);
/* Reports "expected <what>, found Y". */
bool parse_name(struct cursor *c, const char *what, struct ident *out);
/* What the words WINDOW and OVER must be followed by to be seen as keywords. */
bool parse_is_window_name(const struct cursor *c, unsigned ahead);
/* [schema .] name */
bool parse_qualified_name(
    struct cursor *c, const char *what, struct ident *schema, struct ident *name);
/* ( a, b, c ) */
bool parse_name_list(struct cursor *c, const char *what, struct ident **out, size_t *n);
/* [AS] alias, if there is one. False after an error only. */
bool parse_alias(struct cursor *c, struct ident *out);
/* A type name as SQLite takes it: words with an optional (n) or (n, m), or nothing. Text collapsed
 * to single spaces: "VARCHAR(20)", "DECIMAL(10,2)", "UNSIGNED BIG INT". */
struct flash_str parse_type_words(struct cursor *c);

#endif
