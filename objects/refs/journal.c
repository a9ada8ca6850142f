#include "objects/refs/journal.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "base/trace.h"
#include "base/vec.h"
#include "objects/refs/reflog.h"
#include "objects/refs/refname.h"
#include "objects/refs/refs.h"
#include "objects/store/internal.h"

#define JOURNAL     "flash-locks"
#define JOURNAL_MAX ((size_t)16 << 20)

int ref_raw_value(
    struct store *s, const char *name, struct arena *a, const char **out, struct flash_error *err)
{
    git_reference *ref;
    char *raw;
    int rc = git_reference_lookup(&ref, s->repo, name);

    if (rc < 0) {
        struct flash_error why;
        int code = store_git_error(&why, rc, STORE_GIT_READ, "cannot read the ref '%s'", name);
        *out = code == FLASH_ENOTFOUND ? "-" : "!";
        if (code == FLASH_ENOTFOUND || code == FLASH_ECORRUPT)
            return 0;
        if (err)
            *err = why;
        return code;
    }
    if (git_reference_type(ref) == GIT_REFERENCE_SYMBOLIC) {
        raw = arena_cprintf(a, "ref:%s", git_reference_symbolic_target(ref));
    } else {
        struct oid id = store_git_oid_from(git_reference_target(ref));
        raw = arena_array(a, char, OID_HEX + 1);
        oid_hex(&id, raw);
    }
    git_reference_free(ref);
    *out = raw;
    return 0;
}

int ref_exists(struct store *s, const char *name, bool *out, struct flash_error *err)
{
    struct arena scratch = s->scratch;
    const char *raw;
    int rc = ref_raw_value(s, name, &scratch, &raw, err);

    if (rc == 0)
        *out = strcmp(raw, "-") != 0;
    return rc;
}

/* No name of a ref holds a space, so words will do. The last line tells a whole journal from a torn
 * one. */
int ref_journal_begin(struct store *s, const struct ref_journal_line *lines, size_t n,
    struct arena scratch, struct flash_error *err)
{
    struct strbuf text;

    strbuf_init(&text, &scratch, JOURNAL_MAX);
    for (size_t i = 0; i < n; i++)
        strbuf_addf(&text, "%c %lld %s %s %s\n", lines[i].deletes ? 'd' : 'w',
            (long long)lines[i].log_size, lines[i].ref, lines[i].log, lines[i].raw);
    strbuf_adds(&text, "end\n");
    int rc = strbuf_check(&text, "the list of refs", err);
    return rc < 0 ? rc : file_write(s->git_fd, JOURNAL, strbuf_str(&text), 0, err);
}

void ref_journal_end(struct store *s)
{
    (void)file_remove(s->git_fd, JOURNAL, NULL);
}

static bool parse_line(struct flash_str line, struct arena *a, struct ref_journal_line *out)
{
    struct flash_str word[5];

    for (size_t i = 0; i < ARRAY_LEN(word); i++)
        if (!str_split(&line, ' ', &word[i]))
            return false;
    if (!str_to_i64(word[1], &out->log_size) || !ref_name_valid(word[2]) ||
        !ref_name_valid(word[3]))
        return false;
    out->deletes = str_eq(word[0], STR("d"));
    out->ref = arena_cstr(a, word[2]);
    out->log = arena_cstr(a, word[3]);
    out->raw = arena_cstr(a, word[4]);
    return true;
}

/* A lock that is older than the journal was somebody else's before we came to wait for it. */
static void remove_lock(struct store *s, const char *ref, const struct timespec *since)
{
    struct arena scratch = s->scratch;
    const char *path = arena_cprintf(&scratch, "%s.lock", ref);
    struct stat st;

    if (fstatat(s->git_fd, path, &st, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISREG(st.st_mode))
        return;
    if (st.st_mtim.tv_sec < since->tv_sec ||
        (st.st_mtim.tv_sec == since->tv_sec && st.st_mtim.tv_nsec < since->tv_nsec))
        return;
    if (unlinkat(s->git_fd, path, 0) == 0)
        TRACE("store", "removed '%s', left by a killed command", path);
}

/* Cuts the log back to size when what follows are at most max_lines lines: more would be somebody
 * else's. */
static void cut_log(struct store *s, const char *log, int64_t size, unsigned max_lines)
{
    struct arena scratch = s->scratch;
    struct flash_str text;
    unsigned lines = 0;
    const char *path = reflog_path(&scratch, log);

    if (file_read(s->git_fd, path, STORE_LOG_MAX, FILE_NOFOLLOW, &scratch, &text, NULL) < 0)
        return;

    if ((int64_t)text.len <= size)
        return;
    for (size_t i = (size_t)size; i < text.len; i++)
        lines += text.ptr[i] == '\n';
    if (lines > max_lines)
        return;
    int fd = openat(s->git_fd, path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return;
    if (ftruncate(fd, (off_t)size) == 0)
        (void)fsync(fd);
    close(fd);
}

void ref_journal_undo_log(struct store *s, const struct ref_journal_line *line, unsigned max_lines)
{
    struct arena scratch = s->scratch;
    const char *raw;

    if (ref_raw_value(s, line->ref, &scratch, &raw, NULL) == 0 && strcmp(raw, line->raw) == 0)
        cut_log(s, line->log, line->log_size, max_lines);
}

static void recover_line(
    struct store *s, const struct ref_journal_line *line, const struct timespec *since)
{
    struct arena scratch = s->scratch;
    bool there;

    remove_lock(s, line->ref, since);
    if (!line->deletes) {
        ref_journal_undo_log(s, line, 1);
    } else {
        remove_lock(s, "packed-refs", since);
        if (ref_exists(s, line->ref, &there, NULL) == 0 && !there)
            (void)file_remove(s->git_fd, reflog_path(&scratch, line->log), NULL);
    }
}

static int recover(struct store *s, const struct timespec *since, struct flash_error *err)
{
    struct flash_str text, line;
    struct ref_journal_line parsed;
    int rc = file_read(s->git_fd, JOURNAL, JOURNAL_MAX, FILE_NOFOLLOW, &s->scratch, &text, err);

    if (rc < 0)
        return rc;
    TRACE("store", "a command was killed while it moved refs; putting right");
    if (str_ends(text, STR("\nend\n")))
        while (str_split(&text, '\n', &line))
            if (parse_line(line, &s->scratch, &parsed))
                recover_line(s, &parsed, since);
    return file_remove(s->git_fd, JOURNAL, err);
}

int ref_journal_recover(struct store *s, struct flash_error *err)
{
    struct arena mark = s->scratch;
    struct stat st;

    if (fstatat(s->git_fd, JOURNAL, &st, AT_SYMLINK_NOFOLLOW) < 0)
        return 0;
    int rc = recover(s, &st.st_mtim, err);
    s->scratch = mark;
    return rc;
}
