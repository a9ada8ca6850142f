#ifndef OBJECTS_RENAME_H
#define OBJECTS_RENAME_H

/* Renaming a branch with its reflog (ref_rename of refs.h), in steps that can be finished after a
 * kill. */

struct flash_error;
struct store;

/* Finishes a rename that a killed process began. Needs the store's lock. */
int ref_rename_recover(struct store *s, struct flash_error *err);

#endif
