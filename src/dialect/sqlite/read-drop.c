#include "dialect/sqlite/read-drop.h"

#include "base/str.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/reading.h"

static bool is_on(const struct object *trigger, const struct symbol *table)
{
    return ((const struct trigger *)trigger)->table.key == table;
}

/* A table or view takes its triggers along. */
static void drop_triggers(struct schema *s, const struct symbol *table)
{
    struct object_list *l = reading_triggers(s, table);

    for (size_t i = 0; l != NULL && i < l->len; i++) {
        struct object *t = l->items[i];
        if (is_on(t, table) && schema_find(s, KIND_TRIGGER, sqlite_main(), t->name.key) == t)
            schema_remove(s, t);
    }
    if (l != NULL)
        l->len = 0;
}

static void drop_waiting(struct reader *r, const struct object_name *n, bool if_exists)
{
    struct object *ix = reading_waiting(r->s, n->name.key);

    if (ix != NULL)
        reading_forget(r->s, ix);
    else if (!if_exists)
        diag_add(r->diags, DIAG_ERROR, n->loc, "no such index: '%.*s'", STR_ARG(n->name.spelling));
}

/* DROP TABLE on a view, and the other way round, is an error even with IF EXISTS. */
static bool is_wrong_kind(struct reader *r, enum kind kind, const struct object_name *n)
{
    const struct object *o = schema_in_scope(r->s, SCOPE_RELATION, sqlite_main(), n->name.key);

    if (o == NULL || (kind != KIND_TABLE && kind != KIND_VIEW) ||
        (o->kind != KIND_TABLE && o->kind != KIND_VIEW) || o->kind == kind)
        return false;
    diag_add(r->diags, DIAG_ERROR, n->loc, "'%.*s' is a %s, not a %s", STR_ARG(n->name.spelling),
        kind_info(o->kind)->name, kind_info(kind)->name);
    return true;
}

static void drop(struct reader *r, enum kind kind, const struct object_name *n, bool if_exists)
{
    struct object *o = schema_find(r->s, kind, sqlite_main(), n->name.key);

    if (o != NULL) {
        schema_remove(r->s, o);
        if (kind == KIND_TABLE || kind == KIND_VIEW)
            drop_triggers(r->s, n->name.key);
    } else if (kind == KIND_INDEX) {
        drop_waiting(r, n, if_exists);
    } else if (!is_wrong_kind(r, kind, n) && !if_exists) {
        diag_add(r->diags, DIAG_ERROR, n->loc, "no such %s: '%.*s'", kind_info(kind)->name,
            STR_ARG(n->name.spelling));
    }
}

void read_drop(struct reader *r, enum kind kind)
{
    bool if_exists = reader_if_exists(r);
    struct object_name n;

    if (!reader_object_name(r, "a name", &n) || !cursor_expect_end(&r->cur))
        return;
    if (n.elsewhere || sqlite_name_owner(n.name.key) != OWNER_USER)
        r->report->ignored++;
    else
        drop(r, kind, &n, if_exists);
}
