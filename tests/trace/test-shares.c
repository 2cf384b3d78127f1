/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records.h"

#include <math.h>
#include <string.h>

#define N 4000

/* One lane with intervals of very different lengths, in all states. */
static IlvTrace *
make_trace (void)
{
  IlvTrace *trace = ilv_trace_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  gint64 time = 0;

  begin_lanes (trace, 1);
  for (guint i = 0; i < N; i++)
    {
      time += i % 500 == 0 ? 50000000 : g_rand_int_range (rand, 1, 20000);
      g_assert_true (add (trace, 1, time, ILV_RECORD_STATE, 0, i % ILV_STATE_DONE, 0));
    }
  ilv_trace_finish (trace, time + 30000);
  return trace;
}

/* Nothing of any state may be lost or counted twice over the range; a stretch may stand half a bin
   off, so that one bin's worth at either end may be. */
static void
check_range (const IlvTimeline *timeline, gint64 from, gint64 to, guint n)
{
  g_autofree double (*bins)[ILV_N_STATES] = g_malloc0 (n * sizeof *bins);
  gint64 before[ILV_N_STATES], after[ILV_N_STATES];
  double bin = (double) (to - from) / n;

  ilv_timeline_add_shares (timeline, from, to, n, 0.5, bins);
  ilv_timeline_states_until (timeline, from, before);
  ilv_timeline_states_until (timeline, to, after);
  for (guint state = 0; state < ILV_N_STATES; state++)
    {
      gboolean counts = state != ILV_STATE_NONE && state < ILV_STATE_DONE;
      double expected = counts ? (double) (after[state] - before[state]) : 0;
      double sum = 0;

      for (guint i = 0; i < n; i++)
        {
          g_assert_cmpfloat (bins[i][state], >=, 0);
          sum += bins[i][state] * 2 * bin;
        }
      g_assert_cmpfloat_with_epsilon (sum, expected, 2 * bin + expected * 1e-6);
    }
}

static void
test_shares_add_up_to_the_states (void)
{
  g_autoptr (IlvTrace) trace = make_trace ();
  const IlvTimeline *timeline = ilv_trace_get_lane (trace, 0)->timeline;
  gint64 end = ilv_trace_get_end (trace);
  const guint ns[] = { 1, 7, 1920, 100000 };

  for (guint i = 0; i < G_N_ELEMENTS (ns); i++)
    {
      check_range (timeline, 0, end, ns[i]);
      check_range (timeline, end / 3, end / 2, ns[i]);
      check_range (timeline, end / 2, end / 2 + 300000, ns[i]);
      check_range (timeline, -end, 2 * end, ns[i]);
    }
}

static void
test_shares_stand_in_their_bins (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  double bins[10][ILV_N_STATES] = { { 0 } };

  begin_lanes (trace, 1);
  add (trace, 1, 2500, ILV_RECORD_STATE, 0, ILV_STATE_RUNNING, 0);
  add (trace, 1, 5000, ILV_RECORD_STATE, 0, ILV_STATE_NONE, 0);
  add (trace, 1, 8000, ILV_RECORD_STATE, 0, ILV_STATE_SLEEPING, 0);
  ilv_trace_finish (trace, 10000);
  ilv_timeline_add_shares (ilv_trace_get_lane (trace, 0)->timeline, 0, 10000, 10, 2, bins);
  for (guint i = 0; i < 10; i++)
    {
      const double running[] = { 0, 0, 1, 2, 2, 0, 0, 0, 0, 0 };

      g_assert_cmpfloat_with_epsilon (bins[i][ILV_STATE_RUNNING], running[i], 1e-9);
      g_assert_cmpfloat_with_epsilon (bins[i][ILV_STATE_SLEEPING], i >= 8 ? 2 : 0, 1e-9);
      g_assert_cmpfloat (bins[i][ILV_STATE_NONE], ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name) g_test_add_func ("/trace/shares/" #name, test_##name)
  TEST (shares_add_up_to_the_states);
  TEST (shares_stand_in_their_bins);
  return g_test_run ();
}
