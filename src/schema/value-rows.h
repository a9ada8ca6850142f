#ifndef SCHEMA_VALUE_ROWS_H
#define SCHEMA_VALUE_ROWS_H

/* The rows of value_ops(): single values stand in value-single.c, lists in value-list.c. */

#include "schema/value-ops.h"

extern const struct value_ops value_ops_bool;
extern const struct value_ops value_ops_choice;
extern const struct value_ops value_ops_uint;
extern const struct value_ops value_ops_text;
extern const struct value_ops value_ops_name;
extern const struct value_ops value_ops_names;
extern const struct value_ops value_ops_type;
extern const struct value_ops value_ops_expr;
extern const struct value_ops value_ops_keys;
extern const struct value_ops value_ops_attrs;

int int_cmp(uint64_t a, uint64_t b);
/* By key, then by spelling. */
int name_cmp(struct name a, struct name b);
int expression_cmp(const struct expression *a, const struct expression *b);
void sign_name(struct strbuf *out, struct name n);

#endif
