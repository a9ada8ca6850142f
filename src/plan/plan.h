#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

/*
 * A plan: the steps from one schema to another, with what they cost and risk. Pure: made from two
 * schemas and options, so the same plan comes out everywhere, and its hash names it.
 */

#include "dialect/ddl.h"
#include "diff/diff.h"

struct plan {
    const struct schema *from, *to;
    struct change_list changes;
    struct step_list steps;
    char hash[41];   /* hex SHA-1 (git blob OID) over the checksum input: what --plan takes */
    bool loses_data; /* a hazard of class data loss that nothing covers is among them */
    bool empty;      /* no step: nothing but cosmetic differences, or none */
};

struct plan_options {
    struct diff_options diff;
    struct ddl_options ddl;
    /* Hex OID of bytes, 40 digits and a NUL: hashing is the store's. NULL = plan.hash stays empty.
     */
    void (*hash)(void *payload, struct flash_str bytes, char out[41]);
    void *hash_payload;
};

int plan_make(const struct schema *from, const struct schema *to, const struct plan_options *opt,
    struct arena *perm, struct arena scratch, struct plan *out, struct flash_error *err);

/* Columns that would be left without a value where rows are; see ddl.h. */
void plan_needs_fill(const struct plan *p, const struct plan_options *opt, struct arena *perm,
    struct arena scratch, struct fill_need_list *out);

/* The canonical statement list: "f1", dialect, then each statement length-prefixed. What the
 * ledger's checksum and the plan's hash are made over (DESIGN 9). */
void plan_checksum_input(const struct step_list *steps, const char *dialect, struct strbuf *out);

/* Text of the steps for a person: statements with ';', causes as comments, transaction borders when
 * asked. */
enum plan_print_flags {
    PLAN_PRINT_CAUSES = 1 << 0,
    PLAN_PRINT_BORDERS = 1 << 1,
    PLAN_PRINT_HAZARDS = 1 << 2
};
void plan_print(const struct plan *p, enum plan_print_flags flags, struct strbuf *out);
void plan_json(const struct plan *p, struct json *j);

/* Steps as stored in the ledger and back (a JSON array; compression is the ledger's). */
void plan_encode(const struct step_list *steps, struct strbuf *out);
int plan_decode(
    struct flash_str text, struct arena *a, struct step_list *out, struct flash_error *err);

#endif
