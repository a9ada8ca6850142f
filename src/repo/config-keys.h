#ifndef REPO_CONFIG_KEYS_H
#define REPO_CONFIG_KEYS_H

/* Names and values of the configuration: what config-keys.def says of them. The table itself is
 * asked through config.h. */

#include <stdbool.h>

#include "repo/config.h"

/* Sections and keys compare without case, subsections exactly. */
bool config_name_eq(struct flash_str a, struct flash_str b);
/* "target.dev.url" to its three parts; sub is empty when there is none. False when it is no name.
 */
bool config_name_split(
    struct flash_str name, struct flash_str *section, struct flash_str *sub, struct flash_str *key);
/* Whether value fits the key; FLASH_EINVALID says what would. */
int config_value_check(const struct config_key *k, struct flash_str name, struct flash_str value,
    struct flash_error *err);
bool config_parse_bool(struct flash_str value, bool *out);

#endif
