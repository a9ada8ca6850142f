#include "plan/hazards.h"

#include <stddef.h>

#include "base/str.h"

static const struct hazard_info hazards[] = {
#define HAZARD(code, class, text) {#code, HAZARD_##class, text},
#include "plan/hazards.def"
#undef HAZARD
};

static const char *const class_names[] = {
    [HAZARD_DATA_LOSS] = "data-loss",
    [HAZARD_MAY_FAIL] = "may-fail",
    [HAZARD_BREAKS] = "breaks",
    [HAZARD_LOCKS] = "locks",
};
_Static_assert(ARRAY_LEN(class_names) == HAZARD_LOCKS + 1, "every class needs a name");

const struct hazard_info *hazard_find(struct flash_str code)
{
    for (size_t i = 0; i < ARRAY_LEN(hazards); i++)
        if (str_eq_nocase(code, str_from(hazards[i].code)))
            return &hazards[i];
    return NULL;
}

const struct hazard_info *hazard_at(unsigned i)
{
    return i < ARRAY_LEN(hazards) ? &hazards[i] : NULL;
}

const char *hazard_class_name(enum hazard_class c)
{
    return class_names[c];
}
