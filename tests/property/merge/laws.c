#include "laws.h"

#include "base/str.h"
#include "schema/fields.h"

static bool fail(struct side *side, const char *law, struct flash_str why)
{
    side->why = arena_printf(side->arena, "%s: %.*s", law, STR_ARG(why));
    return false;
}

static bool merge(struct side *side, const struct schemas *x, enum merge_side base,
    enum merge_side ours, enum merge_side theirs, struct merge_result *out)
{
    struct flash_error err = {0};
    struct arena scratch;
    static const struct rename_list none;
    struct merge_input in = {.base = x->s[base],
        .ours = x->s[ours],
        .theirs = x->s[theirs],
        .our_renames = ours == base ? &none : &x->renames[ours],
        .their_renames = theirs == base ? &none : &x->renames[theirs]};
    arena_init(&scratch, ARENA_DEFAULT);
    int rc = merge_schemas(&in, side->arena, scratch, out, &err);
    arena_release(&scratch);
    return rc == 0 || fail(side, "merge", arena_printf(side->arena, "%s", err.message));
}

static struct flash_str show(struct arena *a, const struct conflict_list *l)
{
    struct strbuf b;
    strbuf_init(&b, a, 100000);
    for (size_t i = 0; i < l->len; i++) {
        conflict_format(&l->items[i], &b);
        strbuf_addf(&b, " (%.*s)\n", STR_ARG(l->items[i].message));
    }
    return strbuf_str(&b);
}

/* A side that changed nothing, and two that did the same. */
static bool trivial(struct side *side, const struct schemas *x, enum merge_side ours,
    enum merge_side theirs, enum merge_side want)
{
    struct merge_result r = {0};
    if (!merge(side, x, MERGE_BASE, ours, theirs, &r))
        return false;
    if (r.conflicts.len > 0)
        return fail(side, "conflict in a trivial merge", show(side->arena, &r.conflicts));
    return side_same(side, x->s[want], r.merged) == 0 || fail(side, "trivial merge", side->why);
}

static bool has_key(const struct conflict_list *l, struct flash_str key)
{
    for (size_t i = 0; i < l->len; i++) {
        if (str_eq(l->items[i].key, key))
            return true;
    }
    return false;
}

/* Object for object the same, but for the order of columns. */
static bool same_model(struct side *side, const struct schema *a, const struct schema *b)
{
    if (a->objects.len != b->objects.len)
        return fail(side, "symmetry", STR("another number of objects"));
    for (size_t i = 0; i < a->objects.len; i++) {
        if (!object_equal(a->objects.items[i], b->objects.items[i]))
            return fail(side, "symmetry",
                arena_printf(side->arena, "\n%.*s--\n%.*s", STR_ARG(a->objects.items[i]->text),
                    STR_ARG(b->objects.items[i]->text)));
    }
    return true;
}

static bool symmetric(struct side *side, const struct merge_result *a, const struct merge_result *b)
{
    bool same = a->conflicts.len == b->conflicts.len;
    for (size_t i = 0; same && i < a->conflicts.len; i++)
        same = has_key(&b->conflicts, a->conflicts.items[i].key);
    if (!same)
        return fail(side, "symmetry",
            arena_printf(side->arena, "\n%.*s--\n%.*s", STR_ARG(show(side->arena, &a->conflicts)),
                STR_ARG(show(side->arena, &b->conflicts))));
    return a->conflicts.len > 0 || same_model(side, a->merged, b->merged);
}

static const struct symbol *named(
    const struct rename_list *l, enum kind k, const struct symbol *table, const struct symbol *name)
{
    for (size_t i = 0; i < l->len; i++) {
        const struct rename *r = &l->items[i];
        if (r->kind == k && r->from == name && (k != KIND_COLUMN || r->table == table))
            return r->to;
    }
    return name;
}

static bool is_in(const struct g_table *t, uint32_t column)
{
    return g_column_at(t, column) != NULL;
}

static bool keeps_columns(struct side *side, const struct g_table *o, const struct g_table *t,
    const struct object *table, const struct merge_result *r)
{
    const struct schema_syntax *syntax = &side->dialect->syntax;
    for (size_t i = 0; i < o->ncolumns; i++) {
        const struct symbol *key = syntax->fold(str_from(o->columns[i].name));
        key = named(&r->from_ours, KIND_COLUMN, table->name.key, key);
        if (is_in(t, o->columns[i].uid) && table_column(table, key) == NULL)
            return fail(side, "lost a column of both", str_from(o->columns[i].name));
    }
    return true;
}

/* What both sides have, the result has. */
static bool keeps(struct side *side, const struct schemas *x, const struct merge_result *r)
{
    const struct g_schema *o = &x->g[MERGE_OURS], *t = &x->g[MERGE_THEIRS];
    for (size_t i = 0; i < o->ntables; i++) {
        const struct g_table *mine = &o->tables[i], *other = g_table_at(t, mine->uid);
        if (other == NULL || mine->uid > x->g[MERGE_BASE].next_uid)
            continue;
        const struct symbol *key = side->dialect->syntax.fold(str_from(mine->name));
        key = named(&r->from_ours, KIND_TABLE, NULL, key);
        const struct object *table = schema_find(r->merged, KIND_TABLE, NULL, key);
        if (table == NULL)
            return fail(side, "lost a table of both", str_from(mine->name));
        if (!keeps_columns(side, mine, other, table, r))
            return false;
    }
    return true;
}

static bool has_code(const struct conflict_list *l, enum merge_code code)
{
    for (size_t i = 0; i < l->len; i++) {
        if (l->items[i].code == code)
            return true;
    }
    return false;
}

/* All open conflicts settled one way: none is left, and what comes out is a schema. */
static bool resolves(
    struct side *side, const struct schemas *x, const struct merge_result *r, enum merge_side to)
{
    struct flash_error err = {0};
    struct arena scratch;
    struct merge_result out = {0};
    struct resolution_list l = {0};
    struct merge_input in = {.base = x->s[MERGE_BASE],
        .ours = x->s[MERGE_OURS],
        .theirs = x->s[MERGE_THEIRS],
        .our_renames = &x->renames[MERGE_OURS],
        .their_renames = &x->renames[MERGE_THEIRS],
        .resolutions = &l};
    const struct merge_result *last = r;
    for (unsigned round = 0; round < 8 && last->conflicts.len > 0; round++) {
        for (size_t i = 0; i < last->conflicts.len; i++)
            *vec_push(side->arena, &l) = (struct resolution){last->conflicts.items[i].subject,
                str_from(last->conflicts.items[i].property), to, STR_NULL};
        arena_init(&scratch, ARENA_DEFAULT);
        int rc = merge_schemas(&in, side->arena, scratch, &out, &err);
        arena_release(&scratch);
        if (rc < 0)
            return fail(side, "resolve", arena_printf(side->arena, "%s", err.message));
        last = &out;
    }
    if (side_round_trip(side, last->merged) != 0)
        return fail(side, "resolved result", side->why);
    return to != MERGE_OURS || last->conflicts.len == 0 ||
           fail(side, "conflicts that nothing settles", show(side->arena, &last->conflicts));
}

static void count(struct tally *tally, const struct merge_result *r)
{
    if (tally == NULL)
        return;
    tally->triples++;
    tally->clean += r->conflicts.len == 0;
    tally->renamed += r->from_ours.len > 0;
    for (size_t i = 0; i < r->conflicts.len; i++)
        tally->codes[r->conflicts.items[i].code]++;
    for (size_t i = 0; i < r->warnings.len; i++)
        tally->codes[r->warnings.items[i].code]++;
}

bool laws_hold(const struct triple *t, struct side *side, struct tally *tally)
{
    struct schemas x;
    struct merge_result r = {0}, swapped = {0};
    if (!triple_schemas(t, side, &x))
        return false;
    if (!trivial(side, &x, MERGE_OURS, MERGE_BASE, MERGE_OURS) ||
        !trivial(side, &x, MERGE_BASE, MERGE_THEIRS, MERGE_THEIRS) ||
        !trivial(side, &x, MERGE_OURS, MERGE_OURS, MERGE_OURS) ||
        !merge(side, &x, MERGE_BASE, MERGE_OURS, MERGE_THEIRS, &r) ||
        !merge(side, &x, MERGE_BASE, MERGE_THEIRS, MERGE_OURS, &swapped))
        return false;
    count(tally, &r);
    if (has_code(&r.conflicts, MERGE_C702))
        return fail(side, "proof", show(side->arena, &r.conflicts));
    if (side_round_trip(side, r.merged) != 0)
        return fail(side, "result", side->why);
    return symmetric(side, &r, &swapped) && keeps(side, &x, &r) &&
           resolves(side, &x, &r, MERGE_OURS) && resolves(side, &x, &r, MERGE_THEIRS);
}
