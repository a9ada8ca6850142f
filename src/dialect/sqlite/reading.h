#ifndef DIALECT_SQLITE_READING_H
#define DIALECT_SQLITE_READING_H

/* What is remembered from one file to the next until finish. */

#include "schema/schema.h"

struct diags;
struct mentions;

/* An index that was read before its table. */
struct waiting_index {
    struct object *index;
    struct name table;
    struct loc loc; /* of the table's name */
};
struct waiting_list {
    struct waiting_index *items;
    size_t len, cap;
};

struct reading {
    struct map waiting; /* table key: struct waiting_list */
    size_t nwaiting;
    struct map triggers;        /* table key: struct object_list of the triggers on it */
    struct object_list unnoted; /* objects that 'mentions' does not know yet */
    struct mentions *mentions;  /* see mentions.h; made by the first rename */
};

/* Never NULL. */
struct reading *reading_of(struct schema *s);

void reading_wait(struct schema *s, struct object *index, struct name table, struct loc loc);
/* A waiting index of this name; NULL if there is none. */
struct object *reading_waiting(struct schema *s, const struct symbol *name);
/* Takes it off the list. */
void reading_forget(struct schema *s, struct object *index);
/* The indexes that waited for this table; they do so no longer. */
struct waiting_list reading_take(struct schema *s, const struct symbol *table);

void reading_add_trigger(struct schema *s, struct object *trigger);
/* May hold triggers that are dropped or on another table by now. NULL if there are none. */
struct object_list *reading_triggers(struct schema *s, const struct symbol *table);

#endif
