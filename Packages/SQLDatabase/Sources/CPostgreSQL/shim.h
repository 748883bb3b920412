// libpq's C interface, and the codes of an error's fields, which Swift does not import from character constants.
#ifndef CPOSTGRESQL_SHIM_H
#define CPOSTGRESQL_SHIM_H

#include <libpq-fe.h>
#include <postgres_ext.h>

enum {
    CPOSTGRESQL_SQLSTATE = PG_DIAG_SQLSTATE,
    CPOSTGRESQL_MESSAGE = PG_DIAG_MESSAGE_PRIMARY,
    CPOSTGRESQL_DETAIL = PG_DIAG_MESSAGE_DETAIL,
    CPOSTGRESQL_POSITION = PG_DIAG_STATEMENT_POSITION,
    CPOSTGRESQL_TABLE = PG_DIAG_TABLE_NAME,
    CPOSTGRESQL_COLUMN = PG_DIAG_COLUMN_NAME,
    CPOSTGRESQL_CONSTRAINT = PG_DIAG_CONSTRAINT_NAME
};

#endif
