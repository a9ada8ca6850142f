#include "repo/config-read.h"

#include <git2.h>

#include "base/error.h"
#include "base/str.h"
#include "objects/store/libgit.h"

static int translate(int rc, const char *path, struct flash_error *err)
{
    const git_error *e = git_error_last();
    const char *why = e && e->message ? e->message : "unknown error";

    if (rc == GIT_ELOCKED) {
        error_set(err, FLASH_ELOCKED, "'%s' is being written by another process", path);
        return error_hint(err, "try again, or remove '%s.lock' if no flash is running", path);
    }
    if (rc == GIT_ENOTFOUND)
        return error_set(err, FLASH_ENOTFOUND, "there is no such key in '%s'", path);
    if (rc == GIT_EINVALIDSPEC)
        return error_set(err, FLASH_EINVALID, "%s", why);
    if (e && e->klass == GIT_ERROR_OS)
        return error_set(err, FLASH_EIO, "cannot use '%s': %s", path, why);
    return error_set(err, FLASH_EINVALID, "cannot read '%s': %s", path, why);
}

static int open_file(const char *path, git_config **out, struct flash_error *err)
{
    git_config *cfg = NULL;
    int rc;

    rc = store_git_start(err);
    if (rc < 0)
        return rc;
    rc = git_config_new(&cfg);
    if (rc == 0)
        rc = git_config_add_file_ondisk(cfg, path, GIT_CONFIG_LEVEL_APP, NULL, 0);
    if (rc < 0) {
        rc = translate(rc, path, err);
        git_config_free(cfg);
        return rc;
    }
    *out = cfg;
    return 0;
}

int config_read_file(
    const char *path, struct arena *a, struct config_pairs *out, struct flash_error *err)
{
    git_config_iterator *it = NULL;
    git_config_entry *e;
    git_config *cfg;
    int rc;

    rc = open_file(path, &cfg, err);
    if (rc < 0)
        return rc;
    rc = git_config_iterator_new(&it, cfg);
    while (rc == 0 && (rc = git_config_next(&e, it)) == 0) {
        struct config_pair *p;

        if (e->include_depth > 0) {
            rc = error_set(err, FLASH_EINVALID, "'%s' includes another file", path);
            goto done;
        }
        p = vec_push(a, out);
        p->name = arena_str(a, str_from(e->name));
        /* A key without '=' is a true boolean in git's format. */
        p->value = e->value ? arena_str(a, str_from(e->value)) : STR("true");
    }
    rc = rc == GIT_ITEROVER ? 0 : translate(rc, path, err);
done:
    git_config_iterator_free(it);
    git_config_free(cfg);
    return rc;
}

int config_write_file(
    const char *path, const char *name, const char *value, struct flash_error *err)
{
    git_config *cfg;
    int rc;

    rc = open_file(path, &cfg, err);
    if (rc < 0)
        return rc;
    rc = value ? git_config_set_string(cfg, name, value) : git_config_delete_entry(cfg, name);
    if (rc < 0)
        rc = translate(rc, path, err);
    git_config_free(cfg);
    return rc;
}
