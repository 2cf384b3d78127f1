/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be asked of a run: what it is, how far it is, and what it came to. */
#include "session/run-private.h"

#include <math.h>

GPid
ilv_run_get_pid (IlvRun *self)
{
  return self->process ? ilv_runner_process_get_pid (self->process) : 0;
}

IlvModel
ilv_run_get_model (IlvRun *self)
{
  g_return_val_if_fail (ILV_IS_RUN (self), ILV_MODEL_SEQUENTIAL);
  return ilv_workload_get_model (self->workload);
}

IlvWorkload *
ilv_run_get_workload (IlvRun *self)
{
  g_return_val_if_fail (ILV_IS_RUN (self), NULL);
  return self->workload;
}

gboolean
ilv_run_has_scenario_of (IlvRun *self, IlvRun *other)
{
  g_return_val_if_fail (ILV_IS_RUN (self) && ILV_IS_RUN (other), FALSE);
  return g_strcmp0 (ilv_scenario_get_id (ilv_workload_get_scenario (self->workload)),
                    ilv_scenario_get_id (ilv_workload_get_scenario (other->workload)))
         == 0;
}

IlvRunState
ilv_run_get_state (IlvRun *self)
{
  g_return_val_if_fail (ILV_IS_RUN (self), ILV_RUN_FAILED);
  return self->state;
}

const char *
ilv_run_get_error (IlvRun *self)
{
  g_return_val_if_fail (ILV_IS_RUN (self), NULL);
  return self->error;
}

const IlvTrace *
ilv_run_get_trace (IlvRun *self)
{
  g_return_val_if_fail (ILV_IS_RUN (self), NULL);
  return self->trace;
}

static int
compare_walls (gconstpointer a, gconstpointer b)
{
  const IlvRunnerReport *x = *(IlvRunnerReport *const *) a;
  const IlvRunnerReport *y = *(IlvRunnerReport *const *) b;

  return (x->report.wall_s > y->report.wall_s) - (x->report.wall_s < y->report.wall_s);
}

/* The repeat in the middle, so that its other figures belong to the wall time beside them. */
const IlvReport *
ilv_run_get_report (IlvRun *self)
{
  g_return_val_if_fail (ILV_IS_RUN (self), NULL);

  if (self->reports->len > 0)
    {
      g_autoptr (GPtrArray) sorted = g_ptr_array_copy (self->reports, NULL, NULL);
      IlvRunnerReport *median;

      g_ptr_array_set_free_func (sorted, NULL);
      g_ptr_array_sort (sorted, compare_walls);
      median = g_ptr_array_index (sorted, (sorted->len - 1) / 2);
      return &median->report;
    }
  return self->last ? &self->last->report : &self->unreported;
}

double
ilv_run_get_elapsed (IlvRun *self)
{
  g_return_val_if_fail (ILV_IS_RUN (self), 0);

  if (self->reader)
    return (double) MAX (0, ilv_trace_reader_now (self->reader)) / 1e9;
  return self->last ? self->last->report.wall_s : self->unreported.wall_s;
}

guint
ilv_run_get_n_walls (IlvRun *self)
{
  g_return_val_if_fail (ILV_IS_RUN (self), 0);
  return self->reports->len;
}

double
ilv_run_get_wall (IlvRun *self, guint repeat)
{
  g_return_val_if_fail (ILV_IS_RUN (self) && repeat < self->reports->len, NAN);
  return ((IlvRunnerReport *) g_ptr_array_index (self->reports, repeat))->report.wall_s;
}

guint
ilv_run_get_n_results (IlvRun *self)
{
  g_return_val_if_fail (ILV_IS_RUN (self), 0);
  return self->last ? self->last->results->len : 0;
}

const IlvResult *
ilv_run_get_result (IlvRun *self, guint index)
{
  g_return_val_if_fail (index < ilv_run_get_n_results (self), NULL);
  return g_ptr_array_index (self->last->results, index);
}

const char *
ilv_run_get_deadlock (IlvRun *self)
{
  g_return_val_if_fail (ILV_IS_RUN (self), NULL);
  return self->last ? self->last->deadlock : NULL;
}

guint
ilv_run_get_n_counters (IlvRun *self)
{
  g_return_val_if_fail (ILV_IS_RUN (self), 0);
  return self->last ? self->last->counters->len : 0;
}

const IlvCounterResult *
ilv_run_get_counter (IlvRun *self, guint index)
{
  g_return_val_if_fail (index < ilv_run_get_n_counters (self), NULL);
  return g_ptr_array_index (self->last->counters, index);
}

void
ilv_run_report_from_trace (IlvRun *self)
{
  const IlvMetrics *metrics = ilv_run_get_metrics (self);

  self->unreported = (IlvReport){
    .wall_s = (double) MAX (0, ilv_trace_get_end (self->trace)) / 1e9,
    .cpu_user_s = -1,
    .cpu_system_s = -1,
    .peak_rss_bytes = -1,
    .voluntary_switches = -1,
    .involuntary_switches = -1,
    .ipc_bytes = -1,
    .creation_us = -1,
    .worker_memory_bytes = -1,
    .run_queue_wait_s = -1,
    .tasks_done = metrics->tasks_done,
    .tasks_failed = metrics->tasks_failed,
    .tasks_cancelled = metrics->tasks_cancelled,
    .tasks_retried = metrics->tasks_retried,
  };
}

gboolean
ilv_run_compute_metrics_part (IlvRun *self)
{
  /* One more than the trace's, so that 0 stands for never. */
  guint64 generation = ilv_trace_get_generation (self->trace) + 1;

  if (self->metrics_generation != generation
      && ilv_metrics_compute_part (self->trace, ilv_trace_get_begin (self->trace),
                                   ilv_trace_get_end (self->trace) + 1, &self->metrics_part,
                                   &self->metrics))
    return TRUE;
  self->metrics_generation = generation;
  self->metrics_part = 0;
  return FALSE;
}

const IlvMetrics *
ilv_run_get_metrics (IlvRun *self)
{
  g_return_val_if_fail (ILV_IS_RUN (self), NULL);

  /* Of one that goes on, parts of another moment may be there. */
  if (!ilv_trace_is_finished (self->trace))
    self->metrics_part = 0;
  while (ilv_run_compute_metrics_part (self))
    ;
  return &self->metrics;
}
