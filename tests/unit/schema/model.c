#include "model.h"

#include <assert.h>
#include <string.h>

#include "base/json.h"
#include "base/str.h"
#include "dialect/dialect.h"
#include "schema/fields.h"

static const struct symbol *fold(struct flash_str spelling)
{
    char buf[256];
    assert(spelling.len < sizeof(buf));
    for (size_t i = 0; i < spelling.len; i++)
        buf[i] = ascii_lower(spelling.ptr[i]);
    return spelling.len == 0 ? NULL : intern((struct flash_str){buf, spelling.len});
}

static void print(const struct object *o, struct strbuf *out)
{
    struct json j;
    json_init(&j, out);
    object_json(&j, o);
    strbuf_addc(out, '\n');
}

static const struct dialect test_dialect = {.syntax = {.name = "test",
                                                .suffix = ".sql",
                                                .normal_version = 1,
                                                .field_bit = FIELD_SQLITE,
                                                .fold = fold,
                                                .print = print}};

void model_init(struct test_model *m)
{
    arena_init(&m->arena, ARENA_DEFAULT);
    m->schema = schema_new(&m->arena, &test_dialect.syntax);
}

void model_release(struct test_model *m)
{
    arena_release(&m->arena);
}

static struct name name_of(struct flash_str s)
{
    const struct symbol *spelling = intern(s);
    return (struct name){spelling->text, fold(s)};
}

struct name model_name(const char *spelling)
{
    return spelling == NULL ? (struct name){0} : name_of(str_from(spelling));
}

static struct name_list names(struct test_model *m, const char *list)
{
    struct flash_str rest = str_from(list), head;
    struct name_list out = {arena_array(&m->arena, struct name, rest.len + 1), 0};
    while (rest.len > 0 && (str_split(&rest, ',', &head) || (head = rest, rest = STR_NULL, true)))
        out.items[out.len++] = name_of(head);
    return out;
}

static struct key_list keys(struct test_model *m, const char *list)
{
    struct name_list columns = names(m, list);
    struct key_list out = {arena_array(&m->arena, struct key_part, columns.len + 1), columns.len};
    for (size_t i = 0; i < columns.len; i++)
        out.items[i].column = columns.items[i];
    return out;
}

static struct ref ref_of(struct flash_str s)
{
    struct flash_str relation;
    struct ref r = {.kind = KIND_NONE};
    if (str_split(&s, '.', &relation))
        r.column = fold(s);
    else
        relation = s;
    r.name = fold(relation);
    return r;
}

static struct ref_list refs_of(struct test_model *m, const char *list)
{
    struct name_list l = names(m, list);
    struct ref_list out = {arena_array(&m->arena, struct ref, l.len + 1), l.len};
    for (size_t i = 0; i < l.len; i++)
        out.items[i] = ref_of(l.items[i].spelling);
    return out;
}

struct expression *model_expression(struct test_model *m, const char *norm, const char *refs)
{
    struct expression *e = arena_new(&m->arena, struct expression);
    e->norm = arena_str(&m->arena, str_from(norm));
    e->refs = refs_of(m, refs);
    return e;
}

static void *top(struct test_model *m, enum kind k, const char *name)
{
    struct object *o = object_new(&m->arena, k);
    o->name = model_name(name);
    o->ns = model_name("main");
    struct object *other = schema_add(m->schema, o);
    assert(other == NULL);
    (void)other;
    return o;
}

static void *child(struct test_model *m, struct object *table, enum kind k, const char *name)
{
    struct object *o = object_new(&m->arena, k);
    o->name = model_name(name);
    o->ns = table->ns;
    object_add_child(&m->arena, table, o);
    return o;
}

struct object *model_table(struct test_model *m, const char *name)
{
    return top(m, KIND_TABLE, name);
}

struct column *model_column(
    struct test_model *m, struct object *table, const char *name, const char *type)
{
    struct column *c = child(m, table, KIND_COLUMN, name);
    c->type.text = arena_str(&m->arena, str_from(type));
    return c;
}

struct primary_key *model_primary_key(
    struct test_model *m, struct object *table, const char *columns)
{
    struct primary_key *pk = child(m, table, KIND_PRIMARY_KEY, NULL);
    pk->keys = keys(m, columns);
    return pk;
}

struct unique *model_unique(
    struct test_model *m, struct object *table, const char *name, const char *columns)
{
    struct unique *u = child(m, table, KIND_UNIQUE, name);
    u->keys = keys(m, columns);
    return u;
}

struct check *model_check(
    struct test_model *m, struct object *table, const char *name, const char *norm)
{
    struct check *c = child(m, table, KIND_CHECK, name);
    c->expr = model_expression(m, norm, "");
    return c;
}

struct foreign_key *model_foreign_key(struct test_model *m, struct object *table,
    const char *columns, const char *ref_table, const char *ref_columns)
{
    struct foreign_key *fk = child(m, table, KIND_FOREIGN_KEY, NULL);
    fk->columns = names(m, columns);
    fk->ref_table = model_name(ref_table);
    fk->ref_columns = names(m, ref_columns);
    return fk;
}

struct index *model_index(
    struct test_model *m, struct object *table, const char *name, const char *columns)
{
    struct object *o = object_new(&m->arena, KIND_INDEX);
    struct index *ix = (struct index *)o;
    o->name = model_name(name);
    o->parent = table;
    ix->keys = keys(m, columns);
    struct object *other = schema_add(m->schema, o);
    assert(other == NULL);
    (void)other;
    return ix;
}

struct view *model_view(struct test_model *m, const char *name, const char *norm, const char *refs)
{
    struct view *v = top(m, KIND_VIEW, name);
    v->query = model_expression(m, norm, refs);
    return v;
}

struct trigger *model_trigger(
    struct test_model *m, const char *name, const char *table, const char *refs)
{
    struct trigger *t = top(m, KIND_TRIGGER, name);
    t->table = model_name(table);
    t->body = model_expression(m, "SELECT 1;", refs);
    return t;
}
