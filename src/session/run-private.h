/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run is made of, and what a comparison does with its runs. */
#pragma once

#include "session/report-parser.h"
#include "session/run.h"
#include "session/runner-process.h"
#include "session/server-process.h"
#include "trace/reader.h"

G_BEGIN_DECLS

struct _IlvRun
{
  GObject parent;

  IlvWorkload *workload;
  IlvSettings *settings;
  guint repeats;
  IlvRunState state;
  char *error;
  IlvTrace *trace;
  IlvTrace *previous_trace; /* kept one repeat longer: a panel may still show it */
  IlvTraceReader *reader;
  IlvRunnerProcess *process;
  IlvServerProcess *server; /* borrowed; NULL: none needed, or there is no process */
  GSource *timeout_source;
  GSource *closing_source; /* its process has ended, and what it recorded is taken in */
  int end_status;          /* how it has ended */
  GError *report_error;    /* nullable: why its last word could not be read */
  double timeout;
  gboolean stop_requested;
  gboolean timed_out;
  gboolean lingered; /* the last runner did not end by itself after its report */
  GPtrArray *reports; /* (element-type IlvRunnerReport) of the repeats that were finished */
  IlvRunnerReport *last; /* owned, unless it is in `reports`; of the last repeat; may be NULL */
  IlvReport unreported;  /* stands in for `last` when there is none */
  IlvMetrics metrics;
  guint64 metrics_generation;
  guint metrics_part; /* that is to be worked out next */
};

/* Works out some of what ilv_run_get_metrics() tells; FALSE: it is all there. */
gboolean ilv_run_compute_metrics_part (IlvRun *self);
/* Gives a run whose runner said nothing the report that its trace makes. */
void ilv_run_report_from_trace (IlvRun *self);

typedef struct
{
  const char *runner; /* the program */
  double timeout;     /* seconds; 0: none */
  IlvRunnerPlaces places;
  IlvServerProcess *server; /* nullable: what it needs; borrowed until the run has ended */
} IlvRunSetup;

/* `settings` nullable. `repeats` ≥ 1: after each but the last the run is pending again. */
IlvRun *ilv_run_new (IlvWorkload *workload, IlvSettings *settings, guint repeats);

/* Starts the next repeat. Whatever goes wrong becomes the run's error. */
void ilv_run_begin (IlvRun *self, const IlvRunSetup *setup);
/* Ends it before it began, with a sentence (nullable: it was stopped). */
void ilv_run_give_up (IlvRun *self, const char *error);
/* Stops it within a second; before its turn, at once. */
void ilv_run_stop (IlvRun *self);
/* Ends it because its server has ended, which becomes its error. */
void ilv_run_end_unserved (IlvRun *self);
/* Kills it at once; what was recorded stands. */
void ilv_run_abandon (IlvRun *self);
/* Takes in what was recorded since the last call, so many records at most. TRUE when there were
   any; `more` (nullable) becomes TRUE when some were left. */
gboolean ilv_run_poll (IlvRun *self, gboolean *more);
/* Works out what is otherwise left until somebody asks, when it has ended. */
void ilv_run_settle (IlvRun *self);

/* What a run is when it has ended: given to one that never ran, out of a file. */
typedef struct
{
  IlvRunState state;
  char *error;           /* nullable */
  IlvTrace *trace;
  GPtrArray *reports;    /* (element-type IlvRunnerReport) of the repeats that were finished */
  IlvRunnerReport *last; /* of the last repeat; may be one of the reports; nullable */
  gboolean unreported;   /* it began, but its last repeat gave no report */
} IlvRunOutcome;

/* (transfer none): borrowed from the run. */
void ilv_run_get_outcome (IlvRun *self, IlvRunOutcome *end);
/* (transfer full) of everything in `end`. */
void ilv_run_set_outcome (IlvRun *self, const IlvRunOutcome *end);

/* The runner's process id, 0 when there is none: for tests that kill it. */
GPid ilv_run_get_pid (IlvRun *self);

G_END_DECLS
