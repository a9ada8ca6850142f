#ifndef REPO_INIT_H
#define REPO_INIT_H

/*
 * Making a project, and making the rest of one that is there in part: .flash/ with its store,
 * flash.conf, the folder of the working files, and the rule '/.flash/' in the exclude file of the
 * project's common git folder. Safe to repeat: what exists is left as it is and reported as such.
 */

#include "repo/repo.h"

struct init_options {
    const struct dialect
        *dialect;       /* NULL = what flash.conf says, else the url's, else the default */
    const char *url;    /* target "dev"; NULL = none. Written as ${NAME} when given so */
    const char *branch; /* NULL = main */
};

struct init_result {
    bool made_store, made_config, made_folder, made_exclude, made_target;
    bool in_git;            /* the project is a git work tree */
    const char *schema_dir; /* relative to root */
};

/* dir must exist. Never inside a .git folder (FLASH_EREFUSED), nor inside a .flash folder. The new
 * repo is opened. */
int init_project(struct arena *a, const char *dir, const struct init_options *o, struct repo **out,
    struct init_result *res, struct flash_error *err);

#endif
