#include "dialect/sqlite/print-object.h"

#include "base/str.h"
#include "dialect/sqlite/print-table.h"
#include "dialect/sqlite/sqlite.h"
#include "schema/value-ops.h"
#include "sql/print.h"

static void name_list(struct strbuf *out, const struct name_list *names)
{
    for (size_t i = 0; i < names->len; i++) {
        strbuf_adds(out, i > 0 ? ", " : "");
        print_ident(out, &sqlite_print_rules, names->items[i].spelling);
    }
}

static void print_table(const struct object *o, struct strbuf *out)
{
    sqlite_print_table(o, o->name.spelling, out);
}

static void print_view(const struct object *o, struct strbuf *out)
{
    const struct view *v = (const struct view *)o;

    strbuf_adds(out, "CREATE VIEW ");
    print_ident(out, &sqlite_print_rules, o->name.spelling);
    if (v->columns.len > 0) {
        strbuf_adds(out, " (");
        name_list(out, &v->columns);
        strbuf_addc(out, ')');
    }
    strbuf_adds(out, " AS\n");
    strbuf_add(out, expression_norm(v->query));
}

static void print_trigger(const struct object *o, struct strbuf *out)
{
    static const char *const timings[] = {"BEFORE ", "AFTER ", "INSTEAD OF "};
    static const char *const events[] = {"INSERT", "UPDATE", "DELETE"};
    const struct trigger *t = (const struct trigger *)o;

    strbuf_adds(out, "CREATE TRIGGER ");
    print_ident(out, &sqlite_print_rules, o->name.spelling);
    strbuf_addc(out, '\n');
    strbuf_adds(out, timings[t->timing]);
    strbuf_adds(out, events[t->event]);
    if (t->of_columns.len > 0) {
        strbuf_adds(out, " OF ");
        name_list(out, &t->of_columns);
    }
    strbuf_adds(out, " ON ");
    print_ident(out, &sqlite_print_rules, t->table.spelling);
    if (t->when != NULL) {
        strbuf_adds(out, "\nWHEN ");
        strbuf_add(out, expression_norm(t->when));
    }
    strbuf_adds(out, "\nBEGIN\n");
    strbuf_add(out, expression_norm(t->body));
    strbuf_adds(out, "\nEND");
}

static void print_index(const struct object *o, struct strbuf *out)
{
    sqlite_print_index((const struct index *)o, out);
}

static void print_column(const struct object *o, struct strbuf *out)
{
    sqlite_print_column((const struct column *)o, out);
}

static void print_other(const struct object *o, struct strbuf *out)
{
    strbuf_add(out, ((const struct other *)o)->statement);
}

void sqlite_print_create(const struct object *o, struct strbuf *out)
{
    static const struct {
        enum kind kind;
        void (*print)(const struct object *o, struct strbuf *out);
    } forms[] = {
        {KIND_TABLE, print_table},
        {KIND_INDEX, print_index},
        {KIND_VIEW, print_view},
        {KIND_TRIGGER, print_trigger},
        {KIND_COLUMN, print_column},
        {KIND_OTHER, print_other},
    };

    for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
        if (forms[i].kind == o->kind) {
            forms[i].print(o, out);
            return;
        }
    }
    sqlite_print_constraint(o, out);
}

void sqlite_print(const struct object *o, struct strbuf *out)
{
    sqlite_print_create(o, out);
    strbuf_adds(out, ";\n");
    for (size_t i = 0; i < o->children.len; i++) {
        if (o->children.items[i]->kind != KIND_INDEX)
            continue;
        strbuf_addc(out, '\n');
        sqlite_print_create(o->children.items[i], out);
        strbuf_adds(out, ";\n");
    }
}
