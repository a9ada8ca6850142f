#include "oracle.h"

#include <string.h>

#include "base/str.h"
#include "base/strbuf.h"
#include "write.h"

static void quoted(struct strbuf *b, const char *name)
{
    strbuf_addc(b, '"');
    for (; *name != '\0'; name++)
        strbuf_adds(b, *name == '"' ? "\"\"" : (char[2]){*name, '\0'});
    strbuf_addc(b, '"');
}

static bool rowid_shows(const struct g_table *t)
{
    return t->pk.len == 1 && g_is_rowid(t, g_column_at(t, t->pk.items[0].column));
}

/* A rowid is kept, as a column that shows (INTEGER PRIMARY KEY) or not; unless such a column brings
 * its own values. */
static bool keeps_rowid(const struct g_table *from, const struct g_table *to)
{
    if (from->without_rowid || to->without_rowid)
        return false;
    return !rowid_shows(to) || g_column_at(from, to->pk.items[0].column) == NULL;
}

static void names(struct strbuf *b, const struct g_table *from, const struct g_table *to,
    const struct g_table *spelling)
{
    bool first = true;
    if (keeps_rowid(from, to)) {
        strbuf_adds(b, "rowid");
        first = false;
    }
    for (size_t i = 0; i < to->ncolumns; i++) {
        const struct g_column *c = g_column_at(from, to->columns[i].uid);
        if (c == NULL || to->columns[i].generated != 0)
            continue;
        strbuf_adds(b, first ? "" : ", ");
        quoted(b, g_column_at(spelling, c->uid)->name);
        first = false;
    }
}

static bool shares_a_column(const struct g_table *from, const struct g_table *to)
{
    for (size_t i = 0; i < to->ncolumns; i++) {
        if (to->columns[i].generated == 0 && g_column_at(from, to->columns[i].uid) != NULL)
            return true;
    }
    return keeps_rowid(from, to);
}

/* Nothing of a row is left but that there is one. */
static void row_of_defaults(struct strbuf *b, const struct g_table *to)
{
    const struct g_column *c = &to->columns[0];
    while (c->generated != 0)
        c++;
    const char *def = w_default((enum g_type)c->type, c->def);
    quoted(b, c->name);
    strbuf_addf(b, ") SELECT %s", c->def != 0 && def[0] != '"' ? def : "NULL");
}

/* Rows that get new rowids get them in the order of the old rowid or key, whatever index SQLite
 * would like to read them by. */
static void old_order(struct strbuf *b, const struct g_table *from)
{
    strbuf_adds(b, from->without_rowid ? "" : " ORDER BY rowid");
    for (size_t i = 0; from->without_rowid && i < from->pk.len; i++) {
        const struct g_key *k = &from->pk.items[i];
        strbuf_adds(b, i == 0 ? " ORDER BY " : ", ");
        quoted(b, g_column_at(from, k->column)->name);
        strbuf_addf(b, "%s%s", w_collation(k->collation), k->desc ? " DESC" : "");
    }
}

static struct flash_str copy_statement(
    const struct g_table *from, const struct g_table *to, struct arena *a)
{
    struct strbuf b;
    strbuf_init(&b, a, 100000);
    strbuf_adds(&b, "INSERT OR ABORT INTO main.");
    quoted(&b, to->name);
    strbuf_adds(&b, " (");
    if (shares_a_column(from, to)) {
        names(&b, from, to, to);
        strbuf_adds(&b, ") SELECT ");
        names(&b, from, to, from);
    } else {
        row_of_defaults(&b, to);
    }
    strbuf_adds(&b, " FROM before.");
    quoted(&b, from->name);
    old_order(&b, from);
    return strbuf_str(&b);
}

static bool copy_rows(
    struct oracle *o, const struct g_schema *from, const struct g_schema *to, struct arena *a)
{
    for (size_t i = 0; i < to->ntables; i++) {
        const struct g_table *t = &to->tables[i], *was = g_table_at(from, t->uid);
        if (was != NULL && !db_exec(o->db, copy_statement(was, t, a), a, &o->why))
            return false;
    }
    if (db_int(o->db, STR("SELECT count(*) FROM pragma_foreign_key_check"), 1) == 0)
        return true;
    o->why = STR("a foreign key would be hurt");
    return false;
}

static void string(struct strbuf *b, const char *text)
{
    strbuf_addc(b, '\'');
    for (; *text != '\0'; text++)
        strbuf_adds(b, *text == '\'' ? "''" : (char[2]){*text, '\0'});
    strbuf_addc(b, '\'');
}

/* AUTOINCREMENT goes on where it stood, whatever rows are left. */
static void keep_sequences(
    struct oracle *o, const struct g_schema *from, const struct g_schema *to, struct arena *a)
{
    for (size_t i = 0; i < to->ntables; i++) {
        const struct g_table *t = &to->tables[i], *was = g_table_at(from, t->uid);
        struct strbuf b;
        if (was == NULL || !was->autoincrement || !t->autoincrement)
            continue;
        strbuf_init(&b, a, 10000);
        strbuf_adds(&b, "DELETE FROM main.sqlite_sequence WHERE name = ");
        string(&b, t->name);
        strbuf_adds(&b, "; INSERT INTO main.sqlite_sequence SELECT ");
        string(&b, t->name);
        strbuf_adds(&b, ", seq FROM before.sqlite_sequence WHERE name = ");
        string(&b, was->name);
        db_must(o->db, b.ptr);
    }
}

void oracle_make(struct oracle *o, const struct g_schema *from, const struct g_schema *to,
    const char *before, uint64_t style, struct arena *a)
{
    struct strbuf b;
    *o = (struct oracle){.db = db_open(":memory:")};
    strbuf_init(&b, a, 1000000);
    g_write_tables(to, style, &b);
    db_must(o->db, b.ptr ? b.ptr : "");
    db_must(o->db, arena_cprintf(a, "ATTACH '%s' AS before", before));
    o->rows_fit = copy_rows(o, from, to, a);
    keep_sequences(o, from, to, a);
    db_must(o->db, "DETACH before");
    strbuf_truncate(&b, 0);
    g_write_rest(to, style + 1, &b);
    db_must(o->db, b.ptr ? b.ptr : "");
}

void oracle_release(struct oracle *o)
{
    db_close(o->db);
}

/* Rows of another type may be converted in more than one right way. */
static bool comparable(
    const struct g_table *from, const struct g_table *to, const struct g_column *c)
{
    const struct g_column *was = g_column_at(from, c->uid);
    if (c->generated != 0) {
        const struct g_column *source = g_column_at(to, c->value.column);
        return comparable(from, to, source);
    }
    if (was == NULL || was->generated != 0)
        return !w_default_varies((enum g_type)c->type, c->def);
    return was->type == c->type && from->strict == to->strict;
}

static struct flash_str kept_rows(
    const struct g_table *from, const struct g_table *to, struct arena *a)
{
    struct strbuf b;
    strbuf_init(&b, a, 100000);
    strbuf_adds(&b, keeps_rowid(from, to) ? "SELECT rowid" : "SELECT 1");
    for (size_t i = 0; i < to->ncolumns; i++) {
        if (!comparable(from, to, &to->columns[i]))
            continue;
        strbuf_adds(&b, ", quote(");
        quoted(&b, to->columns[i].name);
        strbuf_adds(&b, ")");
    }
    strbuf_adds(&b, " FROM ");
    quoted(&b, to->name);
    return strbuf_str(&b);
}

static int64_t sequence(sqlite3 *db, const char *table, struct arena *a)
{
    struct strbuf b;
    strbuf_init(&b, a, 10000);
    strbuf_adds(&b, "SELECT seq FROM sqlite_sequence WHERE name = ");
    string(&b, table);
    return db_int(db, strbuf_str(&b), 0);
}

static bool sequence_kept(sqlite3 *got, const char *before, const struct g_table *from,
    const struct g_table *to, struct arena *a, struct flash_str *why)
{
    if (!from->autoincrement || !to->autoincrement)
        return true;
    sqlite3 *db = db_open(before);
    int64_t was = sequence(db, from->name, a), is = sequence(got, to->name, a);
    db_close(db);
    if (was == is)
        return true;
    *why = arena_printf(a, "AUTOINCREMENT of table %s stood at %lld, stands at %lld", to->name,
        (long long)was, (long long)is);
    return false;
}

bool oracle_rows_equal(sqlite3 *got, const struct oracle *o, const struct g_schema *from,
    const struct g_schema *to, const char *before, struct arena *a, struct flash_str *why)
{
    for (size_t i = 0; i < to->ntables; i++) {
        const struct g_table *t = &to->tables[i], *was = g_table_at(from, t->uid);
        struct lines x = {0}, y = {0};
        if (was == NULL)
            continue;
        struct flash_str query = kept_rows(was, t, a);
        db_rows(got, query, a, &x);
        db_rows(o->db, query, a, &y);
        if (!lines_equal(&x, &y, a, why)) {
            *why = arena_printf(a, "rows of table %s: %.*s", t->name, STR_ARG(*why));
            return false;
        }
        if (!sequence_kept(got, before, was, t, a, why))
            return false;
    }
    return true;
}

static bool same_key(const struct g_table *a, const struct g_table *b)
{
    if (a->pk.len == 0 || a->pk.len != b->pk.len)
        return false;
    for (size_t i = 0; i < a->pk.len; i++) {
        const struct g_column *x = g_column_at(a, a->pk.items[i].column);
        const struct g_column *y = g_column_at(b, a->pk.items[i].column);
        if (b->pk.items[i].column != x->uid || y->type != x->type || y->not_null != x->not_null)
            return false;
    }
    return a->strict == b->strict && a->without_rowid == b->without_rowid;
}

/* A NULL that became a default is not told from one that was there. */
static bool comes_back(const struct g_table *a, const struct g_table *b, const struct g_column *c)
{
    const struct g_column *other = g_column_at(b, c->uid);
    if (c->generated != 0)
        return comes_back(a, b, g_column_at(a, c->value.column));
    if (other == NULL)
        return true;
    return other->generated == 0 && (c->not_null || !other->not_null);
}

static struct flash_str all_values(
    const struct g_table *a, const struct g_table *b, struct arena *arena)
{
    struct strbuf q;
    strbuf_init(&q, arena, 100000);
    strbuf_adds(&q, "SELECT 1");
    for (size_t i = 0; i < a->ncolumns; i++) {
        if (b != NULL && !comes_back(a, b, &a->columns[i]))
            continue;
        strbuf_adds(&q, ", quote(");
        quoted(&q, a->columns[i].name);
        strbuf_adds(&q, ")");
    }
    strbuf_adds(&q, " FROM ");
    quoted(&q, a->name);
    /* SQLite lets a key be NULL; the values of such a row may stay parked. */
    for (size_t i = 0; b != NULL && i < a->pk.len; i++) {
        strbuf_adds(&q, i == 0 ? " WHERE " : " AND ");
        quoted(&q, g_column_at(a, a->pk.items[i].column)->name);
        strbuf_adds(&q, " IS NOT NULL");
    }
    return strbuf_str(&q);
}

bool oracle_nothing_lost(sqlite3 *got, const char *was, const struct g_schema *a,
    const struct g_schema *b, struct arena *arena, struct flash_str *why)
{
    bool ok = true;
    sqlite3 *db = db_open(was);
    for (size_t i = 0; ok && i < a->ntables; i++) {
        const struct g_table *t = &a->tables[i], *other = g_table_at(b, t->uid);
        struct lines x = {0}, y = {0};
        if (other != NULL && !same_key(t, other))
            continue;
        struct flash_str query = all_values(t, other, arena);
        db_rows(got, query, arena, &x);
        db_rows(db, query, arena, &y);
        ok = lines_equal(&x, &y, arena, why);
        if (!ok)
            *why = arena_printf(arena, "back in table %s: %.*s", t->name, STR_ARG(*why));
    }
    db_close(db);
    return ok;
}

static void all_rows(sqlite3 *db, const struct g_schema *s, struct arena *a, struct lines *out)
{
    for (size_t i = 0; i < s->ntables; i++) {
        const struct g_table *t = &s->tables[i];
        struct strbuf b;
        strbuf_init(&b, a, 100000);
        strbuf_addf(&b, "SELECT %zu", i);
        for (size_t k = 0; k < t->ncolumns; k++) {
            if (w_default_varies((enum g_type)t->columns[k].type, t->columns[k].def))
                continue;
            strbuf_adds(&b, ", quote(");
            quoted(&b, t->columns[k].name);
            strbuf_adds(&b, ")");
        }
        strbuf_adds(&b, " FROM ");
        quoted(&b, t->name);
        db_rows(db, strbuf_str(&b), a, out);
    }
}

static bool actions_differ(const struct g_table *t)
{
    for (size_t i = 0; i < t->nfks; i++) {
        for (size_t k = 0; k < i; k++) {
            const struct g_fk *x = &t->fks[i], *y = &t->fks[k];
            if (x->ref_table == y->ref_table &&
                (x->on_delete != y->on_delete || x->on_update != y->on_update))
                return true;
        }
    }
    return false;
}

/*
 * Keys with different conflict clauses, foreign keys with different actions: which of several that
 * a row hurts is asked first, SQLite decides by the order in which they stand, and that order is no
 * part of a schema.
 */
static bool answers_by_order(const struct g_schema *s)
{
    for (size_t i = 0; i < s->ntables; i++) {
        const struct g_table *t = &s->tables[i];
        unsigned conflicts = t->pk.len > 0 ? 1u << t->pk_conflict : 0;
        for (size_t k = 0; k < t->nuniques; k++)
            conflicts |= 1u << t->uniques[k].conflict;
        for (size_t k = 0; k < t->nindexes; k++)
            conflicts |= t->indexes[k].unique ? 1u : 0;
        if ((conflicts & (conflicts - 1)) != 0 || actions_differ(t))
            return true;
    }
    return false;
}

enum answers { SAME, UNDECIDED, DIFFERENT };

/* emptied: what stood there before is not the same in both, should a statement bring it back (ON
 * CONFLICT ROLLBACK). */
static enum answers compare_answers(sqlite3 *got, sqlite3 *want, const struct g_schema *to,
    bool emptied, const struct statements *probes, struct arena *a, struct flash_str *why)
{
    for (size_t i = 0; i < probes->list.len; i++) {
        const char *sql = probes->list.items[i].ptr;
        bool x = sqlite3_exec(got, sql, NULL, NULL, NULL) == SQLITE_OK;
        bool y = sqlite3_exec(want, sql, NULL, NULL, NULL) == SQLITE_OK;
        if (emptied && (sqlite3_get_autocommit(got) || sqlite3_get_autocommit(want)))
            return UNDECIDED;
        if (x == y && sqlite3_changes64(got) == sqlite3_changes64(want))
            continue;
        *why = arena_printf(a, "probe: %s\nflash's: %d %s, %lld rows\nSQLite's: %d %s, %lld rows",
            sql, x, sqlite3_errmsg(got), (long long)sqlite3_changes64(got), y, sqlite3_errmsg(want),
            (long long)sqlite3_changes64(want));
        return answers_by_order(to) ? UNDECIDED : DIFFERENT;
    }
    return SAME;
}

/* A statement may end the transaction (ON CONFLICT ROLLBACK); then there is nothing to take back.
 */
static void back(sqlite3 *db)
{
    if (!sqlite3_get_autocommit(db))
        db_must(db, "ROLLBACK");
    db_must(db, "PRAGMA foreign_keys = OFF");
}

/* The rows are the same down to the last value, so that the same may be asked of them. */
static bool all_comparable(const struct g_schema *from, const struct g_schema *to)
{
    for (size_t i = 0; i < to->ntables; i++) {
        const struct g_table *t = &to->tables[i], *was = g_table_at(from, t->uid);
        for (size_t k = 0; was != NULL && k < t->ncolumns; k++) {
            if (!comparable(was, t, &t->columns[k]))
                return false;
        }
    }
    return true;
}

/* Counters too. FALSE where a foreign key or a trigger did not let all rows go. */
static bool empty(sqlite3 *db, const struct g_schema *s, struct arena *a)
{
    bool left = false;
    for (size_t round = 0; round < 2; round++) {
        struct statements all = {0};
        left = false;
        for (size_t i = 0; i < s->ntables; i++) {
            struct strbuf b;
            strbuf_init(&b, a, 10000);
            strbuf_adds(&b, round == 0 ? "DELETE FROM " : "SELECT count(*) FROM ");
            quoted(&b, s->tables[i].name);
            *vec_push(a, &all.list) = strbuf_str(&b);
            left = left || (round == 1 && db_int(db, strbuf_str(&b), 1) != 0);
        }
        *vec_push(a, &all.list) = STR("DELETE FROM sqlite_sequence");
        db_try(db, &all);
    }
    return !left;
}

bool oracle_probes_equal(sqlite3 *got, const struct oracle *o, const struct g_schema *from,
    const struct g_schema *to, uint64_t seed, struct arena *a, struct flash_str *why)
{
    struct statements probes = {0};
    struct lines x = {0}, y = {0};
    g_write_probes(to, seed, 5, a, &probes);
    db_must(got, "PRAGMA foreign_keys = ON; BEGIN");
    db_must(o->db, "PRAGMA foreign_keys = ON; BEGIN");
    bool same_rows = o->rows_fit && all_comparable(from, to);
    if (!same_rows && (!empty(got, to, a) || !empty(o->db, to, a)))
        probes.list.len = 0;
    enum answers answers = compare_answers(got, o->db, to, !same_rows, &probes, a, why);
    bool ok = answers != DIFFERENT;
    if (answers == SAME && probes.list.len > 0) {
        all_rows(got, to, a, &x);
        all_rows(o->db, to, a, &y);
        ok = lines_equal(&x, &y, a, why) || answers_by_order(to);
    }
    back(got);
    back(o->db);
    return ok;
}
