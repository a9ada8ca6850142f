#ifndef TESTS_DIALECT_FIXTURE_H
#define TESTS_DIALECT_FIXTURE_H

/* Text to a schema and back, for tests of dialects. Include behind <cmocka.h>. */

#include <string.h>

#include "base/str.h"
#include "dialect/dialect.h"

struct reading_test {
    struct arena arena;
    struct source src;
    struct diags diags;
    struct read_report report;
    struct schema *schema;
    struct strbuf out;
};

static inline void reading_open(struct reading_test *t)
{
    *t = (struct reading_test){0};
    arena_init(&t->arena, ARENA_DEFAULT);
    diags_init(&t->diags, &t->arena);
    strbuf_init(&t->out, &t->arena, 64U << 20);
    t->schema = schema_new(&t->arena, &dialect_default()->syntax);
}

static inline void reading_close(struct reading_test *t)
{
    arena_release(&t->arena);
}

static inline void reading_add(struct reading_test *t, struct flash_str path, struct flash_str text)
{
    struct source *src = arena_new(&t->arena, struct source);
    struct flash_error err = {0};

    if (source_init(src, path, arena_str(&t->arena, text), &err) < 0)
        fail_msg("%s", err.message);
    dialect_default()->read(t->schema, src, &t->report, &t->diags);
}

static inline void reading_finish(struct reading_test *t)
{
    dialect_default()->finish(t->schema, &t->diags);
}

static inline void reading_of_text(struct reading_test *t, struct flash_str text)
{
    reading_open(t);
    reading_add(t, STR("t.sql"), text);
    reading_finish(t);
}

static inline const char *reading_text(struct reading_test *t)
{
    strbuf_truncate(&t->out, 0);
    schema_print(t->schema, &t->out);
    return t->out.ptr;
}

/* "1:5 error: message" lines. */
static inline const char *reading_diags(struct reading_test *t)
{
    static const char *const levels[] = {"error", "warning", "note"};

    strbuf_truncate(&t->out, 0);
    for (size_t i = 0; i < t->diags.list.len; i++) {
        const struct diag *d = &t->diags.list.items[i];
        struct line_column at = loc_resolve(d->loc);
        strbuf_addf(&t->out, "%s%u:%u %s: %.*s", i > 0 ? "\n" : "", at.line, at.column,
            levels[d->level], STR_ARG(d->message));
    }
    return t->out.ptr;
}

/* Without errors. */
static inline void reading_of_good_text(struct reading_test *t, struct flash_str text)
{
    reading_of_text(t, text);
    if (t->diags.errors > 0)
        fail_msg("%.*s\n%s", STR_ARG(text), reading_diags(t));
}

#endif
