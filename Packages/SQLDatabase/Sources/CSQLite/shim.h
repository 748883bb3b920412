// SQLite's C interface, and the few parts of it that Swift cannot import: variadic functions and casted constants.
#ifndef CSQLITE_SHIM_H
#define CSQLITE_SHIM_H

#include <sqlite3.h>

// Extended result codes, whose macros are expressions that Swift does not import.
enum {
    CSQLITE_BUSY_SNAPSHOT = SQLITE_BUSY_SNAPSHOT,
    CSQLITE_CONSTRAINT_CHECK = SQLITE_CONSTRAINT_CHECK,
    CSQLITE_CONSTRAINT_FOREIGNKEY = SQLITE_CONSTRAINT_FOREIGNKEY,
    CSQLITE_CONSTRAINT_NOTNULL = SQLITE_CONSTRAINT_NOTNULL,
    CSQLITE_CONSTRAINT_PRIMARYKEY = SQLITE_CONSTRAINT_PRIMARYKEY,
    CSQLITE_CONSTRAINT_ROWID = SQLITE_CONSTRAINT_ROWID,
    CSQLITE_CONSTRAINT_UNIQUE = SQLITE_CONSTRAINT_UNIQUE
};

// Switches a boolean option of a connection (SQLITE_DBCONFIG_…).
static inline int csqlite_configure(sqlite3 *database, int option, int value) {
    return sqlite3_db_config(database, option, value, (int *)0);
}

// Settles how the library uses memory; only before the first connection of the process is opened.
//
// Pages are taken when they are needed, not twenty at a time: each temporary table has a page cache of its own, and most
// hold one page. Counting memory, which a limit on it needs, takes one lock of the whole process for each piece:
// connections on several threads wait for each other there.
static inline int csqlite_settle_memory(int counts) {
    int code = sqlite3_config(SQLITE_CONFIG_PAGECACHE, (void *)0, 0, 0);
    if (code == SQLITE_OK) code = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, counts);
    return code;
}

// Binds text that SQLite copies before the call returns.
static inline int csqlite_bind_text(sqlite3_stmt *statement, int index, const char *text, sqlite3_uint64 count) {
    return sqlite3_bind_text64(statement, index, text, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

// Binds bytes that SQLite copies before the call returns.
static inline int csqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
    return sqlite3_bind_blob64(statement, index, bytes, count, SQLITE_TRANSIENT);
}

// The byte offset of a syntax error in the last statement that was prepared; -1 where SQLite cannot tell.
static inline int csqlite_error_offset(sqlite3 *database) {
#if SQLITE_VERSION_NUMBER >= 3038000
    return sqlite3_error_offset(database);
#else
    (void)database;
    return -1;
#endif
}

#endif
