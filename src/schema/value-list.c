#include "schema/value-list.h"

#include <assert.h>

#include "base/json.h"
#include "base/str.h"

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

const struct value_ops value_ops_names = {
    sizeof(struct name_list), names_cmp, names_is_default, names_show, names_json, names_sign};
const struct value_ops value_ops_keys = {
    sizeof(struct key_list), keys_cmp, keys_is_default, keys_show, keys_json, keys_sign};
const struct value_ops value_ops_attrs = {
    sizeof(struct attr_list), attrs_cmp, attrs_is_default, attrs_show, attrs_json, NULL};
