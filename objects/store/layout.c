#include "objects/store/layout.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/strbuf.h"

static int random_id(char out[33], struct flash_error *err)
{
    unsigned char bytes[16];
    int rc = proc_random(bytes, err);

    if (rc < 0)
        return rc;
    for (size_t i = 0; i < sizeof bytes; i++)
        (void)snprintf(out + 2 * i, 3, "%02x", bytes[i]);
    return 0;
}

/* Reflogs are what undo stands on, so the user's own 'git gc' must not expire them. */
static int write_config(int dirfd, struct flash_error *err)
{
    char id[33], text[512];
    int rc = random_id(id, err);

    if (rc < 0)
        return rc;
    int n = snprintf(text, sizeof text,
        "[core]\n"
        "\trepositoryformatversion = 0\n"
        "\tfilemode = true\n"
        "\tbare = true\n"
        "\tlogAllRefUpdates = always\n"
        "[gc]\n"
        "\treflogExpire = never\n"
        "\treflogExpireUnreachable = never\n"
        "[flash]\n"
        "\tformat = %d\n"
        "\tid = %s\n",
        STORE_FORMAT, id);
    return file_write(
        dirfd, "config", (struct flash_str){text, (size_t)n}, FILE_NEW | FILE_SYNC, err);
}

static int write_head(int dirfd, struct flash_str branch, struct flash_error *err)
{
    char text[LIMIT_PATH];
    int n = snprintf(text, sizeof text, "ref: refs/heads/%.*s\n", STR_ARG(branch));

    if (n < 0 || (size_t)n >= sizeof text)
        return error_set(err, FLASH_EINVALID, "branch name is too long");
    return file_write(
        dirfd, "HEAD", (struct flash_str){text, (size_t)n}, FILE_NEW | FILE_SYNC, err);
}

int store_layout_write(int dirfd, struct flash_str branch, struct flash_error *err)
{
    static const char *const folders[] = {
        "objects/info", "objects/pack", "refs/heads", "refs/tags", "info"};
    int rc = 0;

    for (size_t i = 0; i < ARRAY_LEN(folders) && rc == 0; i++)
        rc = file_mkdirs(dirfd, folders[i], err);
    if (rc == 0)
        rc = file_write(dirfd, "description", STR("schemas kept by flash\n"), FILE_NEW, err);
    if (rc == 0)
        rc = write_config(dirfd, err);
    /* HEAD last: without it no git takes the folder for a repository. */
    if (rc == 0)
        rc = write_head(dirfd, branch, err);
    if (rc == 0)
        rc = file_sync_dir(dirfd, ".", err);
    return rc;
}

static bool user_behind_sudo(uid_t uid)
{
    const char *sudo = proc_getenv_raw("SUDO_UID");
    uint64_t n;

    return geteuid() == 0 && sudo && str_to_u64(str_from(sudo), &n) && (uid_t)n == uid;
}

int store_layout_check_owner(const char *git_dir, struct flash_error *err)
{
    struct stat st;

    if (lstat(git_dir, &st) < 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return error_set(err, FLASH_ENOTFOUND, "no store at '%s'", git_dir);
        return error_sys(err, errno, "cannot look at '%s'", git_dir);
    }
    if (!S_ISDIR(st.st_mode))
        return error_set(err, FLASH_EINVALID, "'%s' is not a folder", git_dir);
    if (st.st_uid == geteuid() || user_behind_sudo(st.st_uid))
        return 0;

    const struct passwd *owner = getpwuid(st.st_uid);
    char number[24];
    (void)snprintf(number, sizeof number, "uid %lu", (unsigned long)st.st_uid);
    error_set(err, FLASH_EACCESS, "the store '%s' belongs to another user (%s)", git_dir,
        owner ? owner->pw_name : number);
    return error_hint(err, "if it is yours: chown -R %lu '%s'", (unsigned long)geteuid(), git_dir);
}
