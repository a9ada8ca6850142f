#ifndef MERGE_TERMS_H
#define MERGE_TERMS_H

/*
 * A virtual base, made of several, may not know what it says: of a property that those disagreed
 * about it keeps all values, those that count and those that were taken off (A + C - B). Text with
 * marks in it is never made.
 */

#include "merge/property.h"

struct merge_term_list {
    const struct object **items; /* NULL = the object is not there */
    size_t len, cap;
};

struct merge_term {
    const struct object *subject; /* in the virtual base */
    const struct field *field;    /* &merge_name_field: the name; NULL: the whole */
    struct merge_term_list plus, minus;
    struct merge_term *next; /* of the same subject */
};

struct merge_terms {
    struct map of; /* subject: struct merge_term */
    struct merge_term **items;
    size_t len, cap;
};

/* NULL: the base is of one mind. */
struct merge_term *merge_terms_find(
    const struct merge_terms *t, const struct object *subject, const struct field *f);
bool merge_terms_has(const struct merge_engine *e, const struct slot *s, const struct field *f);
/* The side that wins over a contested base; MERGE_ASK: none does, or it is not contested. */
enum merge_side merge_terms_settle(const struct merge_engine *e, const struct slot *s,
    const struct field *f, const struct lifted *l);
enum merge_side merge_terms_settle_name(const struct merge_engine *e, const struct slot *s);
enum merge_side merge_terms_settle_whole(const struct merge_engine *e, const struct slot *s);
bool merge_term_equal(const struct field *f, const struct object *a, const struct object *b);

#endif
