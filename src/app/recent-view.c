/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/recent-view.h"

#include "app/recent-row.h"
#include "session/saved.h"

#include <glib/gi18n-lib.h>

#define MOST_FILES 6
/* Of a comparison whose marks stand in two lines; and of all together, so that they fit small
   screens. */
#define ROW_HEIGHT 145
#define FILE_HEIGHT 28
#define MOST_HEIGHT 440

struct _IlvRecentView
{
  GtkWidget parent_instance;

  GtkScrolledWindow *scrolled;
  GtkListBox *list;
  GtkLabel *dropped;
  GtkWidget *files_title;
  GtkListBox *files;
  GtkWidget *comparing;
  GtkLabel *hint;
  GtkWidget *clear;
  IlvRecentRuns *runs; /* owned, nullable */
};

G_DEFINE_FINAL_TYPE (IlvRecentView, ilv_recent_view, GTK_TYPE_WIDGET)

enum { CHOSEN, REMOVED, OPENED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
on_row_activated (IlvRecentView *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[CHOSEN], 0, ilv_recent_row_get_run (ILV_RECENT_ROW (row)));
}

static void
on_file_activated (IlvRecentView *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[OPENED], 0, g_object_get_data (G_OBJECT (row), "ilv-file"));
}

static void
add_file (IlvRecentView *self, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *whole = g_file_get_parse_name (file);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label = gtk_label_new (name);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_margin_start (label, 10);
  gtk_widget_set_tooltip_text (row, whole);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (row), "ilv-file", g_object_ref (file), g_object_unref);
  gtk_list_box_append (self->files, row);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  return g_date_time_compare (gtk_recent_info_get_modified ((GtkRecentInfo *) b),
                              gtk_recent_info_get_modified ((GtkRecentInfo *) a));
}

/* What wraps asks for less than it needs. */
static void
reserve_height (IlvRecentView *self)
{
  guint height = self->runs ? g_list_model_get_n_items (G_LIST_MODEL (self->runs)) * ROW_HEIGHT : 0;
  guint n_files = 0;

  while (gtk_list_box_get_row_at_index (self->files, (int) n_files))
    n_files++;
  if (n_files > 0)
    height += (n_files + 1) * FILE_HEIGHT;
  gtk_scrolled_window_set_min_content_height (self->scrolled, (int) MIN (height, MOST_HEIGHT));
}

/* Anew whenever the list is seen: other programs, and other windows, open files too. */
static void
show_files (IlvRecentView *self)
{
  GList *items = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());
  GtkListBoxRow *row;
  guint n = 0;

  while ((row = gtk_list_box_get_row_at_index (self->files, 0)) != NULL)
    gtk_list_box_remove (self->files, GTK_WIDGET (row));
  items = g_list_sort (items, compare_times);
  for (GList *item = items; item && n < MOST_FILES; item = item->next)
    {
      const char *uri = gtk_recent_info_get_uri (item->data);
      g_autoptr (GFile) file = NULL;

      if (!g_str_has_suffix (uri, ILV_SAVED_SUFFIX) || !gtk_recent_info_exists (item->data))
        continue;
      file = g_file_new_for_uri (uri);
      add_file (self, file);
      n++;
    }
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
  gtk_widget_set_visible (self->files_title, n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->files), n > 0);
  reserve_height (self);
}

static void
ilv_recent_view_map (GtkWidget *widget)
{
  IlvRecentView *self = ILV_RECENT_VIEW (widget);
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (self->list, 0);

  show_files (self);
  GTK_WIDGET_CLASS (ilv_recent_view_parent_class)->map (widget);
  /* Left to itself it goes to a saved run now and then. */
  if (first)
    gtk_widget_grab_focus (GTK_WIDGET (first));
}

static void
ilv_recent_view_dispose (GObject *object)
{
  IlvRecentView *self = ILV_RECENT_VIEW (object);
  GtkWidget *child;

  if (self->list)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  self->list = NULL;
  g_clear_object (&self->runs);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ilv_recent_view_parent_class)->dispose (object);
}

static void
ilv_recent_view_class_init (IlvRecentViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ilv_recent_view_dispose;
  widget_class->map = ilv_recent_view_map;
  signals[CHOSEN] = g_signal_new ("chosen", ILV_TYPE_RECENT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, ILV_TYPE_RECENT_RUN);
  signals[REMOVED] = g_signal_new ("removed", ILV_TYPE_RECENT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, ILV_TYPE_RECENT_RUN);
  signals[OPENED] = g_signal_new ("opened", ILV_TYPE_RECENT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_FILE);
  /* Keys of the window do not reach a popover. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_k,
                                       GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.compare-runs",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "win.undo",
                                       NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/interleave/Interleave/ui/recent-view.ui");
  gtk_widget_class_bind_template_child (widget_class, IlvRecentView, scrolled);
  gtk_widget_class_bind_template_child (widget_class, IlvRecentView, list);
  gtk_widget_class_bind_template_child (widget_class, IlvRecentView, dropped);
  gtk_widget_class_bind_template_child (widget_class, IlvRecentView, files_title);
  gtk_widget_class_bind_template_child (widget_class, IlvRecentView, files);
  gtk_widget_class_bind_template_child (widget_class, IlvRecentView, comparing);
  gtk_widget_class_bind_template_child (widget_class, IlvRecentView, hint);
  gtk_widget_class_bind_template_child (widget_class, IlvRecentView, clear);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_file_activated);
}

static void
ilv_recent_view_init (IlvRecentView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
on_remove (IlvRecentView *self, IlvRecentRun *run)
{
  g_signal_emit (self, signals[REMOVED], 0, run);
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  IlvRecentView *self = user_data;
  GtkWidget *row = ilv_recent_row_new (self->runs, item);

  g_signal_connect_object (row, "remove", G_CALLBACK (on_remove), self, G_CONNECT_SWAPPED);
  return row;
}

static void
on_changed (IlvRecentView *self)
{
  guint n = ilv_recent_runs_get_n_marked (self->runs);
  g_autofree char *marked
    = g_strdup_printf (ngettext ("%u run is marked.", "%u runs are marked.", n), n);

  gtk_label_set_label (self->hint, n > 0 ? marked
                                         : _ ("Mark two to four runs to put them side by side."));
  gtk_widget_set_visible (self->clear, n > 0);
}

static void
on_items_changed (IlvRecentView *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->runs));
  guint n_dropped = ilv_recent_runs_get_n_dropped (self->runs);
  g_autofree char *dropped = g_strdup_printf (
    ngettext ("%u older comparison was let go, so that memory stays free.",
              "%u older comparisons were let go, so that memory stays free.", n_dropped),
    n_dropped);

  gtk_label_set_label (self->dropped, dropped);
  gtk_widget_set_visible (GTK_WIDGET (self->dropped), n_dropped > 0);
  gtk_widget_set_visible (self->comparing, n > 0);
  reserve_height (self);
}

void
ilv_recent_view_set_runs (IlvRecentView *self, IlvRecentRuns *runs)
{
  g_return_if_fail (ILV_IS_RECENT_VIEW (self) && !self->runs);

  self->runs = g_object_ref (runs);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (runs), make_row, self, NULL);
  g_signal_connect_object (runs, "changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (runs, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
  on_changed (self);
  on_items_changed (self);
}
