#ifndef SQL_WALK_H
#define SQL_WALK_H

/*
 * One traversal for everything that looks at trees: references, renames, normal form, the search for
 * functions and collations. Scopes are tracked, so a visitor sees of each column reference which
 * FROM items it could mean, and never takes a CTE's or an alias's name for a table.
 */

#include "sql/ast.h"
#include "base/vec.h"

/* A place where names are looked up: one SELECT core or DML statement, innermost first. */
struct scope {
    const struct scope *outer;
    const struct from_list *from;      /* may be NULL */
    const struct with *with;           /* CTEs visible from here on */
    const struct result_column *results; /* aliases, visible in ORDER BY, GROUP BY, WHERE */
    size_t nresults;
    const struct dml *dml;             /* its target table is in scope */
    struct ident extra[3];             /* NEW, OLD, excluded: names of pseudo tables */
    size_t nextra;
};

struct walker {
    /* Return false to stop the walk. Any may be NULL. The pointers are to the tree's own nodes and may be
     * changed in place. */
    bool (*on_expr)(struct walker *w, struct expr **e, const struct scope *s); /* before its children */
    bool (*after_expr)(struct walker *w, struct expr **e, const struct scope *s);
    bool (*on_table)(struct walker *w, struct ident *schema, struct ident *name, const struct scope *s,
        bool is_cte);                                        /* FROM items, DML targets, IN table */
    bool (*on_target_column)(struct walker *w, struct ident *column, const struct dml *d,
        const struct scope *s);                              /* INSERT (a, b), SET a = */
    bool (*on_using_column)(struct walker *w, struct ident *column, const struct from_item *item,
        const struct scope *s);
    bool (*on_index)(struct walker *w, struct ident *index, const struct scope *s); /* INDEXED BY */
    void *payload;
};

bool walk_expr(struct walker *w, struct expr **e, const struct scope *s);
bool walk_select(struct walker *w, struct select *sel, const struct scope *s);
bool walk_dml(struct walker *w, struct dml *d, const struct scope *s);

struct expr *expr_clone(struct arena *a, const struct expr *e);
struct select *select_clone(struct arena *a, const struct select *s);
struct dml *dml_clone(struct arena *a, const struct dml *d);

#endif
