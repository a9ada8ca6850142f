#ifndef REPO_TARGET_H
#define REPO_TARGET_H

/*
 * Databases by name: [target "dev"] of the configuration, or an url of the command line. Nothing
 * here connects but target_open.
 */

#include "adapter/adapter.h"
#include "repo/repo.h"

enum target_role {
    TARGET_DEV,       /* checkout may move it */
    TARGET_SHARED,    /* apply yes, checkout no; also every database that is only an url */
    TARGET_PROTECTED, /* apply, forward only */
    TARGET_UNKNOWN    /* its record is of another server: treated as protected */
};
const char *target_role_name(enum target_role r); /* "dev" ... */
/* False for another word. */
bool target_role_parse(struct flash_str word, enum target_role *out);
/* "park", "copy", "stash", "discard"; "drop" for apply's. */
const char *target_data_name(enum data_mode mode);
bool target_data_parse(struct flash_str word, enum data_mode *out);
/* The stricter of the configuration's and what the database says of itself (empty = says nothing).
 */
enum target_role target_role_with(enum target_role config, struct flash_str recorded);

struct target {
    struct flash_str name; /* empty: only an url */
    struct flash_str
        url; /* expanded, SQLite paths made absolute; may hold a password: never print it */
    struct flash_str display; /* for people */
    enum target_role role;    /* of the configuration */
    enum data_mode data;      /* target.<name>.data, else checkout.data */
    bool is_default;
};
struct targets {
    struct target *items;
    size_t len, cap;
};

/* All of the configuration, in its order. url is as written, nothing is expanded: for lists. */
int target_list(struct repo *r, struct arena *a, struct targets *out, struct flash_error *err);
/* name NULL or empty = the default one: flash.target, else the only one whose role is dev, else
 * 'dev', else the only one. FLASH_ENOTFOUND: no such target (hint: the nearest name), or none at
 * all. Expansion errors name file and line. FLASH_EREFUSED: the url stands literally in the tracked
 * file, is not local, was never confirmed here (hint: how), and repo.confirm does not say that it
 * is meant. */
int target_find(
    struct repo *r, const char *name, struct arena *a, struct target *out, struct flash_error *err);
/* True when the configuration names any target at all. */
bool target_any(struct repo *r);
/* A word of the command line: an url, '${NAME}', or the name of a target. r may be NULL. cwd NULL =
 * the process's. */
int target_from_word(struct repo *r, const char *word, const char *cwd, struct arena *a,
    struct target *out, struct flash_error *err);
/* Records in .flash/config that the url of a target, as it stands in flash.conf, is meant. */
int target_confirm(struct repo *r, const char *name, struct flash_error *err);

/* Loads the adapter and connects. Messages use the display form. */
int target_open(const struct target *t, enum adapter_open_flags flags,
    const struct flash_adapter **db, struct adapter_conn **conn, struct flash_error *err);

#endif
