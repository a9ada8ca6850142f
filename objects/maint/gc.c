#include "objects/maint/gc.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/file.h"
#include "base/progress.h"
#include "base/str.h"
#include "base/trace.h"
#include "objects/maint/packs.h"
#include "objects/maint/reach.h"
#include "objects/refs/refs.h"
#include "objects/store/packfile.h"
#include "objects/store/sweep.h"

#define PACKS_MANY   50
#define LOOSE_MANY   2000
#define PRUNE_AGE    (14 * 24 * 60 * 60)
#define LOCK_WAIT_MS 10000
#define OBJECT_MAX   ((size_t)1 << 30)

/* What the last run had to leave (packs with a .keep file, young unreachable objects): without it,
 * they would call for another run after every commit. */
#define LEFT_FILE "flash-gc"

struct gc {
    struct store *s;
    const struct gc_options *o;
    struct gc_result *result;
    struct arena arena;
    struct graph_reach reach;
    struct gc_packs packs;
    size_t loose_reached;
    int64_t prune_before; /* by file time */
    char new_pack[OID_HEX + 6];
    struct flash_error *err;
};

static void read_left(struct store *s, uint64_t *packs, uint64_t *loose)
{
    struct arena scratch = s->scratch;
    struct flash_str text, word;

    *packs = *loose = 0;
    if (file_read(s->git_fd, LEFT_FILE, 256, FILE_NOFOLLOW, &scratch, &text, NULL) < 0)
        return;
    text = str_trim(text);
    if (str_split(&text, ' ', &word) && !str_to_u64(word, packs))
        *packs = 0;
    if (!str_to_u64(text, loose))
        *loose = 0;
}

static bool is_needed(struct gc *g)
{
    uint64_t packs_left, loose_left;
    struct arena scratch = g->s->scratch;
    struct gc_packs packs;

    read_left(g->s, &packs_left, &loose_left);
    if (gc_packs_list(g->s, &scratch, &packs, NULL) == 0 && packs.len > packs_left + PACKS_MANY)
        return true;
    /* The guess is coarse on purpose: it only decides whether to count. */
    return gc_loose_estimate(g->s) > LOOSE_MANY / 2 &&
           gc_loose_count(g->s) > loose_left + LOOSE_MANY;
}

static int write_left(struct gc *g)
{
    struct arena scratch = g->arena;
    struct gc_packs packs;
    char text[64];
    int rc = gc_packs_list(g->s, &scratch, &packs, g->err);

    if (rc < 0)
        return rc;
    int n = snprintf(text, sizeof text, "%zu %zu\n", packs.len, gc_loose_count(g->s));
    return file_write(g->s->git_fd, LEFT_FILE, (struct flash_str){text, (size_t)n}, 0, g->err);
}

/* Nothing is removed from a store that is not whole; what only a reflog still names may have been
 * pruned long ago. */
static int on_bad(void *payload, const struct graph_reach_bad *bad, struct flash_error *err)
{
    char hex[OID_HEX + 1];

    (void)payload;
    if (bad->in_reflog && bad->why->code == FLASH_ENOTFOUND)
        return 0;
    oid_hex(bad->id, hex);
    if (bad->why->code == FLASH_ENOTFOUND)
        error_set(
            err, FLASH_ECORRUPT, "object '%s' is missing, named by %.*s", hex, STR_ARG(bad->from));
    else
        error_set(err, bad->why->code, "%s", bad->why->message);
    error_hint(err, "nothing was removed; run 'flash fsck'");
    return err ? (int)err->code : FLASH_ECORRUPT;
}

static int refuse_broken(void *payload, const struct flash_error *why)
{
    error_set(payload, FLASH_ECORRUPT, "%s", why->message);
    error_hint(payload, "nothing was removed; run 'flash fsck'");
    return FLASH_ECORRUPT;
}

static int find_reached(struct gc *g)
{
    struct ref_entries refs;
    int rc = ref_list(g->s, "refs/", &g->arena, &refs, NULL);

    /* Behind a broken ref could lie what it would remove. */
    if (rc < 0)
        rc = ref_find_broken(g->s, "refs/", &refs, refuse_broken, g->err, g->err);
    if (rc == 0)
        rc = graph_reach_roots(&g->reach, g->err);
    if (rc == 0)
        rc = graph_reach_run(&g->reach, g->err);
    return rc;
}

static void count_loose(void *payload, int dirfd, const char *name, const struct oid *id)
{
    struct gc *g = payload;

    (void)dirfd;
    (void)name;
    g->loose_reached += oid_set_find(&g->reach.seen, id) != NULL;
}

/* Whether the store holds anything but one pack with exactly what is reached. */
static bool is_packed_already(struct gc *g)
{
    size_t strangers = 0;

    gc_loose_each(g->s, count_loose, g);
    if (g->loose_reached > 0)
        return false;
    if (g->packs.len == 0)
        return true;
    return g->packs.len == 1 &&
           gc_packs_strangers(g->s, &g->packs.items[0], &g->reach.seen, &strangers, NULL) == 0 &&
           strangers == 0;
}

static size_t count_packable(const struct gc *g)
{
    size_t n = 0;

    for (size_t i = 0; i < g->reach.seen.len; i++)
        n += g->reach.seen.items[i].value != 0;
    return n;
}

static int pack_one(struct gc *g, struct store_pack *p, const struct oid_set_item *item)
{
    struct store_object o;
    int rc = store_object_open(g->s, &item->id, (int)item->value, OBJECT_MAX, &o, g->err);

    if (rc < 0)
        return rc;
    rc = store_pack_add(p, o.type, o.bytes, g->err);
    store_object_free(&o);
    g->result->packed += rc == 0;
    return rc;
}

/* Commits and tags, then trees, then blobs: history is read without paging through contents. */
static int pack_objects(struct gc *g, struct store_pack *p, size_t total)
{
    static const uint32_t order[] = {OBJECT_COMMIT, OBJECT_TAG, OBJECT_TREE, OBJECT_BLOB};
    int rc = 0;

    for (size_t k = 0; k < ARRAY_LEN(order); k++) {
        for (size_t i = 0; i < g->reach.seen.len && rc == 0; i++) {
            if (g->reach.seen.items[i].value != order[k])
                continue;
            rc = pack_one(g, p, &g->reach.seen.items[i]);
            if (g->result->packed % 1000 == 0)
                progress_update(g->o->progress, "packing", g->result->packed, total);
        }
    }
    return rc;
}

static int write_pack(struct gc *g)
{
    struct arena scratch = g->arena;
    struct store_pack *p;
    size_t n = count_packable(g);
    char name[OID_HEX + 1];
    int rc = store_pack_begin(g->s, n, &scratch, &p, g->err);

    if (rc < 0)
        return rc;
    rc = pack_objects(g, p, n);
    if (rc < 0) {
        store_pack_abort(p);
        return rc;
    }
    rc = store_pack_finish(p, name, g->err);
    if (rc == 0)
        (void)snprintf(g->new_pack, sizeof g->new_pack, "pack-%s", name);
    return rc;
}

/* True when all that the pack holds is in the new one, or old enough to go. */
static bool may_remove(struct gc *g, const struct gc_pack *p)
{
    size_t strangers;

    if (p->keep || strcmp(p->stem, g->new_pack) == 0)
        return false;
    if (gc_packs_strangers(g->s, p, &g->reach.seen, &strangers, NULL) < 0)
        return false;
    if (strangers > 0 && p->mtime >= g->prune_before)
        return false;
    g->result->pruned += strangers;
    return true;
}

static int remove_packs(struct gc *g)
{
    int rc = g->packs.len ? gc_packs_remove_midx(g->s, g->err) : 0;

    (void)git_odb_refresh(g->s->odb);
    for (size_t i = 0; i < g->packs.len && rc == 0; i++) {
        if (!may_remove(g, &g->packs.items[i]))
            continue;
        rc = gc_packs_remove(g->s, &g->packs.items[i], g->err);
        g->result->packs_removed += rc == 0;
    }
    return rc;
}

static void remove_loose(void *payload, int dirfd, const char *name, const struct oid *id)
{
    struct gc *g = payload;
    struct stat st;
    bool reached = oid_set_find(&g->reach.seen, id) != NULL;

    if (!reached && (fstatat(dirfd, name, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
                        (int64_t)st.st_mtime >= g->prune_before))
        return;
    if (unlinkat(dirfd, name, 0) == 0)
        g->result->pruned += !reached;
}

static void remove_empty_folders(struct gc *g)
{
    char path[16];

    for (unsigned i = 0; i < 256; i++) {
        (void)snprintf(path, sizeof path, "objects/%02x", i);
        (void)unlinkat(g->s->git_fd, path, AT_REMOVEDIR);
    }
}

static int consolidate(struct gc *g)
{
    int rc = gc_packs_list(g->s, &g->arena, &g->packs, g->err);

    if (rc == 0)
        rc = find_reached(g);
    if (rc < 0)
        return rc;
    if (!is_packed_already(g)) {
        rc = write_pack(g);
        if (rc == 0)
            rc = remove_packs(g);
    }
    if (rc < 0)
        return rc;
    gc_loose_each(g->s, remove_loose, g);
    remove_empty_folders(g);
    return store_reload(g->s, g->err);
}

static int run(struct gc *g)
{
    int rc = consolidate(g);

    if (rc < 0)
        return rc;
    g->result->temp_removed = store_sweep_temp(g->s) + gc_packs_sweep(g->s);
    g->result->ran = true;
    return write_left(g);
}

int gc_run(struct store *s, const struct gc_options *o, struct arena scratch, struct gc_result *out,
    struct flash_error *err)
{
    struct gc_result result = {0};
    struct gc g = {.s = s, .o = o, .result = &result, .arena = scratch, .err = err};

    g.reach = (struct graph_reach){.s = s, .arena = &g.arena, .bad = on_bad, .payload = &g};
    g.prune_before = clock_files() - (o->prune_age_s ? o->prune_age_s : PRUNE_AGE);
    int rc = store_lock(s, "gc", LOCK_WAIT_MS, NULL, NULL, err);
    if (rc < 0)
        return rc;
    struct trace_span span = trace_begin("store", "gc");
    if (!o->only_if_needed || is_needed(&g))
        rc = run(&g);
    trace_end(&span);
    store_unlock(s);
    if (rc == 0)
        *out = result;
    return rc;
}
