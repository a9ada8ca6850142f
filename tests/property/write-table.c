#include "write-table.h"

#include <string.h>

#include "base/str.h"

static void conflict(struct writer *w, uint8_t c)
{
    static const char *const words[] = {"", " ON CONFLICT ROLLBACK", " ON CONFLICT ABORT",
        " ON CONFLICT FAIL", " ON CONFLICT IGNORE", " ON CONFLICT REPLACE"};
    w_words(w, words[c]);
}

static void constraint_name(struct writer *w, const char *name)
{
    if (name[0] == '\0')
        return;
    w_words(w, "CONSTRAINT ");
    w_declare(w, name);
    w_space(w);
}

/* Behind its column or behind all; the same answer each time it is asked for one thing. */
static bool with_column(const struct writer *w, uint32_t uid)
{
    struct rng r = {w->schema->next_uid * 31u + uid};
    return rng_one_in(&r, 2);
}

static bool pk_with_column(const struct writer *w, const struct g_table *t)
{
    if (t->pk.len != 1 || t->pk.items[0].collation != GC_NONE)
        return false;
    return t->autoincrement || t->pk.items[0].desc || with_column(w, t->uid);
}

static bool unique_with_column(const struct writer *w, const struct g_unique *u)
{
    const struct g_key *k = &u->keys.items[0];
    return u->keys.len == 1 && k->collation == GC_NONE && !k->desc && with_column(w, u->uid);
}

static void references(struct writer *w, const struct g_fk *fk)
{
    static const char *const actions[] = {
        " NO ACTION", " RESTRICT", " SET NULL", " SET DEFAULT", " CASCADE"};
    static const char *const matches[] = {"", " MATCH FULL", " MATCH SIMPLE"};
    static const char *const deferrals[] = {
        "", " DEFERRABLE INITIALLY IMMEDIATE", " DEFERRABLE INITIALLY DEFERRED"};
    const struct g_table *parent = g_table_at(w->schema, fk->ref_table);
    w_words(w, "REFERENCES ");
    w_refer(w, parent->name);
    for (size_t i = 0; i < fk->len && !fk->implicit; i++) {
        w_text(w, i > 0 ? ", " : " (");
        w_refer(w, g_column_at(parent, fk->ref_columns[i])->name);
    }
    w_text(w, fk->implicit ? "" : ")");
    if (fk->on_delete != 0) {
        w_words(w, " ON DELETE");
        w_words(w, actions[fk->on_delete]);
    }
    if (fk->on_update != 0 || rng_one_in(&w->rng, 9)) {
        w_words(w, " ON UPDATE");
        w_words(w, actions[fk->on_update]);
    }
    w_words(w, matches[fk->match]);
    if (fk->deferral == 0 && rng_one_in(&w->rng, 9))
        w_words(w, " NOT DEFERRABLE");
    w_words(w, deferrals[fk->deferral]);
}

static void column_pk(struct writer *w, const struct g_table *t, const struct g_column *c)
{
    if (!pk_with_column(w, t) || t->pk.items[0].column != c->uid)
        return;
    w_space(w);
    constraint_name(w, t->pk_name);
    w_words(w, "PRIMARY KEY");
    w_words(w, t->pk.items[0].desc ? " DESC" : "");
    conflict(w, t->pk_conflict);
    w_words(w, t->autoincrement ? " AUTOINCREMENT" : "");
}

static void column_value(struct writer *w, const struct g_table *t, const struct g_column *c)
{
    if (c->def != 0) {
        w_words(w, " DEFAULT ");
        w_text(w, w_default((enum g_type)c->type, c->def));
    }
    if (c->generated == 0)
        return;
    /* SQLite takes a comment in front of GENERATED ALWAYS, and within, for a part of the type. */
    w_text(w, rng_one_in(&w->rng, 2) ? " GENERATED ALWAYS" : "");
    w_words(w, " AS (");
    w_value(w, t, c->value, "");
    w_text(w, ")");
    if (c->generated == 2)
        w_words(w, " STORED");
    else if (rng_one_in(&w->rng, 2))
        w_words(w, " VIRTUAL");
}

static void column_rules(struct writer *w, const struct g_table *t, const struct g_column *c)
{
    if (c->not_null) {
        w_words(w, " NOT NULL");
        conflict(w, c->not_null_conflict);
    }
    w_words(w, w_collation(c->collation));
    for (size_t i = 0; i < t->nuniques; i++) {
        const struct g_unique *u = &t->uniques[i];
        if (!unique_with_column(w, u) || u->keys.items[0].column != c->uid)
            continue;
        w_space(w);
        constraint_name(w, u->name);
        w_words(w, "UNIQUE");
        conflict(w, u->conflict);
    }
    for (size_t i = 0; i < t->nchecks; i++) {
        if (!with_column(w, t->checks[i].uid) || t->checks[i].expr.column != c->uid)
            continue;
        w_space(w);
        constraint_name(w, t->checks[i].name);
        w_words(w, "CHECK (");
        w_predicate(w, t, t->checks[i].expr, "");
        w_text(w, ")");
    }
    for (size_t i = 0; i < t->nfks; i++) {
        const struct g_fk *fk = &t->fks[i];
        if (fk->len != 1 || !with_column(w, fk->uid) || fk->columns[0] != c->uid)
            continue;
        w_space(w);
        constraint_name(w, fk->name);
        references(w, fk);
    }
}

static void column(struct writer *w, const struct g_table *t, const struct g_column *c)
{
    const char *type = w_type((enum g_type)c->type);
    w_declare(w, c->name);
    if (type[0] != '\0') {
        w_text(w, " ");
        w_text(w, type);
    }
    bool value_first = rng_one_in(&w->rng, 2);
    if (value_first)
        column_value(w, t, c);
    column_pk(w, t, c);
    column_rules(w, t, c);
    if (!value_first)
        column_value(w, t, c);
}

static void table_foreign_key(struct writer *w, const struct g_table *t, const struct g_fk *fk)
{
    constraint_name(w, fk->name);
    w_words(w, "FOREIGN KEY ");
    for (size_t i = 0; i < fk->len; i++) {
        w_text(w, i > 0 ? ", " : "(");
        w_refer(w, g_column_at(t, fk->columns[i])->name);
    }
    w_text(w, ") ");
    references(w, fk);
}

static void table_rules(struct writer *w, const struct g_table *t)
{
    for (size_t i = 0; i < t->nchecks; i++) {
        if (with_column(w, t->checks[i].uid))
            continue;
        w_text(w, ", ");
        constraint_name(w, t->checks[i].name);
        w_words(w, "CHECK (");
        w_predicate(w, t, t->checks[i].expr, "");
        w_text(w, ")");
    }
    if (t->pk.len > 0 && !pk_with_column(w, t)) {
        w_text(w, ",");
        w_space(w);
        constraint_name(w, t->pk_name);
        w_words(w, "PRIMARY KEY ");
        w_keys(w, t, &t->pk);
        conflict(w, t->pk_conflict);
    }
    for (size_t i = 0; i < t->nuniques; i++) {
        if (unique_with_column(w, &t->uniques[i]))
            continue;
        w_text(w, ", ");
        constraint_name(w, t->uniques[i].name);
        w_words(w, "UNIQUE ");
        w_keys(w, t, &t->uniques[i].keys);
        conflict(w, t->uniques[i].conflict);
    }
    for (size_t i = 0; i < t->nfks; i++) {
        if (t->fks[i].len == 1 && with_column(w, t->fks[i].uid))
            continue;
        w_text(w, ",\n");
        table_foreign_key(w, t, &t->fks[i]);
    }
}

void w_table(struct writer *w, const struct g_table *t)
{
    w_words(w, "CREATE TABLE ");
    w_declare(w, t->name);
    w_text(w, " (");
    for (size_t i = 0; i < t->ncolumns; i++) {
        w_text(w, i > 0 ? "," : "");
        w_space(w);
        column(w, t, &t->columns[i]);
    }
    table_rules(w, t);
    w_text(w, ")");
    if (t->strict)
        w_words(w, " STRICT");
    if (t->without_rowid)
        w_words(w, t->strict ? ", WITHOUT ROWID" : " WITHOUT ROWID");
    w_text(w, ";\n");
}

void w_virtual(struct writer *w, const struct g_virtual *v)
{
    static const char *const args[2][3] = {
        {"fts5(title, body)", "fts5(title, body, tokenize = 'porter')", "fts5(body)"},
        {"rtree(id, min_x, max_x)", "rtree(id, x0, x1, y0, y1)", "rtree(id, lo, hi)"}};
    w_words(w, "CREATE VIRTUAL TABLE ");
    w_declare(w, v->name);
    w_words(w, " USING ");
    w_text(w, args[v->module][v->args]);
    w_text(w, ";\n");
}
