#include "objects/graph/rev.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/str.h"
#include "objects/graph/revname.h"
#include "objects/refs/refs.h"
#include "objects/store/internal.h"

#define ABBREV_MIN 7

/* "@{-2}...": n and what is behind the brace. */
static bool parse_previous(struct flash_str rev, uint64_t *n, struct flash_str *rest)
{
    ptrdiff_t close = str_find_char(rev, '}', 0);

    if (!str_starts(rev, STR("@{-")) || close < 0 || !str_to_u64(str_sub(rev, 3, (size_t)close), n))
        return false;
    *rest = str_skip(rev, (size_t)close + 1);
    return *n > 0;
}

/* What HEAD was on before its n-th last checkout. libgit2 can do this too, but forgets memory each
 * time. */
static int find_previous(
    struct store *s, uint64_t n, struct arena *a, struct flash_str *out, struct flash_error *err)
{
    static const struct flash_str from = {"checkout: moving from ", 22}, to = {" to ", 4};
    struct reflog log;
    uint64_t left = n;
    int rc = reflog_read(s, "HEAD", a, &log, err);

    for (size_t i = 0; rc == 0 && i < log.len; i++) {
        struct flash_str m = log.items[i].message;
        if (!str_starts(m, from) || --left > 0)
            continue;
        m = str_skip(m, from.len);
        ptrdiff_t end = str_find(m, to);
        *out = end < 0 ? m : str_sub(m, 0, (size_t)end);
        return 0;
    }
    if (rc < 0)
        return rc;
    return error_set(err, FLASH_ENOTFOUND, "HEAD has not been moved by checkout %llu times",
        (unsigned long long)n);
}

/* As a C string, with what libgit2 does not know (a leading "@" for HEAD) or does badly spelled
 * out. */
static int rev_text(struct store *s, struct flash_str rev, struct arena *a, const char **out,
    struct flash_error *err)
{
    struct flash_str name = STR_NULL, rest;
    uint64_t n;

    if (rev.len == 0)
        return error_set(err, FLASH_EINVALID, "a revision cannot be empty");
    if (rev.len > LIMIT_PATH || str_find_char(rev, '\0', 0) >= 0)
        return error_set(
            err, FLASH_EINVALID, "'%.*s' is not a revision", STR_ARG(str_sub(rev, 0, 60)));
    if (parse_previous(rev, &n, &rest)) {
        int rc = find_previous(s, n, a, &name, err);
        if (rc < 0)
            return rc;
        *out = arena_cprintf(a, "%.*s%.*s", STR_ARG(name), STR_ARG(rest));
    } else if (rev.ptr[0] == '@' && (rev.len == 1 || rev.ptr[1] == '~' || rev.ptr[1] == '^')) {
        *out = arena_cprintf(a, "HEAD%.*s", STR_ARG(str_skip(rev, 1)));
    } else {
        *out = arena_cstr(a, rev);
    }
    return 0;
}

static int rev_failed(struct store *s, struct flash_str rev, int rc, struct flash_error *err)
{
    if (rc == GIT_ENOTFOUND || rc == GIT_EUNBORNBRANCH)
        return rev_not_found(s, rev, err);
    if (rc == GIT_EAMBIGUOUS)
        return rev_ambiguous(s, rev, err);
    if (rc == GIT_EINVALIDSPEC) {
        error_set(err, FLASH_EINVALID, "'%.*s' is not a revision", STR_ARG(rev));
        return error_hint(err, "see 'git help revisions' for the grammar");
    }
    return store_git_error(err, rc, STORE_GIT_READ, "cannot resolve '%.*s'", STR_ARG(rev));
}

/* Reads what the ref that a revision begins with points to: git_revparse_* (libgit2 1.5) forgets
 * the memory of a ref whose object it cannot read. A name that is no ref is left to it. */
static int read_base(struct store *s, struct flash_str rev, struct arena *a)
{
    git_reference *ref = NULL;
    git_object *object = NULL;
    const char *name = arena_cstr(a, str_sub(rev, 0, rev_base_len(rev)));
    int rc;

    if (git_reference_dwim(&ref, s->repo, name) < 0)
        return 0;
    rc = git_object_lookup(&object, s->repo, git_reference_target(ref), GIT_OBJECT_ANY);
    git_object_free(object);
    git_reference_free(ref);
    return rc;
}

int rev_parse(struct store *s, struct flash_str rev, struct oid *out, struct flash_error *err)
{
    struct arena scratch = s->scratch;
    git_object *object = NULL, *commit = NULL;
    const char *text;
    int rc = rev_text(s, rev, &scratch, &text, err);

    if (rc < 0)
        return rc;
    rc = read_base(s, str_from(text), &scratch);
    if (rc == 0)
        rc = git_revparse_single(&object, s->repo, text);
    if (rc < 0)
        return rev_failed(s, rev, rc, err);
    rc = git_object_peel(&commit, object, GIT_OBJECT_COMMIT);
    if (rc == 0)
        *out = store_git_oid_from(git_object_id(commit));
    else
        rc = error_set(err, FLASH_EINVALID, "'%.*s' is a %s, not a commit", STR_ARG(rev),
            git_object_type2string(git_object_type(object)));
    git_object_free(commit);
    git_object_free(object);
    return rc;
}

int rev_ref_name(struct store *s, struct flash_str rev, struct arena *a, struct flash_str *out,
    struct flash_error *err)
{
    struct arena scratch = s->scratch;
    git_object *object = NULL;
    git_reference *ref = NULL;
    const char *text;
    int rc = rev_text(s, rev, &scratch, &text, err);

    if (rc < 0)
        return rc;
    *out = STR("");
    rc = read_base(s, str_from(text), &scratch);
    if (rc == 0)
        rc = git_revparse_ext(&object, &ref, s->repo, text);
    if (rc == 0 && ref)
        *out = arena_str(a, str_from(git_reference_name(ref)));
    git_reference_free(ref);
    git_object_free(object);
    if (rc == 0 || rc == GIT_ENOTFOUND || rc == GIT_EINVALIDSPEC || rc == GIT_EAMBIGUOUS)
        return 0;
    return store_git_error(err, rc, STORE_GIT_READ, "cannot resolve '%.*s'", STR_ARG(rev));
}

struct flash_str oid_abbrev(struct store *s, const struct oid *id, struct arena *a)
{
    git_oid g = store_git_oid(id);
    char hex[OID_HEX + 1];
    size_t n = ABBREV_MIN;

    oid_hex(id, hex);
    while (n < OID_HEX) {
        git_oid prefix = {{0}}, found;
        memcpy(prefix.id, g.id, (n + 1) / 2);
        if (n % 2)
            prefix.id[n / 2] &= 0xf0;
        if (git_odb_exists_prefix(&found, s->odb, &prefix, n) != GIT_EAMBIGUOUS)
            break;
        n++;
    }
    return arena_str(a, (struct flash_str){hex, n});
}
