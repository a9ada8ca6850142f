#include "objects/store/treefmt.h"

#include <assert.h>
#include <string.h>

#include "base/error.h"
#include "base/path.h"
#include "base/str.h"

struct tree_cursor tree_cursor(struct flash_str bytes, const struct oid *id)
{
    return (struct tree_cursor){.rest = bytes, .id = id};
}

static int malformed(
    const struct tree_cursor *c, const char *what, struct flash_str name, struct flash_error *err)
{
    char hex[OID_HEX + 1];

    oid_hex(c->id, hex);
    return error_set(err, FLASH_ECORRUPT, "tree '%s' %s '%.*s'", hex, what, STR_ARG(name));
}

static const struct {
    struct flash_str text;
    enum tree_mode mode;
} modes[] = {
    {{"100644", 6}, TREE_MODE_FILE},
    {{"40000", 5}, TREE_MODE_DIR},
    {{"100755", 6}, TREE_MODE_EXEC},
};

static bool parse_mode(struct flash_str text, enum tree_mode *out)
{
    for (size_t i = 0; i < ARRAY_LEN(modes); i++) {
        if (str_eq(text, modes[i].text)) {
            *out = modes[i].mode;
            return true;
        }
    }
    return false;
}

static struct flash_str mode_text(enum tree_mode mode)
{
    for (size_t i = 0; i < ARRAY_LEN(modes); i++)
        if (modes[i].mode == mode)
            return modes[i].text;
    assert(mode == TREE_MODE_FILE); /* the first row */
    return modes[0].text;
}

static bool split_item(struct flash_str *rest, struct flash_str *mode, struct tree_item *out)
{
    struct flash_str s = *rest;
    ptrdiff_t space = str_find_char(s, ' ', 0);

    if (space <= 0 || space > 6)
        return false;
    *mode = str_sub(s, 0, (size_t)space);
    s = str_skip(s, (size_t)space + 1);
    ptrdiff_t nul = str_find_char(s, '\0', 0);
    if (nul <= 0 || s.len - (size_t)nul - 1 < sizeof out->id.b)
        return false;
    out->name = str_sub(s, 0, (size_t)nul);
    memcpy(out->id.b, s.ptr + nul + 1, sizeof out->id.b);
    *rest = str_skip(s, (size_t)nul + 1 + sizeof out->id.b);
    return true;
}

int tree_cursor_next(struct tree_cursor *c, struct tree_item *out, struct flash_error *err)
{
    struct flash_str mode;
    struct tree_item item;

    if (c->rest.len == 0)
        return 0;
    if (!split_item(&c->rest, &mode, &item))
        return malformed(c, "is not well formed after", c->prev.name, err);
    if (!path_component_safe(item.name))
        return malformed(c, "holds the name", item.name, err);
    if (!parse_mode(mode, &item.mode))
        return malformed(c, "holds what is no file and no folder:", item.name, err);
    if (oid_is_zero(&item.id))
        return malformed(c, "has a zero id for", item.name, err);
    if (c->prev.name.ptr && tree_item_cmp(&c->prev, &item) >= 0)
        return malformed(c, "is not in order at", item.name, err);
    c->prev = item;
    *out = item;
    return 1;
}

static int end_char(const struct tree_item *t, size_t at)
{
    if (at < t->name.len)
        return (unsigned char)t->name.ptr[at];
    return t->mode == TREE_MODE_DIR ? '/' : 0;
}

int tree_item_cmp(const struct tree_item *a, const struct tree_item *b)
{
    size_t n = a->name.len < b->name.len ? a->name.len : b->name.len;
    int d = n ? memcmp(a->name.ptr, b->name.ptr, n) : 0;

    if (d)
        return d;
    d = end_char(a, n) - end_char(b, n);
    if (d)
        return d;
    /* Same character at n: both end there, or the longer one goes on with '/', which no name holds.
     */
    return a->name.len == b->name.len ? 0 : a->name.len < b->name.len ? -1 : 1;
}

void tree_emit(struct strbuf *out, const struct tree_item *item)
{
    strbuf_add(out, mode_text(item->mode));
    strbuf_addc(out, ' ');
    strbuf_add(out, item->name);
    strbuf_addc(out, '\0');
    strbuf_add(out, (struct flash_str){(const char *)item->id.b, sizeof item->id.b});
}
