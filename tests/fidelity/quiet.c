/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quiet.h"

#include "runtime/worker-cost.h"

#include <math.h>
#include <time.h>

#define WANTED 5
#define PATIENCE (10 * G_TIME_SPAN_SECOND)
#define PAUSE (G_TIME_SPAN_SECOND / 20) /* between looks: they, too, take two cores */
#define SPIN_NS 20000000    /* processor time of each of two threads */
#define MAX_DISTURBANCE 0.1 /* of it, waited for a core */

static gpointer
spin (gpointer data)
{
  gint64 *waited = data;
  struct timespec used = { 0 };

  while (used.tv_sec == 0 && used.tv_nsec < SPIN_NS)
    clock_gettime (CLOCK_THREAD_CPUTIME_ID, &used);
  *waited = ilv_worker_cost_read_run_queue ();
  return NULL;
}

static gboolean
is_quiet (void)
{
  gint64 waited[2] = { 0 };
  GThread *threads[2];

  for (guint i = 0; i < 2; i++)
    threads[i] = g_thread_new ("spin", spin, &waited[i]);
  for (guint i = 0; i < 2; i++)
    g_thread_join (threads[i]);
  /* Where the kernel does not say (below 0) nobody can tell. */
  return waited[0] >= 0 && waited[0] < MAX_DISTURBANCE * SPIN_NS
         && waited[1] < MAX_DISTURBANCE * SPIN_NS;
}

static int
compare_ratios (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* WANTED ratios in order, or NULL. (transfer full) (nullable) */
static GArray *
measure_quietly (const char *name, Measurement measure, gpointer data)
{
  g_autoptr (GArray) ratios = g_array_new (FALSE, FALSE, sizeof (double));
  static gint64 patience = PATIENCE;
  gint64 deadline = g_get_monotonic_time () + patience;

  while (ratios->len < WANTED && g_get_monotonic_time () < deadline)
    {
      gboolean was_quiet = is_quiet ();
      double ratio;

      if (!was_quiet)
        {
          g_usleep (PAUSE);
          continue;
        }
      ratio = measure (data);
      if (is_quiet ())
        g_array_append_val (ratios, ratio);
    }
  if (ratios->len < WANTED)
    {
      /* A machine that was busy for so long will hardly be quiet for the next. */
      patience = PATIENCE / 10;
      g_test_skip ("two cores are not free long enough: other programs use them, or the system "
                   "does not say");
      return NULL;
    }
  g_array_sort (ratios, compare_ratios);
  g_test_message ("%s: %.2f, from %.2f to %.2f", name,
                  g_array_index (ratios, double, WANTED / 2), g_array_index (ratios, double, 0),
                  g_array_index (ratios, double, WANTED - 1));
  return g_steal_pointer (&ratios);
}

double
quiet_median (const char *name, Measurement measure, gpointer data, double *best)
{
  g_autoptr (GArray) ratios = measure_quietly (name, measure, data);

  if (best)
    *best = ratios ? g_array_index (ratios, double, WANTED - 1) : NAN;
  return ratios ? g_array_index (ratios, double, WANTED / 2) : NAN;
}
