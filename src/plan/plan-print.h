#ifndef PLAN_PLAN_PRINT_H
#define PLAN_PLAN_PRINT_H

/* A plan as text and as JSON; plan_print and plan_json are declared in plan.h. */

#include "plan/plan.h"

/* One step as a JSON object: what plan_json and plan_encode have in common. */
void plan_step_json(struct json *j, const struct step *s);

/* Words of the enums, as they stand in JSON. */
extern const char *const plan_step_kinds[];
extern const char *const plan_lock_classes[];
extern const char *const plan_reversibles[];

#endif
