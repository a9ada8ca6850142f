#include "repo/branch-tag.h"

#include "base/error.h"
#include "base/str.h"
#include "objects/graph/graph.h"
#include "objects/refs/refs.h"
#include "objects/refs/transaction.h"
#include "objects/store/batch.h"
#include "repo/branch.h"

int branch_tag_list(struct repo *r, struct flash_str glob, struct arena *a, struct branch_tags *out,
    struct flash_error *err)
{
    struct ref_entries refs = {0};
    struct store *s;
    int rc = repo_store(r, &s, err);

    if (rc == 0)
        rc = ref_list(s, "refs/tags/", a, &refs, err);
    for (size_t i = 0; rc == 0 && i < refs.len; i++) {
        struct flash_str name = str_skip(refs.items[i].name, sizeof("refs/tags/") - 1);
        struct branch_tag *t;
        struct tag full;

        if (glob.len && !str_glob(glob, name))
            continue;
        t = vec_push(a, out);
        t->name = name;
        /* A tag with a message is an object of its own; a plain one is not, and that is no error.
         */
        if (tag_read(s, &refs.items[i].id, a, &full, NULL) == 0)
            t->message = full.message;
        rc = rev_parse(s, refs.items[i].name, &t->id, err);
    }
    return rc;
}

static int tag_target(struct store *s, struct flash_str start, struct flash_str name,
    struct flash_str message, struct arena *a, struct oid *commit, struct oid *id,
    struct flash_error *err)
{
    struct signature who;
    struct batch *b;
    int rc = rev_parse(s, start.len ? start : STR("HEAD"), commit, err);

    *id = *commit;
    if (rc < 0 || message.len == 0)
        return rc;
    rc = signature_default(s, a, &who, err);
    if (rc < 0)
        return rc;
    b = batch_new(s, a);
    rc = tag_build(b, a, name, commit, &who, message, id, err);
    return rc < 0 ? rc : batch_write(b, err);
}

static int create_locked(struct repo *r, struct flash_str name, struct flash_str start,
    struct flash_str message, bool force, struct arena scratch, struct oid *at,
    struct flash_error *err)
{
    struct ref_update u = {
        .kind = REF_SET, .name = arena_cprintf(&scratch, "refs/tags/%.*s", STR_ARG(name))};
    struct ref_entry old;
    struct oid commit;
    int rc;

    if (ref_read(r->store, u.name, &scratch, &old, NULL) == 0) {
        if (!force) {
            error_set(err, FLASH_EEXISTS, "a tag named '%.*s' exists", STR_ARG(name));
            return error_hint(err, "run 'flash tag -f %.*s' to move it", STR_ARG(name));
        }
        u.from = old.id;
    }
    rc = tag_target(r->store, start, name, message, &scratch, &commit, &u.to, err);
    if (rc == 0)
        rc = ref_transaction(r->store, &u, 1, "tag: created", err);
    if (rc == 0 && at)
        *at = commit;
    return rc;
}

int branch_tag_create(struct repo *r, struct flash_str name, struct flash_str start,
    struct flash_str message, bool force, struct arena scratch, struct oid *at,
    struct flash_error *err)
{
    int rc = branch_check_name(name, NULL);

    if (rc < 0)
        return error_set(err, FLASH_EINVALID, "'%.*s' is no name for a tag", STR_ARG(name));
    rc = repo_lock(r, err);
    if (rc < 0)
        return rc;
    rc = create_locked(r, name, start, message, force, scratch, at, err);
    repo_unlock(r);
    return rc;
}

int branch_tag_delete(struct repo *r, struct flash_str name, struct arena scratch, struct oid *was,
    struct flash_error *err)
{
    struct ref_update u = {
        .kind = REF_DELETE, .name = arena_cprintf(&scratch, "refs/tags/%.*s", STR_ARG(name))};
    struct ref_entry old;
    int rc = repo_lock(r, err);

    if (rc < 0)
        return rc;
    if (ref_read(r->store, u.name, &scratch, &old, NULL) < 0) {
        error_set(err, FLASH_ENOTFOUND, "no tag named '%.*s'", STR_ARG(name));
        rc = error_hint(err, "run 'flash tag' for all");
    } else {
        u.from = old.id;
        rc = ref_transaction(r->store, &u, 1, "tag: deleted", err);
    }
    if (rc == 0 && was)
        *was = old.id;
    repo_unlock(r);
    return rc;
}
