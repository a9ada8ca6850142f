/*
 * The reader, finish and printer of SQLite's dialect on any text that source_init lets through.
 * What is taken without an error prints a text that reads back as itself, as a whole and object by
 * object.
 */

#include "base/str.h"
#include "dialect/dialect.h"
#include "fuzz.h"

struct result {
    struct schema *schema;
    struct diags diags;
    struct flash_str text;
};

static void read_text(struct arena *a, struct flash_str text, bool partial, struct result *out)
{
    struct source *src = arena_new(a, struct source);
    struct read_report report = {0};
    struct strbuf b;

    *src = (struct source){STR("fuzz.sql"), text};
    diags_init(&out->diags, a);
    out->schema = schema_new(a, &dialect_default()->syntax);
    out->schema->partial = partial;
    dialect_default()->read(out->schema, src, &report, &out->diags);
    dialect_default()->finish(out->schema, &out->diags);
    strbuf_init(&b, a, (size_t)1 << 28);
    if (out->diags.errors == 0)
        schema_print(out->schema, &b);
    FUZZ_CHECK(!b.overflow);
    out->text = strbuf_str(&b);
}

static void check_same(struct arena a, struct flash_str text, bool partial)
{
    struct result again;

    read_text(&a, text, partial, &again);
    if (again.diags.errors > 0)
        fprintf(stderr, "%.*s\n%.*s\n", STR_ARG(text), STR_ARG(again.diags.list.items[0].message));
    FUZZ_CHECK(again.diags.errors == 0);
    if (!str_eq(again.text, text))
        fprintf(stderr, "%.*s\n---\n%.*s\n", STR_ARG(text), STR_ARG(again.text));
    FUZZ_CHECK(str_eq(again.text, text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena a;
    struct source src;
    struct result r;
    struct flash_str text = {(const char *)data, size};

    if (a.base == NULL)
        arena_init(&a, ARENA_DEFAULT);
    arena_reset(&a);
    text = arena_str(&a, text);
    if (source_init(&src, STR("fuzz.sql"), text, NULL) < 0)
        return 0;
    read_text(&a, src.text, false, &r);
    if (r.diags.errors > 0)
        return 0;
    check_same(a, r.text, false);
    for (size_t i = 0; i < r.schema->objects.len; i++)
        check_same(a, r.schema->objects.items[i]->text, true);
    return 0;
}
