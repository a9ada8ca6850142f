#ifndef MERGE_CONFLICT_H
#define MERGE_CONFLICT_H

/* What two sides of a merge disagree about, and how it was or may be settled. */

#include "schema/fields.h"

enum merge_code {
#define CONFLICT(id, code, title, proposal, dialects) MERGE_##id,
#include "merge/conflicts.def"
#undef CONFLICT
    MERGE__COUNT
};

/* One of the three schemas; MERGE_VALUE is a text that somebody gave, MERGE_ASK nothing yet. */
enum merge_side {
    MERGE_BASE,
    MERGE_OURS,
    MERGE_THEIRS,
    MERGE_SIDES,
    MERGE_ASK = MERGE_SIDES,
    MERGE_VALUE,
    MERGE_PROPOSAL /* in a resolution: what the conflict proposes */
};

struct conflict_info {
    const char *code, *title;
    bool keep;         /* proposed: the side that still has it */
    uint32_t dialects; /* FIELD_SQLITE ... */
};
/* Static storage. */
const struct conflict_info *conflict_info(enum merge_code c);
/* MERGE__COUNT if there is none. */
enum merge_code conflict_code_find(struct flash_str code);

struct conflict {
    enum merge_code code;
    enum kind kind;           /* of the subject */
    struct flash_str subject; /* "users.email": as on ours, else theirs, else base */
    const char *property;     /* a field's name, "name", or NULL for the whole object; static */
    const struct object *objects[MERGE_SIDES]; /* as they were given; any may be NULL */
    struct flash_str values[MERGE_SIDES];      /* as a person reads them; empty = none */
    struct flash_str message; /* "column users.email: type changed on both sides" */
    enum merge_side proposal; /* MERGE_ASK, a side, or MERGE_VALUE with */
    struct flash_str proposed;
    /* What it is about, the same whichever side is ours and however the files are laid out: for a
     * hash that recognises it again. */
    struct flash_str key;
};
struct conflict_list {
    struct conflict *items;
    size_t len, cap;
};

/* By code, subject, property, key. */
void conflict_list_sort(struct conflict_list *l);
/* "C203 users.email type: INT | BIGINT | TEXT": one line, for logs and tests. */
void conflict_format(const struct conflict *c, struct strbuf *out);

#endif
