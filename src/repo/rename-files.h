#ifndef REPO_RENAME_FILES_H
#define REPO_RENAME_FILES_H

/* flash mv: a rename that is declared. The working files say the new name everywhere, and '-- was:
 * old' where the object or column stands, so that whoever gets the files knows it too. */

#include "diff/diff.h"
#include "repo/repo.h"

struct diags;

struct rename_result {
    struct rename rename;
    struct flash_str title; /* "column users.name" */
    size_t files;           /* that changed */
};

/*
 * from: 'users', 'users.name', 'main.users', with the kind in front where it takes one
 * ('index:ix_a', 'trigger:t'). to: the new bare name. FLASH_ENOTFOUND, FLASH_EEXISTS,
 * FLASH_EAMBIGUOUS, FLASH_EINVALID, FLASH_ESYNTAX (diags), FLASH_EUNSUPPORTED: nothing is written
 * then.
 */
int rename_files(struct repo *r, struct flash_str from, struct flash_str to, struct diags *diags,
    struct arena *a, struct arena scratch, struct rename_result *out, struct flash_error *err);

#endif
