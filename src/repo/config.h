#ifndef REPO_CONFIG_H
#define REPO_CONFIG_H

/*
 * Configuration in git's format, read through libgit2: flash.conf (tracked, may come from
 * strangers), then
 * ~/.config/flash/config, then .flash/config; the later one wins. Known keys stand in
 * config-keys.def. An unknown key is a warning, a value that does not fit its key an error with
 * file and line. Includes are refused. '${NAME}' is expanded only when it is a whole text value.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/vec.h"

struct diags;
struct flash_error;
struct repo;

enum config_level { CONFIG_DEFAULT, CONFIG_PROJECT, CONFIG_GLOBAL, CONFIG_LOCAL };

enum config_type { CONFIG_TEXT, CONFIG_PATH, CONFIG_INT, CONFIG_BOOL, CONFIG_CHOICE, CONFIG_URL };

/* A row of config-keys.def. */
struct config_key {
    const char *name; /* "schema.files", "target.*.url": '*' stands for a subsection */
    enum config_type type;
    const char *def;     /* NULL = none */
    const char *choices; /* CONFIG_CHOICE: "ignore|warn|strict"; CONFIG_INT: "min..max" */
    const char *help;    /* one line */
};
const struct config_key *config_key_at(unsigned i); /* NULL past the end */
/* The row of "target.dev.url"; NULL for an unknown key. */
const struct config_key *config_key_find(struct flash_str name);
/* The known name nearest to an unknown one; empty when none is near. */
struct flash_str config_key_nearest(struct flash_str name, struct arena *a);

struct config_entry {
    struct flash_str
        name; /* section and key in lower case, subsection as written: "target.Dev.url" */
    struct flash_str value; /* as written, without expansion */
    enum config_level level;
    const char *file; /* as the user should see it */
    unsigned line;
};

struct config {
    struct arena *arena;
    VEC(struct config_entry) entries; /* in order of rank: a later one of the same name wins */
    VEC(struct config_entry) env;     /* of .env: name and value */
    const char *root;                 /* NULL without a project */
    bool env_read;
};

/* root NULL: no project, only the user's file. dir: .flash, may be NULL. */
int config_load(struct arena *a, const char *root, const char *dir, struct diags *diags,
    struct config **out, struct flash_error *err);

/* The entry that counts; NULL when only the default (or nothing) holds. Names as in config_entry.
 */
const struct config_entry *config_find(const struct config *c, const char *name);
const struct config_entry *config_find_in(
    const struct config *c, const char *section, struct flash_str subsection, const char *key);
/* Value or default, not expanded; empty where there is neither. */
struct flash_str config_text(const struct config *c, const char *name);
int64_t config_int(const struct config *c, const char *name);
bool config_bool(const struct config *c, const char *name);
/* Value with a whole '${NAME}' replaced from the environment, then .env. FLASH_ENOTFOUND names the
 * variable, its file and line. */
int config_expand(struct config *c, const struct config_entry *e, struct arena *a,
    struct flash_str *out, struct flash_error *err);
/* True for '${NAME}'. */
bool config_is_variable(struct flash_str value);
/* Subsections of a section, in order of first appearance: the names of [target "x"]. */
struct config_names {
    struct flash_str *items;
    size_t len, cap;
};
void config_subsections(
    const struct config *c, const char *section, struct arena *a, struct config_names *out);

/* Sets or (value NULL) removes a key in one file; checks name and value first. FLASH_EINVALID,
 * FLASH_ENOTFOUND (removing what is not there). Takes no lock: the file is replaced whole. */
int config_set(struct repo *r, enum config_level level, const char *name, const char *value,
    struct flash_error *err);
/* The file of a level; project and local need a repo. */
int config_file(
    struct repo *r, enum config_level level, struct arena *a, char **out, struct flash_error *err);
const char *config_level_name(enum config_level l); /* "default", "project", "global", "local" */

#endif
