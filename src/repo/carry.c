#include "repo/carry.h"

#include "base/error.h"
#include "base/str.h"
#include "repo/move-look.h"

int carry_assemble(const struct dialect *d, const struct object *const *objects, size_t n,
    struct arena *a, struct schema **out, struct flash_error *err)
{
    struct schema *s = schema_new(a, &d->syntax);
    struct source *sources = arena_array(a, struct source, n + 1);
    struct read_report report = {0};
    struct diags diags;

    diags_init(&diags, a);
    for (size_t i = 0; i < n; i++) {
        sources[i] = (struct source){object_title(a, objects[i]), objects[i]->text};
        d->read(s, &sources[i], &report, &diags);
    }
    d->finish(s, &diags);
    int rc = diags_error(&diags, err);
    if (rc == 0)
        *out = s;
    return rc;
}

/* A schema's objects by their path in the tree. */
static void index_schema(const struct schema *s, struct arena *a, struct map *out)
{
    for (size_t i = 0; i < s->objects.len; i++)
        map_put(a, out, object_path(a, s->objects.items[i]), s->objects.items[i]);
}

static bool same_object(const struct object *a, const struct object *b)
{
    return a == b || (a && b && str_eq(a->text, b->text));
}

struct three {
    struct map base, ours, theirs;
    struct arena *arena;
    VEC(const struct object *) chosen;
    VEC(const struct object *) both;
};

static void choose(struct three *t, struct flash_str path)
{
    const struct object *base = map_get(&t->base, path);
    const struct object *ours = map_get(&t->ours, path);
    const struct object *theirs = map_get(&t->theirs, path);
    const struct object *pick = same_object(ours, base) ? theirs : ours;

    if (!same_object(ours, base) && !same_object(theirs, base) && !same_object(ours, theirs)) {
        *vec_push(t->arena, &t->both) = ours ? ours : theirs;
        return;
    }
    if (pick)
        *vec_push(t->arena, &t->chosen) = pick;
}

static int refuse_both(const struct three *t, struct flash_error *err)
{
    struct flash_str title = object_title(t->arena, t->both.items[0]);

    error_set(err, FLASH_EREFUSED, "%.*s has uncommitted changes, and is another on the other side",
        STR_ARG(title));
    if (t->both.len > 1)
        error_detail(err, "and %zu more", t->both.len - 1);
    return error_hint(
        err, "commit them with 'flash commit --from db', or let them go with '--discard'");
}

int carry_schemas(const struct dialect *d, const struct schema *base, const struct schema *ours,
    const struct schema *theirs, struct arena *a, struct schema **out, struct flash_error *err)
{
    struct three t = {.arena = a};

    index_schema(base, a, &t.base);
    index_schema(ours, a, &t.ours);
    index_schema(theirs, a, &t.theirs);
    for (size_t i = 0; i < t.theirs.len; i++)
        choose(&t, t.theirs.items[i].key);
    for (size_t i = 0; i < t.ours.len; i++)
        if (!map_get(&t.theirs, t.ours.items[i].key))
            choose(&t, t.ours.items[i].key);
    if (t.both.len > 0)
        return refuse_both(&t, err);
    int rc = carry_assemble(d, t.chosen.items, t.chosen.len, a, out, err);
    if (rc == FLASH_ESYNTAX && err) {
        err->code = FLASH_EREFUSED;
        error_hint(
            err, "the uncommitted changes do not fit there: commit them, or give '--discard'");
        return FLASH_EREFUSED;
    }
    return rc;
}

int carry_drift(struct mover *m, struct flash_error *err)
{
    struct schema *both = NULL;

    int rc = move_load_recorded(m, err);
    if (rc == 0 && !m->recorded) {
        error_set(err, FLASH_EREFUSED, "what '%.*s' drifted from is not in this store",
            STR_ARG(m->report->target.display));
        rc =
            error_hint(err, "commit what it is with 'flash commit --from db', or give '--discard'");
    }
    if (rc == 0)
        rc = carry_schemas(m->dialect, m->recorded, m->live, m->to, m->a, &both, err);
    if (rc < 0)
        return rc;
    m->to = both;
    /* The record will name what was asked for; what is there besides stays drift, as before. */
    m->stays_dirty = true;
    return 0;
}
