#include "objects/store/packfile.h"

#include <assert.h>
#include <mbedtls/sha1.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "base/str.h"

/* The indexer maps and scans what it has at every append: so it gets large pieces. */
#define PACK_BUFFER ((size_t)4 << 20)

/* zlib clears its tables for every object, which cost more than compressing a small one: those get
 * a stream of their own with small tables. */
#define SMALL_OBJECT      4096
#define SMALL_WINDOW_BITS 12
#define SMALL_MEMORY      4

struct store_pack {
    git_indexer *indexer;
    git_indexer_progress progress;
    mbedtls_sha1_context sha; /* of the pack, for its trailer; names of objects come from oid_of */
    z_stream large, small;
    unsigned char *buf;
    size_t used, left; /* bytes in buf; objects still to come */
};

static int flush(struct store_pack *p, struct flash_error *err)
{
    if (p->used == 0)
        return 0;
    (void)mbedtls_sha1_update_ret(&p->sha, p->buf, p->used);
    int rc = git_indexer_append(p->indexer, p->buf, p->used, &p->progress);
    p->used = 0;
    return rc < 0 ? store_git_error(err, rc, STORE_GIT_WRITE, "cannot write a pack") : 0;
}

static void put(struct store_pack *p, const void *bytes, size_t n)
{
    assert(n <= PACK_BUFFER - p->used);
    memcpy(p->buf + p->used, bytes, n);
    p->used += n;
}

static void put_header(struct store_pack *p, size_t count)
{
    unsigned char h[12] = {'P', 'A', 'C', 'K', 0, 0, 0, 2};

    for (unsigned i = 0; i < 4; i++)
        h[8 + i] = (unsigned char)(count >> (24 - 8 * i));
    put(p, h, sizeof h);
}

static int begin_indexer(struct store *s, struct store_pack *p, struct flash_error *err)
{
    git_indexer_options options;
    char folder[4096];
    int n = snprintf(folder, sizeof folder, "%s/objects/pack", s->git_dir);

    if (n < 0 || (size_t)n >= sizeof folder)
        return error_set(err, FLASH_EINVALID, "the path of the store is too long");
    git_indexer_options_init(&options, GIT_INDEXER_OPTIONS_VERSION);
    int rc = git_indexer_new(&p->indexer, folder, 0, s->odb, &options);
    if (rc < 0)
        return store_git_error(err, rc, STORE_GIT_WRITE, "cannot write a pack in '%s'", folder);
    return 0;
}

static int begin_streams(struct store_pack *p, struct flash_error *err)
{
    if (deflateInit(&p->large, 1) != Z_OK ||
        deflateInit2(
            &p->small, 1, Z_DEFLATED, SMALL_WINDOW_BITS, SMALL_MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
        return error_set(err, FLASH_EIO, "cannot start zlib");
    return 0;
}

static void end_streams(struct store_pack *p)
{
    deflateEnd(&p->large);
    deflateEnd(&p->small);
}

int store_pack_begin(struct store *s, size_t count, struct arena *a, struct store_pack **out,
    struct flash_error *err)
{
    struct store_pack *p = arena_new(a, struct store_pack);

    if (count > UINT32_MAX)
        return error_set(err, FLASH_ETOOBIG, "too many objects for one pack");
    int rc = begin_streams(p, err);
    if (rc == 0)
        rc = begin_indexer(s, p, err);
    if (rc < 0) {
        end_streams(p);
        return rc;
    }
    p->buf = arena_array(a, unsigned char, PACK_BUFFER);
    p->left = count;
    mbedtls_sha1_init(&p->sha);
    (void)mbedtls_sha1_starts_ret(&p->sha);
    put_header(p, count);
    *out = p;
    return 0;
}

/* Type and size: 4 bits of size in the first byte, 7 in each that follows. */
static void put_object_header(struct store_pack *p, enum object_type type, size_t size)
{
    unsigned char h[16];
    size_t n = 0;
    unsigned char c = (unsigned char)((unsigned)type << 4 | (size & 15));

    for (size >>= 4; size > 0; size >>= 7) {
        h[n++] = c | 0x80;
        c = (unsigned char)(size & 0x7f);
    }
    h[n++] = c;
    put(p, h, n);
}

static int deflate_some(
    struct store_pack *p, z_stream *z, int *status, int mode, struct flash_error *err)
{
    size_t room = PACK_BUFFER - p->used;

    z->next_out = p->buf + p->used;
    z->avail_out = (uInt)room;
    *status = deflate(z, mode);
    p->used += room - z->avail_out;
    if (*status == Z_STREAM_ERROR)
        return error_bug(err, "zlib refuses to compress an object");
    return p->used == PACK_BUFFER ? flush(p, err) : 0;
}

static int put_deflated(struct store_pack *p, struct flash_str bytes, struct flash_error *err)
{
    z_stream *z = bytes.len <= SMALL_OBJECT ? &p->small : &p->large;
    int status = Z_OK, rc = 0;

    deflateReset(z);
    do {
        uInt take = bytes.len > (1U << 30) ? 1U << 30 : (uInt)bytes.len;
        /* zlib does not write through next_in, whose type has no const. */
        memcpy(&z->next_in, &bytes.ptr, sizeof z->next_in);
        z->avail_in = take;
        bytes = (struct flash_str){bytes.ptr ? bytes.ptr + take : NULL, bytes.len - take};
        do {
            rc = deflate_some(p, z, &status, bytes.len ? Z_NO_FLUSH : Z_FINISH, err);
        } while (rc == 0 && status != Z_STREAM_END && (z->avail_in > 0 || bytes.len == 0));
    } while (rc == 0 && status != Z_STREAM_END);
    return rc;
}

int store_pack_add(
    struct store_pack *p, enum object_type type, struct flash_str bytes, struct flash_error *err)
{
    int rc = 0;

    assert(p->left > 0);
    p->left--;
    if (PACK_BUFFER - p->used < 64)
        rc = flush(p, err);
    if (rc < 0)
        return rc;
    put_object_header(p, type, bytes.len);
    return put_deflated(p, bytes, err);
}

static int finish(struct store_pack *p, struct flash_error *err)
{
    unsigned char trailer[20];
    int rc = flush(p, err);

    assert(p->left == 0);
    if (rc < 0)
        return rc;
    (void)mbedtls_sha1_finish_ret(&p->sha, trailer);
    rc = git_indexer_append(p->indexer, trailer, sizeof trailer, &p->progress);
    if (rc == 0)
        rc = git_indexer_commit(p->indexer, &p->progress);
    if (rc < 0)
        return store_git_error(err, rc, STORE_GIT_WRITE, "cannot write a pack");
    return 0;
}

int store_pack_finish(struct store_pack *p, char name[OID_HEX + 1], struct flash_error *err)
{
    int rc = finish(p, err);

    if (rc == 0 && name)
        (void)snprintf(name, OID_HEX + 1, "%s", git_indexer_name(p->indexer));
    store_pack_abort(p);
    return rc;
}

void store_pack_abort(struct store_pack *p)
{
    end_streams(p);
    git_indexer_free(p->indexer);
}
