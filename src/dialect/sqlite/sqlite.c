#include "dialect/sqlite/sqlite.h"

#include "dialect/sqlite/ddl.h"
#include "dialect/sqlite/finish.h"
#include "dialect/sqlite/names.h"
#include "dialect/sqlite/print-object.h"
#include "dialect/sqlite/read.h"
#include "dialect/sqlite/resolve.h"
#include "schema/fields.h"
#include "sql/lexer.h"
#include "sql/print.h"

#define NORMAL_VERSION 1

const struct lex_rules sqlite_lex_rules = {
    .backtick_ident = true,
    .bracket_ident = true,
    .dollar_in_words = true,
    .at_params = true,
    .dialect = KW_SQLITE,
};

const struct print_rules sqlite_print_rules = {
    .dialect = KW_SQLITE,
    .quote = '"',
};

static const char *const aliases[] = {"sqlite3", NULL};

const struct dialect dialect_sqlite = {
    .syntax =
        {
            .name = "sqlite",
            .suffix = ".sql",
            .normal_version = NORMAL_VERSION,
            .field_bit = FIELD_SQLITE,
            .fold = sqlite_fold,
            .print = sqlite_print,
        },
    .aliases = aliases,
    .lex = &sqlite_lex_rules,
    .print_rules = &sqlite_print_rules,
    .ddl = &sqlite_ddl,
    .read = sqlite_read,
    .finish = sqlite_finish,
    .print_create = sqlite_print_create,
    .print_norm = sqlite_print_norm,
};
