#ifndef SCHEMA_KINDS_H
#define SCHEMA_KINDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "flash/str.h"

enum kind {
    KIND_NONE = 0,
#define KIND(id, ...) KIND_##id,
#include "schema/kinds.def"
#undef KIND
    KIND__COUNT
};

struct kind_info {
    const char *name;   /* "primary key" */
    const char *plural; /* "primary keys" */
    const char *folder; /* "tables"; "" for kinds in their parent's text */
    enum kind parent;
    int create_priority, drop_priority;
};

const struct kind_info *kind_info(enum kind k);
enum kind kind_from_name(struct flash_str name); /* KIND_NONE if there is none */
/* Stands at the top of a schema, with a blob of its own. */
bool kind_is_top(enum kind k);

#endif
