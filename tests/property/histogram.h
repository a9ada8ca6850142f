#ifndef TESTS_PROPERTY_HISTOGRAM_H
#define TESTS_PROPERTY_HISTOGRAM_H

/* How often each field of each field table changed, and in which direction. */

#include "schema/change.h"

struct histogram {
    struct {
        unsigned added, dropped, renamed;
        unsigned up[FIELD_MAX], down[FIELD_MAX]; /* the value became greater, smaller */
    } kinds[KIND__COUNT];
};

void histogram_add(struct histogram *h, const struct change_list *changes);
void histogram_print(const struct histogram *h);
/* The least count among fields that SQLite has and a database can show. name gets "column default".
 */
unsigned histogram_least(const struct histogram *h, char *name, size_t size);

#endif
