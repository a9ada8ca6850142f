#include "objects/graph/commitfmt.h"

#include <string.h>

#include "base/error.h"
#include "base/str.h"
#include "objects/graph/signature.h"
#include "objects/graph/trailer.h"
#include "objects/refs/refs.h"

#define PARENTS_MAX 1000

static int malformed(
    const char *kind, const struct oid *id, const char *what, struct flash_error *err)
{
    char hex[OID_HEX + 1];

    oid_hex(id, hex);
    return error_set(err, FLASH_ECORRUPT, "%s '%s' has %s", kind, hex, what);
}

/* Takes "<key> <value>\n" off the front; false and nothing taken when the next line is another one.
 */
static bool take(struct flash_str *s, const char *key, struct flash_str *value)
{
    size_t n = strlen(key);
    ptrdiff_t end = str_find_char(*s, '\n', 0);

    if (end < 0 || (size_t)end <= n || !str_starts(*s, str_from(key)) || s->ptr[n] != ' ')
        return false;
    *value = str_sub(*s, n + 1, (size_t)end);
    *s = str_skip(*s, (size_t)end + 1);
    return true;
}

static bool take_id(struct flash_str *s, const char *key, struct oid *out)
{
    struct flash_str rest = *s, value;

    if (!take(&rest, key, &value) || !oid_parse(value, out))
        return false;
    *s = rest;
    return true;
}

static bool take_who(struct flash_str *s, const char *key, struct signature *out)
{
    struct flash_str rest = *s, value;

    if (!take(&rest, key, &value) || !signature_parse(value, out))
        return false;
    *s = rest;
    return true;
}

/* Past headers that we do not know (encoding, signatures) and the empty line. */
static struct flash_str skip_to_message(struct flash_str s)
{
    struct flash_str line;

    while (str_split(&s, '\n', &line))
        if (line.len == 0)
            return s;
    return (struct flash_str){s.ptr, 0};
}

static int take_parents(struct flash_str *rest, const struct oid *id, struct arena *a,
    struct commit *c, struct flash_error *err)
{
    VEC(struct oid) parents = {0};
    struct oid parent;

    while (take_id(rest, "parent", &parent)) {
        if (parents.len == PARENTS_MAX)
            return malformed("commit", id, "too many parents", err);
        *vec_push(a, &parents) = parent;
    }
    c->parents = parents.items;
    c->nparents = parents.len;
    return 0;
}

void commit_split_message(struct commit *c)
{
    struct flash_str m = c->message, block = commit_trailer_block(c->message), line;

    while (m.len > 0 && ascii_space(m.ptr[0]))
        m = str_skip(m, 1);
    c->subject = STR("");
    if (str_split(&m, '\n', &line))
        c->subject = str_trim(line);
    if (block.len > 0 && m.ptr)
        m.len = block.ptr > m.ptr ? (size_t)(block.ptr - m.ptr) : 0;
    c->body = str_trim(m);
}

int commit_parse(struct flash_str bytes, const struct oid *id, struct arena *a, struct commit *out,
    struct flash_error *err)
{
    struct commit c = {.id = *id};
    struct flash_str rest = bytes;

    if (!take_id(&rest, "tree", &c.tree))
        return malformed("commit", id, "no tree", err);
    int rc = take_parents(&rest, id, a, &c, err);
    if (rc < 0)
        return rc;
    if (!take_who(&rest, "author", &c.author))
        return malformed("commit", id, "no author", err);
    if (!take_who(&rest, "committer", &c.committer))
        return malformed("commit", id, "no committer", err);
    c.message = skip_to_message(rest);
    commit_split_message(&c);
    *out = c;
    return 0;
}

int tag_parse(
    struct flash_str bytes, const struct oid *id, struct tag *out, struct flash_error *err)
{
    struct tag t = {.target = *id};
    struct flash_str rest = bytes, type;

    if (!take_id(&rest, "object", &t.target))
        return malformed("tag", id, "no object", err);
    if (!take(&rest, "type", &type))
        return malformed("tag", id, "no type", err);
    if (!take(&rest, "tag", &t.name))
        return malformed("tag", id, "no name", err);
    /* Old tags of git have no tagger. */
    (void)take_who(&rest, "tagger", &t.tagger);
    t.message = skip_to_message(rest);
    *out = t;
    return 0;
}

int tag_name_check(struct flash_str name, struct flash_error *err)
{
    char full[256] = "refs/tags/";
    size_t at = strlen(full);

    if (name.len > 0 && name.len < sizeof full - at) {
        memcpy(full + at, name.ptr, name.len);
        if (ref_name_valid((struct flash_str){full, at + name.len}))
            return 0;
    }
    return error_set(err, FLASH_EINVALID, "'%.*s' cannot be the name of a tag",
        STR_ARG(str_sub(name, 0, sizeof full)));
}
