#ifndef CLI_PROMPT_H
#define CLI_PROMPT_H

/* Questions, only ever on a terminal. */

struct cli;
struct flash_error;

/* 0 = yes. FLASH_ECANCELLED = no; without a terminal FLASH_EREFUSED, and the hint names the option
 * that answers ("--yes"). */
int prompt_yes(struct cli *c, const char *question, const char *option, struct flash_error *err);
/* As prompt_yes where 'no' is an answer too: true = yes. Without a terminal false. */
int prompt_choice(struct cli *c, const char *question);

#endif
