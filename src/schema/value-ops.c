#include "schema/value-ops.h"

#include <assert.h>

#include "base/str.h"
#include "schema/value-rows.h"

int int_cmp(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

int name_cmp(struct name a, struct name b)
{
    if ((a.key == NULL) != (b.key == NULL))
        return a.key == NULL ? -1 : 1;
    int c = a.key == b.key ? 0 : symbol_cmp(a.key, b.key);
    return c != 0 || a.key == NULL ? c : str_cmp(a.spelling, b.spelling);
}

void sign_name(struct strbuf *out, struct name n)
{
    if (n.key != NULL)
        strbuf_add(out, n.key->text);
}

struct flash_str expression_norm(const struct expression *e)
{
    if (e == NULL)
        return STR_NULL;
    return e->norm.len > 0 ? e->norm : e->text;
}

int expression_cmp(const struct expression *a, const struct expression *b)
{
    if (a == NULL || b == NULL)
        return int_cmp(a != NULL, b != NULL);
    return str_cmp(expression_norm(a), expression_norm(b));
}

static const struct value_ops *const ops[] = {
    [FIELD_BOOL] = &value_ops_bool,
    [FIELD_CHOICE] = &value_ops_choice,
    [FIELD_UINT] = &value_ops_uint,
    [FIELD_TEXT] = &value_ops_text,
    [FIELD_NAME] = &value_ops_name,
    [FIELD_NAMES] = &value_ops_names,
    [FIELD_TYPE] = &value_ops_type,
    [FIELD_EXPR] = &value_ops_expr,
    [FIELD_KEYS] = &value_ops_keys,
    [FIELD_ATTRS] = &value_ops_attrs,
};
_Static_assert(ARRAY_LEN(ops) == FIELD__COUNT, "every field type needs a row");

const struct value_ops *value_ops(enum field_type t)
{
    assert((unsigned)t < FIELD__COUNT);
    return ops[t];
}
