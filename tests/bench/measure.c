/* What one command takes: measure <file> <program> [<argument>...]
 *
 * Writes "<exit code> <wall ms> <processor ms> <peak KiB>" to the file. A program of its own since
 * the peak memory of a process counts what stood in it before exec: a child of an interpreter
 * never shows less than the interpreter. */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now_ms(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double ms_of(struct timeval t)
{
    return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

int main(int argc, char **argv)
{
    struct rusage usage;
    double start = now_ms();
    int status = 0;

    if (argc < 3)
        return 1;
    pid_t child = fork();
    if (child == 0) {
        execvp(argv[2], argv + 2);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) < 0)
        return 1;
    double wall = now_ms() - start;
    FILE *f = fopen(argv[1], "w");
    if (!f)
        return 1;
    fprintf(f, "%d %.3f %.3f %ld\n",
        WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), wall,
        ms_of(usage.ru_utime) + ms_of(usage.ru_stime), usage.ru_maxrss);
    return fclose(f) != 0;
}
