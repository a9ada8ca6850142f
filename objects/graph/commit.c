#include "objects/graph/commit.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/str.h"
#include "objects/graph/commitfmt.h"
#include "objects/graph/signature.h"
#include "objects/store/internal.h"

#define MESSAGE_MAX ((size_t)1 << 20)
#define TEXT_MAX    ((size_t)4 << 20) /* with as many parents as a reader takes */

int commit_read(struct store *s, const struct oid *id, struct arena *a, struct commit *out,
    struct flash_error *err)
{
    struct flash_str bytes;
    int rc = store_read(s, id, OBJECT_COMMIT, LIMIT_FILE, a, &bytes, err);

    return rc < 0 ? rc : commit_parse(bytes, id, a, out, err);
}

static int check_message(struct flash_str message, const char *what, struct flash_error *err)
{
    if (message.len > MESSAGE_MAX)
        return error_set(err, FLASH_ETOOBIG, "the message of the %s is over 1 MiB", what);
    if (str_find_char(message, '\0', 0) >= 0)
        return error_set(err, FLASH_EINVALID, "the message of the %s holds a NUL byte", what);
    if (str_utf8_valid(message) != message.len)
        return error_set(err, FLASH_EINVALID, "the message of the %s is not UTF-8", what);
    return 0;
}

static void add_id(struct strbuf *out, const char *header, const struct oid *id)
{
    char hex[OID_HEX + 1];

    oid_hex(id, hex);
    strbuf_addf(out, "%s %s\n", header, hex);
}

static void add_who(struct strbuf *out, const char *header, const struct signature *who)
{
    strbuf_adds(out, header);
    strbuf_addc(out, ' ');
    signature_format(out, who);
    strbuf_addc(out, '\n');
}

static void add_message(struct strbuf *out, struct flash_str message)
{
    strbuf_addc(out, '\n');
    strbuf_add(out, message);
    if (message.len == 0 || !str_ends(message, STR("\n")))
        strbuf_addc(out, '\n');
}

int commit_build(struct batch *b, struct arena *a, struct commit *c, struct flash_error *err)
{
    struct strbuf text;
    int rc = check_message(c->message, "commit", err);

    if (rc == 0)
        rc = signature_check(&c->author, err);
    if (rc == 0)
        rc = signature_check(&c->committer, err);
    if (rc < 0)
        return rc;
    strbuf_init(&text, a, TEXT_MAX);
    add_id(&text, "tree", &c->tree);
    for (size_t i = 0; i < c->nparents; i++)
        add_id(&text, "parent", &c->parents[i]);
    add_who(&text, "author", &c->author);
    add_who(&text, "committer", &c->committer);
    add_message(&text, c->message);
    rc = strbuf_check(&text, "the commit", err);
    if (rc < 0)
        return rc;
    batch_add(b, OBJECT_COMMIT, strbuf_str(&text), &c->id);
    return 0;
}

static int type_of(
    struct batch *b, const struct oid *id, enum object_type *out, struct flash_error *err)
{
    return batch_find_type(b, id, out) ? 0 : store_object_type(batch_store(b), id, out, err);
}

int tag_build(struct batch *b, struct arena *a, struct flash_str name, const struct oid *target,
    const struct signature *tagger, struct flash_str message, struct oid *out,
    struct flash_error *err)
{
    struct strbuf text;
    enum object_type type = OBJECT_COMMIT;
    int rc = check_message(message, "tag", err);

    if (rc == 0)
        rc = signature_check(tagger, err);
    if (rc == 0)
        rc = tag_name_check(name, err);
    if (rc == 0)
        rc = type_of(b, target, &type, err);
    if (rc < 0)
        return rc;
    strbuf_init(&text, a, TEXT_MAX);
    add_id(&text, "object", target);
    strbuf_addf(&text, "type %s\ntag %.*s\n", object_type_name(type), STR_ARG(name));
    add_who(&text, "tagger", tagger);
    add_message(&text, message);
    batch_add(b, OBJECT_TAG, strbuf_str(&text), out);
    return 0;
}

int tag_read(struct store *s, const struct oid *id, struct arena *a, struct tag *out,
    struct flash_error *err)
{
    struct flash_str bytes;
    int rc = store_read(s, id, OBJECT_TAG, LIMIT_FILE, a, &bytes, err);

    return rc < 0 ? rc : tag_parse(bytes, id, out, err);
}
