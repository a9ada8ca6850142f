#include "diff/diff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/str.h"
#include "model.h"
#include "show.h"

struct pair {
    struct test_model from, to;
    struct arena perm, scratch;
    struct change_list changes;
    struct rename_list renames;
    bool strict;
};

static void setup(struct pair *p)
{
    memset(p, 0, sizeof(*p));
    model_init(&p->from);
    model_init(&p->to);
    arena_init(&p->perm, ARENA_DEFAULT);
    arena_init(&p->scratch, ARENA_DEFAULT);
}

static void teardown(struct pair *p)
{
    model_release(&p->from);
    model_release(&p->to);
    arena_release(&p->perm);
    arena_release(&p->scratch);
}

static void rename_to(
    struct pair *p, enum kind k, const char *table, const char *from, const char *to)
{
    *(struct rename *)vec_push(&p->perm, &p->renames) = (struct rename){.kind = k,
        .ns = model_name("main").key,
        .table = model_name(table).key,
        .from = model_name(from).key,
        .to = model_name(to).key,
        .origin = "mv"};
}

/* Freezes both, compares, and lets diff_verify prove the result. */
static void check(struct pair *p, const char *want)
{
    struct flash_error err = {0};
    struct diff_options opt = {.renames = &p->renames, .strict_columns = p->strict};
    struct strbuf b;
    strbuf_init(&b, &p->perm, 100000);
    if (!p->from.schema->frozen)
        schema_freeze(p->from.schema);
    if (!p->to.schema->frozen)
        schema_freeze(p->to.schema);
    p->changes.len = 0;
    assert_int_equal(
        diff_schemas(p->from.schema, p->to.schema, &opt, &p->perm, p->scratch, &p->changes, &err),
        0);
    show_changes(&p->changes, &b);
    assert_string_equal(b.len > 0 ? b.ptr : "", want);
    int rc = diff_verify(p->from.schema, p->to.schema, &p->changes, p->scratch, &err);
    if (rc < 0)
        print_error("%s\n", err.message);
    assert_int_equal(rc, 0);
}

static struct object *users(struct test_model *m)
{
    struct object *t = model_table(m, "users");
    model_column(m, t, "id", "INTEGER");
    model_column(m, t, "name", "TEXT");
    model_column(m, t, "team_id", "INTEGER");
    model_primary_key(m, t, "id");
    return t;
}

static void test_equal(void **state)
{
    struct pair p;
    (void)state;
    setup(&p);
    users(&p.from);
    users(&p.to)->comments = STR("-- people");
    check(&p, "");
    teardown(&p);
}

static void test_add_drop_modify(void **state)
{
    struct pair p;
    (void)state;
    setup(&p);
    struct object *f = users(&p.from), *t = users(&p.to);
    model_table(&p.from, "gone");
    model_table(&p.to, "added");
    model_column(&p.to, t, "mail", "TEXT");
    model_index(&p.to, t, "ix", "mail");
    model_unique(&p.from, f, NULL, "name");
    ((struct column *)t->children.items[1])->not_null = true;
    ((struct table *)t)->strict = true;
    check(&p, "add table added; drop table gone; modify table users, strict; modify column "
              "users.name, not null; add column users.mail; drop unique users(name); add index "
              "users.ix");
    assert_true(change_has_field(&p.changes.items[2], "strict"));
    assert_false(change_has_field(&p.changes.items[2], "module"));
    teardown(&p);
}

static void test_constraints_by_signature(void **state)
{
    struct pair p;
    (void)state;
    setup(&p);
    struct object *f = users(&p.from), *t = users(&p.to);
    model_check(&p.from, f, NULL, "id > 0");
    model_check(&p.to, t, "positive", "id > 0");
    model_foreign_key(&p.from, f, "team_id", "users", "id");
    model_foreign_key(&p.to, t, "team_id", "users", "id")->on_delete = FK_CASCADE;
    model_unique(&p.from, f, "u", "name");
    model_unique(&p.to, t, NULL, "name")->conflict = CONFLICT_IGNORE;
    check(&p, "modify table users; modify unique users(name) was u, conflict; rename check "
              "users.positive was ; modify foreign key users(team_id), on delete");
    teardown(&p);
}

static void order(struct pair *p)
{
    struct object *f = model_table(&p->from, "t"), *t = model_table(&p->to, "t");
    const char *const was[] = {"a", "b", "c", "d"}, *const is[] = {"d", "a", "x", "b", "c"};
    for (size_t i = 0; i < ARRAY_LEN(was); i++)
        model_column(&p->from, f, was[i], "TEXT");
    for (size_t i = 0; i < ARRAY_LEN(is); i++) {
        if (is[i][0] != 'x' || p->strict)
            model_column(&p->to, t, is[i], "TEXT");
    }
}

static void test_column_order(void **state)
{
    struct pair p;
    (void)state;
    setup(&p);
    order(&p);
    check(&p, "modify table t cosmetic; modify column t.d, position cosmetic");
    teardown(&p);
    setup(&p);
    p.strict = true;
    order(&p);
    check(&p, "modify table t; modify column t.d, position; add column t.x");
    teardown(&p);
}

static void test_renames(void **state)
{
    struct pair p;
    (void)state;
    setup(&p);
    struct object *f = users(&p.from), *t = model_table(&p.to, "people");
    model_column(&p.to, t, "id", "INTEGER");
    model_column(&p.to, t, "full_name", "TEXT");
    model_column(&p.to, t, "team_id", "INTEGER");
    model_primary_key(&p.to, t, "id");
    model_unique(&p.from, f, NULL, "name");
    model_unique(&p.to, t, NULL, "full_name");
    model_index(&p.from, f, "ix", "name");
    model_index(&p.to, t, "ix2", "full_name");
    struct object *g = model_table(&p.from, "logins"), *h = model_table(&p.to, "logins");
    model_column(&p.from, g, "who", "TEXT");
    model_column(&p.to, h, "who", "TEXT");
    model_foreign_key(&p.from, g, "who", "users", "name");
    model_foreign_key(&p.to, h, "who", "people", "full_name");
    model_trigger(&p.from, "tr", "users", "");
    model_trigger(&p.to, "tr", "people", "");
    rename_to(&p, KIND_COLUMN, "people", "name", "full_name");
    rename_to(&p, KIND_TABLE, NULL, "users", "people");
    rename_to(&p, KIND_INDEX, NULL, "ix", "ix2");
    check(&p, "modify table logins follows; modify foreign key logins(who), referenced table, "
              "referenced columns follows; modify table people was users; rename column "
              "people.full_name was name; modify unique people(full_name), keys follows; modify "
              "index people.ix2 was ix, keys; modify trigger tr, table follows");
    teardown(&p);
}

static void test_renames_without_records(void **state)
{
    struct pair p;
    (void)state;
    setup(&p);
    model_table(&p.from, "a");
    model_table(&p.to, "b");
    check(&p, "drop table a; add table b");
    teardown(&p);
}

static void test_inert_renames(void **state)
{
    struct pair p;
    (void)state;
    setup(&p);
    struct object *f = users(&p.from), *t = users(&p.to);
    model_column(&p.from, f, "a", "TEXT");
    model_column(&p.to, t, "a", "TEXT");
    model_table(&p.from, "x");
    model_table(&p.to, "x");
    model_table(&p.to, "y");
    rename_to(&p, KIND_TABLE, NULL, "x", "y");           /* x is still there */
    rename_to(&p, KIND_TABLE, NULL, "nothing", "y");     /* never was */
    rename_to(&p, KIND_TABLE, NULL, "users", "nowhere"); /* does not come */
    rename_to(&p, KIND_COLUMN, "users", "a", "name");    /* both are there */
    rename_to(&p, KIND_COLUMN, "nothing", "a", "b");
    check(&p, "add table y");
    teardown(&p);
}

static void test_spelling_is_a_rename(void **state)
{
    struct pair p;
    (void)state;
    setup(&p);
    struct object *f = users(&p.from), *t = model_table(&p.to, "Users");
    model_column(&p.to, t, "id", "INTEGER");
    model_column(&p.to, t, "Name", "TEXT");
    model_column(&p.to, t, "team_id", "INTEGER");
    model_primary_key(&p.to, t, "id");
    model_unique(&p.from, f, NULL, "name");
    model_unique(&p.to, t, NULL, "Name");
    check(&p, "modify table Users was users; rename column Users.Name was name; modify unique "
              "Users(Name), keys follows");
    teardown(&p);
}

static void test_follows_nothing_else(void **state)
{
    struct pair p;
    (void)state;
    setup(&p);
    struct object *f = users(&p.from), *t = users(&p.to);
    t->name = model_name("users");
    model_table(&p.from, "teams");
    model_table(&p.to, "groups");
    model_foreign_key(&p.from, f, "team_id", "teams", "");
    model_foreign_key(&p.to, t, "team_id", "groups", "")->on_delete = FK_CASCADE;
    rename_to(&p, KIND_TABLE, NULL, "teams", "groups");
    check(&p, "rename table groups was teams; modify table users; modify foreign key "
              "users(team_id), referenced table, on delete");
    teardown(&p);
}

/* Naming a constraint is a change of its table, whatever is renamed besides. */
static void test_constraint_renamed_too(void **state)
{
    struct pair p;
    (void)state;
    setup(&p);
    struct object *f = users(&p.from), *t = model_table(&p.to, "users");
    model_column(&p.to, t, "id", "INTEGER");
    model_column(&p.to, t, "nick", "TEXT");
    model_column(&p.to, t, "team_id", "INTEGER");
    model_primary_key(&p.to, t, "id");
    model_unique(&p.from, f, NULL, "name");
    model_unique(&p.to, t, "uq", "nick");
    rename_to(&p, KIND_COLUMN, "users", "name", "nick");
    check(&p, "modify table users; rename column users.nick was name; modify unique users.uq was , "
              "keys");
    teardown(&p);
}

static void test_was_hints(void **state)
{
    struct pair p;
    (void)state;
    setup(&p);
    users(&p.from);
    struct object *t = model_table(&p.to, "people");
    t->was = model_name("users");
    model_column(&p.to, t, "id", "INTEGER");
    model_column(&p.to, t, "full_name", "TEXT")->base.was = model_name("name");
    model_column(&p.to, t, "team_id", "INTEGER");
    model_primary_key(&p.to, t, "id");
    schema_freeze(p.to.schema);
    diff_collect_was(p.to.schema, &p.perm, &p.renames);
    assert_int_equal(p.renames.len, 2);
    check(&p, "modify table people was users; rename column people.full_name was name");
    teardown(&p);
}

static void test_guesses(void **state)
{
    struct pair p;
    (void)state;
    setup(&p);
    struct object *f = users(&p.from), *t = model_table(&p.to, "people");
    model_column(&p.to, t, "id", "INTEGER");
    model_column(&p.to, t, "name", "TEXT");
    model_column(&p.to, t, "group_id", "INTEGER");
    struct object *g = model_table(&p.from, "other"), *h = model_table(&p.to, "other");
    model_column(&p.from, g, "a", "INTEGER");
    model_column(&p.from, g, "town", "TEXT");
    model_column(&p.to, h, "a", "INTEGER");
    model_column(&p.to, h, "city_town", "TEXT");
    model_index(&p.from, f, "ix", "name");
    model_index(&p.to, h, "iy", "a");
    model_index(&p.from, g, "ix2", "a");
    model_view(&p.from, "v", "select 1", "");
    model_view(&p.to, "w", "select 1", "");
    check(&p, "modify table other; drop column other.town; add column other.city_town; drop index "
              "other.ix2; add index other.iy; add table people; drop table users; drop view v; add "
              "view w");
    struct rename_guess_list guesses = {0};
    diff_guess_renames(&p.changes, &p.perm, p.scratch, &guesses);
    assert_int_equal(guesses.len, 4);
    assert_int_equal(guesses.items[0].percent, 100);
    p.renames.len = 0;
    for (size_t i = 0; i < guesses.len; i++)
        *(struct rename *)vec_push(&p.perm, &p.renames) = guesses.items[i].rename;
    check(&p, "modify table other; rename column other.city_town was town; rename index other.iy "
              "was ix2; modify table people was users; drop column users.team_id; add column "
              "people.group_id; drop primary key users; drop index users.ix; rename view w was "
              "v");
    teardown(&p);
}

static void test_stat(void **state)
{
    struct pair p;
    (void)state;
    setup(&p);
    users(&p.from);
    struct object *t = users(&p.to);
    model_column(&p.to, t, "x", "TEXT");
    ((struct column *)t->children.items[0])->not_null = true;
    model_table(&p.to, "y");
    check(&p, "modify table users; modify column users.id, not null; add column users.x; add "
              "table y");
    struct diff_stat stat;
    diff_stat(&p.changes, &p.perm, &stat);
    assert_int_equal(stat.nrows, 2);
    assert_int_equal(stat.added, 1);
    assert_int_equal(stat.modified, 1);
    assert_int_equal(stat.rows[0].added, 1);
    assert_int_equal(stat.rows[0].modified, 1);
    assert_int_equal(stat.rows[1].added, 1);
    teardown(&p);
}

static void test_verify_finds_what_is_missing(void **state)
{
    struct pair p;
    struct flash_error err = {0};
    (void)state;
    setup(&p);
    users(&p.from);
    struct object *t = users(&p.to);
    model_column(&p.to, t, "x", "TEXT");
    ((struct column *)t->children.items[0])->not_null = true;
    model_table(&p.to, "y");
    check(&p, "modify table users; modify column users.id, not null; add column users.x; add "
              "table y");
    p.changes.len = 1;
    assert_int_equal(
        diff_verify(p.from.schema, p.to.schema, &p.changes, p.scratch, &err), FLASH_EBUG);
    assert_string_equal(err.object, "table y");
    p.changes.len = 2;
    p.changes.items[0].children->items[0].fields = 0;
    assert_int_equal(
        diff_verify(p.from.schema, p.to.schema, &p.changes, p.scratch, &err), FLASH_EBUG);
    assert_string_equal(err.object, "table users");
    p.changes.items[0].children->len = 0;
    assert_int_equal(
        diff_verify(p.from.schema, p.to.schema, &p.changes, p.scratch, &err), FLASH_EBUG);
    teardown(&p);
}

static void test_json(void **state)
{
    struct pair p;
    struct strbuf b;
    struct json j;
    (void)state;
    setup(&p);
    users(&p.from);
    ((struct column *)users(&p.to)->children.items[0])->not_null = true;
    check(&p, "modify table users; modify column users.id, not null");
    strbuf_init(&b, &p.perm, 10000);
    json_init(&j, &b);
    j.compact = true;
    change_json(&j, &p.changes.items[0]);
    assert_string_equal(b.ptr,
        "{\"op\":\"modify\",\"kind\":\"table\",\"name\":\"users\",\"namespace\":\"main\","
        "\"changes\":[{\"op\":\"modify\",\"kind\":\"column\",\"name\":\"id\",\"fields\":{\"not "
        "null\":{\"from\":false,\"to\":true}}}]}");
    teardown(&p);
}

static void fill(struct test_model *m, int n, int changed)
{
    char name[32], other[32];
    for (int i = 0; i < n; i++) {
        snprintf(name, sizeof(name), "t%d", i);
        struct object *t = model_table(m, name);
        for (int k = 0; k < 8; k++) {
            snprintf(other, sizeof(other), "c%d", k);
            model_column(m, t, other, "TEXT")->not_null = changed > 0 && i % changed == 0;
        }
        model_primary_key(m, t, "c0");
        snprintf(other, sizeof(other), "t%d", (int)((long)i * 7 % n));
        model_foreign_key(m, t, "c1", other, "c0");
        snprintf(other, sizeof(other), "ix%d", i);
        model_index(m, t, other, "c1,c2");
    }
    schema_freeze(m->schema);
}

static void time_diff(int changed)
{
    struct pair p;
    struct flash_error err = {0};
    setup(&p);
    fill(&p.from, 10000, 0);
    fill(&p.to, 10000, changed);
    uint64_t start = clock_mono_us();
    assert_int_equal(
        diff_schemas(p.from.schema, p.to.schema, NULL, &p.perm, p.scratch, &p.changes, &err), 0);
    uint64_t middle = clock_mono_us();
    assert_int_equal(diff_verify(p.from.schema, p.to.schema, &p.changes, p.scratch, &err), 0);
    print_message("%zu of 10,000 tables changed: diff %.1f ms, verify %.1f ms\n", p.changes.len,
        (double)(middle - start) / 1000, (double)(clock_mono_us() - middle) / 1000);
    teardown(&p);
}

static void test_ten_thousand(void **state)
{
    (void)state;
    time_diff(0);
    time_diff(1000);
    time_diff(1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_equal),
        cmocka_unit_test(test_add_drop_modify), cmocka_unit_test(test_constraints_by_signature),
        cmocka_unit_test(test_column_order), cmocka_unit_test(test_renames),
        cmocka_unit_test(test_renames_without_records), cmocka_unit_test(test_inert_renames),
        cmocka_unit_test(test_spelling_is_a_rename), cmocka_unit_test(test_follows_nothing_else),
        cmocka_unit_test(test_constraint_renamed_too), cmocka_unit_test(test_was_hints),
        cmocka_unit_test(test_guesses), cmocka_unit_test(test_stat),
        cmocka_unit_test(test_verify_finds_what_is_missing), cmocka_unit_test(test_json),
        cmocka_unit_test(test_ten_thousand)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
