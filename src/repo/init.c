#include "repo/init.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapter/loader.h"
#include "base/error.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "dialect/dialect.h"
#include "objects/refs/refs.h"
#include "objects/store/project.h"
#include "objects/store/store.h"
#include "repo/config.h"

#define EXCLUDE_MAX ((size_t)1 << 20)

/* A store inside .git would be lost with it and confuse every git tool; inside .flash it would hide
 * in itself. */
static int check_place(const char *dir, struct flash_error *err)
{
    struct flash_str rest = str_from(dir), part;

    while (str_split(&rest, '/', &part)) {
        if (str_eq_nocase(part, STR(".git")) || str_eq_nocase(part, STR(".flash"))) {
            error_set(err, FLASH_EREFUSED, "'%s' is inside a %.*s folder", dir, STR_ARG(part));
            return error_hint(err, "run 'flash init' in the project's own folder");
        }
    }
    return 0;
}

static const struct dialect *choose_dialect(const struct init_options *o)
{
    struct flash_str scheme = o->url ? url_scheme(str_from(o->url)) : STR_NULL;
    const struct dialect *d = o->dialect;

    if (!d && scheme.len)
        d = dialect_find(scheme);
    return d ? d : dialect_default();
}

/* Written in double quotes: an url may hold '#' and ';'. */
static void add_quoted(struct strbuf *b, const char *value)
{
    strbuf_addc(b, '"');
    for (; *value; value++) {
        if (*value == '"' || *value == '\\')
            strbuf_addc(b, '\\');
        strbuf_addc(b, *value);
    }
    strbuf_addc(b, '"');
}

static int write_config(
    const char *dir, const struct init_options *o, struct arena scratch, struct flash_error *err)
{
    struct strbuf b;

    strbuf_init(&b, &scratch, LIMIT_CONFIG);
    strbuf_addf(&b,
        "# flash: see 'flash help config'. No passwords in here: write ${NAME} and set it\n"
        "# in the environment or in .env.\n"
        "[flash]\n    version = 1\n    dialect = %s\n"
        "[schema]\n    files = db/schema\n",
        choose_dialect(o)->syntax.name);
    if (o->url) {
        strbuf_adds(&b, "[target \"dev\"]\n    url = ");
        add_quoted(&b, o->url);
        strbuf_adds(&b, "\n    role = dev\n");
    }
    return file_write(AT_FDCWD, path_join(&scratch, dir, "flash.conf"), strbuf_str(&b),
        FILE_SYNC | FILE_NEW, err);
}

static bool has_line(struct flash_str text, struct flash_str line)
{
    struct flash_str one;

    while (str_split(&text, '\n', &one)) {
        if (str_eq(str_trim(one), line))
            return true;
    }
    return false;
}

/* "/prefix/.flash/", with what ignore rules take for globs taken literally. */
static struct flash_str rule_below(struct arena *a, const char *prefix)
{
    struct strbuf b;

    strbuf_init(&b, a, LIMIT_PATH * 2);
    for (strbuf_addc(&b, '/'); *prefix; prefix++) {
        if (strchr("*?[\\", *prefix))
            strbuf_addc(&b, '\\');
        strbuf_addc(&b, *prefix);
    }
    strbuf_adds(&b, "/.flash/");
    return strbuf_str(&b);
}

/* The rule goes to the common folder's exclude file, which linked work trees share and nobody
 * commits. */
static int write_exclude(
    const char *dir, struct arena scratch, struct init_result *res, struct flash_error *err)
{
    struct flash_str text = STR(""), rule = STR("/.flash/");
    struct project_info git;
    struct strbuf b;
    char *path;
    int rc = 0;

    if (project_find(dir, &scratch, &git, NULL) < 0)
        return 0;
    res->in_git = true;
    if (git.prefix[0])
        rule = rule_below(&scratch, path_normal(&scratch, git.prefix));
    path = path_join(&scratch, git.common_dir, "info/exclude");
    if (file_exists(AT_FDCWD, path))
        rc = file_read(AT_FDCWD, path, EXCLUDE_MAX, 0, &scratch, &text, err);
    if (rc < 0 || has_line(text, rule) || has_line(text, STR(".flash")) ||
        has_line(text, STR(".flash/")))
        return rc;
    strbuf_init(&b, &scratch, EXCLUDE_MAX + LIMIT_PATH);
    strbuf_add(&b, text);
    if (text.len && !str_ends(text, STR("\n")))
        strbuf_addc(&b, '\n');
    strbuf_add(&b, rule);
    strbuf_addc(&b, '\n');
    rc = file_mkdirs(AT_FDCWD, path_join(&scratch, git.common_dir, "info"), err);
    if (rc == 0)
        rc = file_write(AT_FDCWD, path, strbuf_str(&b), 0, err);
    res->made_exclude = rc == 0;
    return rc;
}

/* The first branch: what is asked, else what the user's configuration says. */
static int first_branch(struct arena *a, const char *root, const struct init_options *o,
    const char **out, struct flash_error *err)
{
    struct config *c;
    int rc = 0;

    *out = o->branch;
    if (!*out) {
        rc = config_load(a, root, NULL, NULL, &c, err);
        if (rc == 0)
            *out = arena_cstr(a, config_text(c, "init.defaultBranch"));
    }
    if (rc == 0 && !ref_name_valid(arena_printf(a, "refs/heads/%s", *out)))
        rc = error_set(err, FLASH_EINVALID, "'%s' is no name for a branch", *out);
    return rc;
}

static int make_store(struct arena *a, const char *root, const struct init_options *o,
    struct init_result *res, struct flash_error *err)
{
    static const char *const folders[] = {"cache", "state", "op", "stash"};
    const char *dir = path_join(a, root, ".flash"), *branch;
    int rc = file_mkdirs(AT_FDCWD, dir, err);

    for (size_t i = 0; rc == 0 && i < ARRAY_LEN(folders); i++)
        rc = file_mkdirs(AT_FDCWD, path_join(a, dir, folders[i]), err);
    if (rc == 0 && !file_exists(AT_FDCWD, path_join(a, dir, ".git"))) {
        rc = first_branch(a, root, o, &branch, err);
        if (rc == 0)
            rc = store_create(dir, branch, err);
        res->made_store = rc == 0;
        /* Somebody else may have been faster: that is what was wanted. */
        if (rc == FLASH_EEXISTS)
            rc = 0;
    }
    return rc;
}

static int make_folder(struct repo *r, struct init_result *res, struct flash_error *err)
{
    const char *dir;
    int rc = repo_schema_dir(r, &dir, err);

    if (rc < 0)
        return rc;
    res->schema_dir = dir;
    if (file_exists(r->root_fd, dir))
        return 0;
    rc = file_mkdirs(r->root_fd, dir, err);
    res->made_folder = rc == 0;
    return rc;
}

/* An url given to a project that has its configuration already: kept, unless it knows the target.
 */
static int add_target(
    struct repo *r, const struct init_options *o, struct init_result *res, struct flash_error *err)
{
    struct config *c;
    int rc;

    if (!o->url || res->made_config)
        return 0;
    rc = repo_config(r, &c, err);
    if (rc < 0 || config_find(c, "target.dev.url"))
        return rc;
    rc = config_set(r, CONFIG_PROJECT, "target.dev.url", o->url, err);
    if (rc == 0)
        rc = config_set(r, CONFIG_PROJECT, "target.dev.role", "dev", err);
    res->made_target = rc == 0;
    return rc;
}

/* A linked work tree shares the main one's store: making a second there would split the history. */
static bool uses_other_store(struct arena *a, const char *root, struct repo **out)
{
    struct repo *r;

    if (repo_open(a, root, &r, NULL) < 0)
        return false;
    if (r->linked && strcmp(r->root, root) == 0) {
        *out = r;
        return true;
    }
    repo_close(r);
    return false;
}

int init_project(struct arena *a, const char *dir, const struct init_options *o, struct repo **out,
    struct init_result *res, struct flash_error *err)
{
    char root[PATH_MAX];
    struct repo *r = NULL;
    int rc;

    *res = (struct init_result){0};
    if (!realpath(dir, root))
        return error_sys(err, errno, "cannot open folder '%s'", dir);
    rc = check_place(root, err);
    if (rc == 0 && !file_exists(AT_FDCWD, path_join(a, root, "flash.conf"))) {
        rc = write_config(root, o, *a, err);
        res->made_config = rc == 0;
    }
    if (rc == 0 && !uses_other_store(a, root, &r)) {
        rc = make_store(a, root, o, res, err);
        if (rc == 0)
            rc = repo_open(a, root, &r, err);
    }
    if (rc == 0)
        rc = add_target(r, o, res, err);
    if (rc == 0)
        rc = make_folder(r, res, err);
    if (rc == 0)
        rc = write_exclude(root, *a, res, err);
    if (rc < 0) {
        repo_close(r);
        return rc;
    }
    *out = r;
    return 0;
}
