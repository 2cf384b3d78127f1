/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "claims.h"

#include "../fidelity/two-cores.h"

#define TRIES 10
#define COUNTED 3    /* tries on a free machine that must have failed */
#define BUSY_TRIES 4 /* when the machine was never free, it will hardly become so */
#define BUSY_SECONDS 60
/* By the trace and by processor time, which other programs do not change. Of 8 tasks on 4 workers
   most is side by side; the rest is for workers that start late. */
#define LEAST_SIDE_BY_SIDE 0.4
#define MOST_CORES 1.15 /* of one thread's work and what waiting threads do when they look */

struct _Tally
{
  GHashTable *held;   /* names of claims that have held */
  GHashTable *failed; /* name → what was seen, of those that have not yet */
};

static gboolean
append_failed (GHashTable *failed, GString *text)
{
  GHashTableIter iter;
  gpointer name, seen;

  g_hash_table_iter_init (&iter, failed);
  while (g_hash_table_iter_next (&iter, &name, &seen))
    g_string_append_printf (text, "%s%s %s", text->len > 0 ? "; " : "", (char *) name,
                            (char *) seen);
  return text->len > 0;
}

gboolean
claim_holds (Maker make, Claim claim)
{
  Tally tally = {
    .held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .failed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
  };
  g_autoptr (GString) failed = g_string_new (NULL);
  g_autoptr (GTimer) timer = g_timer_new ();
  guint n_free = 0; /* tries on a free machine, whose failure counts */

  for (guint i = 0; i < TRIES; i++)
    {
      g_autoptr (IlvComparison) comparison = make ();
      TwoCores cores = two_cores_begin ();

      fixture_run (comparison);
      n_free += two_cores_end (&cores);
      claim (comparison, &tally);
      g_string_truncate (failed, 0);
      if (!append_failed (tally.failed, failed))
        break;
      g_test_message ("try %u: %s", i + 1, failed->str);
      if (n_free == 0 && (i + 1 == BUSY_TRIES || g_timer_elapsed (timer, NULL) > BUSY_SECONDS))
        break;
    }
  g_hash_table_unref (tally.held);
  g_hash_table_unref (tally.failed);
  if (failed->len > 0 && n_free >= COUNTED)
    g_error ("whatever was tried: %s", failed->str);
  if (failed->len > 0)
    g_test_skip ("other programs keep the processors busy");
  return failed->len == 0;
}

void
claim_between (Tally *tally, const char *name, double value, double low, double high)
{
  if (g_hash_table_contains (tally->held, name))
    return;
  if (value >= low && value <= high)
    {
      g_hash_table_add (tally->held, g_strdup (name));
      g_hash_table_remove (tally->failed, name);
    }
  else
    g_hash_table_insert (tally->failed, g_strdup (name),
                         g_strdup_printf ("is %.3g, not %.3g to %.3g", value, low, high));
}

IlvRun *
claim_find (IlvComparison *comparison, IlvModel model)
{
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      IlvRun *run = ilv_comparison_get_run (comparison, i);

      if (ilv_run_get_model (run) != model)
        continue;
      g_assert_cmpstr (ilv_run_get_error (run), ==, NULL);
      g_assert_cmpint (ilv_run_get_state (run), ==, ILV_RUN_FINISHED);
      g_assert_cmpuint (ilv_trace_get_n_dropped (ilv_run_get_trace (run)), ==, 0);
      g_assert_cmpuint (ilv_trace_get_n_damaged (ilv_run_get_trace (run)), ==, 0);
      return run;
    }
  g_assert_not_reached ();
}

double
claim_wall (IlvComparison *comparison, IlvModel model)
{
  return ilv_run_get_report (claim_find (comparison, model))->wall_s;
}

double
claim_ratio (IlvComparison *comparison, IlvModel a, IlvModel b)
{
  return claim_wall (comparison, a) / claim_wall (comparison, b);
}

gint64
claim_most_in_flight (IlvRun *run)
{
  const IlvCounter *counter
    = ilv_trace_find_counter (ilv_run_get_trace (run), ILV_COUNTER_IN_FLIGHT);

  g_assert_nonnull (counter);
  return counter->max;
}

typedef struct
{
  gint64 time;
  int change;
} Edge;

static int
compare_edges (gconstpointer a, gconstpointer b)
{
  const Edge *x = a;
  const Edge *y = b;

  /* At the same moment an end comes before a beginning. */
  return x->time != y->time ? (x->time < y->time ? -1 : 1) : x->change - y->change;
}

/* Where lanes begin and end work on a task, in order: what starting and feeding a pool takes is
   another matter. */
static GArray *
list_edges (const IlvTrace *trace)
{
  GArray *edges = g_array_new (FALSE, FALSE, sizeof (Edge));

  for (guint i = 0; i < ilv_trace_get_n_lanes (trace); i++)
    {
      const IlvTimeline *timeline = ilv_trace_get_lane (trace, i)->timeline;

      for (guint64 n = 0; n < ilv_timeline_get_length (timeline); n++)
        {
          IlvInterval interval;
          Edge edges_of_interval[2];

          ilv_timeline_get (timeline, n, &interval);
          if (!ilv_state_is_running (interval.state) || interval.other == 0)
            continue;
          edges_of_interval[0] = (Edge){ interval.begin, 1 };
          edges_of_interval[1] = (Edge){ interval.end, -1 };
          g_array_append_vals (edges, edges_of_interval, 2);
        }
    }
  g_array_sort (edges, compare_edges);
  return edges;
}

guint
claim_most_running (IlvRun *run)
{
  g_autoptr (GArray) edges = list_edges (ilv_run_get_trace (run));
  int running = 0;
  int most = 0;

  for (guint i = 0; i < edges->len; i++)
    {
      running += g_array_index (edges, Edge, i).change;
      most = MAX (most, running);
    }
  return (guint) most;
}

double
claim_share_side_by_side (IlvRun *run)
{
  g_autoptr (GArray) edges = list_edges (ilv_run_get_trace (run));
  gint64 any = 0, several = 0;
  int running = 0;

  for (guint i = 0; i + 1 < edges->len; i++)
    {
      const Edge *edge = &g_array_index (edges, Edge, i);
      gint64 length = edge[1].time - edge->time;

      running += edge->change;
      any += running > 0 ? length : 0;
      several += running > 1 ? length : 0;
    }
  return any > 0 ? (double) several / (double) any : 0;
}

void
claim_results (IlvRun *run, const char *const *results)
{
  guint n = g_strv_length ((char **) results);

  g_assert_cmpuint (ilv_run_get_n_results (run), ==, n);
  g_assert_cmpuint (ilv_run_get_report (run)->tasks_done, ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpint (ilv_run_get_result (run, i)->state, ==, ILV_STATE_DONE);
      g_assert_cmpstr (ilv_run_get_result (run, i)->text, ==, results[i]);
    }
}

gboolean
claim_skips_on_one_core (void)
{
  if (ilv_machine_get ()->cores >= 2)
    return FALSE;
  g_test_skip ("nothing scales on one core");
  return TRUE;
}

void
claim_scales (IlvComparison *comparison, Tally *tally, IlvModel model)
{
  double share = claim_share_side_by_side (claim_find (comparison, model));

  g_test_message ("%s: %.2f side by side", ilv_model_get_name (model), share);
  g_assert_cmpfloat (share, >=, LEAST_SIDE_BY_SIDE);
  claim_between (tally, ilv_model_get_name (model),
                 claim_ratio (comparison, ILV_MODEL_SEQUENTIAL, model), 1.25, 64);
}

void
claim_does_not_scale (IlvComparison *comparison, Tally *tally, IlvModel model)
{
  IlvRun *run = claim_find (comparison, model);
  const IlvReport *report = ilv_run_get_report (run);

  g_assert_cmpuint (claim_most_running (run), ==, 1);
  g_assert_cmpfloat ((report->cpu_user_s + report->cpu_system_s) / report->wall_s, <=, MOST_CORES);
  claim_between (tally, ilv_model_get_name (model),
                 claim_ratio (comparison, ILV_MODEL_SEQUENTIAL, model), 0.85, 1.15);
}

void
claim_same_results (IlvComparison *comparison)
{
  IlvRun *first = claim_find (comparison, ILV_MODEL_SEQUENTIAL);

  g_assert_cmpuint (ilv_run_get_n_results (first), >, 0);
  for (guint i = 1; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      IlvRun *run = ilv_comparison_get_run (comparison, i);

      g_assert_cmpuint (ilv_run_get_n_results (run), ==, ilv_run_get_n_results (first));
      for (guint r = 0; r < ilv_run_get_n_results (run); r++)
        g_assert_cmpstr (ilv_run_get_result (run, r)->text, ==,
                         ilv_run_get_result (first, r)->text);
    }
}
