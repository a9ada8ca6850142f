#include "objects/store/libgit.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"

static const git_config_level_t levels[] = {GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG,
    GIT_CONFIG_LEVEL_GLOBAL, GIT_CONFIG_LEVEL_PROGRAMDATA};

_Static_assert(ARRAY_LEN(levels) == ARRAY_LEN(((struct store_git_paths *)0)->saved),
    "one saved path for each level");

static const struct {
    int rc;
    enum flash_code code;
} rc_codes[] = {
    {GIT_ENOTFOUND, FLASH_ENOTFOUND},
    {GIT_EEXISTS, FLASH_EEXISTS},
    {GIT_EAMBIGUOUS, FLASH_EAMBIGUOUS},
    {GIT_EINVALIDSPEC, FLASH_EINVALID},
    {GIT_EINVALID, FLASH_EINVALID},
    {GIT_EPEEL, FLASH_EINVALID},
    {GIT_ELOCKED, FLASH_ELOCKED},
    {GIT_EMODIFIED, FLASH_ECHANGED},
    {GIT_EDIRECTORY, FLASH_EEXISTS},
    {GIT_EMISMATCH, FLASH_ECORRUPT},
    {GIT_EOWNER, FLASH_EACCESS},
};

int store_git_start(struct flash_error *err)
{
    static bool started;

    if (started)
        return 0;
    int rc = git_libgit2_init();
    if (rc < 0)
        return store_git_error(err, rc, STORE_GIT_READ, "cannot start libgit2");
    git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
    git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 1);
    started = true;
    return 0;
}

static enum flash_code code_of_errno(int e)
{
    return e == EACCES || e == EPERM || e == EROFS ? FLASH_EACCESS : FLASH_EIO;
}

static enum flash_code code_of(int rc, enum store_git_op op, int klass, int e)
{
    for (size_t i = 0; i < ARRAY_LEN(rc_codes); i++)
        if (rc_codes[i].rc == rc)
            return rc_codes[i].code;
    if (klass == GIT_ERROR_OS || klass == GIT_ERROR_FILESYSTEM || klass == GIT_ERROR_NOMEMORY)
        return code_of_errno(e);
    return op == STORE_GIT_WRITE ? FLASH_EIO : FLASH_ECORRUPT;
}

int store_git_error(struct flash_error *err, int rc, enum store_git_op op, const char *fmt, ...)
{
    int e = errno;
    const git_error *last = git_error_last();
    int klass = last ? last->klass : GIT_ERROR_NONE;
    enum flash_code code = code_of(rc, op, klass, e);
    char text[384];
    va_list ap;

    va_start(ap, fmt);
    (void)vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    error_set(err, code, "%s: %s", text, last && last->message ? last->message : "unknown cause");
    if (err && (code == FLASH_EIO || code == FLASH_EACCESS) && klass == GIT_ERROR_OS)
        err->sys_errno = e;
    return code;
}

void store_git_isolate(struct store_git_paths *p)
{
    memset(p, 0, sizeof *p);
    for (size_t i = 0; i < ARRAY_LEN(levels); i++) {
        git_libgit2_opts(GIT_OPT_GET_SEARCH_PATH, levels[i], &p->saved[i]);
        git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, levels[i], "");
    }
}

void store_git_restore(struct store_git_paths *p)
{
    for (size_t i = 0; i < ARRAY_LEN(levels); i++) {
        git_libgit2_opts(
            GIT_OPT_SET_SEARCH_PATH, levels[i], p->saved[i].ptr ? p->saved[i].ptr : "");
        git_buf_dispose(&p->saved[i]);
    }
}

git_oid store_git_oid(const struct oid *o)
{
    git_oid g;

    memcpy(g.id, o->b, sizeof o->b);
    return g;
}

struct oid store_git_oid_from(const git_oid *o)
{
    struct oid r;

    memcpy(r.b, o->id, sizeof r.b);
    return r;
}
