#ifndef TESTS_PLAN_CASES_H
#define TESTS_PLAN_CASES_H

/* Tables of cases: from one schema with rows to another, the statements expected, and what the
 * database says then. */

#include <stdio.h>
#include <string.h>

#include "world.h"

struct plan_case {
    const char *name;
    const char *from, *rows, *to;
    struct world_options options;
    const char *steps;        /* NULL = not compared */
    const char *probe, *says; /* a query afterwards */
};

static inline void run_case(const struct plan_case *c)
{
    struct world w;
    struct flash_error err = {0};

    world_open(&w);
    world_exec(&w, c->from);
    if (c->rows)
        world_exec(&w, c->rows);
    struct schema *from = world_read(&w), *to = world_parse(&w, c->to);
    int rc = world_plan(&w, from, to, &c->options, &err);
    if (rc != 0)
        fprintf(stderr, "%s: %s\n", c->name, err.message);
    assert_int_equal(rc, 0);
    if (c->steps && strcmp(c->steps, world_steps(&w)) != 0)
        fprintf(stderr, "%s: other steps than expected:\n%s", c->name, world_steps(&w));
    if (c->steps)
        assert_string_equal(world_steps(&w), c->steps);
    const char *problem = world_run(&w);
    if (problem)
        fprintf(stderr, "%s: %s\n%s", c->name, problem, world_steps(&w));
    assert_null(problem);
    world_must_be(&w, to);
    if (c->probe && strcmp(world_query(&w, c->probe), c->says) != 0)
        fprintf(stderr, "%s: %s\n%s", c->name, c->probe, world_steps(&w));
    if (c->probe)
        assert_string_equal(world_query(&w, c->probe), c->says);
    world_close(&w);
}

static inline void run_cases(const struct plan_case *cases, size_t n)
{
    for (size_t i = 0; i < n; i++)
        run_case(&cases[i]);
    fprintf(stderr, "%zu cases\n", n);
}

#endif
