#include "schema/names.h"

#include <stdint.h>

#include "base/str.h"

/*
 * '%' is followed by two hex digits, always; so '%' and something else cannot be the encoding of a
 * name and is free for marks: "%con" a reserved word, "%-<hash>" a cut name, a lone "%" the empty
 * one.
 */
#define NAME_MAX_BYTES 200
#define NAME_HASH_HEX  16
#define NAME_MARK_LEN  2

static const char *const reserved[] = {"con", "prn", "aux", "nul"};
static const char *const reserved_numbered[] = {"com", "lpt"};

static bool plain(char c)
{
    return (c >= 'a' && c <= 'z') || ascii_digit(c) || c == '_' || c == '-';
}

static bool is_reserved(struct flash_str s)
{
    for (size_t i = 0; i < ARRAY_LEN(reserved); i++) {
        if (str_eq(s, str_from(reserved[i])))
            return true;
    }
    if (s.len != 4 || !ascii_digit(s.ptr[3]))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(reserved_numbered); i++) {
        if (str_starts(s, str_from(reserved_numbered[i])))
            return true;
    }
    return false;
}

static size_t encoded_len(struct flash_str key, size_t limit, size_t *fits)
{
    size_t len = 0;
    *fits = 0;
    for (size_t i = 0; i < key.len; i++) {
        len += plain(key.ptr[i]) ? 1 : 3;
        if (len <= limit)
            *fits = i + 1;
    }
    return len;
}

static void encode_bytes(struct strbuf *out, struct flash_str key)
{
    static const char hex[] = "0123456789abcdef";
    for (size_t i = 0; i < key.len; i++) {
        unsigned char c = (unsigned char)key.ptr[i];
        if (plain((char)c)) {
            strbuf_addc(out, (char)c);
            continue;
        }
        strbuf_addc(out, '%');
        strbuf_addc(out, hex[c >> 4]);
        strbuf_addc(out, hex[c & 15]);
    }
}

void name_encode(struct strbuf *out, struct flash_str key)
{
    size_t fits;
    if (key.len == 0 || is_reserved(key))
        strbuf_addc(out, '%');
    if (encoded_len(key, NAME_MAX_BYTES - NAME_MARK_LEN - NAME_HASH_HEX, &fits) <= NAME_MAX_BYTES) {
        encode_bytes(out, key);
        return;
    }
    encode_bytes(out, str_sub(key, 0, fits));
    strbuf_addf(out, "%%-%016llx", (unsigned long long)str_hash(key));
}

static int hex_value(char c)
{
    if (ascii_digit(c))
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* One byte of the name from the front of s; false for what is no encoding. */
static bool decode_byte(struct flash_str *s, char *c)
{
    if (plain(s->ptr[0])) {
        *c = s->ptr[0];
        *s = str_skip(*s, 1);
        return true;
    }
    if (s->ptr[0] != '%' || s->len < 3)
        return false;
    int hi = hex_value(s->ptr[1]), lo = hex_value(s->ptr[2]);
    if (hi < 0 || lo < 0)
        return false;
    *c = (char)(unsigned char)(hi * 16 + lo);
    *s = str_skip(*s, 3);
    return !plain(*c);
}

bool name_decode(struct strbuf *out, struct flash_str component)
{
    struct flash_str s = component;
    if (s.len == 0 || s.len > NAME_MAX_BYTES)
        return false;
    if (s.len == 1 && s.ptr[0] == '%')
        return true;
    if (s.ptr[0] == '%' && is_reserved(str_skip(s, 1))) {
        strbuf_add(out, str_skip(s, 1));
        return true;
    }
    if (is_reserved(s))
        return false;
    while (s.len > 0) {
        char c;
        if (!decode_byte(&s, &c))
            return false;
        strbuf_addc(out, c);
    }
    return true;
}
