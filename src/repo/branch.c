#include "repo/branch.h"

#include "base/error.h"
#include "base/map.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "objects/refs/transaction.h"
#include "repo/endpoint.h"
#include "repo/state.h"

int branch_check_name(struct flash_str name, struct flash_error *err)
{
    struct arena a;
    bool ok;

    arena_init(&a, ARENA_SMALL);
    ok = name.len > 0 && name.len < 200 && name.ptr[0] != '-' && name.ptr[0] != '@' &&
         !str_eq(name, STR("HEAD")) && !endpoint_word_is_path(name) &&
         ref_name_valid(arena_printf(&a, "refs/heads/%.*s", STR_ARG(name)));
    arena_release(&a);
    if (ok)
        return 0;
    error_set(err, FLASH_EINVALID, "'%.*s' is no name for a branch", STR_ARG(name));
    return error_hint(err, "letters, digits, '-', '_' and '/'; not '@...', '*.sql' or '-...'");
}

static char *full_name(struct arena *a, struct flash_str name)
{
    return arena_cprintf(a, "refs/heads/%.*s", STR_ARG(name));
}

/* "dev, ci": targets whose last known head is the branch. */
static struct flash_str databases_on(
    const struct states *states, struct flash_str branch, struct arena *a)
{
    struct strbuf b;

    strbuf_init(&b, a, SIZE_MAX);
    for (size_t i = 0; i < states->len; i++) {
        if (!str_eq(states->items[i].branch, branch))
            continue;
        if (b.len)
            strbuf_adds(&b, ", ");
        strbuf_add(&b, states->items[i].target);
    }
    return strbuf_str(&b);
}

static int fill(struct store *s, struct branch *b, const struct head *head,
    enum branch_list_flags flags, struct arena *a, struct flash_error *err)
{
    int rc = 0;

    if ((flags & BRANCH_COUNTS) && !head->unborn && !b->current)
        rc = graph_ahead_behind(s, &b->id, &head->id, &b->ahead, &b->behind, err);
    if (rc == 0 && (flags & BRANCH_SUBJECTS)) {
        struct commit c;

        rc = commit_read(s, &b->id, a, &c, err);
        if (rc == 0)
            b->subject = c.subject;
    }
    return rc;
}

int branch_list(struct repo *r, enum branch_list_flags flags, const struct oid *contains,
    struct arena *a, struct branches *out, struct flash_error *err)
{
    struct ref_entries refs = {0};
    struct states states = {0};
    struct head head;
    struct store *s;
    int rc = repo_store(r, &s, err);

    if (rc == 0)
        rc = head_read(s, a, &head, err);
    if (rc == 0)
        rc = ref_list(s, "refs/heads/", a, &refs, err);
    if (rc == 0)
        rc = state_list(r, a, &states, err);
    for (size_t i = 0; rc == 0 && i < refs.len; i++) {
        struct branch *b;

        if (contains && !graph_is_ancestor(s, contains, &refs.items[i].id))
            continue;
        b = vec_push(a, out);
        b->name = str_skip(refs.items[i].name, sizeof("refs/heads/") - 1);
        b->id = refs.items[i].id;
        b->current = !head.detached && str_eq(b->name, head.branch);
        b->databases = databases_on(&states, b->name, a);
        rc = fill(s, b, &head, flags, a, err);
    }
    return rc;
}

/* The commit that start names; empty = HEAD, which must have one. */
static int start_commit(
    struct store *s, struct flash_str start, struct oid *out, struct flash_error *err)
{
    struct arena a;
    struct head head;
    int rc;

    if (start.len)
        return rev_parse(s, start, out, err);
    arena_init(&a, ARENA_SMALL);
    rc = head_read(s, &a, &head, err);
    if (rc == 0 && head.unborn) {
        error_set(
            err, FLASH_ENOTFOUND, "the branch '%.*s' has no commits yet", STR_ARG(head.branch));
        rc = error_hint(err, "run 'flash commit' first");
    }
    if (rc == 0)
        *out = head.id;
    arena_release(&a);
    return rc;
}

static int create_locked(struct repo *r, struct flash_str name, struct flash_str start, bool force,
    struct arena scratch, struct oid *at, struct flash_error *err)
{
    struct ref_update u = {.kind = REF_SET, .name = full_name(&scratch, name)};
    struct ref_entry old;
    struct head head;
    struct store *s = r->store;
    bool exists;
    int rc = start_commit(s, start, &u.to, err);

    if (rc == 0)
        rc = head_read(s, &scratch, &head, err);
    if (rc < 0)
        return rc;
    exists = ref_read(s, u.name, &scratch, &old, NULL) == 0;
    if (exists && !force) {
        error_set(err, FLASH_EEXISTS, "a branch named '%.*s' exists", STR_ARG(name));
        return error_hint(err, "run 'flash checkout %.*s' to go there", STR_ARG(name));
    }
    if (exists && !head.detached && str_eq(head.branch, name))
        return error_set(err, FLASH_EREFUSED, "the branch '%.*s' is checked out", STR_ARG(name));
    if (exists)
        u.from = old.id;
    rc = ref_transaction(s, &u, 1,
        arena_cprintf(
            &scratch, "branch: created from %.*s", STR_ARG(start.len ? start : STR("HEAD"))),
        err);
    if (rc == 0 && at)
        *at = u.to;
    return rc;
}

int branch_create(struct repo *r, struct flash_str name, struct flash_str start, bool force,
    struct arena scratch, struct oid *at, struct flash_error *err)
{
    int rc = branch_check_name(name, err);

    if (rc == 0)
        rc = repo_lock(r, err);
    if (rc < 0)
        return rc;
    rc = create_locked(r, name, start, force, scratch, at, err);
    repo_unlock(r);
    return rc;
}

static int check_delete(struct repo *r, struct flash_str name, const struct oid *id, bool force,
    struct arena scratch, struct flash_error *err)
{
    struct states states = {0};
    struct flash_str on;
    struct head head;
    int rc = head_read(r->store, &scratch, &head, err);

    if (rc < 0)
        return rc;
    if (!head.detached && str_eq(head.branch, name)) {
        error_set(err, FLASH_EREFUSED, "the branch '%.*s' is checked out", STR_ARG(name));
        return error_hint(err, "go to another branch first: 'flash checkout <branch>'");
    }
    if (force)
        return 0;
    rc = state_list(r, &scratch, &states, err);
    if (rc < 0)
        return rc;
    on = databases_on(&states, name, &scratch);
    if (on.len) {
        error_set(err, FLASH_EREFUSED, "the database '%.*s' is on the branch '%.*s'", STR_ARG(on),
            STR_ARG(name));
        return error_hint(err, "move it first with 'flash apply', or delete with -D");
    }
    if (head.unborn || !graph_is_ancestor(r->store, id, &head.id)) {
        error_set(err, FLASH_EREFUSED, "the branch '%.*s' is not merged into HEAD", STR_ARG(name));
        return error_hint(err, "run 'flash branch -D %.*s' if you mean it", STR_ARG(name));
    }
    return 0;
}

static int no_branch(struct flash_str name, struct flash_error *err)
{
    error_set(err, FLASH_ENOTFOUND, "no branch named '%.*s'", STR_ARG(name));
    return error_hint(err, "run 'flash branch' for all");
}

int branch_delete(struct repo *r, struct flash_str name, bool force, struct arena scratch,
    struct oid *was, struct flash_error *err)
{
    struct ref_update u = {.kind = REF_DELETE, .name = full_name(&scratch, name)};
    struct ref_entry old;
    int rc = repo_lock(r, err);

    if (rc < 0)
        return rc;
    if (ref_read(r->store, u.name, &scratch, &old, NULL) < 0)
        rc = no_branch(name, err);
    if (rc == 0)
        rc = check_delete(r, name, &old.id, force, scratch, err);
    if (rc == 0) {
        u.from = old.id;
        rc = ref_transaction(r->store, &u, 1, "branch: deleted", err);
    }
    if (rc == 0 && was)
        *was = old.id;
    repo_unlock(r);
    return rc;
}

/* An unborn branch is only what HEAD says: renaming it is saying something else. */
static int rename_unborn(
    struct repo *r, struct flash_str to, struct arena scratch, struct flash_error *err)
{
    struct ref_update u = {
        .kind = REF_SYMBOLIC, .name = "HEAD", .any_from = true, .to_ref = full_name(&scratch, to)};

    return ref_transaction(r->store, &u, 1, "branch: renamed before its first commit", err);
}

static int rename_locked(struct repo *r, struct flash_str from, struct flash_str to,
    struct arena scratch, struct flash_error *err)
{
    struct ref_entry e;
    struct head head;
    int rc = head_read(r->store, &scratch, &head, err);

    if (rc < 0)
        return rc;
    if (from.len == 0 && head.detached)
        return error_set(err, FLASH_EINVALID, "HEAD is on no branch");
    if (from.len == 0)
        from = head.branch;
    if (ref_read(r->store, full_name(&scratch, to), &scratch, &e, NULL) == 0)
        return error_set(err, FLASH_EEXISTS, "a branch named '%.*s' exists", STR_ARG(to));
    if (head.unborn && str_eq(head.branch, from))
        return rename_unborn(r, to, scratch, err);
    if (ref_read(r->store, full_name(&scratch, from), &scratch, &e, NULL) < 0)
        return no_branch(from, err);
    return ref_rename(r->store, full_name(&scratch, from), full_name(&scratch, to),
        arena_cprintf(&scratch, "branch: renamed %.*s to %.*s", STR_ARG(from), STR_ARG(to)), err);
}

int branch_rename(struct repo *r, struct flash_str from, struct flash_str to, struct arena scratch,
    struct flash_error *err)
{
    int rc = branch_check_name(to, err);

    if (rc == 0)
        rc = repo_lock(r, err);
    if (rc < 0)
        return rc;
    rc = rename_locked(r, from, to, scratch, err);
    repo_unlock(r);
    return rc;
}
