#include "objects/maint/fsck.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/file.h"
#include "base/str.h"
#include "objects/maint/reach.h"
#include "objects/refs/reflog.h"
#include "objects/store/internal.h"

struct dated {
    struct oid id;
    int64_t time;
    size_t order;
};

struct fsck {
    struct store *s;
    const struct fsck_options *o;
    struct fsck_result *result;
    struct arena arena;
    struct graph_reach reach;
    VEC(struct dated) commits;
    VEC(struct oid) loose_ends; /* in the store, led to by nothing */
    struct graph_reach named;   /* by one of those */
};

static void report(struct fsck *f, enum fsck_level level, const char *what, const char *fmt, ...)
    PRINTF_LIKE(4, 5);

static void report(struct fsck *f, enum fsck_level level, const char *what, const char *fmt, ...)
{
    struct arena scratch = f->arena;
    va_list ap;

    f->result->errors += level == FSCK_ERROR;
    f->result->warnings += level == FSCK_WARNING;
    if (!f->o->report)
        return;
    va_start(ap, fmt);
    struct flash_str text = arena_vprintf(&scratch, fmt, ap);
    va_end(ap);
    f->o->report(f->o->payload, level, what, text);
}

static int report_bad(void *payload, const struct graph_reach_bad *bad, struct flash_error *err)
{
    struct fsck *f = payload;
    const char *type = bad->type ? object_type_name((enum object_type)bad->type) : "object";
    char hex[OID_HEX + 1];

    (void)err;
    oid_hex(bad->id, hex);
    if (bad->why->code == FLASH_ENOTFOUND)
        report(f, FSCK_ERROR, "missing", "missing %s %s, named by %.*s", type, hex,
            STR_ARG(bad->from));
    else
        report(
            f, FSCK_ERROR, "corrupt", "%s (named by %.*s)", bad->why->message, STR_ARG(bad->from));
    return 0;
}

static void note_commit(void *payload, const struct commit *c)
{
    struct fsck *f = payload;

    *vec_push(&f->arena, &f->commits) = (struct dated){c->id, c->committer.time, f->commits.len};
}

static int report_broken_ref(void *payload, const struct flash_error *why)
{
    report(payload, FSCK_ERROR, "broken-ref", "%s", why->message);
    return 0;
}

static int check_refs(struct fsck *f, struct flash_error *err)
{
    struct ref_entries refs;
    struct head head;
    struct flash_error why;

    int rc = ref_list(f->s, "refs/", &f->arena, &refs, &why);
    if (rc < 0 && refs.len == 0 && rc != FLASH_ECORRUPT)
        return ref_list(f->s, "refs/", &f->arena, &refs, err);
    f->result->refs = refs.len;
    for (size_t i = 0; i < refs.len; i++)
        if (refs.items[i].target.len && oid_is_zero(&refs.items[i].id))
            report(f, FSCK_WARNING, "broken-ref", "'%.*s' points at '%.*s', which is not there",
                STR_ARG(refs.items[i].name), STR_ARG(refs.items[i].target));
    if (head_read(f->s, &f->arena, &head, &why) < 0)
        report(f, FSCK_ERROR, "broken-ref", "%s", why.message);
    return ref_find_broken(f->s, "refs/", &refs, report_broken_ref, f, err);
}

static int check_reflog(struct fsck *f, struct flash_str name, struct flash_error *err)
{
    struct arena scratch = f->arena;
    struct flash_str text, line;
    struct reflog_entry entry;
    size_t n = 0;
    int rc = file_read(f->s->git_fd, reflog_path(&scratch, arena_cstr(&scratch, name)),
        STORE_LOG_MAX, FILE_NOFOLLOW, &scratch, &text, err);

    if (rc < 0)
        return rc;
    f->arena = scratch; /* report uses what is behind */
    while (str_split(&text, '\n', &line)) {
        n++;
        if (line.len > 0 && !reflog_parse_line(line, &entry))
            report(f, FSCK_WARNING, "bad-reflog", "line %zu of the reflog of '%.*s' is no entry", n,
                STR_ARG(name));
    }
    return 0;
}

static int check_reflogs(struct fsck *f, struct flash_error *err)
{
    struct file_list logs = {0};
    int rc = file_walk(f->s->git_fd, "logs", "", &f->arena, &logs, err);

    if (rc == FLASH_ENOTFOUND)
        return 0;
    for (size_t i = 0; i < logs.list.len && rc == 0; i++)
        rc = check_reflog(f, logs.list.items[i].path, err);
    return rc;
}

static void count_reached(struct fsck *f)
{
    for (size_t i = 0; i < f->reach.seen.len; i++) {
        uint32_t type = f->reach.seen.items[i].value;
        f->result->commits += type == OBJECT_COMMIT;
        f->result->trees += type == OBJECT_TREE;
        f->result->blobs += type == OBJECT_BLOB;
        f->result->tags += type == OBJECT_TAG;
    }
}

static int newest_first(const void *a, const void *b)
{
    const struct dated *x = a, *y = b;

    if (x->time != y->time)
        return x->time < y->time ? 1 : -1;
    return x->order < y->order ? -1 : 1;
}

static void visit_commits(struct fsck *f)
{
    if (!f->o->visit || f->commits.len == 0)
        return;
    qsort(f->commits.items, f->commits.len, sizeof *f->commits.items, newest_first);
    for (size_t i = 0; i < f->commits.len; i++) {
        struct arena scratch = f->arena;
        struct commit c;
        if (commit_read(f->s, &f->commits.items[i].id, &scratch, &c, NULL) == 0)
            f->o->visit(f->o->payload, &c);
    }
}

static int note_loose_end(const git_oid *g, void *payload)
{
    struct fsck *f = payload;
    struct oid id = store_git_oid_from(g);

    if (!oid_set_find(&f->reach.seen, &id))
        *vec_push(&f->arena, &f->loose_ends) = id;
    return 0;
}

static int compare_ids(const void *a, const void *b)
{
    return oid_cmp(a, b);
}

/* An object that nothing leads to must still be whole: a later command could come to use it. */
static void check_loose_end(struct fsck *f, const struct oid *id)
{
    struct flash_error why;

    if (graph_reach_children(&f->named, id, &why) < 0)
        report(f, FSCK_ERROR, "corrupt", "%s (nothing names it)", why.message);
}

static int check_loose_ends(struct fsck *f, struct flash_error *err)
{
    int rc = git_odb_foreach(f->s->odb, note_loose_end, f);
    char hex[OID_HEX + 1];

    if (rc < 0)
        return store_git_error(err, rc, STORE_GIT_READ, "cannot list the objects");
    size_t n = f->loose_ends.len;
    struct oid *ids = f->loose_ends.items;
    if (n > 1)
        qsort(ids, n, sizeof *ids, compare_ids);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || !oid_eq(&ids[i], &ids[i - 1]))
            check_loose_end(f, &ids[i]);
    for (size_t i = 0; i < n; i++) {
        if ((i > 0 && oid_eq(&ids[i], &ids[i - 1])) || oid_set_find(&f->named.seen, &ids[i]))
            continue;
        f->result->dangling++;
        oid_hex(&ids[i], hex);
        report(f, FSCK_NOTE, "dangling", "object %s belongs to nothing", hex);
    }
    return 0;
}

static int run(struct fsck *f, struct flash_error *err)
{
    int rc = store_reload(f->s, err);

    if (rc == 0)
        rc = check_refs(f, err);
    if (rc == 0)
        rc = check_reflogs(f, err);
    if (rc == 0)
        rc = graph_reach_roots(&f->reach, err);
    if (rc == FLASH_ECORRUPT) /* broken refs, told above */
        rc = 0;
    if (rc == 0)
        rc = graph_reach_run(&f->reach, err);
    if (rc < 0)
        return rc;
    count_reached(f);
    visit_commits(f);
    return check_loose_ends(f, err);
}

int fsck_run(struct store *s, const struct fsck_options *o, struct arena scratch,
    struct fsck_result *out, struct flash_error *err)
{
    struct fsck_result result = {0};
    struct fsck f = {.s = s, .o = o, .result = &result, .arena = scratch};

    f.reach = (struct graph_reach){.s = s,
        .arena = &f.arena,
        .read_blobs = true,
        .bad = report_bad,
        .commit = note_commit,
        .payload = &f};
    f.named = (struct graph_reach){.s = s, .arena = &f.arena};
    int rc = run(&f, err);
    if (rc == 0)
        *out = result;
    return rc;
}
