#ifndef REPO_STATE_H
#define REPO_STATE_H

/*
 * .flash/state/<target>: what was last seen of a database, so that status, branch and log need not
 * connect. Only ever a memory: the database's own _flash_head is the truth.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/vec.h"
#include "objects/store/oid.h"
#include "repo/repo.h"

struct state {
    bool present;
    struct flash_str target;
    struct flash_str url_print; /* hash of the url without password: another url makes it stale */
    bool has_head;              /* the database had a _flash_head */
    struct flash_str branch, commit, schema; /* of _flash_head: schema as recorded ("n1:<oid>") */
    struct flash_str store_id, role, server;
    struct flash_str live_schema; /* "n1:<oid>" as read */
    struct flash_str live_print, live_version;
    int64_t seen_at; /* seconds since 1970 */
    bool drifted;    /* the live schema was not the recorded one */
};
struct states {
    struct state *items;
    size_t len, cap;
};

/* Missing or damaged: present = false, no error. FLASH_EINVALID for a name that cannot be a file.
 */
int state_read(struct repo *r, struct flash_str target, struct arena *a, struct state *out,
    struct flash_error *err);
int state_write(struct repo *r, const struct state *s, struct flash_error *err);
int state_remove(struct repo *r, struct flash_str target, struct flash_error *err);
/* All, by name. */
int state_list(struct repo *r, struct arena *a, struct states *out, struct flash_error *err);
/* What url_print holds. */
struct flash_str state_url_print(struct arena *a, struct flash_str url);
/* "3 minutes ago" */
struct flash_str state_age(struct arena *a, int64_t seen_at, int64_t now);

/* .flash/cache/prints-<adapter>: fingerprints of catalogue texts that were checked against the
 * engine (adapter.read_schema). */
void state_prints_read(struct repo *r, const char *adapter, struct arena *a, struct map *out);
int state_prints_write(struct repo *r, const char *adapter, const struct map *prints,
    struct arena scratch, struct flash_error *err);

#endif
