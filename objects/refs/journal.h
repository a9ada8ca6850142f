#ifndef OBJECTS_JOURNAL_H
#define OBJECTS_JOURNAL_H

/*
 * What a transaction is about to touch, kept in .git/flash-locks while it runs: the next command of
 * ours that takes the store's lock then knows which *.lock files are a dead process's, and which
 * reflog lines belong to a move that did not happen.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct flash_error;
struct store;

struct ref_journal_line {
    const char *ref; /* whose value decides whether the move happened */
    const char *log; /* the reflog that gets a line: ref's own, or HEAD's */
    const char *raw; /* value of ref before, see ref_raw_value */
    int64_t log_size;
    bool deletes;
};

int ref_journal_begin(struct store *s, const struct ref_journal_line *lines, size_t n,
    struct arena scratch, struct flash_error *err);
void ref_journal_end(struct store *s);
/* Puts right what a killed process left, if there is a journal. Needs the store's lock. */
int ref_journal_recover(struct store *s, struct flash_error *err);
/* The same for one line in this process: takes the last lines off the log when ref still has its
 * old value. */
void ref_journal_undo_log(struct store *s, const struct ref_journal_line *line, unsigned max_lines);

/* The value of a ref as one word: 40 digits, "ref:<name>", "-" for a missing one, "!" for one that
 * cannot be understood. An error is one of reading. */
int ref_raw_value(
    struct store *s, const char *name, struct arena *a, const char **out, struct flash_error *err);
/* Missing = false. */
int ref_exists(struct store *s, const char *name, bool *out, struct flash_error *err);

#endif
