#include "merge/merge.h"

#include <assert.h>
#include <string.h>

#include "base/str.h"
#include "merge/agree.h"
#include "merge/choice.h"
#include "merge/dangling.h"
#include "merge/fit.h"
#include "merge/lift.h"
#include "merge/make.h"
#include "merge/names.h"
#include "merge/proof.h"
#include "merge/reread.h"
#include "merge/run.h"
#include "merge/slot.h"
#include "merge/warn.h"

/* Each pass forces at least one more thing to a side. What is not settled by then stays ours. */
#define PASSES_MAX 64

static void begin_pass(struct merge_engine *e)
{
    e->open = e->settled = e->warnings = (struct conflict_list){0};
    e->contests.len = 0;
    e->passes++;
    e->merged = NULL;
}

static void name_and_lift(struct merge_engine *e)
{
    begin_pass(e);
    merge_names(e);
    merge_lift_init(e);
}

/* False: something was forced, so it has to be done again. */
static bool pass(struct merge_engine *e)
{
    static void (*const checks[])(struct merge_engine * e) = {merge_check_names,
        merge_check_dangling, merge_check_columns, merge_reread, merge_check_keys};
    size_t before = e->forced;
    name_and_lift(e);
    merge_make(e);
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
        if (e->rc < 0)
            return true;
        checks[i](e);
        if (e->forced > before || e->stuck)
            return false;
    }
    return true;
}

static void force_all(struct merge_engine *e)
{
    for (size_t i = 0; i < e->tops.len; i++) {
        struct slot *s = e->tops.items[i];
        for (size_t k = 0; k < s->children.len; k++)
            merge_force(e, s->children.items[k], MERGE_OURS);
        merge_force(e, s, MERGE_OURS);
    }
}

static void run_passes(struct merge_engine *e)
{
    for (unsigned i = 0; i < PASSES_MAX && !e->stuck; i++) {
        if (pass(e))
            return;
    }
    e->stuck = false;
    force_all(e);
    pass(e);
}

static void append(struct arena *a, struct conflict_list *to, const struct conflict_list *from)
{
    for (size_t i = 0; i < from->len; i++)
        *vec_push(a, to) = from->items[i];
    conflict_list_sort(to);
}

static int check_input(const struct merge_input *in, struct flash_error *err)
{
    const struct schema *s[] = {in->ours, in->theirs};
    assert(in->base->frozen && in->ours->frozen && in->theirs->frozen);
    for (size_t i = 0; i < 2; i++) {
        if (s[i]->syntax != in->base->syntax)
            return error_set(err, FLASH_EINVALID, "cannot merge a schema of %s with one of %s",
                s[i]->syntax->name, in->base->syntax->name);
    }
    return 0;
}

static void init(struct merge_engine *e, const struct merge_input *in)
{
    const struct rename_list *renames[] = {NULL, in->our_renames, in->their_renames};
    e->in = in;
    e->schemas[MERGE_BASE] = in->base;
    e->schemas[MERGE_OURS] = in->ours;
    e->schemas[MERGE_THEIRS] = in->theirs;
    for (unsigned i = MERGE_OURS; i <= MERGE_THEIRS; i++)
        rename_map_init(&e->map[i], in->base, e->schemas[i], renames[i], e->work);
    e->used = arena_array(e->work, bool, in->resolutions != NULL ? in->resolutions->len + 1 : 1);
}

static void hand_over(struct merge_engine *e, struct merge_result *out)
{
    out->merged = e->merged;
    out->conflicts = e->cross;
    append(e->perm, &out->conflicts, &e->open);
    out->settled = e->cross_settled;
    append(e->perm, &out->settled, &e->settled);
    out->warnings = e->warnings;
    conflict_list_sort(&out->warnings);
    merge_unused(e, &out->unused);
    merge_collect_renames(e, MERGE_BASE, &out->from_base);
    merge_collect_renames(e, MERGE_OURS, &out->from_ours);
    merge_collect_renames(e, MERGE_THEIRS, &out->from_theirs);
}

/* Nothing that is given may lead here; if it does, nobody shall take the result for a merge. */
static void add_unproven(struct merge_engine *e, struct merge_result *out)
{
    struct conflict c = {.code = MERGE_C702, .subject = STR("schema"), .proposal = MERGE_ASK};
    c.message = arena_printf(e->perm, "%s: %s", conflict_info(MERGE_C702)->title,
        e->err != NULL ? e->err->message : "the changes do not lead to the result");
    c.key = arena_printf(e->perm, "%s", conflict_info(MERGE_C702)->code);
    *vec_push(e->perm, &out->conflicts) = c;
    conflict_list_sort(&out->conflicts);
}

int merge_run(struct merge_engine *e, const struct merge_input *in, struct merge_result *out,
    struct flash_error *err)
{
    e->err = err;
    *out = (struct merge_result){0};
    e->rc = check_input(in, err);
    if (e->rc < 0)
        return e->rc;
    init(e, in);
    merge_align(e);
    name_and_lift(e);
    merge_join_added(e);
    run_passes(e);
    if (e->rc < 0)
        return e->rc;
    if (e->merged == NULL)
        return error_bug(err, "the merge came to no end");
    merge_check_warnings(e);
    hand_over(e, out);
    if (!merge_prove(e, out))
        add_unproven(e, out);
    return 0;
}

int merge_schemas(const struct merge_input *in, struct arena *perm, struct arena scratch,
    struct merge_result *out, struct flash_error *err)
{
    struct merge_engine e = {.perm = perm, .work = &scratch};
    int rc = merge_run(&e, in, out, err);
    return rc < 0 ? rc : merge_keep_agreed(&e, out, err);
}
