#include "dialect/sqlite/rename.h"

#include "base/limits.h"
#include "base/str.h"
#include "dialect/sqlite/columns.h"
#include "dialect/sqlite/mentions.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/reading.h"
#include "dialect/sqlite/resolve.h"
#include "sql/print.h"

struct renaming {
    struct schema *s;
    struct object *table;
    const struct symbol *from; /* the old key, of the table or of the column */
    struct name to;
    struct column_space space; /* for columns */
    bool changed;
};

static void set(struct renaming *r, struct ident *part)
{
    part->text = r->to.spelling;
    part->quote = 0;
    r->changed = true;
}

static bool is_from(const struct renaming *r, const struct ident *part)
{
    return ident_is_set(part) && sqlite_fold(part->text) == r->from;
}

static bool is_main(const struct ident *schema)
{
    return !ident_is_set(schema) || sqlite_fold(schema->text) == sqlite_main();
}

/* The words as written are no longer true. */
static void rewrite(struct renaming *r, struct expression *e)
{
    struct strbuf b;

    if (!r->changed)
        return;
    r->changed = false;
    strbuf_init(&b, r->s->arena, LIMIT_STATEMENT);
    sqlite_print_norm(e, &b);
    e->text = strbuf_str(&b);
}

/* All trees of an object; on is what NEW and OLD are. */
static void walk_expression(struct renaming *r, struct walker *w, struct expression *e)
{
    struct scope rows = {.extra = {{.text = STR("new")}, {.text = STR("old")}}, .nextra = 2};

    if (e == NULL)
        return;
    if (e->expr != NULL)
        walk_expr(w, &e->expr, &rows);
    if (e->select != NULL)
        walk_select(w, e->select, NULL);
    for (size_t i = 0; i < e->nbody; i++)
        walk_dml(w, e->body[i], &rows);
    rewrite(r, e);
}

static void walk_object(struct renaming *r, struct walker *w, struct object *o)
{
    if (o->kind == KIND_VIEW) {
        walk_expression(r, w, ((struct view *)o)->query);
    } else if (o->kind == KIND_TRIGGER) {
        struct trigger *t = (struct trigger *)o;
        r->space.trigger_on = schema_relation(r->s, sqlite_main(), t->table.key);
        walk_expression(r, w, t->when);
        walk_expression(r, w, t->body);
    }
}

/* Expressions of the table itself: a walker without scopes. */
static void walk_keys(struct renaming *r, struct walker *w, struct key_list *keys)
{
    for (size_t i = 0; i < keys->len; i++)
        walk_expression(r, w, keys->items[i].expr);
}

static void walk_child(struct renaming *r, struct walker *w, struct object *o)
{
    if (o->kind == KIND_COLUMN) {
        walk_expression(r, w, ((struct column *)o)->generated);
    } else if (o->kind == KIND_CHECK) {
        walk_expression(r, w, ((struct check *)o)->expr);
    } else if (o->kind == KIND_PRIMARY_KEY) {
        walk_keys(r, w, &((struct primary_key *)o)->keys);
    } else if (o->kind == KIND_UNIQUE) {
        walk_keys(r, w, &((struct unique *)o)->keys);
    } else if (o->kind == KIND_INDEX) {
        walk_keys(r, w, &((struct index *)o)->keys);
        walk_expression(r, w, ((struct index *)o)->where);
    }
}

/* A table's new name. */

static bool called_in_from(const struct from_list *from, const struct symbol *key, bool *alias)
{
    for (size_t i = 0; from != NULL && i < from->len; i++) {
        const struct from_item *item = &from->items[i];
        if (item->nested != NULL && called_in_from(item->nested, key, alias))
            return true;
        const struct ident *name = ident_is_set(&item->alias) ? &item->alias : &item->name;
        if (ident_is_set(name) && sqlite_fold(name->text) == key) {
            *alias = ident_is_set(&item->alias) || item->is_function;
            return true;
        }
    }
    return false;
}

/* Whether a qualifier means the table by its own name, not an alias or a CTE. */
static bool means_table(const struct renaming *r, const struct scope *s)
{
    for (; s != NULL; s = s->outer) {
        bool alias = false;
        if (called_in_from(s->from, r->from, &alias))
            return !alias && walk_find_cte(s, r->from->text) == NULL;
        if (s->dml != NULL && !ident_is_set(&s->dml->alias) && is_from(r, &s->dml->table))
            return true;
        if (s->dml != NULL && is_from(r, &s->dml->alias))
            return false;
    }
    return false;
}

static bool qualifier_expr(struct walker *w, struct expr **e, const struct scope *s)
{
    struct renaming *r = w->payload;
    int at = (*e)->kind == EXPR_COLUMN ? (*e)->nparts - 2
             : (*e)->kind == EXPR_STAR ? (*e)->nparts - 1
                                       : -1;

    if (at >= 0 && is_from(r, &(*e)->parts[at]) && means_table(r, s))
        set(r, &(*e)->parts[at]);
    return true;
}

static bool table_name(
    struct walker *w, struct ident *schema, struct ident *name, const struct scope *s, bool is_cte)
{
    struct renaming *r = w->payload;

    (void)s;
    if (!is_cte && is_main(schema) && is_from(r, name))
        set(r, name);
    return true;
}

static bool function_name(
    struct walker *w, struct ident *schema, struct ident *name, const struct scope *s)
{
    return table_name(w, schema, name, s, false);
}

/* "old.a" in the table's own constraints: the qualifier says nothing, so it goes. */
static bool own_qualifier(struct walker *w, struct expr **e, const struct scope *s)
{
    struct renaming *r = w->payload;

    (void)s;
    if ((*e)->kind == EXPR_COLUMN && (*e)->nparts > 1 &&
        is_from(r, &(*e)->parts[(*e)->nparts - 2])) {
        (*e)->parts[0] = (*e)->parts[(*e)->nparts - 1];
        (*e)->nparts = 1;
        r->changed = true;
    }
    return true;
}

static void rename_parents(struct renaming *r, struct object *o)
{
    for (size_t i = 0; o->kind == KIND_TABLE && i < o->children.len; i++) {
        struct foreign_key *fk = (struct foreign_key *)o->children.items[i];
        if (fk->base.kind == KIND_FOREIGN_KEY && fk->ref_table.key == r->from)
            fk->ref_table = r->to;
    }
}

static void rename_in(struct renaming *r, struct object *o)
{
    struct walker qualifiers = {.on_expr = qualifier_expr, .payload = r};
    struct walker names = {
        .on_table = table_name, .on_table_function = function_name, .payload = r};

    rename_parents(r, o);
    walk_object(r, &qualifiers, o);
    walk_object(r, &names, o);
    if (o->kind == KIND_TRIGGER && ((struct trigger *)o)->table.key == r->from)
        ((struct trigger *)o)->table = r->to;
}

static void move_triggers(struct schema *s, const struct symbol *from)
{
    struct object_list *l = reading_triggers(s, from);
    struct object_list moved = {0};

    if (l == NULL)
        return;
    moved = *l;
    *l = (struct object_list){0};
    for (size_t i = 0; i < moved.len; i++) {
        if (mentions_is_live(s, moved.items[i]))
            reading_add_trigger(s, moved.items[i]);
    }
}

void rename_table(struct schema *s, struct object *table, struct name to)
{
    struct renaming r = {.s = s, .table = table, .from = table->name.key, .to = to};
    struct walker own = {.on_expr = own_qualifier, .payload = &r};
    const struct object_list *l = mentions_of(s, r.from);

    for (size_t i = 0; i < l->len; i++) {
        if (mentions_is_live(s, l->items[i]))
            rename_in(&r, l->items[i]);
    }
    for (size_t i = 0; i < table->children.len; i++)
        walk_child(&r, &own, table->children.items[i]);
    schema_rename(s, table, to);
    if (to.key == r.from)
        return;
    mentions_move(s, r.from, to.key);
    move_triggers(s, r.from);
}

/* A column's new name. */

static bool column_expr(struct walker *w, struct expr **e, const struct scope *s)
{
    struct renaming *r = w->payload;
    struct target t;

    if ((*e)->kind != EXPR_COLUMN || !is_from(r, &(*e)->parts[(*e)->nparts - 1]))
        return true;
    if (column_find(&r->space, *e, s, &t) == FOUND_COLUMN && t.relation == r->table)
        set(r, &(*e)->parts[(*e)->nparts - 1]);
    return true;
}

static bool target_column(
    struct walker *w, struct ident *column, const struct dml *d, const struct scope *s)
{
    struct renaming *r = w->payload;

    (void)s;
    if (is_from(r, column) && column_relation(&r->space, &d->schema, &d->table) == r->table)
        set(r, column);
    return true;
}

static bool using_column(
    struct walker *w, struct ident *column, const struct from_item *item, const struct scope *s)
{
    struct renaming *r = w->payload;
    struct expr e = {.kind = EXPR_COLUMN, .nparts = 1, .parts = {*column}};
    struct target t;

    (void)item;
    if (is_from(r, column) && column_find(&r->space, &e, s, &t) == FOUND_COLUMN &&
        t.relation == r->table)
        set(r, column);
    return true;
}

static bool own_column(struct walker *w, struct expr **e, const struct scope *s)
{
    struct renaming *r = w->payload;

    (void)s;
    if ((*e)->kind == EXPR_COLUMN && is_from(r, &(*e)->parts[(*e)->nparts - 1]))
        set(r, &(*e)->parts[(*e)->nparts - 1]);
    return true;
}

static void rename_in_names(struct renaming *r, struct name_list *l)
{
    for (size_t i = 0; i < l->len; i++) {
        if (l->items[i].key == r->from)
            l->items[i] = r->to;
    }
}

static void rename_in_keys(struct renaming *r, struct key_list *l)
{
    for (size_t i = 0; i < l->len; i++) {
        if (l->items[i].column.key == r->from)
            l->items[i].column = r->to;
    }
}

static void rename_in_child(struct renaming *r, struct object *o)
{
    if (o->kind == KIND_PRIMARY_KEY)
        rename_in_keys(r, &((struct primary_key *)o)->keys);
    else if (o->kind == KIND_UNIQUE)
        rename_in_keys(r, &((struct unique *)o)->keys);
    else if (o->kind == KIND_INDEX)
        rename_in_keys(r, &((struct index *)o)->keys);
    else if (o->kind == KIND_FOREIGN_KEY)
        rename_in_names(r, &((struct foreign_key *)o)->columns);
}

static void rename_parent_columns(struct renaming *r, struct object *o)
{
    for (size_t i = 0; o->kind == KIND_TABLE && i < o->children.len; i++) {
        struct foreign_key *fk = (struct foreign_key *)o->children.items[i];
        if (fk->base.kind == KIND_FOREIGN_KEY && fk->ref_table.key == r->table->name.key)
            rename_in_names(r, &fk->ref_columns);
    }
}

static void rename_column_in(struct renaming *r, struct object *o)
{
    struct walker w = {.on_expr = column_expr,
        .on_target_column = target_column,
        .on_using_column = using_column,
        .payload = r};

    rename_parent_columns(r, o);
    walk_object(r, &w, o);
    if (o->kind == KIND_TRIGGER && ((struct trigger *)o)->table.key == r->table->name.key)
        rename_in_names(r, &((struct trigger *)o)->of_columns);
}

void rename_column(struct schema *s, struct object *table, struct column *col, struct name to)
{
    struct arena scratch;
    struct renaming r = {.s = s,
        .table = table,
        .from = col->base.name.key,
        .to = to,
        .space = {.s = s, .arena = &scratch}};
    struct walker own = {.on_expr = own_column, .payload = &r};
    const struct object_list *l = mentions_of(s, table->name.key);

    arena_init(&scratch, ARENA_DEFAULT);
    for (size_t i = 0; i < l->len; i++) {
        if (mentions_is_live(s, l->items[i]))
            rename_column_in(&r, l->items[i]);
    }
    for (size_t i = 0; i < table->children.len; i++) {
        rename_in_child(&r, table->children.items[i]);
        walk_child(&r, &own, table->children.items[i]);
    }
    col->base.name = to;
    arena_release(&scratch);
}
