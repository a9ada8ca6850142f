#ifndef SQL_PRINT_NAME_H
#define SQL_PRINT_NAME_H

/* Names and strings, quoted where that is needed. */

#include "base/strbuf.h"
#include "sql/ast.h"
#include "sql/keyword.h"

struct print_rules {
    enum keyword_dialect dialect; /* which words need quotes */
    char quote;                   /* '"' or '`' */
    bool backslash_escapes;
    /* A bare identifier that would fold to something else needs quotes (PostgreSQL: upper case). */
    bool (*plain_ident)(struct flash_str s);
};

/* Bare when it is [A-Za-z_][A-Za-z0-9_$]* and no keyword of the dialect could be seen in it, else
 * quoted. */
void print_ident(struct strbuf *b, const struct print_rules *r, struct flash_str name);
/* Always quoted. */
void print_quoted(struct strbuf *b, const struct print_rules *r, struct flash_str name);
void print_string(struct strbuf *b, const struct print_rules *r, struct flash_str value);

/* A text under way, with the indentation of the line it is in. */
struct printer {
    struct strbuf *b;
    const struct print_rules *r;
    unsigned indent; /* levels of four spaces */
};

void print_text(const struct printer *p, const char *text);
void print_name(const struct printer *p, const struct ident *name);
/* [schema.]name */
void print_qualified(const struct printer *p, const struct ident *schema, const struct ident *name);
/* (a, b) */
void print_names(const struct printer *p, const struct ident *names, size_t n);
/* " AS alias", if it is set. */
void print_alias(const struct printer *p, const struct ident *alias);
/* A new line at the printer's indentation. */
void print_line(const struct printer *p);

/* Whether an optional name is there; "" is a name too. */
static inline bool ident_is_set(const struct ident *name)
{
    return name->text.ptr != NULL;
}

#endif
