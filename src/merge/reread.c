#include "merge/reread.h"

#include "base/limits.h"
#include "base/str.h"
#include "dialect/dialect.h"
#include "merge/choice.h"
#include "merge/cycle.h"
#include "merge/slot.h"
#include "schema/adopt.h"

struct text {
    struct source src;
    struct slot *slot; /* NULL: nobody changed it */
};

struct rereader {
    struct merge_engine *e;
    struct schema *read;
    struct diags diags;
    VEC(struct text *) texts;
    struct map by_source; /* struct source: struct text */
    struct map there;     /* objects that nobody changed, by name */
};

static void add_text(struct rereader *r, struct flash_str text, struct slot *s)
{
    struct text *t = arena_new(r->e->perm, struct text);
    *t = (struct text){{STR("<merge>"), text}, s};
    *vec_push(r->e->work, &r->texts) = t;
    merge_map_put(r->e->work, &r->by_source, &t->src, t);
}

static struct flash_str print(struct merge_engine *e, const struct slot *s)
{
    struct strbuf b;
    if (s->verbatim != NULL)
        return s->verbatim->text;
    strbuf_init(&b, e->perm, LIMIT_FILE);
    e->schemas[MERGE_BASE]->syntax->print(s->made, &b);
    if (b.overflow && e->rc == 0)
        e->rc = strbuf_check(&b, "a merged object", e->err);
    return strbuf_str(&b);
}

/* What a view says depends on what it selects from, down to the tables. */
static void add_mentioned(struct rereader *r, const struct object *o, enum merge_side side)
{
    struct object_list todo = {0};
    const struct schema *s = r->e->schemas[side];
    for (;;) {
        for (size_t i = 0; i < o->refs.len; i++) {
            const struct ref *ref = &o->refs.items[i];
            struct object *x = schema_relation(s, ref->ns, ref->name);
            if (x == NULL || merge_slot_of(r->e, x) != NULL ||
                map_put_ptr(r->e->work, &r->there, x->name.key, x) != NULL)
                continue;
            add_text(r, x->text, NULL);
            if (x->kind == KIND_VIEW)
                object_list_add(r->e->work, &todo, x);
        }
        if (todo.len == 0)
            return;
        o = todo.items[--todo.len];
    }
}

static void gather(struct rereader *r)
{
    const struct slot_list *l = &r->e->tops;
    for (size_t i = 0; i < l->len; i++) {
        if (l->items[i]->alive)
            add_text(r, print(r->e, l->items[i]), l->items[i]);
    }
    for (size_t i = 0; i < l->len; i++) {
        for (unsigned side = 0; l->items[i]->alive && side < MERGE_SIDES; side++) {
            if (l->items[i]->v[side] != NULL)
                add_mentioned(r, l->items[i]->v[side], side);
        }
    }
}

static void read_all(struct rereader *r)
{
    const struct dialect *d = dialect_of(r->e->schemas[MERGE_BASE]);
    struct read_report report = {0};
    r->read = schema_new(r->e->perm, &d->syntax);
    for (unsigned i = 0; i < MERGE_SIDES; i++)
        r->read->partial |= r->e->schemas[i]->partial;
    for (size_t i = 0; i < r->texts.len; i++)
        d->read(r->read, &r->texts.items[i]->src, &report, &r->diags);
    d->finish(r->read, &r->diags);
}

static void report(struct rereader *r, struct slot *s, struct flash_str why)
{
    enum merge_code code = merge_slot_object(s)->kind == KIND_TABLE ? MERGE_C106
                           : s->two_sided                           ? MERGE_C601
                                                                    : MERGE_C602;
    struct finding f = merge_finding(code, s, NULL);
    f.within = true;
    f.detail = arena_str(r->e->perm, why);
    merge_cross(r->e, &f, &s, 1);
}

static void report_errors(struct rereader *r)
{
    for (size_t i = 0; i < r->diags.list.len; i++) {
        const struct diag *d = &r->diags.list.items[i];
        const struct text *t = map_get_ptr(&r->by_source, d->loc.src);
        if (d->level == DIAG_ERROR && t != NULL && t->slot != NULL)
            report(r, t->slot, d->message);
    }
}

static const struct object *read_object(const struct rereader *r, const struct slot *s)
{
    const struct object *o = s->made;
    return schema_find(r->read, o->kind, o->ns.key, s->name.key);
}

/* A text that is read as something else than what was printed. */
static void report_lost(struct rereader *r)
{
    for (size_t i = 0; i < r->e->tops.len; i++) {
        struct slot *s = r->e->tops.items[i];
        if (s->alive && s->verbatim == NULL && read_object(r, s) == NULL)
            report(r, s, STR("it cannot be read again"));
    }
}

static bool lost(const struct rereader *r)
{
    for (size_t i = 0; i < r->e->tops.len; i++) {
        const struct slot *s = r->e->tops.items[i];
        if (s->alive && s->verbatim == NULL && read_object(r, s) == NULL)
            return true;
    }
    return false;
}

static void adopt(struct rereader *r)
{
    struct merge_engine *e = r->e;
    for (size_t i = 0; i < e->untouched.len; i++)
        schema_adopt(e->merged, e->untouched.items[i]);
    for (size_t i = 0; i < e->tops.len; i++) {
        struct slot *s = e->tops.items[i];
        if (!s->alive)
            continue;
        const struct object *o = read_object(r, s);
        if (s->verbatim != NULL && (o == NULL || merge_same_text(o, s->verbatim)))
            o = s->verbatim;
        s->done = schema_adopt(e->merged, o);
        merge_map_put(e->work, &e->slot_of, s->done, s);
    }
    schema_seal(e->merged);
}

void merge_reread(struct merge_engine *e)
{
    struct rereader r = {.e = e};
    size_t before = e->forced;
    diags_init(&r.diags, e->perm);
    gather(&r);
    if (e->rc < 0)
        return;
    read_all(&r);
    merge_check_cycles(e, r.read);
    if (e->forced == before)
        report_errors(&r);
    if (e->forced == before)
        report_lost(&r);
    e->stuck = e->forced == before && (r.diags.errors > 0 || lost(&r));
    if (e->forced > before || e->stuck)
        return;
    e->merged = schema_new(e->perm, e->schemas[MERGE_BASE]->syntax);
    e->merged->partial = r.read->partial;
    adopt(&r);
}
