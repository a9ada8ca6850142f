#include "objects/store/oid.h"

#include <assert.h>
#include <string.h>

#include "objects/store/libgit.h"

_Static_assert(sizeof(struct oid) == GIT_OID_RAWSZ, "an id is git's");
_Static_assert(OBJECT_COMMIT == (int)GIT_OBJECT_COMMIT && OBJECT_TREE == (int)GIT_OBJECT_TREE &&
                   OBJECT_BLOB == (int)GIT_OBJECT_BLOB && OBJECT_TAG == (int)GIT_OBJECT_TAG,
    "object types are git's");

bool oid_eq(const struct oid *a, const struct oid *b)
{
    return memcmp(a->b, b->b, sizeof a->b) == 0;
}

int oid_cmp(const struct oid *a, const struct oid *b)
{
    return memcmp(a->b, b->b, sizeof a->b);
}

void oid_hex(const struct oid *o, char out[OID_HEX + 1])
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < sizeof o->b; i++) {
        out[2 * i] = digits[o->b[i] >> 4];
        out[2 * i + 1] = digits[o->b[i] & 15];
    }
    out[OID_HEX] = '\0';
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool oid_parse(struct flash_str hex, struct oid *out)
{
    struct oid r;

    if (hex.len != OID_HEX)
        return false;
    for (size_t i = 0; i < sizeof r.b; i++) {
        int hi = hex_value(hex.ptr[2 * i]), lo = hex_value(hex.ptr[2 * i + 1]);
        if (hi < 0 || lo < 0)
            return false;
        r.b[i] = (unsigned char)(hi << 4 | lo);
    }
    *out = r;
    return true;
}

void oid_of(enum object_type type, struct flash_str bytes, struct oid *out)
{
    git_oid g = {{0}};
    int rc = store_git_start(NULL);

    if (rc == 0)
        rc = git_odb_hash(&g, bytes.len ? bytes.ptr : "", bytes.len, (git_object_t)type);
    /* Fails for bytes that are a known SHA-1 attack: they get the zero id, which no write accepts.
     */
    if (rc < 0)
        memset(&g, 0, sizeof g);
    *out = store_git_oid_from(&g);
}
