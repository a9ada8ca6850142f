#include "objects/store/treeread.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/str.h"

int tree_reader_open(
    struct store *s, const struct oid *id, struct tree_reader *out, struct flash_error *err)
{
    int rc = store_object_open(s, id, OBJECT_TREE, LIMIT_FILE, &out->object, err);

    if (rc < 0)
        return rc;
    out->id = *id;
    out->cursor = tree_cursor(out->object.bytes, &out->id);
    return 0;
}

void tree_reader_close(struct tree_reader *r)
{
    store_object_free(&r->object);
}

int tree_budget_take(size_t *left, struct flash_error *err)
{
    if (*left == 0)
        return error_set(
            err, FLASH_ETOOBIG, "a tree of the store has over %zu entries", (size_t)TREE_BUDGET);
    --*left;
    return 0;
}

struct flash_str tree_path_join(struct arena *a, struct flash_str dir, struct flash_str name)
{
    if (dir.len == 0)
        return arena_str(a, name);
    size_t n = dir.len + 1 + name.len;
    char *p = arena_array(a, char, n + 1);
    memcpy(p, dir.ptr, dir.len);
    p[dir.len] = '/';
    memcpy(p + dir.len + 1, name.ptr, name.len);
    return (struct flash_str){p, n};
}

struct flatten {
    struct store *s;
    struct arena *a;
    struct tree_list *out;
    size_t budget;
    struct flash_error *err;
};

static int flatten_level(
    struct flatten *f, const struct oid *id, struct flash_str dir, unsigned depth);

static int flatten_item(
    struct flatten *f, const struct tree_item *item, struct flash_str dir, unsigned depth)
{
    struct flash_str path = tree_path_join(f->a, dir, item->name);
    int rc = tree_budget_take(&f->budget, f->err);

    if (rc < 0)
        return rc;
    if (item->mode == TREE_MODE_DIR)
        return flatten_level(f, &item->id, path, depth + 1);
    *vec_push(f->a, f->out) = (struct tree_entry){path, item->id, item->mode == TREE_MODE_EXEC};
    return 0;
}

static int flatten_level(
    struct flatten *f, const struct oid *id, struct flash_str dir, unsigned depth)
{
    struct tree_reader r;
    struct tree_item item;

    if (depth > TREE_DEPTH)
        return error_set(f->err, FLASH_ETOOBIG, "a tree of the store is too deep");
    int rc = tree_reader_open(f->s, id, &r, f->err);
    if (rc < 0)
        return rc;
    while ((rc = tree_cursor_next(&r.cursor, &item, f->err)) > 0) {
        rc = flatten_item(f, &item, dir, depth);
        if (rc < 0)
            break;
    }
    tree_reader_close(&r);
    return rc;
}

static int not_there(struct flash_str path, struct flash_error *err)
{
    return error_set(err, FLASH_ENOTFOUND, "no '%.*s' in this tree", STR_ARG(path));
}

int tree_flatten(struct store *s, const struct oid *tree, struct flash_str sub, struct arena *a,
    struct tree_list *out, struct flash_error *err)
{
    struct flatten f = {.s = s, .a = a, .out = out, .budget = TREE_BUDGET, .err = err};
    struct oid start;
    bool is_tree;
    int rc = tree_find(s, tree, sub, &start, &is_tree, err);

    if (rc < 0)
        return rc;
    if (!is_tree)
        return error_set(
            err, FLASH_ENOTFOUND, "'%.*s' is a file, not a folder, in this tree", STR_ARG(sub));
    *out = (struct tree_list){0};
    return flatten_level(&f, &start, STR(""), 0);
}

static int find_item(struct store *s, const struct oid *tree, struct flash_str name,
    struct tree_item *out, struct flash_error *err)
{
    struct tree_reader r;
    int rc = tree_reader_open(s, tree, &r, err);

    if (rc < 0)
        return rc;
    while ((rc = tree_cursor_next(&r.cursor, out, err)) > 0)
        if (str_eq(out->name, name))
            break;
    tree_reader_close(&r);
    return rc;
}

int tree_find(struct store *s, const struct oid *tree, struct flash_str path, struct oid *out,
    bool *is_tree, struct flash_error *err)
{
    struct tree_item item = {.id = *tree, .mode = TREE_MODE_DIR};
    struct flash_str rest = path, name;

    while (rest.len > 0) {
        if (item.mode != TREE_MODE_DIR)
            return not_there(path, err);
        ptrdiff_t slash = str_find_char(rest, '/', 0);
        name = slash < 0 ? rest : str_sub(rest, 0, (size_t)slash);
        rest = slash < 0 ? STR("") : str_skip(rest, (size_t)slash + 1);
        struct oid id = item.id;
        int rc = find_item(s, &id, name, &item, err);
        if (rc < 0)
            return rc;
        if (rc == 0)
            return not_there(path, err);
    }
    *out = item.id;
    *is_tree = item.mode == TREE_MODE_DIR;
    return 0;
}
