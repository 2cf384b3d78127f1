/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/recent-row.h"

#include "app/pill-layout.h"
#include "trace/quantity.h"

#include <glib/gi18n-lib.h>

struct _IlvRecentRow
{
  GtkListBoxRow parent_instance;

  GtkLabel *title;
  GtkLabel *time;
  GtkLabel *detail;
  GtkWidget *more;
  GtkPopover *more_popover;
  GtkEntry *name;
  GtkWidget *marks;
  GPtrArray *buttons; /* owned array of children of `marks`, one a run */
  IlvRecentRuns *runs; /* owned */
  IlvRecentRun *run;   /* owned */
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (IlvRecentRow, ilv_recent_row, GTK_TYPE_LIST_BOX_ROW)

enum { REMOVE, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
show_words (IlvRecentRow *self)
{
  IlvComparison *comparison = ilv_recent_run_get_comparison (self->run);
  const char *title = ilv_recent_run_get_title (self->run);
  g_autofree char *detail = ilv_recent_run_describe (self->run);
  g_autofree char *clock
    = g_date_time_format (ilv_comparison_get_date (comparison), "%H:%M");
  /* Translators: the time at which runs were recorded that are shown now. */
  g_autofree char *time = ilv_recent_runs_is_shown (self->runs, self->run)
                            ? g_strdup_printf (_ ("shown · %s"), clock)
                            : g_strdup (clock);
  g_autofree char *label = g_strdup_printf ("%s, %s", title, time);
  g_autofree char *naming = g_strdup_printf (_ ("Name or remove: %s"), title);

  gtk_label_set_label (self->title, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), title);
  gtk_label_set_label (self->time, time);
  gtk_label_set_label (self->detail, detail);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->detail), detail);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, detail, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->more), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  naming, -1);
}

static void
on_named (IlvRecentRow *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name));

  /* What it is called anyway is no name of its own. */
  if (g_strcmp0 (name, ilv_recent_run_get_title (self->run)) != 0)
    ilv_recent_run_set_name (self->run, name);
  gtk_popover_popdown (self->more_popover);
}

static void
on_more_shown (IlvRecentRow *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->name), ilv_recent_run_get_title (self->run));
}

/* Closing it keeps the name, Escape does not. */
static gboolean
on_more_key (IlvRecentRow *self, guint key)
{
  if (key == GDK_KEY_Escape)
    on_more_shown (self);
  return GDK_EVENT_PROPAGATE;
}

static void
on_remove (IlvRecentRow *self)
{
  g_object_ref (self);
  gtk_popover_popdown (self->more_popover);
  g_signal_emit (self, signals[REMOVE], 0, self->run);
  g_object_unref (self);
}

static gboolean
on_delete_key (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  on_remove (ILV_RECENT_ROW (widget));
  return GDK_EVENT_STOP;
}

static void
on_toggled (IlvRecentRow *self, GtkToggleButton *button)
{
  guint index;

  if (self->updating || !g_ptr_array_find (self->buttons, button, &index))
    return;
  if (gtk_toggle_button_get_active (button))
    ilv_recent_runs_mark (self->runs, self->run, index);
  else
    ilv_recent_runs_unmark (self->runs, self->run, index);
}

static void
on_changed (IlvRecentRow *self)
{
  gboolean full = ilv_recent_runs_get_n_marked (self->runs) == ILV_MAX_PICKS;

  show_words (self);
  self->updating = TRUE;
  for (guint i = 0; i < self->buttons->len; i++)
    {
      GtkWidget *button = self->buttons->pdata[i];
      gboolean marked = ilv_recent_runs_is_marked (self->runs, self->run, i);

      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), marked);
      gtk_widget_set_sensitive (button, marked || !full);
    }
  self->updating = FALSE;
}

static void
ilv_recent_row_dispose (GObject *object)
{
  IlvRecentRow *self = ILV_RECENT_ROW (object);

  g_clear_pointer (&self->buttons, g_ptr_array_unref);
  g_clear_object (&self->runs);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (ilv_recent_row_parent_class)->dispose (object);
}

static void
ilv_recent_row_class_init (IlvRecentRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ilv_recent_row_dispose;
  signals[REMOVE] = g_signal_new ("remove", ILV_TYPE_RECENT_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, ILV_TYPE_RECENT_RUN);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Delete, 0, on_delete_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Delete, 0, on_delete_key, NULL);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/interleave/Interleave/ui/recent-row.ui");
  gtk_widget_class_bind_template_child (widget_class, IlvRecentRow, title);
  gtk_widget_class_bind_template_child (widget_class, IlvRecentRow, time);
  gtk_widget_class_bind_template_child (widget_class, IlvRecentRow, detail);
  gtk_widget_class_bind_template_child (widget_class, IlvRecentRow, more);
  gtk_widget_class_bind_template_child (widget_class, IlvRecentRow, more_popover);
  gtk_widget_class_bind_template_child (widget_class, IlvRecentRow, name);
  gtk_widget_class_bind_template_child (widget_class, IlvRecentRow, marks);
  gtk_widget_class_bind_template_callback (widget_class, on_named);
  gtk_widget_class_bind_template_callback (widget_class, on_more_shown);
  gtk_widget_class_bind_template_callback (widget_class, on_more_key);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
}

static void
ilv_recent_row_init (IlvRecentRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->marks, g_object_new (ILV_TYPE_PILL_LAYOUT, NULL));
  self->buttons = g_ptr_array_new ();
}

/* "Threading 171 ms" */
static void
add_button (IlvRecentRow *self, IlvRun *run)
{
  const char *model = ilv_model_get_title (ilv_run_get_model (run));
  g_autofree char *wall = ilv_quantity_duration ((gint64) (ilv_run_get_elapsed (run) * 1e9));
  g_autofree char *markup = g_markup_printf_escaped ("%s  <small>%s</small>", model, wall);
  g_autofree char *tooltip
    = g_strdup_printf (_ ("Put “%s” side by side with other marked runs, four at most"), model);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *button = gtk_toggle_button_new ();

  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "pill-toggle");
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, model,
                                  -1);
  g_signal_connect_object (button, "toggled", G_CALLBACK (on_toggled), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->marks), button);
  g_ptr_array_add (self->buttons, button);
}

GtkWidget *
ilv_recent_row_new (IlvRecentRuns *runs, IlvRecentRun *run)
{
  IlvRecentRow *self = g_object_new (ILV_TYPE_RECENT_ROW, NULL);
  IlvComparison *comparison = ilv_recent_run_get_comparison (run);

  self->runs = g_object_ref (runs);
  self->run = g_object_ref (run);
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    add_button (self, ilv_comparison_get_run (comparison, i));
  on_changed (self);
  g_signal_connect_object (runs, "changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::title", G_CALLBACK (show_words), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

IlvRecentRun *
ilv_recent_row_get_run (IlvRecentRow *self)
{
  return self->run;
}
