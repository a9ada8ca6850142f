#include "repo/history-names.h"

#include "base/error.h"
#include "base/map.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "objects/graph/graph.h"
#include "objects/refs/refs.h"
#include "repo/objglob.h"
#include "repo/repo.h"
#include "repo/snapshot.h"

struct history_names {
    struct arena *arena;
    struct map by_commit; /* 20 bytes of id to struct strbuf */
};

static void add_name(
    struct history_names *n, const struct oid *id, const char *before, struct flash_str name)
{
    struct flash_str key = arena_str(n->arena, (struct flash_str){(const char *)id->b, 20});
    struct strbuf *b = map_get(&n->by_commit, key);

    if (!b) {
        b = arena_new(n->arena, struct strbuf);
        strbuf_init(b, n->arena, SIZE_MAX);
        map_put(n->arena, &n->by_commit, key, b);
    }
    strbuf_addf(b, "%s%s%.*s", b->len ? ", " : "", before, STR_ARG(name));
}

static int add_refs(struct history_names *n, struct store *s, const char *folder,
    const char *before, struct flash_str except, struct flash_error *err)
{
    struct ref_entries refs = {0};
    int rc = ref_list(s, folder, n->arena, &refs, err);

    for (size_t i = 0; rc == 0 && i < refs.len; i++) {
        struct flash_str name = str_skip(refs.items[i].name, str_from(folder).len);
        struct oid id;

        if (str_eq(name, except))
            continue;
        /* Annotated tags stand with the commit that they are of. */
        if (rev_parse(s, refs.items[i].name, &id, NULL) == 0)
            add_name(n, &id, before, name);
    }
    return rc;
}

int history_names_load(
    struct repo *r, struct arena *a, struct history_names **out, struct flash_error *err)
{
    struct history_names *n = arena_new(a, struct history_names);
    struct head head;
    struct store *s;
    int rc = repo_store(r, &s, err);

    n->arena = a;
    if (rc == 0)
        rc = head_read(s, a, &head, err);
    if (rc < 0)
        return rc;
    if (!head.unborn)
        add_name(n, &head.id, head.detached ? "HEAD" : "HEAD -> ", head.branch);
    rc = add_refs(n, s, "refs/heads/", "", head.branch, err);
    if (rc == 0)
        rc = add_refs(n, s, "refs/tags/", "tag: ", STR_NULL, err);
    if (rc == 0)
        *out = n;
    return rc;
}

struct flash_str history_names_of(const struct history_names *n, const struct oid *commit)
{
    const struct strbuf *b =
        map_get(&n->by_commit, (struct flash_str){(const char *)commit->b, 20});

    return b ? strbuf_str(b) : STR_NULL;
}

bool history_split_object(struct flash_str word, struct flash_str *rev, struct flash_str *object)
{
    ptrdiff_t colon;
    unsigned depth = 0;

    /* ':/text' is a revision, and braces may hold colons. */
    for (colon = 1; (size_t)colon < word.len; colon++) {
        char c = word.ptr[colon];

        depth += c == '{';
        depth -= c == '}' && depth > 0;
        if (c == ':' && depth == 0)
            break;
    }
    if ((size_t)colon + 1 >= word.len || word.ptr[0] == ':')
        return false;
    *rev = str_sub(word, 0, (size_t)colon);
    *object = str_skip(word, (size_t)colon + 1);
    return true;
}

static int ambiguous(struct flash_str object, const struct tree_list *found, struct arena *a,
    struct flash_error *err)
{
    struct strbuf b;

    strbuf_init(&b, a, 300);
    for (size_t i = 0; i < found->len; i++)
        strbuf_addf(&b, "%s%.*s", i ? ", " : "", STR_ARG(found->items[i].path));
    error_set(err, FLASH_EAMBIGUOUS, "'%.*s' is the name of several objects", STR_ARG(object));
    error_detail(err, "%.*s", STR_ARG(strbuf_str(&b)));
    return error_hint(err, "write the kind in front: 'view:%.*s'", STR_ARG(object));
}

/* The table whose text has the index. Opens tables only when no path answers. */
static int find_by_index(struct store *s, const struct oid *tree, const struct objglob *g,
    struct arena *a, struct tree_list *found, struct flash_error *err)
{
    struct schema *schema;
    int rc = snapshot_load_tree(s, tree, a, &schema, err);

    for (size_t i = 0; rc == 0 && i < schema->objects.len; i++) {
        struct oid id;
        bool is_tree;
        struct flash_str path = schema->objects.items[i]->path;

        if (objglob_match(g, schema->objects.items[i], *a) &&
            tree_find(s, tree, path, &id, &is_tree, NULL) == 0)
            tree_list_add(a, found, path, &id);
    }
    return rc;
}

int history_object(struct repo *r, const struct oid *commit, struct flash_str object,
    struct arena *a, struct flash_str *path, struct flash_str *text, struct flash_error *err)
{
    struct objglob g = {&object, 1};
    struct tree_list all = {0}, found = {0};
    struct oid tree;
    struct store *s;
    int rc = repo_store(r, &s, err);

    if (rc == 0)
        rc = snapshot_schema_oid(s, commit, *a, &tree, err);
    if (rc == 0)
        rc = tree_flatten(s, &tree, STR(""), a, &all, err);
    for (size_t i = 0; rc == 0 && i < all.len; i++) {
        if (!snapshot_is_format(all.items[i].path) &&
            (str_eq(object, all.items[i].path) || objglob_match_path(&g, all.items[i].path, *a)))
            tree_list_add(a, &found, all.items[i].path, &all.items[i].id);
    }
    if (rc == 0 && found.len == 0 && str_starts(object, STR("index:")))
        rc = find_by_index(s, &tree, &g, a, &found, err);
    if (rc < 0)
        return rc;
    if (found.len == 0)
        return error_set(
            err, FLASH_ENOTFOUND, "no object named '%.*s' in that commit", STR_ARG(object));
    if (found.len > 1)
        return ambiguous(object, &found, a, err);
    *path = found.items[0].path;
    return snapshot_object(s, commit, *path, a, text, err);
}
