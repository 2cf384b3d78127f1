/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/edges.h"

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static guint
count_slowly (GArray *times, gint64 time)
{
  guint n = 0;

  for (guint i = 0; i < times->len; i++)
    n += g_array_index (times, gint64, i) <= time;
  return n;
}

/* Runs of any length, some of one edge; new ones come between those that are there. */
static void
add_runs (IlvEdges *edges, GArray *times, GRand *rand)
{
  for (gint32 runs = g_rand_int_range (rand, 0, 9); runs > 0; runs--)
    {
      gint64 time = g_rand_int_range (rand, -50, 500);

      for (gint32 n = g_rand_int_range (rand, 1, 40); n > 0; n--)
        {
          ilv_edges_add (edges, time, (gint64) times->len);
          g_array_append_val (times, time);
          time += g_rand_int_range (rand, 0, 9);
        }
    }
}

static void
assert_sorted (IlvEdges *edges, GArray *times)
{
  g_autoptr (GArray) sorted = g_array_copy (times);

  g_array_sort (sorted, compare_times);
  g_assert_cmpuint (edges->n_sorted, ==, times->len);
  for (guint i = 0; i < sorted->len; i++)
    {
      const IlvEdge *edge = ilv_edges_get (edges, i);

      g_assert_cmpint (edge->time, ==, g_array_index (sorted, gint64, i));
      g_assert_cmpint (edge->time, ==, g_array_index (times, gint64, edge->length));
      /* Those at the same moment as they were added. */
      if (i > 0 && ilv_edges_get (edges, i - 1)->time == edge->time)
        g_assert_cmpint (ilv_edges_get (edges, i - 1)->length, <, edge->length);
    }
}

static void
test_sorts (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  for (guint round = 0; round < 50; round++)
    {
      g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
      IlvEdges edges;

      ilv_edges_init (&edges);
      for (guint i = 0; i < 6; i++)
        {
          add_runs (&edges, times, rand);
          ilv_edges_sort (&edges);
          assert_sorted (&edges, times);
        }
      for (guint i = 0; i < 40; i++)
        {
          gint64 time = g_rand_int_range (rand, -60, 900);

          g_assert_cmpuint (ilv_edges_count_until (&edges, time), ==, count_slowly (times, time));
          g_assert_cmpuint (ilv_edges_count_near (&edges, time), ==, count_slowly (times, time));
        }
      ilv_edges_clear (&edges);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/edges/whatever comes in whatever order is counted", test_sorts);
  return g_test_run ();
}
