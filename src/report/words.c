/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/words.h"

#include "report/report.h"
#include "session/run-title.h"
#include "trace/quantity.h"

#include <glib/gi18n-lib.h>

#define SEPARATOR " · "

static void
append_threads (GString *text, guint n)
{
  g_string_append_printf (text, ngettext ("%u thread", "%u threads", n), n);
}

/* Threads of their own, beside the model's. */
static void
append_background (GString *text, IlvWorkload *workload)
{
  guint n = ilv_workload_get_n_background (workload);

  if (n > 0)
    /* Translators: follows “20 threads”: so many more threads work in the background. */
    g_string_append_printf (
      text, ngettext (" + %u in the background", " + %u in the background", n), n);
}

/* Out of the trace itself rather than the metrics: this is asked for every frame. */
static void
measure (const IlvTrace *trace, IlvRunFigures *figures)
{
  const IlvCounter *lag = ilv_trace_find_counter (trace, ILV_COUNTER_LOOP_LAG);

  *figures = (IlvRunFigures){ .loop_lag = lag != NULL ? lag->max : 0 };
  for (guint i = 0; i < ilv_trace_get_n_locks (trace); i++)
    {
      const IlvLock *lock = ilv_trace_get_lock (trace, i);

      if (lock->kind == ILV_LOCK_GIL)
        figures->handovers += lock->n_handovers;
    }
}

static void
append_handovers (GString *text, const IlvTrace *trace, guint64 n)
{
  g_autofree char *count = NULL;

  if (ilv_trace_get_n_locks (trace) == 0)
    return;
  count = ilv_quantity_count ((gint64) n);
  g_string_append (text, SEPARATOR);
  g_string_append_printf (text, ngettext ("%s hand-over", "%s hand-overs", n), count);
}

static void
append_processes (GString *text, IlvWorkload *workload)
{
  guint n = ilv_workload_get_workers (workload);
  guint cores = ilv_machine_get ()->cores;

  g_string_append_printf (text, ngettext ("%u process", "%u processes", n), n);
  g_string_append (text, SEPARATOR);
  if (ilv_workload_get_start_method (workload) == ILV_START_SPAWN)
    g_string_append (text, _ ("spawn"));
  else
    g_string_append (text, _ ("fork server"));
  g_string_append (text, SEPARATOR);
  g_string_append_printf (text, ngettext ("%u core", "%u cores", cores), cores);
}

static void
append_loop_workers (GString *text, IlvWorkload *workload)
{
  guint n = ilv_workload_get_workers (workload);

  if (ilv_workload_get_model (workload) == ILV_MODEL_ASYNCIO_THREADS)
    {
      /* Translators: the event loop's thread and those of its executor. */
      g_string_append_printf (text, ngettext ("1 + %u thread", "1 + %u threads", n), n);
      return;
    }
  append_threads (text, 1);
  if (ilv_workload_get_model (workload) == ILV_MODEL_ASYNCIO_PROCESSES)
    /* Translators: follows “1 thread”. */
    g_string_append_printf (text, ngettext (" + %u process", " + %u processes", n), n);
}

static void
append_loop (GString *text, IlvWorkload *workload, const IlvTrace *trace, gint64 loop_lag)
{
  const IlvCounter *lag = ilv_trace_find_counter (trace, ILV_COUNTER_LOOP_LAG);
  guint n = ilv_workload_get_n_tasks (workload) - ilv_workload_get_n_background (workload);
  g_autofree char *count = ilv_quantity_count (n);

  append_loop_workers (text, workload);
  append_background (text, workload);
  g_string_append (text, SEPARATOR);
  g_string_append_printf (text, ngettext ("%s coroutine", "%s coroutines", n), count);
  if (lag && lag->n_samples > 0)
    {
      g_autofree char *duration = ilv_quantity_duration (loop_lag);

      g_string_append (text, SEPARATOR);
      g_string_append_printf (text, _ ("loop lag %s"), duration);
    }
}

static void
append_model (GString *text, IlvRun *run, const IlvRunFigures *figures)
{
  IlvModel model = ilv_run_get_model (run);
  IlvWorkload *workload = ilv_run_get_workload (run);
  const IlvTrace *trace = ilv_run_get_trace (run);

  switch (model)
    {
    case ILV_MODEL_THREADING:
      append_threads (text, ilv_workload_get_workers (workload));
      append_background (text, workload);
      g_string_append (text, SEPARATOR);
      g_string_append (text, _ ("one GIL"));
      append_handovers (text, trace, figures->handovers);
      break;
    case ILV_MODEL_FREE_THREADING:
      append_threads (text, ilv_workload_get_workers (workload));
      append_background (text, workload);
      g_string_append (text, SEPARATOR);
      g_string_append (text, _ ("no GIL"));
      break;
    case ILV_MODEL_SUBINTERPRETERS:
      append_threads (text, ilv_workload_get_workers (workload));
      g_string_append (text, SEPARATOR);
      g_string_append (text, _ ("a GIL each"));
      break;
    case ILV_MODEL_MULTIPROCESSING:
      append_processes (text, workload);
      break;
    case ILV_MODEL_ASYNCIO:
    case ILV_MODEL_ASYNCIO_THREADS:
    case ILV_MODEL_ASYNCIO_PROCESSES:
      append_loop (text, workload, trace, figures->loop_lag);
      break;
    case ILV_MODEL_SEQUENTIAL:
    case ILV_N_MODELS:
    default:
      append_threads (text, 1);
      break;
    }
}

char *
ilv_report_describe_run (IlvRun *run)
{
  IlvRunFigures figures;

  if (ilv_run_get_error (run))
    return g_strdup (ilv_run_get_error (run));
  measure (ilv_run_get_trace (run), &figures);
  return ilv_report_describe_run_at (run, &figures);
}

char *
ilv_report_describe_run_at (IlvRun *run, const IlvRunFigures *figures)
{
  GString *text = g_string_new (NULL);

  append_model (text, run, figures);
  return g_string_free (text, FALSE);
}

/* A run is over when its tasks are, however they ended. */
static char *
describe_finished (IlvRun *run)
{
  const IlvReport *report = ilv_run_get_report (run);
  guint failed = (guint) MAX (report->tasks_failed, 0);
  guint cancelled = (guint) MAX (report->tasks_cancelled, 0);

  if (failed > 0)
    /* Translators: the run is over, and so many of its tasks failed. */
    return g_strdup_printf (ngettext ("finished, %u failed", "finished, %u failed", failed),
                            failed);
  if (cancelled > 0)
    /* Translators: the run is over, and so many of its tasks were cancelled. */
    return g_strdup_printf (
      ngettext ("finished, %u cancelled", "finished, %u cancelled", cancelled), cancelled);
  return g_strdup (_ ("finished"));
}

char *
ilv_report_describe_state (IlvComparison *comparison, IlvRun *run)
{
  switch (ilv_run_get_state (run))
    {
    case ILV_RUN_PENDING:
      return g_strdup (ilv_comparison_is_running (comparison) ? _ ("waiting for its turn")
                                                              : _ ("not run yet"));
    case ILV_RUN_RUNNING:
      return g_strdup (_ ("running"));
    case ILV_RUN_FINISHED:
      return describe_finished (run);
    case ILV_RUN_FAILED:
      return g_strdup (_ ("failed"));
    case ILV_RUN_STOPPED:
    default:
      /* A stop ends those as well whose turn had not come. */
      return g_strdup (ilv_run_get_elapsed (run) > 0 ? _ ("stopped") : _ ("not run yet"));
    }
}

char *
ilv_report_describe_settings (IlvComparison *comparison)
{
  GString *text = g_string_new (NULL);

  if (!ilv_comparison_is_side_by_side (comparison))
    {
      g_string_free (text, TRUE);
      return ilv_run_describe_settings (ilv_comparison_get_run (comparison, 0));
    }
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      g_autofree char *title = ilv_comparison_make_lettered_title (comparison, i);

      g_string_append_printf (text, "%s%s", i > 0 ? "   " : "", title);
    }
  return g_string_free (text, FALSE);
}

char *
ilv_report_make_title (IlvComparison *comparison)
{
  if (ilv_comparison_has_one_scenario (comparison))
    return g_strdup (ilv_scenario_get_title (ilv_comparison_get_scenario (comparison)));
  return g_strdup (_ ("Runs side by side"));
}

gint64
ilv_report_get_shown_end (const IlvView *view)
{
  return MIN (view->to, MAX (view->until, view->from));
}

char *
ilv_report_describe_range (IlvComparison *comparison, gint64 from, gint64 to)
{
  g_autofree char *begin = NULL;
  g_autofree char *end = NULL;
  g_autofree char *whole = NULL;
  gint64 step = 1;
  gint64 first, last;

  /* As many digits as tell the two ends apart. */
  while (step <= (to - from) / 100)
    step *= 10;
  begin = ilv_quantity_time (from, step);
  end = ilv_quantity_time (to, step);
  ilv_report_fit (comparison, &first, &last);
  whole = ilv_quantity_duration (last);
  /* Translators: the part of the time a picture shows: 20 ms to 40 ms of 1.05 s. */
  return g_strdup_printf (_ ("%s to %s of %s"), begin, end, whole);
}
