#include "objects/store/batch.h"

#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/trace.h"
#include "base/vec.h"
#include "objects/store/internal.h"
#include "objects/store/loose.h"
#include "objects/store/oidset.h"
#include "objects/store/packfile.h"

#define FRESH_S (24 * 60 * 60)

_Static_assert(BATCH_LOOSE <= LOOSE_MAX, "one call writes them");

struct batch {
    struct store *store;
    struct arena *arena;
    VEC(struct batch_item) items;
    struct oid_set ids;
};

struct batch *batch_new(struct store *s, struct arena *a)
{
    struct batch *b = arena_new(a, struct batch);

    b->store = s;
    b->arena = a;
    return b;
}

void batch_add_hashed(
    struct batch *b, enum object_type type, struct flash_str bytes, const struct oid *id)
{
    struct oid_set_item *there;

    if (!oid_set_add(b->arena, &b->ids, id, &there))
        return;
    there->value = (uint32_t)b->items.len;
    *vec_push(b->arena, &b->items) = (struct batch_item){*id, type, bytes};
}

void batch_add(struct batch *b, enum object_type type, struct flash_str bytes, struct oid *out)
{
    oid_of(type, bytes, out);
    batch_add_hashed(b, type, bytes, out);
}

size_t batch_count(const struct batch *b)
{
    return b->items.len;
}

struct store *batch_store(const struct batch *b)
{
    return b->store;
}

bool batch_find_type(const struct batch *b, const struct oid *id, enum object_type *out)
{
    const struct oid_set_item *item = oid_set_find(&b->ids, id);

    if (!item)
        return false;
    *out = b->items.items[item->value].type;
    return true;
}

/*
 * Whether the store has it. By one stat for a loose object and the indexes of the packs, without
 * looking for new packs each time: that listing, once for every object that is not there, is what
 * makes libgit2's own check quadratic. An old loose object gets a new time, so that a 'git gc' of
 * the user's does not prune it just before a ref comes to need it.
 */
static bool have(struct store *s, const struct oid *id)
{
    char hex[OID_HEX + 1], path[64];
    struct stat st;
    git_oid g = store_git_oid(id);

    oid_hex(id, hex);
    (void)snprintf(path, sizeof path, "objects/%.2s/%s", hex, hex + 2);
    if (fstatat(s->git_fd, path, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) &&
        st.st_size > 0) {
        if (clock_files() - (int64_t)st.st_mtime > FRESH_S)
            (void)utimensat(s->git_fd, path, NULL, AT_SYMLINK_NOFOLLOW);
        return true;
    }
    return git_odb_exists_ext(s->odb, &g, GIT_ODB_LOOKUP_NO_REFRESH) == 1;
}

/* Moves those that have to be written to the front; returns how many. */
static size_t keep_missing(struct batch *b)
{
    size_t n = 0;

    (void)git_odb_refresh(b->store->odb);
    for (size_t i = 0; i < b->items.len; i++)
        if (!have(b->store, &b->items.items[i].id))
            b->items.items[n++] = b->items.items[i];
    return n;
}

static int write_pack(struct batch *b, size_t n, struct arena scratch, struct flash_error *err)
{
    struct store_pack *p;
    int rc = store_pack_begin(b->store, n, &scratch, &p, err);

    if (rc < 0)
        return rc;
    for (size_t i = 0; i < n && rc == 0; i++)
        rc = store_pack_add(p, b->items.items[i].type, b->items.items[i].bytes, err);
    if (rc < 0) {
        store_pack_abort(p);
        return rc;
    }
    rc = store_pack_finish(p, NULL, err);
    if (rc == 0)
        (void)git_odb_refresh(b->store->odb);
    return rc;
}

static int write_items(struct batch *b, size_t n, struct flash_error *err)
{
    for (size_t i = 0; i < n; i++)
        if (oid_is_zero(&b->items.items[i].id))
            return error_set(err, FLASH_EINVALID, "refused to store bytes that attack SHA-1");
    if (n > BATCH_LOOSE)
        return write_pack(b, n, b->store->scratch, err);
    return store_loose_write(b->store, b->items.items, n, err);
}

int batch_write(struct batch *b, struct flash_error *err)
{
    if (b->store->flags & STORE_READONLY)
        return error_set(
            err, FLASH_EACCESS, "the store '%s' was opened for reading", store_dir(b->store));
    struct trace_span span = trace_begin("store", "write objects");
    size_t n = keep_missing(b);
    int rc = write_items(b, n, err);
    TRACE("store", "%zu objects, %zu new", b->ids.len, n);
    b->items.len = 0;
    b->ids = (struct oid_set){0};
    trace_end(&span);
    return rc;
}
