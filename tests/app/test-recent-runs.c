/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/recent-runs.h"

#include "../session/fixture.h"

#include <string.h>

static IlvComparison *
run_sleeps (const char *sleep)
{
  IlvComparison *comparison
    = fixture_compare ("gather-sleeps", MODEL (THREADING) | MODEL (ASYNCIO), ILV_ORDER_IN_TURN, 1,
                       "sleep-ms", sleep, NULL);

  fixture_run (comparison);
  return comparison;
}

static IlvRecentRun *
get_run (IlvRecentRuns *recent, guint place)
{
  g_autoptr (IlvRecentRun) run = g_list_model_get_item (G_LIST_MODEL (recent), place);

  return run;
}

static void
assert_holds (IlvRecentRuns *recent, IlvComparison *first, IlvComparison *second)
{
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (recent)), ==, second ? 2 : 1);
  g_assert_true (ilv_recent_run_get_comparison (get_run (recent, 0)) == first);
  if (second)
    g_assert_true (ilv_recent_run_get_comparison (get_run (recent, 1)) == second);
}

static void
test_newest_first (void)
{
  g_autoptr (IlvRecentRuns) recent = ilv_recent_runs_new (2, G_MAXUINT64);
  g_autoptr (IlvComparison) a = run_sleeps ("1");
  g_autoptr (IlvComparison) b = run_sleeps ("2");
  g_autoptr (IlvComparison) c = run_sleeps ("3");

  ilv_recent_runs_add (recent, a);
  ilv_recent_runs_add (recent, b);
  ilv_recent_runs_add (recent, b);
  assert_holds (recent, b, a);
  ilv_recent_runs_add (recent, c);
  assert_holds (recent, c, b);
  g_assert_cmpuint (ilv_recent_runs_get_n_dropped (recent), ==, 1);
}

static void
test_what_is_needed_stays (void)
{
  g_autoptr (IlvRecentRuns) recent = ilv_recent_runs_new (2, G_MAXUINT64);
  g_autoptr (IlvComparison) a = run_sleeps ("1");
  g_autoptr (IlvComparison) b = run_sleeps ("2");
  g_autoptr (IlvComparison) c = run_sleeps ("3");
  g_autoptr (IlvComparison) d = run_sleeps ("4");

  ilv_recent_runs_add (recent, a);
  ilv_recent_runs_set_shown (recent, a);
  ilv_recent_runs_add (recent, b);
  ilv_recent_runs_add (recent, c);
  assert_holds (recent, c, a);
  ilv_recent_runs_set_shown (recent, c);
  g_assert_true (ilv_recent_runs_mark (recent, get_run (recent, 1), 0));
  ilv_recent_runs_set_shown (recent, NULL);
  ilv_recent_runs_add (recent, d);
  assert_holds (recent, d, a);
}

static void
test_memory (void)
{
  g_autoptr (IlvRecentRuns) recent = ilv_recent_runs_new (12, 1);
  g_autoptr (IlvComparison) a = run_sleeps ("1");
  g_autoptr (IlvComparison) b = run_sleeps ("2");

  ilv_recent_runs_add (recent, a);
  /* One may be as large as it likes. */
  assert_holds (recent, a, NULL);
  ilv_recent_runs_add (recent, b);
  assert_holds (recent, b, NULL);
}

static void
test_marks (void)
{
  g_autoptr (IlvRecentRuns) recent = ilv_recent_runs_new (12, G_MAXUINT64);
  g_autoptr (IlvComparison) a = run_sleeps ("1");
  g_autoptr (IlvComparison) b = run_sleeps ("2");
  g_autoptr (IlvComparison) c = run_sleeps ("3");
  g_autoptr (IlvComparison) both = NULL;

  ilv_recent_runs_add (recent, a);
  ilv_recent_runs_add (recent, b);
  ilv_recent_runs_add (recent, c);
  g_assert_null (ilv_recent_runs_compare (recent));
  for (guint place = 2; place > 0; place--)
    for (guint i = 0; i < 2; i++)
      g_assert_true (ilv_recent_runs_mark (recent, get_run (recent, place), i));
  g_assert_false (ilv_recent_runs_mark (recent, get_run (recent, 0), 0));
  ilv_recent_runs_unmark (recent, get_run (recent, 2), 0);
  g_assert_false (ilv_recent_runs_is_marked (recent, get_run (recent, 2), 0));
  g_assert_true (ilv_recent_runs_mark (recent, get_run (recent, 0), 0));
  both = ilv_recent_runs_compare (recent);
  g_assert_cmpuint (ilv_comparison_get_n_runs (both), ==, 4);
  /* In the order in which they were marked. */
  g_assert_true (ilv_comparison_get_run (both, 0) == ilv_comparison_get_run (a, 1));
  g_assert_true (ilv_comparison_get_run (both, 3) == ilv_comparison_get_run (c, 0));
}

static void
test_removed_and_put_back (void)
{
  g_autoptr (IlvRecentRuns) recent = ilv_recent_runs_new (12, G_MAXUINT64);
  g_autoptr (IlvComparison) a = run_sleeps ("1");
  g_autoptr (IlvComparison) b = run_sleeps ("2");
  g_autoptr (IlvRecentRun) removed = NULL;
  guint place;

  ilv_recent_runs_add (recent, a);
  ilv_recent_runs_add (recent, b);
  removed = g_object_ref (get_run (recent, 1));
  ilv_recent_runs_mark (recent, removed, 0);
  ilv_recent_runs_remove (recent, removed, &place);
  g_assert_cmpuint (ilv_recent_runs_get_n_marked (recent), ==, 0);
  assert_holds (recent, b, NULL);
  ilv_recent_runs_put_back (recent, removed, place);
  assert_holds (recent, b, a);
  ilv_recent_runs_put_back (recent, removed, place); /* whoever clicks twice */
  assert_holds (recent, b, a);
  g_assert_cmpuint (ilv_recent_runs_get_n_dropped (recent), ==, 0);
}

static void
test_words (void)
{
  g_autoptr (IlvRecentRuns) recent = ilv_recent_runs_new (12, G_MAXUINT64);
  g_autoptr (IlvComparison) comparison = run_sleeps ("2");
  IlvRecentRun *run;
  g_autofree char *text = NULL;
  g_autofree char *named = NULL;

  ilv_recent_runs_add (recent, comparison);
  run = get_run (recent, 0);
  text = ilv_recent_run_describe (run);
  g_assert_cmpstr (ilv_recent_run_get_title (run), ==, "Three sleepers");
  g_assert_true (g_str_has_prefix (text, "Length of the shortest sleep 2 ms · "));
  ilv_recent_run_set_name (run, "  Monday ");
  named = ilv_recent_run_describe (run);
  g_assert_cmpstr (ilv_recent_run_get_title (run), ==, "Monday");
  g_assert_true (g_str_has_prefix (named, "Three sleepers · "));
  ilv_recent_run_set_name (run, " ");
  g_assert_cmpstr (ilv_recent_run_get_title (run), ==, "Three sleepers");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recent-runs/the newest comes first and the oldest goes", test_newest_first);
  g_test_add_func ("/recent-runs/what is shown or marked stays", test_what_is_needed_stays);
  g_test_add_func ("/recent-runs/traces take no more memory than they may", test_memory);
  g_test_add_func ("/recent-runs/up to four runs are marked and compared", test_marks);
  g_test_add_func ("/recent-runs/what was removed can be put back", test_removed_and_put_back);
  g_test_add_func ("/recent-runs/each says what it was", test_words);
  return g_test_run ();
}
