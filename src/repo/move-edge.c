#include "repo/move-edge.h"

#include "base/error.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/source.h"
#include "base/str.h"
#include "objects/graph/graph.h"
#include "objects/store/store.h"
#include "objects/store/tree.h"
#include "repo/config.h"

void move_edge_name(
    struct move_edge *out, struct arena *a, const struct oid *from, const struct oid *to)
{
    char f[OID_HEX + 1], t[OID_HEX + 1];

    oid_hex(from, f);
    oid_hex(to, t);
    *out = (struct move_edge){.name = arena_printf(a, "%.12s-%.12s.sql", f, t)};
}

int move_edge_folder(struct repo *r, struct arena *a, const char **out, struct flash_error *err)
{
    struct config *c = NULL;
    int rc = repo_config(r, &c, err);

    if (rc < 0)
        return rc;
    const char *dir = path_normal(a, arena_cstr(a, config_text(c, "migrations.dir")));
    *out = path_relative_safe(str_from(dir)) && file_exists(r->root_fd, dir) ? dir : NULL;
    return 0;
}

int move_edge_file(struct repo *r, const char *folder, struct arena *a, struct move_edge *out,
    struct flash_error *err)
{
    if (!folder)
        return 0;
    const char *path = path_join(a, folder, arena_cstr(a, out->name));
    if (!file_exists(r->root_fd, path))
        return 0;
    int rc = file_read(r->root_fd, path, LIMIT_FILE, FILE_NOFOLLOW, a, &out->text, err);
    if (rc < 0)
        return rc;
    out->source = str_from(path);
    out->found = true;
    return 0;
}

static int read_stored(struct store *s, const struct oid *commit, struct arena *a,
    struct move_edge *out, struct flash_error *err)
{
    struct commit c;
    struct oid blob;
    bool is_tree = false;

    int rc = commit_read(s, commit, a, &c, err);
    if (rc < 0)
        return rc;
    struct flash_str path = arena_printf(a, "plan/%.*s", STR_ARG(out->name));
    if (tree_find(s, &c.tree, path, &blob, &is_tree, NULL) < 0 || is_tree)
        return 0;
    rc = store_read(s, &blob, OBJECT_BLOB, LIMIT_FILE, a, &out->text, err);
    if (rc < 0)
        return rc;
    out->source = arena_printf(a, "%.*s of %.*s", STR_ARG(path), STR_ARG(oid_abbrev(s, commit, a)));
    out->found = true;
    return 0;
}

/* Two edges of history may have one name, and their author one file: what a commit keeps is what
 * was meant by it. */
static void tell_other(struct repo *r, const struct move_edge *stored, const struct move_edge *file)
{
    struct diag *d;

    if (!r->diags)
        return;
    d = diag_add(r->diags, DIAG_WARNING, (struct loc){0},
        "'%.*s' is not what runs: %.*s is another", STR_ARG(file->source), STR_ARG(stored->source));
    if (d)
        d->hint = STR("where it was corrected, 'flash commit --amend' takes it over");
}

int move_edge_find(struct repo *r, const struct oid *commit, const char *folder, struct arena *a,
    struct move_edge *out, struct flash_error *err)
{
    struct move_edge file = {.name = out->name};
    struct store *s = NULL;

    int rc = repo_store(r, &s, err);
    if (rc == 0)
        rc = read_stored(s, commit, a, out, err);
    if (rc == 0)
        rc = move_edge_file(r, folder, a, &file, err);
    if (rc < 0 || !file.found)
        return rc;
    if (!out->found)
        *out = file;
    else if (!str_eq(out->text, file.text))
        tell_other(r, out, &file);
    return 0;
}
