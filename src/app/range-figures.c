/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/range-figures.h"

#include "app/grid-label.h"
#include "app/short-title.h"
#include "session/run-title.h"
#include "trace/quantity.h"
#include "trace/range.h"

#include <glib/gi18n-lib.h>

/* ms without a change after which a selection has come to rest. */
#define REST 150
/* Of its time, what a run that goes on may have for lengths that grow with it. */
#define LIVE_SHARE 0.05
/* Of a row's title, in characters: most fit into one line. */
#define TITLE_WIDTH 11

/* Rows that tell how often something happened, and those that tell how long it lasted. */
enum { EVENTS, HANDOVERS, REQUESTS, ENDED, N_COUNTS };
enum { HOLD_P50, HOLD_P95, WAIT_P50, WAIT_P95, LOCK_P50, LOCK_P95, N_LENGTHS };
#define N_ROWS (N_COUNTS + N_LENGTHS)

static const struct
{
  const char *title;
  const char *tooltip;
} words[N_ROWS] = {
  { N_ ("Events"),
    N_ ("State changes of the lanes, lock takes, drop requests, wakes, marks and values of "
        "counters") },
  { N_ ("Hand-overs"), N_ ("How often the GIL went from one lane to another") },
  { N_ ("Drop requests"), N_ ("How often who waited for the GIL asked its holder to drop it") },
  { N_ ("Tasks ended"), N_ ("Done, failed or cancelled") },
  { N_ ("GIL hold p50"), N_ ("Half of the stretches in which the GIL was held were no longer") },
  { N_ ("GIL hold p95"), N_ ("All but five percent of them were no longer") },
  { N_ ("GIL wait p50"), N_ ("Half of the waits for the GIL were no longer") },
  { N_ ("GIL wait p95"), N_ ("All but five percent of them were no longer") },
  { N_ ("Lock wait p50"),
    N_ ("Half of the waits for other locks, semaphores and queues were no longer") },
  { N_ ("Lock wait p95"), N_ ("All but five percent of them were no longer") },
};

struct _IlvRangeFigures
{
  GtkWidget parent_instance;

  GtkLabel *length;
  GtkGrid *grid;
  guint rest; /* id of the timeout until the selection is at rest; 0: none */

  /* Of the latest update, for when it is. */
  IlvComparison *comparison; /* owned, nullable */
  guint models;
  IlvShownRange range;
  gint64 measured; /* monotonic time, µs, of the latest measuring, and what it took */
  gint64 measuring;
  guint64 generation; /* of all that was measured */
};

G_DEFINE_FINAL_TYPE (IlvRangeFigures, ilv_range_figures, GTK_TYPE_WIDGET)

static void
ilv_range_figures_dispose (GObject *object)
{
  IlvRangeFigures *self = ILV_RANGE_FIGURES (object);
  GtkWidget *child;

  g_clear_handle_id (&self->rest, g_source_remove);
  g_clear_object (&self->comparison);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ilv_range_figures_parent_class)->dispose (object);
}

static void
ilv_range_figures_class_init (IlvRangeFiguresClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ilv_range_figures_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/interleave/Interleave/ui/range-figures.ui");
  gtk_widget_class_bind_template_child (widget_class, IlvRangeFigures, length);
  gtk_widget_class_bind_template_child (widget_class, IlvRangeFigures, grid);
}

static void
ilv_range_figures_init (IlvRangeFigures *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (int row = 0; row < N_ROWS; row++)
    {
      GtkWidget *title = gtk_label_new (_ (words[row].title));

      gtk_label_set_xalign (GTK_LABEL (title), 0);
      gtk_label_set_wrap (GTK_LABEL (title), TRUE);
      gtk_label_set_width_chars (GTK_LABEL (title), TITLE_WIDTH);
      gtk_widget_set_hexpand (title, TRUE);
      gtk_widget_set_tooltip_text (title, _ (words[row].tooltip));
      gtk_widget_set_visible (title, row < N_COUNTS);
      gtk_grid_attach (self->grid, title, 0, row + 1, 1, 1);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static GtkWidget *
get_label (IlvRangeFigures *self, int column, int line, const char *css_class)
{
  GtkWidget *label = ilv_grid_get_label (self->grid, column, line, 1);

  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
set_cell (IlvRangeFigures *self, int column, int row, const char *text)
{
  ilv_label_set_text (get_label (self, column, row + 1, "numeric"), text);
}

static void
show_count (IlvRangeFigures *self, int column, int row, guint64 count)
{
  g_autofree char *text = ilv_quantity_count ((gint64) count);

  set_cell (self, column, row, text);
}

static void
show_length (IlvRangeFigures *self, int column, int row, guint64 n, gint64 length)
{
  g_autofree char *text = n > 0 ? ilv_quantity_duration (length) : g_strdup ("–");

  set_cell (self, column, N_COUNTS + row, text);
}

/* Column of a run; its trace, or NULL when it is not shown. */
static const IlvTrace *
get_trace (IlvRangeFigures *self, guint index)
{
  IlvRun *run = ilv_comparison_get_run (self->comparison, index);

  return (self->models >> ilv_run_get_model (run)) & 1 ? ilv_run_get_trace (run) : NULL;
}

static void
count (IlvRangeFigures *self)
{
  for (guint i = 0; i < ilv_comparison_get_n_runs (self->comparison); i++)
    {
      const IlvTrace *trace = get_trace (self, i);
      int column = (int) i + 1;
      IlvRangeCounts counts;

      if (!trace)
        continue;
      ilv_range_count (trace, self->range.from, ilv_shown_range_get_end (&self->range, i), &counts);
      show_count (self, column, EVENTS, counts.events);
      show_count (self, column, HANDOVERS, counts.handovers);
      show_count (self, column, REQUESTS, counts.drop_requests);
      show_count (self, column, ENDED, counts.tasks_ended);
    }
}

/* Changes whenever one of the runs that are shown has gone on, or is seen at another moment. */
static guint64
get_generation (IlvRangeFigures *self)
{
  guint64 generation = self->models;

  for (guint i = 0; i < ilv_comparison_get_n_runs (self->comparison); i++)
    if (get_trace (self, i))
      generation += ilv_trace_get_generation (get_trace (self, i))
                    + (guint64) ilv_shown_range_get_end (&self->range, i);
  return generation;
}

static void
measure (IlvRangeFigures *self)
{
  gint64 begin = g_get_monotonic_time ();

  for (guint i = 0; i < ilv_comparison_get_n_runs (self->comparison); i++)
    {
      const IlvTrace *trace = get_trace (self, i);
      int column = (int) i + 1;
      IlvRangeLengths lengths;

      if (!trace)
        continue;
      ilv_range_measure (trace, self->range.from, ilv_shown_range_get_end (&self->range, i),
                         &lengths);
      show_length (self, column, HOLD_P50, lengths.gil_hold.n, lengths.gil_hold.p50);
      show_length (self, column, HOLD_P95, lengths.gil_hold.n, lengths.gil_hold.p95);
      show_length (self, column, WAIT_P50, lengths.gil_wait.n, lengths.gil_wait.p50);
      show_length (self, column, WAIT_P95, lengths.gil_wait.n, lengths.gil_wait.p95);
      show_length (self, column, LOCK_P50, lengths.lock_wait.n, lengths.lock_wait.p50);
      show_length (self, column, LOCK_P95, lengths.lock_wait.n, lengths.lock_wait.p95);
    }
  self->generation = get_generation (self);
  self->measured = g_get_monotonic_time ();
  self->measuring = self->measured - begin;
}

/* Lengths of another range than the one selected now would be wrong without looking so. */
static void
blank_lengths (IlvRangeFigures *self)
{
  for (guint i = 0; i < ilv_comparison_get_n_runs (self->comparison); i++)
    for (int row = 0; row < N_LENGTHS; row++)
      if (get_trace (self, i))
        set_cell (self, (int) i + 1, N_COUNTS + row, "…");
}

/* Whether a row says something of a run that is shown; what is not known yet goes by what was. */
static gboolean
is_used (IlvRangeFigures *self, int row)
{
  for (guint i = 0; i < ilv_comparison_get_n_runs (self->comparison); i++)
    {
      GtkWidget *cell = gtk_grid_get_child_at (self->grid, (int) i + 1, row + 1);
      const char *text = cell ? gtk_label_get_label (GTK_LABEL (cell)) : "–";

      if (strcmp (text, "…") == 0)
        return gtk_widget_get_visible (gtk_grid_get_child_at (self->grid, 0, row + 1));
      if (get_trace (self, i) && strcmp (text, "0") != 0 && strcmp (text, "–") != 0)
        return TRUE;
    }
  return row == EVENTS || row == ENDED;
}

static void
show_used_rows (IlvRangeFigures *self)
{
  for (int row = 0; row < N_ROWS; row++)
    {
      gboolean used = is_used (self, row);

      gtk_widget_set_visible (gtk_grid_get_child_at (self->grid, 0, row + 1), used);
      for (guint i = 0; i < ilv_comparison_get_n_runs (self->comparison); i++)
        {
          GtkWidget *cell = gtk_grid_get_child_at (self->grid, (int) i + 1, row + 1);

          if (cell)
            gtk_widget_set_visible (cell, used && get_trace (self, i));
        }
    }
}

static void
show_heads (IlvRangeFigures *self)
{
  g_autofree char *length = ilv_quantity_duration (self->range.to - self->range.from);
  g_autofree char *text = g_strdup_printf (_ ("In these %s"), length);

  ilv_label_set_text (GTK_WIDGET (self->length), text);
  for (guint i = 0; i < ilv_comparison_get_n_runs (self->comparison); i++)
    {
      GtkWidget *head = get_label (self, (int) i + 1, 0, "column-head");
      g_autofree char *column = ilv_comparison_make_column_head (self->comparison, i);
      g_autofree char *title = ilv_comparison_make_lettered_title (self->comparison, i);

      ilv_label_set_text (head, column);
      gtk_widget_set_tooltip_text (head, title);
      gtk_widget_set_visible (head, get_trace (self, i) != NULL);
    }
}

static gboolean
on_rest (gpointer user_data)
{
  IlvRangeFigures *self = user_data;

  self->rest = 0;
  measure (self);
  show_used_rows (self);
  return G_SOURCE_REMOVE;
}

/* Another comparison has other columns. */
static void
set_comparison (IlvRangeFigures *self, IlvComparison *comparison)
{
  if (!g_set_object (&self->comparison, comparison))
    return;
  for (int column = 1; column <= ILV_N_MODELS; column++)
    for (int line = 0; line <= N_ROWS; line++)
      {
        GtkWidget *label = gtk_grid_get_child_at (self->grid, column, line);

        if (label)
          gtk_grid_remove (self->grid, label);
      }
}

/* The same stretch as before, of a run that may have gone on or ended. */
static void
follow_run (IlvRangeFigures *self)
{
  gint64 pause = (gint64) ((double) self->measuring / LIVE_SHARE);

  if (get_generation (self) == self->generation)
    return;
  if (g_get_monotonic_time () - self->measured >= pause)
    measure (self);
  else
    self->rest = g_timeout_add (REST, on_rest, self);
}

static void
wait_for_rest (IlvRangeFigures *self)
{
  blank_lengths (self);
  g_clear_handle_id (&self->rest, g_source_remove);
  self->rest = g_timeout_add (REST, on_rest, self);
}

void
ilv_range_figures_update (IlvRangeFigures *self, IlvComparison *comparison, guint models,
                          const IlvShownRange *range)
{
  gboolean selected = comparison && range->selected;
  gboolean same = selected && self->range.selected && range->from == self->range.from
                  && range->to == self->range.to;

  set_comparison (self, comparison);
  self->models = models;
  self->range = selected ? *range : (IlvShownRange){ 0 };
  gtk_widget_set_visible (GTK_WIDGET (self), selected);
  if (!selected)
    {
      g_clear_handle_id (&self->rest, g_source_remove);
      return;
    }
  show_heads (self);
  count (self);
  if (!same)
    wait_for_rest (self);
  else if (self->rest == 0)
    follow_run (self);
  show_used_rows (self);
}
