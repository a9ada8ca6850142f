#ifndef TESTS_UNIT_SCHEMA_MODEL_H
#define TESTS_UNIT_SCHEMA_MODEL_H

/*
 * Models made by hand, for tests of what works on models alone. Names fold to lower case; the
 * canonical text is the object's JSON, which holds all there is.
 */

#include "schema/schema.h"

struct test_model {
    struct arena arena;
    struct schema *schema;
};

void model_init(struct test_model *m);
void model_release(struct test_model *m);
/* Columns are lists with commas. */
struct name model_name(const char *spelling);
struct object *model_table(struct test_model *m, const char *name);
struct column *model_column(
    struct test_model *m, struct object *table, const char *name, const char *type);
struct primary_key *model_primary_key(
    struct test_model *m, struct object *table, const char *columns);
struct unique *model_unique(
    struct test_model *m, struct object *table, const char *name, const char *columns);
struct check *model_check(
    struct test_model *m, struct object *table, const char *name, const char *norm);
struct foreign_key *model_foreign_key(struct test_model *m, struct object *table,
    const char *columns, const char *ref_table, const char *ref_columns);
struct index *model_index(
    struct test_model *m, struct object *table, const char *name, const char *columns);
/* refs: relations or relation.column, with commas. */
struct view *model_view(struct test_model *m, const char *name, const char *norm, const char *refs);
struct trigger *model_trigger(
    struct test_model *m, const char *name, const char *table, const char *refs);
struct expression *model_expression(struct test_model *m, const char *norm, const char *refs);

#endif
