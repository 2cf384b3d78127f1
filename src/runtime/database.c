/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/database.h"

#include "runtime/pause.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <sqlite3.h>

#define FILE_NAME "interleave.db"
#define BUSY_PAUSE (500 * 1000) /* ns, before a locked file is tried again */
#define BUSY_TRIES 60000 /* half a minute, until it is an error */

typedef enum
{
  STATEMENT_SELECT,
  STATEMENT_WAIT,
  STATEMENT_INSERT,
  STATEMENT_COUNT,
  N_STATEMENTS
} Statement;

struct _IlvDatabase
{
  sqlite3 *handle;
  sqlite3_stmt *statements[N_STATEMENTS];
  IlvExecution *execution; /* borrowed */
  const IlvTaskRun *task;  /* whose query is under way; borrowed; NULL: nobody's */
};

/* Several workers may be the first. Those of other processes wait for the file itself. */
static pthread_mutex_t creation = PTHREAD_MUTEX_INITIALIZER;

static const char schema[]
    = "PRAGMA journal_mode = WAL;"
      "BEGIN IMMEDIATE;"
      "CREATE TABLE IF NOT EXISTS items (id INTEGER PRIMARY KEY, amount INTEGER, note TEXT);"
      "CREATE TABLE IF NOT EXISTS results (task INTEGER, row INTEGER, value REAL);"
      "INSERT OR IGNORE INTO items WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
      " WHERE i < " G_STRINGIFY (ILV_DATABASE_ITEMS) ")"
      " SELECT i, i, printf ('What is kept of item %d', i) FROM n;"
      "PRAGMA user_version = 1;"
      "COMMIT;";

static const char insert_text[]
  = "INSERT INTO results WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL"
    " SELECT i + 1 FROM n WHERE i < ?1) SELECT ?2, i, ?3 FROM n WHERE ?1 > 0";

static const char *const texts[N_STATEMENTS] = {
  [STATEMENT_SELECT]
  = "SELECT wait (?2), (SELECT coalesce (sum (amount), 0) FROM items WHERE id <= ?1)",
  [STATEMENT_WAIT] = "SELECT wait (?1)",
  [STATEMENT_INSERT] = insert_text,
  [STATEMENT_COUNT] = "SELECT count (*) FROM results",
};

static gboolean
is_stopping (IlvDatabase *database)
{
  return database->task ? ilv_task_run_is_stopping (database->task, database->execution)
                        : ilv_execution_is_stopping (database->execution);
}

static gboolean
fail (IlvDatabase *database, GError **error)
{
  if (is_stopping (database))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("The run was stopped."));
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The database failed: %s."),
                 database->handle ? sqlite3_errmsg (database->handle) : g_strerror (ENOMEM));
  return FALSE;
}

/* --- waiting inside the driver ------------------------------------------------------------ */

/* SQL's wait (ns), as pg_sleep() is PostgreSQL's. */
static void
wait_in_query (sqlite3_context *context, int n, sqlite3_value **values)
{
  IlvDatabase *database = sqlite3_user_data (context);

  if (ilv_pause (database->task, database->execution, sqlite3_value_int64 (values[0])))
    sqlite3_result_null (context);
  else
    sqlite3_result_error_code (context, SQLITE_INTERRUPT);
}

static int
on_busy (void *user_data, int n)
{
  IlvDatabase *database = user_data;

  if (database->task)
    return ilv_pause (database->task, database->execution, BUSY_PAUSE) && n < BUSY_TRIES;
  g_usleep (BUSY_PAUSE / 1000);
  return !is_stopping (database) && n < BUSY_TRIES;
}

/* Called every so many instructions of a long query. */
static int
on_progress (void *user_data)
{
  return is_stopping (user_data);
}

/* --- opening ------------------------------------------------------------------------------ */

static gboolean
is_created (IlvDatabase *database)
{
  sqlite3_stmt *statement = NULL;
  gboolean created = FALSE;

  if (sqlite3_prepare_v2 (database->handle, "PRAGMA user_version", -1, &statement, NULL)
      == SQLITE_OK)
    created = sqlite3_step (statement) == SQLITE_ROW && sqlite3_column_int (statement, 0) == 1;
  sqlite3_finalize (statement);
  return created;
}

static gboolean
create (IlvDatabase *database)
{
  gboolean created;

  pthread_mutex_lock (&creation);
  created = is_created (database)
            || sqlite3_exec (database->handle, schema, NULL, NULL, NULL) == SQLITE_OK;
  pthread_mutex_unlock (&creation);
  return created;
}

static gboolean
prepare_statements (IlvDatabase *database)
{
  for (guint i = 0; i < N_STATEMENTS; i++)
    if (sqlite3_prepare_v3 (database->handle, texts[i], -1, SQLITE_PREPARE_PERSISTENT,
                            &database->statements[i], NULL)
        != SQLITE_OK)
      return FALSE;
  return TRUE;
}

static gboolean
open_file (IlvDatabase *database, const char *path)
{
  if (sqlite3_open_v2 (path, &database->handle,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL)
      != SQLITE_OK)
    return FALSE;
  sqlite3_busy_handler (database->handle, on_busy, database);
  sqlite3_progress_handler (database->handle, 10000, on_progress, database);
  return sqlite3_create_function (database->handle, "wait", 1, SQLITE_UTF8, database,
                                  wait_in_query, NULL, NULL)
             == SQLITE_OK
         && create (database)
         && sqlite3_exec (database->handle, "PRAGMA synchronous = NORMAL", NULL, NULL, NULL)
                == SQLITE_OK
         && prepare_statements (database);
}

IlvDatabase *
ilv_database_open (IlvExecution *execution, GError **error)
{
  const char *folder = ilv_execution_make_folder (execution, error);
  g_autoptr (IlvDatabase) database = NULL;
  g_autofree char *path = NULL;

  if (!folder)
    return NULL;
  path = g_build_filename (folder, FILE_NAME, NULL);
  database = g_new0 (IlvDatabase, 1);
  database->execution = execution;
  if (open_file (database, path))
    return g_steal_pointer (&database);
  fail (database, error);
  return NULL;
}

void
ilv_database_close (IlvDatabase *database)
{
  if (!database)
    return;
  for (guint i = 0; i < N_STATEMENTS; i++)
    sqlite3_finalize (database->statements[i]);
  sqlite3_close (database->handle);
  g_free (database);
}

gboolean
ilv_database_prepare (IlvExecution *execution, GError **error)
{
  g_autoptr (IlvDatabase) database = NULL;

  if (ilv_execution_is_stopping (execution)
      || !ilv_scenario_has_step (ilv_workload_get_scenario (execution->workload), ILV_STEP_QUERY))
    return TRUE;
  database = ilv_database_open (execution, error);
  return database != NULL;
}

/* --- queries ------------------------------------------------------------------------------ */

/* Runs a statement to its end; its last column, where it has any, is `value`'s (nullable). */
static gboolean
run (IlvDatabase *database, Statement which, gint64 *value, GError **error)
{
  sqlite3_stmt *statement = database->statements[which];
  int result;

  while ((result = sqlite3_step (statement)) == SQLITE_ROW)
    if (value)
      *value = sqlite3_column_int64 (statement, sqlite3_column_count (statement) - 1);
  if (result != SQLITE_DONE)
    fail (database, error);
  sqlite3_reset (statement);
  database->task = NULL;
  return result == SQLITE_DONE;
}

gboolean
ilv_database_select (IlvDatabase *database, const IlvTaskRun *task, guint rows, gint64 delay,
                     gint64 *sum, GError **error)
{
  sqlite3_stmt *statement = database->statements[STATEMENT_SELECT];

  database->task = task;
  sqlite3_bind_int64 (statement, 1, rows);
  sqlite3_bind_int64 (statement, 2, delay);
  return run (database, STATEMENT_SELECT, sum, error);
}

gboolean
ilv_database_insert (IlvDatabase *database, const IlvTaskRun *task, guint rows, gint64 delay,
                     GError **error)
{
  sqlite3_stmt *statement = database->statements[STATEMENT_INSERT];

  database->task = task;
  /* Before the transaction: it must not keep other writers waiting for so long. */
  sqlite3_bind_int64 (database->statements[STATEMENT_WAIT], 1, delay);
  if (delay > 0 && !run (database, STATEMENT_WAIT, NULL, error))
    return FALSE;
  database->task = task;
  sqlite3_bind_int64 (statement, 1, rows);
  sqlite3_bind_int64 (statement, 2, task->id);
  sqlite3_bind_double (statement, 3, task->value);
  return run (database, STATEMENT_INSERT, NULL, error);
}

gboolean
ilv_database_count (IlvDatabase *database, gint64 *rows, GError **error)
{
  return run (database, STATEMENT_COUNT, rows, error);
}
