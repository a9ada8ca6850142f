#include "merge/agree.h"

#include "merge/run.h"

static enum merge_side swapped(enum merge_side side)
{
    return side == MERGE_OURS ? MERGE_THEIRS : side == MERGE_THEIRS ? MERGE_OURS : side;
}

static struct resolution_list swap_resolutions(const struct resolution_list *l, struct arena *a)
{
    struct resolution_list out = {0};
    for (size_t i = 0; l != NULL && i < l->len; i++) {
        struct resolution *r = vec_push(a, &out);
        *r = l->items[i];
        r->side = swapped(r->side);
    }
    return out;
}

static void keep(struct merge_result *out, const struct conflict_list *other, struct arena *a)
{
    struct map keys = {0};
    struct conflict_list both = {0};
    for (size_t i = 0; i < other->len; i++)
        map_put(a, &keys, other->items[i].key, &other->items[i]);
    for (size_t i = 0; i < out->conflicts.len; i++) {
        if (map_get(&keys, out->conflicts.items[i].key) != NULL)
            *vec_push(a, &both) = out->conflicts.items[i];
    }
    for (size_t i = 0; i < both.len; i++)
        out->conflicts.items[i] = both.items[i];
    if (both.len > 0)
        out->conflicts.len = both.len;
}

int merge_keep_agreed(struct merge_engine *e, struct merge_result *out, struct flash_error *err)
{
    struct arena perm, work;
    struct merge_result r;
    const struct merge_input *in = e->in;
    if (e->cross.len == 0 || out->conflicts.len < 2)
        return 0;
    arena_init(&perm, ARENA_DEFAULT);
    arena_init(&work, ARENA_DEFAULT);
    struct resolution_list resolutions = swap_resolutions(in->resolutions, &work);
    struct merge_input turned = {.base = in->base,
        .ours = in->theirs,
        .theirs = in->ours,
        .our_renames = in->their_renames,
        .their_renames = in->our_renames,
        .resolutions = &resolutions,
        .terms = in->terms};
    struct merge_engine other = {.perm = &perm, .work = &work};
    int rc = merge_run(&other, &turned, &r, err);
    if (rc == 0)
        keep(out, &r.conflicts, &work);
    arena_release(&work);
    arena_release(&perm);
    return rc;
}
