/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The database of a run: an SQLite file in the run's folder, with a table `items` to read from and
 * a table `results` to write to.
 *
 * A connection is for one worker's thread. Its driver blocks, as sqlite3 of Python does, and gives
 * up the wait only for a stop of the run.
 */
#pragma once

#include "runtime/execution.h"

G_BEGIN_DECLS

#define ILV_DATABASE_ITEMS 10000 /* rows of `items`: 1 … 10 000, the amount of each its number */

/* Makes the file, if the scenario has a query, so that no query has to. Errors: G_IO_ERROR. */
gboolean ilv_database_prepare (IlvExecution *execution, GError **error);

/* Errors: G_IO_ERROR; CANCELLED when a stop came meanwhile. The same for the queries. */
IlvDatabase *ilv_database_open (IlvExecution *execution, GError **error);
void ilv_database_close (IlvDatabase *database); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvDatabase, ilv_database_close)

/* Reads that many items for a task and adds up their amounts; the answer comes `delay` ns later
   than the file alone would give it, as that of a busy server does. */
gboolean ilv_database_select (IlvDatabase *database, const IlvTaskRun *task, guint rows,
                              gint64 delay, gint64 *sum, GError **error);
/* Writes that many rows with the task's value in one transaction, after `delay` ns. */
gboolean ilv_database_insert (IlvDatabase *database, const IlvTaskRun *task, guint rows,
                              gint64 delay, GError **error);
/* Rows that were written so far. */
gboolean ilv_database_count (IlvDatabase *database, gint64 *rows, GError **error);

G_END_DECLS
