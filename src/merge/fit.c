#include "merge/fit.h"

#include "base/str.h"
#include "merge/choice.h"
#include "merge/relation.h"
#include "merge/slot.h"
#include "sql/ast.h"

/* A column as somebody has it, in its table. */
typedef bool (*column_test)(const struct object *table, const struct column *c);

static bool two_values(const struct object *table, const struct column *c)
{
    (void)table;
    return c->def != NULL && c->generated != NULL;
}

static bool is_number_type(const struct column *c)
{
    return str_eq_nocase(c->type.base, STR("int")) || str_eq_nocase(c->type.base, STR("integer")) ||
           str_eq_nocase(c->type.base, STR("real"));
}

static bool is_numeric_text(struct flash_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (!ascii_digit(s.ptr[i]) && s.ptr[i] != '.' && s.ptr[i] != '-')
            return false;
    }
    return s.len > 0;
}

/* Only STRICT tables hold a value to its column's type. */
static bool default_misfits(const struct object *table, const struct column *c)
{
    const struct expr *x = c->def != NULL ? c->def->expr : NULL;
    if (!((const struct table *)table)->strict || x == NULL)
        return false;
    if (x->kind == EXPR_STRING)
        return (is_number_type(c) && !is_numeric_text(x->text)) ||
               str_eq_nocase(c->type.base, STR("blob"));
    if (x->kind == EXPR_BLOB)
        return is_number_type(c) || str_eq_nocase(c->type.base, STR("text"));
    return x->kind == EXPR_NUMBER && str_eq_nocase(c->type.base, STR("blob"));
}

static bool on_a_side(const struct slot *c, column_test test)
{
    for (unsigned i = MERGE_OURS; i <= MERGE_THEIRS; i++) {
        if (c->v[i] != NULL && test(c->v[i]->parent, (const struct column *)c->v[i]))
            return true;
    }
    return false;
}

static void check_column(
    struct merge_engine *e, struct slot *c, column_test test, enum merge_code code)
{
    struct finding f = merge_finding(code, c, field_find(KIND_COLUMN, "default"));
    if (test(c->table->made, (const struct column *)c->made) && !on_a_side(c, test))
        merge_cross(e, &f, &c, 1);
}

void merge_check_columns(struct merge_engine *e)
{
    for (size_t i = 0; i < e->tops.len; i++) {
        const struct slot *s = e->tops.items[i];
        for (size_t k = 0; s->alive && s->two_sided && k < s->children.len; k++) {
            struct slot *c = s->children.items[k];
            if (!c->alive || c->made->kind != KIND_COLUMN)
                continue;
            check_column(e, c, two_values, MERGE_C210);
            check_column(e, c, default_misfits, MERGE_C211);
        }
    }
}

/* A foreign key or primary key as somebody has it. */
typedef bool (*key_test)(
    const struct schema *s, const struct object *table, const struct object *o);

static bool nulls_misfit(const struct schema *s, const struct object *table, const struct object *o)
{
    const struct foreign_key *fk = (const struct foreign_key *)o;
    (void)s;
    if (fk->on_delete != FK_SET_NULL && fk->on_update != FK_SET_NULL)
        return false;
    for (size_t i = 0; i < fk->columns.len; i++) {
        const struct column *c = table_column(table, fk->columns.items[i].key);
        if (c != NULL && c->not_null)
            return true;
    }
    return false;
}

static bool key_has_nulls(
    const struct schema *s, const struct object *table, const struct object *o)
{
    const struct primary_key *pk = (const struct primary_key *)o;
    (void)s;
    for (size_t i = 0; !pk->rowid_alias && i < pk->keys.len; i++) {
        const struct column *c = table_column(table, pk->keys.items[i].column.key);
        if (c != NULL && !c->not_null)
            return true;
    }
    return false;
}

static bool fails_on_a_side(const struct merge_engine *e, const struct slot *c, key_test test)
{
    for (unsigned i = MERGE_OURS; i <= MERGE_THEIRS; i++) {
        if (c->v[i] != NULL && test(e->schemas[i], c->v[i]->parent, c->v[i]))
            return true;
    }
    return false;
}

static void check_key(struct merge_engine *e, struct slot *c, const struct object *now,
    key_test test, enum merge_code code, bool target)
{
    struct slot_list involved = {0};
    if (!test(e->merged, c->table->done, now) || fails_on_a_side(e, c, test))
        return;
    struct finding f = merge_finding(code, c, NULL);
    *vec_push(e->work, &involved) = c;
    merge_fk_slots(e, c, now, target, &involved);
    merge_cross(e, &f, involved.items, involved.len);
}

static void check_table(struct merge_engine *e, const struct slot *s)
{
    for (size_t i = 0; i < s->children.len; i++) {
        struct slot *c = s->children.items[i];
        if (!c->alive)
            continue;
        if (c->made->kind == KIND_FOREIGN_KEY) {
            check_key(e, c, c->made, nulls_misfit, MERGE_C209, false);
            check_key(e, c, c->made, merge_fk_key_missing, MERGE_C302, true);
            check_key(e, c, c->made, merge_fk_types_differ, MERGE_C305, true);
        } else if (c->made->kind == KIND_PRIMARY_KEY) {
            const struct object *pk = (const struct object *)table_primary_key(s->done);
            if (pk != NULL)
                check_key(e, c, pk, key_has_nulls, MERGE_C209, false);
        }
    }
}

void merge_check_keys(struct merge_engine *e)
{
    for (size_t i = 0; i < e->tops.len; i++) {
        if (e->tops.items[i]->alive)
            check_table(e, e->tops.items[i]);
    }
}
