#ifndef REPO_CONFIG_ENV_H
#define REPO_CONFIG_ENV_H

/* '${NAME}' of the configuration: the environment first, then lines NAME=value of .env at the
 * project's root (with 'export', quotes and comments as shells and other tools write them). */

#include <stdbool.h>

#include "repo/config.h"

/* The NAME of '${NAME}'; false when value is anything else. */
bool config_env_name(struct flash_str value, struct flash_str *name);
/* FLASH_ENOTFOUND when neither has it. */
int config_env_get(struct config *c, struct flash_str name, struct arena *a, struct flash_str *out,
    struct flash_error *err);

#endif
