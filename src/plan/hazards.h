#ifndef PLAN_HAZARDS_H
#define PLAN_HAZARDS_H

#include <stdbool.h>

#include "flash/str.h"

enum hazard_class { HAZARD_DATA_LOSS, HAZARD_MAY_FAIL, HAZARD_BREAKS, HAZARD_LOCKS };

struct hazard_info {
    const char *code;
    enum hazard_class hclass;
    const char *text;
};

const struct hazard_info *hazard_find(struct flash_str code);
const struct hazard_info *hazard_at(unsigned i);    /* NULL past the end */
const char *hazard_class_name(enum hazard_class c); /* "data-loss", "may-fail", "breaks", "locks" */

#endif
