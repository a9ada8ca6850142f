#ifndef REPO_CHECKOUT_SWEEP_H
#define REPO_CHECKOUT_SWEEP_H

#include "repo/repo.h"

/* Removes the temporary files that killed processes left among the working files. Never fails: they
 * are only in the way. */
void checkout_sweep(struct repo *r);

#endif
