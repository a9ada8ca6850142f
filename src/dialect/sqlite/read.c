#include "dialect/sqlite/read.h"

#include "base/str.h"
#include "dialect/sqlite/read-alter.h"
#include "dialect/sqlite/read-drop.h"
#include "dialect/sqlite/read-index.h"
#include "dialect/sqlite/read-other.h"
#include "dialect/sqlite/read-rows.h"
#include "dialect/sqlite/read-table.h"
#include "dialect/sqlite/read-trigger.h"
#include "dialect/sqlite/read-view.h"
#include "dialect/sqlite/read-virtual.h"
#include "dialect/sqlite/sqlite.h"

/* Something that begins with a word may be a statement of a newer SQLite or of another tool. */
static void keep(struct reader *r)
{
    if (r->st->tokens[0].kind != TOK_WORD) {
        cursor_unexpected(&r->cur, "a statement");
        return;
    }
    struct loc loc = {r->src, r->st->start, r->st->end - r->st->start};

    diag_add(
        r->diags, DIAG_WARNING, loc, "this statement is not understood and is kept word for word");
    read_other(r);
}

/* Behind CREATE. */
static void read_create(struct reader *r)
{
    struct cursor *c = &r->cur;
    bool temp = cursor_accept_kw(c, KW_TEMP) || cursor_accept_kw(c, KW_TEMPORARY);

    if (cursor_accept_kw(c, KW_TABLE))
        read_create_table(r, temp);
    else if (cursor_accept_kw(c, KW_VIEW))
        read_create_view(r, temp);
    else if (cursor_accept_kw(c, KW_TRIGGER))
        read_create_trigger(r, temp);
    else if (!temp && cursor_accept_kw2(c, KW_UNIQUE, KW_INDEX))
        read_create_index(r, true);
    else if (!temp && cursor_accept_kw(c, KW_INDEX))
        read_create_index(r, false);
    else if (!temp && cursor_accept_kw2(c, KW_VIRTUAL, KW_TABLE))
        read_create_virtual(r);
    else
        keep(r);
}

/* Behind DROP. */
static void read_drop_word(struct reader *r)
{
    static const struct {
        enum keyword word;
        enum kind kind;
    } kinds[] = {{KW_TABLE, KIND_TABLE}, {KW_INDEX, KIND_INDEX}, {KW_VIEW, KIND_VIEW},
        {KW_TRIGGER, KIND_TRIGGER}};

    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        if (cursor_accept_kw(&r->cur, kinds[i].word)) {
            read_drop(r, kinds[i].kind);
            return;
        }
    }
    keep(r);
}

static void read_alter(struct reader *r)
{
    if (cursor_accept_kw(&r->cur, KW_TABLE))
        read_alter_table(r);
    else
        keep(r);
}

static void ignore(struct reader *r)
{
    r->report->ignored++;
}

static void ignore_rollback(struct reader *r)
{
    struct loc loc = {r->src, r->st->start, r->st->end - r->st->start};

    diag_add(r->diags, DIAG_WARNING, loc, "ROLLBACK is not followed: what stands before it counts");
    r->report->ignored++;
}

static const struct {
    enum keyword word;
    void (*read)(struct reader *r);
} forms[] = {
    {KW_CREATE, read_create},
    {KW_DROP, read_drop_word},
    {KW_ALTER, read_alter},
    {KW_INSERT, read_rows},
    {KW_REPLACE, read_rows},
    {KW_UPDATE, read_rows},
    {KW_DELETE, read_rows},
    {KW_WITH, read_with},
    {KW_SELECT, ignore},
    {KW_VALUES, ignore},
    {KW_PRAGMA, ignore},
    {KW_BEGIN, ignore},
    {KW_COMMIT, ignore},
    {KW_END, ignore},
    {KW_ROLLBACK, ignore_rollback},
    {KW_SAVEPOINT, ignore},
    {KW_RELEASE, ignore},
    {KW_VACUUM, ignore},
    {KW_ANALYZE, ignore},
    {KW_REINDEX, ignore},
    {KW_ATTACH, ignore},
    {KW_DETACH, ignore},
    {KW_EXPLAIN, ignore},
};

static void read_statement(struct reader *r)
{
    const struct statement *st = r->st;

    r->report->statements++;
    if (st->dot_command) {
        ignore(r);
        return;
    }
    cursor_init(&r->cur, r->src, st->tokens, st->ntokens, &sqlite_lex_rules, r->arena, r->diags);
    for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
        if (cursor_accept_kw(&r->cur, forms[i].word)) {
            forms[i].read(r);
            return;
        }
    }
    keep(r);
}

void sqlite_read(
    struct schema *s, const struct source *src, struct read_report *report, struct diags *diags)
{
    struct reader r = {.s = s, .src = src, .report = report, .diags = diags, .arena = s->arena};
    struct arena tokens;
    arena_init(&tokens, ARENA_DEFAULT);
    struct statement_list list = split_statements(
        src, lex(src, &sqlite_lex_rules, &tokens), &sqlite_lex_rules, &tokens, diags);

    for (size_t i = 0; i < list.len; i++) {
        r.st = &list.items[i];
        read_statement(&r);
    }
    arena_release(&tokens);
}
