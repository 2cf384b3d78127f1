/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens between the end of a runner and that of its run: the window draws meanwhile. */
#include "fixture.h"

#include "session/results.h"

static IlvComparison *watched;
static guint parts_seen; /* of the first run's figures, as bits */

/* In the place of g_poll(): between what the main loop does at a stretch. */
static gint
look (GPollFD *descriptors, guint n, gint timeout)
{
  parts_seen |= 1u << ilv_comparison_get_run (watched, 0)->metrics_part;
  return g_poll (descriptors, n, timeout);
}

static void
on_state (IlvRun *run, GParamSpec *pspec, guint *n_ended)
{
  if (ilv_run_get_state (run) != ILV_RUN_FINISHED)
    return;
  /* Nobody has asked for them. */
  g_assert_cmpuint (run->metrics_generation, ==,
                    ilv_trace_get_generation (ilv_run_get_trace (run)) + 1);
  g_assert_cmpuint (run->metrics.tasks_done, ==, 3);
  (*n_ended)++;
}

static void
test_figures_are_there (void)
{
  guint n_ended = 0;

  watched = fixture_compare ("gather-sleeps", MODEL (THREADING) | MODEL (ASYNCIO),
                             ILV_ORDER_IN_TURN, 2, "sleep-ms", "10", NULL);
  for (guint i = 0; i < 2; i++)
    g_signal_connect (ilv_comparison_get_run (watched, i), "notify::state", G_CALLBACK (on_state),
                      &n_ended);
  parts_seen = 0;
  g_main_context_set_poll_func (NULL, look);
  fixture_run (watched);
  g_main_context_set_poll_func (NULL, NULL);
  g_assert_cmpuint (n_ended, ==, 2);
  for (guint part = 1; part <= 5; part++)
    g_assert_true (parts_seen & 1u << part);
  g_clear_object (&watched);
}

/* What a table shows of runs while they go on. */
static void
on_changed (IlvComparison *comparison, guint *n_asked)
{
  g_ptr_array_unref (ilv_results_get_rows (comparison));
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      IlvRun *run = ilv_comparison_get_run (comparison, i);

      if (ilv_run_get_state (run) != ILV_RUN_RUNNING)
        continue;
      g_assert_cmpuint (run->metrics_generation, ==, 0);
      (*n_asked)++;
    }
}

static void
test_nothing_in_vain (void)
{
  g_autoptr (IlvComparison) comparison
    = fixture_compare ("gather-sleeps", MODEL (THREADING) | MODEL (ASYNCIO), ILV_ORDER_TOGETHER, 1,
                       "sleep-ms", "30", NULL);
  guint n_asked = 0;

  g_signal_connect (comparison, "changed", G_CALLBACK (on_changed), &n_asked);
  fixture_run (comparison);
  g_assert_cmpuint (n_asked, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run-end/figures are worked out in parts and there when it has ended",
                   test_figures_are_there);
  g_test_add_func ("/run-end/nothing is worked out of runs that go on", test_nothing_in_vain);
  return g_test_run ();
}
