#ifndef ADAPTER_SQLITE_CELLS_H
#define ADAPTER_SQLITE_CELLS_H

/* Cells of the rows that flash itself writes. */

#include "adapter/adapter.h"

/* The empty text is stored as NULL. */
static inline struct cell cell_text(struct flash_str s)
{
    return s.len > 0 ? (struct cell){.type = CELL_TEXT, .s = s} : (struct cell){.type = CELL_NULL};
}

/* For columns that are NOT NULL: the empty text stays one. */
static inline struct cell cell_word(struct flash_str s)
{
    return (struct cell){.type = CELL_TEXT, .s = s};
}

static inline struct cell cell_blob(struct flash_str s)
{
    return s.len > 0 ? (struct cell){.type = CELL_BLOB, .s = s} : (struct cell){.type = CELL_NULL};
}

static inline struct cell cell_int(int64_t i)
{
    return (struct cell){.type = CELL_INT, .i = i};
}

#endif
