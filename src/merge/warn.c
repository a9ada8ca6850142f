#include "merge/warn.h"

#include "base/limits.h"
#include "base/str.h"
#include "merge/choice.h"
#include "merge/slot.h"
#include "sql/ast.h"

static enum merge_side other_than(enum merge_side side)
{
    return side == MERGE_OURS ? MERGE_THEIRS : MERGE_OURS;
}

/* The one side that has it and base has not; MERGE_ASK: both, or it is old. */
static enum merge_side adder(const struct slot *s)
{
    if (s->v[MERGE_BASE] != NULL || (s->v[MERGE_OURS] != NULL) == (s->v[MERGE_THEIRS] != NULL))
        return MERGE_ASK;
    return s->v[MERGE_OURS] != NULL ? MERGE_OURS : MERGE_THEIRS;
}

static void warn(
    struct merge_engine *e, enum merge_code code, struct slot *s, const struct object *about)
{
    struct flash_str title = object_title(e->perm, about);
    struct finding f = merge_finding(code, s, NULL);
    f.detail = arena_printf(e->perm, "see %.*s", STR_ARG(title));
    merge_warn(e, &f);
}

static bool wants_value(const struct slot *s)
{
    const struct column *c = (const struct column *)s->made;
    return s->alive && c->base.kind == KIND_COLUMN && c->not_null && c->def == NULL &&
           c->generated == NULL;
}

/* Per side: tables, by key, into which a trigger that it added or changed inserts. */
struct writers {
    struct map of[MERGE_SIDES];
};

static void note_writer(
    struct merge_engine *e, struct writers *w, const struct slot *s, enum merge_side side)
{
    const struct trigger *t = (const struct trigger *)s->done;
    for (size_t i = 0; t->body != NULL && i < t->body->nbody; i++) {
        const struct dml *d = t->body->body[i];
        const struct symbol *key = e->merged->syntax->fold(d->table.text);
        if (d->kind == DML_INSERT && key != NULL)
            merge_map_put(e->work, &w->of[side], key, s->v[side]);
    }
}

static void gather_writers(struct merge_engine *e, struct writers *w)
{
    for (size_t i = 0; i < e->tops.len; i++) {
        const struct slot *s = e->tops.items[i];
        for (unsigned side = MERGE_OURS; side <= MERGE_THEIRS; side++) {
            if (s->alive && s->done->kind == KIND_TRIGGER && s->v[side] != NULL &&
                !merge_same_text(s->v[side], s->v[MERGE_BASE]))
                note_writer(e, w, s, side);
        }
    }
}

static void check_writers(struct merge_engine *e, const struct writers *w, const struct slot *table)
{
    for (size_t i = 0; i < table->children.len; i++) {
        struct slot *c = table->children.items[i];
        enum merge_side side = adder(c);
        if (side == MERGE_ASK || !c->alive || !wants_value(c))
            continue;
        const struct object *o = map_get_ptr(&w->of[other_than(side)], table->name.key);
        if (o != NULL)
            warn(e, MERGE_W901, c, o);
    }
}

static const struct key_list *unique_keys(const struct object *o)
{
    if (o->kind == KIND_PRIMARY_KEY)
        return &((const struct primary_key *)o)->keys;
    if (o->kind == KIND_UNIQUE)
        return &((const struct unique *)o)->keys;
    return o->kind == KIND_INDEX && ((const struct index *)o)->unique
               ? &((const struct index *)o)->keys
               : NULL;
}

static bool has_column(const struct key_list *l, const struct symbol *key)
{
    for (size_t i = 0; key != NULL && i < l->len; i++) {
        if (l->items[i].column.key == key)
            return true;
    }
    return false;
}

static bool covers(const struct key_list *all, const struct key_list *some)
{
    for (size_t i = 0; i < some->len; i++) {
        if (!has_column(all, some->items[i].column.key))
            return false;
    }
    return true;
}

/* What a side dropped guaranteed that the new key holds. */
static void check_relaxed(struct merge_engine *e, const struct slot *table, struct slot *c)
{
    enum merge_side side = adder(c);
    const struct key_list *added = side != MERGE_ASK && c->alive ? unique_keys(c->made) : NULL;
    for (size_t i = 0; added != NULL && i < table->children.len; i++) {
        const struct slot *s = table->children.items[i];
        const struct object *b = s->v[MERGE_BASE];
        if (b == NULL || s->v[other_than(side)] != NULL || s->v[side] == NULL)
            continue;
        const struct key_list *old = unique_keys(b);
        if (old != NULL && covers(added, old))
            warn(e, MERGE_W902, c, b);
    }
}

/* A key by its columns alone: keys of the same columns may share what they are made of, with one
 * direction and one conflict clause. */
static struct flash_str key_columns(struct merge_engine *e, const struct key_list *l)
{
    struct strbuf b;
    strbuf_init(&b, e->work, LIMIT_FILE);
    strbuf_adds(&b, "key");
    for (size_t i = 0; i < l->len; i++) {
        struct flash_str s =
            l->items[i].column.key != NULL ? l->items[i].column.key->text : STR("");
        strbuf_addf(&b, " %zu:%.*s", s.len, STR_ARG(s));
    }
    return strbuf_str(&b);
}

static struct flash_str meaning(struct merge_engine *e, const struct object *o)
{
    if (o->kind == KIND_PRIMARY_KEY || o->kind == KIND_UNIQUE)
        return key_columns(e, unique_keys(o));
    struct flash_str said = object_signature(e->work, o);
    const struct expression *where =
        o->kind == KIND_INDEX ? ((const struct index *)o)->where : NULL;
    struct flash_str when = where != NULL ? where->norm : STR_NULL;
    return arena_printf(e->work, "%u %.*s\n%.*s", (unsigned)o->kind, STR_ARG(said), STR_ARG(when));
}

/* Each side added one. */
static void check_twice(struct merge_engine *e, struct map *seen, struct slot *c)
{
    enum merge_side side = adder(c);
    if (side == MERGE_ASK || !c->alive ||
        (c->made->kind != KIND_INDEX && c->made->kind != KIND_FOREIGN_KEY &&
            unique_keys(c->made) == NULL))
        return;
    struct slot *other = map_put(e->work, seen, meaning(e, c->made), c);
    if (other == NULL || adder(other) == side)
        return;
    if (object_cmp(c->made, other->made) < 0)
        warn(e, MERGE_W903, c, merge_slot_object(other));
    else
        warn(e, MERGE_W903, other, merge_slot_object(c));
}

void merge_check_warnings(struct merge_engine *e)
{
    struct writers writers = {0};
    gather_writers(e, &writers);
    for (size_t i = 0; i < e->tops.len; i++) {
        struct slot *s = e->tops.items[i];
        struct map seen = {0};
        if (!s->alive || s->done->kind != KIND_TABLE)
            continue;
        check_writers(e, &writers, s);
        for (size_t k = 0; k < s->children.len; k++) {
            check_relaxed(e, s, s->children.items[k]);
            check_twice(e, &seen, s->children.items[k]);
        }
    }
}
