#ifndef MERGE_RUN_H
#define MERGE_RUN_H

#include "merge/engine.h"

/* merge_schemas with an engine that the caller looks into afterwards; its arenas are set. */
int merge_run(struct merge_engine *e, const struct merge_input *in, struct merge_result *out,
    struct flash_error *err);

#endif
