#include "base/json.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "base/str.h"

void json_init(struct json *j, struct strbuf *out)
{
    memset(j, 0, sizeof(*j));
    j->out = out;
}

static void new_line(struct json *j)
{
    if (j->compact)
        return;
    strbuf_addc(j->out, '\n');
    strbuf_fill(j->out, ' ', (size_t)j->depth * 2);
}

/* What stands between the last thing and the next one. */
static void separate(struct json *j)
{
    if (j->after_key) {
        j->after_key = false;
        return;
    }
    if (j->depth == 0)
        return;
    if (j->has_item[j->depth - 1])
        strbuf_addc(j->out, ',');
    j->has_item[j->depth - 1] = true;
    new_line(j);
}

static void begin(struct json *j, char c)
{
    assert(j->depth < JSON_DEPTH);
    separate(j);
    strbuf_addc(j->out, c);
    j->has_item[j->depth++] = false;
}

static void end(struct json *j, char c)
{
    assert(j->depth > 0);
    assert(!j->after_key);
    if (j->has_item[--j->depth])
        new_line(j);
    strbuf_addc(j->out, c);
}

void json_object_begin(struct json *j)
{
    begin(j, '{');
}

void json_object_end(struct json *j)
{
    end(j, '}');
}

void json_array_begin(struct json *j)
{
    begin(j, '[');
}

void json_array_end(struct json *j)
{
    end(j, ']');
}

static bool needs_escape(unsigned char c)
{
    return c < ' ' || c == '"' || c == '\\' || c == 0x7F;
}

static void add_escaped(struct strbuf *out, unsigned char c)
{
    static const char shorts[] = {['\b'] = 'b',
        ['\t'] = 't',
        ['\n'] = 'n',
        ['\f'] = 'f',
        ['\r'] = 'r',
        ['"'] = '"',
        ['\\'] = '\\'};

    if (c < sizeof(shorts) && shorts[c]) {
        strbuf_addc(out, '\\');
        strbuf_addc(out, shorts[c]);
    } else {
        strbuf_addf(out, "\\u%04x", c);
    }
}

static void add_valid(struct strbuf *out, struct flash_str s)
{
    size_t start = 0;

    for (size_t i = 0; i < s.len; i++) {
        if (!needs_escape((unsigned char)s.ptr[i]))
            continue;
        strbuf_add(out, str_sub(s, start, i));
        add_escaped(out, (unsigned char)s.ptr[i]);
        start = i + 1;
    }
    strbuf_add(out, str_skip(s, start));
}

static void add_string(struct strbuf *out, struct flash_str s)
{
    strbuf_addc(out, '"');
    while (s.len) {
        size_t n = str_utf8_valid(s);

        add_valid(out, str_sub(s, 0, n));
        if (n < s.len)
            strbuf_adds(out, "\xEF\xBF\xBD");
        s = str_skip(s, n + 1);
    }
    strbuf_addc(out, '"');
}

void json_key(struct json *j, const char *key)
{
    assert(!j->after_key);
    separate(j);
    add_string(j->out, str_from(key));
    strbuf_adds(j->out, j->compact ? ":" : ": ");
    j->after_key = true;
}

void json_str(struct json *j, struct flash_str s)
{
    separate(j);
    add_string(j->out, s);
}

void json_cstr(struct json *j, const char *s)
{
    if (s)
        json_str(j, str_from(s));
    else
        json_null(j);
}

void json_int(struct json *j, int64_t v)
{
    separate(j);
    strbuf_addf(j->out, "%" PRId64, v);
}

void json_bool(struct json *j, bool v)
{
    separate(j);
    strbuf_adds(j->out, v ? "true" : "false");
}

void json_null(struct json *j)
{
    separate(j);
    strbuf_adds(j->out, "null");
}

void json_kv_str(struct json *j, const char *key, struct flash_str v)
{
    json_key(j, key);
    json_str(j, v);
}

void json_kv_cstr(struct json *j, const char *key, const char *v)
{
    json_key(j, key);
    json_cstr(j, v);
}

void json_kv_int(struct json *j, const char *key, int64_t v)
{
    json_key(j, key);
    json_int(j, v);
}

void json_kv_bool(struct json *j, const char *key, bool v)
{
    json_key(j, key);
    json_bool(j, v);
}
