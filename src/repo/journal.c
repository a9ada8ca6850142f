#include "repo/journal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/file.h"
#include "base/path.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "objects/store/oid.h"

#define JOURNAL_HEADER "flash-journal 1\n"
#define JOURNAL_MAX    ((size_t)64 << 10)
#define OP_HEX         32

static const char *const kind_names[] = {
    [JOURNAL_APPLY] = "apply",
    [JOURNAL_CHECKOUT] = "checkout",
};

static const char *const phase_names[] = {
    [JOURNAL_INTENT] = "intent",
    [JOURNAL_DATABASE] = "database",
    [JOURNAL_FILES] = "files",
    [JOURNAL_HEAD] = "head",
};

/* Texts, one line each. */
static const struct {
    const char *name;
    size_t offset;
} texts[] = {
    {"target", offsetof(struct journal, target)},
    {"url", offsetof(struct journal, url)},
    {"data", offsetof(struct journal, data)},
    {"from-commit", offsetof(struct journal, from_commit)},
    {"to-commit", offsetof(struct journal, to_commit)},
    {"from-branch", offsetof(struct journal, from_branch)},
    {"to-branch", offsetof(struct journal, to_branch)},
    {"imports", offsetof(struct journal, imports)},
    {"copy-save", offsetof(struct journal, copy_save)},
    {"copy-from", offsetof(struct journal, copy_from)},
    {"who", offsetof(struct journal, who)},
    {"host", offsetof(struct journal, host)},
    {"pid", offsetof(struct journal, pid)},
    {"started", offsetof(struct journal, started_at)},
};

static const struct {
    const char *name;
    size_t offset;
} flags[] = {
    {"database", offsetof(struct journal, database)},
    {"files", offsetof(struct journal, files)},
    {"new-branch", offsetof(struct journal, new_branch)},
    {"any-branch", offsetof(struct journal, any_branch)},
    {"discard", offsetof(struct journal, discard)},
};

static struct flash_str *text_of(struct journal *j, size_t i)
{
    return (struct flash_str *)(void *)((char *)j + texts[i].offset);
}

static bool *flag_of(struct journal *j, size_t i)
{
    return (bool *)(void *)((char *)j + flags[i].offset);
}

const char *journal_kind_name(enum journal_kind k)
{
    return kind_names[k];
}

/* Values are one line each: what would end it, and the sign itself, stand as %XX. */
static void add_value(struct strbuf *b, struct flash_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c < 0x20 || c == '%' || c == 0x7f)
            strbuf_addf(b, "%%%02X", c);
        else
            strbuf_addc(b, (char)c);
    }
}

static int hex_value(char c)
{
    if (ascii_digit(c))
        return c - '0';
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static struct flash_str read_value(struct arena *a, struct flash_str s)
{
    char *out = arena_cstr(a, s);
    size_t n = 0;

    for (size_t i = 0; i < s.len; i++) {
        int high = s.ptr[i] == '%' && i + 2 < s.len ? hex_value(s.ptr[i + 1]) : -1;
        int low = high >= 0 ? hex_value(s.ptr[i + 2]) : -1;
        if (low >= 0) {
            out[n++] = (char)(high * 16 + low);
            i += 2;
        } else {
            out[n++] = s.ptr[i];
        }
    }
    out[n] = '\0';
    return (struct flash_str){out, n};
}

static struct flash_str print_journal(struct journal *j, struct arena *a)
{
    struct strbuf b;

    strbuf_init(&b, a, JOURNAL_MAX);
    strbuf_adds(&b, JOURNAL_HEADER);
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        if (text_of(j, i)->len == 0)
            continue;
        strbuf_addf(&b, "%s ", texts[i].name);
        add_value(&b, *text_of(j, i));
        strbuf_addc(&b, '\n');
    }
    for (size_t i = 0; i < ARRAY_LEN(flags); i++)
        if (*flag_of(j, i))
            strbuf_addf(&b, "%s yes\n", flags[i].name);
    strbuf_addf(&b, "phase %s\n", phase_names[j->phase]);
    return strbuf_str(&b);
}

static void read_line(
    struct journal *j, struct flash_str name, struct flash_str value, struct arena *a)
{
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        if (str_eq(name, str_from(texts[i].name)))
            *text_of(j, i) = read_value(a, value);
    for (size_t i = 0; i < ARRAY_LEN(flags); i++)
        if (str_eq(name, str_from(flags[i].name)))
            *flag_of(j, i) = true;
    for (size_t i = 0; str_eq(name, STR("phase")) && i < ARRAY_LEN(phase_names); i++)
        if (str_eq(value, str_from(phase_names[i])))
            j->phase = (enum journal_phase)i;
}

static int parse_journal(
    struct journal *j, struct flash_str text, struct arena *a, struct flash_error *err)
{
    struct flash_str line, name;

    if (!str_starts(text, STR(JOURNAL_HEADER))) {
        bool newer = str_starts(text, STR("flash-journal "));
        error_set(err, newer ? FLASH_ENEWER : FLASH_ECORRUPT, "'%s' is no journal %s", j->path,
            newer ? "of this version of flash" : "of flash");
        return error_hint(err,
            "look at it; when nothing is under way, remove the file and run the command again");
    }
    text = str_skip(text, sizeof(JOURNAL_HEADER) - 1);
    while (str_split(&text, '\n', &line))
        if (str_split(&line, ' ', &name))
            read_line(j, name, line, a);
    return 0;
}

/* The op's folder, made when needed. */
static int op_dir(struct repo *r, struct arena *a, char **out, struct flash_error *err)
{
    *out = repo_path(r, a, "op");
    return file_mkdirs(AT_FDCWD, *out, err);
}

static int try_lock(int fd)
{
    int rc;
    do
        rc = flock(fd, LOCK_EX | LOCK_NB);
    while (rc < 0 && errno == EINTR);
    return rc;
}

/* Written and locked under a name that nobody looks at, then given its own: whoever sees a journal
 * sees the whole of it, and sees that its process lives. */
static int publish(struct journal *j, const char *dir, struct arena *a, struct flash_error *err)
{
    char *temp = arena_cprintf(a, "%s/.%s.new", dir, j->op);
    struct flash_str text = print_journal(j, a);

    j->fd = open(temp, O_CREAT | O_TRUNC | O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (j->fd < 0)
        return error_sys(err, errno, "cannot write '%s'", temp);
    int rc = file_write_all(j->fd, text.ptr, text.len, temp, err);
    if (rc == 0 && (try_lock(j->fd) < 0 || fsync(j->fd) < 0))
        rc = error_sys(err, errno, "cannot write '%s'", temp);
    if (rc == 0)
        rc = file_rename(AT_FDCWD, temp, j->path, err);
    if (rc == 0)
        rc = file_sync_dir(AT_FDCWD, dir, err);
    if (rc < 0) {
        unlink(temp);
        unlink(j->path);
        close(j->fd);
        j->fd = -1;
    }
    return rc;
}

int journal_new_op(struct journal *j, struct arena *a, struct flash_error *err)
{
    unsigned char bits[16];

    int rc = proc_random(bits, err);
    if (rc < 0)
        return rc;
    /* Mixed with what this operation is, so that two never have one name, even with repeatable
     * bits. */
    struct strbuf b;
    struct oid id;
    strbuf_init(&b, a, JOURNAL_MAX);
    strbuf_add(&b, (struct flash_str){(const char *)bits, sizeof(bits)});
    strbuf_addf(&b, "%s %.*s %.*s %.*s %.*s %.*s", kind_names[j->kind], STR_ARG(j->op_before),
        STR_ARG(j->from_commit), STR_ARG(j->to_commit), STR_ARG(j->from_branch),
        STR_ARG(j->to_branch));
    oid_of(OBJECT_BLOB, strbuf_str(&b), &id);
    for (size_t i = 0; i < sizeof(bits); i++)
        snprintf(j->op + 2 * i, 3, "%02x", id.b[i]);
    j->phase = JOURNAL_INTENT;
    j->who = str_from(proc_user(a));
    j->host = str_from(proc_host(a));
    j->pid = arena_printf(a, "%ld", (long)getpid());
    j->started_at = clock_iso(a, clock_now());
    j->fd = -1;
    return 0;
}

/* ".<32 hex>.new" */
static bool is_unpublished(struct flash_str name)
{
    if (name.len != OP_HEX + 5 || name.ptr[0] != '.' || !str_ends(name, STR(".new")))
        return false;
    for (size_t i = 1; i <= OP_HEX; i++)
        if (hex_value(ascii_upper(name.ptr[i])) < 0)
            return false;
    return true;
}

/* Nobody else publishes while the store is locked: what has no name of its own yet was left by a
 * process that was killed before its operation began. */
static void sweep_unpublished(const char *dir)
{
    DIR *d = opendir(dir);
    struct dirent *e;

    while (d && (e = readdir(d)) != NULL)
        if (is_unpublished(str_from(e->d_name)))
            (void)unlinkat(dirfd(d), e->d_name, 0);
    if (d)
        closedir(d);
}

int journal_begin(struct repo *r, struct journal *j, struct arena *a, struct flash_error *err)
{
    char *dir = NULL;

    int rc = journal_new_op(j, a, err);
    if (rc == 0)
        rc = op_dir(r, a, &dir, err);
    if (rc < 0)
        return rc;
    if (r->locked > 0)
        sweep_unpublished(dir);
    j->path = arena_cprintf(a, "%s/%s-%s", dir, kind_names[j->kind], j->op);
    return publish(j, dir, a, err);
}

int journal_phase(struct journal *j, enum journal_phase phase, struct flash_error *err)
{
    char line[64];
    int n = snprintf(line, sizeof(line), "phase %s\n", phase_names[phase]);

    int rc = file_write_all(j->fd, line, (size_t)n, j->path, err);
    if (rc == 0 && fsync(j->fd) < 0)
        rc = error_sys(err, errno, "cannot write '%s'", j->path);
    if (rc == 0)
        j->phase = phase;
    return rc;
}

int journal_end(struct repo *r, struct journal *j, struct flash_error *err)
{
    (void)r;
    int rc = file_remove(AT_FDCWD, j->path, err);
    journal_abandon(j);
    return rc;
}

void journal_abandon(struct journal *j)
{
    if (j->fd >= 0)
        close(j->fd);
    j->fd = -1;
}

/* "checkout-<32 hex>" to its kind; false for names that are not ours (a merge's folder). */
static bool parse_name(struct flash_str name, struct journal *j)
{
    for (size_t i = 0; i < ARRAY_LEN(kind_names); i++) {
        struct flash_str prefix = str_from(kind_names[i]);
        if (!str_starts(name, prefix) || name.len != prefix.len + 1 + OP_HEX ||
            name.ptr[prefix.len] != '-')
            continue;
        j->kind = (enum journal_kind)i;
        memcpy(j->op, name.ptr + prefix.len + 1, OP_HEX);
        j->op[OP_HEX] = '\0';
        return true;
    }
    return false;
}

static int read_journal(struct journal *j, struct arena *a, struct flash_error *err)
{
    struct flash_str text;
    int rc = file_read(AT_FDCWD, j->path, JOURNAL_MAX, FILE_NOFOLLOW, a, &text, err);
    return rc < 0 ? rc : parse_journal(j, text, a, err);
}

int journal_list(struct repo *r, struct arena *a, struct journals *out, struct flash_error *err)
{
    struct file_list files = {0};
    char *dir = repo_path(r, a, "op");

    *out = (struct journals){0};
    if (!file_exists(AT_FDCWD, dir))
        return 0;
    int rc = file_walk(AT_FDCWD, dir, "", a, &files, err);
    for (size_t i = 0; rc == 0 && i < files.list.len; i++) {
        struct journal j = {.fd = -1};
        if (!parse_name(files.list.items[i].path, &j))
            continue;
        j.path = path_join(a, dir, files.list.items[i].path.ptr);
        rc = read_journal(&j, a, err);
        /* Its process may have come to its end since. */
        if (rc == FLASH_ENOTFOUND)
            rc = 0;
        else if (rc == 0)
            *vec_push(a, &out->list) = j;
    }
    return rc;
}

int journal_take(
    struct repo *r, struct journal *j, struct arena *a, bool *mine, struct flash_error *err)
{
    struct stat ours, there;

    (void)r;
    *mine = false;
    int fd = open(j->path, O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return errno == ENOENT ? 0 : error_sys(err, errno, "cannot open '%s'", j->path);
    if (try_lock(fd) < 0) {
        int why = errno;
        close(fd);
        return why == EWOULDBLOCK ? 0 : error_sys(err, why, "cannot lock '%s'", j->path);
    }
    /* Locked, but perhaps removed between the two: then its work is done. */
    if (fstat(fd, &ours) < 0 || lstat(j->path, &there) < 0 || ours.st_ino != there.st_ino) {
        close(fd);
        return 0;
    }
    int rc = read_journal(j, a, err);
    if (rc < 0) {
        close(fd);
        return rc;
    }
    j->fd = fd;
    *mine = true;
    return 0;
}

int journal_check(struct repo *r, enum journal_kind wanted, struct flash_error *err)
{
    struct arena *a = r->arena;
    struct journals open_ones = {0};
    const char *name = repo_operation(r, a);

    if (!name)
        return 0;
    int rc = journal_list(r, a, &open_ones, err);
    if (rc < 0)
        return rc;
    for (size_t i = 0; i < open_ones.list.len; i++) {
        const struct journal *j = &open_ones.list.items[i];
        if (wanted == JOURNAL_APPLY && j->kind == JOURNAL_APPLY)
            continue;
        error_set(err, FLASH_EREFUSED, "another %s is under way (process %.*s, since %.*s)",
            kind_names[j->kind], STR_ARG(j->pid), STR_ARG(j->started_at));
        return error_hint(err, "wait until it is done, then run the command again");
    }
    if (open_ones.list.len > 0)
        return 0;
    /* Gone by now, or an operation of another kind. */
    name = repo_operation(r, a);
    if (!name || strncmp(name, "apply-", 6) == 0)
        return 0;
    error_set(err, FLASH_EREFUSED, "the operation '%s' is not finished", name);
    return error_hint(err, "run 'flash status' to see how to finish or undo it");
}
