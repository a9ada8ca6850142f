#include "merge/property.h"

#include <string.h>

#include "base/str.h"
#include "merge/attrs.h"
#include "merge/body.h"
#include "merge/choice.h"
#include "merge/given.h"
#include "merge/slot.h"
#include "merge/terms.h"

/* Which conflict it is when both sides changed a field, or both added it. */
struct field_code {
    enum kind kind;
    const char *field; /* NULL: any other */
    enum merge_code changed, added;
};

static const struct field_code codes[] = {
    {KIND_TABLE, NULL, MERGE_C106, MERGE_C101},
    {KIND_COLUMN, "type", MERGE_C203, MERGE_C201},
    {KIND_COLUMN, "collation", MERGE_C203, MERGE_C202},
    {KIND_COLUMN, "not null", MERGE_C209, MERGE_C202},
    {KIND_COLUMN, "not null conflict", MERGE_C209, MERGE_C202},
    {KIND_COLUMN, "default", MERGE_C208, MERGE_C202},
    {KIND_COLUMN, "generated", MERGE_C210, MERGE_C202},
    {KIND_COLUMN, "generated kind", MERGE_C210, MERGE_C202},
    {KIND_COLUMN, NULL, MERGE_C202, MERGE_C202},
    {KIND_PRIMARY_KEY, NULL, MERGE_C301, MERGE_C301},
    {KIND_UNIQUE, NULL, MERGE_C303, MERGE_C303},
    {KIND_CHECK, NULL, MERGE_C303, MERGE_C303},
    {KIND_EXCLUDE, NULL, MERGE_C303, MERGE_C303},
    {KIND_FOREIGN_KEY, NULL, MERGE_C303, MERGE_C303},
    {KIND_INDEX, "keys", MERGE_C402, MERGE_C401},
    {KIND_INDEX, NULL, MERGE_C402, MERGE_C402},
    {KIND_COLLECTION, NULL, MERGE_C801, MERGE_C801},
    {KIND_ENUM, NULL, MERGE_C501, MERGE_C501},
};

static enum merge_code code_of(enum kind k, const struct field *f, bool added)
{
    for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
        const struct field_code *c = &codes[i];
        if (c->kind == k && (c->field == NULL || strcmp(c->field, f->name) == 0))
            return added ? c->added : c->changed;
    }
    return added ? MERGE_C101 : MERGE_C601;
}

/* What the dialect derives from the rest when it reads the result. */
static bool is_derived(enum kind k, const struct field *f)
{
    return (f->flags & FIELD_COSMETIC) ||
           (k == KIND_PRIMARY_KEY && strcmp(f->name, "rowid alias") == 0);
}

/* Of two lengths of one type the greater one holds both. */
static void propose_wider(struct finding *f, const struct lifted *l)
{
    uint64_t x, y;
    const struct data_type *o = &((const struct column *)l->v[MERGE_OURS])->type,
                           *t = &((const struct column *)l->v[MERGE_THEIRS])->type;
    if (strcmp(f->field->name, "type") != 0 || !str_eq(o->base, t->base) || o->nargs != 1 ||
        t->nargs != 1 || !str_to_u64(o->args[0], &x) || !str_to_u64(t->args[0], &y))
        return;
    f->proposal = x > y ? MERGE_OURS : MERGE_THEIRS;
}

/* Of two that were added, one saying nothing about it. */
static void propose_said(struct finding *f, const struct lifted *l)
{
    bool o = field_is_default(f->field, l->v[MERGE_OURS]),
         t = field_is_default(f->field, l->v[MERGE_THEIRS]);
    if (o != t)
        f->proposal = o ? MERGE_THEIRS : MERGE_OURS;
}

static void contested(struct merge_engine *e, struct slot *s, const struct field *field,
    const struct lifted *l, struct object *to)
{
    struct flash_str value = STR_NULL;
    bool added = l->v[MERGE_BASE] == NULL;
    struct finding f = merge_finding(code_of(to->kind, field, added), s, field);
    if (to->kind == KIND_COLUMN && !added)
        propose_wider(&f, l);
    if (added)
        propose_said(&f, l);
    enum merge_side side = merge_conflict(e, &f, &value);
    if (side == MERGE_VALUE)
        merge_give(e, s, field, to, value);
    else if (l->v[side] != NULL)
        field_copy(field, to, l->v[side]);
    else /* as it was before both sides had it */
        field_copy(field, to, object_new(e->work, to->kind));
}

static void merge_field(struct merge_engine *e, struct slot *s, const struct field *f,
    const struct lifted *l, struct object *to)
{
    const struct object *b = l->v[MERGE_BASE], *o = l->v[MERGE_OURS], *t = l->v[MERGE_THEIRS];
    enum merge_side side = merge_terms_settle(e, s, f, l);
    if (side != MERGE_ASK)
        field_copy(f, to, l->v[side]);
    else if (field_equal(f, o, t) || is_derived(to->kind, f))
        field_copy(f, to, o);
    else if (b != NULL && !merge_terms_has(e, s, f) && field_equal(f, b, o))
        field_copy(f, to, t);
    else if (b != NULL && !merge_terms_has(e, s, f) && field_equal(f, b, t))
        field_copy(f, to, o);
    else if (!merge_attrs(e, f, l, to) && !merge_body(e, s, f, l, to))
        contested(e, s, f, l, to);
}

void merge_fields(struct merge_engine *e, struct slot *s, const struct lifted *l, struct object *to)
{
    const struct field_table *t = field_table(to->kind);
    for (size_t i = 0; i < t->len; i++)
        merge_field(e, s, &t->fields[i], l, to);
}

bool merge_same_fields(const struct object *a, const struct object *b)
{
    uint64_t cosmetic = field_mask(a->kind, FIELD_COSMETIC);
    return a->kind == b->kind && merge_same_name(a->name, b->name) &&
           (object_diff_fields(a, b) & ~cosmetic) == 0;
}

static enum merge_code name_code(const struct slot *s)
{
    bool added = s->v[MERGE_BASE] == NULL;
    enum kind k = merge_slot_object(s)->kind;
    if (k == KIND_COLUMN)
        return added ? MERGE_C202 : MERGE_C205;
    if (s->table == NULL)
        return added ? MERGE_C101 : MERGE_C103;
    return k == KIND_INDEX ? MERGE_C401 : k == KIND_PRIMARY_KEY ? MERGE_C301 : MERGE_C303;
}

static struct name contested_name(struct merge_engine *e, struct slot *s)
{
    struct flash_str value = STR_NULL;
    struct finding f = merge_finding(name_code(s), s, &merge_name_field);
    enum merge_side side = merge_conflict(e, &f, &value);
    if (side == MERGE_VALUE)
        return merge_given_name(e, s, value);
    const struct object *o = s->v[side] != NULL ? s->v[side] : s->v[MERGE_OURS];
    return o->name;
}

void merge_name(struct merge_engine *e, struct slot *s)
{
    const struct object *b = s->v[MERGE_BASE], *o = s->v[MERGE_OURS], *t = s->v[MERGE_THEIRS];
    enum merge_side side = merge_terms_settle_name(e, s);
    if (s->forced && !s->hanging && s->v[s->force_side] != NULL)
        s->name = s->v[s->force_side]->name;
    else if (o == NULL || t == NULL)
        s->name = merge_slot_object(s)->name;
    else if (side != MERGE_ASK)
        s->name = s->v[side]->name;
    else if (merge_same_name(o->name, t->name))
        s->name = o->name;
    else if (b != NULL && merge_same_name(b->name, o->name))
        s->name = t->name;
    else if (b != NULL && merge_same_name(b->name, t->name))
        s->name = o->name;
    else
        s->name = contested_name(e, s);
    if (s->forced && s->v[s->force_side] != NULL)
        s->name = s->v[s->force_side]->name;
}
