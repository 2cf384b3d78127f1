/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long locks are held, in a popover of a real window. */
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

int
main (int argc, char *argv[])
{
  if (!fixture_start (&argc, &argv))
    return 0;
  g_test_add_func ("/locks/open a picture of how long they are held", test_opens_and_chooses);
  return g_test_run ();
}
