#ifndef SCHEMA_CHANGE_H
#define SCHEMA_CHANGE_H

/*
 * A typed change: what diff finds, plan orders, dialects turn into statements, merge combines. A
 * change of a table has the changes of its columns, constraints and indexes below it.
 */

#include "base/json.h"
#include "base/vec.h"
#include "schema/fields.h"
#include "schema/schema.h"

enum change_op { CHANGE_ADD, CHANGE_DROP, CHANGE_MODIFY };

struct change {
    enum change_op op;
    const struct object *from; /* NULL for ADD */
    const struct object *to;   /* NULL for DROP */
    bool renamed;              /* MODIFY: the name's key or spelling differs */
    bool cosmetic;             /* nothing but cosmetic fields differ, here and below */
    bool follows_rename; /* MODIFY: the fields that differ do so because others were renamed (a
                            child's own table and its columns too), and nothing else differs here
                            and below, so the engine's own RENAME does it all. Of what is 'renamed'
                            itself, only a column can be both */
    uint64_t fields;     /* MODIFY: object_diff_fields */
    struct change_list *children;
};
struct change_list {
    struct change *items;
    size_t len, cap;
};

/* The side that exists: to, else from. */
const struct object *change_object(const struct change *c);
/* "add", "drop", "modify", "rename" (renamed and nothing else). */
const char *change_verb(const struct change *c);
/* Field of a MODIFY by name; for dialects that ask "did the type change". */
bool change_has_field(const struct change *c, const char *field_name);
struct change *change_add(struct arena *a, struct change_list *l);
void change_json(struct json *j, const struct change *c);

#endif
