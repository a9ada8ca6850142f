#include "adapter/sqlite/check-catalogue.h"

#include <string.h>

#include "adapter/sqlite/check-table.h"
#include "base/proc.h"
#include "base/str.h"

/* Part of every print: another check, or another SQLite, asks again. */
#define CHECK_VERSION "1"

struct checking {
    const struct catalogue *catalogue;
    const struct source *sources;
    bool *claimed; /* rows that an object was made of */
    struct arena *arena;
    struct table_checker tables;
    bool ready;
    bool always;
    struct map *known;
};

/* The row that an object was read from; NULL for none. */
static const struct catalogue_row *row_of(struct checking *k, const struct object *o)
{
    if (!o->loc.src || o->loc.src < k->sources || o->loc.src >= k->sources + k->catalogue->rows.len)
        return NULL;
    size_t i = (size_t)(o->loc.src - k->sources);
    k->claimed[i] = true;
    return &k->catalogue->rows.items[i];
}

static const char *type_of_kind(enum kind kind)
{
    if (kind == KIND_TABLE)
        return "table";
    if (kind == KIND_VIEW)
        return "view";
    return kind == KIND_TRIGGER ? "trigger" : "index";
}

static struct flash_str table_of(const struct object *o)
{
    if (o->kind == KIND_INDEX)
        return o->parent->name.spelling;
    if (o->kind == KIND_TRIGGER)
        return ((const struct trigger *)(const void *)o)->table.spelling;
    return o->name.spelling;
}

/* What a damaged or tampered sqlite_schema gets wrong: the columns that stand beside the text. */
static int check_name(struct checking *k, const struct object *o, struct flash_error *err)
{
    const struct catalogue_row *row = row_of(k, o);
    struct arena scratch = *k->arena;

    if (o->kind == KIND_OTHER)
        return 0;
    if (!row)
        return error_bug(err, "an object that sqlite_schema does not have");
    if (!str_eq(row->type, str_from(type_of_kind(o->kind))))
        return catalogue_mismatch(err, o, scratch, "it is a %.*s there", STR_ARG(row->type));
    if (!str_eq(row->name, o->name.spelling))
        return catalogue_mismatch(err, o, scratch, "its name is '%.*s' there", STR_ARG(row->name));
    if (!str_eq_nocase(row->table, table_of(o)))
        return catalogue_mismatch(
            err, o, scratch, "it belongs to '%.*s' there", STR_ARG(row->table));
    return 0;
}

/* Of the table's text and those of its indexes; the order of the children is the model's, so it is
 * stable. */
static struct flash_str table_print(struct checking *k, const struct object *table, struct arena *a)
{
    struct arena mark = *a;
    VEC(struct flash_str) texts = {0};

    *vec_push(a, &texts) = STR("flash catalogue check " CHECK_VERSION);
    *vec_push(a, &texts) = str_from(sqlite3_libversion());
    *vec_push(a, &texts) = row_of(k, table)->sql;
    for (size_t i = 0; i < table->children.len; i++)
        if (table->children.items[i]->kind == KIND_INDEX)
            *vec_push(a, &texts) = row_of(k, table->children.items[i])->sql;
    char hex[32];
    memcpy(hex, print_of(texts.items, texts.len, a).ptr, sizeof(hex));
    *a = mark;
    return arena_str(a, (struct flash_str){hex, sizeof(hex)});
}

static int check_one_table(struct checking *k, const struct object *table, struct flash_error *err)
{
    struct flash_str print = STR_NULL;
    if (k->known) {
        print = table_print(k, table, k->arena);
        if (!k->always && map_get(k->known, print))
            return 0;
    }
    int rc = 0;
    if (!k->ready)
        rc = table_checker_init(&k->tables, k->tables.conn, k->arena, err);
    k->ready = true;
    if (rc == 0)
        rc = table_check(&k->tables, table, k->tables.conn->tx, err);
    if (rc == 0 && k->known)
        map_put(k->arena, k->known, print, k->known);
    return rc;
}

static int check_object(struct checking *k, const struct object *o, struct flash_error *err)
{
    int rc = check_name(k, o, err);
    for (size_t i = 0; rc == 0 && i < o->children.len; i++)
        if (o->children.items[i]->kind == KIND_INDEX)
            rc = check_name(k, o->children.items[i], err);
    if (rc == 0 && o->kind == KIND_TABLE)
        rc = check_one_table(k, o, err);
    return rc;
}

/* Every row became an object, or was hidden (its source was never filled). */
static int check_claimed(struct checking *k, struct flash_error *err)
{
    for (size_t i = 0; i < k->catalogue->rows.len; i++) {
        const struct catalogue_row *row = &k->catalogue->rows.items[i];
        if (k->claimed[i] || !k->sources[i].path.ptr)
            continue;
        error_set(err, FLASH_EUNSUPPORTED, "%.*s '%.*s' of the database got lost in reading",
            STR_ARG(row->type), STR_ARG(row->name));
        return error_hint(err, "this is a fault of flash: report it with '%.*s'",
            (int)(row->sql.len < 200 ? row->sql.len : 200), row->sql.ptr);
    }
    return 0;
}

int check_catalogue(struct adapter_conn *c, const struct catalogue *cat,
    const struct source *sources, const struct schema *s, struct arena *a, struct map *known,
    struct flash_error *err)
{
    const char *when = proc_getenv("FLASH_CHECK_CATALOGUE");
    struct checking k = {
        .catalogue = cat,
        .sources = sources,
        .claimed = arena_array(a, bool, cat->rows.len + 1),
        .arena = a,
        .tables = {.conn = c},
        .always = when && strcmp(when, "always") == 0,
        .known = known,
    };
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < s->objects.len; i++)
        rc = check_object(&k, s->objects.items[i], err);
    if (rc == 0)
        rc = check_claimed(&k, err);
    table_checker_release(&k.tables);
    return rc;
}
