/*
 * Three schemas, divided by lines of "---", merged. Whatever they are, the result is a schema that
 * prints as a text which reads back as itself, and the merge is proved. '-- was:' hints rename.
 */

#include "base/str.h"
#include "dialect/dialect.h"
#include "fuzz.h"
#include "merge/merge.h"

static struct schema *read_text(struct arena *a, struct flash_str text)
{
    struct source *src = arena_new(a, struct source);
    struct diags diags;
    struct schema *s = NULL;

    diags_init(&diags, a);
    if (source_init(src, STR("fuzz.sql"), text, NULL) < 0 ||
        dialect_parse(dialect_default(), a, src, 1, &s, NULL, &diags, NULL) < 0)
        return NULL;
    return s;
}

static struct flash_str print(struct arena *a, const struct schema *s)
{
    struct strbuf b;

    strbuf_init(&b, a, (size_t)1 << 28);
    schema_print(s, &b);
    return strbuf_str(&b);
}

static void check_result(struct arena *a, const struct merge_result *r)
{
    struct flash_str text = print(a, r->merged);
    const struct schema *again = read_text(a, text);

    for (size_t i = 0; i < r->conflicts.len; i++)
        FUZZ_CHECK(r->conflicts.items[i].code != MERGE_C702);
    if (again == NULL || !str_eq(print(a, again), text))
        fprintf(stderr, "%.*s\n", STR_ARG(text));
    FUZZ_CHECK(again != NULL);
    FUZZ_CHECK(str_eq(print(a, again), text));
}

static void merge(struct arena *a, struct schema *const s[])
{
    struct arena scratch;
    struct rename_list ours = {0}, theirs = {0};
    struct merge_result r;
    struct merge_input in = {
        .base = s[0], .ours = s[1], .theirs = s[2], .our_renames = &ours, .their_renames = &theirs};

    arena_init(&scratch, ARENA_DEFAULT);
    diff_collect_was(s[1], a, &ours);
    diff_collect_was(s[2], a, &theirs);
    FUZZ_CHECK(merge_schemas(&in, a, scratch, &r, NULL) == 0);
    check_result(a, &r);
    arena_release(&scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena a;
    struct schema *s[3];

    if (a.base == NULL)
        arena_init(&a, ARENA_DEFAULT);
    arena_reset(&a);
    struct flash_str text = arena_str(&a, (struct flash_str){(const char *)data, size});
    for (size_t i = 0; i < 3; i++) {
        ptrdiff_t end = str_find(text, STR("---\n"));
        struct flash_str part = end >= 0 && i < 2 ? str_sub(text, 0, (size_t)end) : text;
        text = end >= 0 ? str_skip(text, (size_t)end + 4) : STR("");
        s[i] = read_text(&a, part);
        if (s[i] == NULL)
            return 0;
    }
    merge(&a, s);
    return 0;
}
