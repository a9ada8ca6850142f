#include "objects/store/loose.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/file.h"
#include "base/str.h"

#define TRIES 100

struct loose_file {
    int fd;
    char temp[80], path[64];
};

struct loose_write {
    struct store *s;
    struct loose_file files[LOOSE_MAX];
    size_t n;
    bool new_folder;
    struct flash_error *err;
};

static int deflate_part(z_stream *z, const void *bytes, size_t n, int mode)
{
    /* zlib does not write through next_in, whose type has no const. */
    memcpy(&z->next_in, &bytes, sizeof z->next_in);
    z->avail_in = (uInt)n;
    return deflate(z, mode);
}

/* "<type> <size>" NUL bytes, compressed. An object is within LIMIT_FILE, far below what one call of
 * zlib takes. */
static int compress_object(
    const struct batch_item *item, struct arena *a, struct flash_str *out, struct flash_error *err)
{
    z_stream z = {0};
    char head[40];
    int n = snprintf(head, sizeof head, "%s %zu", object_type_name(item->type), item->bytes.len);

    if (item->bytes.len > UINT32_MAX / 2)
        return error_set(err, FLASH_ETOOBIG, "an object of %zu bytes", item->bytes.len);
    if (deflateInit(&z, 1) != Z_OK)
        return error_set(err, FLASH_EIO, "cannot start zlib");
    size_t room = (size_t)deflateBound(&z, (uLong)(item->bytes.len + sizeof head)) + 64;
    unsigned char *buf = arena_array(a, unsigned char, room);
    z.next_out = buf;
    z.avail_out = (uInt)room;
    int status = deflate_part(&z, head, (size_t)n + 1, Z_NO_FLUSH);
    if (status == Z_OK)
        status =
            deflate_part(&z, item->bytes.len ? item->bytes.ptr : "", item->bytes.len, Z_FINISH);
    *out = (struct flash_str){(const char *)buf, room - z.avail_out};
    deflateEnd(&z);
    return status == Z_STREAM_END ? 0 : error_bug(err, "zlib gives %d for an object", status);
}

/* Not the process id alone: two containers on one folder can have the same. */
static int open_temp(struct loose_write *w, struct loose_file *f)
{
    for (unsigned i = 0; i < TRIES; i++) {
        (void)snprintf(f->temp, sizeof f->temp, "objects/tmp_obj_%ld_%llx_%zu", (long)getpid(),
            (unsigned long long)clock_mono_us(), w->n);
        f->fd = openat(
            w->s->git_fd, f->temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0444);
        if (f->fd >= 0 || errno != EEXIST)
            break;
    }
    if (f->fd < 0)
        return error_sys(w->err, errno, "cannot create a file in '%s/objects'", w->s->git_dir);
    return 0;
}

static void start_writing(int fd)
{
#ifdef POSIX_FADV_DONTNEED
    /* Has the system begin with this file's pages, so that the syncs that follow find them under
     * way. */
    (void)posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
#else
    (void)fd;
#endif
}

static int write_temp(struct loose_write *w, const struct batch_item *item, struct arena scratch)
{
    struct loose_file *f = &w->files[w->n];
    struct flash_str bytes = {0};
    char hex[OID_HEX + 1];
    int rc = compress_object(item, &scratch, &bytes, w->err);

    if (rc < 0)
        return rc;
    oid_hex(&item->id, hex);
    (void)snprintf(f->path, sizeof f->path, "objects/%.2s/%s", hex, hex + 2);
    rc = open_temp(w, f);
    if (rc < 0)
        return rc;
    w->n++;
    rc = file_write_all(f->fd, bytes.ptr, bytes.len, f->path, w->err);
    if (rc == 0)
        start_writing(f->fd);
    return rc;
}

static int sync_file(struct loose_write *w, struct loose_file *f)
{
    int rc;

    do
        rc = fsync(f->fd);
    while (rc < 0 && errno == EINTR);
    if (rc == 0) {
        rc = close(f->fd);
        f->fd = -1;
    }
    if (rc < 0 && errno != EINTR)
        return error_sys(w->err, errno, "cannot write '%s/%s'", w->s->git_dir, f->path);
    return 0;
}

/* "objects/ab" */
static const char *folder_of(const struct loose_file *f, char out[16])
{
    (void)snprintf(out, 16, "%.10s", f->path);
    return out;
}

/* Twice: a gc may take an empty folder away between the two calls. */
static int put_in_place(struct loose_write *w, struct loose_file *f)
{
    char folder[16];
    int rc = FLASH_ENOTFOUND;

    folder_of(f, folder);
    for (unsigned i = 0; i < 2 && rc < 0; i++) {
        if (mkdirat(w->s->git_fd, folder, 0777) == 0)
            w->new_folder = true;
        else if (errno != EEXIST)
            return error_sys(w->err, errno, "cannot create '%s/%s'", w->s->git_dir, folder);
        rc = file_rename(w->s->git_fd, f->temp, f->path, w->err);
    }
    if (rc == 0)
        f->temp[0] = '\0';
    return rc;
}

static int sync_folders(struct loose_write *w)
{
    bool done[256] = {false};
    char folder[16];
    int rc = 0;

    for (size_t i = 0; i < w->n && rc == 0; i++) {
        unsigned n = 0;
        (void)sscanf(w->files[i].path, "objects/%2x", &n);
        if (!done[n & 255])
            rc = file_sync_dir(w->s->git_fd, folder_of(&w->files[i], folder), w->err);
        done[n & 255] = true;
    }
    if (rc == 0 && w->new_folder)
        rc = file_sync_dir(w->s->git_fd, "objects", w->err);
    return rc;
}

static void clean_up(struct loose_write *w)
{
    for (size_t i = 0; i < w->n; i++) {
        if (w->files[i].fd >= 0)
            close(w->files[i].fd);
        if (w->files[i].temp[0])
            (void)unlinkat(w->s->git_fd, w->files[i].temp, 0);
    }
}

int store_loose_write(
    struct store *s, const struct batch_item *items, size_t n, struct flash_error *err)
{
    struct loose_write w = {.s = s, .err = err};
    int rc = 0;

    assert(n <= LOOSE_MAX);
    for (size_t i = 0; i < n && rc == 0; i++)
        rc = write_temp(&w, &items[i], s->scratch);
    for (size_t i = 0; i < n && rc == 0; i++)
        rc = sync_file(&w, &w.files[i]);
    for (size_t i = 0; i < n && rc == 0; i++)
        rc = put_in_place(&w, &w.files[i]);
    if (rc == 0)
        rc = sync_folders(&w);
    clean_up(&w);
    return rc;
}
