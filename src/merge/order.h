#ifndef MERGE_ORDER_H
#define MERGE_ORDER_H

#include "merge/engine.h"

/*
 * The columns of a merged table in their order: that of the side that changed it, the other's new
 * columns behind the neighbour they had there, ours first. Columns that both put in other orders
 * stay as on ours, with a warning: order is cosmetic.
 */
void merge_column_order(
    struct merge_engine *e, struct slot *table, enum merge_side mode, struct slot_list *out);

#endif
