#include "side.h"

#include "adapter/loader.h"
#include "base/limits.h"
#include "base/str.h"
#include "schema/fields.h"

static int explain(struct side *s, const char *what, const struct flash_error *err)
{
    s->why = arena_printf(s->arena, "%s: %s%s%s%s%s (%s)", what, err->message,
        err->detail[0] ? "\n" : "", err->detail, err->object[0] ? "\nabout " : "", err->object,
        error_code_name(err->code));
    return err->code;
}

int side_init(struct side *s, struct arena *a)
{
    struct flash_error err = {0};
    *s = (struct side){.dialect = dialect_find(STR("sqlite")), .arena = a};
    if (adapter_load(STR("sqlite:x.db"), &s->adapter, &err) < 0)
        return explain(s, "load", &err);
    return 0;
}

int side_parse(struct side *s, const char *name, struct flash_str sql, struct schema **out)
{
    struct flash_error err = {0};
    struct source *src = arena_new(s->arena, struct source);
    struct read_report report = {0};
    struct diags diags;
    diags_init(&diags, s->arena);
    int rc = source_init(src, str_from(name), sql, &err);
    if (rc == 0)
        rc = dialect_parse(s->dialect, s->arena, src, 1, out, &report, &diags, &err);
    return rc < 0 ? explain(s, "parse", &err) : 0;
}

static struct adapter_conn *open_file(
    struct side *s, const char *path, enum adapter_open_flags flags, struct flash_error *err)
{
    struct adapter_conn *conn = NULL;
    const char *url = arena_cprintf(s->arena, "sqlite:%s", path);
    return s->adapter->open(url, flags, &conn, err) < 0 ? NULL : conn;
}

int side_read(struct side *s, const char *path, struct schema **out)
{
    struct flash_error err = {0};
    struct adapter_facts facts = {0};
    struct diags diags;
    diags_init(&diags, s->arena);
    struct adapter_conn *conn = open_file(s, path, ADAPTER_READ, &err);
    if (conn == NULL)
        return explain(s, "open", &err);
    int rc = s->adapter->read_schema(conn, s->arena, NULL, out, &facts, &diags, &err);
    s->adapter->close(conn);
    return rc < 0 ? explain(s, "introspect", &err) : 0;
}

static int unequal(struct side *s, const struct object *a, const struct object *b)
{
    struct flash_str title = object_title(s->arena, a);
    s->why = arena_printf(s->arena, "%.*s is not the same:\n%.*s--\n%.*s", STR_ARG(title),
        STR_ARG(a->text), STR_ARG(b->text));
    return FLASH_EBUG;
}

int side_same(struct side *s, const struct schema *a, const struct schema *b)
{
    size_t n = a->objects.len < b->objects.len ? a->objects.len : b->objects.len;
    for (size_t i = 0; i < n; i++) {
        const struct object *x = a->objects.items[i], *y = b->objects.items[i];
        if (!str_eq(x->text, y->text) || !str_eq(x->path, y->path) || !object_equal(x, y))
            return unequal(s, x, y);
    }
    if (a->objects.len == b->objects.len)
        return 0;
    s->why =
        arena_printf(s->arena, "%zu objects are not %zu objects", a->objects.len, b->objects.len);
    return FLASH_EBUG;
}

int side_round_trip(struct side *s, const struct schema *m)
{
    struct strbuf b;
    struct schema *again;
    strbuf_init(&b, s->arena, LIMIT_FILE);
    schema_print(m, &b);
    int rc = side_parse(s, "printed.sql", strbuf_str(&b), &again);
    return rc < 0 ? rc : side_same(s, m, again);
}

int side_no_change(struct side *s, const struct schema *a, const struct schema *b)
{
    struct flash_error err = {0};
    struct change_list changes = {0};
    struct arena scratch;
    arena_init(&scratch, ARENA_SMALL);
    int rc = diff_schemas(a, b, NULL, s->arena, scratch, &changes, &err);
    if (rc < 0)
        explain(s, "diff", &err);
    for (size_t i = 0; rc == 0 && i < changes.len; i++) {
        const struct change *c = &changes.items[i];
        if (c->cosmetic)
            continue;
        struct flash_str title = object_title(s->arena, change_object(c));
        s->why = arena_printf(s->arena, "there is still a change: %s %.*s\n%.*s--\n%.*s",
            change_verb(c), STR_ARG(title), STR_ARG(c->from ? c->from->text : STR("")),
            STR_ARG(c->to ? c->to->text : STR("")));
        rc = FLASH_EBUG;
    }
    arena_release(&scratch);
    return rc;
}

static void add_rename(struct side *s, struct rename_list *out, enum kind k, const char *table,
    const char *from, const char *to)
{
    const struct schema_syntax *syntax = &s->dialect->syntax;
    if (str_eq(str_from(from), str_from(to)))
        return;
    struct rename *r = vec_push(s->arena, out);
    *r = (struct rename){.kind = k,
        .ns = intern(STR("main")),
        .table = table != NULL ? syntax->fold(str_from(table)) : NULL,
        .from = syntax->fold(str_from(from)),
        .to = syntax->fold(str_from(to)),
        .origin = "mv"};
}

static void table_renames(
    struct side *s, const struct g_table *from, const struct g_table *to, struct rename_list *out)
{
    add_rename(s, out, KIND_TABLE, NULL, from->name, to->name);
    for (size_t i = 0; i < to->ncolumns; i++) {
        const struct g_column *c = g_column_at(from, to->columns[i].uid);
        if (c != NULL)
            add_rename(s, out, KIND_COLUMN, to->name, c->name, to->columns[i].name);
    }
    for (size_t i = 0; i < to->nindexes; i++) {
        for (size_t k = 0; k < from->nindexes; k++) {
            if (from->indexes[k].uid == to->indexes[i].uid)
                add_rename(s, out, KIND_INDEX, NULL, from->indexes[k].name, to->indexes[i].name);
        }
    }
}

void side_renames(
    struct side *s, const struct g_schema *from, const struct g_schema *to, struct rename_list *out)
{
    for (size_t i = 0; i < to->ntables; i++) {
        const struct g_table *t = g_table_at(from, to->tables[i].uid);
        if (t != NULL)
            table_renames(s, t, &to->tables[i], out);
    }
}

static int read_parked(
    struct side *s, const char *path, struct ddl_options *options, struct flash_error *err)
{
    struct park_list *parked = arena_new(s->arena, struct park_list);
    struct adapter_conn *conn = open_file(s, path, ADAPTER_READ, err);
    if (conn == NULL)
        return err->code;
    int rc = s->adapter->park_read(conn, s->arena, parked, err);
    s->adapter->close(conn);
    options->data = DATA_PARK;
    options->parked = parked;
    options->branch = STR("property");
    options->next_park = 1;
    for (size_t i = 0; i < parked->len; i++) {
        if (parked->items[i].n >= options->next_park)
            options->next_park = parked->items[i].n + 1;
    }
    return rc;
}

int side_plan(struct side *s, const struct schema *from, const struct schema *to,
    const struct rename_list *renames, const char *path, bool park, struct plan *out)
{
    struct flash_error err = {0};
    struct arena scratch;
    struct plan_options options = {.diff = {.renames = renames}};
    if (park && read_parked(s, path, &options.ddl, &err) < 0)
        return explain(s, "read what is parked", &err);
    arena_init(&scratch, ARENA_SMALL);
    int rc = plan_make(from, to, &options, s->arena, scratch, out, &err);
    arena_release(&scratch);
    return rc < 0 ? explain(s, "plan", &err) : 0;
}

static int run_steps(
    struct side *s, struct adapter_conn *conn, const struct plan *p, struct flash_error *err)
{
    int rc = s->adapter->begin(conn, 1000, err);
    for (size_t i = 0; rc == 0 && i < p->steps.len; i++) {
        if (s->adapter->check_step != NULL)
            rc = s->adapter->check_step(conn, &p->steps.items[i], err);
        if (rc == 0)
            rc = s->adapter->exec(conn, p->steps.items[i].sql, NULL, err);
    }
    if (rc == 0)
        rc = s->adapter->check_integrity(conn, s->arena, err);
    if (rc == 0)
        return s->adapter->commit(conn, err);
    s->adapter->rollback(conn);
    return rc;
}

int side_apply(struct side *s, const char *path, const struct plan *p)
{
    struct flash_error err = {0};
    struct adapter_conn *conn = open_file(s, path, ADAPTER_WRITE, &err);
    if (conn == NULL)
        return explain(s, "open", &err);
    int rc = run_steps(s, conn, p, &err);
    s->adapter->close(conn);
    return rc < 0 ? explain(s, "apply", &err) : 0;
}
