#include "base/trace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/strbuf.h"

#define LINE_MAX_BYTES ((size_t)1 << 20)

int trace_level;

static struct {
    struct arena arena;
    int fd;
    bool json;
} sink;

static int open_log(const char *path)
{
    int fd;

    do
        fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0600);
    while (fd < 0 && errno == EINTR);
    return fd;
}

void trace_init(void)
{
    const char *want = proc_getenv("FLASH_TRACE");
    const char *path = want;

    if (!want || trace_level || strcmp(want, "0") == 0)
        return;
    sink.fd = STDERR_FILENO;
    sink.json = str_starts(str_from(want), STR("json:"));
    if (sink.json)
        path = want + 5;
    if (path[0] == '/')
        sink.fd = open_log(path);
    else if (strcmp(path, "1") != 0 && strcmp(path, "2") != 0)
        sink.fd = -1;
    if (sink.fd < 0) {
        fprintf(
            stderr, "warning: FLASH_TRACE=%s is not 1, 2 or a path that can be written\n", want);
        return;
    }
    arena_init(&sink.arena, ARENA_SMALL);
    trace_level = strcmp(path, "1") == 0 ? 1 : 2;
}

void trace_done(void)
{
    if (!trace_level)
        return;
    trace_level = 0;
    if (sink.fd != STDERR_FILENO)
        close(sink.fd);
    arena_release(&sink.arena);
}

static void add_json(struct strbuf *line, const char *area, struct flash_str text)
{
    struct json j;

    json_init(&j, line);
    j.compact = true;
    json_object_begin(&j);
    json_kv_int(&j, "time", clock_now());
    json_kv_int(&j, "us", (int64_t)clock_mono_us());
    json_kv_int(&j, "pid", (int64_t)getpid());
    json_kv_cstr(&j, "area", area);
    json_kv_str(&j, "message", text);
    json_object_end(&j);
}

static void add_text(struct strbuf *line, const char *area, struct flash_str text)
{
    uint64_t us = clock_mono_us();
    struct flash_str part;

    strbuf_addf(line, "%6llu.%06llu %s: ", (unsigned long long)(us / 1000000 % 1000000),
        (unsigned long long)(us % 1000000), area);
    for (bool first = true; str_split(&text, '\n', &part); first = false) {
        strbuf_adds(line, first ? "" : "\n    ");
        strbuf_add(line, part);
    }
}

void trace_write(const char *area, const char *fmt, ...)
{
    struct arena scratch = sink.arena;
    struct strbuf line;
    struct flash_str text;
    va_list ap;
    int saved = errno;

    if (!trace_level)
        return;
    va_start(ap, fmt);
    text = arena_vprintf(&scratch, fmt, ap);
    va_end(ap);
    strbuf_init(&line, &scratch, LINE_MAX_BYTES);
    if (text.len > LINE_MAX_BYTES / 8)
        text = str_sub(text, 0, LINE_MAX_BYTES / 8);
    if (sink.json)
        add_json(&line, area, text);
    else
        add_text(&line, area, text);
    strbuf_addc(&line, '\n');
    /* One write a line: several processes may share the file. A trace that cannot be written is
     * lost. */
    file_write_all(sink.fd, line.ptr, line.len, "trace", NULL);
    errno = saved;
}

struct trace_span trace_begin(const char *area, const char *name)
{
    struct trace_span span = {area, name, 0};

    if (trace_level)
        span.start_us = clock_mono_us();
    return span;
}

void trace_end(struct trace_span *span)
{
    uint64_t us;

    if (!trace_level)
        return;
    us = clock_mono_us() - span->start_us;
    trace_write(span->area, "%s: %llu.%03llu ms", span->name, (unsigned long long)(us / 1000),
        (unsigned long long)(us % 1000));
}

static ptrdiff_t find_last(struct flash_str s, char c)
{
    size_t i = s.len;

    while (i > 0 && s.ptr[i - 1] != c)
        i--;
    return (ptrdiff_t)i - 1;
}

static bool has_nocase(struct flash_str s, struct flash_str word)
{
    for (size_t i = 0; i + word.len <= s.len; i++)
        if (str_starts_nocase(str_skip(s, i), word))
            return true;
    return false;
}

static bool is_secret_name(struct flash_str name)
{
    static const char *const words[] = {"pass", "pwd", "secret", "token"};

    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (has_nocase(name, str_from(words[i])))
            return true;
    return str_eq_nocase(name, STR("key")) || str_eq_nocase(name, STR("hexkey"));
}

static void add_query(struct strbuf *out, struct flash_str query)
{
    struct flash_str pair;

    for (char sep = '?'; str_split(&query, '&', &pair); sep = '&') {
        struct flash_str name = pair;
        ptrdiff_t eq = str_find_char(pair, '=', 0);

        if (eq >= 0)
            name = str_sub(pair, 0, (size_t)eq);
        strbuf_addc(out, sep);
        if (eq >= 0 && is_secret_name(name))
            strbuf_addf(out, "%.*s=***", STR_ARG(name));
        else
            strbuf_add(out, pair);
    }
}

struct flash_str url_redact(struct arena *a, struct flash_str url)
{
    struct strbuf out;
    struct flash_str head = url;
    ptrdiff_t authority = str_find(url, STR("://"));
    ptrdiff_t query = str_find_char(url, '?', 0);
    ptrdiff_t colon = -1;
    ptrdiff_t at = -1;

    /* A password may hold any byte where people forget to encode it: better to hide too much. */
    if (authority >= 0)
        colon = str_find_char(url, ':', (size_t)authority + 3);
    if (colon >= 0) {
        at = find_last(query >= 0 ? str_sub(url, 0, (size_t)query) : url, '@');
        if (at < colon && query >= 0) {
            at = find_last(url, '@');
            query = str_find_char(url, '?', at > 0 ? (size_t)at : 0);
        }
    }
    if (query >= 0)
        head = str_sub(url, 0, (size_t)query);
    strbuf_init(&out, a, url.len * 4 + 64);
    if (colon >= 0 && at > colon) {
        strbuf_add(&out, str_sub(head, 0, (size_t)colon + 1));
        strbuf_adds(&out, "***");
        strbuf_add(&out, str_skip(head, (size_t)at));
    } else {
        strbuf_add(&out, head);
    }
    if (query >= 0)
        add_query(&out, str_skip(url, (size_t)query + 1));
    return strbuf_str(&out);
}
