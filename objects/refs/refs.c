#include "objects/refs/refs.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/map.h"
#include "base/str.h"
#include "objects/refs/refname.h"
#include "objects/store/internal.h"

static int lookup_failed(const char *name, int rc, struct flash_error *err)
{
    if (rc == GIT_ENOTFOUND)
        return error_set(err, FLASH_ENOTFOUND, "no ref named '%s'", name);
    if (rc == GIT_EINVALIDSPEC)
        return error_set(err, FLASH_EINVALID, "'%s' cannot be the name of a ref", name);
    rc = store_git_error(err, rc, STORE_GIT_READ, "the ref '%s' is broken", name);
    error_hint(err, "'flash reflog' shows where it was; 'flash fsck' checks all");
    return rc;
}

static int fill_entry(struct store *s, git_reference *ref, struct arena *a, struct ref_entry *out)
{
    git_reference *end = NULL;

    *out = (struct ref_entry){.name = arena_str(a, str_from(git_reference_name(ref)))};
    if (git_reference_type(ref) == GIT_REFERENCE_DIRECT) {
        out->id = store_git_oid_from(git_reference_target(ref));
        return 0;
    }
    out->target = arena_str(a, str_from(git_reference_symbolic_target(ref)));
    int rc = git_reference_resolve(&end, ref);
    if (rc == 0)
        out->id = store_git_oid_from(git_reference_target(end));
    git_reference_free(end);
    (void)s;
    return rc == GIT_ENOTFOUND ? 0 : rc;
}

int ref_read(struct store *s, const char *name, struct arena *a, struct ref_entry *out,
    struct flash_error *err)
{
    git_reference *ref;
    struct ref_entry entry;
    int rc = git_reference_lookup(&ref, s->repo, name);

    if (rc < 0)
        return lookup_failed(name, rc, err);
    rc = fill_entry(s, ref, a, &entry);
    git_reference_free(ref);
    if (rc < 0)
        return lookup_failed(name, rc, err);
    *out = entry;
    return 0;
}

static int list_good(struct store *s, const char *prefix, struct arena *a, struct ref_entries *out,
    struct flash_error *err)
{
    git_reference_iterator *it = NULL;
    git_reference *ref = NULL;
    int rc = git_reference_iterator_new(&it, s->repo);

    while (rc == 0 && (rc = git_reference_next(&ref, it)) == 0) {
        struct ref_entry entry;
        if (strncmp(git_reference_name(ref), prefix, strlen(prefix)) == 0 &&
            fill_entry(s, ref, a, &entry) == 0)
            *vec_push(a, out) = entry;
        git_reference_free(ref);
    }
    git_reference_iterator_free(it);
    if (rc == GIT_ITEROVER)
        return 0;
    return store_git_error(err, rc, STORE_GIT_READ, "cannot list the refs");
}

static int by_name(const void *a, const void *b)
{
    return str_cmp(((const struct ref_entry *)a)->name, ((const struct ref_entry *)b)->name);
}

/* libgit2's iterator passes over refs that it cannot read; a file below refs/ that it did not name
 * is one of those. */
static bool is_listed(const struct ref_entries *good, struct flash_str name)
{
    struct ref_entry key = {.name = name};

    return good->len && bsearch(&key, good->items, good->len, sizeof key, by_name);
}

int ref_find_broken(struct store *s, const char *prefix, const struct ref_entries *good,
    int (*broken)(void *payload, const struct flash_error *why), void *payload,
    struct flash_error *err)
{
    struct arena mark = s->scratch;
    struct file_list files = {0};
    int rc = file_walk(s->git_fd, "refs", "", &s->scratch, &files, err);

    for (size_t i = 0; i < files.list.len && rc == 0; i++) {
        struct flash_str name =
            arena_printf(&s->scratch, "refs/%.*s", STR_ARG(files.list.items[i].path));
        struct ref_entry entry;
        struct flash_error why;
        if (!str_starts(name, str_from(prefix)) || str_ends(name, STR(".lock")) ||
            is_listed(good, name))
            continue;
        int found = ref_read(s, name.ptr, &s->scratch, &entry, &why);
        /* Gone since, or a name that no ref can have: then it is none. */
        if (found < 0 && found != FLASH_ENOTFOUND && found != FLASH_EINVALID)
            rc = broken(payload, &why);
    }
    s->scratch = mark;
    return rc;
}

static int hand_on(void *payload, const struct flash_error *why)
{
    struct flash_error *err = payload;

    if (err)
        *err = *why;
    return why->code;
}

int ref_list(struct store *s, const char *prefix, struct arena *a, struct ref_entries *out,
    struct flash_error *err)
{
    *out = (struct ref_entries){0};
    int rc = list_good(s, prefix, a, out, err);

    if (rc < 0)
        return rc;
    if (out->len > 1)
        qsort(out->items, out->len, sizeof *out->items, by_name);
    return ref_find_broken(s, prefix, out, hand_on, err, err);
}

int head_read(struct store *s, struct arena *a, struct head *out, struct flash_error *err)
{
    struct ref_entry entry;
    int rc = ref_read(s, "HEAD", a, &entry, err);

    if (rc == FLASH_ENOTFOUND)
        return error_set(err, FLASH_ECORRUPT, "the store has no HEAD");
    if (rc < 0)
        return rc;
    *out = (struct head){.id = entry.id, .detached = entry.target.len == 0};
    if (out->detached)
        return 0;
    if (!str_starts(entry.target, STR("refs/heads/")))
        return error_set(err, FLASH_ECORRUPT, "HEAD points at '%.*s', which is no branch",
            STR_ARG(entry.target));
    out->branch = str_skip(entry.target, sizeof "refs/heads/" - 1);
    out->unborn = oid_is_zero(&entry.id);
    return 0;
}
