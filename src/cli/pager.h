#ifndef CLI_PAGER_H
#define CLI_PAGER_H

/* Long output on a terminal goes through FLASH_PAGER, core.pager, PAGER, else less. */

struct output;

/* Puts the pager between standard output and the terminal; without one that runs, output goes on as
 * before. */
void pager_start(struct output *o);
/* Ends the output and waits until the pager is left. */
void pager_wait(struct output *o);

#endif
