#ifndef DIALECT_SQLITE_DDL_BUILD_H
#define DIALECT_SQLITE_DDL_BUILD_H

/* What the files of one planning run share, and how they write statements. */

#include "base/vec.h"
#include "dialect/ddl.h"
#include "dialect/dialect.h"
#include "schema/deps.h"

struct table_unit;

struct sqd {
    struct ddl_context *c;
    const struct schema *from, *to;
    const struct ddl_options *opt;
    const struct dialect *dialect;
    unsigned version;      /* of the engine: 3040001 */
    struct arena *perm;    /* texts of steps */
    struct arena *scratch; /* everything else; forgotten when the run ends */
    struct step_list *out;
    struct flash_error *err;        /* of the one that failed first */
    VEC(struct table_unit *) units; /* by name of the target's table */
    struct map change_of;           /* from and to objects, top-level: their struct change */
    struct map unit_of;             /* from and to tables: their unit */
    struct dep_index *deps;         /* of from; made when first asked for */
    struct object_list moved;       /* tables of the target whose rows were moved by data steps */
    struct map parked;              /* tables and columns of from that were put aside (park.h) */
    struct park_returns *returns;   /* what comes back (park-return.h) */
    bool has_catalogue;
    bool too_big; /* a statement went over its limit */
    uint64_t next_park;
    unsigned next_temp; /* for names that stand for a moment */
};

/* Limits of one statement that the plan writes. */
#define SQD_TEXT_MAX ((size_t)16 << 20)

/*
 * A statement from a pattern: %I a name (struct flash_str), printed as an identifier; %Q a struct
 * flash_str as a string literal; %T a struct flash_str as it is; %u a uint64_t; %s a C string as it
 * is.
 */
struct flash_str sqd_text(struct sqd *s, const char *pattern, ...);
void sqd_add(struct sqd *s, struct strbuf *out, const char *pattern, ...);
void sqd_strbuf(struct sqd *s, struct strbuf *out); /* in perm */
/* CREATE ... of one object, from the dialect's printer. */
struct flash_str sqd_create_text(struct sqd *s, const struct object *o);
/* An expression as text; parenthesised unless it is a literal. */
struct flash_str sqd_expression(struct sqd *s, const struct expression *e);

/* A new step at the end. The pointer is good until the next one. cause may be empty. */
struct step *sqd_step(struct sqd *s, enum step_kind kind, const struct object *about,
    struct flash_str cause, struct flash_str sql);
struct step *sqd_last(struct sqd *s);
/* Adds a hazard to the last step. object: whose rows; may be NULL. */
struct hazard *sqd_hazard(struct sqd *s, const char *code, const struct object *object,
    const char *fmt, ...) PRINTF_LIKE(4, 5);
/* "modify table users: " and what follows, for causes. */
struct flash_str sqd_cause(struct sqd *s, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* "table users": in messages and causes; lives in scratch. */
struct flash_str sqd_title(struct sqd *s, const struct object *o);

/* FLASH_EUNSUPPORTED naming the object. */
int sqd_refuse(struct sqd *s, const struct object *o, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* A name that stands for a moment: "_flash_tmp_1". */
struct flash_str sqd_temp_name(struct sqd *s);

struct dep_index *sqd_deps(struct sqd *s);
/* The change of a top-level object of either side; NULL when it is the same on both. */
const struct change *sqd_change_of(const struct sqd *s, const struct object *o);
/* What o, an object of from, is in the target; NULL when it is dropped. */
const struct object *sqd_counterpart(const struct sqd *s, const struct object *o);
bool sqd_has_rows(const struct sqd *s, const struct object *table); /* true when not known */
const struct fill *sqd_fill(
    const struct sqd *s, const struct object *table, const struct object *column);

#endif
