#include "repo/config-env.h"

#include <fcntl.h>

#include "base/error.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/strbuf.h"

static bool name_char(char c)
{
    return ascii_alpha(c) || ascii_digit(c) || c == '_';
}

static size_t name_length(struct flash_str s)
{
    size_t n = 0;

    if (s.len > 0 && ascii_digit(s.ptr[0]))
        return 0;
    while (n < s.len && name_char(s.ptr[n]))
        n++;
    return n;
}

bool config_env_name(struct flash_str value, struct flash_str *name)
{
    struct flash_str inner;

    if (!str_starts(value, STR("${")) || !str_ends(value, STR("}")))
        return false;
    inner = str_sub(value, 2, value.len - 1);
    if (inner.len == 0 || name_length(inner) != inner.len)
        return false;
    *name = inner;
    return true;
}

/* What stands behind '=': quoted text to its quote, else up to a comment. */
static struct flash_str env_value(struct arena *a, struct flash_str s)
{
    char quote = s.len > 0 && (s.ptr[0] == '"' || s.ptr[0] == '\'') ? s.ptr[0] : '\0';
    struct strbuf b;

    if (!quote) {
        for (size_t i = 0; i < s.len; i++) {
            if (s.ptr[i] == '#' && (i == 0 || ascii_space(s.ptr[i - 1])))
                return str_trim(str_sub(s, 0, i));
        }
        return str_trim(s);
    }
    strbuf_init(&b, a, LIMIT_CONFIG);
    for (size_t i = 1; i < s.len && s.ptr[i] != quote; i++) {
        if (quote == '"' && s.ptr[i] == '\\' && i + 1 < s.len)
            i++;
        strbuf_addc(&b, s.ptr[i]);
    }
    return strbuf_str(&b);
}

static void env_line(struct config *c, struct flash_str line, unsigned number, const char *file)
{
    struct config_entry *e;
    struct flash_str rest;
    size_t n;

    line = str_trim(line);
    if (str_starts(line, STR("export ")))
        line = str_trim(str_skip(line, 7));
    n = name_length(line);
    rest = str_trim(str_skip(line, n));
    if (n == 0 || rest.len == 0 || rest.ptr[0] != '=')
        return;
    e = vec_push(c->arena, &c->env);
    e->name = str_sub(line, 0, n);
    e->value = env_value(c->arena, str_trim(str_skip(rest, 1)));
    e->file = file;
    e->line = number;
}

static int env_read(struct config *c, struct flash_error *err)
{
    struct flash_str text, line;
    const char *path;
    unsigned number = 0;
    int rc;

    if (c->env_read || !c->root)
        return 0;
    path = path_join(c->arena, c->root, ".env");
    c->env_read = true;
    if (!file_exists(AT_FDCWD, path))
        return 0;
    rc = file_read(AT_FDCWD, path, LIMIT_CONFIG, 0, c->arena, &text, err);
    if (rc < 0)
        return rc;
    while (str_split(&text, '\n', &line))
        env_line(c, line, ++number, path);
    return 0;
}

int config_env_get(struct config *c, struct flash_str name, struct arena *a, struct flash_str *out,
    struct flash_error *err)
{
    const char *value = proc_getenv(arena_cstr(a, name));
    int rc;

    if (value) {
        *out = arena_str(a, str_from(value));
        return 0;
    }
    rc = env_read(c, err);
    if (rc < 0)
        return rc;
    for (size_t i = c->env.len; i-- > 0;) {
        if (str_eq(c->env.items[i].name, name) && c->env.items[i].value.len > 0) {
            *out = c->env.items[i].value;
            return 0;
        }
    }
    return error_set(err, FLASH_ENOTFOUND, "the variable '%.*s' is not set", STR_ARG(name));
}
