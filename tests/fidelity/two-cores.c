/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "two-cores.h"

#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#define PAIRS 3
#define TURNS 4000000 /* some milliseconds */
#define MAX_LOSS 0.15 /* of the time, as two threads work instead of one */
#define MAX_TAKEN 0.25 /* of one core, by others */

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

static double
read_used (int who)
{
  struct rusage usage;

  getrusage (who, &usage);
  return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
         + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* What all programs used and other machines took, without this one and its children: as seconds of
   processor time. */
static double
read_others (void)
{
  guint64 user, nice, system, idle, wait, interrupts, soft, stolen;
  g_autofree char *text = NULL;

  if (!g_file_get_contents ("/proc/stat", &text, NULL, NULL)
      || sscanf (text, "cpu %lu %lu %lu %lu %lu %lu %lu %lu", &user, &nice, &system, &idle, &wait,
                 &interrupts, &soft, &stolen) != 8)
    g_error ("/proc/stat is not what it was");
  return (double)(user + nice + system + interrupts + soft + stolen)
           / (double)sysconf (_SC_CLK_TCK)
         - read_used (RUSAGE_SELF) - read_used (RUSAGE_CHILDREN);
}

TwoCores
two_cores_begin (void)
{
  gboolean were_free = two_cores_are_free ();

  return (TwoCores){ were_free, g_get_monotonic_time (), read_others () };
}

gboolean
two_cores_end (const TwoCores *begun)
{
  double seconds = (double)(g_get_monotonic_time () - begun->begin) / 1e6;
  double taken = (read_others () - begun->others) / seconds;
  double spare = (double)g_get_num_processors () - 2 + MAX_TAKEN;

  g_test_message ("others took %.2f cores for %.2f s", taken, seconds);
  return begun->were_free && taken <= spare && two_cores_are_free ();
}
