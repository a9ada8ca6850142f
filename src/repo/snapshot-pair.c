#include "repo/snapshot-pair.h"

#include "base/error.h"
#include "base/map.h"
#include "base/str.h"
#include "dialect/dialect.h"
#include "repo/refscache.h"
#include "repo/snapshot-build.h"

/* Past this many differences a look at everything costs no more than a search for what depends. */
#define PAIR_WHOLE 4000

struct pair {
    struct repo *repo;
    struct store *store;
    const struct dialect *dialect;
    struct arena *arena;       /* of the results */
    struct arena *work;        /* of lists and names, until the end */
    struct arena temp;         /* scratch for others; another arena than work */
    struct tree_list from, to; /* what is opened on each side */
    struct tree_list same;     /* entries that do not differ */
    struct schema *from_schema, *to_schema;
};

static int load_sides(struct pair *p, struct flash_error *err)
{
    int rc =
        snapshot_load_entries(p->store, p->dialect, &p->from, true, p->arena, &p->from_schema, err);

    if (rc == 0)
        rc =
            snapshot_load_entries(p->store, p->dialect, &p->to, true, p->arena, &p->to_schema, err);
    return rc;
}

static void collect_names(const struct schema *s, struct map *seen, struct arena *a)
{
    for (size_t i = 0; i < s->objects.len; i++) {
        struct object *o = s->objects.items[i];

        if (name_is_set(o->name))
            map_put(a, seen, o->name.key->text, o);
        for (size_t c = 0; c < o->children.len; c++) {
            struct object *child = o->children.items[c];

            if (child->kind == KIND_INDEX && name_is_set(child->name))
                map_put(a, seen, child->name.key->text, child);
        }
    }
}

/* Names that were not asked for yet; those that were are in 'done'. */
static size_t new_names(
    struct map *seen, struct map *done, struct arena *a, const struct flash_str **out)
{
    struct flash_str *names = arena_array(a, struct flash_str, seen->len + 1);
    size_t n = 0;

    for (size_t i = 0; i < seen->len; i++) {
        if (!map_put(a, done, seen->items[i].key, seen))
            names[n++] = seen->items[i].key;
    }
    *out = names;
    return n;
}

/* Moves what mentions the names from 'same' to both sides. */
static int open_dependants(struct pair *p, struct refscache *cache, const struct flash_str *names,
    size_t n, struct tree_list *found, struct flash_error *err)
{
    struct arena *a = p->work;
    struct tree_list rest = {0};
    size_t k = 0;
    int rc = refscache_dependants(
        cache, p->store, p->dialect, &p->same, names, n, a, p->temp, found, err);

    if (rc < 0 || found->len == 0)
        return rc;
    for (size_t i = 0; i < p->same.len; i++) {
        const struct tree_entry *e = &p->same.items[i];

        if (k < found->len && str_eq(found->items[k].path, e->path)) {
            tree_list_add(a, &p->from, e->path, &e->id);
            tree_list_add(a, &p->to, e->path, &e->id);
            k++;
        } else {
            tree_list_add(a, &rest, e->path, &e->id);
        }
    }
    p->same = rest;
    return 0;
}

static bool is_view_path(struct flash_str path)
{
    return str_find(path, STR("/views/")) >= 0 || str_find(path, STR("/matviews/")) >= 0;
}

/* Only views pass a change on to who mentions them: a table that refers to a changed table is
 * itself as before. */
static int view_names(
    struct pair *p, const struct tree_list *found, struct map *seen, struct flash_error *err)
{
    struct arena *a = p->work;
    struct tree_list views = {0};
    struct schema *s;
    int rc;

    for (size_t i = 0; i < found->len; i++) {
        if (is_view_path(found->items[i].path))
            tree_list_add(a, &views, found->items[i].path, &found->items[i].id);
    }
    if (views.len == 0)
        return 0;
    rc = snapshot_load_entries(p->store, p->dialect, &views, true, a, &s, err);
    if (rc == 0)
        collect_names(s, seen, a);
    return rc;
}

static int add_dependants(struct pair *p, struct refscache *cache, struct flash_error *err)
{
    struct map seen = {0}, done = {0};
    int rc = 0;

    collect_names(p->from_schema, &seen, p->work);
    collect_names(p->to_schema, &seen, p->work);
    while (rc == 0) {
        struct tree_list found = {0};
        const struct flash_str *names;
        size_t n = new_names(&seen, &done, p->work, &names);

        if (n == 0)
            break;
        rc = open_dependants(p, cache, names, n, &found, err);
        if (rc == 0)
            rc = view_names(p, &found, &seen, err);
    }
    return rc;
}

static bool is_view(enum kind k)
{
    return k == KIND_VIEW || k == KIND_MATVIEW;
}

/* Entries of relations that views and triggers of s speak of, each once. */
static void want_relations(
    struct pair *p, const struct schema *s, struct map *by_path, struct tree_list *out)
{
    static const enum kind kinds[] = {KIND_TABLE, KIND_VIEW, KIND_MATVIEW};

    for (size_t i = 0; i < s->objects.len; i++) {
        const struct object *o = s->objects.items[i];
        size_t n = is_view(o->kind) || o->kind == KIND_TRIGGER ? o->refs.len : 0;

        for (size_t k = 0; k < n * ARRAY_LEN(kinds); k++) {
            const struct ref *r = &o->refs.items[k / ARRAY_LEN(kinds)];
            struct object at = {
                .kind = kinds[k % ARRAY_LEN(kinds)], .ns = o->ns, .name = {r->name->text, r->name}};

            if (r->ns)
                at.ns = (struct name){r->ns->text, r->ns};
            struct flash_str path = object_path(p->work, &at);
            const struct tree_entry *e = map_get(by_path, path);

            if (e) {
                tree_list_add(p->work, out, e->path, &e->id);
                map_remove(by_path, path);
            }
        }
    }
}

static int want_of_views(struct pair *p, const struct tree_list *found, size_t from,
    struct map *by_path, struct tree_list *out, struct flash_error *err)
{
    struct tree_list views = {0};
    struct schema *s;

    for (size_t i = from; i < found->len; i++) {
        if (is_view_path(found->items[i].path))
            tree_list_add(p->work, &views, found->items[i].path, &found->items[i].id);
    }
    if (views.len == 0)
        return 0;
    int rc = snapshot_load_entries(p->store, p->dialect, &views, true, p->work, &s, err);

    if (rc == 0)
        want_relations(p, s, by_path, out);
    return rc;
}

/* Without the relations that they speak of it is not known which of several a column of theirs
 * belongs to, and a plan would take down more than it has to. */
static int add_context(struct pair *p, bool *grown, struct flash_error *err)
{
    struct map by_path = {0};
    struct tree_list found = {0};
    size_t done = 0;
    int rc = 0;

    for (size_t i = 0; i < p->same.len; i++)
        map_put(p->work, &by_path, p->same.items[i].path, &p->same.items[i]);
    want_relations(p, p->from_schema, &by_path, &found);
    want_relations(p, p->to_schema, &by_path, &found);
    while (rc == 0 && done < found.len) {
        size_t from = done;

        done = found.len;
        rc = want_of_views(p, &found, from, &by_path, &found, err);
    }
    for (size_t i = 0; rc == 0 && i < found.len; i++) {
        tree_list_add(p->work, &p->from, found.items[i].path, &found.items[i].id);
        tree_list_add(p->work, &p->to, found.items[i].path, &found.items[i].id);
    }
    *grown = found.len > 0;
    return rc;
}

static int with_dependants(struct pair *p, const struct oid *to_tree, struct flash_error *err)
{
    bool grown = false;
    struct tree_list all = {0};
    struct refscache *cache;
    size_t opened = p->from.len + p->to.len, k = 0;
    int rc = tree_flatten(p->store, to_tree, STR(""), p->work, &all, err);

    if (rc < 0)
        return rc;
    for (size_t i = 0; i < all.len; i++) {
        if (k < p->to.len && str_eq(p->to.items[k].path, all.items[i].path))
            k++;
        else if (!snapshot_is_format(all.items[i].path))
            tree_list_add(p->work, &p->same, all.items[i].path, &all.items[i].id);
    }
    cache = refscache_open(p->repo, p->work);
    rc = add_dependants(p, cache, err);
    refscache_close(cache);
    /* The sides are read again when something was added, since a schema is whole before it is
     * frozen. */
    if (rc == 0 && p->from.len + p->to.len > opened)
        rc = load_sides(p, err);
    if (rc == 0)
        rc = add_context(p, &grown, err);
    return rc == 0 && grown ? load_sides(p, err) : rc;
}

static int load_whole(
    struct pair *p, const struct oid *from_tree, const struct oid *to_tree, struct flash_error *err)
{
    int rc = 0;

    if (from_tree)
        rc = snapshot_load_tree(p->store, from_tree, p->arena, &p->from_schema, err);
    else
        rc = snapshot_load_entries(
            p->store, p->dialect, &p->from, false, p->arena, &p->from_schema, err);
    if (rc == 0 && to_tree)
        rc = snapshot_load_tree(p->store, to_tree, p->arena, &p->to_schema, err);
    else if (rc == 0)
        rc = snapshot_load_entries(
            p->store, p->dialect, &p->to, false, p->arena, &p->to_schema, err);
    return rc;
}

static int load_partial(struct pair *p, const struct oid *from_tree, const struct oid *to_tree,
    enum snapshot_pair_flags flags, struct flash_error *err)
{
    struct tree_deltas deltas = {0};
    int rc = tree_diff(p->store, from_tree, to_tree, p->work, &deltas, err);

    if (rc < 0)
        return rc;
    if (deltas.len > PAIR_WHOLE)
        return load_whole(p, from_tree, to_tree, err);
    for (size_t i = 0; i < deltas.len; i++) {
        const struct tree_delta *d = &deltas.items[i];

        if (!oid_is_zero(&d->from))
            tree_list_add(p->work, &p->from, d->path, &d->from);
        if (!oid_is_zero(&d->to))
            tree_list_add(p->work, &p->to, d->path, &d->to);
    }
    rc = load_sides(p, err);
    if (rc == 0 && (flags & SNAPSHOT_DEPENDANTS) && deltas.len > 0)
        rc = with_dependants(p, to_tree, err);
    return rc;
}

/* The dialect that both sides share, and whether their normal forms are this flash's. */
static int check_formats(struct pair *p, const struct oid *from_tree, const struct oid *to_tree,
    bool *current, struct flash_error *err)
{
    struct snapshot_format f = {0}, t = {0};
    int rc = 0;

    if (from_tree)
        rc = snapshot_format_read(p->store, from_tree, p->temp, &f, err);
    if (rc == 0 && to_tree)
        rc = snapshot_format_read(p->store, to_tree, p->temp, &t, err);
    if (rc < 0)
        return rc;
    if (f.dialect && t.dialect && f.dialect != t.dialect)
        return error_set(err, FLASH_EINVALID, "one side is %s, the other %s",
            f.dialect->syntax.name, t.dialect->syntax.name);
    p->dialect = t.dialect ? t.dialect : f.dialect;
    if (!p->dialect)
        return repo_dialect(p->repo, &p->dialect, err);
    *current = (!f.dialect || f.normal == p->dialect->syntax.normal_version) &&
               (!t.dialect || t.normal == p->dialect->syntax.normal_version);
    return 0;
}

int snapshot_load_tree_pair(struct repo *r, const struct oid *from_tree, const struct oid *to_tree,
    enum snapshot_pair_flags flags, struct arena *a, struct arena scratch, struct schema **from,
    struct schema **to, struct flash_error *err)
{
    struct pair p = {.repo = r, .arena = a, .work = &scratch};
    struct arena temp;
    bool current = true;
    int rc = repo_store(r, &p.store, err);

    arena_init(&temp, ARENA_DEFAULT);
    p.temp = temp;
    if (rc == 0)
        rc = check_formats(&p, from_tree, to_tree, &current, err);
    if (rc == 0 && current && from_tree && to_tree)
        rc = load_partial(&p, from_tree, to_tree, flags, err);
    else if (rc == 0)
        rc = load_whole(&p, from_tree, to_tree, err);
    arena_release(&temp);
    if (rc < 0)
        return rc;
    *from = p.from_schema;
    *to = p.to_schema;
    return 0;
}

int snapshot_load_pair(struct repo *r, const struct oid *from_commit, const struct oid *to_commit,
    enum snapshot_pair_flags flags, struct arena *a, struct arena scratch, struct schema **from,
    struct schema **to, struct flash_error *err)
{
    struct oid from_tree, to_tree;
    struct store *s;
    int rc = repo_store(r, &s, err);

    if (rc == 0 && from_commit)
        rc = snapshot_schema_oid(s, from_commit, scratch, &from_tree, err);
    if (rc == 0 && to_commit)
        rc = snapshot_schema_oid(s, to_commit, scratch, &to_tree, err);
    return rc < 0 ? rc
                  : snapshot_load_tree_pair(r, from_commit ? &from_tree : NULL,
                        to_commit ? &to_tree : NULL, flags, a, scratch, from, to, err);
}

void snapshot_changed_entries(struct snapshot_changed *c, struct arena *a)
{
    struct tree_deltas deltas = {0};

    snapshot_list_diff(c->base, c->now, a, &deltas);
    for (size_t i = 0; i < deltas.len; i++) {
        if (!oid_is_zero(&deltas.items[i].from))
            tree_list_add(a, &c->from_list, deltas.items[i].path, &deltas.items[i].from);
        if (!oid_is_zero(&deltas.items[i].to))
            tree_list_add(a, &c->to_list, deltas.items[i].path, &deltas.items[i].to);
    }
}

static int load_now(const struct snapshot_changed *c, const struct schema *texts, struct arena *a,
    struct schema **out, struct flash_error *err)
{
    struct snapshot_text *list = arena_array(a, struct snapshot_text, c->to_list.len + 1);
    struct diags diags;
    size_t n = 0;

    for (size_t i = 0; i < c->to_list.len; i++) {
        const struct object *o = texts ? schema_by_path(texts, c->to_list.items[i].path) : NULL;

        if (o)
            list[n++] = (struct snapshot_text){o->path, o->text};
    }
    diags_init(&diags, a);
    return snapshot_load_texts(c->dialect, list, n, true, a, out, &diags, err);
}

int snapshot_load_changed(const struct snapshot_changed *c, struct schema *texts, bool whole,
    struct arena *a, struct schema **from, struct schema **to, struct flash_error *err)
{
    bool all = whole && (c->base->len == 0 || c->from_list.len + c->to_list.len > PAIR_WHOLE);
    int rc = snapshot_load_entries(
        c->store, c->dialect, all ? c->base : &c->from_list, !all, a, from, err);

    if (rc == 0 && !all)
        return load_now(c, texts, a, to, err);
    if (rc == 0)
        *to = texts;
    return rc;
}
