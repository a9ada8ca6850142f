#ifndef BASE_PATH_H
#define BASE_PATH_H

/* Paths as text. No I/O. Results live in the arena and end in NUL. */

#include <stdbool.h>

#include "base/arena.h"

char *path_join(struct arena *a, const char *dir, const char *name);
const char *path_base(const char *path);
char *path_dir(struct arena *a, const char *path); /* "." where there is none */
/* Removes "." and ".." parts as text, doubled slashes and a trailing one. */
char *path_normal(struct arena *a, const char *path);
/* A name from outside that may become one component below a folder of ours: not empty, ".", "..",
 * no '/', '\\', NUL or control character, not ".git" in any case or disguise git refuses. */
bool path_component_safe(struct flash_str name);
/* Every component is safe and the path is relative. */
bool path_relative_safe(struct flash_str path);

#endif
