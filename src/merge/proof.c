#include "merge/proof.h"

#include "merge/slot.h"

static void add_rename(const struct merge_engine *e, const struct slot *s, enum merge_side side,
    const struct symbol *table, const struct symbol *ns, struct rename_list *out)
{
    const struct object *o = s->v[side];
    if (!s->alive || o == NULL || o->name.key == s->made->name.key || o->name.key == NULL ||
        s->made->name.key == NULL)
        return;
    if (table != NULL && o->kind != KIND_COLUMN && o->kind != KIND_INDEX)
        return;
    *vec_push(e->perm, out) = (struct rename){.kind = o->kind,
        .ns = ns,
        .table = o->kind == KIND_COLUMN ? table : NULL,
        .from = o->name.key,
        .to = s->made->name.key,
        .origin = "record"};
}

void merge_collect_renames(
    const struct merge_engine *e, enum merge_side side, struct rename_list *out)
{
    for (size_t i = 0; i < e->tops.len; i++) {
        const struct slot *s = e->tops.items[i];
        if (!s->alive)
            continue;
        const struct symbol *ns = s->made->ns.key;
        add_rename(e, s, side, NULL, ns, out);
        for (size_t k = 0; k < s->children.len; k++)
            add_rename(e, s->children.items[k], side, s->made->name.key, ns, out);
    }
}

static bool leads(struct merge_engine *e, enum merge_side side, const struct rename_list *renames,
    struct arena scratch)
{
    struct arena changes_arena;
    struct change_list changes = {0};
    const struct diff_options opt = {.renames = renames};
    arena_init(&changes_arena, ARENA_DEFAULT);
    int rc =
        diff_schemas(e->schemas[side], e->merged, &opt, &changes_arena, scratch, &changes, e->err);
    if (rc == 0)
        rc = diff_verify(e->schemas[side], e->merged, &changes, scratch, e->err);
    arena_release(&changes_arena);
    return rc == 0;
}

bool merge_prove(struct merge_engine *e, const struct merge_result *r)
{
    struct arena scratch = *e->work;
    return leads(e, MERGE_OURS, &r->from_ours, scratch) &&
           leads(e, MERGE_THEIRS, &r->from_theirs, scratch);
}
