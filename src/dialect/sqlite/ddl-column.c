#include "dialect/sqlite/ddl-column.h"

#include "base/str.h"
#include "schema/value-ops.h"

static const char *const conflict_words[] = {
    [CONFLICT_NONE] = "",
    [CONFLICT_ROLLBACK] = " ON CONFLICT ROLLBACK",
    [CONFLICT_ABORT] = " ON CONFLICT ABORT",
    [CONFLICT_FAIL] = " ON CONFLICT FAIL",
    [CONFLICT_IGNORE] = " ON CONFLICT IGNORE",
    [CONFLICT_REPLACE] = " ON CONFLICT REPLACE",
};

void column_add_definition(struct sqd *s, struct strbuf *out, const struct column *c)
{
    sqd_add(s, out, "%I", c->base.name.spelling);
    if (c->type.text.len > 0)
        sqd_add(s, out, " %T", c->type.text);
    if (name_is_set(c->collation))
        sqd_add(s, out, " COLLATE %I", c->collation.spelling);
    if (c->not_null)
        sqd_add(s, out, " NOT NULL%s", conflict_words[c->not_null_conflict]);
    if (c->def)
        sqd_add(s, out, " DEFAULT %T", sqd_expression(s, c->def));
    if (c->generated)
        sqd_add(s, out, " GENERATED ALWAYS AS (%T) %s", expression_norm(c->generated),
            c->generated_kind == GENERATED_STORED ? "STORED" : "VIRTUAL");
}

static const char *const action_words[] = {
    [FK_NO_ACTION] = NULL,
    [FK_RESTRICT] = "RESTRICT",
    [FK_SET_NULL] = "SET NULL",
    [FK_SET_DEFAULT] = "SET DEFAULT",
    [FK_CASCADE] = "CASCADE",
};

static void add_references(struct sqd *s, struct strbuf *out, const struct foreign_key *fk)
{
    sqd_add(s, out, " REFERENCES %I", fk->ref_table.spelling);
    for (size_t i = 0; i < fk->ref_columns.len; i++)
        sqd_add(s, out, "%s%I", i == 0 ? " (" : ", ", fk->ref_columns.items[i].spelling);
    if (fk->ref_columns.len > 0)
        strbuf_addc(out, ')');
    if (action_words[fk->on_delete])
        sqd_add(s, out, " ON DELETE %s", action_words[fk->on_delete]);
    if (action_words[fk->on_update])
        sqd_add(s, out, " ON UPDATE %s", action_words[fk->on_update]);
    if (fk->match.len > 0)
        sqd_add(s, out, " MATCH %I", fk->match);
    if (fk->deferral != DEFER_NO)
        sqd_add(
            s, out, " DEFERRABLE%s", fk->deferral == DEFER_DEFERRED ? " INITIALLY DEFERRED" : "");
}

void column_add_constraint(struct sqd *s, struct strbuf *out, const struct object *constraint)
{
    if (name_is_set(constraint->name))
        sqd_add(s, out, " CONSTRAINT %I", constraint->name.spelling);
    if (constraint->kind == KIND_CHECK)
        sqd_add(s, out, " CHECK (%T)", expression_norm(((const struct check *)constraint)->expr));
    else
        add_references(s, out, (const struct foreign_key *)constraint);
}

struct flash_str column_definition(struct sqd *s, const struct column *c)
{
    struct strbuf b;
    sqd_strbuf(s, &b);
    column_add_definition(s, &b, c);
    return strbuf_str(&b);
}
