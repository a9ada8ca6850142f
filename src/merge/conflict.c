#include "merge/conflict.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "schema/kind-fields.h"

#define CONFLICT_ANY  (FIELD_SQL | FIELD_MONGO)
#define PROPOSES_ASK  false
#define PROPOSES_KEEP true

static const struct conflict_info infos[] = {
#define CONFLICT(id, code, title, proposal, dialects) {code, title, PROPOSES_##proposal, dialects},
#include "merge/conflicts.def"
#undef CONFLICT
};
_Static_assert(ARRAY_LEN(infos) == MERGE__COUNT, "a row for each code");

const struct conflict_info *conflict_info(enum merge_code c)
{
    assert((unsigned)c < MERGE__COUNT);
    return &infos[c];
}

enum merge_code conflict_code_find(struct flash_str code)
{
    unsigned c = 0;
    while (c < MERGE__COUNT && !str_eq(str_from(infos[c].code), code))
        c++;
    return (enum merge_code)c;
}

static int conflict_cmp(const void *va, const void *vb)
{
    const struct conflict *a = va, *b = vb;
    if (a->code != b->code)
        return a->code < b->code ? -1 : 1;
    int c = str_cmp(a->subject, b->subject);
    if (c == 0)
        c = str_cmp(str_from(a->property), str_from(b->property));
    return c != 0 ? c : str_cmp(a->key, b->key);
}

void conflict_list_sort(struct conflict_list *l)
{
    if (l->len > 1)
        qsort(l->items, l->len, sizeof(*l->items), conflict_cmp);
}

/* Values may be whole statements: their first line says enough. */
static void add_value(struct strbuf *out, struct flash_str v)
{
    v = str_trim(v);
    ptrdiff_t end = str_find_char(v, '\n', 0);
    if (v.len == 0)
        strbuf_addc(out, '-');
    else if (end < 0)
        strbuf_add(out, v);
    else
        strbuf_addf(out, "%.*s ...", (int)end, v.ptr);
}

void conflict_format(const struct conflict *c, struct strbuf *out)
{
    strbuf_addf(out, "%s %.*s", infos[c->code].code, STR_ARG(c->subject));
    if (c->property != NULL)
        strbuf_addf(out, " %s", c->property);
    strbuf_adds(out, ": ");
    for (unsigned i = 0; i < MERGE_SIDES; i++) {
        strbuf_adds(out, i > 0 ? " | " : "");
        add_value(out, c->values[i]);
    }
}
