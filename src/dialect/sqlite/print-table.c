#include "dialect/sqlite/print-table.h"

#include "base/str.h"
#include "dialect/sqlite/normal.h"
#include "dialect/sqlite/sqlite.h"
#include "dialect/sqlite/type.h"
#include "schema/value-ops.h"
#include "sql/precedence.h"
#include "sql/print.h"

static void ident(struct strbuf *out, struct flash_str name)
{
    print_ident(out, &sqlite_print_rules, name);
}

static void expression(struct strbuf *out, const struct expression *e)
{
    strbuf_add(out, expression_norm(e));
}

static void conflict(struct strbuf *out, uint8_t action)
{
    static const char *const words[] = {"", " ON CONFLICT ROLLBACK", " ON CONFLICT ABORT",
        " ON CONFLICT FAIL", " ON CONFLICT IGNORE", " ON CONFLICT REPLACE"};

    if (action != CONFLICT_NONE)
        strbuf_adds(out, words[action]);
}

static void constraint_name(struct strbuf *out, const struct object *o)
{
    if (!name_is_set(o->name))
        return;
    strbuf_adds(out, "CONSTRAINT ");
    ident(out, o->name.spelling);
    strbuf_addc(out, ' ');
}

static void print_default(struct strbuf *out, const struct expression *e)
{
    bool bare = e->expr != NULL && normal_is_literal(e->expr);

    strbuf_adds(out, bare ? " DEFAULT " : " DEFAULT (");
    expression(out, e);
    strbuf_adds(out, bare ? "" : ")");
}

void sqlite_print_column(const struct column *col, struct strbuf *out)
{
    ident(out, col->base.name.spelling);
    if (col->type.text.len > 0) {
        strbuf_addc(out, ' ');
        type_print(out, col->type.text);
    }
    if (col->not_null) {
        strbuf_adds(out, " NOT NULL");
        conflict(out, col->not_null_conflict);
    }
    if (name_is_set(col->collation)) {
        strbuf_adds(out, " COLLATE ");
        ident(out, col->collation.spelling);
    }
    if (col->def != NULL)
        print_default(out, col->def);
    if (col->generated != NULL) {
        strbuf_adds(out, " GENERATED ALWAYS AS (");
        expression(out, col->generated);
        strbuf_adds(out, col->generated_kind == GENERATED_STORED ? ") STORED" : ") VIRTUAL");
    }
}

/* As the key of an index 'a' would be a column; in double quotes it is a string, there being no
 * such column. */
static bool is_constant(const struct key_part *p)
{
    return p->expr->expr != NULL && p->expr->expr->kind == EXPR_STRING;
}

/* COLLATE behind it means the whole expression. */
static void key_expression(struct strbuf *out, const struct key_part *p)
{
    const struct expr *e = p->expr->expr;
    bool parens = name_is_set(p->collation) && e != NULL && expr_precedence(e) < PREC_COLLATE;

    strbuf_adds(out, parens ? "(" : "");
    expression(out, p->expr);
    strbuf_adds(out, parens ? ")" : "");
}

void sqlite_print_key(const struct key_part *p, struct strbuf *out)
{
    if (p->expr != NULL && is_constant(p))
        print_quoted(out, &sqlite_print_rules, p->expr->expr->text);
    else if (p->expr != NULL)
        key_expression(out, p);
    else
        ident(out, p->column.spelling);
    if (name_is_set(p->collation)) {
        strbuf_adds(out, " COLLATE ");
        ident(out, p->collation.spelling);
    }
}

static void print_keys(struct strbuf *out, const struct key_list *keys, bool autoincrement)
{
    strbuf_addc(out, '(');
    for (size_t i = 0; i < keys->len; i++) {
        strbuf_adds(out, i > 0 ? ", " : "");
        sqlite_print_key(&keys->items[i], out);
        strbuf_adds(out, keys->items[i].desc ? " DESC" : "");
    }
    strbuf_adds(out, autoincrement ? " AUTOINCREMENT)" : ")");
}

bool sqlite_key_is_inline(const struct primary_key *pk)
{
    return pk->keys.len == 1 && pk->keys.items[0].expr == NULL &&
           !name_is_set(pk->keys.items[0].collation);
}

void sqlite_print_inline_key(const struct primary_key *pk, struct strbuf *out)
{
    strbuf_addc(out, ' ');
    constraint_name(out, &pk->base);
    strbuf_adds(out, pk->keys.items[0].desc ? "PRIMARY KEY DESC" : "PRIMARY KEY");
    conflict(out, pk->conflict);
    strbuf_adds(out, pk->autoincrement ? " AUTOINCREMENT" : "");
}

static void name_list(struct strbuf *out, const struct name_list *names)
{
    strbuf_addc(out, '(');
    for (size_t i = 0; i < names->len; i++) {
        strbuf_adds(out, i > 0 ? ", " : "");
        ident(out, names->items[i].spelling);
    }
    strbuf_addc(out, ')');
}

static void print_action(struct strbuf *out, const char *when, uint8_t action)
{
    static const char *const words[] = {"", "RESTRICT", "SET NULL", "SET DEFAULT", "CASCADE"};

    if (action == FK_NO_ACTION)
        return;
    strbuf_adds(out, when);
    strbuf_adds(out, words[action]);
}

void sqlite_print_references(const struct foreign_key *fk, struct strbuf *out)
{
    static const char *const deferrals[] = {
        "", " DEFERRABLE INITIALLY IMMEDIATE", " DEFERRABLE INITIALLY DEFERRED"};

    strbuf_adds(out, " REFERENCES ");
    ident(out, fk->ref_table.spelling);
    if (fk->ref_columns.len > 0) {
        strbuf_addc(out, ' ');
        name_list(out, &fk->ref_columns);
    }
    print_action(out, " ON DELETE ", fk->on_delete);
    print_action(out, " ON UPDATE ", fk->on_update);
    if (fk->match.len > 0) {
        strbuf_adds(out, " MATCH ");
        ident(out, fk->match);
    }
    strbuf_adds(out, deferrals[fk->deferral]);
}

static void print_primary_key(struct strbuf *out, const struct object *o)
{
    const struct primary_key *pk = (const struct primary_key *)o;

    strbuf_adds(out, "PRIMARY KEY ");
    print_keys(out, &pk->keys, pk->autoincrement);
    conflict(out, pk->conflict);
}

static void print_unique(struct strbuf *out, const struct object *o)
{
    const struct unique *u = (const struct unique *)o;

    strbuf_adds(out, "UNIQUE ");
    print_keys(out, &u->keys, false);
    conflict(out, u->conflict);
}

static void print_check(struct strbuf *out, const struct object *o)
{
    strbuf_adds(out, "CHECK (");
    expression(out, ((const struct check *)o)->expr);
    strbuf_addc(out, ')');
}

static void print_foreign_key(struct strbuf *out, const struct object *o)
{
    const struct foreign_key *fk = (const struct foreign_key *)o;

    strbuf_adds(out, "FOREIGN KEY ");
    name_list(out, &fk->columns);
    sqlite_print_references(fk, out);
}

void sqlite_print_constraint(const struct object *o, struct strbuf *out)
{
    static const struct {
        enum kind kind;
        void (*print)(struct strbuf *out, const struct object *o);
    } forms[] = {{KIND_PRIMARY_KEY, print_primary_key}, {KIND_UNIQUE, print_unique},
        {KIND_CHECK, print_check}, {KIND_FOREIGN_KEY, print_foreign_key}};

    constraint_name(out, o);
    for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
        if (forms[i].kind == o->kind)
            forms[i].print(out, o);
    }
}

static void print_virtual(const struct table *t, struct strbuf *out)
{
    strbuf_adds(out, " USING ");
    ident(out, t->module.spelling);
    if (t->module_args.len == 0)
        return;
    strbuf_adds(out, "(");
    for (size_t i = 0; i < t->module_args.len; i++) {
        strbuf_adds(out, i > 0 ? ",\n    " : "\n    ");
        strbuf_add(out, t->module_args.items[i].spelling);
    }
    strbuf_adds(out, "\n)");
}

/* A UNIQUE that stands in front of PRIMARY KEY DESC: the index is the first one's and ascends. */
static bool is_before_key(const struct object *o, const struct primary_key *pk)
{
    const struct unique *u = (const struct unique *)o;

    if (o->kind != KIND_UNIQUE || pk == NULL || pk->keys.len != 1 || u->keys.len != 1)
        return false;
    const struct key_part *a = &u->keys.items[0], *b = &pk->keys.items[0];
    return sqlite_key_is_inline(pk) && a->column.key == b->column.key && a->expr == NULL &&
           !name_is_set(a->collation) && !a->desc && b->desc;
}

static void print_inline_uniques(
    const struct object *table, const struct primary_key *pk, struct strbuf *out)
{
    for (size_t i = 0; i < table->children.len; i++) {
        const struct object *o = table->children.items[i];
        if (!is_before_key(o, pk))
            continue;
        strbuf_addc(out, ' ');
        constraint_name(out, o);
        strbuf_adds(out, "UNIQUE");
        conflict(out, ((const struct unique *)o)->conflict);
    }
}

static bool is_constraint(const struct object *o, const struct primary_key *pk)
{
    if (is_before_key(o, pk))
        return false;
    return o->kind == KIND_UNIQUE || o->kind == KIND_CHECK || o->kind == KIND_FOREIGN_KEY ||
           (o->kind == KIND_PRIMARY_KEY && !sqlite_key_is_inline((const struct primary_key *)o));
}

static void print_columns(const struct object *table, struct strbuf *out)
{
    const struct primary_key *pk = table_primary_key(table);
    const struct symbol *key =
        pk != NULL && sqlite_key_is_inline(pk) ? pk->keys.items[0].column.key : NULL;
    const char *separator = "\n    ";

    for (size_t i = 0; i < table->children.len; i++) {
        const struct object *o = table->children.items[i];
        if (o->kind != KIND_COLUMN)
            continue;
        strbuf_adds(out, separator);
        separator = ",\n    ";
        sqlite_print_column((const struct column *)o, out);
        if (o->name.key != key)
            continue;
        print_inline_uniques(table, pk, out);
        sqlite_print_inline_key(pk, out);
    }
}

static void print_constraints(const struct object *table, struct strbuf *out)
{
    const struct primary_key *pk = table_primary_key(table);

    for (size_t i = 0; i < table->children.len; i++) {
        if (!is_constraint(table->children.items[i], pk))
            continue;
        strbuf_adds(out, ",\n    ");
        sqlite_print_constraint(table->children.items[i], out);
    }
}

void sqlite_print_table(const struct object *table, struct flash_str name, struct strbuf *out)
{
    const struct table *t = (const struct table *)table;

    strbuf_adds(out, name_is_set(t->module) ? "CREATE VIRTUAL TABLE " : "CREATE TABLE ");
    ident(out, name);
    if (name_is_set(t->module)) {
        print_virtual(t, out);
        return;
    }
    strbuf_adds(out, " (");
    print_columns(table, out);
    print_constraints(table, out);
    strbuf_adds(out, "\n)");
    strbuf_adds(out, t->strict ? " STRICT" : "");
    if (t->without_rowid)
        strbuf_adds(out, t->strict ? ", WITHOUT ROWID" : " WITHOUT ROWID");
}

void sqlite_print_index(const struct index *ix, struct strbuf *out)
{
    strbuf_adds(out, ix->unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ");
    ident(out, ix->base.name.spelling);
    strbuf_adds(out, " ON ");
    ident(out, ix->base.parent->name.spelling);
    strbuf_addc(out, ' ');
    print_keys(out, &ix->keys, false);
    if (ix->where != NULL) {
        strbuf_adds(out, "\nWHERE ");
        expression(out, ix->where);
    }
}
