/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/results-view.h"

#include "app/grid-label.h"
#include "app/short-title.h"
#include "session/modelled.h"
#include "session/run-title.h"

#include <glib/gi18n-lib.h>

/* Of a measure, in characters: most fit into one line. */
#define NAME_WIDTH 11

struct _IlvResultsView
{
  GtkWidget parent_instance;

  GtkGrid *grid;
  GtkWidget *empty;
  GtkWidget *earlier;
  GtkWidget *copying;
  GtkToggleButton *more;
  IlvComparison *comparison; /* owned, nullable: what is shown */
  guint n_runs; /* columns of the grid */
  gboolean is_earlier; /* what the panels show */
};

G_DEFINE_FINAL_TYPE (IlvResultsView, ilv_results_view, GTK_TYPE_WIDGET)

static void
ilv_results_view_dispose (GObject *object)
{
  GtkWidget *child;

  g_clear_object (&ILV_RESULTS_VIEW (object)->comparison);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ilv_results_view_parent_class)->dispose (object);
}

static void
on_more_toggled (IlvResultsView *self)
{
  gboolean more = gtk_toggle_button_get_active (self->more);
  g_autoptr (IlvComparison) comparison = self->comparison ? g_object_ref (self->comparison) : NULL;

  gtk_button_set_label (GTK_BUTTON (self->more), more ? _ ("Fewer measures") : _ ("More measures"));
  ilv_results_view_update (self, comparison);
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
  gtk_widget_class_bind_template_child (widget_class, IlvResultsView, earlier);
  gtk_widget_class_bind_template_child (widget_class, IlvResultsView, copying);
  gtk_widget_class_bind_template_child (widget_class, IlvResultsView, more);
  gtk_widget_class_bind_template_callback (widget_class, on_more_toggled);
}

static void
ilv_results_view_init (IlvResultsView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ilv_results_view_update (self, NULL);
}

static void
show_heads (IlvResultsView *self, IlvComparison *comparison)
{
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      GtkWidget *head = ilv_grid_get_label (self->grid, (int) i + 1, 0, 1);
      g_autofree char *text = ilv_comparison_make_column_head (comparison, i);
      g_autofree char *title = ilv_comparison_make_lettered_title (comparison, i);

      ilv_label_set_text (head, text);
      ilv_label_set_tooltip (head, title);
      gtk_widget_add_css_class (head, "column-head");
    }
}

static void
show_cell (GtkWidget *cell, const char *text, const char *note, gboolean best)
{
  g_autofree char *tooltip = NULL;

  ilv_label_set_text (cell, text);
  gtk_widget_set_valign (cell, GTK_ALIGN_START);
  gtk_widget_add_css_class (cell, "numeric");
  if (*note)
    tooltip = g_strdup_printf (_ ("Modelled: %s (%s)"), note, ilv_modelled_get_machine ());
  else if (best)
    tooltip = g_strdup (_ ("The best of them"));
  ilv_label_set_tooltip (cell, tooltip);
  if (best)
    gtk_widget_add_css_class (cell, "best");
  else
    gtk_widget_remove_css_class (cell, "best");
}

static void
show_row (IlvResultsView *self, const IlvResultsRow *row, int line)
{
  GtkWidget *title = ilv_grid_get_label (self->grid, 0, line, 0);

  ilv_label_set_text (title, row->title);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (title), NAME_WIDTH);
  gtk_widget_set_hexpand (title, TRUE);
  for (int i = 0; row->cells[i]; i++)
    show_cell (ilv_grid_get_label (self->grid, i + 1, line, 1), row->cells[i], row->notes[i],
               i == row->best);
}

static void
clear (IlvResultsView *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
}

/* Returns the line after the last one. */
static int
show_rows (IlvResultsView *self, GPtrArray *rows, gboolean telling, int line)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const IlvResultsRow *row = rows->pdata[i];

      if (row->telling == telling)
        show_row (self, row, line++);
    }
  return line;
}

static void
show_earlier (IlvResultsView *self)
{
  gtk_widget_set_visible (self->earlier, self->is_earlier && self->n_runs > 0
                                           && gtk_widget_get_visible (GTK_WIDGET (self->grid)));
}

void
ilv_results_view_set_earlier (IlvResultsView *self, gboolean earlier)
{
  self->is_earlier = earlier;
  show_earlier (self);
}

void
ilv_results_view_update (IlvResultsView *self, IlvComparison *comparison)
{
  g_autoptr (GPtrArray) rows = comparison ? ilv_results_get_rows (comparison) : NULL;
  guint n_rows = rows ? rows->len : 0;
  guint n_runs = comparison ? ilv_comparison_get_n_runs (comparison) : 0;
  int line;

  g_set_object (&self->comparison, comparison);
  gtk_widget_set_visible (self->empty, n_rows == 0);
  gtk_widget_set_visible (self->copying, n_rows > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->grid), n_rows > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->more), n_rows > 0);
  if (n_rows == 0 || n_runs != self->n_runs)
    clear (self);
  self->n_runs = n_runs;
  show_earlier (self);
  if (n_rows == 0)
    return;
  show_heads (self, comparison);
  /* The telling ones stay where they are when the others come and go below them. */
  line = show_rows (self, rows, TRUE, 1);
  if (gtk_toggle_button_get_active (self->more))
    line = show_rows (self, rows, FALSE, line);
  while (gtk_grid_get_child_at (self->grid, 0, line))
    gtk_grid_remove_row (self->grid, line);
}
