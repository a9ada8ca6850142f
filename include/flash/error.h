#ifndef FLASH_ERROR_H
#define FLASH_ERROR_H

/*
 * The one way a failure travels: every function that can fail returns 0 or a negative
 * enum flash_code and takes a struct flash_error last. The struct is fixed in size, is filled once
 * where the failure happens, and is never touched on success. NULL is allowed everywhere.
 * Only the command line and the studio print it.
 *
 * Messages are lower case, without a full stop, with the subject in single quotes; the hint is the
 * next command to run. Text longer than its field is cut at a character's end.
 */

#ifdef __cplusplus
extern "C" {
#endif

enum flash_code {
    FLASH_OK = 0,
    FLASH_EUSAGE = -1,     /* the caller's words are off; exit 129 */
    FLASH_EINVALID = -2,   /* a name, value or argument that cannot be used */
    FLASH_ENOTFOUND = -3,  /* no such ref, object, file, target */
    FLASH_EEXISTS = -4,    /* it is there already */
    FLASH_EAMBIGUOUS = -5, /* several things answer to this name */
    FLASH_ESYNTAX = -6,    /* text that is not understood; line and column are set */
    FLASH_ETOOBIG = -7,    /* over one of the limits of base/limits.h */
    FLASH_ECORRUPT = -8,   /* stored bytes that fail their check */
    FLASH_ENEWER = -9,     /* written by a newer flash, or a newer library's format */
    FLASH_EIO = -10,       /* the system said no; sys_errno is set */
    FLASH_EACCESS = -11,   /* permission, ownership, read-only */
    FLASH_ELOCKED = -12,   /* another process holds the lock, or the database is busy */
    FLASH_ECHANGED = -13,  /* compare-and-swap lost: somebody else moved it */
    FLASH_EREFUSED =
        -14, /* refused for safety (data loss, protected target, open operation); exit 2 */
    FLASH_EDRIFT = -15,       /* the database is not where its record says; exit 2 */
    FLASH_EDATABASE = -16,    /* the database engine reports an error; sqlstate where it has one */
    FLASH_EUNSUPPORTED = -17, /* this dialect, version or build cannot do it */
    FLASH_ECANCELLED = -18,   /* the user answered no, or a signal came */
    FLASH_EBUG = -19          /* a promise of our own is broken; exit 128 */
};

struct flash_error {
    enum flash_code code;
    int sys_errno;         /* 0 where no system call failed */
    char sqlstate[6];      /* or the engine's own code, as text */
    unsigned line, column; /* 1-based; 0 where there is no place */
    char file[256];
    char object[256]; /* "table users", "index main.ix_a" */
    char message[512];
    char detail[1024]; /* more lines, for instance the source line with its caret */
    char hint[384];
};

#ifdef __cplusplus
}
#endif
#endif
