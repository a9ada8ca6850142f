#include "repo/ledger.h"

#include <zstd.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "flash/version.h"
#include "objects/store/oid.h"

#define CHECKSUM_PREFIX "f1:"
#define PLAN_MAX        LIMIT_FILES_TOTAL
#define ZSTD_LEVEL      3
#define SLUG_MAX        60

void ledger_blob_hash(void *payload, struct flash_str bytes, char out[41])
{
    struct oid id;

    (void)payload;
    oid_of(OBJECT_BLOB, bytes, &id);
    oid_hex(&id, out);
}

struct flash_str ledger_checksum(const struct step_list *steps, const char *dialect,
    struct flash_str parent, struct arena *a, struct arena scratch)
{
    struct strbuf b;
    char hex[OID_HEX + 1];

    strbuf_init(&b, &scratch, PLAN_MAX);
    plan_checksum_input(steps, dialect, &b);
    strbuf_add(&b, parent);
    ledger_blob_hash(NULL, strbuf_str(&b), hex);
    return arena_printf(a, CHECKSUM_PREFIX "%s", hex);
}

int ledger_pack(const struct step_list *steps, struct arena *a, struct arena scratch,
    struct flash_str *out, struct flash_error *err)
{
    struct strbuf b;

    *out = STR_NULL;
    if (steps->len == 0)
        return 0;
    strbuf_init(&b, &scratch, PLAN_MAX);
    plan_encode(steps, &b);
    int rc = strbuf_check(&b, "plan", err);
    if (rc < 0)
        return rc;
    size_t bound = ZSTD_compressBound(b.len);
    char *bytes = arena_alloc(a, bound, 1);
    size_t n = ZSTD_compress(bytes, bound, b.ptr, b.len, ZSTD_LEVEL);
    if (ZSTD_isError(n))
        return error_set(err, FLASH_EIO, "cannot compress a plan: %s", ZSTD_getErrorName(n));
    *out = (struct flash_str){bytes, n};
    return 0;
}

int ledger_unpack(struct flash_str packed, struct arena *a, struct arena scratch,
    struct step_list *out, struct flash_error *err)
{
    *out = (struct step_list){0};
    if (packed.len == 0)
        return 0;
    /* A frame of ours always says its size; it comes from a database, so it is not believed beyond
     * the limit. */
    unsigned long long size = ZSTD_getFrameContentSize(packed.ptr, packed.len);
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN)
        return error_set(err, FLASH_ECORRUPT, "a stored plan is damaged");
    if (size > PLAN_MAX)
        return error_set(
            err, FLASH_ETOOBIG, "a stored plan is over the limit of %zu bytes", PLAN_MAX);
    char *bytes = arena_alloc(&scratch, (size_t)size + 1, 1);
    size_t n = ZSTD_decompress(bytes, (size_t)size, packed.ptr, packed.len);
    if (ZSTD_isError(n) || n != size)
        return error_set(err, FLASH_ECORRUPT, "a stored plan is damaged: %s",
            ZSTD_isError(n) ? ZSTD_getErrorName(n) : "wrong size");
    return plan_decode(arena_str(a, (struct flash_str){bytes, n}), a, out, err);
}

struct flash_str ledger_slug(struct arena *a, struct flash_str text)
{
    char out[SLUG_MAX];
    size_t n = 0;

    for (size_t i = 0; i < text.len && n < sizeof(out); i++) {
        char c = ascii_lower(text.ptr[i]);
        if (ascii_alpha(c) || ascii_digit(c))
            out[n++] = c;
        else if (n > 0 && out[n - 1] != '_')
            out[n++] = '_';
    }
    while (n > 0 && out[n - 1] == '_')
        n--;
    return n > 0 ? arena_str(a, (struct flash_str){out, n}) : STR("move");
}

static int pack_both(const struct ledger_entry *e, struct arena *a, struct arena scratch,
    struct ledger_row *out, struct flash_error *err)
{
    int rc = 0;
    if (e->plan)
        rc = ledger_pack(e->plan, a, scratch, &out->plan, err);
    if (rc == 0 && e->inverse)
        rc = ledger_pack(e->inverse, a, scratch, &out->inverse, err);
    return rc;
}

int ledger_make(const struct ledger_entry *e, const struct ledger_row *last, struct arena *a,
    struct arena scratch, struct ledger_row *out, struct flash_error *err)
{
    static const struct step_list none = {0};
    const struct step_list *steps = e->plan ? e->plan : &none;
    struct flash_str now = clock_iso(a, clock_now());

    *out = (struct ledger_row){
        .id = last ? last->id + 1 : 1,
        .parent_id = last ? last->id : 0,
        .name = ledger_slug(a, e->name),
        .op = str_from(e->op),
        .from_commit = e->from_commit,
        .to_commit = e->to_commit,
        .from_schema = e->from_schema,
        .to_schema = e->to_schema,
        .checksum =
            ledger_checksum(steps, e->dialect, last ? last->checksum : STR_NULL, a, scratch),
        .kind = str_from(e->kind),
        .state = STR("done"),
        .steps_total = (int64_t)steps->len,
        .steps_done = (int64_t)steps->len,
        .tool = arena_printf(a, "flash %s", flash_version()),
        .who = str_from(proc_user(a)),
        .host = str_from(proc_host(a)),
        .started_at = e->started_at.len > 0 ? e->started_at : now,
        .finished_at = now,
    };
    return pack_both(e, a, scratch, out, err);
}

static int broken(const struct ledger_row *row, const char *what, struct flash_error *err)
{
    error_set(err, FLASH_ECORRUPT, "row %lld of the ledger: %s", (long long)row->id, what);
    return error_hint(
        err, "somebody changed '_flash_migrations'; 'flash fsck --db' checks all of it");
}

int ledger_verify(const struct ledger_row *row, const struct ledger_row *parent,
    const char *dialect, struct arena scratch, struct flash_error *err)
{
    struct arena *a = &scratch;
    struct step_list steps;

    if (!str_starts(row->checksum, STR(CHECKSUM_PREFIX))) {
        if (row->checksum.len > 2 && row->checksum.ptr[0] == 'f')
            return error_set(err, FLASH_ENEWER, "row %lld of the ledger was made by a newer flash",
                (long long)row->id);
        return broken(row, "its checksum is none", err);
    }
    if (row->id < 1 || row->parent_id < 0 || row->parent_id >= row->id)
        return broken(row, "its parent does not come before it", err);
    if ((row->parent_id != 0 && !parent) || (parent && parent->id != row->parent_id))
        return broken(row, "its parent is not there", err);
    int rc = ledger_unpack(row->plan, a, scratch, &steps, err);
    if (rc < 0)
        return broken(row, "its plan cannot be read", err);
    struct flash_str sum =
        ledger_checksum(&steps, dialect, parent ? parent->checksum : STR_NULL, a, scratch);
    return str_eq(sum, row->checksum) ? 0 : broken(row, "its checksum does not fit its plan", err);
}

int ledger_verify_all(const struct ledger_rows *rows, const char *dialect,
    void (*report)(void *payload, const struct ledger_row *row, const struct flash_error *problem),
    void *payload, struct arena scratch, size_t *problems, struct flash_error *err)
{
    (void)err;
    *problems = 0;
    for (size_t i = 0; i < rows->len; i++) {
        const struct ledger_row *row = &rows->items[i];
        /* Rows come by id, and a row's parent is the one before: anything else is a break. */
        const struct ledger_row *parent = i > 0 ? row - 1 : NULL;
        struct flash_error problem = {0};
        if (ledger_verify(row, parent, dialect, scratch, &problem) == 0)
            continue;
        ++*problems;
        if (report)
            report(payload, row, &problem);
    }
    return 0;
}
