/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/lane-cursor.h"

#include "app/lane-menu.h"

struct _IlvLaneCursor
{
  IlvPanelView *view;    /* borrowed */
  IlvViewport *viewport; /* owned */
  IlvHit lane;           /* ILV_HIT_NOTHING: none yet */
  guint32 lock;          /* on whose strip it is instead; 0: on none */
  guint32 other_lock;    /* that something else of the window is about; 0: none */
  gint64 moment;         /* ns; at which the lock's holder and waiters are lit */
};

static IlvPanel *
get_panel (IlvLaneCursor *self)
{
  return ilv_panel_view_get_panel (self->view);
}

gboolean
ilv_lane_cursor_get_row (IlvLaneCursor *self, guint *row)
{
  return self->lock == 0 && self->lane.kind != ILV_HIT_NOTHING
         && gtk_widget_has_focus (GTK_WIDGET (self->view))
         && ilv_panel_find_hit_row (get_panel (self), &self->lane, row);
}

gboolean
ilv_lane_cursor_get_strip (IlvLaneCursor *self, guint *strip)
{
  return self->lock != 0 && gtk_widget_has_focus (GTK_WIDGET (self->view))
         && ilv_panel_find_strip (get_panel (self), self->lock, strip);
}

guint32
ilv_lane_cursor_get_lock (IlvLaneCursor *self)
{
  guint strip;

  return ilv_lane_cursor_get_strip (self, &strip) ? self->lock : 0;
}

/* It stays while it is seen: lights that jump as a run goes on could not be read. */
static gint64
get_moment (IlvLaneCursor *self, guint32 lock)
{
  const IlvView *view = ilv_panel_get_view (get_panel (self));

  if (view->until != G_MAXINT64)
    return view->until;
  if (self->moment < view->from || self->moment >= view->to)
    self->moment = ilv_panel_find_lock_moment (get_panel (self), lock);
  return self->moment;
}

gboolean
ilv_lane_cursor_get_lit (IlvLaneCursor *self, IlvHit *hit)
{
  guint32 lock = self->other_lock != 0 ? self->other_lock : ilv_lane_cursor_get_lock (self);

  return lock != 0 && ilv_panel_hit_lock (get_panel (self), lock, get_moment (self, lock), hit);
}

void
ilv_lane_cursor_light_lock (IlvLaneCursor *self, guint32 lock)
{
  if (lock == self->other_lock)
    return;
  self->other_lock = lock;
  self->moment = G_MININT64;
  gtk_widget_queue_draw (GTK_WIDGET (self->view));
}

gboolean
ilv_lane_cursor_leave_strip (IlvLaneCursor *self)
{
  if (ilv_lane_cursor_get_lock (self) == 0)
    return FALSE;
  self->lock = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self->view));
  return TRUE;
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

static void
announce_strip (IlvLaneCursor *self, guint strip)
{
  IlvLaneList *lanes = ilv_panel_view_get_lanes (self->view);
  g_autofree char *lock = ilv_panel_describe_lock (get_panel (self), self->lock);
  g_autofree char *now = NULL;
  g_autofree char *text = NULL;
  GtkWidget *item;
  IlvHit hit;

  ilv_lane_list_update (lanes, get_panel (self));
  item = ilv_lane_list_get_strip (lanes, strip);
  if (!item || !ilv_lane_cursor_get_lit (self, &hit))
    return;
  now = ilv_panel_describe_hit (get_panel (self), &hit);
  text = g_strconcat (now, "\n", lock, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->view),
                                  GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT, item, -1);
}

static void
go_to_strip (IlvLaneCursor *self, guint strip)
{
  self->lock = ilv_panel_get_strip_lock (get_panel (self), strip);
  self->moment = G_MININT64;
  announce_strip (self, strip);
  gtk_widget_queue_draw (GTK_WIDGET (self->view));
}

void
ilv_lane_cursor_follow_strip (IlvLaneCursor *self)
{
  if (self->lock != 0 && ilv_panel_get_n_strips (get_panel (self)) > 0)
    go_to_strip (self, 0);
}

/* Where it is, or would begin: rows come first, strips follow. FALSE: it has not been anywhere. */
static gboolean
find_place (IlvLaneCursor *self, guint n_rows, guint *place)
{
  guint strip;

  if (ilv_lane_cursor_get_strip (self, &strip))
    *place = n_rows + strip;
  else if (!ilv_lane_cursor_get_row (self, place))
    {
      *place = (guint) ilv_viewport_get_first_row (self->viewport);
      return FALSE;
    }
  return TRUE;
}

static gboolean
on_walk (GtkWidget *widget, GVariant *by, gpointer data)
{
  IlvLaneCursor *self = data;
  IlvPanel *panel = get_panel (self);
  guint n = ilv_panel_get_n_rows (panel);
  guint n_strips = ilv_panel_get_n_strips (panel);
  guint row;

  if (n == 0)
    return GDK_EVENT_PROPAGATE;
  if (!find_place (self, n, &row))
    row = MIN (row, n - 1);
  else if (g_variant_get_int32 (by) < 0)
    row = row > 0 ? row - 1 : 0;
  else
    row = MIN (row + 1, n + n_strips - 1);
  if (row >= n)
    {
      go_to_strip (self, row - n);
      return GDK_EVENT_STOP;
    }
  self->lock = 0;
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
  self->lock = 0;
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
  g_signal_connect (view, "notify::has-focus", G_CALLBACK (gtk_widget_queue_draw), NULL);
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
