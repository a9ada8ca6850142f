#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

/* Everything that comes from outside is bounded by one of these (bytes unless said). */

#define LIMIT_FILE        ((size_t)64 << 20)  /* one working file, one object of the store */
#define LIMIT_FILES_TOTAL ((size_t)512 << 20) /* all working files of one schema */
#define LIMIT_FILE_COUNT  200000              /* files below schema.files */
#define LIMIT_STATEMENT   ((size_t)16 << 20)
#define LIMIT_NESTING     1000 /* expressions, sub-queries, parentheses; as SQLite's MAX_EXPR_DEPTH */
#define LIMIT_PATH        4096
#define LIMIT_CONFIG      ((size_t)1 << 20)
#define LIMIT_OBJECTS     1000000 /* objects of one schema */
#define LIMIT_ERRORS      100     /* errors reported for one read */

#endif
