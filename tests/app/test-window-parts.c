/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the panels of a real window show beside their lanes. */
#include "app/window-private.h"
#include "window-fixture.h"

static const IlvView *
get_view (IlvWindow *window, guint index)
{
  return ilv_panel_get_view (fixture_get_panel (window, index));
}

static void
test_connectors (void)
{
  IlvWindow *window = fixture_open_window ();
  IlvView view;

  g_assert_true (ilv_window_open (window, "prime-count"));
  g_assert_cmpuint (ilv_panel_grid_get_n_panels (window->panels), >, 1);
  g_assert_false (get_view (window, 0)->without_connectors);
  g_action_group_activate_action (G_ACTION_GROUP (window), "connectors", NULL);
  for (guint i = 0; i < ilv_panel_grid_get_n_panels (window->panels); i++)
    g_assert_true (get_view (window, i)->without_connectors);
  /* Pictures have what the window has. */
  ilv_window_get_view (window, &view);
  g_assert_true (view.without_connectors);
  /* Those that are chosen later too. */
  ilv_model_bar_choose (window->models, 1u << ILV_MODEL_FREE_THREADING);
  g_assert_true (get_view (window, 0)->without_connectors);
  fixture_close_window (window);

  /* Remembered. */
  window = fixture_open_window ();
  g_assert_true (get_view (window, 0)->without_connectors);
  g_action_group_activate_action (G_ACTION_GROUP (window), "connectors", NULL);
  g_assert_false (get_view (window, 0)->without_connectors);
  fixture_close_window (window);
}

static void
test_graph (void)
{
  IlvWindow *window = fixture_open_window ();
  GActionGroup *actions = G_ACTION_GROUP (window);
  IlvView view;

  g_assert_true (ilv_window_open (window, "gather-sleeps"));
  g_assert_true (ilv_settings_bar_set_value (window->settings, "sleep-ms", "20"));
  fixture_run_to_end (window);
  g_action_group_activate_action (actions, "graph", g_variant_new_string ("memory"));
  for (guint i = 0; i < ilv_panel_grid_get_n_panels (window->panels); i++)
    {
      IlvPanel *panel = fixture_get_panel (window, i);

      g_assert_cmpuint (get_view (window, i)->graph, ==, ILV_GRAPH_MEMORY);
      g_assert_cmpfloat (ilv_panel_get_graph_top (panel), >, 100000);
      /* One scale. */
      g_assert_cmpfloat (ilv_panel_get_graph_top (panel), ==,
                         ilv_panel_get_graph_top (fixture_get_panel (window, 0)));
    }
  ilv_window_get_view (window, &view);
  g_assert_cmpuint (view.graph, ==, ILV_GRAPH_MEMORY);
  /* What nobody knows is not taken. */
  g_action_group_activate_action (actions, "graph", g_variant_new_string ("nonsense"));
  g_assert_cmpuint (get_view (window, 0)->graph, ==, ILV_GRAPH_MEMORY);
  g_action_group_activate_action (actions, "choose-graph", NULL);
  fixture_close_window (window);

  /* Remembered. */
  window = fixture_open_window ();
  g_assert_cmpuint (get_view (window, 0)->graph, ==, ILV_GRAPH_MEMORY);
  g_action_group_activate_action (G_ACTION_GROUP (window), "graph",
                                  g_variant_new_string ("done"));
  fixture_close_window (window);
}

int
main (int argc, char *argv[])
{
  if (!fixture_start (&argc, &argv))
    return 0;
  g_test_add_func ("/parts/connectors-can-be-switched-off", test_connectors);
  g_test_add_func ("/parts/one-quantity-for-all-graphs", test_graph);
  return g_test_run ();
}
