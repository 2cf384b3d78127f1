/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "two-cores.h"

#define PAIRS 3
#define TURNS 4000000 /* some milliseconds */
#define MAX_LOSS 0.15 /* of the time, as two threads work instead of one */

static gpointer
spin (gpointer data)
{
  volatile guint turns = 0;

  while (turns < TURNS)
    turns++;
  return NULL;
}

static gint64
time_threads (guint n)
{
  gint64 begin = g_get_monotonic_time ();
  GThread *threads[2];

  for (guint i = 0; i < n; i++)
    threads[i] = g_thread_new ("spin", spin, NULL);
  for (guint i = 0; i < n; i++)
    g_thread_join (threads[i]);
  return g_get_monotonic_time () - begin;
}

gboolean
two_cores_are_free (void)
{
  gint64 one = G_MAXINT64, longest = 0, two = 0;

  /* Both the best and the worst: what disturbs one measurement in three disturbs the next, too. */
  for (guint i = 0; i < PAIRS; i++)
    {
      one = MIN (one, time_threads (1));
      two = time_threads (2);
      longest = MAX (longest, two);
    }
  return (double)longest <= (1 + MAX_LOSS) * (double)one;
}
