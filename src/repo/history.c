#include "repo/history.h"

#include "base/error.h"
#include "base/map.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "dialect/dialect.h"
#include "objects/refs/refs.h"
#include "objects/store/tree.h"
#include "repo/endpoint-word.h"
#include "repo/rename.h"
#include "repo/snapshot-pair.h"
#include "repo/snapshot.h"

struct selection {
    struct store *store;
    struct arena *arena;
    struct oid_list include, exclude;
};

static int add_rev(
    struct selection *sel, struct flash_str rev, struct oid_list *to, struct flash_error *err)
{
    struct oid id;
    int rc = rev_parse(sel->store, rev.len ? rev : STR("HEAD"), &id, err);

    if (rc == 0)
        *vec_push(sel->arena, to) = id;
    return rc;
}

/* A...B in a log is what either has and not both. */
static int add_symmetric(
    struct selection *sel, struct flash_str a, struct flash_str b, struct flash_error *err)
{
    const struct oid *items;
    int rc = add_rev(sel, a, &sel->include, err);

    if (rc == 0)
        rc = add_rev(sel, b, &sel->include, err);
    if (rc < 0)
        return rc;
    items = sel->include.items + sel->include.len - 2;
    return graph_merge_bases(sel->store, &items[0], &items[1], sel->arena, &sel->exclude, err);
}

static int add_word(struct selection *sel, struct flash_str word, struct flash_error *err)
{
    struct flash_str a, b;
    bool three;
    int rc;

    if (word.len > 0 && word.ptr[0] == '^')
        return add_rev(sel, str_skip(word, 1), &sel->exclude, err);
    if (!endpoint_split(word, &a, &b, &three))
        return add_rev(sel, word, &sel->include, err);
    if (three)
        return add_symmetric(sel, a, b, err);
    rc = add_rev(sel, a, &sel->exclude, err);
    return rc < 0 ? rc : add_rev(sel, b, &sel->include, err);
}

static int add_head(struct selection *sel, struct flash_error *err)
{
    struct head head;
    int rc = head_read(sel->store, sel->arena, &head, err);

    if (rc == 0 && head.unborn) {
        error_set(err, FLASH_ENOTFOUND, "the branch '%.*s' does not have any commits yet",
            STR_ARG(head.branch));
        return error_hint(err, "run 'flash commit' to make the first one");
    }
    if (rc == 0)
        *vec_push(sel->arena, &sel->include) = head.id;
    return rc;
}

static int add_all(struct selection *sel, struct flash_error *err)
{
    static const char *const folders[] = {"refs/heads/", "refs/tags/"};
    int rc = 0;

    for (size_t f = 0; rc == 0 && f < ARRAY_LEN(folders); f++) {
        struct ref_entries refs = {0};

        rc = ref_list(sel->store, folders[f], sel->arena, &refs, err);
        for (size_t i = 0; rc == 0 && i < refs.len; i++)
            rc = add_rev(sel, refs.items[i].name, &sel->include, err);
    }
    return rc;
}

static int make_selection(
    struct selection *sel, const struct history_options *o, struct flash_error *err)
{
    int rc = o->all ? add_all(sel, err) : 0;

    for (size_t i = 0; rc == 0 && i < o->nrevs; i++)
        rc = add_word(sel, o->revs[i], err);
    if (rc == 0 && sel->include.len == 0 && !o->all)
        rc = add_head(sel, err);
    return rc;
}

/* Filters that only reading the commit can answer. */
static bool has_filter(const struct history_options *o)
{
    return o->objects.len || o->author.len || o->grep.len || o->since || o->until;
}

static bool author_matches(const struct commit *c, struct flash_str pattern, struct arena scratch)
{
    struct flash_str who =
        arena_printf(&scratch, "%.*s <%.*s>", STR_ARG(c->author.name), STR_ARG(c->author.email));

    return str_find(who, pattern) >= 0 || str_glob(pattern, who);
}

static int touches_objects(struct repo *r, const struct commit *c, const struct objglob *objects,
    struct arena scratch, bool *out, struct flash_error *err)
{
    struct tree_deltas paths = {0};
    int rc = history_paths(r, c, &scratch, &paths, err);

    *out = false;
    for (size_t i = 0; rc == 0 && i < paths.len && !*out; i++)
        *out = !snapshot_is_format(paths.items[i].path) &&
               objglob_match_path(objects, paths.items[i].path, scratch);
    return rc;
}

static int matches(struct repo *r, const struct history_options *o, const struct oid *id,
    struct arena scratch, bool *out, struct flash_error *err)
{
    struct commit c;
    int rc = commit_read(r->store, id, &scratch, &c, err);

    if (rc < 0)
        return rc;
    *out = (!o->since || c.committer.time >= o->since) &&
           (!o->until || c.committer.time <= o->until) &&
           (!o->author.len || author_matches(&c, o->author, scratch)) &&
           (!o->grep.len || str_find(c.message, o->grep) >= 0);
    return *out && o->objects.len ? touches_objects(r, &c, &o->objects, scratch, out, err) : 0;
}

static int filter(struct repo *r, const struct history_options *o, const struct oid_list *all,
    struct arena *a, struct arena scratch, struct oid_list *out, struct flash_error *err)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < all->len; i++) {
        bool yes = false;

        if (o->limit && out->len >= o->limit && !o->reverse)
            break;
        rc = matches(r, o, &all->items[i], scratch, &yes, err);
        if (rc == 0 && yes)
            *vec_push(a, out) = all->items[i];
    }
    return rc;
}

int history_select(struct repo *r, const struct history_options *o, struct arena *a,
    struct arena scratch, struct oid_list *out, struct flash_error *err)
{
    struct selection sel = {.arena = a};
    struct graph_walk walk = {.first_parent = o->first_parent};
    struct oid_list all = {0};
    int rc = repo_store(r, &sel.store, err);

    if (rc == 0)
        rc = make_selection(&sel, o, err);
    if (rc < 0 || sel.include.len == 0)
        return rc;
    walk.include = sel.include.items;
    walk.ninclude = sel.include.len;
    walk.exclude = sel.exclude.items;
    walk.nexclude = sel.exclude.len;
    walk.limit = has_filter(o) ? 0 : o->limit;
    rc = graph_walk(sel.store, &walk, a, &all, err);
    if (rc == 0 && has_filter(o)) {
        struct oid_list kept = {0};
        struct history_options newest = *o;

        /* As in git, a limit counts from the newest, and the order is turned after that. */
        newest.reverse = false;
        rc = filter(r, &newest, &all, a, scratch, &kept, err);
        all = kept;
    }
    for (size_t i = 0; rc == 0 && i < all.len; i++)
        *vec_push(a, out) = all.items[o->reverse ? all.len - 1 - i : i];
    return rc;
}

/* The trees schema/ of a commit and of its first parent. */
static int schema_trees(struct store *s, const struct commit *c, struct arena scratch,
    struct oid *from, bool *has_from, struct oid *to, struct flash_error *err)
{
    bool is_tree;
    int rc = tree_find(s, &c->tree, STR("schema"), to, &is_tree, err);

    *has_from = c->nparents > 0;
    if (rc == 0 && *has_from)
        rc = snapshot_schema_oid(s, &c->parents[0], scratch, from, err);
    return rc;
}

int history_paths(struct repo *r, const struct commit *c, struct arena *a, struct tree_deltas *out,
    struct flash_error *err)
{
    struct oid from, to;
    struct store *s;
    bool has_from;
    int rc = repo_store(r, &s, err);

    if (rc == 0)
        rc = schema_trees(s, c, *a, &from, &has_from, &to, err);
    if (rc < 0 || (has_from && oid_eq(&from, &to)))
        return rc;
    return tree_diff(s, has_from ? &from : NULL, &to, a, out, err);
}

static void narrow(struct change_list *changes, const struct objglob *objects, struct arena scratch)
{
    size_t n = 0;

    for (size_t i = 0; i < changes->len; i++) {
        const struct change *c = &changes->items[i];

        if ((c->to && objglob_match(objects, c->to, scratch)) ||
            (c->from && objglob_match(objects, c->from, scratch)))
            changes->items[n++] = changes->items[i];
    }
    changes->len = n;
}

int history_change(struct repo *r, const struct commit *c, bool dependants,
    const struct objglob *objects, struct arena *perm, struct arena scratch,
    struct history_change *out, struct flash_error *err)
{
    struct diff_options opt = {0};
    struct schema *from, *to;
    struct oid from_tree, to_tree;
    struct store *s;
    bool has_from;
    int rc = repo_store(r, &s, err);

    *out = (struct history_change){0};
    if (rc == 0)
        rc = schema_trees(s, c, scratch, &from_tree, &has_from, &to_tree, err);
    if (rc < 0)
        return rc;
    out->schema_same = has_from && oid_eq(&from_tree, &to_tree);
    rc = snapshot_load_tree_pair(r, has_from ? &from_tree : NULL, &to_tree,
        dependants ? SNAPSHOT_DEPENDANTS : 0, perm, scratch, &from, &to, err);
    if (rc == 0)
        rc = rename_of_commit(s, dialect_of(to), c, perm, scratch, &out->renames, err);
    if (rc < 0)
        return rc;
    out->from = from;
    out->to = to;
    opt.renames = &out->renames;
    rc = diff_schemas(from, to, &opt, perm, scratch, &out->changes, err);
    if (rc == 0 && objects && objects->len)
        narrow(&out->changes, objects, scratch);
    return rc;
}
