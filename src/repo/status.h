#ifndef REPO_STATUS_H
#define REPO_STATUS_H

/* HEAD against files against the database, in the words of DESIGN 6. */

#include "diff/diff.h"
#include "objects/refs/refs.h"
#include "repo/repo.h"
#include "repo/state.h"
#include "repo/workfiles.h"

enum status_db {
    STATUS_DB_NONE,        /* no target */
    STATUS_DB_UNREACHABLE, /* detail says why */
    STATUS_DB_UNKNOWN,     /* never seen; not asked */
    STATUS_DB_UNBORN,      /* no _flash_head, not equal to HEAD */
    STATUS_DB_CLEAN,       /* equals HEAD */
    STATUS_DB_AHEAD,       /* its commit is a descendant of HEAD */
    STATUS_DB_BEHIND,      /* an ancestor */
    STATUS_DB_DIVERGED,
    STATUS_DB_DIRTY,   /* dev: its schema is neither the recorded one nor HEAD */
    STATUS_DB_DRIFTED, /* the same on a target that is not dev */
    STATUS_DB_FOREIGN  /* recorded by another store, its commit is not here */
};
const char *status_db_word(enum status_db s); /* "clean" ... */

struct status_options {
    const char *target; /* NULL = the default one */
    bool live;          /* --live: connect whatever the role, and wait as long as it takes */
    bool no_db;         /* never connect, never read state */
};

struct status {
    struct head head;
    struct flash_str subject; /* of HEAD */
    const char *operation;    /* unfinished; NULL = none */
    struct oid head_schema, files_schema;
    bool files_broken;          /* the files do not parse: diags */
    bool files_differ;          /* schema differs from HEAD */
    bool files_touched;         /* bytes differ, schema does not */
    struct change_list changes; /* HEAD to files */
    const struct schema *from, *to;
    enum status_db db;
    struct state state;                          /* as read now, or remembered */
    bool db_live;                                /* asked now */
    struct flash_str db_target, db_url, db_role; /* url without password */
    struct flash_str db_detail;                  /* why unreachable, what differs */
    size_t db_ahead, db_behind;
    struct change_list db_changes; /* HEAD to database, when read live and different */
    struct flash_str next;         /* the next command, empty when there is nothing to do */
};

int status_read(struct repo *r, const struct status_options *o, struct diags *diags,
    struct arena *perm, struct arena scratch, struct status *out, struct flash_error *err);
/* For --exit-code: nothing to commit and the database clean or none. */
bool status_is_clean(const struct status *s);

#endif
