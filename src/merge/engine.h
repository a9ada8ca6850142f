#ifndef MERGE_ENGINE_H
#define MERGE_ENGINE_H

/* What the parts of the engine share. A slot is one thing on all three sides: what base calls
 * users.name may be users.full_name on ours and be gone on theirs. */

#include "base/str.h"
#include "diff/rename.h"
#include "merge/merge.h"

struct slot_list {
    struct slot **items;
    size_t len, cap;
};

struct slot {
    const struct object *v[MERGE_SIDES]; /* as given; NULL = is not there */
    struct slot *table;                  /* of a child; NULL at the top */
    struct slot_list children;
    struct name name; /* in the result */
    bool alive;       /* in the result */
    bool absorbed;    /* another slot has its object: both sides added the same */
    bool forced;      /* all of it is as on force_side: a resolution, or a conflict of the whole */
    bool forced_inside; /* or so is a child */
    enum merge_side force_side;
    bool two_sided;       /* made of both sides, in this pass */
    bool contested;       /* in this pass: whether it is there, or its name, is an open conflict */
    bool contested_field; /* or a property */
    unsigned reported; /* the pass in which an open conflict of the whole made it ours; 0 = none */
    bool hanging; /* forced because of an open conflict of its own, which is asked all the same */
    const struct object *verbatim; /* top: the result is this one, as given */
    struct object *made;           /* the result before it is read again */
    struct object *done;           /* top: after; in the result's schema */
    struct flash_str text;         /* top: what is read again */
};

/* An open conflict of this pass: a field of a slot, "name", or the whole. */
struct merge_contest {
    struct slot *slot;
    const struct field *field;
};

struct merge_engine {
    const struct merge_input *in;
    const struct schema *schemas[MERGE_SIDES];
    struct rename_map map[MERGE_SIDES];        /* base to a side; MERGE_BASE is not used */
    struct rename_map lift[MERGE_SIDES];       /* a side to the names of the result */
    struct slot_list tops;                     /* those that are not the same everywhere */
    struct object_list untouched;              /* of ours, those that are */
    struct map slot_of;                        /* object of any side: its slot */
    struct map known;                          /* key of a cross conflict: it was noted */
    bool *used;                                /* by place in the resolutions */
    struct conflict_list cross, cross_settled; /* found on the whole; kept from pass to pass */
    struct conflict_list open, settled;        /* of this pass */
    struct conflict_list warnings;
    VEC(struct merge_contest) contests; /* what stands behind 'open', for a virtual base */
    bool virtual_base; /* nobody is asked: what is contested becomes a list of terms */
    unsigned passes;
    bool stuck;            /* something cannot be read, whatever was forced */
    size_t forced;         /* how many forces there are: a pass that adds none is the last */
    struct schema *merged; /* of this pass */
    struct arena *perm, *work;
    int rc; /* the first error, with */
    struct flash_error *err;
};

static inline bool merge_same_name(struct name a, struct name b)
{
    return name_eq(a, b) && (a.key == NULL || str_eq(a.spelling, b.spelling));
}

#endif
