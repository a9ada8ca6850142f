#ifndef REPO_RECORD_SOME_H
#define REPO_RECORD_SOME_H

/* Commits of chosen objects: the parent's snapshot with these objects as they are in the files (or
 * in the database), and the parent's files with only their statements changed. Part of record.c. */

#include "repo/record-work.h"

int record_read_some(struct record *rec, struct flash_error *err);

/* 'from' with the objects that the options choose as they are in 'full'. FLASH_EINVALID: a word
 * that names no object of either; chosen objects that need others. */
int record_select(struct record *rec, const struct schema *from, const struct schema *full,
    const struct rename_list *renames, struct schema **out, struct flash_error *err);
/* The parent's files, parsed; no files without a parent. */
int record_base_files(
    struct record *rec, struct workfiles *wf, struct schema **out, struct flash_error *err);

#endif
