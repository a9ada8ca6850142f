#include "repo/target.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "adapter/loader.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/str.h"
#include "base/trace.h"
#include "objects/store/oid.h"
#include "repo/config.h"

static const char *const role_names[] = {
    [TARGET_DEV] = "dev",
    [TARGET_SHARED] = "shared",
    [TARGET_PROTECTED] = "protected",
    [TARGET_UNKNOWN] = "unknown",
};

static const struct {
    const char *word;
    enum data_mode mode;
} data_words[] = {
    {"park", DATA_PARK},
    {"copy", DATA_COPY},
    {"stash", DATA_STASH},
    {"discard", DATA_DISCARD},
};

const char *target_role_name(enum target_role r)
{
    return role_names[r];
}

bool target_role_parse(struct flash_str word, enum target_role *out)
{
    for (size_t i = 0; i < ARRAY_LEN(role_names); i++) {
        if (str_eq_nocase(word, str_from(role_names[i]))) {
            *out = (enum target_role)i;
            return true;
        }
    }
    return false;
}

enum target_role target_role_with(enum target_role config, struct flash_str recorded)
{
    enum target_role own = TARGET_DEV;

    if (recorded.len == 0)
        return config;
    if (!target_role_parse(recorded, &own))
        own = TARGET_UNKNOWN;
    return own > config ? own : config;
}

bool target_data_parse(struct flash_str word, enum data_mode *out)
{
    for (size_t i = 0; i < ARRAY_LEN(data_words); i++) {
        if (str_eq_nocase(word, str_from(data_words[i].word))) {
            *out = data_words[i].mode;
            return true;
        }
    }
    return false;
}

const char *target_data_name(enum data_mode mode)
{
    for (size_t i = 0; i < ARRAY_LEN(data_words); i++)
        if (data_words[i].mode == mode)
            return data_words[i].word;
    return "drop";
}

static struct flash_str setting(
    const struct config *c, struct arena *a, struct flash_str target, const char *key)
{
    return config_text(c, arena_cprintf(a, "target.%.*s.%s", STR_ARG(target), key));
}

/* All but the url, which may need the environment. */
static void fill(const struct config *c, struct flash_str name, struct arena *a, struct target *out)
{
    struct flash_str data = setting(c, a, name, "data");

    *out = (struct target){.name = name, .role = TARGET_SHARED, .data = DATA_PARK};
    (void)target_role_parse(setting(c, a, name, "role"), &out->role);
    if (!target_data_parse(data, &out->data))
        (void)target_data_parse(config_text(c, "checkout.data"), &out->data);
}

/* The default one: what the configuration says, else the only one that checkout may move, else by
 * name, else the only one there is. */
static size_t default_of(const struct config *c, const struct targets *all)
{
    struct flash_str said = config_text(c, "flash.target");
    size_t dev = 0, ndev = 0, named = all->len;

    for (size_t i = 0; i < all->len; i++) {
        if (said.len > 0 && str_eq(all->items[i].name, said))
            return i;
        if (str_eq(all->items[i].name, STR("dev")))
            named = i;
        if (all->items[i].role == TARGET_DEV) {
            dev = i;
            ndev++;
        }
    }
    if (said.len > 0)
        return all->len;
    if (ndev == 1)
        return dev;
    if (named < all->len)
        return named;
    return all->len == 1 ? 0 : all->len;
}

static int list_filled(
    struct config *c, struct arena *a, struct targets *out, struct flash_error *err)
{
    struct config_names names = {0};

    (void)err;
    *out = (struct targets){0};
    config_subsections(c, "target", a, &names);
    for (size_t i = 0; i < names.len; i++)
        fill(c, names.items[i], a, vec_push(a, out));
    size_t def = default_of(c, out);
    if (def < out->len)
        out->items[def].is_default = true;
    return 0;
}

int target_list(struct repo *r, struct arena *a, struct targets *out, struct flash_error *err)
{
    struct config *c = NULL;
    int rc = repo_config(r, &c, err);

    if (rc == 0)
        rc = list_filled(c, a, out, err);
    for (size_t i = 0; rc == 0 && i < out->len; i++) {
        struct target *t = &out->items[i];
        t->url = setting(c, a, t->name, "url");
        t->display = url_redact(a, t->url);
    }
    return rc;
}

bool target_any(struct repo *r)
{
    struct config *c = NULL;
    struct config_names names = {0};

    if (repo_config(r, &c, NULL) < 0)
        return false;
    config_subsections(c, "target", r->arena, &names);
    return names.len > 0;
}

static bool is_sqlite(struct flash_str url)
{
    struct flash_str scheme = url_scheme(url);
    return str_eq_nocase(scheme, STR("sqlite")) || str_eq_nocase(scheme, STR("sqlite3"));
}

/* A relative path of a configured SQLite database is relative to the project. While the process
 * stands there it stays as it is: so messages name what the user wrote. */
static struct flash_str sqlite_from(struct arena *a, const char *dir, struct flash_str url)
{
    size_t start = (size_t)str_find_char(url, ':', 0) + 1;
    struct flash_str path = str_skip(url, start);
    char cwd[LIMIT_PATH];

    if (str_starts(path, STR("//")))
        path = str_skip(path, 2);
    if (path.len == 0 || path.ptr[0] == '/' || path.ptr[0] == ':' || !dir)
        return url;
    if (getcwd(cwd, sizeof(cwd)) && strcmp(cwd, dir) == 0)
        return url;
    return arena_printf(a, "sqlite:%s", path_join(a, dir, arena_cstr(a, path)));
}

static bool is_local_host(struct flash_str host)
{
    static const char *const local[] = {"", "localhost", "127.0.0.1", "[::1]"};

    for (size_t i = 0; i < ARRAY_LEN(local); i++)
        if (str_eq_nocase(host, str_from(local[i])))
            return true;
    return false;
}

/* On this machine: a file, or a server reached by a socket or the loopback. */
static bool is_local(struct flash_str url)
{
    ptrdiff_t at = str_find(url, STR("://"));
    struct flash_str rest, head;

    if (is_sqlite(url))
        return true;
    if (at < 0)
        return false;
    /* Several hosts, or one hidden in the query: not looked into, so not local. */
    rest = str_skip(url, (size_t)at + 3);
    if (str_find_char(rest, '?', 0) >= 0)
        return false;
    if (str_split(&rest, '/', &head))
        rest = head;
    for (ptrdiff_t user; (user = str_find_char(rest, '@', 0)) >= 0;)
        rest = str_skip(rest, (size_t)user + 1);
    if (rest.len > 0 && rest.ptr[0] != '[' && str_split(&rest, ':', &head))
        rest = head;
    return is_local_host(rest);
}

/* A real hash: the file may come from somebody who would make an url that collides. */
static struct flash_str url_print(struct arena *a, struct flash_str url)
{
    char hex[OID_HEX + 1];
    struct oid id;

    oid_of(OBJECT_BLOB, url, &id);
    oid_hex(&id, hex);
    return arena_str(a, str_from(hex));
}

static bool is_confirmed(
    const struct config *c, const struct target *t, const struct config_entry *e, struct arena *a)
{
    struct flash_str key = arena_printf(a, "target.%.*s.confirmed", STR_ARG(t->name));
    const struct config_entry *said = config_find(c, key.ptr);

    return said && said->level == CONFIG_LOCAL && str_eq(said->value, url_print(a, e->value));
}

static bool needs_confirming(
    const struct config *c, const struct target *t, const struct config_entry *e, struct arena *a)
{
    if (e->level != CONFIG_PROJECT || config_is_variable(e->value) || is_local(t->url))
        return false;
    return !is_confirmed(c, t, e, a);
}

/* Nobody waits for an answer while others wait for the lock. */
static bool ask(struct repo *r, const struct target *t, const struct config_entry *e)
{
    if (!r->confirm || r->locked > 0)
        return false;
    return r->confirm(r->payload,
        arena_cprintf(r->arena, "%s:%u names the database '%.*s' as target '%.*s': use it?",
            path_base(e->file), e->line, STR_ARG(t->display), STR_ARG(t->name)));
}

static int check_confirmed(struct repo *r, const struct config *c, const struct target *t,
    struct arena *a, struct flash_error *err)
{
    const struct config_entry *e = config_find_in(c, "target", t->name, "url");

    if (!needs_confirming(c, t, e, a))
        return 0;
    if (ask(r, t, e))
        return target_confirm(r, arena_cstr(a, t->name), err);
    error_set(err, FLASH_EREFUSED, "target '%.*s' names '%.*s' in a tracked file", STR_ARG(t->name),
        STR_ARG(t->display));
    error_at(err, e->file, e->line, 0);
    return error_hint(err,
        "if it is meant, run 'flash config --local target.%.*s.confirmed %.*s', or write ${NAME} "
        "there",
        STR_ARG(t->name), STR_ARG(url_print(a, e->value)));
}

static int fill_url(
    struct repo *r, struct config *c, struct target *t, struct arena *a, struct flash_error *err)
{
    const struct config_entry *e = config_find_in(c, "target", t->name, "url");
    struct flash_str url = STR_NULL;

    if (!e || e->value.len == 0) {
        error_set(err, FLASH_ENOTFOUND, "target '%.*s' has no url", STR_ARG(t->name));
        return error_hint(err, "run 'flash config target.%.*s.url <url>'", STR_ARG(t->name));
    }
    int rc = config_expand(c, e, a, &url, err);
    if (rc < 0)
        return rc;
    if (url_scheme(url).len == 0) {
        error_set(err, FLASH_EINVALID, "the url of target '%.*s' has no scheme", STR_ARG(t->name));
        error_at(err, e->file, e->line, 0);
        return error_hint(err, "write 'sqlite:<path>' for a file");
    }
    t->display = url_redact(a, url);
    t->url = arena_str(a, is_sqlite(url) ? sqlite_from(a, r->root, url) : url);
    return 0;
}

static int no_target(const char *name, const struct targets *all, struct flash_error *err)
{
    unsigned best = 3;
    struct flash_str near = STR_NULL;

    if (all->len == 0) {
        error_set(err, FLASH_ENOTFOUND, "no target is configured");
        return error_hint(
            err, "run 'flash config target.dev.url sqlite:dev.db', or give '--db <url>'");
    }
    if (!name || !name[0]) {
        error_set(err, FLASH_ENOTFOUND, "there are %zu targets and none is the default", all->len);
        return error_hint(err, "give '--target <name>', or run 'flash config flash.target <name>'");
    }
    for (size_t i = 0; i < all->len; i++) {
        unsigned d = str_distance(str_from(name), all->items[i].name, best);
        if (d < best) {
            best = d;
            near = all->items[i].name;
        }
    }
    error_set(err, FLASH_ENOTFOUND, "no target is named '%s'", name);
    if (near.len > 0)
        return error_hint(err, "did you mean '%.*s'", STR_ARG(near));
    return error_hint(err, "'flash config --list' shows the targets");
}

int target_find(
    struct repo *r, const char *name, struct arena *a, struct target *out, struct flash_error *err)
{
    struct config *c = NULL;
    struct targets all = {0};
    bool by_name = name && name[0];

    int rc = repo_config(r, &c, err);
    if (rc == 0)
        rc = list_filled(c, a, &all, err);
    if (rc < 0)
        return rc;
    if (!by_name && all.len > 0) {
        struct flash_str said = config_text(c, "flash.target");
        if (said.len > 0)
            name = arena_cstr(a, said);
    }
    for (size_t i = 0; i < all.len; i++) {
        bool hit = by_name ? str_eq(all.items[i].name, str_from(name)) : all.items[i].is_default;
        if (!hit)
            continue;
        *out = all.items[i];
        rc = fill_url(r, c, out, a, err);
        return rc == 0 ? check_confirmed(r, c, out, a, err) : rc;
    }
    return no_target(name, &all, err);
}

/* One spelling for one database: SQLite files by their absolute path. */
static struct flash_str comparable(struct arena *a, struct flash_str url)
{
    char cwd[LIMIT_PATH];
    struct flash_str path;

    if (!is_sqlite(url))
        return url;
    path = str_skip(url, (size_t)str_find_char(url, ':', 0) + 1);
    if (str_starts(path, STR("//")))
        path = str_skip(path, 2);
    char *text = arena_cstr(a, path);
    if (path.len > 0 && path.ptr[0] != '/' && path.ptr[0] != ':' && getcwd(cwd, sizeof(cwd)))
        text = path_join(a, cwd, text);
    return arena_printf(a, "sqlite:%s", path_normal(a, text));
}

/* A database that a target has is that target, however it is named: its role counts. Who writes
 * the url means it. */
static bool find_by_url(struct repo *r, struct flash_str url, struct arena *a, struct target *out)
{
    struct config *c = NULL;
    struct targets all = {0};
    struct flash_str wanted = comparable(a, url);

    if (repo_config(r, &c, NULL) < 0 || list_filled(c, a, &all, NULL) < 0)
        return false;
    for (size_t i = 0; i < all.len; i++) {
        *out = all.items[i];
        if (fill_url(r, c, out, a, NULL) == 0 && str_eq(comparable(a, out->url), wanted))
            return true;
    }
    return false;
}

int target_from_word(struct repo *r, const char *word, const char *cwd, struct arena *a,
    struct target *out, struct flash_error *err)
{
    struct flash_str url = str_from(word);

    if (config_is_variable(url)) {
        const struct config_entry e = {.name = STR("--db"), .value = url, .file = "--db"};
        struct config *c = NULL;
        int rc = r ? repo_config(r, &c, err) : config_load(a, NULL, NULL, NULL, &c, err);
        if (rc == 0)
            rc = config_expand(c, &e, a, &url, err);
        if (rc < 0)
            return rc;
    } else if (url_scheme(url).len == 0 && r) {
        return target_find(r, word, a, out, err);
    }
    if (url_scheme(url).len == 0) {
        error_set(err, FLASH_EINVALID, "'%s' is no url of a database", word);
        return error_hint(err, "write 'sqlite:%s' for a file", word);
    }
    struct flash_str full = arena_str(a, is_sqlite(url) ? sqlite_from(a, cwd, url) : url);
    if (r && find_by_url(r, full, a, out))
        return 0;
    *out = (struct target){
        .url = full, .display = url_redact(a, url), .role = TARGET_SHARED, .data = DATA_PARK};
    return 0;
}

int target_confirm(struct repo *r, const char *name, struct flash_error *err)
{
    struct config *c = NULL;
    int rc = repo_config(r, &c, err);
    if (rc < 0)
        return rc;
    const struct config_entry *e = config_find_in(c, "target", str_from(name), "url");
    if (!e)
        return error_set(err, FLASH_ENOTFOUND, "target '%s' has no url", name);
    struct flash_str print = url_print(r->arena, e->value);
    return config_set(r, CONFIG_LOCAL, arena_cprintf(r->arena, "target.%s.confirmed", name),
        arena_cstr(r->arena, print), err);
}

int target_open(const struct target *t, enum adapter_open_flags flags,
    const struct flash_adapter **db, struct adapter_conn **conn, struct flash_error *err)
{
    int rc = adapter_load(t->url, db, err);

    /* A slice of an arena text: NUL-terminated behind. */
    return rc < 0 ? rc : (*db)->open(t->url.ptr, flags, conn, err);
}
