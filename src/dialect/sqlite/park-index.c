#include "dialect/sqlite/park-index.h"

#include "base/str.h"
#include "dialect/sqlite/ddl-mention.h"
#include "dialect/sqlite/ddl-rebuild.h"
#include "dialect/sqlite/park-copy.h"
#include "dialect/sqlite/print-table.h"
#include "schema/value-ops.h"

/* NULL as one of the keys breaks no index. */
static bool is_mere_key(const struct index *x, const struct symbol *column)
{
    for (size_t i = 0; i < x->keys.len; i++)
        if (mention_in_expression(x->keys.items[i].expr, column))
            return false;
    return !mention_in_expression(x->where, column);
}

static bool waits_for(const struct sqd *s, const struct park_return *r, const struct index *x)
{
    struct column_keys t = {0};

    if (r->kind != RETURN_COLUMN || park_return_in_copy(r->unit, r->column))
        return false;
    mention_computed_from(s->scratch, r->unit->to, r->column, &t);
    for (size_t i = 0; i < t.len; i++)
        if (mention_in_child(&x->base, t.items[i]) &&
            (i > 0 || column_has_default(r->column) || !is_mere_key(x, t.items[i])))
            return true;
    return false;
}

bool park_index_waits(const struct sqd *s, const struct table_unit *u, const struct index *x)
{
    for (size_t i = 0; i < u->returns.list.len; i++)
        if (waits_for(s, u->returns.list.items[i], x))
            return true;
    return false;
}

/* What names a row of the table: its rowid, else the key by which values return. */
struct row_name {
    struct flash_str *columns;
    size_t n;
};

static struct row_name name_rows(const struct sqd *s, const struct park_return *r)
{
    struct flash_str rowid = rowid_name(r->unit->to);
    struct row_name name = {arena_array(s->scratch, struct flash_str, r->key.n + 1), 1};

    name.columns[0] = rowid;
    if (rowid.len > 0)
        return name;
    name.n = r->key.n;
    for (size_t i = 0; i < r->key.n; i++)
        name.columns[i] = r->key.columns[i]->base.name.spelling;
    return name;
}

static void add_name(
    struct sqd *s, struct strbuf *b, const struct row_name *name, const char *prefix, bool tuple)
{
    strbuf_adds(b, tuple && name->n > 1 ? "(" : "");
    for (size_t i = 0; i < name->n; i++)
        sqd_add(s, b, "%s%s%I", i > 0 ? ", " : "", prefix, name->columns[i]);
    strbuf_adds(b, tuple && name->n > 1 ? ")" : "");
}

/* Rows whose value came back. */
static struct flash_str returned_rows(
    struct sqd *s, const struct park_return *r, const struct row_name *name)
{
    struct flash_str c = r->column->base.name.spelling;
    struct park_match m;
    struct strbuf b;

    sqd_strbuf(s, &b);
    strbuf_adds(&b, "SELECT ");
    add_name(s, &b, name, "_flash_t.", false);
    sqd_add(s, &b, " FROM %I AS _flash_p JOIN %I AS _flash_t ON ", park_table_name(s, r->entry->n),
        r->unit->to->base.name.spelling);
    park_match_of(s, r, PARK_AFTER, STR("_flash_t."), &m);
    park_add_match(s, &b, &m);
    sqd_add(s, &b, " WHERE _flash_p.%I IS _flash_t.%I", c, c);
    return strbuf_str(&b);
}

static void add_keys(struct strbuf *b, const struct index *x, const char *between)
{
    for (size_t i = 0; i < x->keys.len; i++) {
        strbuf_adds(b, i > 0 ? between : "");
        sqlite_print_key(&x->keys.items[i], b);
    }
}

/* All rows of the index but one for each key. */
static void add_surplus_rows(struct sqd *s, struct strbuf *b, const struct park_return *r,
    const struct index *x, const struct row_name *name, struct flash_str returned)
{
    strbuf_adds(b, "SELECT ");
    for (size_t i = 0; i < name->n; i++)
        sqd_add(s, b, "%s_flash_r%u", i > 0 ? ", " : "", (uint64_t)i);
    strbuf_adds(b, " FROM (SELECT ");
    for (size_t i = 0; i < name->n; i++)
        sqd_add(s, b, "%I AS _flash_r%u, ", name->columns[i], (uint64_t)i);
    strbuf_adds(b, "row_number() OVER (PARTITION BY ");
    add_keys(b, x, ", ");
    strbuf_adds(b, " ORDER BY ");
    add_name(s, b, name, "", true);
    sqd_add(
        s, b, " IN (%T)) AS _flash_n FROM %I WHERE ", returned, r->unit->to->base.name.spelling);
    add_keys(b, x, " IS NOT NULL AND ");
    strbuf_adds(b, " IS NOT NULL");
    if (x->where)
        sqd_add(s, b, " AND (%T)", expression_norm(x->where));
    strbuf_adds(b, ") WHERE _flash_n > 1");
}

static void clear_clashes(struct sqd *s, const struct park_return *r, const struct index *x)
{
    struct row_name name = name_rows(s, r);
    struct flash_str returned = returned_rows(s, r, &name);
    /* NULL first: the default may be what clashes. */
    struct flash_str otherwise =
        r->column->not_null ? sqd_expression(s, r->column->def) : STR("NULL");
    struct strbuf b;

    sqd_strbuf(s, &b);
    sqd_add(s, &b, "UPDATE OR IGNORE %I SET %I = %T WHERE ", r->unit->to->base.name.spelling,
        r->column->base.name.spelling, otherwise);
    add_name(s, &b, &name, "", true);
    sqd_add(s, &b, " IN (%T) AND ", returned);
    add_name(s, &b, &name, "", true);
    strbuf_adds(&b, " IN (");
    add_surplus_rows(s, &b, r, x, &name, returned);
    strbuf_addc(&b, ')');
    struct step *step = sqd_step(s, STEP_DATA, &r->unit->to->base,
        sqd_cause(s, "keep parked what %.*s refuses, of %.*s", STR_ARG(sqd_title(s, &x->base)),
            STR_ARG(sqd_title(s, &r->column->base))),
        strbuf_str(&b));
    step->scans = true;
}

void park_clear_clashes(struct sqd *s)
{
    for (size_t i = 0; i < s->returns->list.len; i++) {
        const struct park_return *r = s->returns->list.items[i];
        const struct object_list *children = &r->unit->to->base.children;
        for (size_t k = 0; k < children->len; k++) {
            const struct index *x = (const struct index *)children->items[k];
            if (x->base.kind == KIND_INDEX && x->unique && waits_for(s, r, x))
                clear_clashes(s, r, x);
        }
    }
}
