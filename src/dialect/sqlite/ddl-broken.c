#include "dialect/sqlite/ddl-broken.h"

#include "dialect/sqlite/names.h"
#include "sql/ast.h"

static bool names_have(const struct name_list *names, const struct symbol *column)
{
    for (size_t i = 0; i < names->len; i++)
        if (names->items[i].key == column)
            return true;
    return false;
}

/* The name that SQLite gives to a result column; true too where only SQLite knows. */
static bool result_has(const struct result_column *r, const struct symbol *column)
{
    const struct expr *e = r->expr;

    if (r->alias.text.len > 0)
        return sqlite_fold(r->alias.text) == column;
    if (e->kind != EXPR_COLUMN || e->nparts == 0)
        return true;
    return sqlite_fold(e->parts[e->nparts - 1].text) == column;
}

static bool view_has(const struct view *v, const struct symbol *column)
{
    const struct select *q = v->query ? v->query->select : NULL;

    if (v->columns.len > 0)
        return names_have(&v->columns, column);
    if (!q || q->ncores == 0 || q->cores[0].values)
        return true;
    for (size_t i = 0; i < q->cores[0].ncolumns; i++)
        if (result_has(&q->cores[0].columns[i], column))
            return true;
    return false;
}

static bool relation_has(const struct object *relation, const struct symbol *column)
{
    const struct table *t = (const struct table *)relation;

    if (relation->kind == KIND_VIEW)
        return view_has((const struct view *)relation, column);
    if (relation->kind != KIND_TABLE || name_is_set(t->module))
        return true;
    return table_column(relation, column) || (!t->without_rowid && sqlite_is_rowid(column));
}

static bool ref_is_broken(const struct schema *s, const struct ref *r)
{
    if (r->kind != KIND_NONE && r->kind != KIND_TABLE && r->kind != KIND_VIEW)
        return false;
    if (sqlite_name_owner(r->name) != OWNER_USER || sqlite_is_eponymous(r->name))
        return false;
    const struct object *relation = schema_relation(s, r->ns, r->name);
    if (!relation)
        return !s->partial;
    return r->column && !relation_has(relation, r->column);
}

bool object_is_broken(const struct schema *s, const struct object *o)
{
    for (size_t i = 0; i < o->refs.len; i++)
        if (ref_is_broken(s, &o->refs.items[i]))
            return true;
    return false;
}
