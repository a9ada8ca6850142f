#include "write-view.h"

#include "base/str.h"

static const char *relation_name(const struct writer *w, uint32_t uid)
{
    const struct g_table *t = g_table_at(w->schema, uid);
    for (size_t i = 0; t == NULL && i < w->schema->nviews; i++) {
        if (w->schema->views[i].uid == uid)
            return w->schema->views[i].name;
    }
    return t->name;
}

static void result(
    struct writer *w, const struct g_view *v, const struct g_table *t, const char *from)
{
    if (v->len == 0) {
        w_text(w, v->join != 0 ? from : "");
        w_text(w, "*");
    }
    for (size_t i = 0; i < v->len; i++) {
        w_text(w, i > 0 ? ", " : "");
        w_text(w, from);
        w_refer(w, g_column_at(t, v->columns[i])->name);
    }
}

static void from_where(
    struct writer *w, const struct g_view *v, const struct g_table *t, const char *alias)
{
    char prefix[4] = {alias[0], '.', '\0'};
    w_words(w, " FROM ");
    w_refer(w, relation_name(w, v->table));
    w_words(w, rng_one_in(&w->rng, 2) ? " AS " : " ");
    w_text(w, alias);
    if (v->join != 0) {
        w_words(w, " LEFT JOIN ");
        w_refer(w, relation_name(w, v->join));
        w_words(w, " AS ");
        w_text(w, "j ");
        w_words(w, "ON ");
        w_text(w, "1 = 1");
    }
    if (v->where.column != 0) {
        w_words(w, " WHERE ");
        w_predicate(w, t, v->where, prefix);
    }
}

static void select_from(struct writer *w, const struct g_view *v, const struct g_table *t,
    const char *words, const char *alias)
{
    char prefix[4] = {alias[0], '.', '\0'};
    w_words(w, words);
    result(w, v, t, prefix);
    from_where(w, v, t, alias);
}

static void query(struct writer *w, const struct g_view *v, const struct g_table *t)
{
    switch (v->form) {
    case 0: select_from(w, v, t, "SELECT ", "a"); return;
    case 1: select_from(w, v, t, "SELECT DISTINCT ", "a"); return;
    case 2:
        w_words(w, "WITH ");
        w_text(w, "w ");
        w_words(w, "AS (");
        select_from(w, v, t, "SELECT ", "a");
        w_text(w, ") ");
        w_words(w, "SELECT ");
        w_text(w, "* ");
        w_words(w, "FROM ");
        w_text(w, "w");
        return;
    default:
        select_from(w, v, t, "SELECT ", "a");
        w_words(w, " UNION ALL ");
        select_from(w, v, t, "SELECT ", "b");
        return;
    }
}

void w_view(struct writer *w, const struct g_view *v)
{
    w_words(w, "CREATE VIEW ");
    w_declare(w, v->name);
    for (size_t i = 0; i < v->len && v->named; i++) {
        strbuf_addf(w->out, "%sn%zu", i > 0 ? ", " : " (", i);
    }
    w_text(w, v->named ? ")" : "");
    w_words(w, " AS ");
    query(w, v, g_table_at(w->schema, v->table));
    w_text(w, ";\n");
}

static void statement(struct writer *w, const struct g_trigger *tr, const struct g_table *target)
{
    const char *table = target->name, *column = g_column_at(target, tr->target_column)->name;
    switch (tr->form) {
    case 0:
        w_words(w, "SELECT CASE WHEN ");
        w_text(w, "1 = 0 ");
        w_words(w, "THEN RAISE(");
        w_words(w, "ABORT");
        w_text(w, ", 'no; really') ");
        w_words(w, "END");
        return;
    case 1:
        w_words(w, "UPDATE ");
        w_refer(w, table);
        w_words(w, " SET ");
        w_refer(w, column);
        w_text(w, " = ");
        w_refer(w, column);
        w_words(w, " WHERE ");
        w_refer(w, column);
        strbuf_addf(w->out, " = %u", tr->number);
        return;
    case 2:
        w_words(w, "DELETE FROM ");
        w_refer(w, table);
        w_words(w, " WHERE ");
        w_refer(w, column);
        w_words(w, " IS NULL AND ");
        w_text(w, "0");
        return;
    case 3:
        w_words(w, "INSERT OR IGNORE INTO ");
        w_refer(w, table);
        w_text(w, " (");
        w_refer(w, column);
        w_text(w, ") ");
        w_words(w, "SELECT ");
        w_refer(w, column);
        w_words(w, " FROM ");
        w_refer(w, table);
        w_words(w, " WHERE ");
        w_text(w, "0");
        return;
    default:
        w_words(w, "UPDATE ");
        w_refer(w, table);
        w_words(w, " SET ");
        w_refer(w, column);
        w_text(w, " = (");
        w_words(w, "SELECT ");
        w_text(w, "max(x.");
        w_refer(w, column);
        w_text(w, ") ");
        w_words(w, "FROM ");
        w_refer(w, table);
        w_words(w, " AS ");
        w_text(w, "x) ");
        w_words(w, "WHERE ");
        w_text(w, "1 = 0; ");
        w_words(w, "SELECT ");
        w_text(w, "count(*) ");
        w_words(w, "FROM ");
        w_refer(w, table);
        return;
    }
}

static void heading(struct writer *w, const struct g_trigger *tr, const struct g_table *t)
{
    static const char *const timings[] = {" BEFORE ", " AFTER ", " INSTEAD OF "};
    static const char *const events[] = {"INSERT", "UPDATE", "DELETE"};
    w_words(w, "CREATE TRIGGER ");
    w_declare(w, tr->name);
    if (tr->timing == 0 && rng_one_in(&w->rng, 3))
        w_text(w, " ");
    else
        w_words(w, timings[tr->timing]);
    w_words(w, events[tr->event]);
    for (size_t i = 0; i < tr->nof; i++) {
        w_words(w, i == 0 ? " OF " : ", ");
        w_refer(w, g_column_at(t, tr->of[i])->name);
    }
    w_words(w, " ON ");
    w_refer(w, relation_name(w, tr->table));
    w_words(w, rng_one_in(&w->rng, 3) ? " FOR EACH ROW " : " ");
}

void w_trigger(struct writer *w, const struct g_trigger *tr)
{
    const struct g_table *t = g_table_at(w->schema, tr->table);
    const char *row = tr->event == 2 ? "old." : "NEW.";
    heading(w, tr, t);
    if (tr->when.column != 0) {
        w_words(w, "WHEN ");
        w_predicate(w, t, tr->when, row);
        w_text(w, " ");
    }
    w_words(w, "BEGIN ");
    statement(w, tr, g_table_at(w->schema, tr->target));
    w_text(w, "; ");
    if (t != NULL && g_column_at(t, tr->of[0]) != NULL) {
        w_words(w, "SELECT ");
        w_text(w, row);
        w_refer(w, g_column_at(t, tr->of[0])->name);
        w_text(w, "; ");
    }
    w_words(w, "END");
    w_text(w, ";\n");
}
