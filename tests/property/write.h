#ifndef TESTS_PROPERTY_WRITE_H
#define TESTS_PROPERTY_WRITE_H

/*
 * A random schema as SQL, in a random style: quotes, case, white space, comments, constraints with
 * the column or behind all columns, statements in any order that loads.
 */

#include "base/strbuf.h"
#include "generate.h"

struct writer {
    struct strbuf *out;
    struct rng rng;
    const struct g_schema *schema;
};

/* Tables, virtual tables and indexes. Each statement ends in ";\n". */
void g_write_tables(const struct g_schema *s, uint64_t style, struct strbuf *out);
/* One table and its indexes: the same table gives the same text. */
void g_write_table(
    const struct g_schema *s, const struct g_table *t, uint64_t style, struct strbuf *out);
void g_write_virtuals(const struct g_schema *s, uint64_t style, struct strbuf *out);
/* Views and triggers. */
void g_write_rest(const struct g_schema *s, uint64_t style, struct strbuf *out);

/* Parts, shared by write*.c. */
void w_words(struct writer *w, const char *words); /* keywords: any case, any white space between */
void w_space(struct writer *w);
void w_text(struct writer *w, const char *text);    /* as it is */
void w_declare(struct writer *w, const char *name); /* as spelled, quoted if it must be or may be */
void w_refer(struct writer *w, const char *name);   /* maybe in another case too */
/* prefix: "NEW.", "a." or "". */
void w_predicate(struct writer *w, const struct g_table *t, struct g_expr e, const char *prefix);
void w_value(struct writer *w, const struct g_table *t, struct g_expr e, const char *prefix);
void w_keys(struct writer *w, const struct g_table *t, const struct g_keys *k);
const char *w_type(enum g_type t);
const char *w_collation(uint8_t collation); /* " COLLATE NOCASE" */
const char *w_default(enum g_type t, uint8_t def);
/* The default is another one each time it is asked. */
bool w_default_varies(enum g_type t, uint8_t def);
void w_table(struct writer *w, const struct g_table *t);
void w_virtual(struct writer *w, const struct g_virtual *v);
void w_view(struct writer *w, const struct g_view *v);
void w_trigger(struct writer *w, const struct g_trigger *t);
void w_index(struct writer *w, const struct g_table *t, const struct g_index *ix);

#endif
