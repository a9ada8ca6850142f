#ifndef CLI_USAGE_H
#define CLI_USAGE_H

/* Help made from the tables: -h of a command, the overview, and the dump that tests and completion
 * read. */

struct cli;
struct cmd;
struct flash_error;

void usage_command(struct cli *c, const struct cmd *cmd);
void usage_overview(struct cli *c);
/*
 * Lines of fields separated by tabs; "" is the program itself:
 *     command <name> <help>
 *     synopsis <name> <line>
 *     option <name> <-x or empty> <--long or empty> <argument or empty> <choices or empty> <help>
 */
void usage_dump(struct cli *c);
/* The man page of a command (NULL: flash itself) by man(1); without one the short help. An exit
 * code. */
int usage_man(struct cli *c, const struct cmd *cmd);

#endif
