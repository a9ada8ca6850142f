#include "objects/store/treediff.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/str.h"
#include "objects/store/treeread.h"

struct differ {
    struct store *s;
    struct arena *a;
    struct tree_deltas *out;
    size_t budget;
    struct flash_error *err;
};

/* One side of a folder; zero tree = empty. */
struct side {
    struct tree_reader reader;
    bool open, have;
    struct tree_item item;
};

static int diff_level(struct differ *d, const struct oid *from, const struct oid *to,
    struct flash_str dir, unsigned depth);

static int advance(struct differ *d, struct side *side)
{
    int rc = tree_budget_take(&d->budget, d->err);

    if (rc == 0)
        rc = tree_cursor_next(&side->reader.cursor, &side->item, d->err);
    side->have = rc > 0;
    return rc < 0 ? rc : 0;
}

static int side_open(struct differ *d, struct side *side, const struct oid *tree)
{
    *side = (struct side){0};
    if (oid_is_zero(tree))
        return 0;
    int rc = tree_reader_open(d->s, tree, &side->reader, d->err);
    if (rc < 0)
        return rc;
    side->open = true;
    return advance(d, side);
}

static void side_close(struct side *side)
{
    if (side->open)
        tree_reader_close(&side->reader);
}

static int emit(struct differ *d, const struct tree_item *from, const struct tree_item *to,
    struct flash_str dir, unsigned depth)
{
    static const struct oid none;
    const struct tree_item *any = from ? from : to;
    const struct oid *from_id = from ? &from->id : &none, *to_id = to ? &to->id : &none;

    if (oid_eq(from_id, to_id))
        return 0;
    struct flash_str path = tree_path_join(d->a, dir, any->name);
    if (any->mode == TREE_MODE_DIR)
        return diff_level(d, from_id, to_id, path, depth + 1);
    *vec_push(d->a, d->out) = (struct tree_delta){path, *from_id, *to_id};
    return 0;
}

static int diff_items(
    struct differ *d, struct side *a, struct side *b, struct flash_str dir, unsigned depth)
{
    while (a->have || b->have) {
        int c = !a->have ? 1 : !b->have ? -1 : tree_item_cmp(&a->item, &b->item);
        int rc = emit(d, c <= 0 ? &a->item : NULL, c >= 0 ? &b->item : NULL, dir, depth);
        if (rc == 0 && c <= 0)
            rc = advance(d, a);
        if (rc == 0 && c >= 0)
            rc = advance(d, b);
        if (rc < 0)
            return rc;
    }
    return 0;
}

static int diff_level(struct differ *d, const struct oid *from, const struct oid *to,
    struct flash_str dir, unsigned depth)
{
    struct side a, b;

    if (depth > TREE_DEPTH)
        return error_set(d->err, FLASH_ETOOBIG, "a tree of the store is too deep");
    int rc = side_open(d, &a, from);
    if (rc == 0) {
        rc = side_open(d, &b, to);
        if (rc == 0)
            rc = diff_items(d, &a, &b, dir, depth);
        side_close(&b);
    }
    side_close(&a);
    return rc;
}

int tree_diff(struct store *s, const struct oid *from, const struct oid *to, struct arena *a,
    struct tree_deltas *out, struct flash_error *err)
{
    static const struct oid none;
    struct differ d = {.s = s, .a = a, .out = out, .budget = TREE_BUDGET, .err = err};

    *out = (struct tree_deltas){0};
    from = from ? from : &none;
    to = to ? to : &none;
    return oid_eq(from, to) ? 0 : diff_level(&d, from, to, STR(""), 0);
}
