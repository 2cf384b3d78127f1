/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One comparison: the same scenario under several models, in turn or together.
 *
 * Starts a runner process per model (and the HTTP server where it is wanted), reads their traces
 * and survives their deaths. Uses the thread-default main context for everything it waits for.
 * Once it has ended (or comes out of a file) nothing of it changes any more, and any number of
 * threads may read it at once.
 * Emits "changed" when a run changed state, and "ended" once when all is over.
 */
#pragma once

#include "session/run.h"

G_BEGIN_DECLS

#define ILV_COMPARISON_ERROR (ilv_comparison_error_quark ())
GQuark ilv_comparison_error_quark (void);

typedef enum
{
  ILV_COMPARISON_ERROR_RUNNER, /* the runner program cannot be started */
  ILV_COMPARISON_ERROR_SERVER, /* the local HTTP server cannot be started */
  ILV_COMPARISON_ERROR_FILES,  /* the system allows too few open files */
} IlvComparisonError;

typedef enum { ILV_ORDER_IN_TURN, ILV_ORDER_TOGETHER } IlvOrder;

typedef struct
{
  gint64 memory_bytes;
  guint cores;
  char *cpu;
  char *kernel;
} IlvMachine;
const IlvMachine *ilv_machine_get (void); /* (transfer none) this machine */

/* How, when and where a run was recorded. */
typedef struct
{
  IlvOrder order;
  guint repeats;
  GDateTime *date;
  IlvMachine machine;
  gboolean incomplete; /* it comes out of a file whose end is missing */
} IlvOrigin;

#define ILV_TYPE_COMPARISON (ilv_comparison_get_type ())
G_DECLARE_FINAL_TYPE (IlvComparison, ilv_comparison, ILV, COMPARISON, GObject)

/* `models`: bit set (1 << IlvModel), not empty. Checks the settings and models before anything
   starts: errors of ilv_workload_new(). `repeats` ≥ 1. */
IlvComparison *ilv_comparison_new (IlvScenario *scenario, guint models, IlvSettings *settings,
                                   IlvOrder order, guint repeats, GError **error);

/* A run of a comparison. */
typedef struct
{
  IlvComparison *comparison;
  guint run;
} IlvPick;
#define ILV_MAX_PICKS 4

/* Runs of comparisons that have ended, of the same or different scenarios and settings, side by
   side in one that has ended: 1 … ILV_MAX_PICKS, each once. Each run keeps its workload, which says
   scenario and settings, and its origin. It cannot be started; everything else works as with any
   other. */
IlvComparison *ilv_comparison_new_of_runs (const IlvPick *picks, guint n);
gboolean ilv_comparison_is_side_by_side (IlvComparison *self);
/* FALSE: the runs are of several scenarios. */
gboolean ilv_comparison_has_one_scenario (IlvComparison *self);
/* How the run was recorded: all (transfer none). */
void ilv_comparison_get_origin (IlvComparison *self, IlvRun *run, IlvOrigin *origin);

/* Before the start. A run (each repeat of it) that takes longer is ended and has failed. 0: no
   limit. */
void ilv_comparison_set_timeout (IlvComparison *self, double seconds);
/* Before the start: another program than interleave-runner. */
void ilv_comparison_set_runner (IlvComparison *self, const char *program);

/* Starts the first run (or all). Errors after that are those of the runs. */
gboolean ilv_comparison_start (IlvComparison *self, GError **error);

/* Stops whatever runs; "ended" follows within a second. Nothing is lost. Safe at any time. */
void ilv_comparison_stop (IlvComparison *self);
gboolean ilv_comparison_is_running (IlvComparison *self);

/* Takes in what the runs recorded since the last call, for some milliseconds at most: the rest
   follows when the main loop is idle. The window calls it once a frame, the comparison itself ten
   times a second. TRUE when anything was new. */
gboolean ilv_comparison_poll (IlvComparison *self);

/* Of the first run, as are order, repeats, date and machine: see ilv_comparison_get_origin(). */
IlvScenario *ilv_comparison_get_scenario (IlvComparison *self);
IlvOrder ilv_comparison_get_order (IlvComparison *self);
guint ilv_comparison_get_repeats (IlvComparison *self);
guint ilv_comparison_get_n_runs (IlvComparison *self);
IlvRun *ilv_comparison_get_run (IlvComparison *self, guint index); /* (transfer none) */
/* FALSE: it is none of these. */
gboolean ilv_comparison_find_run (IlvComparison *self, IlvRun *run, guint *index);
/* When it was started. (transfer none) */
GDateTime *ilv_comparison_get_date (IlvComparison *self);

/* The machine it ran on: this one, unless it comes out of a file. (transfer none) */
const IlvMachine *ilv_comparison_get_machine (IlvComparison *self);
/* It comes out of a file whose end is missing. */
gboolean ilv_comparison_is_incomplete (IlvComparison *self);

/* What speed-ups are against: the sequential run, of runs side by side the first. (nullable) */
IlvRun *ilv_comparison_get_reference (IlvComparison *self);
/* Its wall time ÷ this run's; NAN when there is none, or it is of another scenario. */
double ilv_comparison_get_speedup (IlvComparison *self, IlvRun *run);
/* The value a setting of the scenario had in the first run, as text. (transfer none) */
const char *ilv_comparison_get_setting (IlvComparison *self, guint index);

G_END_DECLS
