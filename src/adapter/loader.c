/* dladdr is no part of POSIX 2008; every system that we build on has it behind this. */
#define _GNU_SOURCE
#include "adapter/loader.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/trace.h"

#ifdef FLASH_STATIC_MODULES
extern const struct flash_adapter adapter_sqlite;
#define BUILT_IN_SQLITE (&adapter_sqlite)
#else
#define BUILT_IN_SQLITE NULL
#endif

#define SCHEMES_MAX 3

struct known_adapter {
    const char *name;
    const char *schemes[SCHEMES_MAX + 1];
    const char *package; /* brings the module */
    const struct flash_adapter *built_in;
};

/* Every engine that flash knows of, built or not. */
static const struct known_adapter known_adapters[] = {
    {"sqlite", {"sqlite", "sqlite3"}, "flash", BUILT_IN_SQLITE},
    {"postgres", {"postgres", "postgresql"}, "flash-postgres", NULL},
    {"mysql", {"mysql", "mariadb"}, "flash-mysql", NULL},
    {"mongo", {"mongodb", "mongodb+srv"}, "flash-mongo", NULL},
};

/* What was loaded stays: a module's code and its names are in use until the process ends. */
static struct {
    const struct flash_adapter *adapter;
    char path[LIMIT_PATH];
} loaded[ARRAY_LEN(known_adapters)];

static char option_lines[ARRAY_LEN(known_adapters)][LIMIT_PATH + 64];

static bool scheme_char(char c, bool first)
{
    if (ascii_alpha(c))
        return true;
    return !first && (ascii_digit(c) || c == '+' || c == '-' || c == '.');
}

struct flash_str url_scheme(struct flash_str url)
{
    size_t n = 0;
    while (n < url.len && scheme_char(url.ptr[n], n == 0))
        n++;
    /* One letter is a drive of a path from elsewhere, not a scheme. */
    if (n < 2 || n == url.len || url.ptr[n] != ':')
        return STR_NULL;
    struct flash_str scheme = str_sub(url, 0, n);
    return str_eq_nocase(scheme, STR("postgresql")) ? STR("postgres") : scheme;
}

static size_t find_known(struct flash_str scheme)
{
    for (size_t i = 0; i < ARRAY_LEN(known_adapters); i++)
        for (unsigned j = 0; known_adapters[i].schemes[j]; j++)
            if (str_eq_nocase(scheme, str_from(known_adapters[i].schemes[j])))
                return i;
    return ARRAY_LEN(known_adapters);
}

/* The folder of the library that this file is in, without a slash at its end. */
static bool library_folder(char *out, size_t size)
{
    Dl_info info;

    if (!dladdr(known_adapters, &info) || !info.dli_fname)
        return false;
    const char *base = path_base(info.dli_fname);
    size_t len = (size_t)(base - info.dli_fname);
    if (len < 2 || len > size)
        return false;
    memcpy(out, info.dli_fname, len - 1);
    out[len - 1] = '\0';
    return true;
}

static void *try_open(char out[LIMIT_PATH], const char *dir, size_t dir_len, const char *name)
{
    int n = snprintf(
        out, LIMIT_PATH, "%.*s/adapter-%s%s", (int)dir_len, dir, name, FLASH_MODULE_SUFFIX);
    if (dir_len == 0 || n < 0 || n >= LIMIT_PATH)
        return NULL;
    void *handle = dlopen(out, RTLD_NOW | RTLD_LOCAL);
    TRACE("loader", "%s: %s", out, handle ? "loaded" : "not there");
    return handle;
}

static void *try_module_path(char out[LIMIT_PATH], const char *path, const char *name)
{
    struct flash_str rest = str_from(path), dir;
    void *handle = NULL;

    while (!handle && str_split(&rest, ':', &dir))
        handle = try_open(out, dir.ptr, dir.len, name);
    return handle ? handle : try_open(out, rest.ptr ? rest.ptr : "", rest.len, name);
}

static void *find_module(char out[LIMIT_PATH], const char *name)
{
    char dir[LIMIT_PATH], below[LIMIT_PATH + 8];
    const char *path = proc_getenv("FLASH_MODULE_PATH");
    void *handle = NULL;

    if (path)
        return try_module_path(out, path, name);
    if (library_folder(dir, sizeof(dir))) {
        handle = try_open(out, dir, strlen(dir), name);
        int n = snprintf(below, sizeof(below), "%s/flash", dir);
        if (!handle && n > 0)
            handle = try_open(out, below, (size_t)n, name);
    }
    return handle ? handle : try_open(out, FLASH_MODULE_DIR, strlen(FLASH_MODULE_DIR), name);
}

static int take_module(size_t i, void *handle, struct flash_error *err)
{
    const struct flash_adapter *adapter = dlsym(handle, "flash_adapter");
    const char *path = loaded[i].path;

    if (!adapter)
        return error_set(err, FLASH_EUNSUPPORTED, "'%s' is no adapter of flash", path);
    if (adapter->abi != ADAPTER_ABI) {
        error_set(err, FLASH_EUNSUPPORTED, "adapter '%s' has ABI %u, this flash needs %u", path,
            (unsigned)adapter->abi, (unsigned)ADAPTER_ABI);
        return error_hint(err, "install flash and its adapters from one build");
    }
    if (!adapter->name || strcmp(adapter->name, known_adapters[i].name) != 0)
        return error_set(err, FLASH_EUNSUPPORTED, "'%s' is the adapter of another engine", path);
    loaded[i].adapter = adapter;
    return 0;
}

static int load(size_t i, struct flash_error *err)
{
    const struct known_adapter *k = &known_adapters[i];

    if (loaded[i].adapter)
        return 0;
    if (k->built_in) {
        loaded[i].adapter = k->built_in;
        return 0;
    }
    void *handle = find_module(loaded[i].path, k->name);
    if (handle)
        return take_module(i, handle, err);
    const char *why = dlerror();
    error_set(err, FLASH_EUNSUPPORTED, "this flash has no adapter for '%s' databases", k->name);
    error_detail(err, "looked for adapter-%s%s%s%s", k->name, FLASH_MODULE_SUFFIX, why ? ": " : "",
        why ? why : "");
    return error_hint(err,
        "install the package '%s', or set FLASH_MODULE_PATH to the module's folder", k->package);
}

int adapter_load(struct flash_str url, const struct flash_adapter **out, struct flash_error *err)
{
    struct flash_str scheme = url_scheme(url);

    if (scheme.len == 0) {
        error_set(err, FLASH_EINVALID, "a database is named by an url with a scheme");
        return error_hint(err, "for instance 'sqlite:dev.db'");
    }
    size_t i = find_known(scheme);
    if (i == ARRAY_LEN(known_adapters)) {
        error_set(err, FLASH_EUNSUPPORTED, "no kind of database is named '%.*s'", STR_ARG(scheme));
        return error_hint(err, "known are sqlite, postgres, mysql, mariadb and mongodb");
    }
    int rc = load(i, err);
    if (rc == 0)
        *out = loaded[i].adapter;
    return rc;
}

const char *adapter_build_option(unsigned i)
{
    if (i >= ARRAY_LEN(known_adapters))
        return NULL;
    char *line = option_lines[i];
    const char *name = known_adapters[i].name;
    if (known_adapters[i].built_in)
        snprintf(line, sizeof(option_lines[i]), "%s adapter: built in", name);
    else if (load(i, NULL) == 0)
        snprintf(line, sizeof(option_lines[i]), "%s adapter: module %s", name, loaded[i].path);
    else
        snprintf(line, sizeof(option_lines[i]), "%s adapter: not installed", name);
    return line;
}
