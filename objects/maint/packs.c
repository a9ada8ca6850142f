#include "objects/maint/packs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/file.h"
#include "base/str.h"

#define PACK_DIR   "objects/pack"
#define INDEX_MAX  ((size_t)1 << 30)
#define ORPHAN_AGE (24 * 60 * 60)

static DIR *open_folder(struct store *s, const char *path)
{
    int fd = openat(s->git_fd, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);

    if (fd >= 0 && !dir)
        close(fd);
    return dir;
}

static bool is_pack_stem(struct flash_str s)
{
    struct oid id;

    return s.len == 5 + OID_HEX && str_starts(s, STR("pack-")) && oid_parse(str_skip(s, 5), &id);
}

int gc_packs_list(struct store *s, struct arena *a, struct gc_packs *out, struct flash_error *err)
{
    struct gc_packs packs = {0};
    DIR *dir = open_folder(s, PACK_DIR);

    if (!dir)
        return error_sys(err, errno, "cannot open '%s/%s'", s->git_dir, PACK_DIR);
    for (const struct dirent *e; (e = readdir(dir)) != NULL;) {
        struct flash_str name = str_from(e->d_name);
        struct stat st;
        char keep[64];
        if (!str_ends(name, STR(".idx")) || !is_pack_stem(str_sub(name, 0, name.len - 4)))
            continue;
        struct gc_pack pack = {.stem = arena_cstr(a, str_sub(name, 0, name.len - 4))};
        (void)snprintf(keep, sizeof keep, "%s.keep", pack.stem);
        pack.keep = faccessat(dirfd(dir), keep, F_OK, 0) == 0;
        (void)snprintf(keep, sizeof keep, "%s.pack", pack.stem);
        if (fstatat(dirfd(dir), keep, &st, AT_SYMLINK_NOFOLLOW) < 0)
            continue;
        pack.mtime = (int64_t)st.st_mtime;
        *vec_push(a, &packs) = pack;
    }
    closedir(dir);
    *out = packs;
    return 0;
}

static const char *pack_path(struct arena *a, const struct gc_pack *p, const char *ext)
{
    return arena_cprintf(a, PACK_DIR "/%s.%s", p->stem, ext);
}

static uint32_t load32(const char *at)
{
    const unsigned char *p = (const unsigned char *)at;

    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Version 2: magic, version, 256 running counts, then the ids in order. */
static int index_ids(
    const struct gc_pack *p, struct flash_str index, struct flash_str *ids, struct flash_error *err)
{
    static const char magic[8] = {'\377', 't', 'O', 'c', 0, 0, 0, 2};
    const size_t head = sizeof magic + 256 * 4;

    if (index.len >= head && memcmp(index.ptr, magic, sizeof magic) == 0) {
        size_t n = load32(index.ptr + head - 4);
        if ((index.len - head) / 28 >= n) {
            *ids = str_sub(index, head, head + n * sizeof(struct oid));
            return 0;
        }
    }
    return error_set(err, FLASH_ECORRUPT, "the index of '%s' cannot be read", p->stem);
}

int gc_packs_strangers(struct store *s, const struct gc_pack *p, const struct oid_set *set,
    size_t *out, struct flash_error *err)
{
    struct arena scratch = s->scratch;
    struct flash_str index, ids;
    size_t n = 0;
    int rc = file_read(
        s->git_fd, pack_path(&scratch, p, "idx"), INDEX_MAX, FILE_NOFOLLOW, &scratch, &index, err);

    if (rc == 0)
        rc = index_ids(p, index, &ids, err);
    if (rc < 0)
        return rc;
    for (; ids.len > 0; ids = str_skip(ids, sizeof(struct oid))) {
        struct oid id;
        memcpy(id.b, ids.ptr, sizeof id.b);
        n += oid_set_find(set, &id) == NULL;
    }
    *out = n;
    return 0;
}

int gc_packs_remove(struct store *s, const struct gc_pack *p, struct flash_error *err)
{
    static const char *const ext[] = {"idx", "bitmap", "rev", "mtimes", "pack"};
    struct arena scratch = s->scratch;
    int rc = 0;

    for (size_t i = 0; i < ARRAY_LEN(ext) && rc == 0; i++)
        rc = file_remove(s->git_fd, pack_path(&scratch, p, ext[i]), err);
    return rc;
}

int gc_packs_remove_midx(struct store *s, struct flash_error *err)
{
    return file_remove(s->git_fd, PACK_DIR "/multi-pack-index", err);
}

static bool is_orphan(int fd, const char *name)
{
    struct flash_str s = str_from(name);
    struct stat st;
    char index[64];

    if (!str_ends(s, STR(".pack")) || !is_pack_stem(str_sub(s, 0, s.len - 5)))
        return false;
    (void)snprintf(index, sizeof index, "%.*s.idx", (int)s.len - 5, s.ptr);
    return faccessat(fd, index, F_OK, 0) < 0 && errno == ENOENT &&
           fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
           clock_files() - (int64_t)st.st_mtime > ORPHAN_AGE;
}

size_t gc_packs_sweep(struct store *s)
{
    DIR *dir = open_folder(s, PACK_DIR);
    size_t n = 0;

    if (!dir)
        return 0;
    for (const struct dirent *e; (e = readdir(dir)) != NULL;)
        if (is_orphan(dirfd(dir), e->d_name))
            n += unlinkat(dirfd(dir), e->d_name, 0) == 0;
    closedir(dir);
    return n;
}

struct loose {
    void (*each)(void *payload, int dirfd, const char *name, const struct oid *id);
    void *payload;
    size_t count;
};

static void each_in_folder(struct store *s, struct loose *l, unsigned folder)
{
    char path[16], hex[OID_HEX + 1];
    struct oid id;

    (void)snprintf(path, sizeof path, "objects/%02x", folder);
    DIR *dir = open_folder(s, path);
    if (!dir)
        return;
    for (const struct dirent *e; (e = readdir(dir)) != NULL;) {
        if (strlen(e->d_name) != OID_HEX - 2)
            continue;
        (void)snprintf(hex, sizeof hex, "%02x%.38s", folder & 0xff, e->d_name);
        if (!oid_parse(str_from(hex), &id))
            continue;
        l->count++;
        if (l->each)
            l->each(l->payload, dirfd(dir), e->d_name, &id);
    }
    closedir(dir);
}

void gc_loose_each(struct store *s,
    void (*each)(void *payload, int dirfd, const char *name, const struct oid *id), void *payload)
{
    struct loose l = {each, payload, 0};

    for (unsigned i = 0; i < 256; i++)
        each_in_folder(s, &l, i);
}

size_t gc_loose_count(struct store *s)
{
    struct loose l = {0};

    for (unsigned i = 0; i < 256; i++)
        each_in_folder(s, &l, i);
    return l.count;
}

size_t gc_loose_estimate(struct store *s)
{
    struct loose l = {0};

    each_in_folder(s, &l, 17);
    return l.count * 256;
}
