#include "repo/config.h"

#include <assert.h>
#include <fcntl.h>

#include "base/error.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/proc.h"
#include "base/source.h"
#include "base/str.h"
#include "repo/config-env.h"
#include "repo/config-keys.h"
#include "repo/config-read.h"
#include "repo/config-scan.h"
#include "repo/repo.h"

const char *config_level_name(enum config_level l)
{
    static const char *const names[] = {
        [CONFIG_DEFAULT] = "default",
        [CONFIG_PROJECT] = "project",
        [CONFIG_GLOBAL] = "global",
        [CONFIG_LOCAL] = "local",
    };

    assert((size_t)l < ARRAY_LEN(names));
    return names[l];
}

static char *global_file(struct arena *a)
{
    const char *xdg = proc_getenv("XDG_CONFIG_HOME"), *home = proc_getenv("HOME");

    if (xdg)
        return path_join(a, xdg, "flash/config");
    return home ? path_join(a, home, ".config/flash/config") : NULL;
}

/* The place of the pair: scan and libgit2 see the keys in the same order, so looking on from the
 * last hit finds each repetition of a name in its own line. */
static const struct config_place *place_of(
    const struct config_places *places, size_t *from, struct flash_str name)
{
    for (size_t n = 0; n < places->len; n++) {
        size_t i = (*from + n) % places->len;

        if (config_name_eq(places->items[i].name, name)) {
            *from = i + 1;
            return &places->items[i];
        }
    }
    return NULL;
}

static void warn_unknown(struct diags *diags, struct flash_str name, struct loc loc)
{
    struct flash_str near;
    struct diag *d;

    if (!diags)
        return;
    d = diag_add(diags, DIAG_WARNING, loc, "unknown configuration key '%.*s'", STR_ARG(name));
    near = config_key_nearest(name, diags->arena);
    if (d && near.len)
        d->hint = arena_printf(diags->arena, "did you mean '%.*s'", STR_ARG(near));
}

static int add_pair(struct config *c, const struct config_pair *p, const struct config_place *place,
    enum config_level level, const char *file, struct diags *diags, struct flash_error *err)
{
    const struct config_key *key = config_key_find(p->name);
    unsigned line = place ? place->line : 0;
    struct config_entry *e;
    int rc;

    if (!key) {
        warn_unknown(diags, p->name, place ? place->loc : (struct loc){0});
        return 0;
    }
    rc = config_value_check(key, p->name, p->value, err);
    if (rc < 0) {
        error_at(err, file, line, 0);
        return rc;
    }
    e = vec_push(c->arena, &c->entries);
    e->name = p->name;
    e->value = p->value;
    e->level = level;
    e->file = file;
    e->line = line;
    return 0;
}

static int load_file(struct config *c, const char *path, const char *shown, enum config_level level,
    struct diags *diags, struct flash_error *err)
{
    struct source *src = arena_new(c->arena, struct source);
    enum file_flags flags = level == CONFIG_GLOBAL ? 0 : FILE_NOFOLLOW;
    struct config_places places = {0};
    struct config_pairs pairs = {0};
    struct flash_str text;
    size_t from = 0;
    int rc;

    if (!file_exists(AT_FDCWD, path))
        return 0;
    rc = file_read(AT_FDCWD, path, LIMIT_CONFIG, flags, c->arena, &text, err);
    if (rc == 0)
        rc = source_init(src, str_from(shown), text, err);
    if (rc == 0)
        rc = config_scan(src, c->arena, &places, err);
    if (rc == 0)
        rc = config_read_file(path, c->arena, &pairs, err);
    for (size_t i = 0; rc == 0 && i < pairs.len; i++) {
        const struct config_place *p =
            places.len ? place_of(&places, &from, pairs.items[i].name) : NULL;
        rc = add_pair(c, &pairs.items[i], p, level, shown, diags, err);
    }
    return rc;
}

int config_load(struct arena *a, const char *root, const char *dir, struct diags *diags,
    struct config **out, struct flash_error *err)
{
    struct config *c = arena_new(a, struct config);
    char *global = global_file(a);
    int rc = 0;

    c->arena = a;
    c->root = root;
    if (root)
        rc = load_file(
            c, path_join(a, root, "flash.conf"), "flash.conf", CONFIG_PROJECT, diags, err);
    if (rc == 0 && global)
        rc = load_file(c, global, global, CONFIG_GLOBAL, diags, err);
    if (rc == 0 && dir)
        rc = load_file(c, path_join(a, dir, "config"), ".flash/config", CONFIG_LOCAL, diags, err);
    if (rc == 0)
        *out = c;
    return rc;
}

static const struct config_entry *find(const struct config *c, struct flash_str name)
{
    for (size_t i = c->entries.len; i-- > 0;) {
        if (config_name_eq(c->entries.items[i].name, name))
            return &c->entries.items[i];
    }
    return NULL;
}

const struct config_entry *config_find(const struct config *c, const char *name)
{
    return find(c, str_from(name));
}

const struct config_entry *config_find_in(
    const struct config *c, const char *section, struct flash_str subsection, const char *key)
{
    for (size_t i = c->entries.len; i-- > 0;) {
        struct flash_str s, b, k;

        if (config_name_split(c->entries.items[i].name, &s, &b, &k) &&
            str_eq_nocase(s, str_from(section)) && str_eq(b, subsection) &&
            str_eq_nocase(k, str_from(key)))
            return &c->entries.items[i];
    }
    return NULL;
}

struct flash_str config_text(const struct config *c, const char *name)
{
    const struct config_entry *e = config_find(c, name);
    const struct config_key *k = config_key_find(str_from(name));

    if (e)
        return e->value;
    return k && k->def ? str_from(k->def) : STR_NULL;
}

int64_t config_int(const struct config *c, const char *name)
{
    int64_t v = 0;
    bool ok = str_to_i64(config_text(c, name), &v);

    /* Values were checked when they were read, defaults by the tests. */
    assert(ok);
    (void)ok;
    return v;
}

bool config_bool(const struct config *c, const char *name)
{
    bool v = false;

    config_parse_bool(config_text(c, name), &v);
    return v;
}

bool config_is_variable(struct flash_str value)
{
    struct flash_str name;

    return config_env_name(value, &name);
}

int config_expand(struct config *c, const struct config_entry *e, struct arena *a,
    struct flash_str *out, struct flash_error *err)
{
    struct flash_str name;
    int rc;

    if (!config_env_name(e->value, &name)) {
        *out = e->value;
        return 0;
    }
    rc = config_env_get(c, name, a, out, err);
    if (rc == FLASH_ENOTFOUND) {
        error_at(err, e->file, e->line, 0);
        error_hint(err, "set it in the environment or in .env; '%.*s' needs it", STR_ARG(e->name));
    }
    return rc;
}

void config_subsections(
    const struct config *c, const char *section, struct arena *a, struct config_names *out)
{
    for (size_t i = 0; i < c->entries.len; i++) {
        struct flash_str s, b, k;
        bool known = false;

        if (!config_name_split(c->entries.items[i].name, &s, &b, &k) || b.len == 0 ||
            !str_eq_nocase(s, str_from(section)))
            continue;
        for (size_t j = 0; j < out->len && !known; j++)
            known = str_eq(out->items[j], b);
        if (!known)
            *vec_push(a, out) = b;
    }
}

int config_file(
    struct repo *r, enum config_level level, struct arena *a, char **out, struct flash_error *err)
{
    char *path = NULL;

    if (level == CONFIG_GLOBAL) {
        path = global_file(a);
        if (!path)
            return error_set(err, FLASH_ENOTFOUND, "neither HOME nor XDG_CONFIG_HOME is set");
    } else if (!r) {
        error_set(err, FLASH_ENOTFOUND, "no flash project here");
        return error_hint(err, "use --global, or run 'flash init'");
    } else if (level == CONFIG_PROJECT) {
        path = path_join(a, r->root, "flash.conf");
    } else {
        path = repo_path(r, a, "config");
    }
    *out = path;
    return 0;
}

static int check_pair(
    struct flash_str name, const char *value, struct arena *a, struct flash_error *err)
{
    const struct config_key *key = config_key_find(name);
    struct flash_str near;

    if (key)
        return value ? config_value_check(key, name, str_from(value), err) : 0;
    error_set(err, FLASH_EINVALID, "unknown configuration key '%.*s'", STR_ARG(name));
    near = config_key_nearest(name, a);
    if (near.len)
        return error_hint(err, "did you mean '%.*s'", STR_ARG(near));
    return error_hint(err, "run 'flash help config' for all keys");
}

/* The whole file must be fit to be read before libgit2 touches it. */
static int scan_file(const char *path, struct arena *a, struct flash_error *err)
{
    struct config_places places = {0};
    struct flash_str text;
    struct source src;
    int rc;

    if (!file_exists(AT_FDCWD, path))
        return 0;
    rc = file_read(AT_FDCWD, path, LIMIT_CONFIG, 0, a, &text, err);
    if (rc == 0)
        rc = source_init(&src, str_from(path), text, err);
    return rc < 0 ? rc : config_scan(&src, a, &places, err);
}

int config_set(struct repo *r, enum config_level level, const char *name, const char *value,
    struct flash_error *err)
{
    struct arena scratch;
    char *path;
    int rc;

    arena_init(&scratch, ARENA_SMALL);
    rc = check_pair(str_from(name), value, &scratch, err);
    if (rc == 0)
        rc = config_file(r, level, &scratch, &path, err);
    if (rc == 0)
        rc = scan_file(path, &scratch, err);
    if (rc == 0 && level == CONFIG_GLOBAL)
        rc = file_mkdirs(AT_FDCWD, path_dir(&scratch, path), err);
    if (rc == 0)
        rc = config_write_file(path, name, value, err);
    if (rc == 0 && r)
        r->config = NULL;
    arena_release(&scratch);
    return rc;
}
