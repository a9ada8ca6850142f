#include "objects/refs/rename.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/path.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "base/trace.h"
#include "objects/graph/signature.h"
#include "objects/refs/journal.h"
#include "objects/refs/reflog.h"
#include "objects/refs/refname.h"
#include "objects/refs/refs.h"
#include "objects/store/internal.h"

/* While a rename runs, this file says what is to be reached: old name, new name, commit, message,
 * and then the whole reflog of the new name. Every step looks first whether it was done. */
#define JOURNAL "flash-rename"

struct rename {
    struct store *s;
    const char *from, *to, *message;
    struct oid id;
    struct flash_str log;
};

static bool in_folder_of(const char *name, const char *folder)
{
    size_t n = strlen(folder);

    return strncmp(name, folder, n) == 0 && name[n] == '/';
}

static int remove_old(const struct rename *r, struct flash_error *err)
{
    struct ref_update gone = {.kind = REF_DELETE, .name = r->from, .from = r->id};
    bool there = false;
    int rc = ref_exists(r->s, r->from, &there, err);

    return there ? ref_transaction(r->s, &gone, 1, r->message, err) : rc;
}

static int make_new(const struct rename *r, struct flash_error *err)
{
    struct ref_update made = {.kind = REF_SET, .name = r->to, .to = r->id};
    bool there = true;
    int rc = ref_exists(r->s, r->to, &there, err);

    return there ? rc : ref_transaction(r->s, &made, 1, r->message, err);
}

static int move_head(const struct rename *r, struct flash_error *err)
{
    struct arena scratch = r->s->scratch;
    struct ref_update head = {
        .kind = REF_SYMBOLIC, .name = "HEAD", .any_from = true, .to_ref = r->to};
    const char *raw;
    int rc = ref_raw_value(r->s, "HEAD", &scratch, &raw, err);

    if (rc < 0 || strncmp(raw, "ref:", 4) != 0 || strcmp(raw + 4, r->from) != 0)
        return rc;
    return ref_transaction(r->s, &head, 1, r->message, err);
}

static int write_log(const struct rename *r, struct flash_error *err)
{
    struct arena scratch = r->s->scratch;
    const char *path = reflog_path(&scratch, r->to);
    int rc = file_mkdirs(r->s->git_fd, path_dir(&scratch, path), err);

    return rc < 0 ? rc : file_write(r->s->git_fd, path, r->log, FILE_SYNC, err);
}

/* The old name goes last, unless it lies in the new one's way. */
static int finish(const struct rename *r, struct flash_error *err)
{
    int rc = 0;

    if (in_folder_of(r->to, r->from) || in_folder_of(r->from, r->to))
        rc = remove_old(r, err);
    if (rc == 0)
        rc = make_new(r, err);
    if (rc == 0)
        rc = write_log(r, err);
    if (rc == 0)
        rc = move_head(r, err);
    if (rc == 0)
        rc = remove_old(r, err);
    return rc;
}

static int write_journal(const struct rename *r, struct arena scratch, struct flash_error *err)
{
    struct strbuf text;
    char hex[OID_HEX + 1];

    oid_hex(&r->id, hex);
    strbuf_init(&text, &scratch, STORE_LOG_MAX);
    strbuf_addf(&text, "%s\n%s\n%s\n%s\n", r->from, r->to, hex, r->message);
    strbuf_add(&text, r->log);
    int rc = strbuf_check(&text, "the reflog", err);
    return rc < 0 ? rc : file_write(r->s->git_fd, JOURNAL, strbuf_str(&text), FILE_SYNC, err);
}

static bool parse_journal(struct flash_str text, struct arena *a, struct rename *r)
{
    struct flash_str line[4];

    for (size_t i = 0; i < ARRAY_LEN(line); i++)
        if (!str_split(&text, '\n', &line[i]))
            return false;
    if (!ref_name_valid(line[0]) || !ref_name_valid(line[1]) || !oid_parse(line[2], &r->id))
        return false;
    r->from = arena_cstr(a, line[0]);
    r->to = arena_cstr(a, line[1]);
    r->message = arena_cstr(a, line[3]);
    r->log = text.ptr ? text : STR("");
    return true;
}

static int recover(struct store *s, struct flash_error *err)
{
    struct rename r = {.s = s};
    struct flash_str text;
    int rc = file_read(s->git_fd, JOURNAL, STORE_LOG_MAX, FILE_NOFOLLOW, &s->scratch, &text, err);

    if (rc == 0 && parse_journal(text, &s->scratch, &r)) {
        TRACE("store", "finishing the rename of '%s' to '%s'", r.from, r.to);
        rc = finish(&r, err);
    }
    return rc < 0 ? rc : file_remove(s->git_fd, JOURNAL, err);
}

int ref_rename_recover(struct store *s, struct flash_error *err)
{
    struct arena mark = s->scratch;

    if (!file_exists(s->git_fd, JOURNAL))
        return 0;
    int rc = recover(s, err);
    s->scratch = mark;
    return rc;
}

/* The old log and one line that tells of the rename, as git writes it. */
static int make_log(struct rename *r, struct arena *a, struct flash_error *err)
{
    struct signature who;
    struct flash_str old = STR("");
    struct strbuf text;
    char hex[OID_HEX + 1];
    int64_t size;
    int rc = signature_default(r->s, a, &who, err);

    if (rc < 0)
        return rc;
    rc = reflog_mend(r->s, r->from, &size, err);
    if (rc == 0 && size > 0)
        rc = file_read(
            r->s->git_fd, reflog_path(a, r->from), STORE_LOG_MAX, FILE_NOFOLLOW, a, &old, err);
    if (rc < 0)
        return rc;
    oid_hex(&r->id, hex);
    strbuf_init(&text, a, STORE_LOG_MAX);
    strbuf_add(&text, old);
    strbuf_addf(&text, "%s %s ", hex, hex);
    signature_format(&text, &who);
    strbuf_addf(&text, "\t%s\n", r->message);
    r->log = strbuf_str(&text);
    return strbuf_check(&text, "the reflog", err);
}

static int check_rename(struct rename *r, struct arena *a, struct flash_error *err)
{
    struct ref_entry entry;
    bool there;
    int rc = store_check_writable(r->s, err);

    if (rc == 0)
        rc = ref_name_check(r->to, err);
    if (rc == 0)
        rc = ref_read(r->s, r->from, a, &entry, err);
    if (rc == 0)
        rc = ref_exists(r->s, r->to, &there, err);
    if (rc < 0)
        return rc;
    if (entry.target.len)
        return error_set(err, FLASH_EINVALID, "'%s' is symbolic and cannot be renamed", r->from);
    if (there)
        return error_set(err, FLASH_EEXISTS, "'%s' exists", r->to);
    r->id = entry.id;
    return ref_name_free(r->s, r->to, r->from, err);
}

static const char *one_line(struct arena *a, const char *message)
{
    char *copy = arena_cstr(a, str_from(message ? message : ""));

    for (char *p = copy; *p; p++)
        if (*p == '\n')
            *p = ' ';
    return copy;
}

static bool has_begun(const struct rename *r)
{
    bool from, to;

    return ref_exists(r->s, r->from, &from, NULL) < 0 || ref_exists(r->s, r->to, &to, NULL) < 0 ||
           to || !from;
}

static int run(struct rename *r, struct flash_error *err)
{
    int rc = check_rename(r, &r->s->scratch, err);

    if (rc == 0)
        rc = make_log(r, &r->s->scratch, err);
    if (rc == 0)
        rc = write_journal(r, r->s->scratch, err);
    if (rc < 0)
        return rc;
    rc = finish(r, err);
    if (rc == 0 || !has_begun(r))
        (void)file_remove(r->s->git_fd, JOURNAL, NULL);
    else
        error_hint(err, "the next command finishes the rename");
    return rc;
}

int ref_rename(
    struct store *s, const char *from, const char *to, const char *message, struct flash_error *err)
{
    struct arena mark = s->scratch;
    struct rename r = {.s = s, .from = from, .to = to};

    if (strcmp(from, to) == 0)
        return 0;
    r.message = one_line(&s->scratch, message);
    int rc = run(&r, err);
    s->scratch = mark;
    return rc;
}
