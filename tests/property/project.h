#ifndef TESTS_PROPERTY_PROJECT_H
#define TESTS_PROPERTY_PROJECT_H

/*
 * The two schemas of a pair as commits of a project: from working files, and the plans between
 * them, with the caches of .flash/cache (files, names that objects mention, checked catalogue
 * texts) and without them. All must come to what the whole schemas in memory come to.
 */

#include "generate.h"
#include "side.h"

struct project {
    const char *dir;
    unsigned uses;  /* pairs since it was made anew */
    unsigned parts; /* plans between parts of two schemas, which the caches found */
};

struct project_case {
    const struct g_schema *from, *to;
    const struct schema *from_model, *to_model;
    const struct rename_list *renames, *renames_back;
    const char *db; /* a database that is at from */
    uint64_t style;
};

/* FALSE with a story in why. *plans: how many were compared, each with the caches and without. */
bool project_check(struct project *p, const struct project_case *c, struct arena *a,
    struct flash_str *why, unsigned *plans);

#endif
