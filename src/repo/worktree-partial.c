#include "repo/worktree-partial.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/str.h"
#include "repo/objglob.h"
#include "repo/refscache.h"
#include "repo/snapshot.h"
#include "repo/worktree-closure.h"

/* More changed files than this, or more than half of all objects in them, cost no less than reading
 * all. */
#define PARTIAL_FILES  1000
#define PARTIAL_SMALL  64
#define PARTIAL_ROUNDS 16

static bool files_simple(const struct filecache *c)
{
    for (size_t i = 0; i < c->nfiles; i++) {
        if (!c->files[i].simple)
            return false;
    }
    return true;
}

static bool all_simple(const struct filecache *c)
{
    return !oid_is_zero(&c->schema) && files_simple(c);
}

/* Puts what the kept objects are called into a set, to find a new name that is taken. */
static void kept_names(const struct closure *x, struct map *out)
{
    static char taken[] = "";
    const struct filecache *c = &x->tree->cache;

    for (size_t i = 0; i < c->nobjects; i++) {
        const struct filecache_object *o = &c->objects[i];

        if (x->object_read[i])
            continue;
        for (uint32_t k = 0; k < o->nnames; k++)
            map_put(x->arena, out, closure_hash_key(x, o->names[k]), taken);
    }
}

static bool is_taken(const struct closure *x, const struct map *names, const struct object *o)
{
    return name_is_set(o->name) &&
           map_get(names, closure_hash_key(x, str_hash(o->name.key->text))) != NULL;
}

/* A name in use elsewhere, of whatever kind, needs the judgement of a whole read. */
static bool names_free(const struct closure *x)
{
    struct map names = {0};

    kept_names(x, &names);
    for (size_t i = 0; i < x->schema->objects.len; i++) {
        const struct object *o = x->schema->objects.items[i];

        if (closure_known(x, o))
            continue;
        if (is_taken(x, &names, o))
            return false;
        for (size_t k = 0; k < o->children.len; k++) {
            if (o->children.items[k]->kind == KIND_INDEX &&
                is_taken(x, &names, o->children.items[k]))
                return false;
        }
    }
    return true;
}

static bool is_relation_ref(enum kind k)
{
    return k != KIND_FUNCTION && k != KIND_COLLATION && k != KIND_TRIGGER;
}

/* Everything that was judged must have been judged with all that it mentions in sight. */
static bool refs_resolved(const struct closure *x)
{
    const struct schema *s = x->schema;

    for (size_t i = 0; i < s->objects.len; i++) {
        const struct object *o = s->objects.items[i];

        if (!closure_is_judged(x, o))
            continue;
        for (size_t k = 0; k < o->refs.len; k++) {
            const struct ref *r = &o->refs.items[k];

            if (r->name && is_relation_ref(r->kind) &&
                !schema_in_scope(s, SCOPE_RELATION, r->ns, r->name))
                return false;
        }
    }
    return true;
}

static int object_by_path(const void *a, const void *b)
{
    return str_cmp(
        ((const struct filecache_object *)a)->path, ((const struct filecache_object *)b)->path);
}

/* The objects that were read take the places of those that they were before; both lists are by
 * path. */
static void merge_objects(struct closure *x, struct filecache *out)
{
    const struct filecache *old = &x->tree->cache;
    const struct schema *s = x->schema;
    struct filecache_object *read =
        arena_array(x->arena, struct filecache_object, s->objects.len + 1);
    size_t k = 0;

    for (size_t i = 0; i < s->objects.len; i++) {
        struct oid id;

        oid_of(OBJECT_BLOB, s->objects.items[i]->text, &id);
        filecache_object_from(&read[i], s->objects.items[i], &id, x->arena);
    }
    if (s->objects.len)
        qsort(read, s->objects.len, sizeof(*read), object_by_path);
    out->objects =
        arena_array(x->arena, struct filecache_object, old->nobjects + s->objects.len + 1);
    for (size_t i = 0; i < old->nobjects; i++) {
        if (x->object_read[i])
            continue;
        while (k < s->objects.len && str_cmp(read[k].path, old->objects[i].path) < 0)
            out->objects[out->nobjects++] = read[k++];
        out->objects[out->nobjects++] = old->objects[i];
    }
    while (k < s->objects.len)
        out->objects[out->nobjects++] = read[k++];
}

/* Places of the old list in the new one. */
static uint32_t *new_places(struct closure *x, const struct filecache *out)
{
    const struct filecache *old = &x->tree->cache;
    uint32_t *place = arena_array(x->arena, uint32_t, old->nobjects + 1);
    size_t k = 0;

    for (size_t i = 0; i < old->nobjects; i++) {
        while (k < out->nobjects && str_cmp(out->objects[k].path, old->objects[i].path) < 0)
            k++;
        place[i] = (uint32_t)k;
    }
    return place;
}

/* A file that was not read makes what it made. */
static void translate(struct closure *x, const struct filecache_file *old, const uint32_t *place,
    struct filecache_file *f)
{
    uint32_t *objects = arena_array(x->arena, uint32_t, old->nobjects + 1);

    *f = *old;
    for (uint32_t i = 0; i < old->nobjects; i++)
        objects[i] = place[old->objects[i]];
    f->objects = objects;
}

static void merge_files(struct closure *x, struct filecache *out)
{
    const struct workfiles *wf = &x->tree->files;
    struct filecache read = {.objects = out->objects, .nobjects = out->nobjects};
    const uint32_t *place = new_places(x, out);
    size_t k = 0;

    filecache_fill_files(&read, &x->parsed, x->schema, x->arena);
    out->files = arena_array(x->arena, struct filecache_file, wf->len + 1);
    out->nfiles = wf->len;
    for (size_t i = 0; i < wf->len; i++) {
        if (x->file_read[i])
            out->files[i] = read.files[k++];
        else
            translate(x, &x->tree->cache.files[x->cache_of[i]], place, &out->files[i]);
        out->files[i].size = wf->items[i].size;
        out->files[i].inode = wf->items[i].inode;
        out->files[i].mtime_ns = wf->items[i].mtime_ns;
    }
}

/* What a whole read would have found. False when a file turned out to be no simple one. */
static bool merge(struct closure *x, struct worktree *w)
{
    struct filecache new = {.listed_ns = w->files.listed_ns};

    merge_objects(x, &new);
    merge_files(x, &new);
    if (!files_simple(&new))
        return false;
    worktree_entries_of(&new, w->dialect, x->arena, &w->entries);
    w->cache = new;
    w->unsaved = true;
    return true;
}

static void finish(struct closure *x, struct worktree *w)
{
    struct tree_list entries = {0};
    struct refscache *refs;

    w->schema = x->schema;
    for (size_t i = 0; i < w->cache.nfiles; i++) {
        struct filecache_file *f = &w->cache.files[i];

        w->report.statements += f->statements;
        w->report.row_statements += f->row_statements;
        w->report.ignored += f->ignored;
        w->report.other += f->other;
        w->report.rows += f->rows;
    }
    snapshot_entries(x->schema, x->arena, &entries);
    refs = refscache_open(w->repo, x->arena);
    refscache_add(refs, x->schema, &entries);
    refscache_close(refs);
}

static bool too_much(const struct closure *x)
{
    size_t n = 0, all = x->tree->cache.nobjects;

    for (size_t i = 0; i < all; i++)
        n += x->object_read[i];
    return x->nchanged > PARTIAL_FILES || (all > PARTIAL_SMALL && n * 2 > all);
}

int worktree_read_partial(
    struct worktree *w, struct arena *a, struct arena scratch, bool *done, struct flash_error *err)
{
    struct closure x;
    bool more = true;
    int rc;

    *done = false;
    if (!all_simple(&w->cache) || !closure_start(&x, w, a) || too_much(&x))
        return 0;
    for (int round = 0; more; round++) {
        if (round == PARTIAL_ROUNDS || !closure_parse(&x))
            return 0;
        rc = closure_grow(&x, scratch, &more, err);
        if (rc < 0)
            return rc == FLASH_ENOTFOUND ? 0 : rc;
    }
    if (!refs_resolved(&x) || !names_free(&x) || !merge(&x, w))
        return 0;
    finish(&x, w);
    *done = true;
    return 0;
}

bool worktree_parse_objects(
    struct worktree *w, const struct tree_list *entries, struct arena *a, struct arena scratch)
{
    struct closure x;

    (void)scratch;
    if (!files_simple(&w->cache) || !closure_start(&x, w, a))
        return false;
    for (size_t i = 0; i < entries->len; i++) {
        int at = filecache_position(&w->cache, entries->items[i].path);

        if (at >= 0)
            closure_want(&x, (uint32_t)at);
    }
    if (too_much(&x) || x.nwanted > PARTIAL_FILES || !closure_parse(&x))
        return false;
    w->schema = x.schema;
    w->whole = false;
    return true;
}
