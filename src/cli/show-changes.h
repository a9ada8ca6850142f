#ifndef CLI_SHOW_CHANGES_H
#define CLI_SHOW_CHANGES_H

/* Lists of changes as people read them; shared by diff, show, log, status, commit. */

#include "base/arena.h"
#include "schema/change.h"

struct json;
struct output;

/* One line a change, children below, with what each field was and is. */
void show_changes_tree(struct output *o, struct arena scratch, const struct change_list *l);
/* One line an object with counts, and a line of totals. */
void show_changes_stat(struct output *o, struct arena scratch, const struct change_list *l);
/* The totals alone: "2 objects changed, 1 added, 1 modified". */
struct flash_str show_changes_total(struct arena *a, const struct change_list *l);
/* Unified diffs of the canonical texts. */
void show_changes_text(struct output *o, struct arena scratch, const struct change_list *l);
/* "modify table users", one a line behind prefix. */
void show_changes_short(
    struct output *o, struct arena scratch, const char *prefix, const struct change_list *l);
/* A JSON array. */
void show_changes_json(struct json *j, const struct change_list *l);

/* True when anything but cosmetic differences is there. */
bool show_changes_real(const struct change_list *l);

#endif
