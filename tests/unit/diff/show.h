#ifndef TESTS_UNIT_DIFF_SHOW_H
#define TESTS_UNIT_DIFF_SHOW_H

#include "base/strbuf.h"
#include "schema/change.h"

/* "modify table t, strict; rename column t.a was b; ...": changes on one line, with fields and
 * flags. */
void show_changes(const struct change_list *changes, struct strbuf *out);

#endif
