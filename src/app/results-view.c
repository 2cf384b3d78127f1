/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/results-view.h"

#include "app/short-title.h"

#include <glib/gi18n-lib.h>

struct _IlvResultsView
{
  GtkWidget parent_instance;

  GtkGrid *grid;
  GtkWidget *empty;
  GtkWidget *copying;
};

G_DEFINE_FINAL_TYPE (IlvResultsView, ilv_results_view, GTK_TYPE_WIDGET)

static void
ilv_results_view_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ilv_results_view_parent_class)->dispose (object);
}

static void
ilv_results_view_class_init (IlvResultsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ilv_results_view_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/interleave/Interleave/ui/results-view.ui");
  gtk_widget_class_bind_template_child (widget_class, IlvResultsView, grid);
  gtk_widget_class_bind_template_child (widget_class, IlvResultsView, empty);
  gtk_widget_class_bind_template_child (widget_class, IlvResultsView, copying);
}

static void
ilv_results_view_init (IlvResultsView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ilv_results_view_update (self, NULL);
}

static void
add_heads (IlvResultsView *self, IlvComparison *comparison)
{
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      IlvModel model = ilv_run_get_model (ilv_comparison_get_run (comparison, i));
      GtkWidget *head = gtk_label_new (ilv_model_get_short_title (model));

      gtk_label_set_xalign (GTK_LABEL (head), 1);
      gtk_widget_set_tooltip_text (head, ilv_model_get_title (model));
      gtk_widget_add_css_class (head, "column-head");
      gtk_grid_attach (self->grid, head, (int) i + 1, 0, 1, 1);
    }
}

static GtkWidget *
make_cell (const char *text, gboolean best)
{
  GtkWidget *cell = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (cell), 1);
  gtk_widget_set_valign (cell, GTK_ALIGN_START);
  gtk_widget_add_css_class (cell, "numeric");
  if (best)
    {
      gtk_widget_add_css_class (cell, "best");
      gtk_widget_set_tooltip_text (cell, _ ("The best of them"));
    }
  return cell;
}

static void
add_row (IlvResultsView *self, const IlvResultsRow *row, int line)
{
  GtkWidget *title = gtk_label_new (row->title);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_grid_attach (self->grid, title, 0, line, 1, 1);
  for (int i = 0; row->cells[i]; i++)
    gtk_grid_attach (self->grid, make_cell (row->cells[i], i == row->best), i + 1, line, 1, 1);
}

void
ilv_results_view_update (IlvResultsView *self, IlvComparison *comparison)
{
  g_autoptr (GPtrArray) rows = comparison ? ilv_results_get_rows (comparison) : NULL;
  gboolean any = rows && rows->len > 0;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
  gtk_widget_set_visible (self->empty, !any);
  gtk_widget_set_visible (self->copying, any);
  gtk_widget_set_visible (GTK_WIDGET (self->grid), any);
  if (!any)
    return;
  add_heads (self, comparison);
  for (guint i = 0; i < rows->len; i++)
    add_row (self, rows->pdata[i], (int) i + 1);
}
