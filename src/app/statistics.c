/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/statistics.h"

#include "app/short-title.h"
#include "app/state-share.h"
#include "app/swatch.h"
#include "trace/quantity.h"
#include "trace/state.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The order in which they are read: work, then waiting, then cost. */
static const IlvState order[] = {
  ILV_STATE_RUNNING,       ILV_STATE_RUNNING_FREE, ILV_STATE_WAITING_GIL, ILV_STATE_WAITING_LOCK,
  ILV_STATE_READY,         ILV_STATE_WAITING_IO,   ILV_STATE_SLEEPING,    ILV_STATE_SERIALISING,
  ILV_STATE_BLOCKING_LOOP, ILV_STATE_STARTING,
};
#define N_ROWS G_N_ELEMENTS (order)

struct _IlvStatistics
{
  GtkWidget parent_instance;

  GtkLabel *range;
  GtkGrid *grid;
  GtkWidget *swatches[N_ROWS]; /* children of the grid, as all below */
  GtkWidget *names[N_ROWS];
  GtkWidget *heads[ILV_N_MODELS];
  GtkWidget *cells[N_ROWS][ILV_N_MODELS];
};

G_DEFINE_FINAL_TYPE (IlvStatistics, ilv_statistics, GTK_TYPE_WIDGET)

static GtkWidget *
make_label (const char *text, float xalign, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  if (css_class)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
make_rows (IlvStatistics *self)
{
  for (guint row = 0; row < N_ROWS; row++)
    {
      self->swatches[row] = ilv_swatch_new (order[row]);
      self->names[row] = make_label (ilv_state_get_title (order[row]), 0, NULL);
      gtk_label_set_wrap (GTK_LABEL (self->names[row]), TRUE);
      gtk_widget_set_hexpand (self->names[row], TRUE);
      gtk_grid_attach (self->grid, self->swatches[row], 0, (int) row + 1, 1, 1);
      gtk_grid_attach (self->grid, self->names[row], 1, (int) row + 1, 1, 1);
      for (int model = 0; model < ILV_N_MODELS; model++)
        {
          self->cells[row][model] = make_label ("", 1, "numeric");
          gtk_grid_attach (self->grid, self->cells[row][model], model + 2, (int) row + 1, 1, 1);
        }
    }
}

static void
make_heads (IlvStatistics *self)
{
  for (int model = 0; model < ILV_N_MODELS; model++)
    {
      self->heads[model]
        = make_label (ilv_model_get_short_title ((IlvModel) model), 1, "column-head");
      gtk_widget_set_tooltip_text (self->heads[model], ilv_model_get_title ((IlvModel) model));
      gtk_grid_attach (self->grid, self->heads[model], model + 2, 0, 1, 1);
    }
}

static void
ilv_statistics_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ilv_statistics_parent_class)->dispose (object);
}

static void
ilv_statistics_class_init (IlvStatisticsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ilv_statistics_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/interleave/Interleave/ui/statistics.ui");
  gtk_widget_class_bind_template_child (widget_class, IlvStatistics, range);
  gtk_widget_class_bind_template_child (widget_class, IlvStatistics, grid);
}

static void
ilv_statistics_init (IlvStatistics *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  make_heads (self);
  make_rows (self);
  ilv_statistics_update (self, NULL, 0, NULL);
}

void
ilv_statistics_set_theme (IlvStatistics *self, const IlvTheme *theme)
{
  for (guint row = 0; row < N_ROWS; row++)
    ilv_swatch_set_theme (ILV_SWATCH (self->swatches[row]), theme);
}

static char *
format_share (double share)
{
  if (share <= 0)
    return g_strdup ("–");
  return share < 0.005 ? g_strdup ("<\u20091\u2009%") : g_strdup_printf ("%.0f\u2009%%",
                                                                        round (share * 100));
}

static void
set_text (GtkWidget *label, const char *text)
{
  /* Setting the same text again would lay the whole sidebar out again. */
  if (g_strcmp0 (gtk_label_get_label (GTK_LABEL (label)), text) != 0)
    gtk_label_set_label (GTK_LABEL (label), text);
}

/* What the figures are of: the selection, and without one what is seen. */
static gboolean
get_range (IlvViewport *viewport, gint64 *from, gint64 *to)
{
  if (ilv_viewport_get_selection (viewport, from, to))
    return TRUE;
  *from = ilv_viewport_get_from (viewport);
  *to = ilv_viewport_get_to (viewport);
  return FALSE;
}

static void
show_range (IlvStatistics *self, IlvViewport *viewport)
{
  g_autofree char *begin = NULL;
  g_autofree char *end = NULL;
  g_autofree char *text = NULL;
  gboolean selected;
  gint64 from;
  gint64 to;

  if (!viewport)
    {
      set_text (GTK_WIDGET (self->range), _ ("States"));
      return;
    }
  selected = get_range (viewport, &from, &to);
  begin = ilv_quantity_duration (from);
  end = ilv_quantity_duration (to);
  text = selected ? g_strdup_printf (_ ("Selected: %s to %s"), begin, end)
                  : g_strdup_printf (_ ("In view: %s to %s"), begin, end);
  set_text (GTK_WIDGET (self->range), text);
}

void
ilv_statistics_update (IlvStatistics *self, IlvComparison *comparison, guint models,
                       IlvViewport *viewport)
{
  gboolean used[N_ROWS] = { FALSE };
  gboolean shown[ILV_N_MODELS] = { FALSE };
  guint n_runs = comparison ? ilv_comparison_get_n_runs (comparison) : 0;
  gint64 from = 0;
  gint64 to = 0;

  if (comparison)
    get_range (viewport, &from, &to);
  for (guint i = 0; i < n_runs; i++)
    {
      IlvRun *run = ilv_comparison_get_run (comparison, i);
      IlvModel model = ilv_run_get_model (run);
      const IlvTrace *trace = ilv_run_get_trace (run);
      double shares[ILV_N_STATES] = { 0 };

      shown[model] = (models >> model) & 1;
      if (trace)
        ilv_state_share_compute (trace, from, to, shares);
      for (guint row = 0; row < N_ROWS; row++)
        {
          g_autofree char *text = format_share (shares[order[row]]);

          set_text (self->cells[row][model], text);
          used[row] |= shown[model] && shares[order[row]] > 0;
        }
    }
  for (guint row = 0; row < N_ROWS; row++)
    {
      gtk_widget_set_visible (self->swatches[row], used[row] || n_runs == 0);
      gtk_widget_set_visible (self->names[row], used[row] || n_runs == 0);
      for (guint model = 0; model < ILV_N_MODELS; model++)
        gtk_widget_set_visible (self->cells[row][model], used[row] && shown[model]);
    }
  for (guint model = 0; model < ILV_N_MODELS; model++)
    gtk_widget_set_visible (self->heads[model], shown[model]);
  show_range (self, comparison ? viewport : NULL);
}
