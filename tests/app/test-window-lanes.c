/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which lanes the panels of a real window show. */
#include "app/window-private.h"
#include "window-fixture.h"

static IlvPanel *
get_panel (IlvWindow *window, guint index)
{
  return ilv_panel_view_get_panel (ilv_panel_grid_get_panel (window->panels, index));
}

static void
run_two_models (IlvWindow *window)
{
  g_assert_true (ilv_window_open (window, "gather-sleeps"));
  ilv_model_bar_choose (window->models, 1u << ILV_MODEL_THREADING | 1u << ILV_MODEL_ASYNCIO);
  g_assert_true (ilv_settings_bar_set_value (window->settings, "sleep-ms", "20"));
  fixture_run_to_end (window);
}

static void
choose (IlvWindow *window, const char *lanes)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), "lanes", g_variant_new_string (lanes));
}

static void
test_modes (void)
{
  IlvWindow *window = fixture_open_window ();
  guint tasks, workers;
  IlvView view;

  run_two_models (window);
  /* A loop's coroutines, threads elsewhere. */
  workers = ilv_panel_get_n_rows (get_panel (window, 0));
  tasks = ilv_panel_get_n_rows (get_panel (window, 1));
  choose (window, "workers");
  g_assert_cmpuint (ilv_panel_get_n_rows (get_panel (window, 0)), ==, workers);
  g_assert_cmpuint (ilv_panel_get_n_rows (get_panel (window, 1)), ==, 1);
  choose (window, "tasks");
  g_assert_cmpuint (ilv_panel_get_n_rows (get_panel (window, 0)), ==, tasks);
  choose (window, "cores");
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (ilv_panel_get_view (get_panel (window, i))->lanes, ==, ILV_LANES_CORES);
  ilv_window_get_view (window, &view);
  g_assert_cmpint (view.lanes, ==, ILV_LANES_CORES);
  fixture_close_window (window);

  /* Remembered. */
  window = fixture_open_window ();
  g_assert_cmpint (ilv_panel_get_view (get_panel (window, 0))->lanes, ==, ILV_LANES_CORES);
  choose (window, "auto");
  fixture_close_window (window);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  if (!fixture_get_application ())
    {
      g_print ("1..0 # SKIP there is no display and no xvfb-run to make one\n");
      return 0;
    }
  g_test_add_func ("/lanes/stand-for-workers-tasks-or-cores", test_modes);
  return g_test_run ();
}
