#include "merge/terms.h"

#include "merge/choice.h"

struct merge_term *merge_terms_find(
    const struct merge_terms *t, const struct object *subject, const struct field *f)
{
    struct merge_term *x = t != NULL && subject != NULL ? map_get_ptr(&t->of, subject) : NULL;
    while (x != NULL && x->field != f)
        x = x->next;
    return x;
}

bool merge_terms_has(const struct merge_engine *e, const struct slot *s, const struct field *f)
{
    return merge_terms_find(e->in->terms, s->v[MERGE_BASE], f) != NULL;
}

bool merge_term_equal(const struct field *f, const struct object *a, const struct object *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    if (f == &merge_name_field)
        return merge_same_name(a->name, b->name);
    return f != NULL ? field_equal(f, a, b) : object_equal(a, b);
}

static bool among(const struct merge_term_list *l, const struct field *f, const struct object *o)
{
    for (size_t i = 0; i < l->len; i++) {
        if (merge_term_equal(f, l->items[i], o))
            return true;
    }
    return false;
}

/* One side chose among what the bases said, the other says something new: the new one counts. */
static enum merge_side settle(const struct merge_engine *e, const struct slot *s,
    const struct field *f, const struct object *o, const struct object *t)
{
    const struct merge_term *x = merge_terms_find(e->in->terms, s->v[MERGE_BASE], f);
    if (x == NULL)
        return MERGE_ASK;
    if (merge_term_equal(f, o, t))
        return MERGE_OURS;
    bool old_o = among(&x->plus, f, o), old_t = among(&x->plus, f, t);
    if (old_o == old_t)
        return MERGE_ASK;
    return old_o ? MERGE_THEIRS : MERGE_OURS;
}

enum merge_side merge_terms_settle(const struct merge_engine *e, const struct slot *s,
    const struct field *f, const struct lifted *l)
{
    return settle(e, s, f, l->v[MERGE_OURS], l->v[MERGE_THEIRS]);
}

enum merge_side merge_terms_settle_name(const struct merge_engine *e, const struct slot *s)
{
    return settle(e, s, &merge_name_field, s->v[MERGE_OURS], s->v[MERGE_THEIRS]);
}

enum merge_side merge_terms_settle_whole(const struct merge_engine *e, const struct slot *s)
{
    return settle(e, s, NULL, s->v[MERGE_OURS], s->v[MERGE_THEIRS]);
}
