#ifndef PLAN_PLAN_ENCODE_H
#define PLAN_PLAN_ENCODE_H

/* Steps as they are kept in the ledger; plan_encode and plan_decode are declared in plan.h. What is
 * decoded comes from a database, so nothing of it is believed: unknown words, missing members and
 * absurd sizes are FLASH_ECORRUPT. */

#include "plan/plan.h"

#define PLAN_STEPS_MAX 1000000

#endif
