/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A run inside a test program: a few lines of XML made into an execution, driven to its end, and
 * what was recorded put in order of time.
 */
#pragma once

#include "runtime/execution.h"

typedef struct
{
  guint32 lane;
  IlvRecord record;
} FixtureRecord;

typedef struct
{
  IlvArea *area;
  int area_fd;
  IlvExecution *execution;
  GError *error;      /* of the driver */
  double seconds;     /* the driver took */
  GArray *records;    /* of FixtureRecord, by time; after the run */
} RunFixture;

/* A way of running that a test must hold for. */
typedef struct
{
  const char *name;
  IlvModel model;
  IlvDriver driver;
} RunForm;

/* Adds the test once for each, as "/PART/NAME/SENTENCE"; it gets the form's index. */
void run_fixture_add_tests (const char *part, const RunForm *forms, guint n_forms,
                            const char *sentence, GTestDataFunc test);

/* `body`: what comes after the question in a scenario file. */
RunFixture *run_fixture_new (const char *body, IlvModel model, const char *server_url);
void run_fixture_free (RunFixture *fixture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RunFixture, run_fixture_free)

/* Returns what the driver returned. */
gboolean run_fixture_run (RunFixture *fixture, IlvDriver driver);
/* The same, with a stop asked for from another thread after so many milliseconds. */
gboolean run_fixture_run_and_stop (RunFixture *fixture, IlvDriver driver, guint ms);

/* Index of the first record at or after `from` of that kind about that subject in that state;
   G_MAXUINT when there is none. `subject` or `state` -1: any. */
guint run_fixture_find (RunFixture *fixture, guint from, IlvRecordKind kind, gint64 subject,
                        int state);
guint run_fixture_count (RunFixture *fixture, IlvRecordKind kind, gint64 subject, int state);
const FixtureRecord *run_fixture_get (RunFixture *fixture, guint index);
/* Largest value the counter had. */
gint64 run_fixture_get_maximum (RunFixture *fixture, guint32 counter);
gint64 run_fixture_get_time (RunFixture *fixture, guint index); /* ns, of CLOCK_MONOTONIC */
guint run_fixture_count_states (RunFixture *fixture, IlvState state); /* tasks ended so */

/* Process id of the nth worker process that has recorded its beginning, also while the run goes
   on; 0: there is none yet. */
int run_fixture_find_worker (RunFixture *fixture, guint n);

/* Of this process. */
guint run_fixture_count_open_files (void);
guint run_fixture_count_threads (void);
guint run_fixture_count_children (void);
