#ifndef REPO_JOURNAL_H
#define REPO_JOURNAL_H

/*
 * .flash/op/<kind>-<op>: the intent of an operation that moves more than one thing, written before
 * the first of them moves, removed after the last. The process that works on it holds a flock on
 * the file, so a journal that can be locked belongs to a process that is gone: recover.h finishes
 * it forward or undoes it.
 *
 * Text: "flash-journal 1", then lines "name value" (values percent-encoded where needed); phases
 * are appended as "phase <name>" lines, each synced. A last line without its end was cut by a kill
 * and does not count.
 */

#include "base/vec.h"
#include "repo/repo.h"

enum journal_kind { JOURNAL_APPLY, JOURNAL_CHECKOUT };
enum journal_phase {
    JOURNAL_INTENT,   /* whether the database moved, its ledger says */
    JOURNAL_DATABASE, /* the database has committed (or takes no part) */
    JOURNAL_FILES,    /* working files are written */
    JOURNAL_HEAD      /* HEAD has moved: only things to tidy up are left */
};

struct journal {
    enum journal_kind kind;
    char op[33]; /* 32 hex digits, also in the ledger row */
    enum journal_phase phase;
    struct flash_str target; /* name in the configuration; empty = only an url, or no database */
    struct flash_str url;    /* without password */
    bool database;           /* one takes part */
    bool files;              /* working files move */
    struct flash_str data;   /* data mode: "park" ... */
    struct flash_str from_commit, to_commit; /* hex; empty = unborn, none */
    struct flash_str from_branch, to_branch; /* short; empty = detached */
    struct flash_str
        imports; /* stash files that go when the database has moved, separated by spaces */
    struct flash_str copy_save, copy_from; /* data mode copy: urls */
    struct flash_str who, host, started_at, pid;
    bool new_branch;            /* to_branch is made */
    bool discard;               /* uncommitted changes of the files are overwritten */
    bool any_branch;            /* ... even where it exists (-B) */
    struct flash_str op_before; /* of the database's last ledger row; not written */
    /* Internal. */
    char *path;
    int fd; /* open and locked while this process works on it; -1 */
};

/* op, phase, who, host, started_at are filled in; the rest is the caller's, and must outlive the
 * journal. Synced, file and folder, before it returns. FLASH_EIO, FLASH_EACCESS. */
int journal_begin(struct repo *r, struct journal *j, struct arena *a, struct flash_error *err);
/* Fills op, who, host, started_at and nothing else: for a move without a project. */
int journal_new_op(struct journal *j, struct arena *a, struct flash_error *err);
int journal_phase(struct journal *j, enum journal_phase phase, struct flash_error *err);
/* Removes it. Not before everything that it stands for is on disk. */
int journal_end(struct repo *r, struct journal *j, struct flash_error *err);
/* Leaves the file where it is and lets go of it: the next command recovers. */
void journal_abandon(struct journal *j);

struct journals {
    VEC(struct journal) list;
};
/* All of .flash/op that are journals of ours, by name, unlocked (fd -1). Unreadable ones:
 * FLASH_ECORRUPT naming the file. */
int journal_list(struct repo *r, struct arena *a, struct journals *out, struct flash_error *err);
/* Takes the lock of a dead process's journal and reads it again. *mine false: its process lives, or
 * it is gone by now. */
int journal_take(
    struct repo *r, struct journal *j, struct arena *a, bool *mine, struct flash_error *err);

/* FLASH_EREFUSED naming a live or dead operation that excludes a checkout (any other journal, a
 * merge). For an apply: anything but another apply. */
int journal_check(struct repo *r, enum journal_kind wanted, struct flash_error *err);

const char *journal_kind_name(enum journal_kind k); /* "apply", "checkout" */

#endif
