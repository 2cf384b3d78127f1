/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/lock-popover.h"

#include "app/lane-cursor.h"
#include "app/panel-pick.h"
#include "chart/lock-histogram.h"

#include <glib/gi18n-lib.h>

struct _IlvLockPopover
{
  GtkPopover parent_instance;

  GtkDropDown *choice; /* owned as child */
  GtkWidget *picture;  /* owned as child */
  GWeakRef view;
  GArray *locks; /* ids, in the order of the choice */
  char *names;   /* of what is offered, to see whether it has changed */
  guint32 lock;
  gboolean filling;
  const IlvTheme *theme; /* borrowed */
  IlvLockHistogram histogram;
};

G_DEFINE_FINAL_TYPE (IlvLockPopover, ilv_lock_popover, GTK_TYPE_POPOVER)

/* The lock lights up in the lanes as it does when its strip is pointed at; 0: none does. */
static void
light (IlvLockPopover *self, guint32 lock)
{
  g_autoptr (IlvPanelView) view = g_weak_ref_get (&self->view);

  if (view)
    ilv_lane_cursor_light_lock (ilv_panel_view_get_cursor (view), lock);
}

static void
measure (IlvLockPopover *self)
{
  g_autoptr (IlvPanelView) view = g_weak_ref_get (&self->view);
  g_autofree char *text = NULL;

  if (!view)
    return;
  ilv_lock_histogram_measure (&self->histogram, ilv_panel_view_get_panel (view), self->lock);
  text = ilv_lock_histogram_describe (&self->histogram);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->picture),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_widget_queue_draw (self->picture);
}

/* While runs go on this is asked for again and again; an open list must not be made anew. */
static void
offer_locks (IlvLockPopover *self, IlvPanel *panel)
{
  g_autoptr (GPtrArray) locks = ilv_panel_list_locks (panel);
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  g_autoptr (GString) names = g_string_new (NULL);
  guint chosen = GTK_INVALID_LIST_POSITION;

  g_array_set_size (self->locks, 0);
  for (guint i = 0; i < locks->len; i++)
    {
      const IlvLock *lock = locks->pdata[i];
      const char *name = *lock->name != '\0' ? lock->name : _ ("Lock");

      g_string_append_printf (names, "%u %s\n", lock->id, name);
      gtk_string_list_append (list, name);
      g_array_append_val (self->locks, lock->id);
      if (lock->id == self->lock)
        chosen = i;
    }
  if (chosen == GTK_INVALID_LIST_POSITION && locks->len > 0)
    {
      chosen = 0;
      self->lock = g_array_index (self->locks, guint32, 0);
    }
  self->filling = TRUE;
  if (g_strcmp0 (names->str, self->names) != 0)
    {
      g_free (self->names);
      self->names = g_strdup (names->str);
      gtk_drop_down_set_model (self->choice, G_LIST_MODEL (list));
    }
  gtk_drop_down_set_selected (self->choice, chosen);
  gtk_widget_set_visible (GTK_WIDGET (self->choice), locks->len > 0);
  self->filling = FALSE;
}

static void
on_chosen (IlvLockPopover *self)
{
  g_autoptr (IlvPanelView) view = g_weak_ref_get (&self->view);
  guint chosen = gtk_drop_down_get_selected (self->choice);

  if (self->filling || !view || chosen >= self->locks->len)
    return;
  self->lock = g_array_index (self->locks, guint32, chosen);
  ilv_panel_view_show_lock (view, self->lock);
  light (self, self->lock);
  measure (self);
}

void
ilv_lock_popover_update (IlvLockPopover *self)
{
  g_autoptr (IlvPanelView) view = g_weak_ref_get (&self->view);

  if (!view || !gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  offer_locks (self, ilv_panel_view_get_panel (view));
  measure (self);
}

void
ilv_lock_popover_set_theme (IlvLockPopover *self, const IlvTheme *theme)
{
  double width, height;

  self->theme = theme;
  ilv_lock_histogram_get_size (theme, &width, &height);
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (self->picture), (int) width);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (self->picture), (int) height);
  gtk_widget_queue_draw (self->picture);
}

/* Beside the panel, whose lanes say who has to do with the lock; where there is no room for it,
   below the label. */
static void
point (IlvLockPopover *self, IlvPanelView *view)
{
  GtkWidget *panels = gtk_widget_get_parent (GTK_WIDGET (self));
  double whole = gtk_widget_get_width (GTK_WIDGET (view));
  double x = 0, y = 0, width = whole, height = gtk_widget_get_height (GTK_WIDGET (view)) / 2.0;
  gboolean beside = whole <= gtk_widget_get_width (panels) / 2.0;

  ilv_panel_get_lock_label (ilv_panel_view_get_panel (view), self->lock, &x, &y, &width, &height);
  if (beside)
    {
      x = 0;
      width = whole;
    }
  gtk_widget_translate_coordinates (GTK_WIDGET (view), panels, x, y, &x, &y);
  gtk_popover_set_position (GTK_POPOVER (self), beside ? GTK_POS_RIGHT : GTK_POS_BOTTOM);
  gtk_popover_set_pointing_to (
    GTK_POPOVER (self), &(GdkRectangle){ (int) x, (int) y, (int) width, (int) height });
}

void
ilv_lock_popover_open (IlvLockPopover *self, IlvPanelView *view, guint32 lock)
{
  light (self, 0);
  g_weak_ref_set (&self->view, view);
  self->lock = lock;
  offer_locks (self, ilv_panel_view_get_panel (view));
  light (self, self->lock);
  measure (self);
  point (self, view);
  gtk_popover_popup (GTK_POPOVER (self));
}

static void
on_pressed (GtkGesture *click, int n_press, double x, double y, IlvLockPopover *self)
{
  GtkWidget *panels = gtk_widget_get_parent (GTK_WIDGET (self));
  IlvHit hit;
  IlvPanelView *view = ilv_panel_pick (panels, x, y, &hit);

  if (!view || n_press != 1 || hit.kind != ILV_HIT_LOCK_LABEL)
    return;
  gtk_gesture_set_state (click, GTK_EVENT_SEQUENCE_CLAIMED);
  ilv_lock_popover_open (self, view, hit.id);
}

static void
draw_picture (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  IlvLockPopover *self = data;

  ilv_lock_histogram_draw (&self->histogram, self->theme, cr, width, height);
}

static void
ilv_lock_popover_closed (GtkPopover *popover)
{
  light (ILV_LOCK_POPOVER (popover), 0);
}

/* --- the list of locks: the one reached is lit before it is chosen -------------------------- */

static void
on_row_reached (GtkListItem *row, GParamSpec *property, IlvLockPopover *self)
{
  guint position = gtk_list_item_get_position (row);

  if (gtk_list_item_get_selected (row) && position < self->locks->len
      && gtk_widget_get_mapped (gtk_list_item_get_child (row)))
    light (self, g_array_index (self->locks, guint32, position));
}

static void
on_list_closed (IlvLockPopover *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    light (self, self->lock);
}

static void
make_row (GtkSignalListItemFactory *factory, GtkListItem *row, IlvLockPopover *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_list_item_set_child (row, label);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (on_row_reached), self, 0);
  g_signal_connect_object (label, "unmap", G_CALLBACK (on_list_closed), self, G_CONNECT_SWAPPED);
}

static void
fill_row (GtkSignalListItemFactory *factory, GtkListItem *row, IlvLockPopover *self)
{
  GtkStringObject *name = GTK_STRING_OBJECT (gtk_list_item_get_item (row));

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (row)),
                       gtk_string_object_get_string (name));
}

static GtkListItemFactory *
make_factory (IlvLockPopover *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (make_row), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (fill_row), self, 0);
  return factory;
}

static void
ilv_lock_popover_finalize (GObject *object)
{
  IlvLockPopover *self = ILV_LOCK_POPOVER (object);

  g_weak_ref_clear (&self->view);
  g_array_unref (self->locks);
  g_free (self->names);
  G_OBJECT_CLASS (ilv_lock_popover_parent_class)->finalize (object);
}

static void
ilv_lock_popover_class_init (IlvLockPopoverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ilv_lock_popover_finalize;
  GTK_POPOVER_CLASS (klass)->closed = ilv_lock_popover_closed;
}

static void
ilv_lock_popover_init (IlvLockPopover *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autoptr (GtkListItemFactory) factory = make_factory (self);

  g_weak_ref_init (&self->view, NULL);
  self->locks = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->choice = GTK_DROP_DOWN (gtk_drop_down_new_from_strings (NULL));
  self->picture = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_IMG,
                                NULL);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->picture), draw_picture, self, NULL);
  gtk_drop_down_set_list_factory (self->choice, factory);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->choice),
                               _ ("Which lock, semaphore or queue; it gets a strip in the panel"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->choice), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Lock, semaphore or queue"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->picture), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("How long it is held and waited for"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("How long locks are held and waited for"), -1);
  g_signal_connect_object (self->choice, "notify::selected", G_CALLBACK (on_chosen), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->choice));
  gtk_box_append (GTK_BOX (box), self->picture);
  gtk_popover_set_child (GTK_POPOVER (self), box);
  ilv_lock_popover_set_theme (self, ilv_theme_get (ILV_THEME_LIGHT));
}

IlvLockPopover *
ilv_lock_popover_attach (GtkWidget *panels, IlvViewport *viewport)
{
  IlvLockPopover *self = g_object_new (ILV_TYPE_LOCK_POPOVER, NULL);
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_set_parent (GTK_WIDGET (self), panels);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (panels, GTK_EVENT_CONTROLLER (click));
  /* After the panels, which measure what they are told to show. */
  g_signal_connect_object (viewport, "changed", G_CALLBACK (ilv_lock_popover_update), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  return self;
}
