#include "schema/value-single.h"

#include <assert.h>

#include "base/json.h"
#include "base/str.h"

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
    assert(false); /* every choice has a label */
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

const struct value_ops value_ops_bool = {
    sizeof(bool), bool_cmp, bool_is_default, bool_show, bool_json, NULL};
const struct value_ops value_ops_choice = {
    sizeof(uint8_t), choice_cmp, choice_is_default, choice_show, choice_json, NULL};
const struct value_ops value_ops_uint = {
    sizeof(uint32_t), uint_cmp, uint_is_default, uint_show, uint_json, NULL};
const struct value_ops value_ops_text = {
    sizeof(struct flash_str), text_cmp, text_is_default, text_show, text_json, text_sign};
const struct value_ops value_ops_name = {
    sizeof(struct name), name_field_cmp, name_is_default, name_show, name_json, name_sign};
const struct value_ops value_ops_type = {
    sizeof(struct data_type), type_cmp, type_is_default, type_show, type_json, NULL};
const struct value_ops value_ops_expr = {
    sizeof(struct expression *), expr_cmp, expr_is_default, expr_show, expr_json, expr_sign};
