#ifndef SCHEMA_VALUE_OPS_H
#define SCHEMA_VALUE_OPS_H

/* What can be done with a value of each field type; one row for each enum field_type. */

#include "schema/fields.h"

struct value_ops {
    size_t size;
    int (*cmp)(const void *a, const void *b); /* a total order by content; 0 = equal */
    bool (*is_default)(const void *v);
    void (*show)(struct strbuf *out, const struct field *f, const void *v);
    void (*json)(struct json *j, const struct field *f, const void *v);
    /* By keys, not spellings: for the identity of unnamed objects. NULL = not for IDENTITY fields.
     */
    void (*sign)(struct strbuf *out, const void *v);
};

const struct value_ops *value_ops(enum field_type t);
/* Its normal form; what was written while there is none. Empty for NULL. */
struct flash_str expression_norm(const struct expression *e);

static inline const void *field_value(const struct field *f, const struct object *o)
{
    return (const char *)o + f->offset;
}

#endif
