#include "objects/store/projectgit.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/strbuf.h"

#define WORDS_MAX   12
#define NOT_STARTED 127 /* env's exit status when there is no such program */

/* Without the variables that a hook's git has set: they would send this git to another repository.
 */
static const char *const prefix[] = {"env", "-u", "GIT_DIR", "-u", "GIT_WORK_TREE", "-u",
    "GIT_INDEX_FILE", "-u", "GIT_PREFIX", "GIT_TERMINAL_PROMPT=0", "git", "--literal-pathspecs",
    "-C"};

static int git(const char *dir, const char *const words[], struct flash_str input, size_t max,
    struct arena *a, struct flash_str *out, int *status, struct flash_error *err)
{
    const char *argv[ARRAY_LEN(prefix) + WORDS_MAX + 2];
    size_t n = ARRAY_LEN(prefix);

    memcpy(argv, prefix, sizeof prefix);
    argv[n++] = dir;
    for (size_t i = 0; words[i]; i++)
        argv[n++] = words[i];
    argv[n] = NULL;
    int rc = proc_capture(argv, NULL, input, max, a, out, status, err);
    if (rc < 0 || *status != NOT_STARTED)
        return rc;
    error_set(err, FLASH_ENOTFOUND, "git is not installed, and libgit2 cannot read '%s'", dir);
    return error_hint(err, "install git");
}

static int git_refuses(const char *dir, struct flash_error *err)
{
    error_set(err, FLASH_EACCESS, "git cannot read the repository of '%s'", dir);
    return error_hint(err, "if it is yours: git config --global --add safe.directory '%s'", dir);
}

static int find_head(const char *dir, struct arena *a, char head[65], struct flash_error *err)
{
    static const char *const words[] = {"rev-parse", "--verify", "--quiet", "HEAD^{commit}", NULL};
    struct flash_str out;
    int status, rc = git(dir, words, STR(""), 256, a, &out, &status, err);

    if (rc < 0)
        return rc;
    out = status == 0 ? str_sub(str_trim(out), 0, 64) : STR("");
    memcpy(head, out.ptr, out.len);
    head[out.len] = '\0';
    return 0;
}

int project_git_find(
    const char *dir, struct arena *a, struct project_info *out, struct flash_error *err)
{
    static const char *const words[] = {"rev-parse", "--path-format=absolute", "--show-toplevel",
        "--git-common-dir", "--show-prefix", NULL};
    struct flash_str text, line[3] = {{0}};
    struct project_info info = {0};
    int status, rc = git(dir, words, STR(""), (size_t)4 * LIMIT_PATH, a, &text, &status, err);

    if (rc < 0)
        return rc;
    if (status != 0)
        return git_refuses(dir, err);
    for (size_t i = 0; i < ARRAY_LEN(line); i++)
        if (!str_split(&text, '\n', &line[i]))
            return git_refuses(dir, err);
    if (str_ends(line[2], STR("/")))
        line[2].len--;
    info.worktree = arena_cstr(a, line[0]);
    info.common_dir = arena_cstr(a, line[1]);
    info.prefix = arena_cstr(a, line[2]);
    rc = find_head(dir, a, info.head, err);
    if (rc == 0)
        *out = info;
    return rc;
}

static int is_shallow(const char *dir, struct arena *a)
{
    static const char *const words[] = {"rev-parse", "--is-shallow-repository", NULL};
    struct flash_str out;
    int status;

    return git(dir, words, STR(""), 256, a, &out, &status, NULL) == 0 &&
           str_eq(str_trim(out), STR("true"));
}

static int resolve(
    const char *dir, struct flash_str rev, struct arena *a, char **id, struct flash_error *err)
{
    const char *words[] = {"rev-parse", "--verify", "--quiet", "--end-of-options",
        arena_cprintf(a, "%.*s^{commit}", STR_ARG(rev)), NULL};
    struct flash_str out;
    int status, rc = git(dir, words, STR(""), 256, a, &out, &status, err);

    if (rc < 0)
        return rc;
    if (status != 0)
        return project_no_revision(rev, is_shallow(dir, a), err);
    *id = arena_cstr(a, str_trim(out));
    return 0;
}

struct listing {
    struct flash_str ids; /* of the wanted files, one a line, as cat-file takes them */
    VEC(struct flash_str) paths;
    size_t seen;
};

/* "<mode> <type> <id>\t<path>" */
static bool parse_tree_line(
    struct flash_str line, bool *is_file, struct flash_str *id, struct flash_str *path)
{
    struct flash_str mode, type;

    if (!str_split(&line, ' ', &mode) || !str_split(&line, ' ', &type) ||
        !str_split(&line, '\t', id) || !line.ptr)
        return false;
    *is_file = str_eq(mode, STR("100644")) || str_eq(mode, STR("100755"));
    *path = line;
    return true;
}

static int parse_listing(struct flash_str text, struct flash_str folder, struct flash_str suffix,
    struct arena *a, struct listing *out, struct flash_error *err)
{
    struct flash_str line, id, path;
    struct strbuf ids;
    size_t skip = folder.len ? folder.len + 1 : 0;
    bool is_file;

    strbuf_init(&ids, a, (size_t)LIMIT_FILE_COUNT * 70);
    while (str_split(&text, '\0', &line)) {
        if (!parse_tree_line(line, &is_file, &id, &path))
            continue;
        out->seen++;
        path = str_skip(path, skip);
        if (!is_file || !project_wants(path, suffix))
            continue;
        strbuf_add(&ids, id);
        strbuf_addc(&ids, '\n');
        *vec_push(a, &out->paths) = path;
    }
    out->ids = strbuf_str(&ids);
    return strbuf_check(&ids, "the list of files", err);
}

static int list(const char *dir, const char *id, struct flash_str folder, struct flash_str suffix,
    struct arena *a, struct listing *out, struct flash_error *err)
{
    const char *words[] = {"ls-tree", "-r", "-z", "--full-tree", id, "--",
        folder.len ? arena_cprintf(a, "%.*s/", STR_ARG(folder)) : NULL, NULL};
    struct flash_str text;
    int status, rc = git(dir, words, STR(""), (size_t)256 << 20, a, &text, &status, err);

    if (rc < 0)
        return rc;
    if (status != 0)
        return error_set(err, FLASH_ECORRUPT, "git cannot list the files of '%s'", id);
    return parse_listing(text, folder, suffix, a, out, err);
}

/* "<id> <type> <size>\n<bytes>\n", or "<id> missing\n" */
static int take_blob(struct flash_str *rest, struct flash_str path, struct project_budget *budget,
    struct flash_str *bytes, struct flash_error *err)
{
    struct flash_str head, id, type;
    uint64_t size;

    if (!str_split(rest, '\n', &head) || !str_split(&head, ' ', &id) ||
        !str_split(&head, ' ', &type) || !str_to_u64(head, &size)) {
        error_set(err, FLASH_ENOTFOUND, "the content of '%.*s' is missing from the repository",
            STR_ARG(path));
        return error_hint(err, "run 'git fetch --refetch' (a partial clone) or 'git fsck'");
    }
    int rc = project_take(budget, path, (size_t)size, err);
    if (rc < 0)
        return rc;
    if (!rest->ptr || rest->len <= size)
        return error_set(err, FLASH_EIO, "git ended before '%.*s' was read", STR_ARG(path));
    *bytes = str_sub(*rest, 0, (size_t)size);
    *rest = str_skip(*rest, (size_t)size + 1);
    return 0;
}

static int read_blobs(const char *dir, const struct listing *l, struct arena *a,
    struct project_files *out, struct flash_error *err)
{
    static const char *const words[] = {"cat-file", "--batch", NULL};
    struct project_budget budget = {0};
    struct flash_str text;
    int status;
    int rc =
        git(dir, words, l->ids, LIMIT_FILES_TOTAL + l->paths.len * 128 + 1, a, &text, &status, err);

    for (size_t i = 0; rc == 0 && i < l->paths.len; i++) {
        struct project_file file = {.path = l->paths.items[i]};
        rc = take_blob(&text, file.path, &budget, &file.bytes, err);
        if (rc == 0)
            *vec_push(a, out) = file;
    }
    return rc;
}

int project_git_read(const char *worktree, struct flash_str rev, struct flash_str folder,
    struct flash_str suffix, struct arena *a, struct project_files *out, struct flash_error *err)
{
    struct listing l = {0};
    char *id = NULL;
    int rc = resolve(worktree, rev, a, &id, err);

    if (rc == 0)
        rc = list(worktree, id, folder, suffix, a, &l, err);
    if (rc == 0 && l.seen == 0 && folder.len)
        rc = project_no_folder(folder, rev, err);
    return rc < 0 ? rc : read_blobs(worktree, &l, a, out, err);
}
