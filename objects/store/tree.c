#include "objects/store/tree.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/str.h"
#include "objects/store/treeread.h"

void tree_list_add(
    struct arena *a, struct tree_list *l, struct flash_str path, const struct oid *id)
{
    *vec_push(a, l) = (struct tree_entry){.path = path, .id = *id};
}

static int by_path(const void *a, const void *b)
{
    return str_cmp(((const struct tree_entry *)a)->path, ((const struct tree_entry *)b)->path);
}

void tree_list_sort(struct tree_list *l)
{
    if (l->len > 1)
        qsort(l->items, l->len, sizeof *l->items, by_path);
}

int tree_path_check(struct flash_str path, struct flash_error *err)
{
    size_t depth = 1;

    if (path.len > LIMIT_PATH)
        return error_set(err, FLASH_ETOOBIG, "a path of %zu bytes is too long", path.len);
    if (!path_relative_safe(path))
        return error_set(
            err, FLASH_EINVALID, "'%.*s' cannot be a path in the store", STR_ARG(path));
    for (size_t i = 0; i < path.len; i++)
        depth += path.ptr[i] == '/';
    if (depth > TREE_DEPTH)
        return error_set(err, FLASH_ETOOBIG, "the path '%.60s...' is too deep", path.ptr);
    return 0;
}

int tree_list_prepare(const struct tree_list *l, struct arena *scratch, struct tree_list *sorted,
    struct flash_error *err)
{
    struct tree_list t = {0};

    t.items = arena_array(scratch, struct tree_entry, l->len ? l->len : 1);
    t.len = t.cap = l->len;
    if (l->len)
        memcpy(t.items, l->items, l->len * sizeof *t.items);
    tree_list_sort(&t);
    for (size_t i = 0; i < t.len; i++) {
        int rc = tree_path_check(t.items[i].path, err);
        if (rc < 0)
            return rc;
        if (i > 0 && str_eq(t.items[i - 1].path, t.items[i].path))
            return error_set(
                err, FLASH_EEXISTS, "the path '%.*s' is named twice", STR_ARG(t.items[i].path));
    }
    *sorted = t;
    return 0;
}

const struct tree_entry *tree_entries_find(
    const struct tree_entry *e, size_t n, struct flash_str path)
{
    const struct tree_entry key = {.path = path};

    return n ? bsearch(&key, e, n, sizeof *e, by_path) : NULL;
}

size_t tree_entries_group(const struct tree_entry *e, size_t n, size_t skip, struct flash_str *name)
{
    struct flash_str rest = str_skip(e[0].path, skip);
    ptrdiff_t slash = str_find_char(rest, '/', 0);
    size_t i = 1;

    if (slash < 0) {
        *name = rest;
        return 0;
    }
    *name = str_sub(rest, 0, (size_t)slash);
    struct flash_str prefix = str_sub(e[0].path, 0, skip + (size_t)slash + 1);
    while (i < n && str_starts(e[i].path, prefix))
        i++;
    return i;
}

struct oid tree_store_bytes(struct arena *a, struct batch *b, struct flash_str bytes)
{
    struct oid id;

    if (b)
        batch_add(b, OBJECT_TREE, arena_str(a, bytes), &id);
    else
        oid_of(OBJECT_TREE, bytes, &id);
    return id;
}

struct build {
    struct arena *a;
    struct batch *b;
    struct flash_error *err;
};

static int build_level(struct build *k, struct arena scratch, const struct tree_entry *e, size_t n,
    size_t skip, struct oid *out);

/* Emits the item that starts at e[0]: a file, or the folder of the group behind it. Returns how
 * many entries it took. */
static ptrdiff_t build_item(struct build *k, struct arena scratch, struct strbuf *bytes,
    const struct tree_entry *level, const struct tree_entry *e, size_t n, size_t skip)
{
    struct tree_item item = {.mode = e->executable ? TREE_MODE_EXEC : TREE_MODE_FILE, .id = e->id};
    size_t group = tree_entries_group(e, n, skip, &item.name);

    if (group > 0) {
        struct flash_str path = str_sub(e->path, 0, skip + item.name.len);
        if (tree_entries_find(level, (size_t)(e - level), path))
            return error_set(
                k->err, FLASH_EEXISTS, "the path '%.*s' is a file and a folder", STR_ARG(path));
        item.mode = TREE_MODE_DIR;
        int rc = build_level(k, scratch, e, group, path.len + 1, &item.id);
        if (rc < 0)
            return rc;
    } else if (oid_is_zero(&e->id)) {
        return error_set(k->err, FLASH_EINVALID, "no content for '%.*s'", STR_ARG(e->path));
    }
    tree_emit(bytes, &item);
    return group ? (ptrdiff_t)group : 1;
}

static int build_level(struct build *k, struct arena scratch, const struct tree_entry *e, size_t n,
    size_t skip, struct oid *out)
{
    struct strbuf bytes;

    strbuf_init(&bytes, &scratch, LIMIT_FILE);
    for (size_t i = 0; i < n;) {
        ptrdiff_t took = build_item(k, scratch, &bytes, e, e + i, n - i, skip);
        if (took < 0)
            return (int)took;
        i += (size_t)took;
    }
    int rc = strbuf_check(&bytes, "a folder", k->err);
    if (rc == 0)
        *out = tree_store_bytes(k->a, k->b, strbuf_str(&bytes));
    return rc;
}

int tree_build(struct arena *a, struct arena scratch, const struct tree_list *l, struct batch *b,
    struct oid *out, struct flash_error *err)
{
    struct build k = {a, b, err};
    struct tree_list sorted;
    int rc = tree_list_prepare(l, &scratch, &sorted, err);

    if (rc < 0)
        return rc;
    return build_level(&k, scratch, sorted.items, sorted.len, 0, out);
}
