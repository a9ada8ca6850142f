#include "repo/worktree-closure.h"

#include <string.h>

#include "base/error.h"
#include "base/str.h"
#include "repo/objglob.h"
#include "repo/refscache.h"
#include "repo/snapshot.h"

struct object_list_item {
    uint32_t object;
    struct object_list_item *next;
};

struct flash_str closure_hash_key(const struct closure *x, uint64_t hash)
{
    uint64_t *p = arena_new(x->arena, uint64_t);

    *p = hash;
    return (struct flash_str){(const char *)p, sizeof(*p)};
}

static void index_names(struct closure *x)
{
    for (size_t i = 0; i < x->tree->cache.nobjects; i++) {
        struct flash_str key = closure_hash_key(x, x->tree->cache.objects[i].names[0]);
        struct object_list_item *item = arena_new(x->arena, struct object_list_item);

        item->object = (uint32_t)i;
        item->next = map_get(&x->objects_by_name, key);
        map_put(x->arena, &x->objects_by_name, key, item);
    }
}

/* Both lists are sorted by path. Files that the cache has and the folder lacks take their objects
 * along. */
static void match_files(struct closure *x, bool *gone)
{
    const struct workfiles *wf = &x->tree->files;
    const struct filecache *c = &x->tree->cache;
    size_t k = 0;

    for (size_t i = 0; i < wf->len; i++) {
        while (k < c->nfiles && str_cmp(c->files[k].path, wf->items[i].path) < 0)
            gone[k++] = true;
        x->cache_of[i] = -1;
        if (k < c->nfiles && str_eq(c->files[k].path, wf->items[i].path)) {
            x->cache_of[i] = (int32_t)k;
            x->file_changed[i] = !oid_eq(&c->files[k].id, &wf->items[i].id);
            k++;
        } else {
            x->file_changed[i] = true;
        }
        x->nchanged += x->file_changed[i];
    }
    while (k < c->nfiles)
        gone[k++] = true;
}

static void index_makers(struct closure *x)
{
    const struct filecache *c = &x->tree->cache;
    const struct workfiles *wf = &x->tree->files;
    uint32_t *fill;

    x->makers_at = arena_array(x->arena, uint32_t, c->nobjects + 1);
    for (size_t i = 0; i < wf->len; i++) {
        for (uint32_t k = 0; x->cache_of[i] >= 0 && k < c->files[x->cache_of[i]].nobjects; k++)
            x->makers_at[c->files[x->cache_of[i]].objects[k] + 1]++;
    }
    for (size_t i = 0; i < c->nobjects; i++)
        x->makers_at[i + 1] += x->makers_at[i];
    x->makers = arena_array(x->arena, uint32_t, x->makers_at[c->nobjects] + 1);
    fill = arena_array(x->arena, uint32_t, c->nobjects + 1);
    for (size_t i = 0; i < wf->len; i++) {
        for (uint32_t k = 0; x->cache_of[i] >= 0 && k < c->files[x->cache_of[i]].nobjects; k++) {
            uint32_t o = c->files[x->cache_of[i]].objects[k];

            x->makers[x->makers_at[o] + fill[o]++] = (uint32_t)i;
        }
    }
}

static void want_file(struct closure *x, size_t file);

void closure_want(struct closure *x, uint32_t object)
{
    if (x->object_read[object])
        return;
    x->object_read[object] = true;
    for (uint32_t k = x->makers_at[object]; k < x->makers_at[object + 1]; k++)
        want_file(x, x->makers[k]);
}

/* A file is read whole, so all its objects are, and with them all the other files that make these.
 */
static void want_file(struct closure *x, size_t file)
{
    const struct filecache_file *f;

    if (x->file_read[file])
        return;
    x->file_read[file] = true;
    x->nwanted++;
    if (x->cache_of[file] < 0)
        return;
    f = &x->tree->cache.files[x->cache_of[file]];
    for (uint32_t k = 0; k < f->nobjects; k++)
        closure_want(x, f->objects[k]);
}

bool closure_start(struct closure *x, struct worktree *w, struct arena *a)
{
    const struct filecache *c = &w->cache;
    bool *gone = arena_array(a, bool, c->nfiles + 1);

    *x = (struct closure){.tree = w, .arena = a};
    x->cache_of = arena_array(a, int32_t, w->files.len + 1);
    x->file_read = arena_array(a, bool, w->files.len + 1);
    x->file_changed = arena_array(a, bool, w->files.len + 1);
    x->object_read = arena_array(a, bool, c->nobjects + 1);
    match_files(x, gone);
    index_makers(x);
    index_names(x);
    for (size_t i = 0; i < c->nfiles; i++) {
        x->nchanged += gone[i];
        for (uint32_t k = 0; gone[i] && k < c->files[i].nobjects; k++)
            closure_want(x, c->files[i].objects[k]);
    }
    for (size_t i = 0; i < w->files.len; i++) {
        if (x->file_changed[i])
            want_file(x, i);
    }
    return true;
}

bool closure_parse(struct closure *x)
{
    const struct workfiles *wf = &x->tree->files;
    struct diags diags;

    x->parsed = (struct workfiles){
        .folder = wf->folder, .store = wf->store, .dirfd = wf->dirfd, .listed_ns = wf->listed_ns};
    for (size_t i = 0; i < wf->len; i++) {
        if (x->file_read[i])
            *vec_push(x->arena, &x->parsed) = wf->items[i];
    }
    diags_init(&diags, x->arena);
    /* Warnings are for people: a whole read shows them. */
    return workfiles_parse_part(&x->parsed, x->tree->dialect, x->arena, &x->schema, &diags, NULL) ==
               0 &&
           diags.list.len == 0;
}

bool closure_known(const struct closure *x, const struct object *o)
{
    int at = filecache_position(&x->tree->cache, o->path);
    struct oid id;

    if (at < 0)
        return false;
    oid_of(OBJECT_BLOB, o->text, &id);
    return oid_eq(&id, &x->tree->cache.objects[at].id);
}

bool closure_is_judged(const struct closure *x, const struct object *o)
{
    return map_get_ptr(&x->judged, o) != NULL;
}

static void judge(struct closure *x, struct object *o)
{
    map_put_ptr(x->arena, &x->judged, o, o);
}

struct names {
    VEC(struct flash_str) list;
};

/* Names that changed, came or went. */
static void changed_names(struct closure *x, struct names *out)
{
    const struct filecache *c = &x->tree->cache;

    for (size_t i = 0; i < x->schema->objects.len; i++) {
        struct object *o = x->schema->objects.items[i];

        if (closure_known(x, o))
            continue;
        judge(x, o);
        if (name_is_set(o->name))
            *vec_push(x->arena, &out->list) = o->name.key->text;
    }
    for (size_t i = 0; i < c->nobjects; i++) {
        struct flash_str ns, folder, name;

        if (x->object_read[i] && !schema_by_path(x->schema, c->objects[i].path) &&
            objglob_path_parts(c->objects[i].path, x->arena, &ns, &folder, &name))
            *vec_push(x->arena, &out->list) = name;
    }
}

static void want_by_name(struct closure *x, struct flash_str name)
{
    uint64_t hash = str_hash(name);
    const struct object_list_item *item =
        map_get(&x->objects_by_name, (struct flash_str){(const char *)&hash, sizeof(hash)});

    for (; item; item = item->next)
        closure_want(x, item->object);
}

/* An object that another file makes as well: both have to be seen. */
static void want_shared(struct closure *x)
{
    for (size_t i = 0; i < x->schema->objects.len; i++) {
        int at = filecache_position(&x->tree->cache, x->schema->objects.items[i]->path);

        if (at >= 0)
            closure_want(x, (uint32_t)at);
    }
}

/* What judged objects mention must be in sight; views need it even when they only stand between. */
static void want_mentioned(struct closure *x)
{
    for (size_t i = 0; i < x->schema->objects.len; i++) {
        const struct object *o = x->schema->objects.items[i];

        if (!closure_is_judged(x, o) && o->kind != KIND_VIEW)
            continue;
        for (size_t k = 0; k < o->refs.len; k++) {
            if (o->refs.items[k].name)
                want_by_name(x, o->refs.items[k].name->text);
        }
    }
}

static int find_dependants(struct closure *x, const struct flash_str *names, size_t n,
    struct arena scratch, struct tree_list *found, struct flash_error *err)
{
    const struct filecache *c = &x->tree->cache;
    struct tree_list all = {0};
    struct refscache *refs;
    struct store *s;
    int rc = repo_store(x->tree->repo, &s, err);

    if (rc < 0)
        return rc;
    for (size_t i = 0; i < c->nobjects; i++)
        tree_list_add(x->arena, &all, c->objects[i].path, &c->objects[i].id);
    refs = refscache_open(x->tree->repo, x->arena);
    rc = refscache_dependants(
        refs, s, x->tree->dialect, &all, names, n, x->arena, scratch, found, err);
    refscache_close(refs);
    return rc;
}

/* A dependant is read and judged; a view that a change reaches passes it on under its own name. */
static void take_dependant(
    struct closure *x, struct flash_str path, struct map *views, struct names *names)
{
    struct object *o = schema_by_path(x->schema, path);
    struct flash_str ns, folder, name;

    closure_want(x, (uint32_t)filecache_position(&x->tree->cache, path));
    if (o)
        judge(x, o);
    if (objglob_path_parts(path, x->arena, &ns, &folder, &name) &&
        (str_eq(folder, STR("views")) || str_eq(folder, STR("matviews"))) &&
        !map_put(x->arena, views, path, x))
        *vec_push(x->arena, &names->list) = name;
}

int closure_grow(struct closure *x, struct arena scratch, bool *more, struct flash_error *err)
{
    struct names names = {0};
    struct map views = {0};
    size_t before = x->nwanted, done = 0;
    int rc = 0;

    x->judged = (struct map){0};
    changed_names(x, &names);
    while (rc == 0 && done < names.list.len) {
        struct tree_list found = {0};
        size_t n = names.list.len - done;

        rc = find_dependants(x, names.list.items + done, n, scratch, &found, err);
        done += n;
        for (size_t i = 0; rc == 0 && i < found.len; i++)
            take_dependant(x, found.items[i].path, &views, &names);
    }
    if (rc == 0) {
        want_shared(x);
        want_mentioned(x);
    }
    *more = x->nwanted > before;
    return rc;
}
