#include "adapter/sqlite/integrity.h"

#include <stdio.h>
#include <string.h>

#include "adapter/sqlite/fail.h"
#include "base/str.h"
#include "base/strbuf.h"

#define SHOWN_MAX 5

/* Spreads a rowid, so that the sum over a group tells sets of rows apart. */
static uint64_t spread(int64_t rowid)
{
    uint64_t x = (uint64_t)rowid + 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

static struct flash_str pair_key(struct arena *a, struct flash_str child, struct flash_str parent)
{
    struct flash_str key = arena_printf(a, "%.*s\n%.*s", STR_ARG(child), STR_ARG(parent));
    char *p = arena_cstr(a, key);
    for (size_t i = 0; i < key.len; i++)
        p[i] = ascii_lower(p[i]);
    return (struct flash_str){p, key.len};
}

static struct fk_group *find_group(const struct fk_groups *in, struct flash_str key)
{
    const size_t *at = map_get(&in->index, key);
    return at ? &in->list.items[*at] : NULL;
}

static struct fk_group *group_of(
    struct arena *a, struct fk_groups *in, struct flash_str child, struct flash_str parent)
{
    /* Rows of one table come one after the other. */
    if (in->list.len > 0) {
        struct fk_group *last = &in->list.items[in->list.len - 1];
        if (str_eq_nocase(last->child, child) && str_eq_nocase(last->parent, parent))
            return last;
    }
    struct flash_str key = pair_key(a, child, parent);
    struct fk_group *group = find_group(in, key);
    if (group)
        return group;
    size_t *at = arena_new(a, size_t);
    *at = in->list.len;
    map_put(a, &in->index, key, at);
    group = vec_push(a, &in->list);
    group->key = key;
    group->child = arena_str(a, child);
    group->parent = arena_str(a, parent);
    return group;
}

static void count_violation(struct arena *a, struct fk_groups *in, struct flash_str child,
    struct flash_str parent, uint64_t row)
{
    struct fk_group *group = group_of(a, in, child, parent);
    group->count++;
    group->rowids += row;
    in->total++;
}

/* Rows of (table, rowid, parent). Gives SQLite's own code. */
static int ask(sqlite3_stmt *s, struct arena *a, struct fk_groups *out)
{
    int rc;
    while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
        bool has_rowid = sqlite3_column_type(s, 1) != SQLITE_NULL;
        count_violation(a, out, sq_text(s, 0), sq_text(s, 2),
            has_rowid ? spread(sqlite3_column_int64(s, 1)) : 1);
    }
    sqlite3_reset(s);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* One table at a time, past keys that SQLite refuses to check. */
static int ask_each_table(struct adapter_conn *c, sqlite3_stmt *check, struct arena *a,
    struct fk_groups *out, struct flash_error *err)
{
    sqlite3_stmt *tables = NULL;
    int rc = sq_prepare(c,
        STR("SELECT DISTINCT m.name FROM sqlite_schema AS m, pragma_foreign_key_list(m.name) "
            "WHERE m.type = 'table' ORDER BY m.rowid"),
        &tables, err);
    if (rc < 0)
        return rc;
    while ((rc = sq_step(c, tables, err)) > 0) {
        struct flash_str name = sq_text(tables, 0);
        sq_bind_text(check, 1, name);
        int sql_rc = ask(check, a, out);
        /* A key whose parent has no such unique key: SQLite takes it, and no row can break it. */
        if (sql_rc != SQLITE_OK && (sql_rc & 0xff) != SQLITE_ERROR) {
            rc = sq_fail(c, sql_rc, err);
            break;
        }
    }
    sqlite3_finalize(tables);
    return rc;
}

int fk_violations(
    struct adapter_conn *c, struct arena *a, struct fk_groups *out, struct flash_error *err)
{
    sqlite3_stmt *all = NULL, *each = NULL;

    *out = (struct fk_groups){0};
    int rc = sq_prepare(
        c, STR("SELECT \"table\", rowid, parent FROM pragma_foreign_key_check"), &all, err);
    if (rc < 0)
        return rc;
    int sql_rc = ask(all, a, out);
    if ((sql_rc & 0xff) == SQLITE_ERROR) {
        *out = (struct fk_groups){0};
        rc = sq_prepare(c, STR("SELECT \"table\", rowid, parent FROM pragma_foreign_key_check(?1)"),
            &each, err);
        if (rc == 0)
            rc = ask_each_table(c, each, a, out, err);
    } else if (sql_rc != SQLITE_OK) {
        rc = sq_fail(c, sql_rc, err);
    }
    sqlite3_finalize(each);
    sqlite3_finalize(all);
    return rc;
}

static struct flash_str rows_key(struct arena *a, const struct fk_group *g)
{
    return arena_printf(a, "%lld %llu", (long long)g->count, (unsigned long long)g->rowids);
}

/* Groups of before that are gone, by what rows they held. */
static void index_gone(
    const struct fk_groups *before, const struct fk_groups *now, struct arena *a, struct map *gone)
{
    for (size_t i = 0; i < before->list.len; i++)
        if (!find_group(now, before->list.items[i].key))
            map_put(a, gone, rows_key(a, &before->list.items[i]), &before->list.items[i]);
}

/* The same rows as a group that is gone: their table, or its parent, got another name. */
static bool is_new(const struct fk_groups *before, const struct map *gone, const struct fk_group *g,
    struct arena *a)
{
    const struct fk_group *old = find_group(before, g->key);
    return old ? g->count > old->count : !map_get(gone, rows_key(a, g));
}

int sq_check_integrity(struct adapter_conn *c, struct arena *a, struct flash_error *err)
{
    struct fk_groups now;
    struct strbuf text;
    struct map gone = {0};
    unsigned found = 0;

    int rc = fk_violations(c, a, &now, err);
    if (rc < 0 || now.total == 0)
        return rc;
    index_gone(&c->before, &now, a, &gone);
    strbuf_init(&text, a, sizeof(err->detail));
    for (size_t i = 0; i < now.list.len; i++) {
        const struct fk_group *g = &now.list.items[i];
        if (!is_new(&c->before, &gone, g, a) || ++found > SHOWN_MAX)
            continue;
        strbuf_addf(&text, "%s%lld row%s of '%.*s' without a row in '%.*s'", found > 1 ? "\n" : "",
            (long long)g->count, g->count == 1 ? "" : "s", STR_ARG(g->child), STR_ARG(g->parent));
    }
    if (found == 0)
        return 0;
    error_set(err, FLASH_EDATABASE, "foreign keys would be broken in database '%s'", c->path);
    error_detail(err, "%.*s", STR_ARG(strbuf_str(&text)));
    return error_hint(err, "delete or mend these rows first, then run the command again");
}
