#include "schema/value-ops.h"

#include <assert.h>

#include "base/json.h"
#include "base/str.h"

static int int_cmp(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int name_cmp(struct name a, struct name b)
{
    if ((a.key == NULL) != (b.key == NULL))
        return a.key == NULL ? -1 : 1;
    int c = a.key == b.key ? 0 : symbol_cmp(a.key, b.key);
    return c != 0 || a.key == NULL ? c : str_cmp(a.spelling, b.spelling);
}

static void sign_name(struct strbuf *out, struct name n)
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

static int expression_cmp(const struct expression *a, const struct expression *b)
{
    if (a == NULL || b == NULL)
        return int_cmp(a != NULL, b != NULL);
    return str_cmp(expression_norm(a), expression_norm(b));
}

/* FIELD_BOOL */

static int bool_cmp(const void *a, const void *b)
{
    return int_cmp(*(const bool *)a, *(const bool *)b);
}

static bool bool_is_default(const void *v)
{
    return !*(const bool *)v;
}

static void bool_show(struct strbuf *out, const struct field *f, const void *v)
{
    (void)f;
    strbuf_adds(out, *(const bool *)v ? "true" : "false");
}

static void bool_json(struct json *j, const struct field *f, const void *v)
{
    (void)f;
    json_bool(j, *(const bool *)v);
}

/* FIELD_CHOICE */

static const char *choice_label(const struct field *f, const void *v)
{
    uint8_t value = *(const uint8_t *)v;
    for (unsigned i = 0; f->labels[i] != NULL; i++) {
        if (i == value)
            return f->labels[i];
    }
    assert(!"a choice has a label");
    return "?";
}

static int choice_cmp(const void *a, const void *b)
{
    return int_cmp(*(const uint8_t *)a, *(const uint8_t *)b);
}

static bool choice_is_default(const void *v)
{
    return *(const uint8_t *)v == 0;
}

static void choice_show(struct strbuf *out, const struct field *f, const void *v)
{
    strbuf_adds(out, choice_label(f, v));
}

static void choice_json(struct json *j, const struct field *f, const void *v)
{
    json_cstr(j, choice_label(f, v));
}

/* FIELD_UINT */

static int uint_cmp(const void *a, const void *b)
{
    return int_cmp(*(const uint32_t *)a, *(const uint32_t *)b);
}

static bool uint_is_default(const void *v)
{
    return *(const uint32_t *)v == 0;
}

static void uint_show(struct strbuf *out, const struct field *f, const void *v)
{
    (void)f;
    strbuf_addf(out, "%u", *(const uint32_t *)v);
}

static void uint_json(struct json *j, const struct field *f, const void *v)
{
    (void)f;
    json_int(j, *(const uint32_t *)v);
}

/* FIELD_TEXT */

static int text_cmp(const void *a, const void *b)
{
    return str_cmp(*(const struct flash_str *)a, *(const struct flash_str *)b);
}

static bool text_is_default(const void *v)
{
    return ((const struct flash_str *)v)->len == 0;
}

static void text_show(struct strbuf *out, const struct field *f, const void *v)
{
    (void)f;
    strbuf_add(out, *(const struct flash_str *)v);
}

static void text_json(struct json *j, const struct field *f, const void *v)
{
    (void)f;
    json_str(j, *(const struct flash_str *)v);
}

static void text_sign(struct strbuf *out, const void *v)
{
    strbuf_add(out, *(const struct flash_str *)v);
}

/* FIELD_NAME */

static int name_field_cmp(const void *a, const void *b)
{
    return name_cmp(*(const struct name *)a, *(const struct name *)b);
}

static bool name_is_default(const void *v)
{
    return ((const struct name *)v)->key == NULL;
}

static void name_show(struct strbuf *out, const struct field *f, const void *v)
{
    (void)f;
    strbuf_add(out, ((const struct name *)v)->spelling);
}

static void name_json(struct json *j, const struct field *f, const void *v)
{
    (void)f;
    json_str(j, ((const struct name *)v)->spelling);
}

static void name_sign(struct strbuf *out, const void *v)
{
    sign_name(out, *(const struct name *)v);
}

/* FIELD_NAMES */

static int names_cmp(const void *va, const void *vb)
{
    const struct name_list *a = va, *b = vb;
    for (size_t i = 0; i < a->len && i < b->len; i++) {
        int c = name_cmp(a->items[i], b->items[i]);
        if (c != 0)
            return c;
    }
    return int_cmp(a->len, b->len);
}

static bool names_is_default(const void *v)
{
    return ((const struct name_list *)v)->len == 0;
}

static void names_show(struct strbuf *out, const struct field *f, const void *v)
{
    (void)f;
    const struct name_list *l = v;
    strbuf_addc(out, '(');
    for (size_t i = 0; i < l->len; i++) {
        strbuf_adds(out, i > 0 ? ", " : "");
        strbuf_add(out, l->items[i].spelling);
    }
    strbuf_addc(out, ')');
}

static void names_json(struct json *j, const struct field *f, const void *v)
{
    (void)f;
    const struct name_list *l = v;
    json_array_begin(j);
    for (size_t i = 0; i < l->len; i++)
        json_str(j, l->items[i].spelling);
    json_array_end(j);
}

static void names_sign(struct strbuf *out, const void *v)
{
    const struct name_list *l = v;
    strbuf_addc(out, '(');
    for (size_t i = 0; i < l->len; i++) {
        strbuf_adds(out, i > 0 ? ", " : "");
        sign_name(out, l->items[i]);
    }
    strbuf_addc(out, ')');
}

/* FIELD_TYPE: its text is its normal form, with everything else in it. */

static int type_cmp(const void *a, const void *b)
{
    return str_cmp(((const struct data_type *)a)->text, ((const struct data_type *)b)->text);
}

static bool type_is_default(const void *v)
{
    return ((const struct data_type *)v)->text.len == 0;
}

static void type_show(struct strbuf *out, const struct field *f, const void *v)
{
    (void)f;
    strbuf_add(out, ((const struct data_type *)v)->text);
}

static void type_json(struct json *j, const struct field *f, const void *v)
{
    (void)f;
    json_str(j, ((const struct data_type *)v)->text);
}

/* FIELD_EXPR */

static const struct expression *expr_at(const void *v)
{
    return *(struct expression *const *)v;
}

static int expr_cmp(const void *a, const void *b)
{
    return expression_cmp(expr_at(a), expr_at(b));
}

static bool expr_is_default(const void *v)
{
    return expr_at(v) == NULL;
}

static void expr_show(struct strbuf *out, const struct field *f, const void *v)
{
    (void)f;
    strbuf_add(out, expression_norm(expr_at(v)));
}

static void expr_json(struct json *j, const struct field *f, const void *v)
{
    (void)f;
    if (expr_at(v) == NULL)
        json_null(j);
    else
        json_str(j, expression_norm(expr_at(v)));
}

static void expr_sign(struct strbuf *out, const void *v)
{
    strbuf_addc(out, '(');
    strbuf_add(out, expression_norm(expr_at(v)));
    strbuf_addc(out, ')');
}

/* FIELD_KEYS */

static int key_cmp(const struct key_part *a, const struct key_part *b)
{
    int c = name_cmp(a->column, b->column);
    c = c != 0 ? c : expression_cmp(a->expr, b->expr);
    c = c != 0 ? c : name_cmp(a->collation, b->collation);
    c = c != 0 ? c : int_cmp(a->desc, b->desc);
    c = c != 0 ? c : int_cmp(a->nulls, b->nulls);
    c = c != 0 ? c : name_cmp(a->opclass, b->opclass);
    return c != 0 ? c : int_cmp(a->prefix, b->prefix);
}

static int keys_cmp(const void *va, const void *vb)
{
    const struct key_list *a = va, *b = vb;
    for (size_t i = 0; i < a->len && i < b->len; i++) {
        int c = key_cmp(&a->items[i], &b->items[i]);
        if (c != 0)
            return c;
    }
    return int_cmp(a->len, b->len);
}

static bool keys_is_default(const void *v)
{
    return ((const struct key_list *)v)->len == 0;
}

static void key_show(struct strbuf *out, const struct key_part *k)
{
    static const char *const nulls[] = {"", " NULLS FIRST", " NULLS LAST"};
    assert(k->nulls < ARRAY_LEN(nulls));
    strbuf_add(out, k->expr != NULL ? expression_norm(k->expr) : k->column.spelling);
    if (k->prefix > 0)
        strbuf_addf(out, "(%u)", k->prefix);
    if (name_is_set(k->collation)) {
        strbuf_adds(out, " COLLATE ");
        strbuf_add(out, k->collation.spelling);
    }
    if (name_is_set(k->opclass)) {
        strbuf_addc(out, ' ');
        strbuf_add(out, k->opclass.spelling);
    }
    strbuf_adds(out, k->desc ? " DESC" : "");
    strbuf_adds(out, nulls[k->nulls]);
}

static void keys_show(struct strbuf *out, const struct field *f, const void *v)
{
    (void)f;
    const struct key_list *l = v;
    strbuf_addc(out, '(');
    for (size_t i = 0; i < l->len; i++) {
        strbuf_adds(out, i > 0 ? ", " : "");
        key_show(out, &l->items[i]);
    }
    strbuf_addc(out, ')');
}

static void key_json(struct json *j, const struct key_part *k)
{
    json_object_begin(j);
    if (k->expr != NULL)
        json_kv_str(j, "expression", expression_norm(k->expr));
    else
        json_kv_str(j, "column", k->column.spelling);
    if (name_is_set(k->collation))
        json_kv_str(j, "collation", k->collation.spelling);
    if (k->desc)
        json_kv_bool(j, "desc", true);
    if (k->nulls != 0)
        json_kv_cstr(j, "nulls", k->nulls == 1 ? "first" : "last");
    if (name_is_set(k->opclass))
        json_kv_str(j, "operator class", k->opclass.spelling);
    if (k->prefix != 0)
        json_kv_int(j, "prefix", k->prefix);
    json_object_end(j);
}

static void keys_json(struct json *j, const struct field *f, const void *v)
{
    (void)f;
    const struct key_list *l = v;
    json_array_begin(j);
    for (size_t i = 0; i < l->len; i++)
        key_json(j, &l->items[i]);
    json_array_end(j);
}

/* Columns and expressions alone: another collation or direction is a change of the same key. */
static void keys_sign(struct strbuf *out, const void *v)
{
    const struct key_list *l = v;
    strbuf_addc(out, '(');
    for (size_t i = 0; i < l->len; i++) {
        strbuf_adds(out, i > 0 ? ", " : "");
        if (l->items[i].expr != NULL)
            strbuf_add(out, expression_norm(l->items[i].expr));
        else
            sign_name(out, l->items[i].column);
    }
    strbuf_addc(out, ')');
}

/* FIELD_ATTRS */

static int attrs_cmp(const void *va, const void *vb)
{
    const struct attr_list *a = va, *b = vb;
    for (size_t i = 0; i < a->len && i < b->len; i++) {
        int c = str_cmp(a->items[i].name, b->items[i].name);
        c = c != 0 ? c : str_cmp(a->items[i].value, b->items[i].value);
        if (c != 0)
            return c;
    }
    return int_cmp(a->len, b->len);
}

static bool attrs_is_default(const void *v)
{
    return ((const struct attr_list *)v)->len == 0;
}

static void attrs_show(struct strbuf *out, const struct field *f, const void *v)
{
    (void)f;
    const struct attr_list *l = v;
    for (size_t i = 0; i < l->len; i++) {
        strbuf_adds(out, i > 0 ? ", " : "");
        strbuf_add(out, l->items[i].name);
        if (l->items[i].value.len > 0) {
            strbuf_adds(out, " = ");
            strbuf_add(out, l->items[i].value);
        }
    }
}

/* A name may stand twice, so a list of pairs and not an object. */
static void attrs_json(struct json *j, const struct field *f, const void *v)
{
    (void)f;
    const struct attr_list *l = v;
    json_array_begin(j);
    for (size_t i = 0; i < l->len; i++) {
        json_object_begin(j);
        json_kv_str(j, "name", l->items[i].name);
        json_kv_str(j, "value", l->items[i].value);
        json_object_end(j);
    }
    json_array_end(j);
}

/* clang-format off */
static const struct value_ops ops[] = {
    [FIELD_BOOL]   = {sizeof(bool), bool_cmp, bool_is_default, bool_show, bool_json, NULL},
    [FIELD_CHOICE] = {sizeof(uint8_t), choice_cmp, choice_is_default, choice_show, choice_json, NULL},
    [FIELD_UINT]   = {sizeof(uint32_t), uint_cmp, uint_is_default, uint_show, uint_json, NULL},
    [FIELD_TEXT]   = {sizeof(struct flash_str), text_cmp, text_is_default, text_show, text_json, text_sign},
    [FIELD_NAME]   = {sizeof(struct name), name_field_cmp, name_is_default, name_show, name_json, name_sign},
    [FIELD_NAMES]  = {sizeof(struct name_list), names_cmp, names_is_default, names_show, names_json, names_sign},
    [FIELD_TYPE]   = {sizeof(struct data_type), type_cmp, type_is_default, type_show, type_json, NULL},
    [FIELD_EXPR]   = {sizeof(struct expression *), expr_cmp, expr_is_default, expr_show, expr_json, expr_sign},
    [FIELD_KEYS]   = {sizeof(struct key_list), keys_cmp, keys_is_default, keys_show, keys_json, keys_sign},
    [FIELD_ATTRS]  = {sizeof(struct attr_list), attrs_cmp, attrs_is_default, attrs_show, attrs_json, NULL},
};
/* clang-format on */
_Static_assert(ARRAY_LEN(ops) == FIELD__COUNT, "every field type needs a row");

const struct value_ops *value_ops(enum field_type t)
{
    assert((unsigned)t < FIELD__COUNT);
    return &ops[t];
}
