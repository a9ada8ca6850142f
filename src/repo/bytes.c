#include "repo/bytes.h"

#include <string.h>

#include "base/str.h"

static const unsigned char *take(struct bytes_in *in, size_t n)
{
    static const unsigned char zeros[sizeof(struct oid)];

    if (in->bad || in->text.len - in->at < n) {
        in->bad = true;
        return zeros;
    }
    in->at += n;
    return (const unsigned char *)in->text.ptr + in->at - n;
}

uint64_t bytes_get_u64(struct bytes_in *in)
{
    const unsigned char *p = take(in, 8);
    uint64_t v = 0;

    for (int i = 7; i >= 0; i--)
        v = v << 8 | p[i];
    return v;
}

uint32_t bytes_get_u32(struct bytes_in *in)
{
    const unsigned char *p = take(in, 4);

    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

void bytes_get_oid(struct bytes_in *in, struct oid *out)
{
    memcpy(out->b, take(in, sizeof(out->b)), sizeof(out->b));
}

struct flash_str bytes_get_str(struct bytes_in *in)
{
    uint32_t n = bytes_get_count(in, 1);
    struct flash_str s = {in->text.ptr + in->at, n};

    in->at += n;
    return s;
}

uint32_t bytes_get_count(struct bytes_in *in, size_t item_size)
{
    uint32_t n = bytes_get_u32(in);

    if (in->bad || n > (in->text.len - in->at) / item_size) {
        in->bad = true;
        return 0;
    }
    return n;
}

void bytes_set_u64(char *at, uint64_t v)
{
    for (int i = 0; i < 8; i++)
        at[i] = (char)(unsigned char)(v >> (8 * i));
}

void bytes_put_u64(struct strbuf *b, uint64_t v)
{
    char raw[8];

    bytes_set_u64(raw, v);
    strbuf_add(b, (struct flash_str){raw, sizeof(raw)});
}

void bytes_put_u32(struct strbuf *b, uint32_t v)
{
    char raw[8];

    bytes_set_u64(raw, v);
    strbuf_add(b, (struct flash_str){raw, 4});
}

void bytes_put_oid(struct strbuf *b, const struct oid *id)
{
    strbuf_add(b, (struct flash_str){(const char *)id->b, sizeof(id->b)});
}

void bytes_put_str(struct strbuf *b, struct flash_str s)
{
    bytes_put_u32(b, (uint32_t)s.len);
    strbuf_add(b, s);
}
