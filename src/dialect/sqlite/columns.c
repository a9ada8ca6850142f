#include "dialect/sqlite/columns.h"

#include "base/str.h"
#include "dialect/sqlite/names.h"
#include "sql/print-name.h"

#define DEPTH_MAX   100  /* views on views; sub-queries in sub-queries */
#define COLUMNS_MAX 2000 /* of one relation, stars replaced: SQLite's own limit */
#define JOIN_MAX    1000 /* items of one FROM that are looked through; SQLite joins 64 */

bool relation_is_open(const struct object *o)
{
    return o == NULL || (o->kind == KIND_TABLE && name_is_set(((const struct table *)o)->module));
}

const struct object *column_relation(
    const struct column_space *sp, const struct ident *schema, const struct ident *name)
{
    if (ident_is_set(schema) && sqlite_fold(schema->text) != sqlite_main())
        return NULL;
    return schema_relation(sp->s, sqlite_main(), sqlite_fold(name->text));
}

static void add(struct column_space *sp, struct columns *out, struct name n)
{
    if (out->len >= COLUMNS_MAX) {
        out->open = true;
        return;
    }
    out->unnamed |= n.key == NULL;
    *vec_push(sp->arena, out) = n;
}

static void add_all(struct column_space *sp, struct columns *out, const struct columns *from)
{
    for (size_t i = 0; i < from->len; i++)
        add(sp, out, from->items[i]);
    out->open |= from->open;
}

/* A new empty list under this key, or the one that is there. *fresh tells which. One that is being
 * filled is open: who asks for it then refers to itself. */
static struct columns *remember(struct column_space *sp, const void *key, bool *fresh)
{
    struct columns *c = map_get_ptr(&sp->memo, key);

    *fresh = c == NULL;
    if (c == NULL) {
        c = arena_new(sp->arena, struct columns);
        map_put_ptr(sp->arena, &sp->memo, key, c);
    }
    return c;
}

static void add_table(struct column_space *sp, struct columns *out, const struct object *t)
{
    out->open |= relation_is_open(t);
    for (size_t i = 0; i < t->children.len; i++) {
        if (t->children.items[i]->kind == KIND_COLUMN)
            add(sp, out, t->children.items[i]->name);
    }
}

static void add_view(struct column_space *sp, struct columns *out, const struct view *v)
{
    if (v->columns.len > 0) {
        for (size_t i = 0; i < v->columns.len; i++)
            add(sp, out, v->columns.items[i]);
    } else if (v->query == NULL || v->query->select == NULL) {
        out->open = true;
    } else {
        add_all(sp, out, columns_of_select(sp, v->query->select, NULL));
    }
}

static const struct columns open_columns = {.open = true};

const struct columns *columns_of_relation(struct column_space *sp, const struct object *o)
{
    bool fresh;

    if (o == NULL)
        return &open_columns;
    struct columns *out = remember(sp, o, &fresh);
    if (!fresh)
        return out;
    if (o->kind == KIND_TABLE) {
        add_table(sp, out, o);
    } else {
        out->open = true;
        struct columns mine = {0};
        add_view(sp, &mine, (const struct view *)o);
        *out = mine;
    }
    return out;
}

/* The scope that holds the CTE of this name, and the CTE. */
static const struct cte *find_cte(
    const struct scope *s, struct flash_str name, const struct scope **at)
{
    for (; s != NULL; s = s->outer) {
        for (size_t i = 0; s->with != NULL && i < s->with->len; i++) {
            if (str_eq_nocase(s->with->items[i].name.text, name)) {
                *at = s;
                return &s->with->items[i];
            }
        }
    }
    return NULL;
}

static const struct columns *columns_of_cte(
    struct column_space *sp, const struct cte *cte, const struct scope *at)
{
    bool fresh;

    if (cte->ncolumns == 0)
        return columns_of_select(sp, cte->select, at);
    struct columns *out = remember(sp, cte, &fresh);
    for (size_t i = 0; fresh && i < cte->ncolumns; i++)
        add(sp, out, sqlite_name(cte->columns[i].text));
    return out;
}

/* An item of FROM that is no join. around: what is around its query. */
static const struct columns *columns_of_item(
    struct column_space *sp, const struct from_item *item, const struct scope *around)
{
    const struct scope *at;

    if (item->select != NULL)
        return columns_of_select(sp, item->select, around);
    if (item->is_function)
        return &open_columns;
    if (!ident_is_set(&item->schema)) {
        const struct cte *cte = find_cte(around, item->name.text, &at);
        if (cte != NULL)
            return columns_of_cte(sp, cte, at);
    }
    return columns_of_relation(sp, column_relation(sp, &item->schema, &item->name));
}

static bool is_called(const struct from_item *item, const struct symbol *key)
{
    const struct ident *name = ident_is_set(&item->alias) ? &item->alias : &item->name;

    return ident_is_set(name) && str_eq_nocase(name->text, key->text);
}

static void add_star(struct column_space *sp, struct columns *out, const struct from_list *from,
    const struct scope *around, const struct symbol *qualifier)
{
    for (size_t i = 0; i < from->len; i++) {
        const struct from_item *item = &from->items[i];
        bool named = qualifier == NULL || is_called(item, qualifier);
        if (item->nested != NULL)
            add_star(sp, out, item->nested, around, named ? NULL : qualifier);
        else if (named)
            add_all(sp, out, columns_of_item(sp, item, around));
    }
}

static void add_result(struct column_space *sp, struct columns *out,
    const struct result_column *column, const struct scope *core)
{
    const struct expr *e = column->expr;
    struct target t;

    if (e->kind == EXPR_STAR) {
        add_star(sp, out, core->from, core->outer,
            e->nparts > 0 ? sqlite_fold(e->parts[e->nparts - 1].text) : NULL);
    } else if (ident_is_set(&column->alias)) {
        add(sp, out, sqlite_name(column->alias.text));
    } else if (e->kind == EXPR_COLUMN) {
        enum found f = column_find(sp, e, core, &t);
        struct flash_str text = e->parts[e->nparts - 1].text;
        add(sp, out, sqlite_name(f == FOUND_COLUMN || f == FOUND_OTHER ? t.spelling : text));
    } else {
        add(sp, out, (struct name){0});
    }
}

static void add_values(struct column_space *sp, struct columns *out, size_t n)
{
    for (size_t i = 1; i <= n; i++)
        add(sp, out, sqlite_name(arena_printf(sp->arena, "column%zu", i)));
}

static void add_core(struct column_space *sp, struct columns *out, const struct select *sel,
    const struct scope *around)
{
    const struct select_core *core = &sel->cores[0];
    struct scope ctes = {.outer = around, .with = &sel->with};
    struct scope inside = {.outer = sel->with.len > 0 ? &ctes : around,
        .from = &core->from,
        .select = sel,
        .clause = CLAUSE_RESULT};

    if (core->values) {
        add_values(sp, out, core->nrows > 0 ? core->rows[0].len : 0);
        return;
    }
    for (size_t i = 0; i < core->ncolumns; i++)
        add_result(sp, out, &core->columns[i], &inside);
}

const struct columns *columns_of_select(
    struct column_space *sp, const struct select *sel, const struct scope *around)
{
    bool fresh;
    struct columns *out = remember(sp, sel, &fresh);

    if (!fresh)
        return out;
    out->open = true;
    if (sp->depth >= DEPTH_MAX)
        return out;
    struct columns mine = {0};
    sp->depth++;
    add_core(sp, &mine, sel, around);
    sp->depth--;
    *out = mine;
    return out;
}

/* What the search has met on its way. */
struct search {
    struct column_space *sp;
    const struct symbol *qualifier, *key;
    struct target *out;
    bool open;
    const struct object *rowid_of; /* a table with rowids in the scope at hand */
};

static enum found in_columns(
    struct search *q, const struct columns *c, const struct object *relation)
{
    q->open |= c->open;
    q->out->unnamed |= c->unnamed;
    for (size_t i = 0; i < c->len; i++) {
        if (c->items[i].key != q->key)
            continue;
        q->out->relation = relation;
        q->out->key = q->key;
        q->out->spelling = c->items[i].spelling;
        return relation != NULL ? FOUND_COLUMN : FOUND_OTHER;
    }
    return FOUND_NOT;
}

static enum found in_relation(struct search *q, const struct object *o)
{
    if (o == NULL) {
        q->open = true;
        return FOUND_NOT;
    }
    if (o->kind == KIND_TABLE && !((const struct table *)o)->without_rowid)
        q->rowid_of = o;
    if (o->kind != KIND_TABLE)
        return in_columns(q, columns_of_relation(q->sp, o), o);
    q->open |= relation_is_open(o);
    const struct column *col = table_column(o, q->key);
    if (col == NULL)
        return FOUND_NOT;
    q->out->relation = o;
    q->out->key = q->key;
    q->out->spelling = col->base.name.spelling;
    return FOUND_COLUMN;
}

static enum found in_item(
    struct search *q, const struct from_item *item, const struct scope *around)
{
    const struct scope *at;

    if (item->select != NULL || item->is_function ||
        (!ident_is_set(&item->schema) && find_cte(around, item->name.text, &at) != NULL))
        return in_columns(q, columns_of_item(q->sp, item, around), NULL);
    return in_relation(q, column_relation(q->sp, &item->schema, &item->name));
}

static void set_qualifier(struct search *q, const struct ident *alias, const struct ident *name)
{
    const struct object *o;

    if (q->qualifier == NULL)
        return;
    if (ident_is_set(alias)) {
        q->out->qualifier = alias->text;
        return;
    }
    o = schema_relation(q->sp->s, sqlite_main(), sqlite_fold(name->text));
    q->out->qualifier = o != NULL ? o->name.spelling : name->text;
}

/* *named: whether an item has the qualifier's name, so that no scope around can be meant. */
static enum found in_from(struct search *q, const struct from_list *from,
    const struct scope *around, const struct symbol *qualifier, bool *named)
{
    if (from != NULL && from->len > JOIN_MAX) {
        q->open = true;
        return FOUND_NOT;
    }
    for (size_t i = 0; from != NULL && i < from->len; i++) {
        const struct from_item *item = &from->items[i];
        bool mine = qualifier == NULL || is_called(item, qualifier);
        enum found f = FOUND_NOT;

        if (item->nested != NULL) {
            bool inner = false;
            f = in_from(q, item->nested, around, mine ? NULL : qualifier, &inner);
            *named |= inner || (mine && qualifier != NULL);
        } else if (mine) {
            *named |= qualifier != NULL;
            set_qualifier(q, &item->alias, &item->name);
            f = in_item(q, item, around);
        }
        if (f != FOUND_NOT)
            return f;
    }
    return FOUND_NOT;
}

static enum found in_target(struct search *q, const struct dml *d, bool *named)
{
    const struct ident *name = ident_is_set(&d->alias) ? &d->alias : &d->table;

    if (q->qualifier != NULL && !str_eq_nocase(name->text, q->qualifier->text))
        return FOUND_NOT;
    *named = q->qualifier != NULL;
    set_qualifier(q, &d->alias, &d->table);
    return in_relation(q, column_relation(q->sp, &d->schema, &d->table));
}

static enum found in_extras(struct search *q, const struct scope *s, bool *named)
{
    for (size_t i = 0; q->qualifier != NULL && i < s->nextra; i++) {
        if (!str_eq_nocase(s->extra[i].text, q->qualifier->text))
            continue;
        *named = true;
        q->out->qualifier = q->qualifier->text;
        return in_relation(q, s->dml != NULL
                                  ? column_relation(q->sp, &s->dml->schema, &s->dml->table)
                                  : q->sp->trigger_on);
    }
    return FOUND_NOT;
}

static enum found in_results(struct search *q, const struct scope *s)
{
    for (size_t i = 0; q->qualifier == NULL && i < s->nresults && i < COLUMNS_MAX; i++) {
        const struct ident *alias = &s->results[i].alias;
        if (!ident_is_set(alias) || !str_eq_nocase(alias->text, q->key->text))
            continue;
        q->out->relation = NULL;
        q->out->key = q->key;
        q->out->spelling = alias->text;
        return FOUND_OTHER;
    }
    return FOUND_NOT;
}

static enum found in_rowid(struct search *q)
{
    if (q->rowid_of == NULL || !sqlite_is_rowid(q->key))
        return FOUND_NOT;
    q->out->relation = q->rowid_of;
    q->out->key = q->key;
    q->out->spelling = q->key->text;
    return FOUND_ROWID;
}

static enum found in_scope(struct search *q, const struct scope *s, bool *named)
{
    enum found f = FOUND_NOT;

    q->rowid_of = NULL;
    if (s->clause == CLAUSE_ORDER)
        f = in_results(q, s);
    if (f == FOUND_NOT)
        f = in_from(q, s->from, s->outer, q->qualifier, named);
    if (f == FOUND_NOT && !*named && s->dml != NULL)
        f = in_target(q, s->dml, named);
    if (f == FOUND_NOT && !*named)
        f = in_extras(q, s, named);
    if (f == FOUND_NOT)
        f = in_rowid(q);
    if (f == FOUND_NOT && s->clause != CLAUSE_ORDER)
        f = in_results(q, s);
    return f;
}

enum found column_find(
    struct column_space *sp, const struct expr *e, const struct scope *s, struct target *out)
{
    struct search q = {.sp = sp, .out = out};
    bool named = false;

    *out = (struct target){0};
    q.key = sqlite_fold(e->parts[e->nparts - 1].text);
    if (e->nparts > 1)
        q.qualifier = sqlite_fold(e->parts[e->nparts - 2].text);
    for (; s != NULL && !named && q.key != NULL; s = s->outer) {
        enum found f = in_scope(&q, s, &named);
        if (f != FOUND_NOT)
            return f;
        if (s->clause == CLAUSE_LIMIT)
            break;
    }
    return q.open ? FOUND_OPEN : FOUND_NOT;
}
