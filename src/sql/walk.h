#ifndef SQL_WALK_H
#define SQL_WALK_H

/*
 * One traversal for everything that looks at trees: references, renames, normal form, the search
 * for functions and collations. Scopes are tracked, so a visitor sees of each column reference
 * which FROM items it could mean, and never takes a CTE's or an alias's name for a table.
 */

#include "base/vec.h"
#include "sql/ast.h"
#include "sql/clone.h"

/* The part of a statement that an expression stands in. */
enum clause {
    CLAUSE_NONE,
    CLAUSE_RESULT, /* result columns; the aliases are not visible yet */
    CLAUSE_FROM,   /* FROM itself; arguments of table functions */
    CLAUSE_ON,     /* conditions of joins */
    CLAUSE_WHERE,
    CLAUSE_GROUP,
    CLAUSE_HAVING,
    CLAUSE_WINDOW,
    CLAUSE_ORDER,  /* a whole term that is an alias means the result column first; of a compound, a
                      term  means a result column only: of the first core that has it (see
                      scope.select) */
    CLAUSE_LIMIT,  /* no column at all can be meant, not of an outer scope either */
    CLAUSE_VALUES, /* rows of VALUES: outer scopes only */
    CLAUSE_TARGET, /* INSERT INTO t (...), and ON CONFLICT (...) WHERE ... */
    CLAUSE_SET,
    CLAUSE_RETURNING
};

/*
 * A place where names are looked up: one SELECT core or DML statement, innermost first. A column
 * reference with table part t means the item of 'from' (nested joins included) called t, else the
 * 'dml' target, else an 'extra', else the same in 'outer'. One without means a column of any of
 * them (extras excluded), else in 'results', else in 'outer'. Sub-queries in FROM and the bodies of
 * CTEs do not have the query around them as 'outer', but what is around that.
 */
struct scope {
    const struct scope *outer;
    const struct from_list *from;        /* may be NULL */
    const struct with *with;             /* CTEs visible from here on */
    const struct result_column *results; /* aliases, visible in this clause */
    size_t nresults;
    const struct dml *dml; /* its target table is in scope */
    struct ident extra[3]; /* NEW, OLD, excluded: names of pseudo tables */
    size_t nextra;
    enum clause clause;
    const struct select *select; /* that the core belongs to; NULL in DML */
};

struct walker {
    /* Return false to stop the walk. Any may be NULL. The pointers are to the tree's own nodes and
     * may be changed in place. */
    bool (*on_expr)(
        struct walker *w, struct expr **e, const struct scope *s); /* before its children */
    bool (*after_expr)(struct walker *w, struct expr **e, const struct scope *s);
    bool (*on_table)(struct walker *w, struct ident *schema, struct ident *name,
        const struct scope *s, bool is_cte); /* FROM items, DML targets, IN table */
    /* name(...) in FROM and behind IN: a function, or a virtual table with hidden columns. */
    bool (*on_table_function)(
        struct walker *w, struct ident *schema, struct ident *name, const struct scope *s);
    bool (*on_target_column)(struct walker *w, struct ident *column, const struct dml *d,
        const struct scope *s); /* INSERT (a, b), SET a = */
    bool (*on_using_column)(struct walker *w, struct ident *column, const struct from_item *item,
        const struct scope *s);
    bool (*on_index)(struct walker *w, struct ident *index, const struct scope *s); /* INDEXED BY */
    void *payload;
};

/* s is the scope around the tree; NULL for none. A trigger's body and WHEN: one whose extras are
 * NEW and OLD. False if a visitor said so. */
bool walk_expr(struct walker *w, struct expr **e, const struct scope *s);
bool walk_select(struct walker *w, struct select *sel, const struct scope *s);
bool walk_dml(struct walker *w, struct dml *d, const struct scope *s);

/* The CTE that an unqualified table name means in s, NULL if none. ASCII case does not matter. */
const struct cte *walk_find_cte(const struct scope *s, struct flash_str name);

#endif
