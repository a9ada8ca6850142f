#ifndef SQL_KEYWORD_H
#define SQL_KEYWORD_H

/* The keywords of all dialects, from keywords.def. Case does not matter, the locale neither. */

#include <stdbool.h>

#include "base/str.h"

enum keyword {
    KW_NONE = 0,
#define KEYWORD(id, spelling, bits) KW_##id,
#include "sql/keywords.def"
#undef KEYWORD
    KW__COUNT
};

/* Dialects, as bits of the third column of keywords.def. */
enum keyword_dialect { KW_SQLITE = 1 << 0, KW_POSTGRES = 1 << 1, KW_MYSQL = 1 << 2 };

enum keyword keyword_find(struct flash_str word); /* any case; KW_NONE */
struct flash_str keyword_text(enum keyword k);    /* upper case; empty for KW_NONE */
/* Cannot be an identifier unless it is quoted. */
bool keyword_reserved(enum keyword k, enum keyword_dialect d);
/* The printer puts quotes around it: the reserved ones, and those that some place takes for the
 * keyword. */
bool keyword_quoted(enum keyword k, enum keyword_dialect d);
/* May follow an expression or a table as its alias, without AS. */
bool keyword_alias(enum keyword k, enum keyword_dialect d);

#endif
