#include "objects/store/object.h"

#include <assert.h>
#include <fcntl.h>
#include <git2/sys/repository.h>
#include <stdio.h>

#include "base/file.h"
#include "base/limits.h"

static const char *const type_names[] = {[OBJECT_COMMIT] = "commit",
    [OBJECT_TREE] = "tree",
    [OBJECT_BLOB] = "blob",
    [OBJECT_TAG] = "tag"};

const char *object_type_name(enum object_type type)
{
    assert(type >= OBJECT_COMMIT && type <= OBJECT_TAG);
    return type_names[type];
}

/* libgit2 calls a loose object that it cannot read "not found"; to the callers the difference is
 * one between an empty answer and a failing disk. */
static bool is_unreadable(const struct store *s, const char *hex)
{
    char path[LIMIT_PATH];
    int n = snprintf(path, sizeof path, "%s/objects/%.2s/%s", s->git_dir, hex, hex + 2);

    return n > 0 && (size_t)n < sizeof path && file_exists(AT_FDCWD, path);
}

static int read_failed(const struct store *s, const struct oid *id, int rc, struct flash_error *err)
{
    char hex[OID_HEX + 1];
    enum flash_code code = FLASH_ECORRUPT;

    oid_hex(id, hex);
    if (rc == GIT_ENOTFOUND && is_unreadable(s, hex))
        code = error_set(err, FLASH_EIO, "cannot read object '%s'", hex);
    else if (rc == GIT_ENOTFOUND)
        code = error_set(err, FLASH_ENOTFOUND, "object '%s' is missing from the store", hex);
    else if (rc == GIT_EMISMATCH)
        error_set(err, FLASH_ECORRUPT, "object '%s' does not hash to its name", hex);
    else
        code = store_git_error(err, rc, STORE_GIT_READ, "cannot read object '%s'", hex);
    error_hint(err, "run 'flash fsck'");
    return code;
}

static int check_header(const struct oid *id, git_object_t type, size_t len, int want, size_t max,
    struct flash_error *err)
{
    char hex[OID_HEX + 1];

    oid_hex(id, hex);
    if (type < GIT_OBJECT_COMMIT || type > GIT_OBJECT_TAG)
        return error_set(err, FLASH_ECORRUPT, "object '%s' is of no known type", hex);
    if (want && (int)type != want)
        return error_set(err, FLASH_ECORRUPT, "object '%s' is a %s, not a %s", hex,
            type_names[type], type_names[want]);
    if (len > max)
        return error_set(
            err, FLASH_ETOOBIG, "object '%s' has %zu bytes, over the limit of %zu", hex, len, max);
    return 0;
}

/* The header first: a small file can claim any size, and the claim alone must not take memory. */
int store_object_open(struct store *s, const struct oid *id, int want, size_t max,
    struct store_object *out, struct flash_error *err)
{
    git_oid g = store_git_oid(id);
    git_odb_object *object;
    git_object_t type;
    size_t len;
    int rc = git_odb_read_header(&len, &type, s->odb, &g);

    if (rc < 0)
        return read_failed(s, id, rc, err);
    rc = check_header(id, type, len, want, max, err);
    if (rc < 0)
        return rc;
    rc = git_odb_read(&object, s->odb, &g);
    if (rc < 0)
        return read_failed(s, id, rc, err);
    out->object = object;
    out->type = (enum object_type)git_odb_object_type(object);
    out->bytes = (struct flash_str){git_odb_object_data(object), git_odb_object_size(object)};
    return 0;
}

void store_object_free(struct store_object *o)
{
    git_odb_object_free(o->object);
    o->object = NULL;
}

int store_object_type(
    struct store *s, const struct oid *id, enum object_type *out, struct flash_error *err)
{
    git_oid g = store_git_oid(id);
    git_object_t type;
    size_t len;
    int rc = git_odb_read_header(&len, &type, s->odb, &g);

    if (rc < 0)
        return read_failed(s, id, rc, err);
    rc = check_header(id, type, 0, 0, 0, err);
    if (rc == 0)
        *out = (enum object_type)type;
    return rc;
}

int store_read(struct store *s, const struct oid *id, enum object_type want, size_t max,
    struct arena *a, struct flash_str *out, struct flash_error *err)
{
    struct store_object o;
    int rc = store_object_open(s, id, (int)want, max, &o, err);

    if (rc < 0)
        return rc;
    *out = arena_str(a, o.bytes);
    store_object_free(&o);
    return 0;
}

bool store_has(struct store *s, const struct oid *id)
{
    git_oid g = store_git_oid(id);

    return git_odb_exists(s->odb, &g) == 1;
}

int store_reload(struct store *s, struct flash_error *err)
{
    git_odb *odb = NULL;
    char path[LIMIT_PATH];
    int n = snprintf(path, sizeof path, "%s/objects", s->git_dir);

    if (n < 0 || (size_t)n >= sizeof path)
        return error_set(err, FLASH_EINVALID, "the path of the store is too long");
    int rc = git_odb_open(&odb, path);
    if (rc == 0)
        rc = git_repository_set_odb(s->repo, odb);
    if (rc < 0) {
        git_odb_free(odb);
        return store_git_error(err, rc, STORE_GIT_READ, "cannot open '%s'", path);
    }
    git_odb_free(s->odb);
    s->odb = odb;
    return 0;
}
