#ifndef REPO_STASH_FILE_H
#define REPO_STASH_FILE_H

/* The bytes of a stash file: a compressed stream of numbers, texts and cells. */

#include <stdio.h>

#include "adapter/adapter.h"

struct stash_writer;
struct stash_reader;

/* Makes the file (mode 0600: it holds rows) under a temporary name. limit: bytes before
 * compression. */
int stash_writer_open(const char *path, uint64_t limit, struct arena *a, struct stash_writer **out,
    struct flash_error *err);
int stash_put_u64(struct stash_writer *w, uint64_t v, struct flash_error *err);
int stash_put_str(struct stash_writer *w, struct flash_str s, struct flash_error *err);
int stash_put_cells(
    struct stash_writer *w, const struct cell *cells, size_t n, struct flash_error *err);
/* Ends the stream, syncs, gives the file its name, syncs the folder. */
int stash_writer_finish(struct stash_writer *w, struct flash_error *err);
/* Also after finish; without it nothing is left. NULL is fine. */
void stash_writer_close(struct stash_writer *w);

int stash_reader_open(
    const char *path, struct arena *a, struct stash_reader **out, struct flash_error *err);
int stash_get_u64(struct stash_reader *r, uint64_t *out, struct flash_error *err);
int stash_get_str(struct stash_reader *r, size_t max, struct arena *a, struct flash_str *out,
    struct flash_error *err);
/* Reads n cells; texts live in a. */
int stash_get_cells(
    struct stash_reader *r, struct cell *cells, size_t n, struct arena *a, struct flash_error *err);
void stash_reader_close(struct stash_reader *r);

#endif
