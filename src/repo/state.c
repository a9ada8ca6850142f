#include "repo/state.h"

#include <fcntl.h>
#include <stddef.h>

#include "base/error.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/str.h"
#include "base/strbuf.h"
#include "base/trace.h"

#define STATE_MAX    ((size_t)64 << 10)
#define PRINTS_MAX   ((size_t)64 << 20)
#define STATE_HEADER "flash-state 1\n"

/* The texts of a state, one line each: "name value". */
static const struct {
    const char *name;
    size_t offset;
} fields[] = {
    {"url", offsetof(struct state, url_print)},
    {"branch", offsetof(struct state, branch)},
    {"commit", offsetof(struct state, commit)},
    {"schema", offsetof(struct state, schema)},
    {"store", offsetof(struct state, store_id)},
    {"role", offsetof(struct state, role)},
    {"server", offsetof(struct state, server)},
    {"live-schema", offsetof(struct state, live_schema)},
    {"live-print", offsetof(struct state, live_print)},
    {"live-version", offsetof(struct state, live_version)},
};

static struct flash_str *field_of(struct state *s, size_t i)
{
    return (struct flash_str *)(void *)((char *)s + fields[i].offset);
}

static const struct flash_str *field_get(const struct state *s, size_t i)
{
    return (const struct flash_str *)(const void *)((const char *)s + fields[i].offset);
}

static int state_path(
    struct repo *r, struct flash_str target, struct arena *a, char **out, struct flash_error *err)
{
    if (!path_component_safe(target) || target.ptr[0] == '.')
        return error_set(err, FLASH_EINVALID, "'%.*s' is no name for a target", STR_ARG(target));
    *out = repo_work_path(r, a, arena_cprintf(a, "state/%.*s", STR_ARG(target)));
    return 0;
}

static void read_line(struct state *s, struct flash_str line)
{
    struct flash_str name;

    if (!str_split(&line, ' ', &name) || !line.ptr)
        return;
    if (str_eq(name, STR("seen")))
        (void)str_to_i64(line, &s->seen_at);
    else if (str_eq(name, STR("head")))
        s->has_head = str_eq(line, STR("yes"));
    else if (str_eq(name, STR("drifted")))
        s->drifted = str_eq(line, STR("yes"));
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        if (str_eq(name, str_from(fields[i].name)))
            *field_of(s, i) = line;
    }
}

int state_read(struct repo *r, struct flash_str target, struct arena *a, struct state *out,
    struct flash_error *err)
{
    struct flash_str text, line;
    char *path;
    int rc = state_path(r, target, a, &path, err);

    if (rc < 0)
        return rc;
    *out = (struct state){.target = arena_str(a, target)};
    /* A memory that cannot be read is no memory: the database is asked again. */
    if (file_read(AT_FDCWD, path, STATE_MAX, FILE_NOFOLLOW, a, &text, NULL) < 0 ||
        !str_starts(text, STR(STATE_HEADER)))
        return 0;
    out->present = true;
    while (str_split(&text, '\n', &line))
        read_line(out, line);
    return 0;
}

/* A line break in a value would be read as another field. */
static void add_value(struct strbuf *b, const char *name, struct flash_str v)
{
    if (v.len == 0)
        return;
    strbuf_adds(b, name);
    strbuf_addc(b, ' ');
    for (size_t i = 0; i < v.len; i++)
        strbuf_addc(b, v.ptr[i] == '\n' || v.ptr[i] == '\r' ? ' ' : v.ptr[i]);
    strbuf_addc(b, '\n');
}

int state_write(struct repo *r, const struct state *s, struct flash_error *err)
{
    struct arena scratch;
    struct strbuf b;
    char *path;
    int rc;

    arena_init(&scratch, ARENA_SMALL);
    strbuf_init(&b, &scratch, STATE_MAX);
    strbuf_adds(&b, STATE_HEADER);
    strbuf_addf(&b, "seen %lld\nhead %s\ndrifted %s\n", (long long)s->seen_at,
        s->has_head ? "yes" : "no", s->drifted ? "yes" : "no");
    for (size_t i = 0; i < ARRAY_LEN(fields); i++)
        add_value(&b, fields[i].name, *field_get(s, i));
    rc = state_path(r, s->target, &scratch, &path, err);
    if (rc == 0)
        rc = strbuf_check(&b, "state", err);
    if (rc == 0)
        rc = file_mkdirs(AT_FDCWD, path_dir(&scratch, path), err);
    if (rc == 0)
        rc = file_write(AT_FDCWD, path, strbuf_str(&b), 0, err);
    arena_release(&scratch);
    return rc;
}

int state_remove(struct repo *r, struct flash_str target, struct flash_error *err)
{
    struct arena scratch;
    char *path;
    int rc;

    arena_init(&scratch, ARENA_SMALL);
    rc = state_path(r, target, &scratch, &path, err);
    if (rc == 0)
        rc = file_remove(AT_FDCWD, path, err);
    arena_release(&scratch);
    return rc;
}

int state_list(struct repo *r, struct arena *a, struct states *out, struct flash_error *err)
{
    const char *dir = repo_work_path(r, a, "state");
    struct file_list files = {0};
    int rc;

    if (!file_exists(AT_FDCWD, dir))
        return 0;
    rc = file_walk(AT_FDCWD, dir, "", a, &files, err);
    for (size_t i = 0; rc == 0 && i < files.list.len; i++) {
        struct flash_str name = files.list.items[i].path;
        struct state s;

        if (str_find_char(name, '/', 0) >= 0)
            continue;
        rc = state_read(r, name, a, &s, err);
        if (rc == 0 && s.present)
            *vec_push(a, out) = s;
    }
    return rc;
}

struct flash_str state_url_print(struct arena *a, struct flash_str url)
{
    return arena_printf(a, "%016llx", (unsigned long long)str_hash(url_redact(a, url)));
}

struct flash_str state_age(struct arena *a, int64_t seen_at, int64_t now)
{
    static const struct {
        int64_t seconds;
        const char *name;
    } units[] = {{86400, "day"}, {3600, "hour"}, {60, "minute"}};
    int64_t age = now - seen_at;

    for (size_t i = 0; i < ARRAY_LEN(units); i++) {
        int64_t n = age / units[i].seconds;

        if (n > 0)
            return arena_printf(a, "%lld %s%s ago", (long long)n, units[i].name, n == 1 ? "" : "s");
    }
    return arena_str(a, STR("just now"));
}

static char *prints_path(struct repo *r, struct arena *a, const char *adapter)
{
    return repo_path(r, a, arena_cprintf(a, "cache/prints-%s", adapter));
}

void state_prints_read(struct repo *r, const char *adapter, struct arena *a, struct map *out)
{
    static char known[] = "";
    struct flash_str text, line;

    if (file_read(AT_FDCWD, prints_path(r, a, adapter), PRINTS_MAX, FILE_NOFOLLOW, a, &text, NULL) <
        0)
        return;
    while (str_split(&text, '\n', &line)) {
        if (line.len > 0)
            map_put(a, out, line, known);
    }
}

int state_prints_write(struct repo *r, const char *adapter, const struct map *prints,
    struct arena scratch, struct flash_error *err)
{
    struct strbuf b;
    int rc;

    strbuf_init(&b, &scratch, PRINTS_MAX);
    for (size_t i = 0; i < prints->len; i++) {
        if (!prints->items[i].value)
            continue;
        strbuf_add(&b, prints->items[i].key);
        strbuf_addc(&b, '\n');
    }
    rc = strbuf_check(&b, "fingerprints", err);
    if (rc == 0)
        rc = file_mkdirs(AT_FDCWD, repo_path(r, &scratch, "cache"), err);
    return rc < 0 ? rc
                  : file_write(AT_FDCWD, prints_path(r, &scratch, adapter), strbuf_str(&b), 0, err);
}
