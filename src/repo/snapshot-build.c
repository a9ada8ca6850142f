#include "repo/snapshot-build.h"

#include <assert.h>

#include "base/error.h"
#include "base/str.h"
#include "dialect/dialect.h"
#include "repo/rename-ids.h"

struct build {
    struct store *store;
    struct batch *batch;
    const struct snapshot_parts *parts;
    struct arena *arena; /* what lives until the batch is written */
    struct tree_list edits;
};

static void add_delta(struct arena *a, struct tree_deltas *out, struct flash_str path,
    const struct oid *from, const struct oid *to)
{
    struct tree_delta *d = vec_push(a, out);

    d->path = path;
    if (from)
        d->from = *from;
    if (to)
        d->to = *to;
}

void snapshot_list_diff(const struct tree_list *from, const struct tree_list *to, struct arena *a,
    struct tree_deltas *out)
{
    size_t i = 0, k = 0;

    while (i < from->len || k < to->len) {
        int cmp = i == from->len ? 1
                  : k == to->len ? -1
                                 : str_cmp(from->items[i].path, to->items[k].path);

        if (cmp < 0) {
            add_delta(a, out, from->items[i].path, &from->items[i].id, NULL);
        } else if (cmp > 0) {
            add_delta(a, out, to->items[k].path, NULL, &to->items[k].id);
        } else if (!oid_eq(&from->items[i].id, &to->items[k].id)) {
            add_delta(a, out, to->items[k].path, &from->items[i].id, &to->items[k].id);
        }
        i += cmp <= 0;
        k += cmp >= 0;
    }
}

static void edit(struct build *b, const char *folder, struct flash_str path, const struct oid *id)
{
    static const struct oid none;
    struct flash_str full = arena_printf(b->arena, "%s/%.*s", folder, STR_ARG(path));

    tree_list_add(b->arena, &b->edits, full, id ? id : &none);
}

/* What base holds below a folder; a folder that is not there is empty. */
static int base_list(
    struct build *b, struct flash_str folder, struct tree_list *out, struct flash_error *err)
{
    struct oid id;
    bool is_tree;
    int rc;

    if (!b->parts->base)
        return 0;
    rc = tree_find(b->store, b->parts->base, folder, &id, &is_tree, NULL);
    if (rc == FLASH_ENOTFOUND)
        return 0;
    return tree_flatten(b->store, b->parts->base, folder, b->arena, out, err);
}

static int object_text(
    struct build *b, const struct tree_delta *d, struct flash_str *out, struct flash_error *err)
{
    const struct object *o;

    if (snapshot_is_format(d->path)) {
        *out = schema_format_text(b->arena, b->parts->schema->syntax);
        return 0;
    }
    o = b->parts->schema ? schema_by_path(b->parts->schema, d->path) : NULL;
    if (!o)
        return error_bug(err, "no text for schema/%.*s", STR_ARG(d->path));
    *out = o->text;
    return 0;
}

/* The id may be one that the cache of files remembers: so it is computed again. */
static int put_text(
    struct build *b, const struct tree_delta *d, struct flash_str text, struct flash_error *err)
{
    struct oid id;

    batch_add(b->batch, OBJECT_BLOB, text, &id);
    if (!oid_eq(&id, &d->to))
        return error_bug(err, "schema/%.*s is not what was hashed", STR_ARG(d->path));
    edit(b, "schema", d->path, &id);
    return 0;
}

static int edit_schema(struct build *b, struct flash_error *err)
{
    struct tree_list old = {0};
    struct tree_deltas deltas = {0};
    int rc = 0;

    if (b->parts->base_entries)
        old = *b->parts->base_entries;
    else
        rc = base_list(b, STR("schema"), &old, err);
    snapshot_list_diff(&old, b->parts->entries, b->arena, &deltas);
    for (size_t i = 0; rc == 0 && i < deltas.len; i++) {
        struct flash_str text;

        if (oid_is_zero(&deltas.items[i].to)) {
            edit(b, "schema", deltas.items[i].path, NULL);
            continue;
        }
        rc = object_text(b, &deltas.items[i], &text, err);
        if (rc == 0)
            rc = put_text(b, &deltas.items[i], text, err);
    }
    return rc;
}

static int edit_files(struct build *b, struct flash_error *err)
{
    struct tree_list old = {0}, new = {0};
    struct tree_deltas deltas = {0};
    const struct workfiles *wf = b->parts->files;
    int rc = 0;

    if (b->parts->base_file_entries)
        old = *b->parts->base_file_entries;
    else
        rc = base_list(b, STR("files"), &old, err);
    for (size_t i = 0; i < wf->len; i++)
        tree_list_add(b->arena, &new, wf->items[i].path, &wf->items[i].id);
    snapshot_list_diff(&old, &new, b->arena, &deltas);
    for (size_t i = 0; rc == 0 && i < deltas.len; i++) {
        struct workfile f;

        if (oid_is_zero(&deltas.items[i].to)) {
            edit(b, "files", deltas.items[i].path, NULL);
            continue;
        }
        f = *workfiles_find(wf, deltas.items[i].path);
        rc = workfile_load(wf, &f, b->arena, err);
        if (rc == 0 && !oid_eq(&f.id, &deltas.items[i].to)) {
            error_set(err, FLASH_ECHANGED, "'%s/%.*s' changed while it was read", wf->folder,
                STR_ARG(f.path));
            return error_hint(err, "run the command again");
        }
        if (rc < 0)
            return rc;
        batch_add_hashed(b->batch, OBJECT_BLOB, f.bytes, &f.id);
        edit(b, "files", f.path, &f.id);
    }
    return rc;
}

static bool has_plan(const struct snapshot_parts *p, struct flash_str name)
{
    for (size_t i = 0; i < p->nplans; i++)
        if (str_eq(p->plans[i].name, name))
            return true;
    return false;
}

/* plan/ holds the hand-written migrations of this commit's own edge, there and back, and of no
 * other. */
static int edit_plan(struct build *b, struct flash_error *err)
{
    struct tree_list old = {0};
    int rc = base_list(b, STR("plan"), &old, err);

    for (size_t i = 0; rc == 0 && i < old.len; i++) {
        if (!has_plan(b->parts, old.items[i].path))
            edit(b, "plan", old.items[i].path, NULL);
    }
    for (size_t i = 0; rc == 0 && i < b->parts->nplans; i++) {
        struct oid id;

        batch_add(b->batch, OBJECT_BLOB, b->parts->plans[i].text, &id);
        edit(b, "plan", b->parts->plans[i].name, &id);
    }
    return rc;
}

static int edit_ids(struct build *b, struct flash_error *err)
{
    struct tree_list ids = {0};
    int rc;

    if (!b->parts->base && (!b->parts->renames || b->parts->renames->len == 0))
        return 0;
    rc = rename_ids_update(b->store, b->parts->base, b->parts->parent, b->parts->renames,
        b->parts->entries, b->batch, b->arena, &ids, err);
    for (size_t i = 0; rc == 0 && i < ids.len; i++)
        edit(b, "meta/ids", ids.items[i].path,
            oid_is_zero(&ids.items[i].id) ? NULL : &ids.items[i].id);
    return rc;
}

int snapshot_build(struct store *s, struct batch *batch, const struct snapshot_parts *p,
    struct arena *a, struct arena scratch, struct oid *tree, struct flash_error *err)
{
    struct build b = {.store = s, .batch = batch, .parts = p, .arena = a};
    int rc;

    assert(p->entries != NULL);
    assert(p->files != NULL);
    rc = edit_schema(&b, err);
    if (rc == 0)
        rc = edit_files(&b, err);
    if (rc == 0)
        rc = edit_ids(&b, err);
    if (rc == 0)
        rc = edit_plan(&b, err);
    return rc < 0 ? rc : tree_edit(s, p->base, &b.edits, a, scratch, batch, tree, err);
}
