/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One model's run of a comparison: its trace as it grows, its state, and in the end its report.
 *
 * Made by IlvComparison. Emits "notify::state" and "notify::error".
 */
#pragma once

#include "trace/metrics.h"
#include "trace/model.h"
#include "trace/state.h"
#include "workload/workload.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  ILV_RUN_PENDING, /* not its turn yet */
  ILV_RUN_RUNNING,
  ILV_RUN_FINISHED,
  ILV_RUN_FAILED,  /* see ilv_run_get_error() */
  ILV_RUN_STOPPED,
} IlvRunState;

/* What the operating system and the runner say of a run when it has ended. Negative: unknown. */
typedef struct
{
  double wall_s;
  double cpu_user_s;
  double cpu_system_s;
  gint64 peak_rss_bytes;
  gint64 voluntary_switches;
  gint64 involuntary_switches;
  gint64 ipc_bytes;
  double creation_us;         /* of a worker, median: a thread, a process, a coroutine */
  gint64 worker_memory_bytes; /* that a worker has to itself, median */
  double run_queue_wait_s;    /* threads that could have run and had no core, all together */
  guint64 tasks_done;
  guint64 tasks_failed;
  guint64 tasks_cancelled;
  guint64 tasks_retried;
} IlvReport;

/* What one task came to. */
typedef struct
{
  guint32 task;   /* id */
  IlvState state; /* DONE, FAILED or CANCELLED */
  char *text;     /* the result, or the error's sentence; may be "" */
  guint64 retried; /* how often it, or a part of it, was tried again */
} IlvResult;

/* What a counter of the scenario came to. */
typedef struct
{
  char *name;
  double value;
  guint64 lost; /* updates that overwrote a value their writer had not read */
} IlvCounterResult;

#define ILV_TYPE_RUN (ilv_run_get_type ())
G_DECLARE_FINAL_TYPE (IlvRun, ilv_run, ILV, RUN, GObject)

IlvModel ilv_run_get_model (IlvRun *self);
IlvWorkload *ilv_run_get_workload (IlvRun *self); /* (transfer none): scenario and settings */
gboolean ilv_run_has_scenario_of (IlvRun *self, IlvRun *other); /* by its id */
IlvRunState ilv_run_get_state (IlvRun *self);
const char *ilv_run_get_error (IlvRun *self);     /* (nullable) a sentence, translated */
const IlvTrace *ilv_run_get_trace (IlvRun *self); /* (transfer none); of the last repeat; it is
                                                     replaced when a repeat begins */
/* That of the repeat with the median wall time; zeros before the end. (transfer none) */
const IlvReport *ilv_run_get_report (IlvRun *self);
double ilv_run_get_elapsed (IlvRun *self);        /* seconds, of the current or last repeat */
guint ilv_run_get_n_walls (IlvRun *self);         /* repeats done */
double ilv_run_get_wall (IlvRun *self, guint repeat); /* seconds */
guint ilv_run_get_n_results (IlvRun *self);           /* tasks of the last repeat that ended */
/* In the order of tasks, or as they ended where the setting results-order is "completed".
   (transfer none) */
const IlvResult *ilv_run_get_result (IlvRun *self, guint index);
/* Who held what and waited for what, where tasks waited in a circle; NULL: none did. */
const char *ilv_run_get_deadlock (IlvRun *self);
guint ilv_run_get_n_counters (IlvRun *self);
/* Of the scenario's own counters, in its order. (transfer none) */
const IlvCounterResult *ilv_run_get_counter (IlvRun *self, guint index);
/* The figures of the whole trace, worked out anew only when it has grown. (transfer none) */
const IlvMetrics *ilv_run_get_metrics (IlvRun *self);

G_END_DECLS
