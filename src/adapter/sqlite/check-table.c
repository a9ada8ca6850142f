#include "adapter/sqlite/check-table.h"

#include <stdlib.h>

#include "adapter/sqlite/check-index.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "base/vec.h"

#define SIGNATURE_MAX ((size_t)1 << 20)

struct table_flags {
    bool without_rowid, strict;
};

struct signatures {
    VEC(struct flash_str) list;
};

int catalogue_mismatch(
    struct flash_error *err, const struct object *o, struct arena scratch, const char *fmt, ...)
{
    struct flash_str title = object_title(&scratch, o);
    va_list ap;

    va_start(ap, fmt);
    struct flash_str what = arena_vprintf(&scratch, fmt, ap);
    va_end(ap);
    error_set(err, FLASH_EUNSUPPORTED, "%.*s is read in another way than SQLite reads it: %.*s",
        STR_ARG(title), STR_ARG(what));
    error_object(err, "%.*s", STR_ARG(title));
    return error_hint(err,
        "this is a fault of flash, or the database is damaged: report it with the "
        "object's text in sqlite_schema");
}

static int read_flags(struct table_checker *k, struct flash_error *err)
{
    const struct dialect *d = dialect_find(STR("sqlite"));
    sqlite3_stmt *s = NULL;
    int rc = sq_prepare(k->conn,
        STR("SELECT name, wr, strict FROM pragma_table_list WHERE schema = 'main'"), &s, err);
    if (rc < 0)
        return rc;
    while ((rc = sq_step(k->conn, s, err)) > 0) {
        struct table_flags *f = arena_new(k->arena, struct table_flags);
        f->without_rowid = sqlite3_column_int(s, 1) != 0;
        f->strict = sqlite3_column_int(s, 2) != 0;
        map_put_ptr(k->arena, &k->flags, d->syntax.fold(sq_text(s, 0)), f);
    }
    sqlite3_finalize(s);
    return rc;
}

int table_checker_init(
    struct table_checker *k, struct adapter_conn *c, struct arena *a, struct flash_error *err)
{
    *k = (struct table_checker){.conn = c, .arena = a};
    int rc = sq_prepare(c,
        STR("SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?1)"),
        &k->columns, err);
    if (rc == 0)
        rc = sq_prepare(c,
            STR("SELECT id, \"table\", \"from\", \"to\", on_update, on_delete "
                "FROM pragma_foreign_key_list(?1)"),
            &k->foreign_keys, err);
    if (rc == 0)
        rc = sq_prepare(c,
            STR("SELECT name, \"unique\", origin, partial FROM pragma_index_list(?1)"), &k->indexes,
            err);
    if (rc == 0)
        rc = sq_prepare(c,
            STR("SELECT cid, name, \"desc\", coll FROM pragma_index_xinfo(?1) WHERE key = 1"),
            &k->index_columns, err);
    return rc == 0 ? read_flags(k, err) : rc;
}

void table_checker_release(struct table_checker *k)
{
    sqlite3_finalize(k->columns);
    sqlite3_finalize(k->foreign_keys);
    sqlite3_finalize(k->indexes);
    sqlite3_finalize(k->index_columns);
}

static bool is_layout(char c)
{
    return ascii_space(c) || c == '"' || c == '`' || c == '[' || c == ']' || c == '(' || c == ')';
}

/* Equal but for white space, case, quotes and parentheses: what may differ between a text and the
 * same text as SQLite keeps it. */
static bool same_text(struct flash_str a, struct flash_str b)
{
    size_t i = 0, j = 0;
    for (;;) {
        while (i < a.len && is_layout(a.ptr[i]))
            i++;
        while (j < b.len && is_layout(b.ptr[j]))
            j++;
        if (i == a.len || j == b.len)
            return i == a.len && j == b.len;
        if (ascii_lower(a.ptr[i++]) != ascii_lower(b.ptr[j++]))
            return false;
    }
}

/* 1-based place of a column in the primary key, 0 for none. */
static int key_place(const struct primary_key *pk, const struct column *col)
{
    for (size_t i = 0; pk && i < pk->keys.len; i++)
        if (name_eq(pk->keys.items[i].column, col->base.name))
            return (int)i + 1;
    return 0;
}

/* pragma_table_xinfo's numbers for hidden. */
static int hidden_of(const struct column *col)
{
    if (!col->generated)
        return 0;
    return col->generated_kind == GENERATED_STORED ? 3 : 2;
}

static int check_column(const struct table *t, const struct column *col, sqlite3_stmt *s,
    struct arena scratch, struct flash_error *err)
{
    const struct object *o = &col->base;
    int place = key_place(table_primary_key(&t->base), col);
    bool not_null = col->not_null || (t->without_rowid && place > 0);
    struct flash_str name = sq_text(s, 0), type = sq_text(s, 1), def = sq_text(s, 3);

    if (!str_eq(name, o->name.spelling))
        return catalogue_mismatch(err, o, scratch, "its name is '%.*s' there", STR_ARG(name));
    if (!same_text(type, col->type.text))
        return catalogue_mismatch(err, o, scratch, "its type is '%.*s' there, not '%.*s'",
            STR_ARG(type), STR_ARG(col->type.text));
    if ((sqlite3_column_int(s, 2) != 0) != not_null)
        return catalogue_mismatch(
            err, o, scratch, "it is %s there", not_null ? "nullable" : "NOT NULL");
    if ((def.ptr != NULL) != (col->def != NULL) ||
        (col->def && col->def->text.len > 0 && !same_text(def, col->def->text)))
        return catalogue_mismatch(err, o, scratch, "its default is '%.*s' there", STR_ARG(def));
    if (sqlite3_column_int(s, 4) != place)
        return catalogue_mismatch(
            err, o, scratch, "its place in the primary key is %d there", sqlite3_column_int(s, 4));
    if (sqlite3_column_int(s, 5) != hidden_of(col))
        return catalogue_mismatch(
            err, o, scratch, "it is %sgenerated there", sqlite3_column_int(s, 5) < 2 ? "not " : "");
    return 0;
}

static int check_columns(
    struct table_checker *k, const struct table *t, struct arena scratch, struct flash_error *err)
{
    size_t n = table_column_count(&t->base), i = 0;
    sqlite3_stmt *s = k->columns;
    int rc;

    sq_bind_text(s, 1, t->base.name.spelling);
    while ((rc = sq_step(k->conn, s, err)) > 0) {
        if (i == n) {
            struct flash_str name = sq_text(s, 0);
            rc = catalogue_mismatch(
                err, &t->base, scratch, "it has a column '%.*s' there", STR_ARG(name));
            break;
        }
        const struct object *o = t->base.children.items[i++];
        rc = check_column(t, (const struct column *)(const void *)o, s, scratch, err);
        if (rc < 0)
            break;
    }
    sqlite3_reset(s);
    if (rc == 0 && i < n)
        return catalogue_mismatch(
            err, &t->base, scratch, "it has %zu columns there, not %zu", i, n);
    return rc;
}

static int check_flags(
    struct table_checker *k, const struct table *t, struct arena scratch, struct flash_error *err)
{
    const struct table_flags *f = map_get_ptr(&k->flags, t->base.name.key);
    if (!f)
        return catalogue_mismatch(err, &t->base, scratch, "there is no such table");
    if (f->without_rowid != t->without_rowid)
        return catalogue_mismatch(
            err, &t->base, scratch, "it has %s rowid there", f->without_rowid ? "no" : "a");
    if (f->strict != t->strict)
        return catalogue_mismatch(
            err, &t->base, scratch, "it is %sSTRICT there", f->strict ? "" : "not ");
    return 0;
}

static void add_lower(struct strbuf *b, struct flash_str s)
{
    for (size_t i = 0; i < s.len; i++)
        strbuf_addc(b, ascii_lower(s.ptr[i]));
}

static const char *const action_words[] = {
    [FK_NO_ACTION] = "NO ACTION",
    [FK_RESTRICT] = "RESTRICT",
    [FK_SET_NULL] = "SET NULL",
    [FK_SET_DEFAULT] = "SET DEFAULT",
    [FK_CASCADE] = "CASCADE",
};

/* "update|delete|parent;from>to;from>to" */
static void start_foreign_key(struct strbuf *b, struct arena *a, struct flash_str on_update,
    struct flash_str on_delete, struct flash_str parent)
{
    strbuf_init(b, a, SIGNATURE_MAX);
    strbuf_addf(b, "%.*s|%.*s|", STR_ARG(on_update), STR_ARG(on_delete));
    add_lower(b, parent);
}

static void add_foreign_column(struct strbuf *b, struct flash_str from, struct flash_str to)
{
    strbuf_addc(b, ';');
    add_lower(b, from);
    strbuf_addc(b, '>');
    add_lower(b, to);
}

static void foreign_keys_of_model(const struct table *t, struct arena *a, struct signatures *out)
{
    for (size_t i = 0; i < t->base.children.len; i++) {
        const struct object *o = t->base.children.items[i];
        struct strbuf b;
        if (o->kind != KIND_FOREIGN_KEY)
            continue;
        const struct foreign_key *fk = (const struct foreign_key *)(const void *)o;
        start_foreign_key(&b, a, str_from(action_words[fk->on_update]),
            str_from(action_words[fk->on_delete]), fk->ref_table.spelling);
        for (size_t j = 0; j < fk->columns.len; j++)
            add_foreign_column(&b, fk->columns.items[j].spelling,
                j < fk->ref_columns.len ? fk->ref_columns.items[j].spelling : STR_NULL);
        *vec_push(a, &out->list) = strbuf_str(&b);
    }
}

static int foreign_keys_of_engine(struct table_checker *k, const struct table *t, struct arena *a,
    struct signatures *out, struct flash_error *err)
{
    sqlite3_stmt *s = k->foreign_keys;
    struct strbuf b;
    int64_t last = -1;
    int rc;

    sq_bind_text(s, 1, t->base.name.spelling);
    while ((rc = sq_step(k->conn, s, err)) > 0) {
        if (sqlite3_column_int64(s, 0) != last) {
            if (last >= 0)
                *vec_push(a, &out->list) = strbuf_str(&b);
            start_foreign_key(&b, a, sq_text(s, 4), sq_text(s, 5), sq_text(s, 1));
            last = sqlite3_column_int64(s, 0);
        }
        add_foreign_column(&b, sq_text(s, 2), sq_text(s, 3));
    }
    if (last >= 0)
        *vec_push(a, &out->list) = strbuf_str(&b);
    sqlite3_reset(s);
    return rc;
}

static int signature_cmp(const void *a, const void *b)
{
    return str_cmp(*(const struct flash_str *)a, *(const struct flash_str *)b);
}

static void sort_signatures(struct signatures *s)
{
    if (s->list.len > 1)
        qsort(s->list.items, s->list.len, sizeof(*s->list.items), signature_cmp);
}

static int check_foreign_keys(
    struct table_checker *k, const struct table *t, struct arena scratch, struct flash_error *err)
{
    struct signatures ours = {0}, theirs = {0};
    struct arena *a = &scratch;

    foreign_keys_of_model(t, a, &ours);
    int rc = foreign_keys_of_engine(k, t, a, &theirs, err);
    if (rc < 0)
        return rc;
    sort_signatures(&ours);
    sort_signatures(&theirs);
    if (ours.list.len != theirs.list.len)
        return catalogue_mismatch(err, &t->base, scratch, "it has %zu foreign keys there, not %zu",
            theirs.list.len, ours.list.len);
    for (size_t i = 0; i < ours.list.len; i++)
        if (!str_eq(ours.list.items[i], theirs.list.items[i]))
            return catalogue_mismatch(err, &t->base, scratch,
                "a foreign key is '%.*s' there, not '%.*s'", STR_ARG(theirs.list.items[i]),
                STR_ARG(ours.list.items[i]));
    return 0;
}

int table_check(struct table_checker *k, const struct object *table, struct arena scratch,
    struct flash_error *err)
{
    const struct table *t = (const struct table *)(const void *)table;

    /* A virtual table's columns are its module's business; asking would run the module. */
    if (name_is_set(t->module))
        return 0;
    int rc = check_flags(k, t, scratch, err);
    if (rc == 0)
        rc = check_columns(k, t, scratch, err);
    if (rc == 0)
        rc = check_foreign_keys(k, t, scratch, err);
    if (rc == 0)
        rc = check_indexes(k, t, scratch, err);
    return rc;
}
