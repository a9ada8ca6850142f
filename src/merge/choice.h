#ifndef MERGE_CHOICE_H
#define MERGE_CHOICE_H

/* Conflicts as they are found, and who decides: a resolution, else ours. */

#include "merge/engine.h"

struct finding {
    enum merge_code code;
    struct slot *slot;
    const struct field *field; /* NULL: the whole; &merge_name_field: its name */
    enum merge_side proposal;  /* MERGE_ASK: what conflicts.def says; MERGE_VALUE with */
    struct flash_str proposed;
    struct flash_str detail;  /* "mentions column users.age"; may be empty */
    bool within;              /* it may as well come from an open conflict of a child */
    const struct slot *other; /* two things want one name: the one that ours has; else NULL */
};

extern const struct field merge_name_field;

static inline struct finding merge_finding(
    enum merge_code code, struct slot *s, const struct field *field)
{
    return (struct finding){.code = code, .slot = s, .field = field, .proposal = MERGE_ASK};
}

/* The side to take; MERGE_VALUE puts its text in value. */
enum merge_side merge_conflict(
    struct merge_engine *e, const struct finding *f, struct flash_str *value);
/* A conflict that only the whole shows. All the slots become what the resolution says, else ours,
 * in the next pass. */
void merge_cross(
    struct merge_engine *e, const struct finding *f, struct slot *const *slots, size_t n);
void merge_force(struct merge_engine *e, struct slot *s, enum merge_side side);
void merge_warn(struct merge_engine *e, const struct finding *f);
/* Resolutions that fitted nothing. */
void merge_unused(const struct merge_engine *e, struct resolution_list *out);
/* The result cannot be made: keeps the first reason. */
void merge_fail(
    struct merge_engine *e, const struct slot *s, const char *property, const char *why);

#endif
