// libpq, found where Debian puts it, with or without pkg-config.
#pragma once
#include <postgresql/libpq-fe.h>

// Swift does not import character macros: the fields of an error that we read, by name.
enum portico_diagnostic {
    portico_diagnostic_severity = PG_DIAG_SEVERITY_NONLOCALIZED,
    portico_diagnostic_sqlstate = PG_DIAG_SQLSTATE,
    portico_diagnostic_message = PG_DIAG_MESSAGE_PRIMARY,
    portico_diagnostic_detail = PG_DIAG_MESSAGE_DETAIL,
    portico_diagnostic_hint = PG_DIAG_MESSAGE_HINT,
    portico_diagnostic_table = PG_DIAG_TABLE_NAME,
    portico_diagnostic_column = PG_DIAG_COLUMN_NAME,
    portico_diagnostic_constraint = PG_DIAG_CONSTRAINT_NAME,
};
