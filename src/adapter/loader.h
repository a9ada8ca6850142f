#ifndef ADAPTER_LOADER_H
#define ADAPTER_LOADER_H

/*
 * Finds the adapter of an url's scheme: built in, or the module adapter-<name>.so in
 * FLASH_MODULE_PATH (ignored when setuid), beside the build's library, or in <libdir>/flash. A
 * module is loaded once and never unloaded.
 */

#include "adapter/adapter.h"

/* "sqlite" of "sqlite:dev.db"; empty when url has no scheme. "postgresql" and "postgres" are one.
 */
struct flash_str url_scheme(struct flash_str url);
/* FLASH_EUNSUPPORTED names the scheme, the file that was looked for and the package that brings it.
 */
int adapter_load(struct flash_str url, const struct flash_adapter **out, struct flash_error *err);
/* For version --build-options: "sqlite: module /path" or "postgres: not built". NULL past the end.
 */
const char *adapter_build_option(unsigned i);

#endif
