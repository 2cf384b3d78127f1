/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long locks are held, in a popover of a real window. */
#include "app/lane-cursor.h"
#include "app/lock-popover.h"
#include "app/window-private.h"
#include "window-fixture.h"

static GtkWidget *
find_child (GtkWidget *from, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (from, type))
    return from;
  for (GtkWidget *c = gtk_widget_get_first_child (from); c; c = gtk_widget_get_next_sibling (c))
    {
      GtkWidget *found = find_child (c, type);

      if (found)
        return found;
    }
  return NULL;
}

static gboolean
is_shown (gpointer popover)
{
  return gtk_widget_get_mapped (popover);
}

static void
test_opens_and_chooses (void)
{
  IlvWindow *window = fixture_open_window ();
  GtkWidget *popover, *choice, *picture;
  g_autoptr (GPtrArray) locks = NULL;
  GListModel *model;
  double x, y, width, height;

  g_assert_true (ilv_window_open (window, "lost-updates"));
  ilv_model_bar_choose (window->models, 1u << ILV_MODEL_THREADING);
  fixture_run_to_end (window);
  popover = find_child (GTK_WIDGET (window->panels), ILV_TYPE_LOCK_POPOVER);
  g_assert_nonnull (popover);
  g_assert_false (gtk_widget_get_mapped (popover));
  fixture_act (window, "lock-times");
  fixture_wait (is_shown, popover);

  /* All that were used, by name. */
  locks = ilv_panel_list_locks (fixture_get_panel (window, 0));
  g_assert_cmpuint (locks->len, >, 0);
  choice = find_child (popover, GTK_TYPE_DROP_DOWN);
  model = gtk_drop_down_get_model (GTK_DROP_DOWN (choice));
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, locks->len);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), locks->len - 1);
  g_assert_true (ilv_panel_get_lock_label (fixture_get_panel (window, 0),
                                           ((const IlvLock *) locks->pdata[locks->len - 1])->id,
                                           &x, &y, &width, &height));
  picture = find_child (popover, GTK_TYPE_DRAWING_AREA);
  gtk_test_accessible_assert_role (picture, GTK_ACCESSIBLE_ROLE_IMG);
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (picture),
                                                   GTK_ACCESSIBLE_PROPERTY_DESCRIPTION));
  /* Goes with what is seen: before the run there was nothing. */
  ilv_viewport_show (ilv_panel_grid_get_viewport (window->panels), 0, 1000);
  gtk_test_accessible_assert_property (picture, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Holds: none ended in view.\nWaits: none ended in view.");
  gtk_popover_popdown (GTK_POPOVER (popover));
  fixture_close_window (window);
}

static void
press (IlvPanelView *view, guint key)
{
  GListModel *controllers = gtk_widget_observe_controllers (GTK_WIDGET (view));
  gboolean done = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) keys = g_list_model_get_item (controllers, i);

      for (guint s = 0; GTK_IS_SHORTCUT_CONTROLLER (keys) && !done
                        && s < g_list_model_get_n_items (G_LIST_MODEL (keys)); s++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (keys), s);
          GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

          if (GTK_IS_KEYVAL_TRIGGER (trigger)
              && gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == key)
            done = gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0,
                                                 GTK_WIDGET (view),
                                                 gtk_shortcut_get_arguments (shortcut));
        }
    }
  g_object_unref (controllers);
  g_assert_true (done);
}

/* The keyboard reaches the strips below the lanes, and what it is on is lit. */
static void
test_keyboard_lights (void)
{
  IlvWindow *window = fixture_open_window ();
  IlvPanelView *view;
  IlvLaneCursor *cursor;
  GtkWidget *item;
  guint32 lock;
  IlvHit hit;
  guint strip;

  g_assert_true (ilv_window_open (window, "lost-updates"));
  ilv_model_bar_choose (window->models, 1u << ILV_MODEL_THREADING);
  fixture_run_to_end (window);
  view = ilv_panel_grid_get_panel (window->panels, 0);
  cursor = ilv_panel_view_get_cursor (view);
  gtk_widget_grab_focus (GTK_WIDGET (view));
  press (view, GDK_KEY_Down);
  g_assert_false (ilv_lane_cursor_get_strip (cursor, &strip));
  g_assert_false (ilv_lane_cursor_get_lit (cursor, &hit));
  for (guint i = 0; i < ilv_panel_get_n_rows (fixture_get_panel (window, 0)); i++)
    press (view, GDK_KEY_Down);
  g_assert_true (ilv_lane_cursor_get_strip (cursor, &strip));
  g_assert_cmpuint (strip, ==, 0);
  lock = ilv_lane_cursor_get_lock (cursor);
  g_assert_true (ilv_lane_cursor_get_lit (cursor, &hit));
  g_assert_cmpuint (hit.id, ==, lock);
  /* It is told. */
  item = ilv_lane_list_get_strip (ilv_panel_view_get_lanes (view), 0);
  g_assert_nonnull (item);
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (item),
                                                   GTK_ACCESSIBLE_PROPERTY_DESCRIPTION));
  /* Escape takes the light away, and the focus stays. */
  fixture_act (window, "dismiss");
  g_assert_false (ilv_lane_cursor_get_lit (cursor, &hit));
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (view)));
  press (view, GDK_KEY_Down);
  g_assert_true (ilv_lane_cursor_get_lit (cursor, &hit));
  press (view, GDK_KEY_Up);
  g_assert_false (ilv_lane_cursor_get_lit (cursor, &hit));
  press (view, GDK_KEY_Down);
  /* So does leaving. */
  gtk_widget_grab_focus (GTK_WIDGET (window->run_button));
  g_assert_false (ilv_lane_cursor_get_lit (cursor, &hit));
  fixture_close_window (window);
}

/* The popover is about a lock as long as it is open. */
static void
test_popover_lights (void)
{
  IlvWindow *window = fixture_open_window ();
  g_autoptr (GPtrArray) locks = NULL;
  IlvLaneCursor *cursor;
  GtkWidget *popover, *choice;
  IlvHit hit;

  g_assert_true (ilv_window_open (window, "deadlock"));
  ilv_model_bar_choose (window->models, 1u << ILV_MODEL_THREADING);
  fixture_run_to_end (window);
  cursor = ilv_panel_view_get_cursor (ilv_panel_grid_get_panel (window->panels, 0));
  popover = find_child (GTK_WIDGET (window->panels), ILV_TYPE_LOCK_POPOVER);
  locks = ilv_panel_list_locks (fixture_get_panel (window, 0));
  g_assert_cmpuint (locks->len, >=, 2);
  fixture_act (window, "lock-times");
  fixture_wait (is_shown, popover);
  choice = find_child (popover, GTK_TYPE_DROP_DOWN);
  for (guint i = locks->len; i-- > 0;)
    {
      gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), i);
      g_assert_true (ilv_lane_cursor_get_lit (cursor, &hit));
      g_assert_cmpuint (hit.id, ==, ((const IlvLock *) locks->pdata[i])->id);
    }
  gtk_popover_popdown (GTK_POPOVER (popover));
  g_assert_false (ilv_lane_cursor_get_lit (cursor, &hit));
  fixture_close_window (window);
}

int
main (int argc, char *argv[])
{
  if (!fixture_start (&argc, &argv))
    return 0;
  g_test_add_func ("/locks/open a picture of how long they are held", test_opens_and_chooses);
  g_test_add_func ("/locks/the keyboard lights up who holds and who waits", test_keyboard_lights);
  g_test_add_func ("/locks/the popover lights up the lock it is about", test_popover_lights);
  return g_test_run ();
}
