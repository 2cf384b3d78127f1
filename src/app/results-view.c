/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/results-view.h"

#include "app/short-title.h"
#include "session/modelled.h"

#include <glib/gi18n-lib.h>

struct _IlvResultsView
{
  GtkWidget parent_instance;

  GtkGrid *grid;
  GtkWidget *empty;
  GtkWidget *copying;
  guint n_runs; /* columns of the grid */
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

/* Labels stay and change their text: making them anew whenever a run ends would be seen as a
   stumble in the live picture. */
static GtkWidget *
get_label (IlvResultsView *self, int column, int line, float xalign)
{
  GtkWidget *label = gtk_grid_get_child_at (self->grid, column, line);

  if (label)
    return label;
  label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_grid_attach (self->grid, label, column, line, 1, 1);
  return label;
}

static void
set_text (GtkWidget *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_label (GTK_LABEL (label)), text) != 0)
    gtk_label_set_label (GTK_LABEL (label), text);
}

static void
show_heads (IlvResultsView *self, IlvComparison *comparison)
{
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      IlvModel model = ilv_run_get_model (ilv_comparison_get_run (comparison, i));
      GtkWidget *head = get_label (self, (int) i + 1, 0, 1);

      set_text (head, ilv_model_get_short_title (model));
      gtk_widget_set_tooltip_text (head, ilv_model_get_title (model));
      gtk_widget_add_css_class (head, "column-head");
    }
}

static void
show_cell (GtkWidget *cell, const char *text, const char *note, gboolean best)
{
  g_autofree char *tooltip = NULL;

  set_text (cell, text);
  gtk_widget_set_valign (cell, GTK_ALIGN_START);
  gtk_widget_add_css_class (cell, "numeric");
  if (*note)
    tooltip = g_strdup_printf (_ ("Modelled: %s (%s)"), note, ilv_modelled_get_machine ());
  else if (best)
    tooltip = g_strdup (_ ("The best of them"));
  gtk_widget_set_tooltip_text (cell, tooltip);
  if (best)
    gtk_widget_add_css_class (cell, "best");
  else
    gtk_widget_remove_css_class (cell, "best");
}

static void
show_row (IlvResultsView *self, const IlvResultsRow *row, int line)
{
  GtkWidget *title = get_label (self, 0, line, 0);

  set_text (title, row->title);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_widget_set_hexpand (title, TRUE);
  for (int i = 0; row->cells[i]; i++)
    show_cell (get_label (self, i + 1, line, 1), row->cells[i], row->notes[i],
               i == row->best);
}

static void
clear (IlvResultsView *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
}

void
ilv_results_view_update (IlvResultsView *self, IlvComparison *comparison)
{
  g_autoptr (GPtrArray) rows = comparison ? ilv_results_get_rows (comparison) : NULL;
  guint n_rows = rows ? rows->len : 0;
  guint n_runs = comparison ? ilv_comparison_get_n_runs (comparison) : 0;

  gtk_widget_set_visible (self->empty, n_rows == 0);
  gtk_widget_set_visible (self->copying, n_rows > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->grid), n_rows > 0);
  if (n_rows == 0 || n_runs != self->n_runs)
    clear (self);
  self->n_runs = n_runs;
  if (n_rows == 0)
    return;
  show_heads (self, comparison);
  for (guint i = 0; i < n_rows; i++)
    show_row (self, rows->pdata[i], (int) i + 1);
  while (gtk_grid_get_child_at (self->grid, 0, (int) n_rows + 1))
    gtk_grid_remove_row (self->grid, (int) n_rows + 1);
}
