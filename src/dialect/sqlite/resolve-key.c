#include "dialect/sqlite/resolve-key.h"

#include <string.h>

#include "base/str.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/normal.h"
#include "dialect/sqlite/type.h"
#include "schema/title.h"

static bool is_index(const struct object *owner)
{
    return owner->kind == KIND_INDEX;
}

static bool becomes_column(const struct object *table, struct key_part *p, struct flash_str word)
{
    const struct column *col = table_column(table, sqlite_fold(word));

    if (col == NULL)
        return false;
    p->column = col->base.name;
    p->expr = NULL;
    return true;
}

/* What is a column if there is one of that name: "a" in double quotes (else a string), TRUE and
 * FALSE. */
static void settle_word(const struct object *table, struct key_part *p)
{
    const struct expr *e = p->expr != NULL ? p->expr->expr : NULL;

    if (e == NULL)
        return;
    if (e->kind == EXPR_TRUE || e->kind == EXPR_FALSE) {
        becomes_column(table, p, e->kind == EXPR_TRUE ? STR("true") : STR("false"));
    } else if (e->kind == EXPR_COLUMN && e->nparts == 1 &&
               !becomes_column(table, p, e->parts[0].text) && e->parts[0].quote != '"') {
        p->column = sqlite_name(e->parts[0].text);
        p->expr = NULL;
    }
}

static void report_part(struct resolver *r, const struct object *owner, const struct key_part *p)
{
    if (p->expr != NULL)
        diag_add(r->diags, DIAG_ERROR, owner->loc, "a %s takes columns, not expressions",
            owner->kind == KIND_PRIMARY_KEY ? "primary key" : "UNIQUE constraint");
    else
        diag_add(r->diags, DIAG_ERROR, owner->loc, "no such column: '%.*s'",
            STR_ARG(p->column.spelling));
}

/* A qualified name is an error where SQLite expects a column of the table. */
static bool refuse_dot(struct resolver *r, const struct key_part *p)
{
    const struct expr *e = p->expr->expr;

    if (e == NULL || e->kind != EXPR_COLUMN || e->nparts == 1)
        return false;
    diag_add(r->diags, DIAG_ERROR, e->loc, "an index names columns without their table");
    return true;
}

static void resolve_part(
    struct resolver *r, const struct object *table, const struct object *owner, struct key_part *p)
{
    if (name_is_set(p->collation)) {
        p->collation.spelling = normal_collation(p->collation.spelling);
    }
    settle_word(table, p);
    if (p->expr == NULL) {
        const struct column *col = table_column(table, p->column.key);
        if (col != NULL)
            p->column = col->base.name;
        else
            report_part(r, owner, p);
    } else if (!is_index(owner)) {
        report_part(r, owner, p);
    } else if (!refuse_dot(r, p)) {
        resolve_table_expression(r, table, PLACE_INDEX, p->expr);
        if (p->expr->expr->kind == EXPR_STRING)
            diag_add(r->diags, DIAG_WARNING, owner->loc,
                "'%.*s' names no column; SQLite indexes a constant string",
                STR_ARG(p->expr->expr->text));
    }
}

void resolve_key_list(struct resolver *r, const struct object *table, const struct object *owner,
    struct key_list *keys)
{
    for (size_t i = 0; i < keys->len; i++)
        resolve_part(r, table, owner, &keys->items[i]);
}

/* Columns and collations; not the direction, which SQLite leaves out here, too. */
static bool same_part(
    const struct object *table, const struct key_part *a, const struct key_part *b)
{
    const struct column *col;
    const struct symbol *x = a->collation.key, *y = b->collation.key;

    if (a->column.key != b->column.key || a->column.key == NULL)
        return false;
    if (x == y)
        return true;
    col = table_column(table, a->column.key);
    const struct symbol *own =
        col != NULL && name_is_set(col->collation) ? col->collation.key : intern(STR("binary"));
    return (x != NULL ? x : own) == (y != NULL ? y : own);
}

static bool same_keys(
    const struct object *table, const struct key_list *a, const struct key_list *b)
{
    if (a->len != b->len)
        return false;
    for (size_t i = 0; i < a->len; i++) {
        if (!same_part(table, &a->items[i], &b->items[i]))
            return false;
    }
    return true;
}

static void more_than_one(struct resolver *r, const struct object *table, const struct object *o,
    const struct object *first)
{
    struct diag *d = diag_add(r->diags, DIAG_ERROR, o->loc,
        "table '%.*s' has more than one primary key", STR_ARG(table->name.spelling));

    if (d != NULL && first->loc.src != NULL) {
        struct line_column at = loc_resolve(first->loc);
        d->hint = arena_printf(r->diags->arena, "the first one is at %.*s:%u:%u",
            STR_ARG(first->loc.src->path), at.line, at.column);
    }
}

static struct primary_key *find_primary_key(struct resolver *r, const struct object *table)
{
    struct primary_key *pk = NULL;

    for (size_t i = 0; i < table->children.len; i++) {
        struct object *o = table->children.items[i];
        if (o->kind != KIND_PRIMARY_KEY)
            continue;
        if (pk != NULL)
            more_than_one(r, table, o, &pk->base);
        else
            pk = (struct primary_key *)o;
    }
    return pk;
}

/* Whether the key stands in its column's text. */
static bool is_inline(const struct column *col, const struct primary_key *pk)
{
    const struct loc *c = &col->base.loc, *k = &pk->base.loc;

    return c->src == k->src && k->off >= c->off && k->off < c->off + c->len;
}

/* INTEGER PRIMARY KEY is the rowid, except that a column's own "DESC" prevents it. */
static bool is_rowid_alias(const struct primary_key *pk, const struct column *col)
{
    if (pk->keys.len != 1 || col == NULL || !type_is_integer(&col->type))
        return false;
    return !pk->keys.items[0].desc || !is_inline(col, pk);
}

static void refuse_autoincrement(
    struct resolver *r, const struct object *table, const struct primary_key *pk)
{
    if (!pk->autoincrement)
        return;
    if (((const struct table *)table)->without_rowid)
        diag_add(
            r->diags, DIAG_ERROR, pk->base.loc, "a WITHOUT ROWID table cannot have AUTOINCREMENT");
    else if (!pk->rowid_alias)
        diag_add(r->diags, DIAG_ERROR, pk->base.loc,
            "AUTOINCREMENT needs an INTEGER PRIMARY KEY of one column");
}

/* A key column of a STRICT or WITHOUT ROWID table is NOT NULL, whether it says so or not. */
static void imply_not_null(struct resolver *r, struct object *table, struct primary_key *pk)
{
    const struct table *t = (const struct table *)table;

    for (size_t i = 0; i < pk->keys.len; i++) {
        struct column *col = table_column(table, pk->keys.items[i].column.key);
        if (col == NULL)
            continue;
        if (col->generated != NULL)
            diag_add(r->diags, DIAG_ERROR, pk->base.loc,
                "the generated column '%.*s' cannot be part of the primary key",
                STR_ARG(col->base.name.spelling));
        if ((t->without_rowid || t->strict) && !pk->rowid_alias)
            col->not_null = true;
    }
}

struct primary_key *resolve_primary_key(struct resolver *r, struct object *table)
{
    struct primary_key *pk = find_primary_key(r, table);
    const struct table *t = (const struct table *)table;

    if (pk == NULL) {
        if (t->without_rowid)
            diag_add(r->diags, DIAG_ERROR, table->loc,
                "a WITHOUT ROWID table needs a primary key: '%.*s'", STR_ARG(table->name.spelling));
        return NULL;
    }
    resolve_key_list(r, table, &pk->base, &pk->keys);
    struct key_part *first = &pk->keys.items[0];
    bool alias = is_rowid_alias(pk, table_column(table, first->column.key));
    pk->rowid_alias = alias && !t->without_rowid;
    if (pk->rowid_alias) {
        first->desc = false;
        first->collation = (struct name){0};
    }
    refuse_autoincrement(r, table, pk);
    imply_not_null(r, table, pk);
    return pk;
}

/* The one that says what to do decides for both. */
static void merge_conflict(struct resolver *r, const struct object *o, uint8_t *a, uint8_t *b)
{
    if (*a == CONFLICT_NONE)
        *a = *b;
    else if (*b == CONFLICT_NONE)
        *b = *a;
    else if (*a != *b)
        diag_add(r->diags, DIAG_ERROR, o->loc,
            "this constraint says the same as another one, with a different ON CONFLICT");
}

/* The constraint that makes o superfluous; its conflict clause in *conflict. */
static const struct key_list *keys_of(struct object *o, uint8_t **conflict)
{
    if (o->kind == KIND_PRIMARY_KEY) {
        struct primary_key *pk = (struct primary_key *)o;
        *conflict = &pk->conflict;
        return pk->rowid_alias ? NULL : &pk->keys;
    }
    if (o->kind == KIND_UNIQUE) {
        struct unique *u = (struct unique *)o;
        *conflict = &u->conflict;
        return &u->keys;
    }
    return NULL;
}

/* INTEGER PRIMARY KEY DESC, which would become the rowid without its direction. */
static bool keeps_direction(const struct object *table, const struct object *o)
{
    const struct primary_key *pk = (const struct primary_key *)o;

    if (o->kind != KIND_PRIMARY_KEY || pk->keys.len != 1 ||
        ((const struct table *)table)->without_rowid)
        return false;
    const struct column *col = table_column(table, pk->keys.items[0].column.key);
    return col != NULL && type_is_integer(&col->type);
}

/* Named ones stay: the name could be meant. Two unnamed ones: the first stays. So does one in front
 * of a key that keeps its direction, since its index has its own. */
static bool is_superfluous(
    struct resolver *r, struct object *table, struct object_list *keys, size_t at)
{
    struct object *o = keys->items[at];
    struct unique *u = (struct unique *)o;
    uint8_t *conflict;
    bool superfluous = false;

    for (size_t i = 0; i < keys->len; i++) {
        struct object *other = keys->items[i];
        if (i == at || other == NULL)
            continue;
        const struct key_list *k = keys_of(other, &conflict);
        if (k == NULL || !same_keys(table, k, &u->keys))
            continue;
        merge_conflict(r, o, &u->conflict, conflict);
        if (at > i || !keeps_direction(table, other))
            superfluous = !name_is_set(o->name);
    }
    return superfluous;
}

static void remove_children(struct object *table, const struct map *gone)
{
    struct object_list *l = &table->children;
    size_t n = 0;

    for (size_t i = 0; i < l->len; i++) {
        if (map_get_ptr(gone, l->items[i]) == NULL)
            l->items[n++] = l->items[i];
    }
    l->len = n;
}

/* Whose index is shared, so that the directions are another's. */
static struct key_list *shared_keys(const struct object *table, struct object *o)
{
    if (o->kind == KIND_UNIQUE)
        return &((struct unique *)o)->keys;
    return keeps_direction(table, o) ? NULL : &((struct primary_key *)o)->keys;
}

/* Constraints of the same columns share one index; the first one in the text decides its
 * directions. */
static void share_directions(const struct object *table, const struct object_list *keys)
{
    for (size_t i = 1; i < keys->len; i++) {
        struct key_list *mine = shared_keys(table, keys->items[i]);
        for (size_t k = 0; mine != NULL && k < i; k++) {
            uint8_t *conflict;
            const struct key_list *first = keys_of(keys->items[k], &conflict);
            if (first == NULL || !same_keys(table, first, mine))
                continue;
            for (size_t n = 0; n < mine->len; n++)
                mine->items[n].desc = first->items[n].desc;
            break;
        }
    }
}

#define KEYS_MAX 200 /* beyond, equal keys stay: looking for them would cost the square */

/* In the order in which SQLite makes their indexes: INTEGER PRIMARY KEY of a table WITHOUT ROWID is
 * a rowid until all else is read. */
static void gather_keys(struct resolver *r, const struct object *table,
    const struct primary_key *pk, struct object_list *out)
{
    bool late = pk != NULL && ((const struct table *)table)->without_rowid &&
                is_rowid_alias(pk, table_column(table, pk->keys.items[0].column.key));
    struct object *last = NULL;

    for (size_t i = 0; i < table->children.len; i++) {
        struct object *o = table->children.items[i];
        if (late && o == &pk->base)
            last = o;
        else if (o->kind == KIND_UNIQUE || (pk != NULL && o == &pk->base))
            object_list_add(r->scratch, out, o);
    }
    if (last != NULL)
        object_list_add(r->scratch, out, last);
}

void resolve_same_keys(struct resolver *r, struct object *table, struct primary_key *pk)
{
    struct object_list keys = {0};
    struct map gone = {0};

    gather_keys(r, table, pk, &keys);
    if (keys.len < 2 || keys.len > KEYS_MAX)
        return;
    share_directions(table, &keys);
    for (size_t i = keys.len; i > 0; i--) {
        struct object *o = keys.items[i - 1];
        if (o->kind != KIND_UNIQUE || !is_superfluous(r, table, &keys, i - 1))
            continue;
        map_put_ptr(r->scratch, &gone, o, o);
        keys.items[i - 1] = NULL;
    }
    remove_children(table, &gone);
}
