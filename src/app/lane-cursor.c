/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/lane-cursor.h"

#include "app/lane-menu.h"

struct _IlvLaneCursor
{
  IlvPanelView *view;    /* borrowed */
  IlvViewport *viewport; /* owned */
  IlvHit lane;           /* ILV_HIT_NOTHING: none yet */
};

static IlvPanel *
get_panel (IlvLaneCursor *self)
{
  return ilv_panel_view_get_panel (self->view);
}

gboolean
ilv_lane_cursor_get_row (IlvLaneCursor *self, guint *row)
{
  return self->lane.kind != ILV_HIT_NOTHING && gtk_widget_has_focus (GTK_WIDGET (self->view))
         && ilv_panel_find_hit_row (get_panel (self), &self->lane, row);
}

/* Scrolls as far as is needed. */
static void
reveal (IlvLaneCursor *self, guint row)
{
  IlvPanel *panel = get_panel (self);
  double first = ilv_viewport_get_first_row (self->viewport);
  double last = first + ilv_panel_get_visible_rows (panel) - 1;

  if (row < first)
    ilv_viewport_scroll_rows (self->viewport, row - first);
  else if (row > last)
    ilv_viewport_scroll_rows (self->viewport, row - last);
}

/* What has the cursor is told to assistive technology. */
static void
announce (IlvLaneCursor *self, guint row)
{
  IlvLaneList *lanes = ilv_panel_view_get_lanes (self->view);
  GtkWidget *item;

  ilv_lane_list_update (lanes, get_panel (self));
  item = ilv_lane_list_get_item (lanes, row);
  if (item)
    gtk_accessible_update_relation (GTK_ACCESSIBLE (self->view),
                                    GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT, item, -1);
}

static gboolean
on_walk (GtkWidget *widget, GVariant *by, gpointer data)
{
  IlvLaneCursor *self = data;
  IlvPanel *panel = get_panel (self);
  guint n = ilv_panel_get_n_rows (panel);
  guint row;

  if (n == 0)
    return GDK_EVENT_PROPAGATE;
  if (!ilv_lane_cursor_get_row (self, &row))
    row = (guint) ilv_viewport_get_first_row (self->viewport);
  else if (g_variant_get_int32 (by) < 0)
    row = row > 0 ? row - 1 : 0;
  else
    row = row + 1;
  row = MIN (row, n - 1);
  if (!ilv_panel_hit_row (panel, row, &self->lane))
    return GDK_EVENT_PROPAGATE;
  reveal (self, row);
  announce (self, row);
  gtk_widget_queue_draw (widget);
  return GDK_EVENT_STOP;
}

static void
pop_up (IlvLaneCursor *self, const IlvHit *hit, double x, double y)
{
  IlvPanel *panel = get_panel (self);
  g_autofree char *name = ilv_panel_get_hit_name (panel, hit);
  g_autoptr (IlvLaneCriteria) criteria
    = ilv_lane_criteria_from_text (ilv_panel_get_view (panel)->criteria);

  ilv_lane_menu_pop_up (GTK_WIDGET (self->view), x, y, name,
                        g_hash_table_contains (criteria->pinned, name), hit->from, hit->to);
}

/* Without a lane the menu of the panels is meant. */
static gboolean
on_menu (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  IlvLaneCursor *self = data;
  double y, height;
  guint row;

  if (!ilv_lane_cursor_get_row (self, &row))
    return GDK_EVENT_PROPAGATE;
  ilv_panel_get_row_extent (get_panel (self), row, &y, &height);
  pop_up (self, &self->lane, 24, y + height);
  return GDK_EVENT_STOP;
}

static void
on_pressed (GtkGesture *click, int n_press, double x, double y, IlvLaneCursor *self)
{
  GdkEventSequence *sequence
    = gtk_gesture_single_get_current_sequence (GTK_GESTURE_SINGLE (click));
  GdkEvent *event = gtk_gesture_get_last_event (click, sequence);
  IlvHit hit;

  if (!gdk_event_triggers_context_menu (event)
      || ilv_panel_hit (get_panel (self), x, y, &hit) != ILV_HIT_LANE_LABEL)
    return;
  gtk_gesture_set_state (click, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  self->lane = hit;
  gtk_widget_queue_draw (GTK_WIDGET (self->view));
  pop_up (self, &hit, x, y);
}

static void
add_key (GtkEventController *keys, guint key, GdkModifierType modifiers, GtkShortcutFunc func,
         int argument, IlvLaneCursor *self)
{
  GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (key, modifiers),
                                            gtk_callback_action_new (func, self, NULL));

  gtk_shortcut_set_arguments (shortcut, g_variant_new_int32 (argument));
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), shortcut);
}

static void
free_cursor (gpointer data)
{
  IlvLaneCursor *self = data;

  g_object_unref (self->viewport);
  g_free (self);
}

IlvLaneCursor *
ilv_lane_cursor_attach (IlvPanelView *view, IlvViewport *viewport)
{
  IlvLaneCursor *self = g_new0 (IlvLaneCursor, 1);
  GtkEventController *keys = gtk_shortcut_controller_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->view = view;
  self->viewport = g_object_ref (viewport);
  add_key (keys, GDK_KEY_Up, 0, on_walk, -1, self);
  add_key (keys, GDK_KEY_Down, 0, on_walk, 1, self);
  add_key (keys, GDK_KEY_Menu, 0, on_menu, 0, self);
  add_key (keys, GDK_KEY_F10, GDK_SHIFT_MASK, on_menu, 0, self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (view), keys);
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (click));
  /* Freed after the controllers, which go when the view does. */
  g_object_set_data_full (G_OBJECT (view), "ilv-lane-cursor", self, free_cursor);
  return self;
}
