#include "dialect/sqlite/number.h"

#include "base/limits.h"
#include "base/str.h"
#include "base/strbuf.h"

static bool is_plain_integer(struct flash_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (!ascii_digit(s.ptr[i]))
            return false;
    }
    return s.len == 1 || (s.len > 1 && s.ptr[0] != '0');
}

/* Lower case, without the underscores that separate digits. */
static struct flash_str squeeze(struct arena *a, struct flash_str text)
{
    char *s = arena_array(a, char, text.len + 1);
    size_t n = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '_')
            s[n++] = ascii_lower(text.ptr[i]);
    }
    return (struct flash_str){s, n};
}

static struct flash_str skip_zeros(struct flash_str s)
{
    while (s.len > 0 && s.ptr[0] == '0')
        s = str_skip(s, 1);
    return s;
}

static void add_exponent(struct strbuf *b, struct flash_str exponent)
{
    bool negative = str_starts(exponent, STR("-"));

    if (negative || str_starts(exponent, STR("+")))
        exponent = str_skip(exponent, 1);
    exponent = skip_zeros(exponent);
    if (exponent.len == 0)
        return;
    strbuf_adds(b, negative ? "e-" : "e");
    strbuf_add(b, exponent);
}

static struct flash_str normal_float(struct arena *a, struct flash_str s)
{
    struct flash_str mantissa = s, exponent = STR_NULL, whole, fraction = STR_NULL;
    ptrdiff_t e = str_find_char(s, 'e', 0), dot;
    struct strbuf b;

    if (e >= 0) {
        mantissa = str_sub(s, 0, (size_t)e);
        exponent = str_skip(s, (size_t)e + 1);
    }
    whole = mantissa;
    dot = str_find_char(mantissa, '.', 0);
    if (dot >= 0) {
        whole = str_sub(mantissa, 0, (size_t)dot);
        fraction = str_skip(mantissa, (size_t)dot + 1);
    }
    whole = skip_zeros(whole);
    while (fraction.len > 0 && fraction.ptr[fraction.len - 1] == '0')
        fraction.len--;
    strbuf_init(&b, a, LIMIT_STATEMENT);
    strbuf_add(&b, whole.len > 0 ? whole : STR("0"));
    if (fraction.len > 0) {
        strbuf_addc(&b, '.');
        strbuf_add(&b, fraction);
    }
    size_t before = b.len;
    add_exponent(&b, exponent);
    if (b.len == before && fraction.len == 0)
        strbuf_adds(&b, ".0");
    return strbuf_str(&b);
}

struct flash_str number_normal(struct arena *a, struct flash_str text)
{
    struct flash_str s;

    if (is_plain_integer(text))
        return text;
    s = squeeze(a, text);
    if (str_starts(s, STR("0x")))
        return s;
    if (str_find_char(s, '.', 0) >= 0 || str_find_char(s, 'e', 0) >= 0)
        return normal_float(a, s);
    s = skip_zeros(s);
    return s.len > 0 ? s : STR("0");
}
