#ifndef DIALECT_DIALECT_H
#define DIALECT_DIALECT_H

/*
 * A dialect turns text into the model and the model into text. It is pure: no I/O, no clock, no
 * state. Each exports one const struct dialect and stands in dialects.def.
 */

#include "base/source.h"
#include "schema/schema.h"

struct lex_rules;
struct print_rules;
struct ddl;

/* What a read found besides objects. Zero at the start; the reader adds. */
struct read_report {
    size_t statements;
    size_t row_statements; /* INSERT, UPDATE, DELETE: counted, not versioned */
    size_t rows;           /* rows of VALUES lists where they can be counted */
    size_t ignored;        /* PRAGMA, BEGIN, COMMIT, SELECT ...: no part of a schema */
    size_t other;          /* statements kept word for word */
};

struct dialect {
    struct schema_syntax syntax; /* first: name, suffix, normal_version, field_bit, fold, print */
    const char *const *aliases;  /* other words for --dialect; NULL-terminated, may be NULL */
    const struct lex_rules *lex;
    const struct print_rules *print_rules;
    const struct ddl *ddl; /* changes to statements; see ddl.h */

    /* Applies the statements of one file, in order, to s. Problems go to diags; reading goes on
     * behind them. Call once for each file, then finish. src and its text outlive s. Never fails
     * otherwise. */
    void (*read)(struct schema *s, const struct source *src, struct read_report *report,
        struct diags *diags);

    /* Resolves names, brings every expression into normal form, checks the whole (unknown columns,
     * duplicate names, keys without columns ...) and freezes. Problems go to diags with their
     * place. */
    void (*finish)(struct schema *s, struct diags *diags);

    /* The statement that creates one child or top-level object alone (an index, a view), without
     * the semicolon. */
    void (*print_create)(const struct object *o, struct strbuf *out);
    /* The normal form of a tree (expr, select or body; not 'norm' itself), as finish sets it. For
     * trees in which somebody changed names. NULL: such trees are not compared. */
    void (*print_norm)(const struct expression *e, struct strbuf *out);
};

/* The dialect that a schema was made with: schema_new(a, &dialect->syntax). */
static inline const struct dialect *dialect_of(const struct schema *s)
{
    return (const struct dialect *)(const void *)s->syntax;
}

/* NULL, and nothing else, when there is none. */
const struct dialect *dialect_find(struct flash_str name);
const struct dialect *dialect_at(unsigned i); /* NULL past the end */
const struct dialect *dialect_default(void);  /* sqlite */

/* Reads and finishes text in one go, for tests and for single files. Returns diags_error. */
int dialect_parse(const struct dialect *d, struct arena *a, const struct source *srcs, size_t n,
    struct schema **out, struct read_report *report, struct diags *diags, struct flash_error *err);

#endif
