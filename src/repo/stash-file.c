#include "repo/stash-file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <zstd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/path.h"
#include "base/str.h"

#define CHUNK     ((size_t)128 << 10)
#define LEVEL     3
#define VALUE_MAX ((size_t)1 << 30) /* as SQLite's largest value */

struct stash_writer {
    int fd;
    const char *path, *temp;
    ZSTD_CCtx *zstd;
    char *in, *out; /* CHUNK bytes each */
    size_t in_len;
    uint64_t total, limit;
    struct arena *arena;
};

struct stash_reader {
    int fd;
    const char *path;
    ZSTD_DCtx *zstd;
    char *in, *out;
    size_t in_len, in_at, out_len, out_at;
    bool ended;
};

int stash_writer_open(const char *path, uint64_t limit, struct arena *a, struct stash_writer **out,
    struct flash_error *err)
{
    struct stash_writer *w = arena_new(a, struct stash_writer);

    *w = (struct stash_writer){.path = path,
        .temp = arena_cprintf(a, "%s.part", path),
        .in = arena_alloc(a, CHUNK, 1),
        .out = arena_alloc(a, CHUNK, 1),
        .limit = limit,
        .arena = a};
    w->fd = open(w->temp, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (w->fd < 0)
        return error_sys(err, errno, "cannot write '%s'", w->temp);
    w->zstd = ZSTD_createCCtx();
    if (!w->zstd || ZSTD_isError(ZSTD_CCtx_setParameter(w->zstd, ZSTD_c_compressionLevel, LEVEL)) ||
        ZSTD_isError(ZSTD_CCtx_setParameter(w->zstd, ZSTD_c_checksumFlag, 1))) {
        stash_writer_close(w);
        return error_set(err, FLASH_EIO, "cannot start to compress '%s'", path);
    }
    *out = w;
    return 0;
}

static int compress(struct stash_writer *w, ZSTD_EndDirective how, struct flash_error *err)
{
    ZSTD_inBuffer in = {w->in, w->in_len, 0};
    size_t left;

    do {
        ZSTD_outBuffer out = {w->out, CHUNK, 0};
        left = ZSTD_compressStream2(w->zstd, &out, &in, how);
        if (ZSTD_isError(left))
            return error_set(
                err, FLASH_EIO, "cannot compress '%s': %s", w->path, ZSTD_getErrorName(left));
        int rc = file_write_all(w->fd, w->out, out.pos, w->temp, err);
        if (rc < 0)
            return rc;
    } while (how == ZSTD_e_end ? left > 0 : in.pos < in.size);
    w->in_len = 0;
    return 0;
}

static int put(struct stash_writer *w, const void *bytes, size_t n, struct flash_error *err)
{
    const char *p = bytes;

    w->total += n;
    if (w->total > w->limit) {
        error_set(err, FLASH_ETOOBIG, "the rows to stash are over checkout.stashLimit (%llu MiB)",
            (unsigned long long)(w->limit >> 20));
        return error_hint(err, "raise it with 'flash config checkout.stashLimit <MiB>', or give "
                               "'--data park'");
    }
    while (n > 0) {
        size_t room = CHUNK - w->in_len, take = n < room ? n : room;
        memcpy(w->in + w->in_len, p, take);
        w->in_len += take;
        p += take;
        n -= take;
        if (w->in_len == CHUNK) {
            int rc = compress(w, ZSTD_e_continue, err);
            if (rc < 0)
                return rc;
        }
    }
    return 0;
}

int stash_put_u64(struct stash_writer *w, uint64_t v, struct flash_error *err)
{
    unsigned char b[8];

    for (unsigned i = 0; i < 8; i++)
        b[i] = (unsigned char)(v >> (8 * i));
    return put(w, b, sizeof(b), err);
}

int stash_put_str(struct stash_writer *w, struct flash_str s, struct flash_error *err)
{
    int rc = stash_put_u64(w, s.len, err);
    return rc < 0 || s.len == 0 ? rc : put(w, s.ptr, s.len, err);
}

static int put_cell(struct stash_writer *w, const struct cell *c, struct flash_error *err)
{
    unsigned char type = (unsigned char)c->type;
    uint64_t bits;
    int rc = put(w, &type, 1, err);

    if (rc < 0)
        return rc;
    switch (c->type) {
    case CELL_NULL: return 0;
    case CELL_INT: return stash_put_u64(w, (uint64_t)c->i, err);
    case CELL_REAL: memcpy(&bits, &c->r, sizeof(bits)); return stash_put_u64(w, bits, err);
    case CELL_TEXT:
    case CELL_BLOB: return stash_put_str(w, c->s, err);
    }
    return error_bug(err, "cell of type %d", (int)c->type);
}

int stash_put_cells(
    struct stash_writer *w, const struct cell *cells, size_t n, struct flash_error *err)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < n; i++)
        rc = put_cell(w, &cells[i], err);
    return rc;
}

int stash_writer_finish(struct stash_writer *w, struct flash_error *err)
{
    int rc = compress(w, ZSTD_e_end, err);

    if (rc == 0 && fsync(w->fd) < 0)
        rc = error_sys(err, errno, "cannot write '%s'", w->temp);
    if (rc == 0)
        rc = file_rename(AT_FDCWD, w->temp, w->path, err);
    if (rc == 0)
        rc = file_sync_dir(AT_FDCWD, path_dir(w->arena, w->path), err);
    return rc;
}

void stash_writer_close(struct stash_writer *w)
{
    if (!w)
        return;
    if (w->fd >= 0)
        close(w->fd);
    w->fd = -1;
    ZSTD_freeCCtx(w->zstd);
    w->zstd = NULL;
    unlink(w->temp);
}

int stash_reader_open(
    const char *path, struct arena *a, struct stash_reader **out, struct flash_error *err)
{
    struct stash_reader *r = arena_new(a, struct stash_reader);

    *r = (struct stash_reader){
        .path = path, .in = arena_alloc(a, CHUNK, 1), .out = arena_alloc(a, CHUNK, 1)};
    r->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (r->fd < 0)
        return error_sys(err, errno, "cannot read '%s'", path);
    r->zstd = ZSTD_createDCtx();
    if (!r->zstd) {
        stash_reader_close(r);
        return error_set(err, FLASH_EIO, "cannot start to decompress '%s'", path);
    }
    *out = r;
    return 0;
}

static int damaged(const struct stash_reader *r, const char *why, struct flash_error *err)
{
    error_set(err, FLASH_ECORRUPT, "stash file '%s' is damaged: %s", r->path, why);
    return error_hint(
        err, "it holds rows: restore it from a backup, or move it away to go on without them");
}

static int fill_input(struct stash_reader *r, struct flash_error *err)
{
    ssize_t n;

    do
        n = read(r->fd, r->in, CHUNK);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return error_sys(err, errno, "cannot read '%s'", r->path);
    if (n == 0)
        return damaged(r, "it ends too early", err);
    r->in_len = (size_t)n;
    r->in_at = 0;
    return 0;
}

/* At least one more byte of output. */
static int refill(struct stash_reader *r, struct flash_error *err)
{
    ZSTD_outBuffer out = {r->out, CHUNK, 0};

    while (out.pos == 0) {
        int rc = r->in_at == r->in_len ? fill_input(r, err) : 0;
        if (rc < 0)
            return rc;
        ZSTD_inBuffer in = {r->in, r->in_len, r->in_at};
        size_t left = ZSTD_decompressStream(r->zstd, &out, &in);
        r->in_at = in.pos;
        if (ZSTD_isError(left))
            return damaged(r, ZSTD_getErrorName(left), err);
        if (left == 0 && out.pos == 0)
            return damaged(r, "it ends too early", err);
    }
    r->out_len = out.pos;
    r->out_at = 0;
    return 0;
}

static int get(struct stash_reader *r, void *bytes, size_t n, struct flash_error *err)
{
    char *p = bytes;

    while (n > 0) {
        int rc = r->out_at == r->out_len ? refill(r, err) : 0;
        if (rc < 0)
            return rc;
        size_t have = r->out_len - r->out_at, take = n < have ? n : have;
        memcpy(p, r->out + r->out_at, take);
        r->out_at += take;
        p += take;
        n -= take;
    }
    return 0;
}

int stash_get_u64(struct stash_reader *r, uint64_t *out, struct flash_error *err)
{
    unsigned char b[8];
    int rc = get(r, b, sizeof(b), err);

    *out = 0;
    for (unsigned i = 0; rc == 0 && i < 8; i++)
        *out |= (uint64_t)b[i] << (8 * i);
    return rc;
}

int stash_get_str(struct stash_reader *r, size_t max, struct arena *a, struct flash_str *out,
    struct flash_error *err)
{
    uint64_t n = 0;
    int rc = stash_get_u64(r, &n, err);

    if (rc < 0)
        return rc;
    if (n > max)
        return damaged(r, "a value is too long", err);
    char *bytes = arena_alloc(a, (size_t)n + 1, 1);
    rc = get(r, bytes, (size_t)n, err);
    bytes[n] = '\0';
    *out = (struct flash_str){bytes, (size_t)n};
    return rc;
}

static int get_cell(
    struct stash_reader *r, struct cell *c, struct arena *a, struct flash_error *err)
{
    unsigned char type = 0;
    uint64_t bits = 0;
    int rc = get(r, &type, 1, err);

    if (rc < 0)
        return rc;
    if (type > CELL_BLOB)
        return damaged(r, "a value of no known type", err);
    *c = (struct cell){.type = (enum cell_type)type};
    if (type == CELL_TEXT || type == CELL_BLOB)
        return stash_get_str(r, VALUE_MAX, a, &c->s, err);
    if (type != CELL_NULL)
        rc = stash_get_u64(r, &bits, err);
    c->i = (int64_t)bits;
    memcpy(&c->r, &bits, sizeof(bits));
    return rc;
}

int stash_get_cells(
    struct stash_reader *r, struct cell *cells, size_t n, struct arena *a, struct flash_error *err)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < n; i++)
        rc = get_cell(r, &cells[i], a, err);
    return rc;
}

void stash_reader_close(struct stash_reader *r)
{
    if (!r)
        return;
    if (r->fd >= 0)
        close(r->fd);
    r->fd = -1;
    ZSTD_freeDCtx(r->zstd);
    r->zstd = NULL;
}
