/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/statistics.h"

#include "app/grid-label.h"
#include "app/legend-order.h"
#include "app/short-title.h"
#include "app/state-share.h"
#include "app/swatch.h"
#include "session/run-title.h"
#include "trace/quantity.h"
#include "trace/state.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MOST_RUNS ILV_N_MODELS
#define BY_NAME (-1) /* in place of the number of a run */
#define NOT_SORTED (-2)

struct _IlvStatistics
{
  GtkWidget parent_instance;

  GtkLabel *range;
  GtkGrid *grid;
  GtkLabel *moment;
  GtkLabel *sampling;
  GtkWidget *name_head; /* children of the grid, as all below */
  GtkWidget *heads[MOST_RUNS];
  GtkWidget *states[ILV_N_STATES]; /* toggle buttons */
  GtkWidget *swatches[ILV_N_STATES]; /* in them */
  GtkWidget *cells[ILV_N_STATES][MOST_RUNS];

  int sorted_by; /* a run, or one of the above */
  IlvState lit;
  double shares[MOST_RUNS][ILV_N_STATES]; /* what the cells show */
  gboolean used[ILV_N_STATES];            /* occurs in the range, if later than is seen */
};

G_DEFINE_FINAL_TYPE (IlvStatistics, ilv_statistics, GTK_TYPE_WIDGET)

enum { LIT, N_SIGNALS };
static guint signals[N_SIGNALS];

/* In the row of each state the figures go along; so does Tab, which follows places. */
static void
place_rows (IlvStatistics *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self->grid));
  IlvLegendSort sort = self->sorted_by == BY_NAME      ? ILV_LEGEND_BY_NAME
                       : self->sorted_by == NOT_SORTED ? ILV_LEGEND_AS_READ
                                                       : ILV_LEGEND_BY_SHARE;
  IlvState order[ILV_LEGEND_N_STATES];

  ilv_legend_order (sort, self->shares[MAX (self->sorted_by, 0)], order);
  for (int i = 0; i < ILV_LEGEND_N_STATES; i++)
    {
      GtkWidget *state = self->states[order[i]];
      GtkGridLayoutChild *child
        = GTK_GRID_LAYOUT_CHILD (gtk_layout_manager_get_layout_child (layout, state));

      if (gtk_grid_layout_child_get_row (child) == i + 1)
        continue;
      gtk_grid_layout_child_set_row (child, i + 1);
      for (guint run = 0; run < MOST_RUNS; run++)
        gtk_grid_layout_child_set_row (
          GTK_GRID_LAYOUT_CHILD (
            gtk_layout_manager_get_layout_child (layout, self->cells[order[i]][run])),
          i + 1);
    }
}

/* What decides the order says so, by a sign and to assistive technology. */
static void
show_head (GtkWidget *head, const char *title, gboolean sorted)
{
  g_autofree char *label = g_strconcat (title, sorted ? "\u2009▾" : NULL, NULL);

  if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (head)), label) != 0)
    gtk_button_set_label (GTK_BUTTON (head), label);
  gtk_accessible_update_state (GTK_ACCESSIBLE (head), GTK_ACCESSIBLE_STATE_PRESSED,
                               sorted ? GTK_ACCESSIBLE_TRISTATE_TRUE
                                      : GTK_ACCESSIBLE_TRISTATE_FALSE,
                               -1);
}

static void
on_head_clicked (GtkWidget *head, IlvStatistics *self)
{
  int by = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (head), "ilv-sort"));

  self->sorted_by = self->sorted_by == by ? NOT_SORTED : by;
  show_head (self->name_head, _ ("State"), self->sorted_by == BY_NAME);
  for (int run = 0; run < MOST_RUNS; run++)
    {
      const char *title = g_object_get_data (G_OBJECT (self->heads[run]), "ilv-title");

      show_head (self->heads[run], title ? title : "", self->sorted_by == run);
    }
  place_rows (self);
}

static GtkWidget *
make_head (IlvStatistics *self, int by, int column)
{
  GtkWidget *head = gtk_button_new_with_label ("");

  g_object_set_data (G_OBJECT (head), "ilv-sort", GINT_TO_POINTER (by));
  g_signal_connect_object (head, "clicked", G_CALLBACK (on_head_clicked), self, 0);
  gtk_widget_add_css_class (head, "flat");
  gtk_widget_add_css_class (head, "legend-head");
  gtk_widget_set_halign (head, by == BY_NAME ? GTK_ALIGN_START : GTK_ALIGN_END);
  gtk_grid_attach (self->grid, head, column, 0, 1, 1);
  return head;
}

static void
on_state_toggled (GtkToggleButton *button, IlvStatistics *self)
{
  IlvState state = (IlvState) GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "ilv-state"));

  if (gtk_toggle_button_get_active (button))
    ilv_statistics_light (self, state);
  else if (self->lit == state)
    ilv_statistics_light (self, ILV_STATE_NONE);
}

static GtkWidget *
make_state (IlvStatistics *self, IlvState state)
{
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 7);
  GtkWidget *name = gtk_label_new (ilv_state_get_title (state));
  g_autofree char *tooltip
    = g_strdup_printf (_ ("Show where: “%s” stands out in all lanes"), ilv_state_get_title (state));

  self->swatches[state] = ilv_swatch_new (state);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_box_append (GTK_BOX (box), self->swatches[state]);
  gtk_box_append (GTK_BOX (box), name);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  ilv_state_get_title (state), -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "legend-state");
  g_object_set_data (G_OBJECT (button), "ilv-state", GUINT_TO_POINTER (state));
  g_signal_connect_object (button, "toggled", G_CALLBACK (on_state_toggled), self, 0);
  return button;
}

static void
make_rows (IlvStatistics *self)
{
  IlvState order[ILV_LEGEND_N_STATES];

  ilv_legend_order (ILV_LEGEND_AS_READ, NULL, order);
  for (int i = 0; i < ILV_LEGEND_N_STATES; i++)
    {
      IlvState state = order[i];

      self->states[state] = make_state (self, state);
      gtk_grid_attach (self->grid, self->states[state], 0, i + 1, 1, 1);
      for (int run = 0; run < MOST_RUNS; run++)
        {
          GtkWidget *cell = gtk_label_new ("");

          gtk_label_set_xalign (GTK_LABEL (cell), 1);
          gtk_widget_add_css_class (cell, "numeric");
          gtk_grid_attach (self->grid, cell, run + 1, i + 1, 1, 1);
          self->cells[state][run] = cell;
        }
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
  gtk_widget_class_bind_template_child (widget_class, IlvStatistics, moment);
  gtk_widget_class_bind_template_child (widget_class, IlvStatistics, sampling);
  signals[LIT] = g_signal_new ("lit", ILV_TYPE_STATISTICS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
ilv_statistics_init (IlvStatistics *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->sorted_by = NOT_SORTED;
  self->name_head = make_head (self, BY_NAME, 0);
  show_head (self->name_head, _ ("State"), FALSE);
  gtk_widget_set_tooltip_text (self->name_head, _ ("Sort by name"));
  for (int run = 0; run < MOST_RUNS; run++)
    self->heads[run] = make_head (self, run, run + 1);
  make_rows (self);
  ilv_statistics_update (self, NULL, 0, NULL);
}

void
ilv_statistics_set_theme (IlvStatistics *self, const IlvTheme *theme)
{
  for (guint state = 0; state < ILV_N_STATES; state++)
    if (self->swatches[state])
      ilv_swatch_set_theme (ILV_SWATCH (self->swatches[state]), theme);
}

void
ilv_statistics_light (IlvStatistics *self, IlvState state)
{
  if (state == self->lit)
    return;
  self->lit = state;
  for (guint i = 0; i < ILV_N_STATES; i++)
    if (self->states[i])
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->states[i]), i == state);
  g_signal_emit (self, signals[LIT], 0, state);
}

IlvState
ilv_statistics_get_lit (IlvStatistics *self)
{
  return self->lit;
}

static char *
format_share (double share)
{
  if (share <= 0)
    return g_strdup ("–");
  return share < 0.005 ? g_strdup ("<\u20091\u2009%") : g_strdup_printf ("%.0f\u2009%%",
                                                                        round (share * 100));
}

/* Figures of an earlier moment than the end say so. */
static void
show_moment (IlvStatistics *self, const IlvShownRange *range)
{
  gboolean earlier = range && (range->held || range->moment < range->to);
  g_autofree char *time = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->moment), earlier);
  if (!earlier)
    return;
  time = ilv_quantity_duration (MAX (range->moment, 0));
  text = range->held ? g_strdup (_ ("Up to when the picture was held"))
                     : g_strdup_printf (_ ("Up to the play head: %s"), time);
  ilv_label_set_text (GTK_WIDGET (self->moment), text);
}

static void
show_range (IlvStatistics *self, const IlvShownRange *range)
{
  g_autofree char *begin = NULL;
  g_autofree char *end = NULL;
  g_autofree char *text = NULL;

  show_moment (self, range);
  if (!range)
    {
      ilv_label_set_text (GTK_WIDGET (self->range), _ ("States"));
      return;
    }
  begin = ilv_quantity_duration (range->from);
  end = ilv_quantity_duration (range->to);
  text = range->selected ? g_strdup_printf (_ ("Selected: %s to %s"), begin, end)
                         : g_strdup_printf (_ ("In view: %s to %s"), begin, end);
  ilv_label_set_text (GTK_WIDGET (self->range), text);
}

/* Nothing is left out in silence. */
static void
show_sampling (IlvStatistics *self, guint step)
{
  g_autofree char *part = ilv_quantity_count (step);
  g_autofree char *text = g_strdup_printf (_ ("From one in %s of the tasks: there are too many to "
                                              "read them all"),
                                           part);

  gtk_widget_set_visible (GTK_WIDGET (self->sampling), step > 1);
  if (step > 1)
    ilv_label_set_text (GTK_WIDGET (self->sampling), text);
}

static void
show_run (IlvStatistics *self, IlvComparison *comparison, guint index)
{
  GtkWidget *head = self->heads[index];
  char *words = ilv_comparison_make_column_head (comparison, index);
  g_autofree char *title = ilv_comparison_make_lettered_title (comparison, index);
  g_autofree char *tooltip = g_strdup_printf (_ ("%s: sort by its percentages"), title);

  g_object_set_data_full (G_OBJECT (head), "ilv-title", words, g_free);
  show_head (head, words, self->sorted_by == (int) index);
  if (g_strcmp0 (gtk_widget_get_tooltip_text (head), tooltip) != 0)
    {
      gtk_widget_set_tooltip_text (head, tooltip);
      gtk_accessible_update_property (GTK_ACCESSIBLE (head), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip,
                                      -1);
    }
}

/* Rows of states that occur nowhere, and columns of runs that are not shown, take no place. */
static void
show_used (IlvStatistics *self, const gboolean shown[MOST_RUNS], gboolean all)
{
  for (guint state = 0; state < ILV_N_STATES; state++)
    {
      gboolean used = all || self->used[state];

      if (!self->states[state])
        continue;
      for (guint run = 0; run < MOST_RUNS; run++)
        used |= shown[run] && self->shares[run][state] > 0;
      /* What is lit can be put out where it was lit. */
      used |= self->lit == (IlvState) state;
      gtk_widget_set_visible (self->states[state], used);
      for (guint run = 0; run < MOST_RUNS; run++)
        gtk_widget_set_visible (self->cells[state][run], used && shown[run]);
    }
  for (guint run = 0; run < MOST_RUNS; run++)
    gtk_widget_set_visible (self->heads[run], shown[run]);
}

static void
show_shares (IlvStatistics *self, guint run)
{
  for (guint state = 0; state < ILV_N_STATES; state++)
    if (self->states[state])
      {
        g_autofree char *text = format_share (self->shares[run][state]);

        ilv_label_set_text (self->cells[state][run], text);
      }
}

/* Which rows there are is told by the whole range: they would come and go under the play head
   otherwise. */
static guint
compute (IlvStatistics *self, const IlvTrace *trace, const IlvShownRange *range, guint run)
{
  gint64 end = ilv_shown_range_get_end (range, run);
  guint of = ilv_state_share_compute (trace, range->from, end, self->shares[run]);
  double whole[ILV_N_STATES];

  if (end == range->to)
    return of;
  ilv_state_share_compute (trace, range->from, range->to, whole);
  for (guint state = 0; state < ILV_N_STATES; state++)
    self->used[state] |= whole[state] > 0;
  return of;
}

void
ilv_statistics_update (IlvStatistics *self, IlvComparison *comparison, guint models,
                       const IlvShownRange *range)
{
  gboolean shown[MOST_RUNS] = { FALSE };
  guint n_runs = comparison ? MIN (ilv_comparison_get_n_runs (comparison), MOST_RUNS) : 0;
  guint step = 1;

  memset (self->used, 0, sizeof self->used);
  for (guint i = 0; i < n_runs; i++)
    {
      IlvRun *run = ilv_comparison_get_run (comparison, i);
      const IlvTrace *trace = ilv_run_get_trace (run);

      shown[i] = (models >> ilv_run_get_model (run)) & 1;
      memset (self->shares[i], 0, sizeof self->shares[i]);
      if (trace && shown[i])
        {
          step = MAX (step, compute (self, trace, range, i));
        }
      show_shares (self, i);
    }
  if (self->sorted_by >= 0 && !shown[self->sorted_by])
    self->sorted_by = NOT_SORTED;
  for (guint i = 0; i < n_runs; i++)
    show_run (self, comparison, i);
  show_used (self, shown, n_runs == 0);
  place_rows (self);
  show_sampling (self, step);
  show_range (self, comparison ? range : NULL);
}
