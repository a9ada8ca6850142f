#include "dialect/sqlite/read-constraint.h"

#include "base/str.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/read-foreign-key.h"
#include "dialect/sqlite/read-key.h"

/* What one constraint is made from. */
struct constraint {
    struct object *table;
    struct column *col; /* NULL for a table constraint */
    struct name name;   /* CONSTRAINT name, for the next one */
    const struct token *first;
};

static void add(struct reader *r, struct constraint *k, struct object *o)
{
    o->name = k->name;
    k->name = (struct name){0};
    o->loc = cursor_loc_from(&r->cur, k->first);
    object_add_child(r->arena, k->table, o);
}

static void read_primary_key(struct reader *r, struct constraint *k)
{
    struct cursor *c = &r->cur;
    struct primary_key *pk = (struct primary_key *)object_new(r->arena, KIND_PRIMARY_KEY);

    if (!cursor_expect_kw(c, KW_KEY))
        return;
    if (k->col != NULL) {
        bool desc = cursor_accept_kw(c, KW_DESC);
        if (!desc)
            cursor_accept_kw(c, KW_ASC);
        pk->keys = key_of_column(r->arena, k->col->base.name, desc);
        pk->conflict = reader_conflict(r);
        pk->autoincrement = cursor_accept_kw(c, KW_AUTOINCREMENT);
    } else {
        struct key_words words = {0};
        if (!key_read(r, &pk->keys, &words))
            return;
        pk->autoincrement = words.autoincrement;
        pk->conflict = reader_conflict(r);
    }
    add(r, k, &pk->base);
}

static void read_unique(struct reader *r, struct constraint *k)
{
    struct unique *u = (struct unique *)object_new(r->arena, KIND_UNIQUE);
    struct key_words words = {0};

    if (k->col != NULL)
        u->keys = key_of_column(r->arena, k->col->base.name, false);
    else if (!key_read(r, &u->keys, &words))
        return;
    u->conflict = reader_conflict(r);
    add(r, k, &u->base);
}

/* ( expr ) as CHECK, DEFAULT and AS have it. */
static struct expression *read_parenthesised(struct reader *r)
{
    struct cursor *c = &r->cur;

    if (!cursor_expect_op(c, OP_LPAREN))
        return NULL;
    const struct token *first = c->tok;
    struct expression *e = reader_expression(r, parse_expr(c), first);
    cursor_expect_op(c, OP_RPAREN);
    return c->failed ? NULL : e;
}

static void read_check(struct reader *r, struct constraint *k)
{
    struct check *check = (struct check *)object_new(r->arena, KIND_CHECK);

    check->expr = read_parenthesised(r);
    reader_conflict(r); /* taken and ignored by SQLite */
    if (!r->cur.failed)
        add(r, k, &check->base);
}

static void read_not_null(struct reader *r, struct constraint *k)
{
    if (!cursor_expect_kw(&r->cur, KW_NULL))
        return;
    k->col->not_null = true;
    k->col->not_null_conflict = reader_conflict(r);
    k->name = (struct name){0};
}

/* NULL says nothing. */
static void read_null(struct reader *r, struct constraint *k)
{
    reader_conflict(r);
    k->name = (struct name){0};
}

static struct expr *string_expr(struct reader *r)
{
    struct cursor *c = &r->cur;
    struct expr *e = arena_new(r->arena, struct expr);

    e->kind = EXPR_STRING;
    e->loc = cursor_loc(c);
    e->text = token_value(c->src, c->tok, r->arena);
    cursor_advance(c);
    return e;
}

static bool is_literal_word(const struct cursor *c)
{
    unsigned k = c->tok->keyword;

    return k == KW_NULL || k == KW_TRUE || k == KW_FALSE || k == KW_CURRENT_DATE ||
           k == KW_CURRENT_TIME || k == KW_CURRENT_TIMESTAMP;
}

/* A bare or quoted word is a string here. */
static void read_default(struct reader *r, struct constraint *k)
{
    struct cursor *c = &r->cur;
    const struct token *first = c->tok;

    k->name = (struct name){0};
    if (cursor_is_op(c, OP_LPAREN)) {
        k->col->def = read_parenthesised(r);
        return;
    }
    bool word = cursor_is_ident_at(c, 0) && !is_literal_word(c);
    struct expr *e = word ? string_expr(r) : parse_signed_literal(c);
    k->col->def = reader_expression(r, e, first);
}

static void read_collate(struct reader *r, struct constraint *k)
{
    reader_expect_name(&r->cur, "a collation name", &k->col->collation);
    k->name = (struct name){0};
}

static void read_generated(struct reader *r, struct constraint *k)
{
    struct cursor *c = &r->cur;

    if (k->col->generated != NULL) {
        cursor_error(
            c, "the column '%.*s' is generated twice", STR_ARG(k->col->base.name.spelling));
        return;
    }
    k->col->generated = read_parenthesised(r);
    k->col->generated_kind = GENERATED_VIRTUAL;
    if (cursor_accept_kw(c, KW_STORED))
        k->col->generated_kind = GENERATED_STORED;
    else
        cursor_accept_kw(c, KW_VIRTUAL);
    k->name = (struct name){0};
}

/* Without an AS the two words say nothing; SQLite takes them for the end of the type. */
static void read_generated_always(struct reader *r, struct constraint *k)
{
    if (cursor_expect_kw(&r->cur, KW_ALWAYS) && cursor_accept_kw(&r->cur, KW_AS))
        read_generated(r, k);
}

static void read_references(struct reader *r, struct constraint *k)
{
    struct object *fk = foreign_key_read_references(r, k->table, k->col);

    if (fk != NULL)
        add(r, k, fk);
}

static void read_foreign_key(struct reader *r, struct constraint *k)
{
    struct object *fk = foreign_key_read(r);

    if (fk != NULL)
        add(r, k, fk);
}

struct form {
    enum keyword word;
    void (*read)(struct reader *r, struct constraint *k);
};

static const struct form column_forms[] = {{KW_NOT, read_not_null}, {KW_NULL, read_null},
    {KW_DEFAULT, read_default}, {KW_PRIMARY, read_primary_key}, {KW_UNIQUE, read_unique},
    {KW_CHECK, read_check}, {KW_REFERENCES, read_references}, {KW_COLLATE, read_collate},
    {KW_AS, read_generated}, {KW_GENERATED, read_generated_always}};
static const struct form table_forms[] = {{KW_PRIMARY, read_primary_key}, {KW_UNIQUE, read_unique},
    {KW_CHECK, read_check}, {KW_FOREIGN, read_foreign_key}};

static const struct form *find_form(const struct cursor *c, const struct form *forms, size_t n)
{
    if (cursor_at_end(c) || c->tok->keyword == KW_NONE)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        if (c->tok->keyword == forms[i].word)
            return &forms[i];
    }
    return NULL;
}

/* [NOT] DEFERRABLE is a constraint of its own for the grammar; it means the last foreign key. */
static bool read_deferrable(struct reader *r, struct object *table)
{
    uint8_t deferral;

    if (!foreign_key_accept_deferral(&r->cur, &deferral))
        return false;
    foreign_key_set_last(table, deferral);
    return true;
}

static bool read_column_constraint(struct reader *r, struct constraint *k)
{
    struct cursor *c = &r->cur;

    if (read_deferrable(r, k->table))
        return true;
    k->first = k->name.key != NULL ? k->first : c->tok;
    if (cursor_accept_kw(c, KW_CONSTRAINT))
        return reader_expect_name(c, "a constraint name", &k->name);
    const struct form *f = find_form(c, column_forms, ARRAY_LEN(column_forms));
    if (f == NULL)
        return false;
    cursor_advance(c);
    f->read(r, k);
    return !c->failed;
}

void constraints_read_column(struct reader *r, struct object *table, struct column *col)
{
    struct constraint k = {.table = table, .col = col};

    while (read_column_constraint(r, &k))
        ;
}

bool constraint_is_table(const struct cursor *c)
{
    return cursor_is_kw(c, KW_CONSTRAINT) || find_form(c, table_forms, ARRAY_LEN(table_forms));
}

void constraint_read_table(struct reader *r, struct object *table)
{
    struct cursor *c = &r->cur;
    struct constraint k = {.table = table, .first = c->tok};

    while (cursor_accept_kw(c, KW_CONSTRAINT)) {
        if (!reader_expect_name(c, "a constraint name", &k.name))
            return;
    }
    const struct form *f = find_form(c, table_forms, ARRAY_LEN(table_forms));
    if (f != NULL) {
        cursor_advance(c);
        f->read(r, &k);
    } else if (!cursor_is_op(c, OP_COMMA) && !cursor_is_op(c, OP_RPAREN)) {
        cursor_unexpected(c, "PRIMARY KEY, UNIQUE, CHECK or FOREIGN KEY");
    }
}
