#include "diff/verify.h"

#include <assert.h>

#include "base/map.h"
#include "base/str.h"
#include "schema/freeze.h"

struct verifier {
    const struct schema *to;
    struct arena *perm; /* of the copies */
    struct arena *work;
    struct map done; /* objects of 'from' that a change is about, to their change */
    struct object_list result;
};

static int differs(
    struct verifier *v, const struct object *o, const char *how, struct flash_error *err)
{
    struct flash_str title = object_title(v->work, o);
    error_set(
        err, FLASH_EBUG, "the changes do not lead to the target: '%.*s' %s", STR_ARG(title), how);
    return error_object(err, "%.*s", STR_ARG(title));
}

static void *unconst(const void *p)
{
    union {
        const void *in;
        void *out;
    } u = {p};
    return u.out;
}

static struct object *copy_child(struct verifier *v, struct object *table, const struct object *o)
{
    struct object *copy = object_copy(v->perm, o);
    copy->parent = table;
    return copy;
}

static void apply_fields(struct object *o, const struct change *c)
{
    const struct field_table *t = field_table(o->kind);
    if (c->renamed)
        o->name = c->to->name;
    for (size_t i = 0; i < t->len; i++) {
        if (c->fields >> i & 1)
            field_copy(&t->fields[i], o, c->to);
    }
}

static bool is_moved(const struct change *c)
{
    return c->op == CHANGE_MODIFY && change_object(c)->kind == KIND_COLUMN &&
           change_has_field(c, "position");
}

/* Added and moved columns by their new place, which their slot is. */
static void note_arrival(struct object **arrivals, const struct object *to, struct object *copy)
{
    if (copy->kind == KIND_COLUMN)
        arrivals[to->slot] = copy;
}

/* Children of a changed table: those that stay, in their order; what comes goes to its place. */
static void apply_children(struct verifier *v, struct object *table, const struct change *c)
{
    const struct object_list *from = &c->from->children;
    size_t nplaces = c->to->children.len + 1;
    struct object **arrivals = arena_array(v->work, struct object *, nplaces);
    const struct change **of = arena_array(v->work, const struct change *, from->len + 1);
    struct object_list columns = {0}, rest = {0};
    for (size_t i = 0; c->children != NULL && i < c->children->len; i++) {
        const struct change *child = &c->children->items[i];
        if (child->op != CHANGE_ADD) {
            of[child->from->slot] = child;
            continue;
        }
        struct object *copy = copy_child(v, table, child->to);
        if (copy->kind != KIND_COLUMN)
            object_list_add(v->work, &rest, copy);
        note_arrival(arrivals, child->to, copy);
    }
    for (size_t i = 0; i < from->len; i++) {
        if (of[i] != NULL && of[i]->op == CHANGE_DROP)
            continue;
        struct object *copy = copy_child(v, table, from->items[i]);
        if (of[i] != NULL)
            apply_fields(copy, of[i]);
        if (of[i] != NULL && is_moved(of[i]))
            note_arrival(arrivals, of[i]->to, copy);
        else
            object_list_add(v->work, copy->kind == KIND_COLUMN ? &columns : &rest, copy);
    }
    table->children = (struct object_list){0};
    for (size_t i = 0, place = 0; i < columns.len || place < nplaces; place++) {
        if (place < nplaces && arrivals[place] != NULL)
            object_list_add(v->perm, &table->children, arrivals[place]);
        else if (i < columns.len)
            object_list_add(v->perm, &table->children, columns.items[i++]);
    }
    for (size_t i = 0; i < rest.len; i++)
        object_list_add(v->perm, &table->children, rest.items[i]);
}

static struct object *apply_change(struct verifier *v, const struct change *c)
{
    struct object *o = object_copy(v->perm, c->from);
    apply_fields(o, c);
    o->ident = o->name.key;
    apply_children(v, o, c);
    object_freeze_children(o, v->perm, *v->work);
    return o;
}

static int collect_changes(
    struct verifier *v, const struct change_list *changes, struct flash_error *err)
{
    for (size_t i = 0; i < changes->len; i++) {
        const struct change *c = &changes->items[i];
        if (c->from != NULL && map_put_ptr(v->work, &v->done, c->from, unconst(c)) != NULL)
            return differs(v, c->from, "is changed twice", err);
        if (c->op == CHANGE_ADD)
            object_list_add(v->perm, &v->result, object_copy(v->perm, c->to));
        else if (c->op == CHANGE_MODIFY)
            object_list_add(v->perm, &v->result, apply_change(v, c));
    }
    return 0;
}

static bool same_order(const struct object *a, const struct object *b)
{
    for (size_t i = 0; i < a->children.len && i < b->children.len; i++) {
        const struct object *x = a->children.items[i], *y = b->children.items[i];
        if (x->kind != KIND_COLUMN || y->kind != KIND_COLUMN)
            return x->kind == y->kind || (x->kind != KIND_COLUMN && y->kind != KIND_COLUMN);
        if (x->name.key != y->name.key)
            return false;
    }
    return true;
}

static int compare(
    struct verifier *v, const struct object *o, const struct object *to, struct flash_error *err)
{
    if (to == NULL || object_cmp(o, to) < 0)
        return differs(v, o, "would stay", err);
    if (object_cmp(o, to) > 0)
        return differs(v, to, "would be missing", err);
    /* An object that no change is about: its text says all (see same_text in diff.c). */
    if (o->text.len > 0 && str_eq(o->text, to->text))
        return 0;
    if (!object_equal(o, to))
        return differs(v, to, "would not be the same", err);
    return same_order(o, to) ? 0 : differs(v, to, "would have its columns in another order", err);
}

static int compare_all(struct verifier *v, struct flash_error *err)
{
    const struct object_list *l = &v->to->objects;
    for (size_t i = 0; i < v->result.len || i < l->len; i++) {
        if (i >= v->result.len)
            return differs(v, l->items[i], "would be missing", err);
        int rc = compare(v, v->result.items[i], i < l->len ? l->items[i] : NULL, err);
        if (rc < 0)
            return rc;
    }
    return 0;
}

int diff_verify(const struct schema *from, const struct schema *to,
    const struct change_list *changes, struct arena scratch, struct flash_error *err)
{
    struct arena perm;
    arena_init(&perm, ARENA_DEFAULT);
    struct verifier v = {.to = to, .perm = &perm, .work = &scratch};
    int rc = collect_changes(&v, changes, err);
    for (size_t i = 0; rc == 0 && i < from->objects.len; i++) {
        struct object *o = from->objects.items[i];
        if (map_get_ptr(&v.done, o) == NULL)
            object_list_add(&perm, &v.result, o);
    }
    if (rc == 0) {
        object_list_sort(&v.result);
        rc = compare_all(&v, err);
    }
    arena_release(&perm);
    return rc;
}
