#include "adapter/sqlite/check-index.h"

#include "base/str.h"
#include "base/strbuf.h"
#include "base/vec.h"

#define KEY_TEXT_MAX ((size_t)1 << 20)

/* A row of pragma_index_list. */
struct engine_index {
    struct flash_str name;
    char origin; /* 'c' CREATE INDEX, 'u' UNIQUE, 'p' PRIMARY KEY */
    bool unique, partial;
};
struct engine_indexes {
    VEC(struct engine_index) list;
};

static int list_indexes(struct table_checker *k, const struct table *t, struct arena *a,
    struct engine_indexes *out, struct flash_error *err)
{
    sqlite3_stmt *s = k->indexes;
    int rc;

    sq_bind_text(s, 1, t->base.name.spelling);
    while ((rc = sq_step(k->conn, s, err)) > 0) {
        struct flash_str origin = sq_text(s, 2);
        *vec_push(a, &out->list) = (struct engine_index){
            .name = sq_copy(s, 0, a),
            .origin = origin.len > 0 ? origin.ptr[0] : '\0',
            .unique = sqlite3_column_int(s, 1) != 0,
            .partial = sqlite3_column_int(s, 3) != 0,
        };
    }
    sqlite3_reset(s);
    return rc;
}

static struct flash_str part_collation(const struct table *t, const struct key_part *part)
{
    if (name_is_set(part->collation))
        return part->collation.spelling;
    const struct column *col =
        name_is_set(part->column) ? table_column(&t->base, part->column.key) : NULL;
    if (!col)
        return STR_NULL;
    return name_is_set(col->collation) ? col->collation.spelling : STR("BINARY");
}

/* One element; the statement stands on its row. */
static int check_part(const struct table *t, const struct index *x, size_t i, sqlite3_stmt *s,
    struct arena scratch, struct flash_error *err)
{
    const struct key_part *part = &x->keys.items[i];
    struct flash_str name = sq_text(s, 1), coll = sq_text(s, 3);
    struct flash_str want = part_collation(t, part);

    /* SQLite sees through parentheses: an expression of ours may be a plain column there, not the
     * reverse. */
    if (name_is_set(part->column) && !str_eq_nocase(name, part->column.spelling))
        return catalogue_mismatch(err, &x->base, scratch, "element %zu is '%.*s' there, not '%.*s'",
            i + 1, STR_ARG(name), STR_ARG(part->column.spelling));
    if ((sqlite3_column_int(s, 2) != 0) != part->desc)
        return catalogue_mismatch(
            err, &x->base, scratch, "element %zu runs the other way there", i + 1);
    if (want.ptr && !str_eq_nocase(coll, want))
        return catalogue_mismatch(err, &x->base, scratch,
            "element %zu has the collation '%.*s' there, not '%.*s'", i + 1, STR_ARG(coll),
            STR_ARG(want));
    return 0;
}

static int check_parts(struct table_checker *k, const struct table *t, const struct index *x,
    struct arena scratch, struct flash_error *err)
{
    sqlite3_stmt *s = k->index_columns;
    size_t i = 0;
    int rc;

    sq_bind_text(s, 1, x->base.name.spelling);
    while ((rc = sq_step(k->conn, s, err)) > 0) {
        if (i < x->keys.len)
            rc = check_part(t, x, i, s, scratch, err);
        i++;
        if (rc < 0)
            break;
    }
    sqlite3_reset(s);
    if (rc == 0 && i != x->keys.len)
        return catalogue_mismatch(
            err, &x->base, scratch, "it has %zu elements there, not %zu", i, x->keys.len);
    return rc;
}

static int check_created(struct table_checker *k, const struct table *t,
    const struct engine_index *engine, struct arena scratch, struct flash_error *err)
{
    const struct symbol *key = dialect_find(STR("sqlite"))->syntax.fold(engine->name);
    const struct object *o = object_child(&t->base, KIND_INDEX, key);
    const struct index *x = (const struct index *)(const void *)o;

    /* Kept word for word as kind other: nothing to compare. */
    if (!x)
        return 0;
    if (x->unique != engine->unique)
        return catalogue_mismatch(
            err, o, scratch, "it is %sunique there", engine->unique ? "" : "not ");
    if ((x->where != NULL) != engine->partial)
        return catalogue_mismatch(
            err, o, scratch, "it is %spartial there", engine->partial ? "" : "not ");
    return check_parts(k, t, x, scratch, err);
}

static void add_column(struct strbuf *b, struct flash_str name)
{
    strbuf_addc(b, ',');
    for (size_t i = 0; i < name.len; i++)
        strbuf_addc(b, ascii_lower(name.ptr[i]));
}

/* ",a,b" of the index that SQLite made for a key. */
static int key_of_engine(struct table_checker *k, const struct engine_index *engine,
    struct strbuf *out, struct flash_error *err)
{
    sqlite3_stmt *s = k->index_columns;
    int rc;

    sq_bind_text(s, 1, engine->name);
    while ((rc = sq_step(k->conn, s, err)) > 0)
        add_column(out, sq_text(s, 1));
    sqlite3_reset(s);
    return rc;
}

/* The model's keys for which SQLite makes an index; NULL for any other child. */
static const struct key_list *key_of_model(const struct object *o)
{
    if (o->kind == KIND_UNIQUE)
        return &((const struct unique *)(const void *)o)->keys;
    if (o->kind != KIND_PRIMARY_KEY)
        return NULL;
    const struct primary_key *pk = (const struct primary_key *)(const void *)o;
    return pk->rowid_alias ? NULL : &pk->keys;
}

static struct flash_str key_text(const struct key_list *keys, struct arena *a)
{
    struct strbuf b;
    strbuf_init(&b, a, KEY_TEXT_MAX);
    for (size_t i = 0; i < keys->len; i++)
        add_column(&b, keys->items[i].column.spelling);
    return strbuf_str(&b);
}

/* As sets: SQLite makes one index for two keys over the same columns. */
static int compare_keys(
    const struct table *t, const struct map *engine, struct arena scratch, struct flash_error *err)
{
    struct map ours = {0};
    struct arena *a = &scratch;

    for (size_t i = 0; i < t->base.children.len; i++) {
        const struct object *o = t->base.children.items[i];
        const struct key_list *keys = key_of_model(o);
        if (!keys)
            continue;
        struct flash_str text = key_text(keys, a);
        map_put(a, &ours, text, a);
        if (!map_get(engine, text))
            return catalogue_mismatch(err, o, scratch, "SQLite has no such key");
    }
    for (size_t i = 0; i < engine->len; i++)
        if (!map_get(&ours, engine->items[i].key))
            return catalogue_mismatch(err, &t->base, scratch, "it has a key (%.*s) there",
                STR_ARG(str_skip(engine->items[i].key, 1)));
    return 0;
}

int check_indexes(
    struct table_checker *k, const struct table *t, struct arena scratch, struct flash_error *err)
{
    struct engine_indexes indexes = {0};
    struct map keys = {0};
    struct arena *a = &scratch;

    int rc = list_indexes(k, t, a, &indexes, err);
    for (size_t i = 0; rc == 0 && i < indexes.list.len; i++) {
        const struct engine_index *engine = &indexes.list.items[i];
        if (engine->origin == 'c') {
            rc = check_created(k, t, engine, scratch, err);
            continue;
        }
        struct strbuf b;
        strbuf_init(&b, a, KEY_TEXT_MAX);
        rc = key_of_engine(k, engine, &b, err);
        map_put(a, &keys, strbuf_str(&b), a);
    }
    return rc == 0 ? compare_keys(t, &keys, scratch, err) : rc;
}
