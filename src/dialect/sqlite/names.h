#ifndef DIALECT_SQLITE_NAMES_H
#define DIALECT_SQLITE_NAMES_H

/* What SQLite makes of names: ASCII case does not count, a few are its own. */

#include "schema/names.h"

struct arena;

/* The key: ASCII letters lower case. NULL for the empty name. */
const struct symbol *sqlite_fold(struct flash_str spelling);
struct name sqlite_name(struct flash_str spelling);
/* The key of "main". */
const struct symbol *sqlite_main(void);
struct name sqlite_main_name(void);

/* rowid, oid, _rowid_ */
bool sqlite_is_rowid(const struct symbol *key);
bool sqlite_is_builtin_collation(const struct symbol *key);

enum name_owner {
    OWNER_USER,
    OWNER_ENGINE,   /* sqlite_sequence, sqlite_stat1 ...: in dumps, made by the engine itself */
    OWNER_RESERVED, /* sqlite_anything: the engine refuses it */
    OWNER_FLASH     /* _flash_anything: outside every snapshot */
};
enum name_owner sqlite_name_owner(const struct symbol *key);

/* sqlite_schema and its older name. */
bool sqlite_is_catalogue(const struct symbol *key);

/* A table-valued function or module that works without CREATE VIRTUAL TABLE: json_each, pragma_...
 */
bool sqlite_is_eponymous(const struct symbol *key);

#endif
