/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/symbol-legend.h"

#include "app/grid-label.h"
#include "session/run-title.h"
#include "trace/quantity.h"

#include <glib/gi18n-lib.h>

#define SIZE 14

struct _IlvSymbolLegend
{
  GtkWidget parent_instance;

  GtkGrid *grid;
  GtkWidget *shapes[ILV_N_SYMBOLS]; /* children of the grid, as all below */
  GtkWidget *names[ILV_N_SYMBOLS];
  GtkWidget *counts[ILV_N_SYMBOLS];
  const IlvTheme *theme; /* borrowed */
};

G_DEFINE_FINAL_TYPE (IlvSymbolLegend, ilv_symbol_legend, GTK_TYPE_WIDGET)

static void
draw_shape (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  IlvSymbolLegend *self
    = ILV_SYMBOL_LEGEND (gtk_widget_get_ancestor (GTK_WIDGET (area), ILV_TYPE_SYMBOL_LEGEND));

  ilv_symbol_draw (self->theme, cr, (IlvSymbol) GPOINTER_TO_UINT (user_data), width / 2.0,
                   height / 2.0, SIZE * 0.36);
}

static GtkWidget *
make_shape (IlvSymbol symbol)
{
  GtkWidget *shape = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_PRESENTATION, "content-width", SIZE,
                                   "content-height", SIZE, "valign", GTK_ALIGN_CENTER, NULL);

  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (shape), draw_shape, GUINT_TO_POINTER (symbol),
                                  NULL);
  return shape;
}

static void
make_row (IlvSymbolLegend *self, IlvSymbol symbol)
{
  int row = (int) symbol + 1;

  self->shapes[symbol] = make_shape (symbol);
  self->names[symbol] = g_object_new (GTK_TYPE_LABEL, "label", ilv_symbol_get_title (symbol),
                                      "xalign", 0.0, "wrap", TRUE, "hexpand", TRUE, NULL);
  self->counts[symbol] = g_object_new (GTK_TYPE_LABEL, "xalign", 1.0, NULL);
  gtk_widget_add_css_class (self->counts[symbol], "numeric");
  gtk_grid_attach (self->grid, self->shapes[symbol], 0, row, 1, 1);
  gtk_grid_attach (self->grid, self->names[symbol], 1, row, 1, 1);
  gtk_grid_attach (self->grid, self->counts[symbol], 2, row, 1, 1);
}

static void
ilv_symbol_legend_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ilv_symbol_legend_parent_class)->dispose (object);
}

static void
ilv_symbol_legend_class_init (IlvSymbolLegendClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ilv_symbol_legend_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/interleave/Interleave/ui/symbol-legend.ui");
  gtk_widget_class_bind_template_child (widget_class, IlvSymbolLegend, grid);
}

static void
ilv_symbol_legend_init (IlvSymbolLegend *self)
{
  self->theme = ilv_theme_get (ILV_THEME_LIGHT);
  gtk_widget_init_template (GTK_WIDGET (self));
  for (int i = 0; i < ILV_N_SYMBOLS; i++)
    make_row (self, (IlvSymbol) i);
  ilv_symbol_legend_update (self, NULL, 0, NULL);
}

void
ilv_symbol_legend_set_theme (IlvSymbolLegend *self, const IlvTheme *theme)
{
  self->theme = theme;
  for (int i = 0; i < ILV_N_SYMBOLS; i++)
    gtk_widget_queue_draw (self->shapes[i]);
}

/* What it means, and how many each model has. */
static char *
write_tooltip (IlvComparison *comparison, guint models, IlvSymbol symbol,
               guint64 (*counts)[ILV_N_SYMBOLS])
{
  GString *text = g_string_new (ilv_symbol_get_explanation (symbol));

  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      IlvModel model = ilv_run_get_model (ilv_comparison_get_run (comparison, i));
      g_autofree char *count = ilv_quantity_count ((gint64) counts[i][symbol]);
      g_autofree char *title = ilv_comparison_make_lettered_title (comparison, i);

      if ((models >> model) & 1)
        g_string_append_printf (text, "\n%s: %s", title, count);
    }
  return g_string_free (text, FALSE);
}

static void
show_row (IlvSymbolLegend *self, IlvSymbol symbol, guint64 total, const char *tooltip)
{
  GtkWidget *const parts[] = { self->shapes[symbol], self->names[symbol], self->counts[symbol] };
  g_autofree char *count = ilv_quantity_count ((gint64) total);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      gtk_widget_set_visible (parts[i], total > 0);
      gtk_widget_set_tooltip_text (parts[i], tooltip);
    }
  ilv_label_set_text (self->counts[symbol], count);
}

void
ilv_symbol_legend_update (IlvSymbolLegend *self, IlvComparison *comparison, guint models,
                          const IlvShownRange *range)
{
  guint n = comparison ? ilv_comparison_get_n_runs (comparison) : 0;
  g_autofree guint64 (*counts)[ILV_N_SYMBOLS] = g_malloc0 (MAX (n, 1) * sizeof *counts);
  gboolean any = FALSE;

  for (guint i = 0; i < n; i++)
    {
      IlvRun *run = ilv_comparison_get_run (comparison, i);

      if (((models >> ilv_run_get_model (run)) & 1) && ilv_run_get_trace (run))
        ilv_symbol_count (ilv_run_get_trace (run), range->view_from,
                          ilv_shown_range_get_view_end (range, i), counts[i]);
    }
  for (int symbol = 0; symbol < ILV_N_SYMBOLS; symbol++)
    {
      g_autofree char *tooltip = NULL;
      guint64 total = 0;

      for (guint i = 0; i < n; i++)
        total += counts[i][symbol];
      if (total > 0)
        tooltip = write_tooltip (comparison, models, (IlvSymbol) symbol, counts);
      show_row (self, (IlvSymbol) symbol, total, tooltip);
      any |= total > 0;
    }
  gtk_widget_set_visible (GTK_WIDGET (self), any);
}
