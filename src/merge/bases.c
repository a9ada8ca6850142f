#include "merge/bases.h"

#include <assert.h>

#include "base/str.h"
#include "merge/choice.h"
#include "merge/compose.h"
#include "merge/run.h"
#include "merge/slot.h"
#include "merge/terms.h"

struct walk {
    const struct merge_history *h;
    struct arena *perm;
    struct arena scratch;
    unsigned depth;
    unsigned *left; /* merges of bases that may still be made */
    struct flash_error *err;
};

static void add_all(struct arena *a, struct merge_term_list *to, const struct merge_term_list *from)
{
    for (size_t i = 0; i < from->len; i++)
        *vec_push(a, to) = from->items[i];
}

/* One of three values: its own terms when it is contested itself. */
static void add_value(struct arena *a, const struct merge_terms *terms, const struct object *o,
    const struct field *f, struct merge_term_list *plus, struct merge_term_list *minus)
{
    const struct merge_term *own = merge_terms_find(terms, o, f);
    if (own == NULL) {
        *vec_push(a, plus) = o;
        return;
    }
    add_all(a, plus, &own->plus);
    add_all(a, minus, &own->minus);
}

static bool cancel_one(struct merge_term *t, size_t i)
{
    for (size_t k = 0; k < t->minus.len; k++) {
        if (!merge_term_equal(t->field, t->plus.items[i], t->minus.items[k]))
            continue;
        t->plus.items[i] = t->plus.items[--t->plus.len];
        t->minus.items[k] = t->minus.items[--t->minus.len];
        return true;
    }
    return false;
}

/* What is added and taken off says nothing. */
static void cancel(struct merge_term *t)
{
    for (size_t i = t->plus.len; i-- > 0;)
        cancel_one(t, i);
}

static void put_term(struct arena *a, struct merge_terms *terms, struct merge_term *t)
{
    t->next = map_get_ptr(&terms->of, t->subject);
    merge_map_put(a, &terms->of, t->subject, t);
    *vec_push(a, terms) = t;
}

static const struct object *child_like(
    const struct object *table, const struct object *o, struct arena *a)
{
    const struct symbol *ident = o->name.key;
    if (field_table(o->kind)->single)
        ident = intern(str_from(kind_info(o->kind)->name));
    else if (ident == NULL)
        ident = intern(object_signature(a, o));
    return object_child(table, o->kind, ident);
}

/* Where something of a side stands in the result; NULL: nowhere. */
static const struct object *in_result(const struct merge_engine *e, const struct object *o)
{
    const struct slot *s = merge_slot_of(e, o);
    if (s != NULL && s->alive)
        return s->table == NULL ? s->done : child_like(s->table->done, s->made, e->work);
    if (s != NULL)
        return NULL;
    const struct object *top = o->parent != NULL ? o->parent : o;
    const struct object *there = schema_find(e->merged, top->kind, top->ns.key, top->name.key);
    return there == NULL || o->parent == NULL ? there : child_like(there, o, e->work);
}

static void add_contest(struct merge_engine *e, const struct merge_contest *c,
    const struct merge_terms *const terms[], struct merge_terms *out)
{
    struct merge_term *t = arena_new(e->perm, struct merge_term);
    const struct object *at = merge_slot_object(c->slot);
    *t = (struct merge_term){.subject = in_result(e, at), .field = c->field};
    if (t->subject == NULL)
        return;
    add_value(e->perm, terms[MERGE_OURS], c->slot->v[MERGE_OURS], c->field, &t->plus, &t->minus);
    add_value(
        e->perm, terms[MERGE_THEIRS], c->slot->v[MERGE_THEIRS], c->field, &t->plus, &t->minus);
    add_value(e->perm, terms[MERGE_BASE], c->slot->v[MERGE_BASE], c->field, &t->minus, &t->plus);
    cancel(t);
    put_term(e->perm, out, t);
}

/* What a side did not agree about with itself, and the result has as that side has it. */
static void carry_terms(
    struct merge_engine *e, const struct merge_terms *terms, struct merge_terms *out)
{
    for (size_t i = 0; terms != NULL && i < terms->len; i++) {
        const struct merge_term *old = terms->items[i];
        const struct object *o = in_result(e, old->subject);
        if (o == NULL || merge_terms_find(out, o, old->field) != NULL ||
            !merge_term_equal(old->field, o, old->subject))
            continue;
        struct merge_term *t = arena_new(e->perm, struct merge_term);
        *t = *old;
        t->subject = o;
        put_term(e->perm, out, t);
    }
}

/* v becomes the merge of itself and 'other' over 'base'. */
static int join(struct walk *w, const struct merge_base *base, struct merge_base *v,
    const struct merge_base *other)
{
    struct rename_list to_v = {0}, to_other = {0}, from_commit = {0};
    struct merge_result r;
    struct arena work = w->scratch;
    struct merge_engine e = {.perm = w->perm, .work = &work, .virtual_base = true};
    int rc = merge_base_renames(w->h, base, v->commit, w->perm, &to_other, w->err);
    if (rc < 0)
        return rc;
    merge_renames_compose(&to_other, &v->from_commit, w->perm, &to_v);
    to_other = (struct rename_list){0};
    rc = merge_base_renames(w->h, base, other->commit, w->perm, &to_other, w->err);
    if (rc < 0)
        return rc;
    struct merge_input in = {.base = base->schema,
        .ours = v->schema,
        .theirs = other->schema,
        .our_renames = &to_v,
        .their_renames = &to_other,
        .terms = base->terms};
    rc = merge_run(&e, &in, &r, w->err);
    if (rc < 0)
        return rc;
    struct merge_terms *terms = arena_new(w->perm, struct merge_terms);
    const struct merge_terms *const old[] = {base->terms, v->terms, other->terms};
    for (size_t i = 0; i < e.contests.len; i++)
        add_contest(&e, &e.contests.items[i], old, terms);
    carry_terms(&e, v->terms, terms);
    carry_terms(&e, other->terms, terms);
    merge_renames_compose(&v->from_commit, &r.from_ours, w->perm, &from_commit);
    *v = (struct merge_base){r.merged, terms->len > 0 ? terms : NULL, v->commit, from_commit};
    return 0;
}

static int load(struct walk *w, const void *commit, struct merge_base *out)
{
    *out = (struct merge_base){.commit = commit};
    return w->h->load(w->h->payload, commit, &out->schema, w->err);
}

static int base_of(struct walk w, const void *ours, const void *theirs, struct merge_base *out)
{
    const void *bases[MERGE_BASES_MAX];
    size_t n = 0;
    int rc = w.h->bases(w.h->payload, ours, theirs, bases, MERGE_BASES_MAX, &n, w.err);
    if (rc == 0)
        rc = load(&w, n > 0 ? bases[0] : NULL, out);
    if (++w.depth > MERGE_DEPTH_MAX)
        n = 1;
    for (size_t i = 1; rc == 0 && i<n && * w.left> 0; i++) {
        struct merge_base below = {0}, other = {0};
        (*w.left)--;
        rc = base_of(w, bases[0], bases[i], &below);
        if (rc == 0)
            rc = load(&w, bases[i], &other);
        if (rc == 0)
            rc = join(&w, &below, out, &other);
    }
    return rc;
}

int merge_base_of(const struct merge_history *h, const void *ours, const void *theirs,
    struct arena *perm, struct arena scratch, struct merge_base *out, struct flash_error *err)
{
    unsigned left = MERGE_JOINS_MAX;
    struct walk w = {h, perm, scratch, 0, &left, err};
    return base_of(w, ours, theirs, out);
}

int merge_base_renames(const struct merge_history *h, const struct merge_base *base,
    const void *commit, struct arena *perm, struct rename_list *out, struct flash_error *err)
{
    struct rename_list to_commit = {0}, back = {0};
    int rc = h->renames(h->payload, base->commit, commit, &to_commit, err);
    merge_renames_invert(&base->from_commit, perm, &back);
    merge_renames_compose(&back, &to_commit, perm, out);
    return rc;
}
