#include "dialect/sqlite/resolve.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/normal.h"
#include "dialect/sqlite/resolve-check.h"
#include "dialect/sqlite/sqlite.h"
#include "schema/refs.h"
#include "schema/title.h"
#include "sql/print.h"

/* A relation that a query names: whether it is known which of its columns are meant. */
struct use {
    const struct symbol *name;
    bool columns, whole;
};

struct work {
    struct resolver *r;
    const struct object *owner; /* the view or trigger; NULL for a table's expression */
    const struct object *table; /* of a table's expression */
    enum place place;
    VEC(struct ref) refs;
    VEC(struct use) uses;
    struct map use_of; /* name: place in uses + 1 */
    bool unclear;      /* a column could belong to any relation that is named */
};

static void add_ref(struct work *w, enum kind kind, const struct symbol *ns,
    const struct symbol *name, const struct symbol *column)
{
    if (name != NULL)
        *vec_push(w->r->scratch, &w->refs) = (struct ref){kind, ns, name, column};
}

static struct use *use_of(struct work *w, const struct symbol *name)
{
    uintptr_t at = (uintptr_t)map_get_ptr(&w->use_of, name);

    if (at == 0) {
        *vec_push(w->r->scratch, &w->uses) = (struct use){.name = name};
        at = w->uses.len;
        map_put_ptr(w->r->scratch, &w->use_of, name, (void *)at);
    }
    return &w->uses.items[at - 1];
}

static void use_column(struct work *w, const struct object *relation, const struct symbol *column)
{
    struct use *u = use_of(w, relation->name.key);

    if (column == NULL) {
        u->whole = true;
        return;
    }
    u->columns = true;
    add_ref(w, KIND_NONE, sqlite_main(), relation->name.key, column);
}

static int ref_cmp_void(const void *a, const void *b)
{
    return ref_cmp(a, b);
}

/* Sorted, each once. */
static struct ref_list take_refs(struct work *w)
{
    struct ref_list out = {0};

    for (size_t i = 0; i < w->uses.len; i++) {
        const struct use *u = &w->uses.items[i];
        if (!u->columns || u->whole || w->unclear)
            add_ref(w, KIND_NONE, sqlite_main(), u->name, NULL);
    }
    if (w->refs.len == 0)
        return out;
    qsort(w->refs.items, w->refs.len, sizeof(struct ref), ref_cmp_void);
    out.items = arena_array(w->r->arena, struct ref, w->refs.len);
    for (size_t i = 0; i < w->refs.len; i++) {
        if (out.len == 0 || ref_cmp(&out.items[out.len - 1], &w->refs.items[i]) != 0)
            out.items[out.len++] = w->refs.items[i];
    }
    return out;
}

static struct flash_str take_norm(struct resolver *r, const struct expression *e)
{
    strbuf_truncate(r->text, 0);
    sqlite_print_norm(e, r->text);
    if (str_eq(e->text, strbuf_str(r->text)))
        return e->text;
    return arena_str(r->arena, strbuf_str(r->text));
}

void sqlite_print_norm(const struct expression *e, struct strbuf *out)
{
    if (e->expr != NULL)
        print_expr(out, &sqlite_print_rules, e->expr);
    else if (e->select != NULL)
        print_select(out, &sqlite_print_rules, e->select, 0);
    for (size_t i = 0; i < e->nbody; i++) {
        strbuf_adds(out, i > 0 ? "\n" : "");
        print_dml(out, &sqlite_print_rules, e->body[i], 1);
        strbuf_addc(out, ';');
    }
}

/* SQLite's fallback: a word in double quotes that names no column is a string. */
static void make_string(struct expr *e)
{
    e->kind = EXPR_STRING;
    e->text = e->parts[0].text;
    e->nparts = 0;
}

static void set_spelling(struct ident *part, struct flash_str spelling)
{
    part->text = spelling;
    part->quote = 0;
}

static struct flash_str whole_name(struct work *w, const struct expr *e)
{
    if (e->nparts == 1)
        return e->parts[0].text;
    return arena_printf(w->r->diags->arena, "%.*s.%.*s", STR_ARG(e->parts[e->nparts - 2].text),
        STR_ARG(e->parts[e->nparts - 1].text));
}

static void report_column(struct work *w, enum diag_level level, const struct expr *e)
{
    struct flash_str name = whole_name(w, e);

    if (w->owner != NULL) {
        struct flash_str title = object_title(w->r->diags->arena, w->owner);
        diag_add(w->r->diags, level, e->loc, "%.*s: no such column: '%.*s'", STR_ARG(title),
            STR_ARG(name));
    } else {
        diag_add(w->r->diags, level, e->loc, "no such column: '%.*s'", STR_ARG(name));
    }
}

/* Schema and table in front of a column of the table itself say nothing. */
static bool is_own_qualifier(const struct work *w, const struct expr *e)
{
    if (e->nparts == 3 && sqlite_fold(e->parts[0].text) != sqlite_main())
        return false;
    return e->nparts == 1 || sqlite_fold(e->parts[e->nparts - 2].text) == w->table->name.key;
}

static bool may_be_rowid(const struct work *w, const struct expr *e, const struct symbol *key)
{
    return (w->place == PLACE_CHECK || w->place == PLACE_INDEX_WHERE) && sqlite_is_rowid(key) &&
           is_own_qualifier(w, e) && !((const struct table *)w->table)->without_rowid;
}

static bool table_column_node(struct work *w, struct expr *e)
{
    struct ident *last = &e->parts[e->nparts - 1];
    const struct symbol *key = sqlite_fold(last->text);
    const struct column *col = is_own_qualifier(w, e) ? table_column(w->table, key) : NULL;

    if (col != NULL || may_be_rowid(w, e, key)) {
        set_spelling(last, col != NULL ? col->base.name.spelling : key->text);
        e->parts[0] = *last;
        e->nparts = 1;
        add_ref(w, KIND_NONE, sqlite_main(), w->table->name.key, key);
        return true;
    }
    if (e->nparts == 1 && last->quote == '"' && w->place != PLACE_DEFAULT)
        make_string(e);
    else if (w->place != PLACE_DEFAULT)
        report_column(w, DIAG_ERROR, e);
    return true;
}

/* A column may be called true. */
static void maybe_true_column(struct work *w, struct expr *e, const struct scope *s)
{
    struct flash_str word = e->kind == EXPR_TRUE ? STR("true") : STR("false");
    const struct symbol *key = intern_find(word);
    struct target t;

    if (key == NULL || w->place == PLACE_DEFAULT)
        return;
    struct expr column = {.kind = EXPR_COLUMN, .nparts = 1, .loc = e->loc};
    column.parts[0].text = word;
    if (w->table != NULL ? table_column(w->table, key) != NULL
                         : column_find(&w->r->space, &column, s, &t) >= FOUND_COLUMN)
        *e = column;
}

/* The common part of both visitors. True: e is a column reference to be looked at. */
static bool common_node(struct work *w, struct expr *e, const struct scope *s)
{
    if (e->kind == EXPR_TRUE || e->kind == EXPR_FALSE)
        maybe_true_column(w, e, s);
    if (e->kind == EXPR_COLUMN)
        return true;
    w->unclear |= normal_node(w->r->arena, e);
    if (e->kind == EXPR_FUNCTION)
        add_ref(w, KIND_FUNCTION, NULL, sqlite_fold(e->parts[e->nparts - 1].text), NULL);
    else if (e->kind == EXPR_COLLATE && !sqlite_is_builtin_collation(sqlite_fold(e->word)))
        add_ref(w, KIND_COLLATION, NULL, sqlite_fold(e->word), NULL);
    else if (e->kind == EXPR_LIKE &&
             (str_eq(e->word, STR("REGEXP")) || str_eq(e->word, STR("MATCH"))))
        add_ref(w, KIND_FUNCTION, NULL, sqlite_fold(e->word), NULL);
    return false;
}

static bool on_table_expr(struct walker *walker, struct expr **e, const struct scope *s)
{
    struct work *w = walker->payload;

    if (!check_node(w->r, w->place, *e))
        return false;
    if (common_node(w, *e, s))
        return table_column_node(w, *e);
    return true;
}

/* A plain literal, as most defaults are: no walk, and mostly no copy. False: it is none. */
static bool resolve_literal(struct resolver *r, struct expression *e)
{
    struct expr *x = normal_default(e->expr);

    if (x->kind > EXPR_BLOB && x->kind != EXPR_CURRENT)
        return false;
    normal_node(r->arena, x);
    e->expr = x;
    if (x->kind == EXPR_NUMBER || x->kind == EXPR_CURRENT)
        e->norm = x->text;
    else
        e->norm = take_norm(r, e);
    return true;
}

void resolve_table_expression(
    struct resolver *r, const struct object *table, enum place place, struct expression *e)
{
    struct work w = {.r = r, .table = table, .place = place};
    struct walker walker = {.on_expr = on_table_expr, .payload = &w};

    if (place == PLACE_DEFAULT && resolve_literal(r, e))
        return;
    walk_expr(&walker, &e->expr, NULL);
    if (place == PLACE_DEFAULT)
        e->expr = normal_default(e->expr);
    e->refs = take_refs(&w);
    e->norm = take_norm(r, e);
}

/* Inside of a query. */

static bool is_same(struct flash_str a, struct flash_str b)
{
    return a.ptr == b.ptr && a.len == b.len;
}

static bool query_column_node(struct work *w, struct expr *e, const struct scope *s)
{
    struct ident *last = &e->parts[e->nparts - 1];
    struct target t;
    enum found f = column_find(&w->r->space, e, s, &t);

    if (e->nparts == 3 && sqlite_fold(e->parts[0].text) == sqlite_main()) {
        e->parts[0] = e->parts[1];
        e->parts[1] = e->parts[2];
        e->nparts = 2;
        last = &e->parts[1];
    }
    if (e->nparts == 2 && t.qualifier.len > 0)
        set_spelling(&e->parts[0], t.qualifier);
    if (f >= FOUND_COLUMN) {
        if (!is_same(last->text, t.spelling))
            last->text = t.spelling;
        last->quote = 0;
        if (t.relation != NULL)
            use_column(w, t.relation, f == FOUND_ROWID ? NULL : t.key);
        return true;
    }
    if (f == FOUND_NOT && e->nparts == 1 && last->quote == '"' && !t.unnamed) {
        make_string(e);
        return true;
    }
    w->unclear = true;
    if (last->quote != '"')
        last->quote = '`'; /* so that quotes, if it needs any, do not make a string of it */
    if (sqlite_is_rowid(sqlite_fold(last->text)))
        set_spelling(last, sqlite_fold(last->text)->text);
    else if (f == FOUND_NOT && !t.unnamed && !w->r->s->partial)
        report_column(w, DIAG_WARNING, e);
    return true;
}

/* A star means all columns of what is in FROM. count(*) does not. */
static void use_star(struct work *w, const struct from_list *from)
{
    for (size_t i = 0; from != NULL && i < from->len; i++) {
        const struct from_item *item = &from->items[i];
        const struct object *o = column_relation(&w->r->space, &item->schema, &item->name);
        if (item->nested != NULL)
            use_star(w, item->nested);
        else if (o != NULL)
            use_column(w, o, NULL);
    }
}

/* x IN table means its only column. */
static void use_in_table(struct work *w, const struct expr *e, const struct scope *s)
{
    const struct ident *name = &e->parts[e->nparts - 1];

    if (e->list.len == 0 && (e->nparts == 2 || walk_find_cte(s, name->text) == NULL) &&
        schema_relation(w->r->s, sqlite_main(), sqlite_fold(name->text)) != NULL)
        use_of(w, sqlite_fold(name->text))->whole = true;
}

static void star_node(struct work *w, struct expr *e, const struct scope *s)
{
    if (e->nparts > 0) {
        struct expr column = *e;
        struct target t;
        column.parts[column.nparts] = (struct ident){.text = STR("*")};
        column.nparts++;
        column_find(&w->r->space, &column, s, &t);
        if (t.qualifier.len > 0)
            set_spelling(&e->parts[e->nparts - 1], t.qualifier);
    }
    use_star(w, s->from);
    if (s->dml != NULL)
        use_of(w, sqlite_fold(s->dml->table.text))->whole = true;
}

static bool on_query_expr(struct walker *walker, struct expr **e, const struct scope *s)
{
    struct work *w = walker->payload;

    if (!check_query_node(w->r, w->owner, *e))
        return false;
    if (common_node(w, *e, s))
        return query_column_node(w, *e, s);
    if ((*e)->kind == EXPR_STAR && s != NULL)
        star_node(w, *e, s);
    else if ((*e)->kind == EXPR_IN && (*e)->nparts > 0)
        use_in_table(w, *e, s);
    return true;
}

static void report_table(struct work *w, const struct ident *name, const struct symbol *key)
{
    struct flash_str title;

    if (w->r->s->partial || sqlite_is_eponymous(key) || map_get_ptr(&w->use_of, key) != NULL)
        return;
    title = object_title(w->r->diags->arena, w->owner);
    diag_add(w->r->diags, DIAG_WARNING, w->owner->loc, "%.*s: no such table: '%.*s'",
        STR_ARG(title), STR_ARG(name->text));
}

/* What stands in a database may not depend on another one. */
static void report_schema(struct work *w, const struct ident *schema)
{
    struct flash_str title = object_title(w->r->diags->arena, w->owner);

    diag_add(w->r->diags, DIAG_ERROR, w->owner->loc, "%.*s refers to another database: '%.*s'",
        STR_ARG(title), STR_ARG(schema->text));
}

/* main. in front says nothing: a view or trigger of main means its own database anyway. */
static bool on_table(struct walker *walker, struct ident *schema, struct ident *name,
    const struct scope *s, bool is_cte)
{
    struct work *w = walker->payload;
    const struct symbol *key = sqlite_fold(name->text);
    const struct object *o;

    if (is_cte)
        set_spelling(name, walk_find_cte(s, name->text)->name.text);
    if (is_cte || key == NULL)
        return true;
    if (ident_is_set(schema) && sqlite_fold(schema->text) == sqlite_main())
        *schema = (struct ident){0};
    if (ident_is_set(schema)) {
        report_schema(w, schema);
        return true;
    }
    o = column_relation(&w->r->space, schema, name);
    if (o != NULL)
        set_spelling(name, o->name.spelling);
    else
        report_table(w, name, key);
    if (sqlite_name_owner(key) == OWNER_USER && (o != NULL || !sqlite_is_eponymous(key)))
        use_of(w, key);
    return true;
}

/* A virtual table may be called like a function; else it is one. */
static bool on_table_function(
    struct walker *walker, struct ident *schema, struct ident *name, const struct scope *s)
{
    struct work *w = walker->payload;
    const struct object *o = column_relation(&w->r->space, schema, name);

    (void)s;
    if (o != NULL) {
        set_spelling(name, o->name.spelling);
        use_column(w, o, NULL);
    }
    return true;
}

static bool on_target_column(
    struct walker *walker, struct ident *column, const struct dml *d, const struct scope *s)
{
    struct work *w = walker->payload;
    const struct object *o = column_relation(&w->r->space, &d->schema, &d->table);
    const struct columns *c = columns_of_relation(&w->r->space, o);
    const struct symbol *key = sqlite_fold(column->text);

    (void)s;
    for (size_t i = 0; i < c->len; i++) {
        if (c->items[i].key != key)
            continue;
        set_spelling(column, c->items[i].spelling);
        use_column(w, o, key);
        return true;
    }
    w->unclear = true;
    if (sqlite_is_rowid(key))
        set_spelling(column, key->text);
    else if (!c->open && !c->unnamed && !w->r->s->partial)
        report_column(
            w, DIAG_WARNING, &(struct expr){.nparts = 1, .parts = {*column}, .loc = d->loc});
    return true;
}

/* The column of both sides. */
static bool on_using_column(struct walker *walker, struct ident *column,
    const struct from_item *item, const struct scope *s)
{
    struct work *w = walker->payload;
    struct expr e = {.kind = EXPR_COLUMN, .nparts = 1, .parts = {*column}, .loc = item->loc};

    e.parts[0].quote = 0;
    query_column_node(w, &e, s);
    w->unclear = true;
    *column = e.parts[0];
    return true;
}

static bool on_index(struct walker *walker, struct ident *index, const struct scope *s)
{
    struct work *w = walker->payload;
    const struct object *ix =
        schema_find(w->r->s, KIND_INDEX, sqlite_main(), sqlite_fold(index->text));

    (void)s;
    if (ix != NULL)
        set_spelling(index, ix->name.spelling);
    return true;
}

/* INSERT without a column list means all of them. */
static void use_whole_target(struct work *w, const struct dml *d)
{
    const struct object *o = column_relation(&w->r->space, &d->schema, &d->table);

    if (d->kind == DML_INSERT && d->ncolumns == 0 && o != NULL)
        use_column(w, o, NULL);
}

static void walk_body(struct work *w, struct walker *walker, struct expression *e)
{
    static const struct flash_str pseudo[] = {{"new", 3}, {"old", 3}};
    struct scope rows = {.nextra = 2};

    rows.extra[0].text = pseudo[0];
    rows.extra[1].text = pseudo[1];
    if (e->expr != NULL)
        walk_expr(walker, &e->expr, &rows);
    for (size_t i = 0; i < e->nbody; i++) {
        w->unclear |= normal_dml(e->body[i]);
        use_whole_target(w, e->body[i]);
        walk_dml(walker, e->body[i], &rows);
    }
}

void resolve_query(
    struct resolver *r, const struct object *owner, const struct object *on, struct expression *e)
{
    struct work w = {.r = r, .owner = owner};
    struct walker walker = {.on_expr = on_query_expr,
        .on_table = on_table,
        .on_table_function = on_table_function,
        .on_target_column = on_target_column,
        .on_using_column = on_using_column,
        .on_index = on_index,
        .payload = &w};

    r->space.trigger_on = on;
    if (e->select != NULL) {
        w.unclear |= normal_select(e->select);
        walk_select(&walker, e->select, NULL);
    } else {
        walk_body(&w, &walker, e);
    }
    e->refs = take_refs(&w);
    e->norm = take_norm(r, e);
}
