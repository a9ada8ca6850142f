#include "repo/checkout-files.h"

#include "base/error.h"
#include "base/str.h"
#include "repo/repo.h"

static int list_commit(struct repo *r, const struct oid *commit, struct arena *a,
    struct workfiles *out, struct flash_error *err)
{
    struct store *store = NULL;
    const char *folder = NULL;
    int rc = repo_schema_dir(r, &folder, err);

    *out = (struct workfiles){.folder = folder};
    if (rc < 0 || oid_is_zero(commit))
        return rc;
    rc = repo_store(r, &store, err);
    return rc < 0 ? rc : workfiles_from_commit(store, commit, folder, a, out, err);
}

static void share(struct arena *a, struct workfiles *list, const struct workfile *f)
{
    *vec_push(a, list) = *f;
}

/* One path. Each of the three may be missing. */
static void compare(struct checkout_files *x, struct arena *a, bool discard,
    const struct workfile *disk, const struct workfile *from, const struct workfile *to)
{
    const struct workfile *any = to ? to : from;
    bool at_to = disk && to ? oid_eq(&disk->id, &to->id) : !disk && !to;
    bool at_from = disk && from ? oid_eq(&disk->id, &from->id) : !disk && !from;
    bool same = from && to ? oid_eq(&from->id, &to->id) : !from && !to;

    if (at_to)
        return;
    if (!at_from) {
        x->dirty = true;
        if (!discard && same)
            *vec_push(a, &x->carried) = any->path;
        else if (!discard)
            *vec_push(a, &x->clashing) = any->path;
        if (!discard)
            return;
    }
    x->at_target = false;
    if (to)
        share(a, &x->write, to);
    else
        share(a, &x->remove, from);
}

int checkout_files_compare(struct repo *r, const struct oid *from, const struct oid *to,
    enum checkout_files_flags flags, struct arena *a, struct checkout_files *out,
    struct flash_error *err)
{
    bool discard = (flags & CHECKOUT_FILES_DISCARD) != 0;

    *out = (struct checkout_files){.at_target = true};
    int rc = workfiles_list(r, a, &out->disk, err);
    if (rc == 0)
        rc = list_commit(r, from, a, &out->from, err);
    if (rc == 0)
        rc = list_commit(r, to, a, &out->to, err);
    if (rc < 0)
        return rc;
    out->write = out->to;
    out->remove = out->from;
    out->write.items = out->remove.items = NULL;
    out->write.len = out->write.cap = out->remove.len = out->remove.cap = 0;
    for (size_t i = 0; i < out->to.len; i++) {
        const struct workfile *f = &out->to.items[i];
        compare(out, a, discard, workfiles_find(&out->disk, f->path),
            workfiles_find(&out->from, f->path), f);
    }
    for (size_t i = 0; i < out->from.len; i++) {
        const struct workfile *f = &out->from.items[i];
        if (!workfiles_find(&out->to, f->path))
            compare(out, a, discard, workfiles_find(&out->disk, f->path), f, NULL);
    }
    if (out->carried.len > 0 || out->clashing.len > 0)
        out->at_target = false;
    return 0;
}

int checkout_files_move(
    struct repo *r, const struct checkout_files *f, struct arena scratch, struct flash_error *err)
{
    if (f->write.len == 0 && f->remove.len == 0)
        return 0;
    return workfiles_write(r, &f->remove, &f->write, scratch, err);
}
