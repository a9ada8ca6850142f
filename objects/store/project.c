#include "objects/store/project.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/str.h"
#include "base/trace.h"
#include "objects/store/libgit.h"
#include "objects/store/projectgit.h"

#define FOLDER_DEPTH 256

bool project_wants(struct flash_str path, struct flash_str suffix)
{
    struct flash_str rest = path, name;

    while (str_split(&rest, '/', &name))
        if (name.len == 0 || name.ptr[0] == '.')
            return false;
    return str_ends(path, suffix);
}

int project_take(
    struct project_budget *b, struct flash_str path, size_t size, struct flash_error *err)
{
    if (size > LIMIT_FILE)
        return error_set(err, FLASH_ETOOBIG, "'%.*s' has %zu bytes, over the limit of %zu",
            STR_ARG(path), size, LIMIT_FILE);
    if (++b->files > LIMIT_FILE_COUNT || size > LIMIT_FILES_TOTAL - b->bytes)
        return error_set(err, FLASH_ETOOBIG, "the folder holds too much");
    b->bytes += size;
    return 0;
}

int project_no_revision(struct flash_str rev, bool shallow, struct flash_error *err)
{
    error_set(err, FLASH_ENOTFOUND, "the project's git has no revision '%.*s'", STR_ARG(rev));
    if (shallow)
        return error_hint(
            err, "this clone is shallow: git fetch --unshallow (in CI: fetch-depth: 0)");
    return error_hint(err, "run 'git fetch' if it is on a remote");
}

int project_no_folder(struct flash_str folder, struct flash_str rev, struct flash_error *err)
{
    return error_set(err, FLASH_ENOTFOUND, "the project's git has no folder '%.*s' at '%.*s'",
        STR_ARG(folder), STR_ARG(rev));
}

/*
 * Not found is an answer. All else that stops libgit2 (another user's, an extension, a format) git
 * itself may take. libgit2 1.5 says 'not found' also of another user's repository, when no
 * safe.directory is configured at all.
 */
static int open_project(const char *dir, unsigned flags, git_repository **out)
{
    int rc = store_git_start(NULL);

    if (rc == 0)
        rc = git_repository_open_ext(out, dir, flags, NULL);
    if (rc == 0)
        return 0;
    const git_error *last = git_error_last();
    TRACE("git", "libgit2 does not open '%s': %s", dir, last ? last->message : "");
    return rc == GIT_ENOTFOUND && last && last->klass == GIT_ERROR_CONFIG ? GIT_EOWNER : rc;
}

static int no_project(const char *dir, struct flash_error *err)
{
    return error_set(err, FLASH_ENOTFOUND, "'%s' is in no git project", dir);
}

static void fill_head(git_repository *repo, char head[65])
{
    git_oid id;

    head[0] = '\0';
    if (git_reference_name_to_id(&id, repo, "HEAD") == 0)
        git_oid_tostr(head, 41, &id);
}

static char *without_slash(struct arena *a, const char *path)
{
    struct flash_str s = str_from(path);

    while (s.len > 1 && s.ptr[s.len - 1] == '/')
        s.len--;
    return arena_cstr(a, s);
}

static int fill_info(git_repository *repo, const char *dir, struct arena *a,
    struct project_info *out, struct flash_error *err)
{
    char real[PATH_MAX];
    const char *worktree = git_repository_workdir(repo);

    if (!worktree)
        return error_set(err, FLASH_ENOTFOUND, "the git repository of '%s' is bare", dir);
    if (!realpath(dir, real))
        return no_project(dir, err);
    out->worktree = without_slash(a, worktree);
    out->common_dir = without_slash(a, git_repository_commondir(repo));
    struct flash_str inside = str_from(real);
    inside = str_starts(inside, str_from(out->worktree)) ? str_skip(inside, strlen(out->worktree))
                                                         : STR("");
    while (str_starts(inside, STR("/")))
        inside = str_skip(inside, 1);
    out->prefix = arena_cstr(a, inside);
    fill_head(repo, out->head);
    return 0;
}

int project_find(
    const char *dir, struct arena *a, struct project_info *out, struct flash_error *err)
{
    git_repository *repo = NULL;
    struct project_info info = {0};
    int rc = open_project(dir, 0, &repo);

    if (rc == GIT_ENOTFOUND)
        return no_project(dir, err);
    if (rc < 0)
        return project_git_find(dir, a, out, err);
    rc = fill_info(repo, dir, a, &info, err);
    git_repository_free(repo);
    if (rc == 0)
        *out = info;
    return rc;
}

/* 1: libgit2 cannot, ask git. */
#define ASK_GIT 1

struct reading {
    git_repository *repo;
    struct flash_str suffix;
    struct arena *a;
    struct project_files *out;
    struct project_budget budget;
    struct flash_error *err;
};

static int read_tree(struct reading *r, const git_oid *id, struct flash_str dir, unsigned depth);

static int read_blob(struct reading *r, const git_oid *id, struct flash_str path)
{
    git_blob *blob;

    if (git_blob_lookup(&blob, r->repo, id) < 0)
        return ASK_GIT;
    size_t size = (size_t)git_blob_rawsize(blob);
    int rc = project_take(&r->budget, path, size, r->err);
    if (rc == 0) {
        struct flash_str bytes = {git_blob_rawcontent(blob), size};
        *vec_push(r->a, r->out) = (struct project_file){path, arena_str(r->a, bytes)};
    }
    git_blob_free(blob);
    return rc;
}

static int read_entry(
    struct reading *r, const git_tree_entry *e, struct flash_str dir, unsigned depth)
{
    const char *name = git_tree_entry_name(e);
    git_filemode_t mode = git_tree_entry_filemode(e);
    struct flash_str path = dir.len ? arena_printf(r->a, "%.*s/%s", STR_ARG(dir), name)
                                    : arena_str(r->a, str_from(name));

    if (name[0] == '.')
        return 0;
    if (mode == GIT_FILEMODE_TREE)
        return read_tree(r, git_tree_entry_id(e), path, depth + 1);
    if ((mode != GIT_FILEMODE_BLOB && mode != GIT_FILEMODE_BLOB_EXECUTABLE) ||
        !project_wants(path, r->suffix))
        return 0;
    return read_blob(r, git_tree_entry_id(e), path);
}

static int read_tree(struct reading *r, const git_oid *id, struct flash_str dir, unsigned depth)
{
    git_tree *tree;
    int rc = 0;

    if (depth > FOLDER_DEPTH)
        return error_set(r->err, FLASH_ETOOBIG, "the folders of the project are too deep");
    if (git_tree_lookup(&tree, r->repo, id) < 0)
        return ASK_GIT;
    for (size_t i = 0; rc == 0 && i < git_tree_entrycount(tree); i++)
        rc = read_entry(r, git_tree_entry_byindex(tree, i), dir, depth);
    git_tree_free(tree);
    return rc;
}

/* Not there, or an object that is named but missing: only the second is for git. */
static bool is_missing_object(void)
{
    const git_error *last = git_error_last();

    return last && last->klass == GIT_ERROR_ODB;
}

static int find_folder(
    struct reading *r, git_tree *root, struct flash_str folder, struct flash_str rev, git_oid *out)
{
    git_tree_entry *entry = NULL;
    struct arena scratch = *r->a;

    if (folder.len == 0) {
        *out = *git_tree_id(root);
        return 0;
    }
    int rc = git_tree_entry_bypath(&entry, root, arena_cstr(&scratch, folder));
    if (rc < 0)
        return rc == GIT_ENOTFOUND && !is_missing_object() ? project_no_folder(folder, rev, r->err)
                                                           : ASK_GIT;
    bool is_tree = git_tree_entry_type(entry) == GIT_OBJECT_TREE;
    *out = *git_tree_entry_id(entry);
    git_tree_entry_free(entry);
    return is_tree ? 0 : project_no_folder(folder, rev, r->err);
}

static int read_at(struct reading *r, struct flash_str rev, struct flash_str folder)
{
    struct arena scratch = *r->a;
    git_object *object = NULL, *tree = NULL;
    git_oid id;
    int rc = git_revparse_single(&object, r->repo, arena_cstr(&scratch, rev));

    if (rc == GIT_ENOTFOUND && !is_missing_object())
        return project_no_revision(rev, git_repository_is_shallow(r->repo) == 1, r->err);
    if (rc == 0)
        rc = git_object_peel(&tree, object, GIT_OBJECT_TREE);
    rc = rc == 0 ? find_folder(r, (git_tree *)tree, folder, rev, &id) : ASK_GIT;
    if (rc == 0)
        rc = read_tree(r, &id, STR(""), 0);
    git_object_free(tree);
    git_object_free(object);
    return rc;
}

static int check_words(struct flash_str rev, struct flash_str folder, struct flash_error *err)
{
    if (rev.len == 0 || rev.len > LIMIT_PATH || rev.ptr[0] == '-' ||
        str_find_char(rev, '\0', 0) >= 0 || str_find_char(rev, '\n', 0) >= 0)
        return error_set(err, FLASH_EINVALID, "'%.*s' is not a revision of the project's git",
            STR_ARG(str_sub(rev, 0, 60)));
    if (folder.len && !path_relative_safe(folder))
        return error_set(
            err, FLASH_EINVALID, "'%.*s' is not a folder of the project", STR_ARG(folder));
    return 0;
}

static int by_path(const void *a, const void *b)
{
    return str_cmp(((const struct project_file *)a)->path, ((const struct project_file *)b)->path);
}

int project_read(const char *worktree, struct flash_str rev, struct flash_str folder,
    struct flash_str suffix, struct arena *a, struct project_files *out, struct flash_error *err)
{
    struct project_files files = {0};
    struct reading r = {.suffix = suffix, .a = a, .out = &files, .err = err};

    while (str_ends(folder, STR("/")) || str_eq(folder, STR(".")))
        folder.len--;
    int rc = check_words(rev, folder, err);
    if (rc < 0)
        return rc;
    rc = open_project(worktree, GIT_REPOSITORY_OPEN_NO_SEARCH, &r.repo);
    if (rc == GIT_ENOTFOUND)
        return no_project(worktree, err);
    rc = rc < 0 ? ASK_GIT : read_at(&r, rev, folder);
    git_repository_free(r.repo);
    if (rc == ASK_GIT) {
        files.len = 0;
        rc = project_git_read(worktree, rev, folder, suffix, a, &files, err);
    }
    if (rc < 0)
        return rc;
    if (files.len > 1)
        qsort(files.items, files.len, sizeof *files.items, by_path);
    *out = files;
    return 0;
}
