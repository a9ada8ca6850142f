#include "repo/rename.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/str.h"
#include "dialect/dialect.h"
#include "objects/store/tree.h"
#include "repo/objglob.h"
#include "repo/rename-ids.h"

#define IDS_MAX ((size_t)1 << 20)

struct flash_str rename_text(struct arena *a, const struct rename *r)
{
    struct flash_str ns = r->ns ? r->ns->text : STR("main");

    if (r->table)
        return arena_printf(a, "%s %.*s.%.*s.%.*s -> %.*s", kind_info(r->kind)->name, STR_ARG(ns),
            STR_ARG(r->table->text), STR_ARG(r->from->text), STR_ARG(r->to->text));
    return arena_printf(a, "%s %.*s.%.*s -> %.*s", kind_info(r->kind)->name, STR_ARG(ns),
        STR_ARG(r->from->text), STR_ARG(r->to->text));
}

/* What the records of one object on one side come to. */
struct net {
    enum kind kind;
    struct flash_str from, to;
    struct flash_str before; /* of the last record: those of one commit happen at once */
};
struct object_net {
    struct flash_str ns, now; /* the object's key on this side */
    enum kind kind;
    VEC(struct net) list;
};
struct side {
    VEC(struct object_net) objects;
};

struct between {
    struct store *store;
    const struct dialect *dialect;
    struct arena *arena;
};

static void chain(struct arena *a, struct object_net *o, const struct rename_record *r)
{
    struct net *n;

    for (size_t i = 0; i < o->list.len; i++) {
        n = &o->list.items[i];
        if (n->kind == r->kind && str_eq(n->to, r->from) && !str_eq(n->before, r->before)) {
            n->to = r->to;
            n->before = r->before;
            return;
        }
    }
    n = vec_push(a, &o->list);
    n->kind = r->kind;
    n->from = r->from;
    n->to = r->to;
    n->before = r->before;
}

/* Records of one file that the other side does not have. */
static int read_file(struct between *b, struct flash_str path, const struct oid *id,
    const struct map *without, struct map *lines, struct side *out, struct flash_error *err)
{
    struct rename_records recs = {0};
    struct object_net *o;
    struct flash_str text, folder;
    int rc = store_read(b->store, id, OBJECT_BLOB, IDS_MAX, b->arena, &text, err);

    if (rc < 0)
        return rc;
    rename_ids_parse(text, b->arena, &recs);
    o = out ? vec_push(b->arena, &out->objects) : NULL;
    if (o && !objglob_path_parts(path, b->arena, &o->ns, &folder, &o->now))
        return error_set(err, FLASH_ECORRUPT, "meta/ids/%.*s is no object", STR_ARG(path));
    if (o)
        o->kind = objglob_folder_kind(folder);
    for (size_t i = 0; i < recs.len; i++) {
        if (lines)
            map_put(b->arena, lines, recs.items[i].line, lines);
        else if (o && !map_get(without, recs.items[i].line))
            chain(b->arena, o, &recs.items[i]);
    }
    return 0;
}

/* The object's own rename on this side, NULL if it has none. */
static const struct net *own_rename(const struct object_net *o)
{
    for (size_t i = 0; i < o->list.len; i++) {
        if (o->list.items[i].kind == o->kind)
            return &o->list.items[i];
    }
    return NULL;
}

/* Its key where the two sides parted. */
static struct flash_str base_name(const struct object_net *o)
{
    const struct net *n = own_rename(o);

    return n ? n->from : o->now;
}

static void emit(struct between *b, struct rename_list *out, const struct object_net *o,
    enum kind kind, struct flash_str table, struct flash_str from, struct flash_str to)
{
    const struct symbol *(*fold)(struct flash_str) = b->dialect->syntax.fold;
    struct rename *r;

    if (str_eq(from, to))
        return;
    r = vec_push(b->arena, out);
    r->kind = kind;
    r->ns = fold(o->ns);
    r->table = kind == KIND_COLUMN ? fold(table) : NULL;
    r->from = fold(from);
    r->to = fold(to);
    r->origin = "record";
}

static const struct net *find_net(const struct object_net *o, enum kind kind, struct flash_str from)
{
    for (size_t i = 0; o && i < o->list.len; i++) {
        if (o->list.items[i].kind == kind && str_eq(o->list.items[i].from, from))
            return &o->list.items[i];
    }
    return NULL;
}

static const struct object_net *find_object(const struct side *s, const struct object_net *like)
{
    for (size_t i = 0; i < s->objects.len; i++) {
        const struct object_net *o = &s->objects.items[i];

        if (o->kind == like->kind && str_eq(o->ns, like->ns) &&
            str_eq(base_name(o), base_name(like)))
            return o;
    }
    return NULL;
}

/* Names on the 'from' side lead back to the base, and from there on to the 'to' side. */
static void emit_all(
    struct between *b, const struct side *from, const struct side *to, struct rename_list *out)
{
    for (size_t i = 0; i < from->objects.len; i++) {
        const struct object_net *o = &from->objects.items[i], *t = find_object(to, o);

        for (size_t k = 0; k < o->list.len; k++) {
            const struct net *n = &o->list.items[k], *on = find_net(t, n->kind, n->from);
            emit(b, out, o, n->kind, t ? t->now : base_name(o), n->to, on ? on->to : n->from);
        }
    }
    for (size_t i = 0; i < to->objects.len; i++) {
        const struct object_net *t = &to->objects.items[i], *o = find_object(from, t);

        for (size_t k = 0; k < t->list.len; k++) {
            if (!find_net(o, t->list.items[k].kind, t->list.items[k].from))
                emit(b, out, t, t->list.items[k].kind, t->now, t->list.items[k].from,
                    t->list.items[k].to);
        }
    }
}

/* The tree meta/ids of a commit; *has false when there is none, which is usual. */
static int ids_tree(struct store *s, const struct oid *root, struct oid *out, bool *has)
{
    bool is_tree = false;

    *has = root && tree_find(s, root, STR("meta/ids"), out, &is_tree, NULL) == 0 && is_tree;
    return 0;
}

static int read_deltas(struct between *b, const struct tree_deltas *d, struct side *from,
    struct side *to, struct flash_error *err)
{
    struct map lines[2] = {{0}, {0}};
    int rc = 0;

    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; rc == 0 && i < d->len; i++) {
            const struct tree_delta *t = &d->items[i];

            if (!oid_is_zero(&t->from))
                rc = read_file(b, t->path, &t->from, &lines[1], pass ? NULL : &lines[0],
                    pass ? from : NULL, err);
            if (rc == 0 && !oid_is_zero(&t->to))
                rc = read_file(
                    b, t->path, &t->to, &lines[0], pass ? NULL : &lines[1], pass ? to : NULL, err);
        }
    }
    return rc;
}

static int between_trees(struct between *b, const struct oid *from_root, const struct oid *to_root,
    struct rename_list *out, struct flash_error *err)
{
    struct side from = {0}, to = {0};
    struct tree_deltas deltas = {0};
    struct oid f, t;
    bool has_from, has_to;
    int rc;

    ids_tree(b->store, from_root, &f, &has_from);
    ids_tree(b->store, to_root, &t, &has_to);
    if (!has_from && !has_to)
        return 0;
    rc = tree_diff(b->store, has_from ? &f : NULL, has_to ? &t : NULL, b->arena, &deltas, err);
    if (rc == 0)
        rc = read_deltas(b, &deltas, &from, &to, err);
    if (rc == 0)
        emit_all(b, &from, &to, out);
    return rc;
}

int rename_between(struct store *s, const struct dialect *d, const struct oid *from,
    const struct oid *to, struct arena *a, struct arena scratch, struct rename_list *out,
    struct flash_error *err)
{
    struct between b = {.store = s, .dialect = d, .arena = a};
    struct commit f, t;
    int rc = 0;

    if (from)
        rc = commit_read(s, from, &scratch, &f, err);
    if (rc == 0 && to)
        rc = commit_read(s, to, &scratch, &t, err);
    return rc < 0 ? rc : between_trees(&b, from ? &f.tree : NULL, to ? &t.tree : NULL, out, err);
}

int rename_of_commit(struct store *s, const struct dialect *d, const struct commit *c,
    struct arena *a, struct arena scratch, struct rename_list *out, struct flash_error *err)
{
    struct between b = {.store = s, .dialect = d, .arena = a};
    struct commit parent;
    int rc = 0;

    if (c->nparents == 0)
        return 0;
    rc = commit_read(s, &c->parents[0], &scratch, &parent, err);
    return rc < 0 ? rc : between_trees(&b, &parent.tree, &c->tree, out, err);
}

void rename_list_merge(struct arena *a, struct rename_list *list, const struct rename_list *more)
{
    struct map known = {0};

    for (size_t i = 0; i < list->len; i++)
        map_put(a, &known, rename_text(a, &list->items[i]), list);
    for (size_t i = 0; i < more->len; i++) {
        if (!map_put(a, &known, rename_text(a, &more->items[i]), list))
            *vec_push(a, list) = more->items[i];
    }
}
