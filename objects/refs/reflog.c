#include "objects/refs/reflog.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/str.h"
#include "objects/graph/signature.h"
#include "objects/refs/refs.h"
#include "objects/store/internal.h"

#define LINE_MAX_BYTES 65536

const char *reflog_path(struct arena *a, const char *ref)
{
    return arena_cprintf(a, "logs/%s", ref);
}

static ssize_t read_at(int fd, char *buf, size_t want, int64_t from)
{
    size_t have = 0;

    while (have < want) {
        ssize_t n = pread(fd, buf + have, want - have, (off_t)from + (off_t)have);
        if (n < 0 && errno != EINTR)
            return -1;
        if (n == 0)
            break;
        have += n > 0 ? (size_t)n : 0;
    }
    return (ssize_t)have;
}

/* Offset behind the last newline; size when no line ends near the end (then it is no log of ours),
 * -1 when reading failed. */
static int64_t last_line_end(int fd, int64_t size)
{
    char buf[4096];

    for (int64_t end = size; end > 0 && size - end < LINE_MAX_BYTES;) {
        int64_t start = end > (int64_t)sizeof buf ? end - (int64_t)sizeof buf : 0;
        ssize_t n = read_at(fd, buf, (size_t)(end - start), start);
        if (n < 0)
            return -1;
        for (ssize_t i = n; i > 0; i--)
            if (buf[i - 1] == '\n')
                return start + i;
        end = start;
    }
    return size <= LINE_MAX_BYTES ? 0 : size;
}

static int mend(int fd, const char *ref, int64_t *size, struct flash_error *err)
{
    struct stat st;

    if (fstat(fd, &st) < 0)
        return error_sys(err, errno, "cannot look at the reflog of '%s'", ref);
    *size = S_ISREG(st.st_mode) ? (int64_t)st.st_size : 0;
    int64_t end = *size > 0 ? last_line_end(fd, *size) : *size;
    if (end < 0)
        return error_sys(err, errno, "cannot read the reflog of '%s'", ref);
    if (end < *size && ftruncate(fd, (off_t)end) < 0)
        return error_sys(err, errno, "cannot mend the reflog of '%s'", ref);
    *size = end;
    return 0;
}

int reflog_mend(struct store *s, const char *ref, int64_t *size, struct flash_error *err)
{
    struct arena scratch = s->scratch;
    int fd = openat(s->git_fd, reflog_path(&scratch, ref), O_RDWR | O_NOFOLLOW | O_CLOEXEC);

    *size = 0;
    if (fd < 0 && (errno == ENOENT || errno == EISDIR || errno == ENOTDIR))
        return 0;
    if (fd < 0)
        return error_sys(err, errno, "cannot open the reflog of '%s'", ref);
    int rc = mend(fd, ref, size, err);
    close(fd);
    return rc;
}

bool reflog_parse_line(struct flash_str line, struct reflog_entry *out)
{
    struct reflog_entry e = {0};
    struct flash_str head;

    if (line.len < 2 * OID_HEX + 2 || line.ptr[OID_HEX] != ' ' ||
        line.ptr[2 * OID_HEX + 1] != ' ' || !oid_parse(str_sub(line, 0, OID_HEX), &e.from) ||
        !oid_parse(str_sub(line, OID_HEX + 1, 2 * OID_HEX + 1), &e.to))
        return false;
    line = str_skip(line, 2 * OID_HEX + 2);
    if (!str_split(&line, '\t', &head) || !signature_parse(head, &e.who))
        return false;
    e.message = line.ptr ? line : STR("");
    *out = e;
    return true;
}

/* "a" has no log of its own once there is a log of "a/b". */
static bool is_folder(struct store *s, const char *path)
{
    struct stat st;

    return fstatat(s->git_fd, path, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode);
}

int reflog_read(
    struct store *s, const char *name, struct arena *a, struct reflog *out, struct flash_error *err)
{
    struct flash_str text, line;
    struct reflog log = {0};
    struct reflog_entry entry;
    struct flash_error why;
    const char *path = reflog_path(a, name);
    int rc = file_read(s->git_fd, path, STORE_LOG_MAX, FILE_NOFOLLOW, a, &text, &why);

    if (rc < 0 && rc != FLASH_ENOTFOUND && !is_folder(s, path)) {
        if (err)
            *err = why;
        return rc;
    }
    if (rc == 0)
        while (str_split(&text, '\n', &line))
            if (reflog_parse_line(line, &entry))
                *vec_push(a, &log) = entry;
    for (size_t i = 0; i < log.len / 2; i++) {
        struct reflog_entry t = log.items[i];
        log.items[i] = log.items[log.len - 1 - i];
        log.items[log.len - 1 - i] = t;
    }
    *out = log;
    return 0;
}
