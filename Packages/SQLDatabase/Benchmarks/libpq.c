// Point look-ups over libpq in plain C, with a statement prepared once and its columns copied out.
#include <endian.h>
#include <libpq-fe.h>
#include <stdint.h>
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

static PGresult *checked(PGconn *connection, PGresult *result, ExecStatusType expected) {
    if (PQresultStatus(result) != expected) {
        fprintf(stderr, "libpq: %s\n", PQerrorMessage(connection));
        exit(1);
    }
    return result;
}

// libpq URL ROWS LOOKUPS: prints CPU seconds (of this side), wall seconds and the bytes read.
int main(int count, char **arguments) {
    if (count != 4) return 64;
    int rows = atoi(arguments[2]), lookups = atoi(arguments[3]);
    PGconn *connection = PQconnectdb(arguments[1]);
    Oid types[1] = {20};
    PQclear(checked(connection, PQprepare(
        connection, "lookup", "SELECT name, score FROM item WHERE id = $1", 1, types), PGRES_COMMAND_OK));
    unsigned state = 1;
    long long bytes = 0;
    double cpu = cpu_seconds(), wall = wall_seconds();
    for (int lookup = 0; lookup < lookups; lookup++) {
        state = state * 1664525u + 1013904223u;
        uint64_t key = htobe64((state >> 8) % rows + 1), bits;
        const char *values[1] = {(const char *)&key};
        int lengths[1] = {8}, formats[1] = {1};
        PGresult *result = checked(connection, PQexecPrepared(
            connection, "lookup", 1, values, lengths, formats, 1), PGRES_TUPLES_OK);
        int length = PQgetlength(result, 0, 0);
        char *name = malloc(length + 1);
        memcpy(name, PQgetvalue(result, 0, 0), length + 1);
        memcpy(&bits, PQgetvalue(result, 0, 1), 8);
        bits = be64toh(bits);
        double score;
        memcpy(&score, &bits, 8);
        bytes += length + (score > 0);
        free(name);
        PQclear(result);
    }
    printf("%.3f %.3f %lld\n", cpu_seconds() - cpu, wall_seconds() - wall, bytes);
    PQfinish(connection);
    return 0;
}
