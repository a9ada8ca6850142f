#ifndef OBJECTS_LAYOUT_H
#define OBJECTS_LAYOUT_H

/* The folder and the config of a store as we make them, and whose they may be. */

#include "base/error.h"
#include "flash/str.h"

#define STORE_FORMAT 1

/* Fills an existing empty folder (an open descriptor) with an empty repository. Every file is
 * synced. */
int store_layout_write(int dirfd, struct flash_str branch, struct flash_error *err);
/* FLASH_ENOTFOUND, FLASH_EINVALID (a link or a file), FLASH_EACCESS when neither we nor the user
 * behind sudo own it. */
int store_layout_check_owner(const char *git_dir, struct flash_error *err);

#endif
