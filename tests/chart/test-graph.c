/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The graph below the lanes, whatever it shows. */
#include "panel-fixture.h"
#include "samples.h"

#include <locale.h>
#include <math.h>
#include <string.h>

/* From a lane of its own: records of one come in order of time. */
static void
add_sample (IlvTrace *trace, gint64 time, guint32 counter, gint64 value)
{
  const IlvRecord record = { .subject = counter, .kind = ILV_RECORD_COUNTER,
                             .core = G_MAXUINT16, .argument = (guint64) value };

  g_assert_true (ilv_trace_append (trace, 2, time, &record));
}

/* One lane, to `ms` milliseconds; `n` tasks ended at equal distances, and what else is said. */
static IlvTrace *
make_run (guint n, gint64 ms)
{
  IlvRecord lane = { .subject = 1, .kind = ILV_RECORD_LANE_BEGIN, .state = ILV_LANE_THREAD,
                     .core = G_MAXUINT16 };
  IlvTrace *trace = ilv_trace_new ();

  g_assert_true (ilv_trace_append (trace, 1, 0, &lane));
  lane.subject = 2;
  lane.state = ILV_LANE_MAIN;
  g_assert_true (ilv_trace_append (trace, 2, 0, &lane));
  for (guint32 task = 1; task <= n; task++)
    {
      const IlvRecord done = { .subject = task, .kind = ILV_RECORD_TASK, .state = ILV_STATE_DONE,
                               .core = G_MAXUINT16 };
      const IlvRecord count = { .subject = ILV_COUNTER_COMPLETED, .kind = ILV_RECORD_COUNTER,
                                .core = G_MAXUINT16, .argument = task };
      gint64 time = ms * SAMPLE_MS * task / (n + 1);

      g_assert_true (ilv_trace_append (trace, 1, time, &done));
      g_assert_true (ilv_trace_append (trace, 1, time, &count));
    }
  return trace;
}

static void
show (Fixture *f, IlvGraph graph)
{
  IlvView view = *ilv_panel_get_view (f->panel);

  view.graph = graph;
  ilv_panel_set_view (f->panel, &view);
}

/* How high the curve stands there, as a share of the graph. */
static double
measure_height (Fixture *f, gint64 time)
{
  const IlvBox *box = &f->panel->layout.graph;
  guint32 paper = ilv_colour_to_pixel (&f->panel->theme->panel);
  int x = (int) ilv_panel_time_to_x (f->panel, time);
  int bottom = (int) (box->y + box->height) - 4;
  int y = bottom;

  while (y > box->y && pixel_at (f, x, y) != paper)
    y--;
  return (bottom - y) / (box->height - 7);
}

static void
test_names_go_both_ways (void)
{
  for (guint i = 0; i < ILV_N_GRAPHS; i++)
    {
      g_autofree char *name = ilv_graph_get_name (i);
      g_autofree char *title = ilv_graph_get_title (i, NULL);
      IlvGraph graph;

      g_assert_true (ilv_graph_from_name (name, &graph));
      g_assert_cmpuint (graph, ==, i);
      g_assert_cmpuint (strlen (title), >, 0);
    }
  g_assert_false (ilv_graph_from_name ("nonsense", &(IlvGraph){ 0 }));
}

/* A hundred tasks in a second, evenly: a hundred a second all the way. */
static void
test_rates_are_averages_of_their_stretch (void)
{
  g_autoptr (IlvTrace) trace = make_run (99, 1000);
  gint64 stretch = ilv_graph_choose_stretch (1000 * SAMPLE_MS);
  double sum = 0;

  ilv_trace_finish (trace, 1000 * SAMPLE_MS);
  for (gint64 at = 0; at < 1000 * SAMPLE_MS; at += stretch)
    {
      double rate = ilv_graph_get_value (ILV_GRAPH_RATE, trace, at, stretch);

      g_assert_cmpfloat (rate, <=, ilv_graph_get_top (ILV_GRAPH_RATE, trace, stretch));
      sum += rate * (double) stretch / 1e9;
    }
  /* No task is counted twice or not at all. */
  g_assert_cmpfloat_with_epsilon (sum, 99, 1e-6);
  g_assert_cmpfloat (ilv_graph_get_top (ILV_GRAPH_RATE, trace, stretch), <=, 130);
}

static void
test_waiting_for_a_core_is_a_number_of_threads (void)
{
  g_autoptr (IlvTrace) trace = make_run (1, 1000);

  /* Two threads wait in the first half, nobody in the second. */
  add_sample (trace, 500 * SAMPLE_MS, ILV_COUNTER_RUN_QUEUE, 1000 * SAMPLE_MS);
  add_sample (trace, 1000 * SAMPLE_MS, ILV_COUNTER_RUN_QUEUE, 1000 * SAMPLE_MS);
  ilv_trace_finish (trace, 1000 * SAMPLE_MS);
  g_assert_cmpfloat_with_epsilon (
    ilv_graph_get_value (ILV_GRAPH_RUN_QUEUE, trace, 210 * SAMPLE_MS, 20 * SAMPLE_MS), 2, 1e-6);
  g_assert_cmpfloat_with_epsilon (
    ilv_graph_get_value (ILV_GRAPH_RUN_QUEUE, trace, 800 * SAMPLE_MS, 20 * SAMPLE_MS), 0, 1e-6);
}

static void
test_only_what_a_run_has_is_in_it (void)
{
  g_autoptr (IlvTrace) trace = make_run (3, 10);

  add_sample (trace, 1, ILV_COUNTER_RSS, 4096);
  add_sample (trace, 1, ILV_COUNTER_FIRST_OWN + 1, 7);
  g_assert_true (ilv_graph_is_in (ILV_GRAPH_DONE, trace));
  g_assert_true (ilv_graph_is_in (ILV_GRAPH_RATE, trace));
  g_assert_true (ilv_graph_is_in (ILV_GRAPH_MEMORY, trace));
  g_assert_true (ilv_graph_is_in (ILV_GRAPH_OWN + 1, trace));
  g_assert_false (ilv_graph_is_in (ILV_GRAPH_OWN, trace));
  g_assert_false (ilv_graph_is_in (ILV_GRAPH_LOOP_LAG, trace));
}

static void
test_heights_compare_between_panels (void)
{
  IlvTrace *small = make_run (1, 100);
  IlvTrace *large = make_run (1, 100);
  IlvPanel *panels[2];
  Fixture f, g;

  add_sample (small, 1, ILV_COUNTER_RSS, 10000000);
  add_sample (large, 1, ILV_COUNTER_RSS, 40000000);
  ilv_trace_finish (small, 100 * SAMPLE_MS);
  ilv_trace_finish (large, 100 * SAMPLE_MS);
  open_fixture (&f, small, 0, 100 * SAMPLE_MS);
  open_fixture (&g, large, 0, 100 * SAMPLE_MS);
  show (&f, ILV_GRAPH_MEMORY);
  show (&g, ILV_GRAPH_MEMORY);
  draw (&f);
  g_assert_cmpfloat_with_epsilon (measure_height (&f, 50 * SAMPLE_MS), 1, 0.05);
  panels[0] = f.panel;
  panels[1] = g.panel;
  ilv_panels_align (panels, 2, 2);
  g_assert_cmpfloat (ilv_panel_get_graph_top (f.panel), ==, 40000000);
  draw (&f);
  draw (&g);
  g_assert_cmpfloat_with_epsilon (measure_height (&f, 50 * SAMPLE_MS), 0.25, 0.05);
  g_assert_cmpfloat_with_epsilon (measure_height (&g, 50 * SAMPLE_MS), 1, 0.05);
  close_fixture (&f);
  close_fixture (&g);
}

/* A peak of a microsecond among ten thousand samples is seen. */
static void
test_peaks_within_a_pixel_are_seen (void)
{
  IlvTrace *trace = make_run (1, 1000);
  Fixture f;

  for (gint64 i = 0; i < 10000; i++)
    add_sample (trace, i * SAMPLE_MS / 10, ILV_COUNTER_IN_FLIGHT, i == 5003 ? 50 : 1);
  ilv_trace_finish (trace, 1000 * SAMPLE_MS);
  open_fixture (&f, trace, 0, 1000 * SAMPLE_MS);
  show (&f, ILV_GRAPH_IN_FLIGHT);
  draw (&f);
  g_assert_cmpfloat (fmax (measure_height (&f, 500 * SAMPLE_MS),
                           measure_height (&f, 502 * SAMPLE_MS)), >, 0.9);
  g_assert_cmpfloat (measure_height (&f, 300 * SAMPLE_MS), <, 0.1);
  g_assert_cmpfloat (measure_height (&f, 700 * SAMPLE_MS), <, 0.1);
  close_fixture (&f);
}

static char *
describe_at (Fixture *f, double x, double y, IlvHitKind wanted)
{
  IlvHit hit;

  g_assert_cmpint (ilv_panel_hit (f->panel, x, y, &hit), ==, wanted);
  return ilv_panel_describe_hit (f->panel, &hit);
}

static void
test_tooltips_tell_value_and_meaning (void)
{
  IlvTrace *trace = make_run (99, 1000);
  g_autofree char *rate = NULL;
  g_autofree char *memory = NULL;
  g_autofree char *label = NULL;
  g_autofree char *nothing = NULL;
  double x, y;
  Fixture f;

  add_sample (trace, 1, ILV_COUNTER_RSS, 14700000);
  ilv_trace_finish (trace, 1000 * SAMPLE_MS);
  open_fixture (&f, trace, 0, 1000 * SAMPLE_MS);
  draw (&f);
  x = ilv_panel_time_to_x (f.panel, 500 * SAMPLE_MS);
  y = f.panel->layout.graph.y + 9;
  show (&f, ILV_GRAPH_RATE);
  rate = describe_at (&f, x, y, ILV_HIT_COUNTER);
  g_assert_nonnull (strstr (rate, "Done/s: 100/s"));
  show (&f, ILV_GRAPH_MEMORY);
  memory = describe_at (&f, ilv_panel_time_to_x (f.panel, 500 * SAMPLE_MS), y, ILV_HIT_COUNTER);
  g_assert_nonnull (strstr (memory, "14.7\u00a0MB"));
  label = describe_at (&f, f.panel->layout.label_x + 3, y, ILV_HIT_GRAPH_LABEL);
  g_assert_nonnull (strstr (label, "Memory, up to 14.7"));
  show (&f, ILV_GRAPH_LOOP_LAG);
  nothing = describe_at (&f, ilv_panel_time_to_x (f.panel, 500 * SAMPLE_MS), y, ILV_HIT_COUNTER);
  g_assert_nonnull (strstr (nothing, "nothing to show"));
  draw (&f);
  close_fixture (&f);
}

/* As a thread in the background is one of the tasks in the trace, and none of the work. */
static void
test_the_top_is_what_is_to_be_done (void)
{
  IlvTrace *trace = make_run (99, 1000);
  guint n = ilv_trace_get_n_tasks (trace);
  Fixture f;

  ilv_trace_finish (trace, 1000 * SAMPLE_MS);
  open_fixture (&f, trace, 0, 1000 * SAMPLE_MS);
  show (&f, ILV_GRAPH_DONE);
  g_assert_cmpfloat (ilv_panel_get_graph_top (f.panel), ==, n);
  ilv_panel_set_counted_tasks (f.panel, n - 1);
  g_assert_cmpfloat (ilv_panel_get_graph_top (f.panel), ==, n - 1);
  close_fixture (&f);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/graph/names-go-both-ways", test_names_go_both_ways);
  g_test_add_func ("/graph/rates-are-averages-of-their-stretch",
                   test_rates_are_averages_of_their_stretch);
  g_test_add_func ("/graph/waiting-for-a-core-is-a-number-of-threads",
                   test_waiting_for_a_core_is_a_number_of_threads);
  g_test_add_func ("/graph/only-what-a-run-has-is-in-it", test_only_what_a_run_has_is_in_it);
  g_test_add_func ("/graph/heights-compare-between-panels", test_heights_compare_between_panels);
  g_test_add_func ("/graph/peaks-within-a-pixel-are-seen", test_peaks_within_a_pixel_are_seen);
  g_test_add_func ("/graph/the-top-is-what-is-to-be-done", test_the_top_is_what_is_to_be_done);
  g_test_add_func ("/graph/tooltips-tell-value-and-meaning", test_tooltips_tell_value_and_meaning);
  return g_test_run ();
}
