#ifndef SQL_AST_H
#define SQL_AST_H

/*
 * The tree of expressions and of the statements that stand in views, triggers and generated
 * columns. Shared by all dialects: a dialect that has no such node never builds one. Nodes live in
 * one arena, are made by the parser and are not changed afterwards, except by passes over walk.h
 * (normal form, renames), which run before anybody else sees the tree.
 *
 * One meaning has one tree where the grammar alone can tell: the parser leaves out parentheses,
 * makes x ISNULL and x IS NULL the same, and != the same as <>.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/source.h"

/*
 * An identifier, without its quotes. 'quote' says which it had; '\'' is SQLite's string in the
 * place of a name. It has no meaning but one: SQLite takes a double-quoted word that names no
 * column for a string. So print_expr keeps the quotes of a one-part EXPR_COLUMN whose quote is '"',
 * until a pass that knows the column clears it (or makes it an EXPR_STRING).
 */
struct ident {
    struct flash_str text;
    char quote; /* 0, '"', '`', '[', '\'' */
};

enum expr_kind {
    EXPR_NULL,
    EXPR_TRUE,
    EXPR_FALSE,
    EXPR_NUMBER,
    EXPR_STRING,
    EXPR_BLOB,
    EXPR_PARAM,
    EXPR_CURRENT,  /* CURRENT_TIME | CURRENT_DATE | CURRENT_TIMESTAMP: text */
    EXPR_COLUMN,   /* parts: [schema .] [table .] column; nparts 1..3 */
    EXPR_STAR,     /* * or table.* in a result list, count(*) */
    EXPR_UNARY,    /* op, left */
    EXPR_BINARY,   /* op, left, right */
    EXPR_IS,       /* left IS [NOT] right; distinct: IS [NOT] DISTINCT FROM */
    EXPR_ISNULL,   /* left IS NULL; negated: IS NOT NULL. Also for ISNULL, NOTNULL, NOT NULL */
    EXPR_BETWEEN,  /* left, list[0], list[1] */
    EXPR_IN,       /* left; list, or select, or table (parts) [+ list = its arguments]; */
    EXPR_LIKE,     /* word (LIKE GLOB REGEXP MATCH ...), left, right, list[0] = ESCAPE */
    EXPR_CASE,     /* left = operand or NULL; list = when, then, when, then ...; right = else */
    EXPR_CAST,     /* left AS type */
    EXPR_COLLATE,  /* left COLLATE word */
    EXPR_FUNCTION, /* parts = name; list; distinct; star; order; filter; over */
    EXPR_EXISTS,   /* select */
    EXPR_SUBQUERY, /* (select) */
    EXPR_ROW,      /* (a, b, ...); list */
    EXPR_RAISE,    /* word = IGNORE ROLLBACK ABORT FAIL; left = message */
    EXPR_PAREN,    /* left; never from the parser: the printer adds what precedence needs */
    EXPR__COUNT
};

enum expr_op {
    EO_NONE,
    EO_OR,
    EO_AND,
    EO_NOT,
    EO_EQ,
    EO_NE,
    EO_LT,
    EO_LE,
    EO_GT,
    EO_GE,
    EO_BITAND,
    EO_BITOR,
    EO_LSHIFT,
    EO_RSHIFT,
    EO_ADD,
    EO_SUB,
    EO_MUL,
    EO_DIV,
    EO_MOD,
    EO_CONCAT,
    EO_ARROW,
    EO_ARROW2,
    EO_NEG,
    EO_POS,
    EO_BITNOT,
    EO__COUNT
};

struct expr_list {
    struct expr **items;
    size_t len;
};

struct order_term {
    struct expr *expr;
    int8_t desc;  /* 0 default, 1 DESC, -1 ASC written */
    int8_t nulls; /* 0 default, 1 FIRST, 2 LAST */
};
struct order_list {
    struct order_term *items;
    size_t len;
};

struct window {
    struct ident name; /* WINDOW name AS (...), or OVER name when 'ref_only' */
    bool ref_only;
    struct ident base;
    struct expr_list partition;
    struct order_list order;
    struct flash_str frame_mode; /* ROWS RANGE GROUPS, empty when there is no frame */
    struct flash_str start_kind,
        end_kind; /* "UNBOUNDED PRECEDING", "PRECEDING", "CURRENT ROW", ... */
    struct expr *start, *end;
    bool between;
    struct flash_str exclude; /* "NO OTHERS" "CURRENT ROW" "GROUP" "TIES" or empty */
};

struct expr {
    uint8_t kind; /* enum expr_kind */
    uint8_t op;   /* enum expr_op */
    bool negated; /* NOT IN, NOT LIKE, NOT BETWEEN, IS NOT, IS NOT NULL; never of EXISTS */
    bool distinct, star;
    uint8_t nparts;
    uint16_t height; /* 1 + that of its highest child, at most LIMIT_NESTING; as parsed */
    struct loc loc;
    union {                    /* no kind has both */
        struct flash_str text; /* STRING: value; NUMBER, PARAM: as written; BLOB: its digits;
                                  CURRENT: upper case */
        struct flash_str word; /* LIKE word, collation, RAISE action, CAST type */
    };
    struct ident parts[3];
    struct expr *left, *right;
    struct expr_list list;
    struct order_list order;
    struct expr *filter;
    struct window *over;
    struct select *select;
};

enum join_kind { JOIN_COMMA, JOIN_INNER, JOIN_LEFT, JOIN_RIGHT, JOIN_FULL, JOIN_CROSS };

struct from_item {
    enum join_kind join; /* how it hangs on the one before; ignored for the first */
    bool natural;
    struct ident schema, name; /* a table or view, or a table function when 'args' or is_function */
    bool is_function;
    struct expr_list args;
    struct select *select;    /* (SELECT ...) */
    struct from_list *nested; /* ( join ) */
    struct ident alias;
    struct ident indexed_by;
    bool not_indexed;
    struct expr *on;
    struct ident *using_columns;
    size_t nusing;
    struct loc loc;
};
struct from_list {
    struct from_item *items;
    size_t len;
};

struct result_column {
    struct expr *expr;
    struct ident alias;
    struct loc
        loc; /* of the expression with its parentheses: SQLite names a column without alias by it */
};

struct cte {
    struct ident name;
    struct ident *columns;
    size_t ncolumns;
    struct flash_str materialized; /* "", "MATERIALIZED", "NOT MATERIALIZED" */
    struct select *select;
};
struct with {
    bool recursive;
    struct cte *items;
    size_t len;
};

struct select_core {
    struct flash_str compound; /* "" for the first; UNION, UNION ALL, INTERSECT, EXCEPT */
    bool values;               /* VALUES (..), (..): rows */
    bool distinct, all;
    struct result_column *columns;
    size_t ncolumns;
    struct from_list from;
    struct expr *where;
    struct expr_list group;
    struct expr *having;
    struct window *windows;
    size_t nwindows;
    struct expr_list *rows;
    size_t nrows;
};

struct select {
    struct with with;
    struct select_core *cores;
    size_t ncores;
    struct order_list order;
    struct expr *limit, *offset;
    uint16_t height; /* as of an expression */
    struct loc loc;
};

struct assignment {
    struct ident *columns; /* one, or several for (a, b) = ... */
    size_t ncolumns;
    struct expr *value;
};
struct assignment_list {
    struct assignment *items;
    size_t len;
};

struct upsert {
    struct order_list target; /* terms may carry COLLATE */
    struct expr *target_where;
    bool nothing;
    struct assignment_list set;
    struct expr *where;
};

enum dml_kind { DML_SELECT, DML_INSERT, DML_UPDATE, DML_DELETE };

struct dml {
    enum dml_kind kind;
    struct with with;
    struct flash_str conflict; /* OR action; "REPLACE" word for REPLACE INTO too */
    struct ident schema, table, alias;
    struct ident indexed_by;
    bool not_indexed;
    struct ident *columns; /* INSERT */
    size_t ncolumns;
    struct select *select; /* SELECT; INSERT source, NULL = DEFAULT VALUES */
    struct upsert *upserts;
    size_t nupserts;
    struct assignment_list set;
    struct from_list from;
    struct expr *where;
    struct result_column *returning;
    size_t nreturning;
    struct order_list order;
    struct expr *limit, *offset;
    struct loc loc;
};

struct dml_list {
    struct dml **items;
    size_t len;
};

#endif
