/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/report.h"

#include "report/moment.h"
#include "session/run-title.h"
#include "trace/quantity.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Beyond that nobody reads them, and each is a string of its own. */
#define MAX_LABELS 10000
#define NSEC_PER_SEC G_GINT64_CONSTANT (1000000000)
/* After its end a run is shown for so much of its length more, so that the end can be seen. */
#define SHOWN_AFTER_END 0.03

/* "Threading"; of runs side by side "A: Threading", and what differs below it. */
static char *
make_title (IlvComparison *comparison, IlvRun *run)
{
  const char *model = ilv_model_get_title (ilv_run_get_model (run));
  g_autofree char *letter = NULL;
  guint index;

  if (!ilv_comparison_is_side_by_side (comparison)
      || !ilv_comparison_find_run (comparison, run, &index))
    return g_strdup (model);
  letter = ilv_comparison_make_run_letter (comparison, index);
  return g_strdup_printf ("%s: %s", letter, model);
}

/* Takes `own`. */
static char *
make_subtitle (IlvComparison *comparison, IlvRun *run, char *own)
{
  g_autofree char *difference = NULL;
  g_autofree char *taken = own;
  guint index;

  if (!ilv_comparison_is_side_by_side (comparison)
      || !ilv_comparison_find_run (comparison, run, &index))
    return g_steal_pointer (&taken);
  difference = ilv_comparison_describe_difference (comparison, index);
  return *difference ? g_strdup_printf ("%s · %s", difference, taken) : g_steal_pointer (&taken);
}

/* Borrowed, as the run's trace is by the panel. */
typedef struct
{
  IlvComparison *comparison;
  IlvRun *run;
  IlvMoment moment;
} EarlierRun;

static char *
write_earlier_subtitle (gint64 moment, gpointer data)
{
  EarlierRun *earlier = data;
  const IlvRunFigures *figures
    = ilv_moment_get_figures (&earlier->moment, ilv_run_get_trace (earlier->run), moment);

  return make_subtitle (earlier->comparison, earlier->run,
                        ilv_report_describe_run_at (earlier->run, figures));
}

/* Once a run: it counts on from where it was. */
static void
fill_earlier_subtitle (IlvPanel *panel, IlvComparison *comparison, IlvRun *run)
{
  EarlierRun *earlier = g_object_get_data (G_OBJECT (panel), "ilv-report-earlier");

  if (earlier != NULL && earlier->comparison == comparison && earlier->run == run)
    return;
  earlier = g_new0 (EarlierRun, 1);
  earlier->comparison = comparison;
  earlier->run = run;
  ilv_panel_set_earlier_subtitle (panel, write_earlier_subtitle, earlier, g_free);
  g_object_set_data (G_OBJECT (panel), "ilv-report-earlier", earlier);
}

static void
fill_badge_since (IlvPanel *panel, IlvComparison *comparison)
{
  IlvRun *reference = ilv_comparison_get_reference (comparison);
  guint n = reference != NULL ? ilv_run_get_n_walls (reference) : 0;

  ilv_panel_set_badge_since (
    panel, n > 0 ? (gint64) (ilv_run_get_wall (reference, n - 1) * 1e9) : G_MININT64);
}

static void
fill_words (IlvPanel *panel, IlvComparison *comparison, IlvRun *run)
{
  double speedup = ilv_comparison_get_speedup (comparison, run);
  gboolean has_badge = isfinite (speedup) && run != ilv_comparison_get_reference (comparison);
  double elapsed = ilv_run_get_elapsed (run);
  gboolean has_begun = ilv_run_get_state (run) == ILV_RUN_RUNNING || elapsed > 0;
  g_autofree char *badge = has_badge ? ilv_quantity_ratio (speedup) : g_strdup ("");
  g_autofree char *title = make_title (comparison, run);
  g_autofree char *subtitle = make_subtitle (comparison, run,
                                              ilv_report_describe_run (run));
  g_autofree char *time
    = has_begun ? ilv_quantity_duration ((gint64) (elapsed * 1e9)) : g_strdup ("");
  g_autofree char *state = ilv_report_describe_state (comparison, run);

  ilv_panel_set_words (panel, title, badge, subtitle, time, state);
  fill_badge_since (panel, comparison);
  fill_earlier_subtitle (panel, comparison, run);
  ilv_panel_set_placeholder (panel, ilv_run_get_error (run) ? ilv_run_get_error (run) : state);
}

/* Once a run: they do not change, and there may be many. */
static void
fill_labels (IlvPanel *panel, IlvRun *run)
{
  IlvWorkload *workload = ilv_run_get_workload (run);
  guint n = MIN (ilv_workload_get_n_tasks (workload), MAX_LABELS);

  if (g_object_get_data (G_OBJECT (panel), "ilv-report-labels") == workload)
    return;
  for (guint i = 0; i < n; i++)
    ilv_panel_set_task_label (panel, i + 1, ilv_workload_get_task (workload, i)->label);
  ilv_panel_set_expected_tasks (panel, ilv_workload_get_n_tasks (workload));
  ilv_panel_set_counted_tasks (panel, ilv_workload_get_n_tasks (workload)
                                        - ilv_workload_get_n_background (workload));
  g_object_set_data_full (G_OBJECT (panel), "ilv-report-labels", ilv_workload_ref (workload),
                          (GDestroyNotify) ilv_workload_unref);
}

static void
fill_finish_marks (IlvPanel *panel, IlvComparison *comparison)
{
  IlvFinishMark marks[ILV_N_MODELS];
  guint n = 0;

  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      IlvRun *run = ilv_comparison_get_run (comparison, i);

      if (ilv_run_get_n_walls (run) == 0 || ilv_run_get_state (run) == ILV_RUN_RUNNING)
        continue;
      marks[n].time = (gint64) (ilv_run_get_wall (run, ilv_run_get_n_walls (run) - 1) * 1e9);
      marks[n].title = make_title (comparison, run);
      marks[n].colour
        = ilv_comparison_is_side_by_side (comparison) ? i : (guint) ilv_run_get_model (run);
      n++;
    }
  ilv_panel_set_finish_marks (panel, marks, n);
  for (guint i = 0; i < n; i++)
    g_free (marks[i].title);
}

void
ilv_report_fill_panel (IlvPanel *panel, IlvComparison *comparison, IlvRun *run)
{
  const IlvTrace *trace;

  g_return_if_fail (ILV_IS_PANEL (panel) && ILV_IS_COMPARISON (comparison) && ILV_IS_RUN (run));

  trace = ilv_run_get_trace (run);
  ilv_panel_set_trace (panel, ilv_trace_get_n_lanes (trace) > 0 ? trace : NULL);
  fill_words (panel, comparison, run);
  fill_labels (panel, run);
  fill_finish_marks (panel, comparison);
}

/* Processes may take longer to leave than all their tasks took: of a short run an axis that had
   room for it would show nothing else. */
gint64
ilv_report_find_end (IlvRun *run)
{
  gint64 recorded, finished;
  guint n_walls;

  g_return_val_if_fail (ILV_IS_RUN (run), 0);

  n_walls = ilv_run_get_n_walls (run);
  recorded = ilv_trace_get_end (ilv_run_get_trace (run));
  if (ilv_run_get_state (run) != ILV_RUN_FINISHED || n_walls == 0)
    return recorded;
  finished = (gint64) (ilv_run_get_wall (run, n_walls - 1) * (1 + SHOWN_AFTER_END) * 1e9);
  return finished > 0 ? MIN (recorded, finished) : recorded;
}

void
ilv_report_fit (IlvComparison *comparison, gint64 *from, gint64 *to)
{
  g_return_if_fail (ILV_IS_COMPARISON (comparison));

  *from = 0;
  *to = 0;
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      IlvRun *run = ilv_comparison_get_run (comparison, i);

      if (ilv_trace_get_n_lanes (ilv_run_get_trace (run)) > 0)
        *to = MAX (*to, ilv_report_find_end (run));
    }
  /* Nothing yet: an axis of a second. */
  if (*to <= *from)
    *to = *from + NSEC_PER_SEC;
}
