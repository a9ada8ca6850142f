#ifndef DIALECT_SQLITE_READ_KEY_H
#define DIALECT_SQLITE_READ_KEY_H

/* (a, b COLLATE c DESC, expr): the parts of a key or an index. */

#include "dialect/sqlite/reader.h"

struct key_words {
    bool autoincrement; /* PRIMARY KEY (a AUTOINCREMENT) */
};

/* The parentheses included. words NULL: an index. */
bool key_read(struct reader *r, struct key_list *out, struct key_words *words);
/* One part that is a column. */
struct key_list key_of_column(struct arena *a, struct name column, bool desc);

#endif
