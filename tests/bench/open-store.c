/* The anchor of 'flash log': opens a store with libgit2, resolves HEAD, and ends. */
#include <git2.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    git_repository *repo = NULL;
    git_oid id;
    git_libgit2_init();
    int rc = argc == 2 ? git_repository_open(&repo, argv[1]) : -1;
    if (rc == 0)
        rc = git_reference_name_to_id(&id, repo, "HEAD");
    if (rc == 0)
        puts(git_oid_tostr_s(&id));
    git_repository_free(repo);
    git_libgit2_shutdown();
    return rc ? 1 : 0;
}
