#include "dialect/sqlite/read-alter.h"

#include <string.h>

#include "base/str.h"
#include "dialect/sqlite/mentions.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/read-index.h"
#include "dialect/sqlite/read-table.h"
#include "dialect/sqlite/rename.h"

struct alter {
    struct reader *r;
    struct object *table;
    struct object_name on;
};

static void fail(struct alter *a, const char *what)
{
    diag_add(a->r->diags, DIAG_ERROR, a->on.loc, "%s: '%.*s'", what, STR_ARG(a->on.name.spelling));
}

static bool is_virtual(const struct object *table)
{
    return name_is_set(((const struct table *)table)->module);
}

/* RENAME TO */
static void rename_to(struct alter *a)
{
    struct reader *r = a->r;
    struct cursor *c = &r->cur;
    const struct token *first = c->tok;
    struct object_name to = {0};

    if (!reader_expect_name(c, "the new name", &to.name))
        return;
    to.loc = cursor_loc_from(c, first);
    if (!cursor_expect_end(c) || !reader_may_create(r, "table", &to))
        return;
    const struct object *other = schema_in_scope(r->s, SCOPE_RELATION, sqlite_main(), to.name.key);
    if (other != NULL && other != a->table) {
        diag_add(r->diags, DIAG_ERROR, to.loc,
            "there is already another table or index called '%.*s'", STR_ARG(to.name.spelling));
        return;
    }
    if (!name_is_set(a->table->was) && to.name.key != a->table->name.key)
        a->table->was = a->table->name;
    rename_table(r->s, a->table, to.name);
    index_attach(r->s, a->table, r->diags);
}

static struct column *find_column(struct alter *a, const struct name *n, struct loc loc)
{
    struct column *col = table_column(a->table, n->key);

    if (col == NULL)
        diag_add(a->r->diags, DIAG_ERROR, loc, "no such column: '%.*s'", STR_ARG(n->spelling));
    return col;
}

/* [COLUMN] a TO b */
static void rename_column_to(struct alter *a)
{
    struct cursor *c = &a->r->cur;
    const struct token *first = c->tok;
    struct name from, to;

    if (!reader_expect_name(c, "a column name", &from))
        return;
    struct loc loc = cursor_loc_from(c, first);
    if (!cursor_expect_kw(c, KW_TO))
        return;
    first = c->tok;
    if (!reader_expect_name(c, "the new name", &to) || !cursor_expect_end(c))
        return;
    if (is_virtual(a->table)) {
        fail(a, "columns of a virtual table cannot be renamed");
        return;
    }
    struct column *col = find_column(a, &from, loc);
    const struct column *other = table_column(a->table, to.key);
    if (col == NULL)
        return;
    if (other != NULL && other != col) {
        diag_add(a->r->diags, DIAG_ERROR, cursor_loc_from(c, first),
            "there is already a column '%.*s'", STR_ARG(to.spelling));
        return;
    }
    if (!name_is_set(col->base.was) && to.key != col->base.name.key)
        col->base.was = col->base.name;
    rename_column(a->r->s, a->table, col, to);
}

static void read_rename(struct alter *a)
{
    struct cursor *c = &a->r->cur;

    if (cursor_accept_kw(c, KW_TO)) {
        rename_to(a);
        return;
    }
    if (cursor_is_kw(c, KW_COLUMN) && !cursor_is_kw_at(c, 1, KW_TO))
        cursor_advance(c);
    rename_column_to(a);
}

/* Keys cannot be added with a column; what was read is taken back then. */
static bool check_added(struct alter *a, size_t before)
{
    for (size_t i = before; i < a->table->children.len; i++) {
        const struct object *o = a->table->children.items[i];
        if (o->kind != KIND_PRIMARY_KEY && o->kind != KIND_UNIQUE)
            continue;
        diag_add(a->r->diags, DIAG_ERROR, o->loc, "a column cannot be added with %s",
            o->kind == KIND_UNIQUE ? "UNIQUE" : "PRIMARY KEY");
        return false;
    }
    return true;
}

static void read_add(struct alter *a)
{
    struct reader *r = a->r;
    size_t before = a->table->children.len;

    cursor_accept_kw(&r->cur, KW_COLUMN);
    if (is_virtual(a->table)) {
        fail(a, "columns cannot be added to a virtual table");
        return;
    }
    const struct column *col = read_column(r, a->table);
    if (col == NULL || !cursor_expect_end(&r->cur) || !check_added(a, before)) {
        a->table->children.len = before;
        return;
    }
    mentions_note(r->s, a->table);
}

static bool is_inside(const struct object *o, const struct object *col)
{
    return col->loc.src != NULL && o->loc.src == col->loc.src && o->loc.off >= col->loc.off &&
           o->loc.off < col->loc.off + col->loc.len;
}

static bool keys_have(const struct key_list *keys, const struct symbol *column)
{
    for (size_t i = 0; i < keys->len; i++) {
        if (keys->items[i].column.key == column)
            return true;
    }
    return false;
}

/* A key that holds the column keeps it; other uses show when the whole is checked. */
static bool is_key_column(struct alter *a, const struct column *col)
{
    const struct object *table = a->table;

    for (size_t i = 0; i < table->children.len; i++) {
        const struct object *o = table->children.items[i];
        bool pk = o->kind == KIND_PRIMARY_KEY &&
                  keys_have(&((const struct primary_key *)o)->keys, col->base.name.key);
        bool unique = o->kind == KIND_UNIQUE && is_inside(o, &col->base);
        if (!pk && !unique)
            continue;
        diag_add(a->r->diags, DIAG_ERROR, a->on.loc, "column '%.*s' is %s and cannot be dropped",
            STR_ARG(col->base.name.spelling), pk ? "part of the primary key" : "unique");
        return true;
    }
    return false;
}

/* With what stands in its own text: CHECK, REFERENCES. */
static void remove_column(struct object *table, const struct object *col)
{
    struct object_list *l = &table->children;
    size_t n = 0;

    for (size_t i = 0; i < l->len; i++) {
        struct object *o = l->items[i];
        bool goes =
            o == col || (o->kind != KIND_COLUMN && o->kind != KIND_INDEX && is_inside(o, col));
        if (!goes)
            l->items[n++] = o;
    }
    l->len = n;
}

static void read_drop_column(struct alter *a)
{
    struct cursor *c = &a->r->cur;
    struct name n;

    cursor_accept_kw(c, KW_COLUMN);
    const struct token *first = c->tok;
    if (!reader_expect_name(c, "a column name", &n) || !cursor_expect_end(c))
        return;
    struct loc loc = cursor_loc_from(c, first - 1);
    if (is_virtual(a->table)) {
        fail(a, "columns of a virtual table cannot be dropped");
        return;
    }
    const struct column *col = find_column(a, &n, loc);
    if (col == NULL || is_key_column(a, col))
        return;
    if (table_column_count(a->table) == 1)
        fail(a, "the only column of a table cannot be dropped");
    else
        remove_column(a->table, &col->base);
}

static bool find_table(struct alter *a)
{
    struct object *o = schema_relation(a->r->s, sqlite_main(), a->on.name.key);

    if (o == NULL)
        fail(a, "no such table");
    else if (o->kind != KIND_TABLE)
        fail(a, "a view cannot be altered");
    else
        a->table = o;
    return a->table != NULL;
}

void read_alter_table(struct reader *r)
{
    struct cursor *c = &r->cur;
    struct alter a = {.r = r};

    if (!reader_object_name(r, "a table name", &a.on))
        return;
    if (!cursor_is_kw(c, KW_RENAME) && !cursor_is_kw(c, KW_ADD) && !cursor_is_kw(c, KW_DROP)) {
        cursor_unexpected(c, "RENAME, ADD or DROP");
        return;
    }
    if (a.on.elsewhere || sqlite_name_owner(a.on.name.key) != OWNER_USER) {
        r->report->ignored++;
        return;
    }
    if (!find_table(&a))
        return;
    if (cursor_accept_kw(c, KW_RENAME))
        read_rename(&a);
    else if (cursor_accept_kw(c, KW_ADD))
        read_add(&a);
    else if (cursor_accept_kw(c, KW_DROP))
        read_drop_column(&a);
}
