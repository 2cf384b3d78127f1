/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/transport-bar.h"

#include "trace/quantity.h"

#include <glib/gi18n-lib.h>

/* The moment in words has at least so many steps from start to end. */
#define LEAST_STEPS 1000

struct _IlvTransportBar
{
  GtkWidget parent_instance;

  IlvTransport *transport; /* owned */
  GtkButton *play;
  GtkMenuButton *speed;
  GtkScale *scrubber;
  GtkAdjustment *position;
  GtkInscription *long_words;
  GtkInscription *short_words;
  GtkWidget *follow;
  GWeakRef focus_before; /* the speeds were opened */
};

G_DEFINE_FINAL_TYPE (IlvTransportBar, ilv_transport_bar, GTK_TYPE_WIDGET)

/* Both moments in the same unit and with the same digits, so that their width stays. */
static char *
format_moment (gint64 time, gint64 end)
{
  gint64 step = 1;
  g_autofree char *number = NULL;

  while (end / (step * 10) >= LEAST_STEPS)
    step *= 10;
  number = ilv_quantity_time_number ((time + step / 2) / step * step, step, end);
  return g_strdup_printf ("%s\xc2\xa0%s", number, ilv_quantity_time_unit (end));
}

/* `time` instead of the transport's: to see how wide the words become. (transfer full) */
static char *
make_words (IlvTransportBar *self, gint64 time, gboolean briefly)
{
  gint64 end = ilv_transport_get_end (self->transport);
  IlvTransportState state = ilv_transport_get_state (self->transport);
  gboolean growing = ilv_transport_is_growing (self->transport);
  g_autofree char *moment = NULL;
  g_autofree char *whole = NULL;

  if (end == 0)
    return g_strdup ("");
  moment = format_moment (time, end);
  whole = format_moment (end, end);
  if (briefly)
    return g_steal_pointer (&moment);
  if (growing && state == ILV_TRANSPORT_LIVE)
    return g_strdup_printf (_ ("live: %s"), moment);
  if (growing && state == ILV_TRANSPORT_PAUSED)
    return g_strdup_printf (_ ("paused at %s · run goes on"), moment);
  return g_strdup_printf (_ ("%s of %s"), moment, whole);
}

static void
set_words (IlvTransportBar *self, GtkInscription *label, gint64 time)
{
  g_autofree char *words = make_words (self, time, label == self->short_words);

  if (g_strcmp0 (gtk_inscription_get_text (label), words) != 0)
    gtk_inscription_set_text (label, words);
}

/* As wide as the words can become: the scrubber beside them never moves while they change. */
static void
reserve_width (IlvTransportBar *self, GtkInscription *label)
{
  g_autofree char *words
    = make_words (self, ilv_transport_get_end (self->transport), label == self->short_words);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (label), words);
  int width;

  pango_layout_set_attributes (layout, gtk_inscription_get_attributes (label));
  pango_layout_get_pixel_size (layout, &width, NULL);
  gtk_widget_set_size_request (GTK_WIDGET (label), width, -1);
}

static void
show_position (IlvTransportBar *self)
{
  gint64 time = ilv_transport_get_time (self->transport);

  gtk_adjustment_set_value (self->position, (double) time);
  set_words (self, self->long_words, time);
  set_words (self, self->short_words, time);
}

static void
on_moved (IlvTransportBar *self)
{
  show_position (self);
  /* Not for every frame: somebody reads it out. */
  if (ilv_transport_get_state (self->transport) == ILV_TRANSPORT_PAUSED)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->scrubber),
                                    GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                    gtk_inscription_get_text (self->long_words), -1);
}

static void
show_play (IlvTransportBar *self)
{
  gboolean resting = ilv_transport_get_state (self->transport) == ILV_TRANSPORT_PAUSED
                     || ilv_transport_get_end (self->transport) == 0;
  const char *icon
    = resting ? "media-playback-start-symbolic" : "media-playback-pause-symbolic";

  /* Live, there is more with every frame; the buttons are laid out again only when they change. */
  if (g_strcmp0 (icon, gtk_button_get_icon_name (self->play)) == 0
      && gtk_widget_get_tooltip_text (GTK_WIDGET (self->play)))
    return;
  gtk_button_set_icon_name (self->play, icon);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->play),
                               resting ? _ ("Play (Space)") : _ ("Pause (Space)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  resting ? _ ("Play") : _ ("Pause"), -1);
}

static char *
format_speed (double speed)
{
  return g_strdup_printf ("%g\xc2\xa0×", speed);
}

static void
show_speed (IlvTransportBar *self)
{
  g_autofree char *speed = format_speed (ilv_transport_get_speed (self->transport));
  g_autofree char *label = g_strdup_printf (_ ("Speed %s"), speed);

  if (g_strcmp0 (speed, gtk_menu_button_get_label (self->speed)) == 0)
    return;
  gtk_menu_button_set_label (self->speed, speed);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->speed), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

static void
on_changed (IlvTransportBar *self)
{
  gint64 end = ilv_transport_get_end (self->transport);
  gboolean live = ilv_transport_get_state (self->transport) == ILV_TRANSPORT_LIVE;

  gtk_adjustment_set_upper (self->position, (double) MAX (end, 1));
  gtk_adjustment_set_step_increment (self->position, (double) end / 100);
  gtk_adjustment_set_page_increment (self->position, (double) end / 10);
  gtk_widget_set_sensitive (GTK_WIDGET (self->scrubber), end > 0);
  gtk_widget_set_visible (self->follow, ilv_transport_is_growing (self->transport) && !live);
  reserve_width (self, self->long_words);
  reserve_width (self, self->short_words);
  show_play (self);
  show_speed (self);
  show_position (self);
}

static gboolean
on_scrubbed (IlvTransportBar *self, GtkScrollType scroll, double value)
{
  ilv_transport_seek (self->transport, (gint64) value);
  return GDK_EVENT_STOP;
}

/* The scale has its own gestures, which tell nobody when it is let go. */
static gboolean
on_scrubber_event (IlvTransportBar *self, GdkEvent *event)
{
  switch ((int) gdk_event_get_event_type (event))
    {
    case GDK_BUTTON_PRESS:
    case GDK_TOUCH_BEGIN:
      ilv_transport_set_scrubbing (self->transport, TRUE);
      break;
    case GDK_BUTTON_RELEASE:
    case GDK_TOUCH_END:
    case GDK_TOUCH_CANCEL:
    case GDK_GRAB_BROKEN:
      ilv_transport_set_scrubbing (self->transport, FALSE);
      break;
    default:
      break;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
watch_scrubber (IlvTransportBar *self)
{
  GtkEventController *events = gtk_event_controller_legacy_new ();

  gtk_event_controller_set_propagation_phase (events, GTK_PHASE_CAPTURE);
  g_signal_connect_object (events, "event", G_CALLBACK (on_scrubber_event), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->scrubber), events);
  g_signal_connect_object (self->scrubber, "change-value", G_CALLBACK (on_scrubbed), self,
                           G_CONNECT_SWAPPED);
}

/* Digits of one width, so that words that change stand still. */
static void
set_tabular (GtkInscription *label)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  gtk_inscription_set_attributes (label, attributes);
}

static void
remember_focus (GtkMenuButton *speed, gpointer user_data)
{
  IlvTransportBar *self = user_data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  g_weak_ref_set (&self->focus_before, root ? gtk_root_get_focus (root) : NULL);
}

static gboolean
bring_focus_back (gpointer data)
{
  IlvTransportBar *self = data;
  g_autoptr (GtkWidget) before = g_weak_ref_get (&self->focus_before);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (root)
    gtk_root_set_focus (root, before && gtk_widget_get_mapped (before) ? before : NULL);
  return G_SOURCE_REMOVE;
}

/* Left to itself the focus goes to the button, in a moment, and the space bar would open the
   speeds again. */
static void
on_speeds_closed (IlvTransportBar *self)
{
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, bring_focus_back, g_object_ref (self), g_object_unref);
}

static void
fill_speeds (IlvTransportBar *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  for (guint i = ilv_transport_get_n_speeds (); i > 0; i--)
    {
      double speed = ilv_transport_get_nth_speed (i - 1);
      g_autofree char *label = format_speed (speed);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "win.speed", "d", speed);
      g_menu_append_item (menu, item);
    }
  gtk_menu_button_set_menu_model (self->speed, G_MENU_MODEL (menu));
  gtk_menu_button_set_create_popup_func (self->speed, remember_focus, self, NULL);
  g_signal_connect_object (gtk_menu_button_get_popover (self->speed), "closed",
                           G_CALLBACK (on_speeds_closed), self, G_CONNECT_SWAPPED);
}

/* Time goes from left to right, as in the panels, whichever way texts go; arrows with it. */
static void
go_with_time (GtkWidget *widget)
{
  gtk_widget_set_direction (widget, GTK_TEXT_DIR_LTR);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    go_with_time (child);
}

static gboolean
reserve_widths (gpointer data)
{
  IlvTransportBar *self = data;

  if (self->transport)
    {
      reserve_width (self, self->long_words);
      reserve_width (self, self->short_words);
    }
  return G_SOURCE_REMOVE;
}

/* Letters have another size, as on the stage; those of the children are not known yet. */
static void
ilv_transport_bar_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (ilv_transport_bar_parent_class)->css_changed (widget, change);
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, reserve_widths, g_object_ref (widget), g_object_unref);
}

static void
ilv_transport_bar_dispose (GObject *object)
{
  IlvTransportBar *self = ILV_TRANSPORT_BAR (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->transport);
  g_weak_ref_clear (&self->focus_before);
  G_OBJECT_CLASS (ilv_transport_bar_parent_class)->dispose (object);
}

static void
ilv_transport_bar_class_init (IlvTransportBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ilv_transport_bar_dispose;
  widget_class->css_changed = ilv_transport_bar_css_changed;
  gtk_widget_class_set_css_name (widget_class, "transportbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TOOLBAR);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/interleave/Interleave/ui/transport-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, IlvTransportBar, play);
  gtk_widget_class_bind_template_child (widget_class, IlvTransportBar, speed);
  gtk_widget_class_bind_template_child (widget_class, IlvTransportBar, scrubber);
  gtk_widget_class_bind_template_child (widget_class, IlvTransportBar, position);
  gtk_widget_class_bind_template_child (widget_class, IlvTransportBar, long_words);
  gtk_widget_class_bind_template_child (widget_class, IlvTransportBar, short_words);
  gtk_widget_class_bind_template_child (widget_class, IlvTransportBar, follow);
}

static void
ilv_transport_bar_init (IlvTransportBar *self)
{
  g_weak_ref_init (&self->focus_before, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  set_tabular (self->long_words);
  set_tabular (self->short_words);
  fill_speeds (self);
  watch_scrubber (self);
  go_with_time (GTK_WIDGET (self));
}

void
ilv_transport_bar_set_transport (IlvTransportBar *self, IlvTransport *transport)
{
  g_return_if_fail (self->transport == NULL);
  self->transport = g_object_ref (transport);
  g_signal_connect_object (transport, "moved", G_CALLBACK (on_moved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (transport, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  on_changed (self);
}
