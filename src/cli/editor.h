#ifndef CLI_EDITOR_H
#define CLI_EDITOR_H

/* A message that is written in an editor, as git does it. */

#include "flash/str.h"

struct cli;
struct flash_error;

/* FLASH_EDITOR, VISUAL, EDITOR, else vi on a file of the project's .flash that starts with an empty
 * line and help, which is behind '#'. Only on a terminal: FLASH_EUSAGE elsewhere, with a hint on
 * -m. FLASH_ECANCELLED: the message is empty, or the editor failed. */
int editor_message(struct cli *c, const char *help, struct flash_str *out, struct flash_error *err);

#endif
