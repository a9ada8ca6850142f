#include "dialect/sqlite/ddl-column.h"

#include "base/str.h"
#include "dialect/sqlite/print-table.h"

void column_add_constraint(struct sqd *s, struct strbuf *out, const struct object *constraint)
{
    if (constraint->kind == KIND_FOREIGN_KEY) {
        if (name_is_set(constraint->name))
            sqd_add(s, out, " CONSTRAINT %I", constraint->name.spelling);
        sqlite_print_references((const struct foreign_key *)constraint, out);
    } else {
        strbuf_addc(out, ' ');
        sqlite_print_constraint(constraint, out);
    }
}

struct flash_str column_definition(struct sqd *s, const struct column *c)
{
    struct strbuf b;
    sqd_strbuf(s, &b);
    sqlite_print_column(c, &b);
    return strbuf_str(&b);
}
