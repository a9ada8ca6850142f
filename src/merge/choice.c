#include "merge/choice.h"

#include "base/limits.h"
#include "base/str.h"
#include "merge/slot.h"
#include "merge/subject.h"

const struct field merge_name_field = {.name = "name", .type = FIELD_NAME};

static enum merge_side keeper(const struct slot *s)
{
    return s->v[MERGE_OURS] != NULL ? MERGE_OURS : MERGE_THEIRS;
}

static void propose(struct conflict *c, const struct finding *f)
{
    c->proposal = f->proposal;
    c->proposed = f->proposed;
    if (f->proposal == MERGE_ASK && conflict_info(f->code)->keep)
        c->proposal = keeper(f->slot);
    if (c->proposal < MERGE_SIDES)
        c->proposed = c->values[c->proposal];
}

/* Two things that want one name: who they are says more than the name. */
static void show_claims(const struct merge_engine *e, const struct finding *f, struct conflict *c)
{
    const struct object *o = merge_slot_object(f->other), *t = f->slot->v[MERGE_THEIRS];
    c->objects[MERGE_OURS] = o;
    c->values[MERGE_BASE] = STR_NULL;
    c->values[MERGE_OURS] = object_title(e->perm, o);
    c->values[MERGE_THEIRS] = object_title(e->perm, t != NULL ? t : merge_slot_object(f->slot));
}

static struct conflict make(const struct merge_engine *e, const struct finding *f)
{
    const struct object *o = merge_slot_object(f->slot);
    struct conflict c = {.code = f->code, .kind = o->kind};
    struct strbuf b;
    strbuf_init(&b, e->perm, LIMIT_FILE);
    c.subject = object_qualified(e->perm, o);
    c.property = f->field != NULL ? f->field->name : NULL;
    for (unsigned i = 0; i < MERGE_SIDES; i++) {
        c.objects[i] = f->slot->v[i];
        c.values[i] = merge_show(e->perm, f->field, f->slot->v[i]);
    }
    if (f->other != NULL)
        show_claims(e, f, &c);
    struct flash_str title = object_title(e->perm, o);
    strbuf_addf(&b, "%.*s: %s", STR_ARG(title), conflict_info(f->code)->title);
    if (f->detail.len > 0)
        strbuf_addf(&b, ": %.*s", STR_ARG(f->detail));
    c.message = strbuf_str(&b);
    c.key = merge_key(e, f->other != NULL ? NULL : f->slot, &c, f->detail);
    propose(&c, f);
    return c;
}

/* By what any side calls it: who is ours may change between two merges of the same. */
static bool names_subject(
    const struct merge_engine *e, const struct resolution *r, const struct conflict *c)
{
    if (str_eq(r->subject, c->subject))
        return true;
    for (unsigned i = 0; i < MERGE_SIDES; i++) {
        if (c->objects[i] != NULL && str_eq(r->subject, object_qualified(e->work, c->objects[i])))
            return true;
    }
    return false;
}

static bool fits(const struct merge_engine *e, const struct resolution *r, const struct conflict *c)
{
    return (r->property.len == 0 || str_eq(r->property, str_from(c->property))) &&
           names_subject(e, r, c);
}

/* What a resolution makes of this conflict; MERGE_ASK = nothing. */
static enum merge_side settle(const struct resolution *r, const struct conflict *c, bool may_value)
{
    enum merge_side side = r->side == MERGE_PROPOSAL ? c->proposal : r->side;
    if (side == MERGE_VALUE && !may_value)
        return MERGE_ASK;
    return side;
}

/* The last one that fits, as in a list that somebody goes on writing. */
static enum merge_side decide(
    struct merge_engine *e, const struct conflict *c, bool may_value, struct flash_str *value)
{
    const struct resolution_list *l = e->in->resolutions;
    for (size_t i = l != NULL ? l->len : 0; i > 0; i--) {
        const struct resolution *r = &l->items[i - 1];
        if (!fits(e, r, c))
            continue;
        enum merge_side side = settle(r, c, may_value);
        if (side == MERGE_ASK)
            continue;
        e->used[i - 1] = true;
        *value = r->side == MERGE_PROPOSAL ? c->proposed : r->value;
        return side;
    }
    return MERGE_ASK;
}

/* What a virtual base holds of what is contested: something, so that it can be spoken of. */
static enum merge_side open_side(const struct merge_engine *e, const struct slot *s)
{
    return e->virtual_base ? keeper(s) : MERGE_OURS;
}

enum merge_side merge_conflict(
    struct merge_engine *e, const struct finding *f, struct flash_str *value)
{
    struct conflict c = make(e, f);
    enum merge_side side = decide(e, &c, f->field != NULL, value);
    if (side != MERGE_ASK) {
        *vec_push(e->perm, &e->settled) = c;
        return side;
    }
    *vec_push(e->perm, &e->open) = c;
    if (f->field == NULL || f->field == &merge_name_field)
        f->slot->contested = true;
    else
        f->slot->contested_field = true;
    *vec_push(e->work, &e->contests) = (struct merge_contest){f->slot, f->field};
    return open_side(e, f->slot);
}

void merge_force(struct merge_engine *e, struct slot *s, enum merge_side side)
{
    if (s->forced && s->force_side == side)
        return;
    s->forced = true;
    s->force_side = side;
    if (s->table != NULL)
        s->table->forced_inside = true;
    /* All of a table is all of it. */
    for (size_t i = 0; i < s->children.len; i++)
        s->children.items[i]->forced = s->children.items[i]->hanging = false;
    s->forced_inside = s->forced_inside && s->table != NULL;
    e->forced++;
}

static bool is_contested(const struct slot *s)
{
    return s->contested || (s->table != NULL && s->table->contested);
}

/* Something about it, other than what this pass found on the whole, waits for somebody. */
static bool is_open(const struct merge_engine *e, const struct slot *s, bool within)
{
    bool open =
        s->contested_field || is_contested(s) || (s->reported > 0 && s->reported < e->passes);
    for (size_t i = 0; within && !open && i < s->children.len; i++)
        open = is_open(e, s->children.items[i], false);
    return open;
}

static void stay_ours(struct merge_engine *e, struct slot *s)
{
    s->hanging = s->hanging || !s->forced;
    merge_force(e, s, MERGE_OURS);
}

/* Their tables, for when what is derived from the rest of them stands in the way. */
static void tables_stay_ours(struct merge_engine *e, struct slot *const *slots, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (slots[i]->table != NULL)
            stay_ours(e, slots[i]->table);
    }
}

/* What hangs on a conflict that is open yet is not reported: how that one is settled decides
 * whether it is one at all. Until then the others give way, else the open one stays as on ours. */
static bool hangs(struct merge_engine *e, bool within, struct slot *const *slots, size_t n)
{
    size_t open = 0, before = e->forced;
    for (size_t i = 0; i < n; i++)
        open += is_open(e, slots[i], within);
    if (open == 0)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (!is_open(e, slots[i], within))
            merge_force(e, slots[i], MERGE_OURS);
    }
    for (size_t i = 0; e->forced == before && i < n; i++)
        stay_ours(e, slots[i]);
    if (e->forced == before)
        tables_stay_ours(e, slots, n);
    return e->forced > before;
}

/* A resolution that leaves the same conflict cannot be had. */
static void force_slots(
    struct merge_engine *e, struct slot *const *slots, size_t n, enum merge_side side, bool again)
{
    size_t before = e->forced;
    for (size_t i = 0; i < n; i++) {
        if (side == MERGE_ASK && slots[i]->reported == 0)
            slots[i]->reported = e->passes;
        merge_force(e, slots[i], side == MERGE_ASK || again ? MERGE_OURS : side);
    }
    if (again && e->forced == before)
        tables_stay_ours(e, slots, n);
}

void merge_cross(
    struct merge_engine *e, const struct finding *f, struct slot *const *slots, size_t n)
{
    if (hangs(e, f->within, slots, n))
        return;
    struct conflict c = make(e, f);
    struct flash_str unused;
    enum merge_side side = decide(e, &c, false, &unused);
    bool again = map_get(&e->known, c.key) != NULL;
    if (!again) {
        map_put(e->work, &e->known, c.key, e);
        *vec_push(e->perm, side == MERGE_ASK ? &e->cross : &e->cross_settled) = c;
    }
    force_slots(e, slots, n, side, again);
}

void merge_warn(struct merge_engine *e, const struct finding *f)
{
    *vec_push(e->perm, &e->warnings) = make(e, f);
}

void merge_unused(const struct merge_engine *e, struct resolution_list *out)
{
    const struct resolution_list *l = e->in->resolutions;
    for (size_t i = 0; l != NULL && i < l->len; i++) {
        if (!e->used[i])
            *vec_push(e->perm, out) = l->items[i];
    }
}

void merge_fail(struct merge_engine *e, const struct slot *s, const char *property, const char *why)
{
    if (e->rc < 0)
        return;
    struct flash_str name = object_qualified(e->work, merge_slot_object(s));
    e->rc = error_set(
        e->err, FLASH_EINVALID, "the value for %s of '%.*s' %s", property, STR_ARG(name), why);
}
