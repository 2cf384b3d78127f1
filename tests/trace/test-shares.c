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

/* Dense intervals in bursts, of which every tenth record comes late, so that chunks are split and
   their summaries made anew. */
static IlvTrace *
make_dense_trace (void)
{
  IlvTrace *trace = ilv_trace_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  gint64 time = 0;

  begin_lanes (trace, 3);
  for (guint i = 0; i < 20 * N; i++)
    {
      guint32 lane = i % 10 == 0 ? 3 : 2;

      time += i % 5000 == 0 ? 3000000000 : g_rand_int_range (rand, 1, 400);
      g_assert_true (add (trace, lane, time - (lane == 3 ? 300 : 0), ILV_RECORD_STATE, 1,
                          g_rand_int_range (rand, ILV_STATE_NONE + 1, ILV_STATE_DONE), 0));
    }
  ilv_trace_finish (trace, time + 30000);
  return trace;
}

/* What the bins are to hold, interval by interval. */
static void
share_plainly (const IlvTimeline *timeline, gint64 from, gint64 bin, guint n,
               double (*bins)[ILV_N_STATES])
{
  guint64 length = ilv_timeline_get_length (timeline);

  for (guint64 i = 0; i < length; i++)
    {
      IlvInterval interval;
      gint64 first, last;

      ilv_timeline_get (timeline, i, &interval);
      if (interval.state == ILV_STATE_NONE)
        continue;
      first = MAX ((interval.begin - from) / bin, 0);
      last = MIN ((interval.end - from) / bin, (gint64) n - 1);
      for (gint64 b = first; b <= last; b++)
        bins[b][interval.state] += (double) MAX (MIN (interval.end, from + (b + 1) * bin)
                                                   - MAX (interval.begin, from + b * bin), 0)
                                   / (double) bin;
    }
}

static void
check_bins (const IlvTimeline *timeline, gint64 from, gint64 bin, guint n)
{
  g_autofree double (*bins)[ILV_N_STATES] = g_malloc0 (n * sizeof *bins);
  g_autofree double (*expected)[ILV_N_STATES] = g_malloc0 (n * sizeof *expected);

  ilv_timeline_add_shares (timeline, from, from + n * bin, n, 1, bins);
  share_plainly (timeline, from, bin, n, expected);
  for (guint b = 0; b < n; b++)
    for (guint state = 0; state < ILV_N_STATES; state++)
      g_assert_cmpfloat_with_epsilon (bins[b][state], expected[b][state], 2.1 / (double) bin);
}

/* From a few intervals in a bin to many thousands: however the shares are found. */
static void
test_every_bin_holds_what_the_intervals_say (void)
{
  g_autoptr (IlvTrace) dense = make_dense_trace ();
  g_autoptr (IlvTrace) sparse = make_trace ();
  const IlvTimeline *timeline = ilv_trace_get_task (dense, 0)->timeline;
  const gint64 lengths[] = { 1000, 3001, 20000, 500000, 9000001 };

  g_assert_cmpuint (ilv_timeline_get_length (timeline), >, 15 * N);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    for (guint64 index = 0; index < ilv_timeline_get_length (timeline); index += 7777)
      {
        IlvInterval interval;

        ilv_timeline_get (timeline, index, &interval);
        check_bins (timeline, interval.begin - 33333, lengths[i], 700);
        check_bins (ilv_trace_get_lane (sparse, 0)->timeline, interval.begin % 200000000,
                    lengths[i], 700);
      }
}

static void
test_states_until_are_the_sum_of_the_intervals (void)
{
  g_autoptr (IlvTrace) trace = make_dense_trace ();
  const IlvTimeline *timeline = ilv_trace_get_task (trace, 0)->timeline;
  guint64 length = ilv_timeline_get_length (timeline);
  gint64 expected[ILV_N_STATES] = { 0 };

  for (guint64 i = 0; i < length; i++)
    {
      gint64 states[ILV_N_STATES];
      IlvInterval interval;

      ilv_timeline_get (timeline, i, &interval);
      expected[interval.state] += interval.end - interval.begin;
      if (i % 7 != 0)
        continue;
      ilv_timeline_states_until (timeline, interval.end, states);
      for (guint state = ILV_STATE_NONE; state < ILV_N_STATES; state++)
        g_assert_cmpint (states[state], ==, expected[state]);
    }
}

/* Nothing of any state may be lost or counted twice over the range. */
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
      g_assert_cmpfloat_with_epsilon (sum, expected, 2 + expected * 1e-6);
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
  TEST (every_bin_holds_what_the_intervals_say);
  TEST (states_until_are_the_sum_of_the_intervals);
  return g_test_run ();
}
