#ifndef TESTS_PROPERTY_SIDE_H
#define TESTS_PROPERTY_SIDE_H

/* flash, as the property test uses it: parser, printer, diff, plan and the SQLite adapter. All
 * return 0 or a negative flash_code with a text in why. */

#include "adapter/adapter.h"
#include "generate.h"
#include "plan/plan.h"

struct side {
    const struct dialect *dialect;
    const struct flash_adapter *adapter;
    struct arena *arena;
    struct flash_str why;
};

int side_init(struct side *s, struct arena *a);
int side_parse(struct side *s, const char *name, struct flash_str sql, struct schema **out);
int side_read(struct side *s, const char *path, struct schema **out);
/* Object for object the same text and the same content. */
int side_same(struct side *s, const struct schema *a, const struct schema *b);
/* parse(print(m)) == m */
int side_round_trip(struct side *s, const struct schema *m);
/* Nothing but cosmetic changes between the two. */
int side_no_change(struct side *s, const struct schema *a, const struct schema *b);

/* What has another name but the same number in both. */
void side_renames(struct side *s, const struct g_schema *from, const struct g_schema *to,
    struct rename_list *out);
/* park: rows that have no place stay in the database at path, and those that were parked there
 * return. */
int side_plan(struct side *s, const struct schema *from, const struct schema *to,
    const struct rename_list *renames, const char *path, bool park, struct plan *out);
/* In one transaction; after an error the database is what it was. */
int side_apply(struct side *s, const char *path, const struct plan *p);

#endif
