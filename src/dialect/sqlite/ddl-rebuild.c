#include "dialect/sqlite/ddl-rebuild.h"

#include "base/str.h"
#include "dialect/sqlite/ddl-risk.h"
#include "dialect/sqlite/ddl-table.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/park-copy.h"
#include "dialect/sqlite/park.h"
#include "dialect/sqlite/print-table.h"

static const char *const rowid_names[] = {"rowid", "_rowid_", "oid"};

struct flash_str rowid_name(const struct table *t)
{
    for (size_t i = 0; !t->without_rowid && i < ARRAY_LEN(rowid_names); i++) {
        struct flash_str name = str_from(rowid_names[i]);
        if (!table_column(&t->base, sqlite_fold(name)))
            return name;
    }
    return STR_NULL;
}

bool rowid_is_hidden(const struct table *t)
{
    const struct primary_key *pk = table_primary_key(&t->base);
    return !t->without_rowid && !(pk && pk->rowid_alias) && rowid_name(t).len > 0;
}

bool rowids_are_kept(const struct table_unit *u)
{
    if (rowid_name(u->from).len == 0 || rowid_name(u->to).len == 0)
        return false;
    if (rowid_is_hidden(u->to))
        return true;
    for (size_t i = 0; i < u->npairs; i++) {
        const struct column_pair *p = &u->pairs[i];
        if (p->to && column_is_key_alias(u->to, p->to))
            return !p->from || column_is_key_alias(u->from, p->from);
    }
    return false;
}

/* What is copied: columns of the new table and the expressions that give their values. */
struct copy {
    struct strbuf into, values, joins;
    size_t n;
    bool converts; /* rows do not come as they were */
};

static void add_value(struct sqd *s, struct copy *c, struct flash_str into, struct flash_str value)
{
    sqd_add(s, &c->into, "%s%I", c->n > 0 ? ", " : "", into);
    sqd_add(s, &c->values, "%s%T", c->n > 0 ? ", " : "", value);
    c->n++;
}

/* Behind a join every name says its table. */
static struct flash_str old_name(struct sqd *s, const struct copy *c, struct flash_str name)
{
    return c->joins.len > 0 ? sqd_text(s, "o.%I", name) : sqd_text(s, "%I", name);
}

static void copy_rowid(struct sqd *s, struct copy *c, const struct table_unit *u)
{
    struct flash_str old = rowid_name(u->from);

    if (old.len == 0)
        return;
    if (rowid_is_hidden(u->to))
        add_value(s, c, rowid_name(u->to), old_name(s, c, old));
}

static struct flash_str fill_text(struct sqd *s, const struct table_unit *u, const struct column *c)
{
    const struct fill *f = sqd_fill(s, &u->to->base, &c->base);
    return f ? sqd_text(s, "(%T)", f->expr) : STR_NULL;
}

/* Where the values of an existing column may be NULL and must not be. */
static struct flash_str instead_of_null(
    struct sqd *s, const struct table_unit *u, const struct column_pair *p)
{
    /* An INTEGER PRIMARY KEY that is NULL gets a number of its own. */
    if (!p->to->not_null || p->from->not_null || column_is_key_alias(u->to, p->to))
        return STR_NULL;
    struct flash_str other = fill_text(s, u, p->to);
    if (other.len == 0 && column_has_default(p->to))
        other = sqd_expression(s, p->to->def);
    return other;
}

struct flash_str table_name_now(const struct table_unit *u, const struct column *to)
{
    for (size_t i = 0; i < u->npairs; i++)
        if (u->pairs[i].to == to && u->pairs[i].from)
            return u->current[i];
    return to->base.name.spelling;
}

struct flash_str table_copied_value(
    struct sqd *s, const struct table_unit *u, size_t i, const char *prefix)
{
    struct flash_str value = sqd_text(s, "%s%I", prefix, u->current[i]);
    struct flash_str other = instead_of_null(s, u, &u->pairs[i]);
    return other.len > 0 ? sqd_text(s, "coalesce(%T, %T)", value, other) : value;
}

static void copy_existing(struct sqd *s, struct copy *c, const struct table_unit *u, size_t i)
{
    const struct column_pair *p = &u->pairs[i];
    struct flash_str value = table_copied_value(s, u, i, c->joins.len > 0 ? "o." : "");
    struct flash_str parked = park_value_in_copy(s, u, p->to, value);

    c->converts = c->converts || parked.len > 0 || column_converts(s, u, p);
    add_value(s, c, p->to->base.name.spelling, parked.len > 0 ? parked : value);
}

/* A new column: a parked value that returns, what --fill says, the old rowid for a new INTEGER
 * PRIMARY KEY, else it is left out and the default does it. */
static void copy_new(
    struct sqd *s, struct copy *c, const struct table_unit *u, const struct column *to)
{
    struct flash_str value = fill_text(s, u, to), rowid = rowid_name(u->from);

    c->converts = true;
    if (value.len == 0 && column_is_key_alias(u->to, to) && rowid.len > 0)
        value = old_name(s, c, rowid);
    if (value.len == 0 && column_has_default(to) && park_return_in_copy(u, to))
        value = sqd_expression(s, to->def);
    struct flash_str parked = park_value_in_copy(s, u, to, value);
    if (parked.len > 0 || value.len > 0)
        add_value(s, c, to->base.name.spelling, parked.len > 0 ? parked : value);
}

static void copy_columns(struct sqd *s, struct copy *c, const struct table_unit *u)
{
    copy_rowid(s, c, u);
    for (size_t i = 0; i < u->npairs; i++) {
        const struct column_pair *p = &u->pairs[i];
        if (!p->to || column_is_generated(p->to))
            continue;
        /* What was computed in between is nothing against what was parked. */
        if (p->from && !(column_gains_values(p) && park_returns_column(u, p->to)))
            copy_existing(s, c, u, i);
        else
            copy_new(s, c, u, p->to);
    }
}

/* Nothing of a row is kept but that it is there: one column says what it would say anyway. */
static void copy_existence(struct sqd *s, struct copy *c, const struct table_unit *u)
{
    for (size_t i = 0; i < u->npairs && c->n == 0; i++) {
        const struct column *to = u->pairs[i].to;
        if (to && !column_is_generated(to))
            add_value(s, c, to->base.name.spelling,
                column_has_default(to) ? sqd_expression(s, to->def) : STR("NULL"));
    }
}

static bool has_conflict_clause(const struct object *o)
{
    if (o->kind == KIND_PRIMARY_KEY)
        return ((const struct primary_key *)o)->conflict != CONFLICT_NONE;
    if (o->kind == KIND_UNIQUE)
        return ((const struct unique *)o)->conflict != CONFLICT_NONE;
    return o->kind == KIND_COLUMN && ((const struct column *)o)->not_null_conflict != CONFLICT_NONE;
}

/* A clause such as ON CONFLICT IGNORE would lose rows without a word. */
static const char *insert_words(const struct table *t)
{
    for (size_t i = 0; i < t->base.children.len; i++)
        if (has_conflict_clause(t->base.children.items[i]))
            return "INSERT OR ABORT INTO";
    return "INSERT INTO";
}

/* SQLite gives rows their rowids as they come: not all of them bring one. */
static bool rows_get_numbers(const struct table_unit *u)
{
    if (u->to->without_rowid)
        return false;
    for (size_t i = 0; i < u->npairs; i++) {
        const struct column_pair *p = &u->pairs[i];
        if (p->to && p->from && column_is_key_alias(u->to, p->to) && !column_is_generated(p->from))
            return !p->from->not_null && !column_is_key_alias(u->from, p->from);
    }
    return rowid_name(u->from).len == 0;
}

static struct flash_str name_of_old(const struct table_unit *u, struct name from)
{
    for (size_t i = 0; i < u->npairs; i++)
        if (u->pairs[i].from && u->pairs[i].from->base.name.key == from.key)
            return u->current[i];
    return from.spelling;
}

/* In the order of the old rowid or primary key then, and not as an index would have it. */
static void add_order(
    struct sqd *s, struct strbuf *b, const struct copy *c, const struct table_unit *u)
{
    const struct primary_key *pk = table_primary_key(&u->from->base);
    struct flash_str rowid = rowid_name(u->from);

    if (rowid.len > 0)
        sqd_add(s, b, " ORDER BY %T", old_name(s, c, rowid));
    for (size_t i = 0; rowid.len == 0 && pk && i < pk->keys.len; i++) {
        const struct key_part *k = &pk->keys.items[i];
        struct flash_str name = old_name(s, c, name_of_old(u, k->column));
        sqd_add(s, b, "%s%T", i > 0 ? ", " : " ORDER BY ", name);
        if (name_is_set(k->collation))
            sqd_add(s, b, " COLLATE %I", k->collation.spelling);
        strbuf_adds(b, k->desc ? " DESC" : "");
    }
}

static void copy_rows(
    struct sqd *s, const struct table_unit *u, struct flash_str new_name, struct flash_str title)
{
    struct copy c = {0};
    struct strbuf b;

    sqd_strbuf(s, &c.into);
    sqd_strbuf(s, &c.values);
    sqd_strbuf(s, &c.joins);
    park_joins_of_copy(s, u, &c.joins);
    copy_columns(s, &c, u);
    copy_existence(s, &c, u);
    sqd_strbuf(s, &b);
    sqd_add(s, &b, "%s %I (%T) SELECT %T FROM %I%s%T", insert_words(u->to), new_name,
        strbuf_str(&c.into), strbuf_str(&c.values), u->to->base.name.spelling,
        c.joins.len > 0 ? " AS o" : "", strbuf_str(&c.joins));
    if (rows_get_numbers(u))
        add_order(s, &b, &c, u);
    struct step *step = sqd_step(s, STEP_DATA, &u->to->base,
        sqd_cause(s, "rebuild %.*s: rows", STR_ARG(title)), strbuf_str(&b));
    step->rewrites = step->scans = true;
    if (c.converts)
        object_list_add(s->scratch, &s->moved, (struct object *)(uintptr_t)&u->to->base);
    risk_of_copy(s, u);
    for (size_t i = 0; i < u->npairs; i++)
        if (column_loses_values(&u->pairs[i])) {
            bool parked = park_holds_column(s, u->pairs[i].from);
            risk_of_lost_column(s, u, u->pairs[i].from, parked);
            if (!parked)
                sqd_last(s)->reversible = REVERSIBLE_STRUCTURE;
        }
}

static bool is_autoincrement(const struct table *t)
{
    const struct primary_key *pk = table_primary_key(&t->base);
    return pk && pk->autoincrement;
}

/* The counter may be ahead of the rows, and an empty table may have none. */
static void carry_counter(
    struct sqd *s, const struct table_unit *u, struct flash_str new_name, struct flash_str cause)
{
    if (!is_autoincrement(u->from) || !is_autoincrement(u->to))
        return;
    sqd_step(s, STEP_DATA, &u->to->base, cause,
        sqd_text(s, "DELETE FROM sqlite_sequence WHERE name = %Q", new_name));
    sqd_step(s, STEP_DATA, &u->to->base, cause,
        sqd_text(s,
            "INSERT INTO sqlite_sequence (name, seq) SELECT %Q, seq FROM sqlite_sequence WHERE "
            "name = %Q",
            new_name, u->to->base.name.spelling));
}

static void create_new(
    struct sqd *s, const struct table_unit *u, struct flash_str new_name, struct flash_str title)
{
    struct strbuf b;

    sqd_strbuf(s, &b);
    sqlite_print_table(&u->to->base, new_name, &b);
    sqd_step(s, STEP_DDL, &u->to->base, sqd_cause(s, "rebuild %.*s: %s", STR_ARG(title), u->why),
        strbuf_str(&b));
    risk_of_structure(s, u);
}

static void take_name(
    struct sqd *s, const struct table_unit *u, struct flash_str new_name, struct flash_str cause)
{
    const struct object *o = &u->to->base;

    sqd_step(s, STEP_SESSION, o, cause, STR("PRAGMA legacy_alter_table = ON"));
    sqd_step(s, STEP_DDL, o, cause,
        sqd_text(s, "ALTER TABLE %I RENAME TO %I", new_name, o->name.spelling));
    sqd_step(s, STEP_SESSION, o, cause, STR("PRAGMA legacy_alter_table = OFF"));
}

void table_rebuild(struct sqd *s, const struct table_unit *u)
{
    const struct object *o = &u->to->base;
    struct flash_str title = sqd_title(s, o);
    struct flash_str new_name = arena_printf(s->perm, "_flash_new_%.*s", STR_ARG(o->name.spelling));
    struct flash_str cause = sqd_cause(s, "rebuild %.*s", STR_ARG(title));

    create_new(s, u, new_name, title);
    copy_rows(s, u, new_name, title);
    carry_counter(s, u, new_name, cause);
    park_converted_values(s, u, new_name);
    sqd_step(s, STEP_DDL, o, cause, sqd_text(s, "DROP TABLE %I", o->name.spelling));
    take_name(s, u, new_name, cause);
    table_recreate_indexes(s, u);
}
