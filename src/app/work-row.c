/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/work-row.h"

#include <glib/gi18n-lib.h>

/* ms. What is over sooner would only flicker. */
#define PATIENCE 400
#define PAUSE 100

struct _IlvWorkRow
{
  GtkWidget parent_instance;

  GtkLabel *title;
  GtkProgressBar *bar;
  GtkLabel *note;
  GtkWidget *cancel;
  IlvLongWork *work; /* owned */
  guint timeout;     /* id of the source that shows how far it is */
};

G_DEFINE_FINAL_TYPE (IlvWorkRow, ilv_work_row, GTK_TYPE_WIDGET)

static void
on_cancel (IlvWorkRow *self)
{
  g_cancellable_cancel (G_CANCELLABLE (self->work));
  gtk_widget_set_sensitive (self->cancel, FALSE);
}

static void
ilv_work_row_dispose (GObject *object)
{
  IlvWorkRow *self = ILV_WORK_ROW (object);
  GtkWidget *child;

  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_object (&self->work);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ilv_work_row_parent_class)->dispose (object);
}

static void
ilv_work_row_class_init (IlvWorkRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ilv_work_row_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "workrow");
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/interleave/Interleave/ui/work-row.ui");
  gtk_widget_class_bind_template_child (widget_class, IlvWorkRow, title);
  gtk_widget_class_bind_template_child (widget_class, IlvWorkRow, bar);
  gtk_widget_class_bind_template_child (widget_class, IlvWorkRow, note);
  gtk_widget_class_bind_template_child (widget_class, IlvWorkRow, cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
}

static void
ilv_work_row_init (IlvWorkRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static gboolean
on_timeout (gpointer data)
{
  IlvWorkRow *self = data;
  double done = ilv_long_work_get_done (self->work);

  if (done >= 0)
    gtk_progress_bar_set_fraction (self->bar, done);
  else
    gtk_progress_bar_pulse (self->bar);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_patience_lost (gpointer data)
{
  IlvWorkRow *self = data;

  on_timeout (self);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  self->timeout = g_timeout_add (PAUSE, on_timeout, self);
  return G_SOURCE_REMOVE;
}

GtkWidget *
ilv_work_row_new (const char *title, IlvLongWork *work)
{
  IlvWorkRow *self = g_object_new (ILV_TYPE_WORK_ROW, "visible", FALSE, NULL);
  g_autofree char *giving_up = g_strdup_printf (_ ("Cancel: %s"), title);

  self->work = g_object_ref (work);
  gtk_label_set_label (self->title, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->cancel), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  giving_up, -1);
  gtk_widget_set_tooltip_text (self->cancel, _ ("Give it up; what was there before stays"));
  self->timeout = g_timeout_add (PATIENCE, on_patience_lost, self);
  return GTK_WIDGET (self);
}

void
ilv_work_row_set_note (IlvWorkRow *self, const char *note)
{
  gtk_label_set_label (self->note, note);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->note), note);
  gtk_widget_set_visible (GTK_WIDGET (self->note), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}
