#ifndef FLASH_VERSION_H
#define FLASH_VERSION_H

#ifdef __cplusplus
extern "C" {
#endif

/* The library's version, "0.1.0". Static storage. */
const char *flash_version(void);

/* One line for each build option and library: "sqlite adapter: module", "libgit2: 1.5.1".
 * NULL after the last. Static storage. */
const char *flash_build_option(unsigned index);

#ifdef __cplusplus
}
#endif
#endif
