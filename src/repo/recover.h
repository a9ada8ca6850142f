#ifndef REPO_RECOVER_H
#define REPO_RECOVER_H

/* What a killed command left: finished forward when the database has its ledger row (or files began
 * to move), else undone. */

#include "repo/journal.h"

enum recover_outcome {
    RECOVER_FORWARD,
    RECOVER_UNDONE,
    RECOVER_UNKNOWN /* an apply whose database cannot be reached: the database is whole, its ledger
                       knows */
};

struct recover_report {
    enum recover_outcome outcome;
    enum journal_kind kind;
    struct flash_str from, to; /* branches, else short commits; for people */
    struct flash_str database; /* display; empty = none took part */
    struct flash_str started_at;
    struct flash_str text; /* the whole sentence: "finished the checkout of 'feature' that was
                              interrupted at ..." */
};

/*
 * Call it at the start of every command that writes. Cheap when .flash/op is empty. told is called
 * once for each operation. An unreachable database leaves its journal where it is: FLASH_EREFUSED
 * naming it, with the way on.
 */
int recover_run(struct repo *r, void (*told)(void *payload, const struct recover_report *report),
    void *payload, struct arena scratch, struct flash_error *err);

#endif
