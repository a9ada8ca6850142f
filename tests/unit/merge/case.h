#ifndef TESTS_UNIT_MERGE_CASE_H
#define TESTS_UNIT_MERGE_CASE_H

/*
 * One case of the matrix: three schemas as SQL ('-- was:' hints are the renames), resolutions one a
 * line ("users.email type theirs", "users.email type = BIGINT", "users - accept"), and what must
 * come out.
 */

#include "base/str.h"
#include "merge/merge.h"

struct merge_case {
    struct flash_str name;
    struct flash_str base, ours, theirs, resolve, want;
};
struct merge_cases {
    struct merge_case *items;
    size_t len, cap;
};

/* "=== name", then sections "--- base" ... "--- want"; a section that is missing is as in base. */
void cases_parse(struct flash_str text, struct arena *a, struct merge_cases *out);
/* The merged text behind lines "C203 ...", "settled C203 ...", "unused ...". swap: theirs is ours.
 */
struct flash_str case_run(
    const struct merge_case *c, bool swap, struct arena *a, struct merge_result *out);

#endif
