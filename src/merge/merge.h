#ifndef MERGE_MERGE_H
#define MERGE_MERGE_H

/*
 * Three schemas to one. Objects and columns align by rename, then by name; every property merges by
 * itself; what one side renamed is put into what the other side wrote; the whole is read again by
 * its dialect and checked. What does not merge is a typed conflict, and stands in the result as
 * ours.
 *
 * Pure: the same input gives the same result, in the same order. A merge that is being worked on is
 * therefore the three schemas and a list of resolutions, and the engine runs anew each time.
 */

#include "diff/diff.h"
#include "merge/conflict.h"

/* How somebody settled a conflict. */
struct resolution {
    struct flash_str subject;  /* "users.email", as any of the three calls it */
    struct flash_str property; /* "type"; empty = all that the subject has conflicts about */
    enum merge_side side;   /* BASE, OURS, THEIRS; PROPOSAL accepts what is proposed; VALUE with */
    struct flash_str value; /* SQL, as it would stand in the statement */
};
struct resolution_list {
    struct resolution *items;
    size_t len, cap;
};

/* Values of a virtual base (bases.h) that its own bases did not agree about. */
struct merge_terms;

struct merge_input {
    const struct schema *base, *ours, *theirs; /* frozen, of one dialect; outlive the result */
    const struct rename_list *our_renames, *their_renames; /* from base; NULL = none */
    const struct resolution_list *resolutions;             /* NULL = none */
    const struct merge_terms *terms;                       /* of base; NULL = none */
};

struct merge_result {
    struct schema *merged;                                /* frozen */
    struct rename_list from_base, from_ours, from_theirs; /* to merged */
    struct conflict_list conflicts, warnings;             /* open ones; sorted */
    struct conflict_list settled;                         /* by a resolution; sorted */
    struct resolution_list unused;                        /* fit no conflict */
};

/* FLASH_EINVALID when the dialects differ or a resolution's value cannot stand where it should.
 * Conflicts are no error. */
int merge_schemas(const struct merge_input *in, struct arena *perm, struct arena scratch,
    struct merge_result *out, struct flash_error *err);

#endif
