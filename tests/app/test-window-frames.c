/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a frame draws anew: nodes that stay the same from frame to frame were not. */
#include "app/window-private.h"
#include "window-fixture.h"

enum { ABOVE, ROWS, BELOW, N_PARTS };

static IlvWindow *
open_with_many_lanes (void)
{
  IlvWindow *window = fixture_open_window ();

  g_assert_true (ilv_window_open (window, "fetch-pages"));
  ilv_model_bar_choose (window->models, 1u << ILV_MODEL_THREADING | 1u << ILV_MODEL_ASYNCIO);
  g_assert_true (ilv_settings_bar_set_value (window->settings, "delay-ms", "20"));
  g_assert_true (ilv_settings_bar_set_value (window->settings, "tasks", "120"));
  g_assert_true (ilv_settings_bar_set_value (window->settings, "workers", "120"));
  fixture_run_to_end (window);
  g_action_group_activate_action (G_ACTION_GROUP (window), "every-lane", NULL);
  /* What came with the run's end is drawn. */
  fixture_idle (500);
  return window;
}

/* The panel as the toolkit would ask it for a frame. (transfer full) */
static GskRenderNode *
take_frame (GtkWidget *panel)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  GTK_WIDGET_GET_CLASS (panel)->snapshot (panel, snapshot);
  return gtk_snapshot_free_to_node (snapshot);
}

/* The parts of its picture; held by the frame. */
static void
find_parts (GskRenderNode *frame, GskRenderNode *parts[N_PARTS])
{
  GskRenderNode *picture = frame;

  while (gsk_render_node_get_node_type (gsk_container_node_get_child (picture, 0))
         == GSK_CONTAINER_NODE)
    picture = gsk_container_node_get_child (picture, 0);
  g_assert_cmpuint (gsk_container_node_get_n_children (picture), ==, N_PARTS);
  for (guint i = 0; i < N_PARTS; i++)
    parts[i] = gsk_container_node_get_child (picture, i);
}

static GtkWidget *
get_panel (IlvWindow *window)
{
  return GTK_WIDGET (ilv_panel_grid_get_panel (window->panels, 0));
}

static void
point (GtkWidget *panel, double x, double y)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (panel);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_MOTION (controller))
        g_signal_emit_by_name (controller, "motion", x, y);
    }
}

static void
check_frames (IlvWindow *window, void (*act) (IlvWindow *), const gboolean stays[N_PARTS])
{
  GskRenderNode *before[N_PARTS], *after[N_PARTS];
  GskRenderNode *first = take_frame (get_panel (window));
  GskRenderNode *second;

  act (window);
  second = take_frame (get_panel (window));
  find_parts (first, before);
  find_parts (second, after);
  for (guint i = 0; i < N_PARTS; i++)
    g_assert_true ((before[i] == after[i]) == stays[i]);
  gsk_render_node_unref (first);
  gsk_render_node_unref (second);
}

static void
point_and_select (IlvWindow *window)
{
  IlvViewport *viewport = ilv_panel_grid_get_viewport (window->panels);
  gint64 to = ilv_viewport_get_to (viewport);

  for (int i = 0; i < 10; i++)
    point (get_panel (window), 200 + 3 * i, 100 + i);
  ilv_viewport_select (viewport, to / 4, to / 2);
}

static void
test_pointing (void)
{
  IlvWindow *window = open_with_many_lanes ();

  check_frames (window, point_and_select, (gboolean[]){ TRUE, TRUE, TRUE });
  fixture_close_window (window);
}

static void
scroll (IlvWindow *window)
{
  g_assert_true (
    ilv_viewport_scroll_rows (ilv_panel_grid_get_viewport (window->panels), 2));
}

static void
zoom (IlvWindow *window)
{
  IlvViewport *viewport = ilv_panel_grid_get_viewport (window->panels);

  ilv_viewport_zoom (viewport, ilv_viewport_get_to (viewport) / 3, 2);
}

static void
zoom_and_scroll (IlvWindow *window)
{
  zoom (window);
  scroll (window);
}

static void
test_scrolling (void)
{
  IlvWindow *window = open_with_many_lanes ();

  check_frames (window, scroll, (gboolean[]){ TRUE, FALSE, TRUE });
  check_frames (window, zoom, (gboolean[]){ FALSE, FALSE, FALSE });
  check_frames (window, scroll, (gboolean[]){ TRUE, FALSE, TRUE });
  check_frames (window, zoom_and_scroll, (gboolean[]){ FALSE, FALSE, FALSE });
  fixture_close_window (window);
}

/* The cairo renderer would copy a texture pixel by pixel in each frame; a graphics card keeps
   it. */
static void
test_kind_of_node (void)
{
  IlvWindow *window = open_with_many_lanes ();
  GskRenderer *renderer = gtk_native_get_renderer (GTK_NATIVE (window));
  GskRenderNode *frame = take_frame (get_panel (window));
  GskRenderNode *parts[N_PARTS];

  find_parts (frame, parts);
  for (guint i = 0; i < N_PARTS; i++)
    g_assert_cmpint (gsk_render_node_get_node_type (parts[i]), ==,
                     GSK_IS_CAIRO_RENDERER (renderer) ? GSK_CAIRO_NODE : GSK_TEXTURE_NODE);
  gsk_render_node_unref (frame);
  fixture_close_window (window);
}

int
main (int argc, char **argv)
{
  if (!fixture_start (&argc, &argv))
    return 0;
  g_test_add_func ("/frames/pointing and selecting draw no panel anew", test_pointing);
  g_test_add_func ("/frames/scrolling draws the rows anew and zooming all", test_scrolling);
  g_test_add_func ("/frames/panels are textures only for a graphics card", test_kind_of_node);
  return g_test_run ();
}
