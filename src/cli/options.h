#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

/*
 * Options as tables: one row says how an option is written, what it takes, where its value goes and
 * what -h says of it.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

struct strbuf;

enum option_type {
    OPTION_FLAG,       /* bool */
    OPTION_COUNT,      /* unsigned: once more for each */
    OPTION_SET,        /* int: gets 'value'; several rows may share one field */
    OPTION_TEXT,       /* const char *; NULL = not given */
    OPTION_LIST,       /* struct option_list: may be repeated */
    OPTION_INT,        /* struct option_int, >= 0 */
    OPTION_CHOICE,     /* int: 1 for the first of the choices, 0 = not given */
    OPTION_CHOICE_LIST /* struct option_list whose values were checked: "a,b" and repeats */
};

enum option_flags {
    OPTION_HIDDEN = 1 << 0,
    OPTION_DIGITS = 1 << 1 /* -5 is this option with 5 */
};

struct option_list {
    struct flash_str *items;
    size_t len, cap;
};

struct option_int {
    bool given;
    int64_t value;
};

struct option {
    enum option_type type;
    char short_name;     /* 0 = none */
    const char *name;    /* long, without dashes; NULL = none */
    const char *arg;     /* "<dir>"; NULL for those that take nothing */
    const char *choices; /* "sql|text|stat" */
    int value;           /* OPTION_SET */
    size_t offset;       /* into the struct of arguments */
    unsigned flags;
    const char *help; /* one line, lower case, no full stop */
};

/* Rows: short name or 0, long name or NULL, field of struct T. */
#define OPT_FLAG(s, l, T, f, help)                                                                 \
    {                                                                                              \
        OPTION_FLAG, s, l, NULL, NULL, 0, offsetof(T, f), 0, help                                  \
    }
#define OPT_COUNT(s, l, T, f, help)                                                                \
    {                                                                                              \
        OPTION_COUNT, s, l, NULL, NULL, 0, offsetof(T, f), 0, help                                 \
    }
#define OPT_SET(s, l, T, f, v, help)                                                               \
    {                                                                                              \
        OPTION_SET, s, l, NULL, NULL, v, offsetof(T, f), 0, help                                   \
    }
#define OPT_TEXT(s, l, T, f, arg, help)                                                            \
    {                                                                                              \
        OPTION_TEXT, s, l, arg, NULL, 0, offsetof(T, f), 0, help                                   \
    }
#define OPT_LIST(s, l, T, f, arg, help)                                                            \
    {                                                                                              \
        OPTION_LIST, s, l, arg, NULL, 0, offsetof(T, f), 0, help                                   \
    }
#define OPT_INT(s, l, T, f, arg, fl, help)                                                         \
    {                                                                                              \
        OPTION_INT, s, l, arg, NULL, 0, offsetof(T, f), fl, help                                   \
    }
#define OPT_CHOICE(s, l, T, f, ch, help)                                                           \
    {                                                                                              \
        OPTION_CHOICE, s, l, "<" ch ">", ch, 0, offsetof(T, f), 0, help                            \
    }

struct option_table {
    const struct option *items;
    size_t len;
};
#define OPTIONS(array)                                                                             \
    {                                                                                              \
        (array), ARRAY_LEN(array)                                                                  \
    }
#define NO_OPTIONS                                                                                 \
    {                                                                                              \
        NULL, 0                                                                                    \
    }

/* What is not an option. Texts end in NUL. */
struct words {
    struct flash_str *items;
    size_t len;
    size_t dashes;   /* how many stood in front of '--'; == len without one */
    bool has_dashes; /* there was a '--' */
};

struct option_scope {
    const struct option_table *table;
    void *args;
};

enum option_parse_flags { OPTION_PARSE_STOP = 1 << 0 /* at the first word */ };

/* Reads argv[0..argc); earlier scopes win. *used: how many were read. FLASH_EUSAGE names the option
 * and the nearest one. Texts are borrowed from argv. */
int options_parse(const struct option_scope *scopes, size_t nscopes, enum option_parse_flags flags,
    int argc, char *const argv[], struct arena *a, struct words *words, int *used,
    struct flash_error *err);

/* "-n, --limit <n>": as -h shows it. */
void option_format(const struct option *o, struct strbuf *out);

#endif
