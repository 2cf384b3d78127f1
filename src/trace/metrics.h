/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The figures of a trace, over all of it or a range of time. All durations in nanoseconds.
 */
#pragma once

#include "trace/model.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 n;
  gint64 p50;
  gint64 p95;
  gint64 p99;
  gint64 max;
} IlvQuantiles;

typedef struct
{
  gint64 states[ILV_N_STATES]; /* time in each, over the lanes that do work (not ILV_LANE_MAIN) */
  gint64 task_states[ILV_N_STATES]; /* the same over the tasks */
  IlvQuantiles latency;             /* of tasks, first record to end mark */
  IlvQuantiles request_latency;     /* of requests over a network */
  guint64 tasks_done;
  guint64 tasks_failed;
  guint64 tasks_cancelled;
  guint64 tasks_retried;
  guint64 lost_updates;
  guint workers; /* lanes other than ILV_LANE_MAIN */
  /* All locks of kind ILV_LOCK_GIL together: */
  guint64 gil_holds;
  guint64 gil_handovers;
  guint64 gil_drop_requests;
  IlvQuantiles gil_hold;
  IlvQuantiles gil_wait;
  double gil_wait_share; /* waiting for the GIL ÷ all time of the working lanes but NONE; 0 … 1 */
  /* Lengths of GIL holds between hand-overs to another lane: the run length between switches. */
  IlvQuantiles gil_run_length;
  gint64 loop_lag_max;
  double parallelism; /* running time of all lanes ÷ length of the range */
} IlvMetrics;

/* Computes the figures of [from, to). */
void ilv_metrics_compute (const IlvTrace *trace, gint64 from, gint64 to, IlvMetrics *metrics);
/* The same in several calls, so that none of them takes long: begin with *part 0. FALSE: that was
   the last one. */
gboolean ilv_metrics_compute_part (const IlvTrace *trace, gint64 from, gint64 to, guint *part,
                                   IlvMetrics *metrics);

/* Nearest-rank quantiles of values, which are put into another order. In time proportional to n. */
void ilv_quantiles_compute (gint64 *values, gsize n, IlvQuantiles *quantiles);

G_END_DECLS
