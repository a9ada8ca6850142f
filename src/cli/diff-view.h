#ifndef CLI_DIFF_VIEW_H
#define CLI_DIFF_VIEW_H

/* From two schemas to what diff, show and log -p print: in the format that was asked for, narrowed
 * to the objects that were named. */

#include "cli/options.h"
#include "diff/diff.h"
#include "repo/objglob.h"

struct cli;
struct flash_error;
struct plan;

enum diff_format { FORMAT_DEFAULT, FORMAT_SQL, FORMAT_TEXT, FORMAT_STAT, FORMAT_TREE, FORMAT_JSON };
#define DIFF_FORMATS "sql|text|stat|tree|json"

/* Rows for the option tables of commands whose struct has 'int format'. */
#define DIFF_FORMAT_OPTIONS(T)                                                                     \
    OPT_CHOICE(0, "format", T, format, DIFF_FORMATS, "how to show changes"),                       \
        OPT_SET('p', "patch", T, format, FORMAT_TEXT, "the same as --format text"),                \
        OPT_SET(0, "stat", T, format, FORMAT_STAT, "the same as --format stat"),                   \
        OPT_SET(0, "json", T, format, FORMAT_JSON, "the same as --format json")

struct diff_view {
    const struct schema *from, *to;
    const struct rename_list *renames;
    struct flash_str from_label, to_label;
    const struct objglob *objects;
    bool hazards;
    /* Set by diff_view_make. */
    struct change_list changes; /* narrowed */
    struct plan *plan;          /* only where the format or hazards need one */
};

/* Finds the changes, and with plan the steps too. FLASH_EUNSUPPORTED names what cannot be planned.
 */
int diff_view_make(struct cli *c, struct diff_view *v, bool plan, struct flash_error *err);
/* Everything but JSON. */
int diff_view_print(
    struct cli *c, const struct diff_view *v, enum diff_format format, struct flash_error *err);
/* "changes": [...] and, where there is a plan, "plan": {...} into an object. */
void diff_view_json(const struct diff_view *v, struct json *j);

#endif
