#include "objects/refs/reflog.h"

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

/* Offset behind the last newline of the file's final bytes; -1 when there is none among them. */
static int64_t last_line_end(int fd, int64_t size)
{
    char buf[4096];

    for (int64_t end = size; end > 0 && size - end < LINE_MAX_BYTES;) {
        int64_t start = end > (int64_t)sizeof buf ? end - (int64_t)sizeof buf : 0;
        ssize_t n = pread(fd, buf, (size_t)(end - start), (off_t)start);
        if (n <= 0)
            return -1;
        for (ssize_t i = n; i > 0; i--)
            if (buf[i - 1] == '\n')
                return start + i;
        end = start;
    }
    return size <= LINE_MAX_BYTES ? 0 : -1;
}

int64_t reflog_mend(struct store *s, const char *ref)
{
    struct arena scratch = s->scratch;
    struct stat st;
    int fd = openat(s->git_fd, reflog_path(&scratch, ref), O_RDWR | O_NOFOLLOW | O_CLOEXEC);

    if (fd < 0)
        return -1;
    int64_t size = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) ? (int64_t)st.st_size : -1;
    if (size > 0) {
        int64_t end = last_line_end(fd, size);
        if (end >= 0 && end < size && ftruncate(fd, (off_t)end) == 0)
            size = end;
    }
    close(fd);
    return size;
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
