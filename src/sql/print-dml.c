#include "sql/print-dml.h"

#include "sql/print-expr.h"
#include "sql/print-select.h"

/* "INSERT OR IGNORE INTO " */
static void print_verb(
    const struct printer *p, const char *verb, const struct dml *d, const char *into)
{
    print_text(p, verb);
    if (d->conflict.len > 0) {
        print_text(p, " OR ");
        strbuf_add(p->b, d->conflict);
    }
    print_text(p, into);
    print_qualified(p, &d->schema, &d->table);
    print_alias(p, &d->alias);
}

static void print_set(const struct printer *p, const struct assignment_list *set)
{
    print_text(p, "SET ");
    for (size_t i = 0; i < set->len; i++) {
        const struct assignment *a = &set->items[i];

        print_text(p, i > 0 ? ", " : "");
        if (a->ncolumns == 1)
            print_name(p, &a->columns[0]);
        else
            print_names(p, a->columns, a->ncolumns);
        print_text(p, " = ");
        print_level(p, a->value, PREC_OR);
    }
}

static void print_upsert(const struct printer *p, const struct upsert *u)
{
    print_line(p);
    print_text(p, "ON CONFLICT ");
    if (u->target.len > 0) {
        print_text(p, "(");
        print_order(p, &u->target);
        print_text(p, ") ");
    }
    if (u->target_where != NULL) {
        print_text(p, "WHERE ");
        print_level(p, u->target_where, PREC_OR);
        print_text(p, " ");
    }
    if (u->nothing) {
        print_text(p, "DO NOTHING");
        return;
    }
    print_text(p, "DO UPDATE ");
    print_set(p, &u->set);
    if (u->where != NULL) {
        print_text(p, " WHERE ");
        print_level(p, u->where, PREC_OR);
    }
}

static void print_returning(const struct printer *p, const struct dml *d)
{
    if (d->nreturning == 0)
        return;
    print_line(p);
    print_text(p, "RETURNING");
    print_results(p, d->returning, d->nreturning);
}

static void print_tail(const struct printer *p, const struct dml *d)
{
    print_where(p, d->where);
    print_returning(p, d);
    print_order_limit(p, &d->order, d->limit, d->offset);
}

static void print_insert(const struct printer *p, const struct dml *d)
{
    print_verb(p, "INSERT", d, " INTO ");
    if (d->ncolumns > 0) {
        print_text(p, " ");
        print_names(p, d->columns, d->ncolumns);
    }
    print_line(p);
    if (d->select != NULL)
        print_query(p, d->select);
    else
        print_text(p, "DEFAULT VALUES");
    for (size_t i = 0; i < d->nupserts; i++)
        print_upsert(p, &d->upserts[i]);
    print_returning(p, d);
}

static void print_update(const struct printer *p, const struct dml *d)
{
    print_verb(p, "UPDATE", d, " ");
    print_indexed(p, &d->indexed_by, d->not_indexed);
    print_line(p);
    print_set(p, &d->set);
    print_from(p, &d->from);
    print_tail(p, d);
}

static void print_delete(const struct printer *p, const struct dml *d)
{
    print_verb(p, "DELETE", d, " FROM ");
    print_indexed(p, &d->indexed_by, d->not_indexed);
    print_tail(p, d);
}

void print_dml(struct strbuf *b, const struct print_rules *r, const struct dml *d, unsigned indent)
{
    struct printer p = {b, r, indent};

    strbuf_fill(b, ' ', (size_t)indent * 4);
    print_with(&p, &d->with);
    switch (d->kind) {
    case DML_SELECT: print_query(&p, d->select); break;
    case DML_INSERT: print_insert(&p, d); break;
    case DML_UPDATE: print_update(&p, d); break;
    case DML_DELETE: print_delete(&p, d); break;
    }
}
