// Point look-ups in plain C: what SQLite itself can do, with a statement prepared once and its columns copied out.
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static double cpu_seconds(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
        + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static double wall_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

static void check(sqlite3 *database, int ok) {
    if (!ok) {
        fprintf(stderr, "sqlite: %s\n", sqlite3_errmsg(database));
        exit(1);
    }
}

// sqlite FILE ROWS LOOKUPS autocommit|transaction: prints CPU seconds and wall seconds.
int main(int count, char **arguments) {
    if (count != 5) return 64;
    int rows = atoi(arguments[2]), lookups = atoi(arguments[3]);
    int transaction = strcmp(arguments[4], "transaction") == 0;
    sqlite3 *database;
    sqlite3_stmt *statement;
    check(database, sqlite3_open(arguments[1], &database) == SQLITE_OK);
    check(database, sqlite3_exec(database, "PRAGMA journal_mode = WAL", 0, 0, 0) == SQLITE_OK);
    check(database, sqlite3_prepare_v2(
        database, "SELECT name, score FROM item WHERE id = ?1", -1, &statement, 0) == SQLITE_OK);
    unsigned state = 1;
    long long bytes = 0;
    double cpu = cpu_seconds(), wall = wall_seconds();
    if (transaction) check(database, sqlite3_exec(database, "BEGIN", 0, 0, 0) == SQLITE_OK);
    for (int lookup = 0; lookup < lookups; lookup++) {
        state = state * 1664525u + 1013904223u;
        check(database, sqlite3_bind_int64(statement, 1, (state >> 8) % rows + 1) == SQLITE_OK);
        check(database, sqlite3_step(statement) == SQLITE_ROW);
        // A program keeps what it reads: the text is copied, as every client must.
        int length = sqlite3_column_bytes(statement, 0);
        char *name = malloc(length + 1);
        memcpy(name, sqlite3_column_text(statement, 0), length + 1);
        bytes += length + (sqlite3_column_double(statement, 1) > 0);
        free(name);
        sqlite3_reset(statement);
    }
    if (transaction) check(database, sqlite3_exec(database, "COMMIT", 0, 0, 0) == SQLITE_OK);
    printf("%.3f %.3f %lld\n", cpu_seconds() - cpu, wall_seconds() - wall, bytes);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return 0;
}
