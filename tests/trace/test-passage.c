/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who put an item into a queue and who got it, found from the counter of the queue alone. */
#include "trace/passage.h"

#include "records.h"

#define DEPTH (ILV_COUNTER_FIRST_OWN + 1)
#define N_LANES 5

static void
count (IlvTrace *trace, guint32 lane, gint64 time, gint64 value)
{
  g_assert_true (add (trace, lane, time, ILV_RECORD_COUNTER, DEPTH, 0, (guint64) value));
}

/* What each item did, kept apart from the trace, against what is found there. */
static void
test_every_item_is_found (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  IlvPassage items[600];
  const IlvCounter *depth;
  guint n_put = 0, n_got = 0;
  gint64 time = 100;
  IlvPassage found;

  begin_lanes (trace, N_LANES);
  count (trace, 1, 50, 0);
  while (n_got < 500)
    {
      guint32 lane = (guint32) g_rand_int_range (rand, 1, N_LANES + 1);

      time += g_rand_int_range (rand, 1, 9);
      if (n_put < G_N_ELEMENTS (items) && (n_put == n_got || g_rand_boolean (rand)))
        items[n_put++] = (IlvPassage){ time, lane, G_MAXINT64, 0 };
      else
        {
          items[n_got].got = time;
          items[n_got++].got_lane = lane;
        }
      count (trace, lane, time, (gint64) n_put - n_got);
    }
  ilv_trace_finish (trace, time + 10);
  depth = ilv_trace_find_counter (trace, DEPTH);
  g_assert_false (ilv_passage_find (depth, 99, &found));
  for (guint i = 0; i < n_put; i++)
    {
      g_assert_true (ilv_passage_find (depth, items[i].put, &found));
      g_assert_cmpint (found.put, ==, items[i].put);
      g_assert_cmpuint (found.put_lane, ==, items[i].put_lane);
      g_assert_cmpint (found.got, ==, items[i].got);
      g_assert_cmpuint (found.got_lane, ==, items[i].got_lane);
      if (i >= n_got)
        continue;
      g_assert_true (ilv_passage_find (depth, items[i].got, &found));
      g_assert_cmpint (found.put, ==, items[i].put);
      g_assert_cmpuint (found.got_lane, ==, items[i].got_lane);
    }
}

/* Two processes counted in one order and stamped in the other: it is not known who did what. */
static void
test_what_is_not_known_is_not_said (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  const IlvCounter *depth;
  IlvPassage found;

  begin_lanes (trace, N_LANES);
  count (trace, 1, 50, 0);
  count (trace, 2, 60, 2);
  count (trace, 3, 61, 1);
  count (trace, 4, 70, G_MAXINT64);
  count (trace, 4, 80, G_MININT64);
  depth = ilv_trace_find_counter (trace, DEPTH);
  for (gint64 time = 40; time < 90; time++)
    g_assert_false (ilv_passage_find (depth, time, &found));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/passage/every item is found by its put and its get",
                   test_every_item_is_found);
  g_test_add_func ("/passage/what is not known is not said", test_what_is_not_known_is_not_said);
  return g_test_run ();
}
