#include "objects/store/treeedit.h"

#include <assert.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/str.h"
#include "objects/store/treeread.h"

struct edit {
    struct store *s;
    struct arena *a;
    struct batch *b;
    struct flash_error *err;
};

struct items {
    struct tree_item *items; /* in git's order */
    size_t len, cap;
};

/* One folder while it is edited. */
struct level {
    const struct tree_entry *edits; /* sorted, all below this folder */
    size_t n;
    size_t skip; /* bytes of this folder's path with its slash */
    struct items base, result;
};

/* The id becomes zero when nothing is left. */
static int edit_level(struct edit *k, struct arena scratch, const struct oid *base,
    const struct tree_entry *edits, size_t n, size_t skip, struct oid *out);

/* True when an edit removes exactly this name: a folder goes with all that it held before. */
static bool removed_by_name(const struct level *l, struct flash_str name)
{
    for (size_t lo = 0, hi = l->n; lo < hi;) {
        size_t mid = lo + (hi - lo) / 2;
        int d = str_cmp(str_skip(l->edits[mid].path, l->skip), name);
        if (d == 0)
            return oid_is_zero(&l->edits[mid].id);
        if (d < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return false;
}

static int edit_folder(struct edit *k, struct arena *scratch, struct level *l,
    const struct tree_entry *e, size_t n, struct flash_str name, const struct tree_item *there)
{
    struct tree_item item = {.name = name, .mode = TREE_MODE_DIR};
    const struct oid *base = there && !removed_by_name(l, name) ? &there->id : NULL;
    int rc = edit_level(k, *scratch, base, e, n, l->skip + name.len + 1, &item.id);

    if (rc == 0 && !oid_is_zero(&item.id))
        *vec_push(scratch, &l->result) = item;
    return rc;
}

static void edit_file(
    struct arena *scratch, struct level *l, const struct tree_entry *e, struct flash_str name)
{
    if (oid_is_zero(&e->id))
        return;
    *vec_push(scratch, &l->result) = (struct tree_item){
        .name = name, .id = e->id, .mode = e->executable ? TREE_MODE_EXEC : TREE_MODE_FILE};
}

static void keep(struct arena *scratch, struct level *l, const struct tree_item *there)
{
    if (there->mode != TREE_MODE_DIR || !removed_by_name(l, there->name))
        *vec_push(scratch, &l->result) = *there;
}

/* Walks what was there and what is asked side by side, both in git's order. */
static int merge_level(struct edit *k, struct arena *scratch, struct level *l)
{
    size_t i = 0, j = 0;
    int rc = 0;

    while (rc == 0 && (i < l->base.len || j < l->n)) {
        const struct tree_item *there = i < l->base.len ? &l->base.items[i] : NULL;
        struct tree_item key = {.mode = TREE_MODE_FILE};
        size_t group = 0;
        int d = -1;
        if (j < l->n) {
            group = tree_entries_group(l->edits + j, l->n - j, l->skip, &key.name);
            key.mode = group ? TREE_MODE_DIR : TREE_MODE_FILE;
            d = there ? tree_item_cmp(there, &key) : 1;
        }
        if (d <= 0)
            i++;
        if (d < 0) {
            keep(scratch, l, there);
            continue;
        }
        if (group)
            rc = edit_folder(k, scratch, l, l->edits + j, group, key.name, d == 0 ? there : NULL);
        else
            edit_file(scratch, l, l->edits + j, key.name);
        j += group ? group : 1;
    }
    return rc;
}

static int read_base(
    struct arena *scratch, struct level *l, struct tree_reader *r, struct flash_error *err)
{
    struct tree_item item;
    int rc;

    while ((rc = tree_cursor_next(&r->cursor, &item, err)) > 0)
        *vec_push(scratch, &l->base) = item;
    return rc;
}

static int compare_items(const void *a, const void *b)
{
    return tree_item_cmp(a, b);
}

/* A file and a folder of one name do not stand beside each other in git's order, so each folder
 * looks for its file. */
static int check_conflicts(const struct level *l, struct flash_error *err)
{
    for (size_t i = 0; i < l->result.len; i++) {
        struct tree_item key = l->result.items[i];
        if (key.mode != TREE_MODE_DIR)
            continue;
        key.mode = TREE_MODE_FILE;
        if (bsearch(&key, l->result.items, l->result.len, sizeof key, compare_items))
            return error_set(err, FLASH_EEXISTS, "the path '%.*s%.*s' is a file and a folder",
                (int)(l->n ? l->skip : 0), l->n ? l->edits[0].path.ptr : "", STR_ARG(key.name));
    }
    return 0;
}

static int write_level(struct edit *k, struct arena scratch, const struct level *l, struct oid *out)
{
    struct strbuf bytes;
    int rc = check_conflicts(l, k->err);

    if (rc < 0)
        return rc;
    *out = (struct oid){{0}};
    if (l->result.len == 0)
        return 0;
    strbuf_init(&bytes, &scratch, LIMIT_FILE);
    for (size_t i = 0; i < l->result.len; i++)
        tree_emit(&bytes, &l->result.items[i]);
    rc = strbuf_check(&bytes, "a folder", k->err);
    if (rc == 0)
        *out = tree_store_bytes(k->a, k->b, strbuf_str(&bytes));
    return rc;
}

static int edit_level(struct edit *k, struct arena scratch, const struct oid *base,
    const struct tree_entry *edits, size_t n, size_t skip, struct oid *out)
{
    struct level l = {.edits = edits, .n = n, .skip = skip};
    struct tree_reader r;
    int rc = base ? tree_reader_open(k->s, base, &r, k->err) : 0;

    if (rc < 0)
        return rc;
    if (base)
        rc = read_base(&scratch, &l, &r, k->err);
    if (rc == 0)
        rc = merge_level(k, &scratch, &l);
    if (rc == 0)
        rc = write_level(k, scratch, &l, out);
    if (base)
        tree_reader_close(&r);
    return rc;
}

int tree_edit(struct store *s, const struct oid *base, const struct tree_list *edits,
    struct arena *a, struct arena scratch, struct batch *b, struct oid *out,
    struct flash_error *err)
{
    struct edit k = {s, a, b, err};
    struct tree_list sorted;
    struct oid id;
    int rc = tree_list_prepare(edits, &scratch, &sorted, err);

    if (rc == 0)
        rc = edit_level(&k, scratch, base, sorted.items, sorted.len, 0, &id);
    if (rc < 0)
        return rc;
    *out = oid_is_zero(&id) ? tree_store_bytes(a, b, STR("")) : id;
    return 0;
}
