#ifndef DIALECT_SQLITE_TYPE_H
#define DIALECT_SQLITE_TYPE_H

/* Column types: any words, with one or two numbers. SQLite looks at a few letters of them only. */

#include "dialect/sqlite/reader.h"

/* Reads what stands between a column's name and its constraints; nothing is a type, too. */
void type_read(struct reader *r, struct data_type *out);
/* Type of a text as it stands in CAST or in the catalogue: its normal form. */
struct flash_str type_normal(struct arena *a, struct flash_str text);
/* In quotes where the words alone would not be read back as this type. */
void type_print(struct strbuf *out, struct flash_str text);
/* INTEGER and nothing else: what makes a key the rowid. */
bool type_is_integer(const struct data_type *t);
/* One of those that a STRICT table may have. */
bool type_is_strict(const struct data_type *t);

#endif
