#include "objects/graph/graph.h"

#include "base/error.h"
#include "objects/store/internal.h"

static int graph_failed(int rc, struct flash_error *err)
{
    int code = store_git_error(err, rc, STORE_GIT_READ, "cannot walk the history");

    if (code != FLASH_EIO && code != FLASH_EACCESS) {
        code = FLASH_ECORRUPT;
        if (err)
            err->code = FLASH_ECORRUPT;
    }
    error_hint(err, "run 'flash fsck'");
    return code;
}

bool graph_is_ancestor(struct store *s, const struct oid *ancestor, const struct oid *of)
{
    git_oid a = store_git_oid(ancestor), b = store_git_oid(of);

    return oid_eq(ancestor, of) || git_graph_descendant_of(s->repo, &b, &a) == 1;
}

int graph_ahead_behind(struct store *s, const struct oid *a, const struct oid *b, size_t *ahead,
    size_t *behind, struct flash_error *err)
{
    git_oid x = store_git_oid(a), y = store_git_oid(b);
    int rc = git_graph_ahead_behind(ahead, behind, s->repo, &x, &y);

    return rc < 0 ? graph_failed(rc, err) : 0;
}

int graph_merge_bases(struct store *s, const struct oid *a, const struct oid *b,
    struct arena *arena, struct oid_list *out, struct flash_error *err)
{
    git_oid x = store_git_oid(a), y = store_git_oid(b);
    git_oidarray bases = {0};
    int rc = git_merge_bases(&bases, s->repo, &x, &y);

    if (rc < 0 && rc != GIT_ENOTFOUND)
        return graph_failed(rc, err);
    *out = (struct oid_list){0};
    for (size_t i = 0; rc == 0 && i < bases.count; i++)
        *vec_push(arena, out) = store_git_oid_from(&bases.ids[i]);
    git_oidarray_dispose(&bases);
    return 0;
}

/* With a limit, one commit at a time while the history is a line: 'log -1' must not read all of it.
 * 1 = there was a fork. */
static int walk_line(struct store *s, const struct graph_walk *w, struct arena *a,
    struct oid_list *out, struct flash_error *err)
{
    git_oid next = store_git_oid(&w->include[0]);

    while (out->len < w->limit) {
        git_commit *c;
        int rc = git_commit_lookup(&c, s->repo, &next);
        if (rc < 0)
            return graph_failed(rc, err);
        unsigned parents = git_commit_parentcount(c);
        if (parents > 1 && !w->first_parent) {
            git_commit_free(c);
            return 1;
        }
        *vec_push(a, out) = store_git_oid_from(&next);
        if (parents > 0)
            next = *git_commit_parent_id(c, 0);
        git_commit_free(c);
        if (parents == 0)
            break;
    }
    return 0;
}

static int start_walk(git_revwalk *walk, const struct graph_walk *w)
{
    int rc = git_revwalk_sorting(walk, GIT_SORT_TOPOLOGICAL | GIT_SORT_TIME);

    if (rc == 0 && w->first_parent)
        rc = git_revwalk_simplify_first_parent(walk);
    for (size_t i = 0; i < w->ninclude && rc == 0; i++) {
        git_oid g = store_git_oid(&w->include[i]);
        rc = git_revwalk_push(walk, &g);
    }
    for (size_t i = 0; i < w->nexclude && rc == 0; i++) {
        git_oid g = store_git_oid(&w->exclude[i]);
        rc = git_revwalk_hide(walk, &g);
    }
    return rc;
}

static int walk_all(struct store *s, const struct graph_walk *w, struct arena *a,
    struct oid_list *out, struct flash_error *err)
{
    git_revwalk *walk = NULL;
    git_oid id;
    int rc = git_revwalk_new(&walk, s->repo);

    if (rc == 0)
        rc = start_walk(walk, w);
    while (rc == 0 && (w->limit == 0 || out->len < w->limit)) {
        rc = git_revwalk_next(&id, walk);
        if (rc == 0)
            *vec_push(a, out) = store_git_oid_from(&id);
    }
    git_revwalk_free(walk);
    return rc < 0 && rc != GIT_ITEROVER ? graph_failed(rc, err) : 0;
}

static void reverse(struct oid_list *l)
{
    for (size_t i = 0; i < l->len / 2; i++) {
        struct oid t = l->items[i];
        l->items[i] = l->items[l->len - 1 - i];
        l->items[l->len - 1 - i] = t;
    }
}

/* The limit counts before the order is reversed, as in git: 'the last 3, oldest first'. */
int graph_walk(struct store *s, const struct graph_walk *w, struct arena *a, struct oid_list *out,
    struct flash_error *err)
{
    struct oid_list found = {0};
    int rc = 1;

    if (w->limit && w->ninclude == 1 && w->nexclude == 0)
        rc = walk_line(s, w, a, &found, err);
    if (rc > 0) {
        found.len = 0;
        rc = w->ninclude ? walk_all(s, w, a, &found, err) : 0;
    }
    if (rc < 0)
        return rc;
    if (w->reverse)
        reverse(&found);
    *out = found;
    return 0;
}
