#ifndef DIALECT_SQLITE_READ_H
#define DIALECT_SQLITE_READ_H

/* The statements of a file, one after the other: what each is, and who reads it. */

#include "dialect/dialect.h"

void sqlite_read(
    struct schema *s, const struct source *src, struct read_report *report, struct diags *diags);

#endif
