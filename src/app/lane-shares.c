/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/lane-shares.h"

#include "app/legend-order.h"
#include "app/share-bar.h"
#include "app/state-share.h"
#include "app/tab-stop.h"
#include "session/run-title.h"
#include "trace/quantity.h"

#include <glib/gi18n-lib.h>

/* ms from a change to the list that follows it. */
#define DELAY 150
/* Lanes of a run that are listed. */
#define MOST_LANES 1000

/* A row of the list: a lane, or the head of a run. */
#define ILV_TYPE_LANE_SHARE (ilv_lane_share_get_type ())
G_DECLARE_FINAL_TYPE (IlvLaneShare, ilv_lane_share, ILV, LANE_SHARE, GObject)

struct _IlvLaneShare
{
  GObject parent_instance;
  char *name; /* owned */
  gboolean is_head;
  double shares[ILV_N_STATES];
};

G_DEFINE_FINAL_TYPE (IlvLaneShare, ilv_lane_share, G_TYPE_OBJECT)

static void
ilv_lane_share_finalize (GObject *object)
{
  g_free (ILV_LANE_SHARE (object)->name);
  G_OBJECT_CLASS (ilv_lane_share_parent_class)->finalize (object);
}

static void
ilv_lane_share_class_init (IlvLaneShareClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ilv_lane_share_finalize;
}

static void
ilv_lane_share_init (IlvLaneShare *self)
{
}

struct _IlvLaneShares
{
  GtkWidget parent_instance;

  GtkExpander *expander;
  GtkListView *list;
  GListStore *rows; /* owned */
  const IlvTheme *theme; /* borrowed */
  guint delay; /* id of the timeout; 0: none */

  IlvComparison *comparison; /* owned, nullable */
  guint models;
  IlvShownRange range;
};

G_DEFINE_FINAL_TYPE (IlvLaneShares, ilv_lane_shares, GTK_TYPE_WIDGET)

static void
add_row (GPtrArray *rows, char *name, const double *shares)
{
  IlvLaneShare *row = g_object_new (ILV_TYPE_LANE_SHARE, NULL);

  row->name = name;
  row->is_head = shares == NULL;
  if (shares)
    memcpy (row->shares, shares, sizeof row->shares);
  g_ptr_array_add (rows, row);
}

static void
add_lane (IlvLaneShares *self, GPtrArray *rows, guint run, const char *name,
          const IlvTimeline *timeline)
{
  double shares[ILV_N_STATES];

  ilv_state_share_of_lane (timeline, self->range.from, ilv_shown_range_get_end (&self->range, run),
                           shares);
  add_row (rows, g_strdup (name), shares);
}

static void
add_run (IlvLaneShares *self, GPtrArray *rows, guint index)
{
  IlvRun *run = ilv_comparison_get_run (self->comparison, index);
  const IlvTrace *trace = ilv_run_get_trace (run);
  gboolean tasks = trace && ilv_state_share_is_of_tasks (trace);
  guint n = !trace ? 0 : tasks ? ilv_trace_get_n_tasks (trace) : ilv_trace_get_n_lanes (trace);

  if (n == 0)
    return;
  add_row (rows, ilv_comparison_make_lettered_title (self->comparison, index), NULL);
  for (guint i = 0; i < MIN (n, MOST_LANES); i++)
    if (tasks)
      add_lane (self, rows, index, ilv_trace_get_task (trace, i)->name,
                ilv_trace_get_task (trace, i)->timeline);
    else if (ilv_state_share_has_lane (trace, i))
      add_lane (self, rows, index, ilv_trace_get_lane (trace, i)->name,
                ilv_trace_get_lane (trace, i)->timeline);
  if (n > MOST_LANES)
    {
      g_autofree char *count = ilv_quantity_count (n - MOST_LANES);

      add_row (rows, g_strdup_printf (_ ("and %s more"), count), NULL);
    }
}

static gboolean
fill (gpointer user_data)
{
  IlvLaneShares *self = user_data;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  self->delay = 0;
  for (guint i = 0; i < ilv_comparison_get_n_runs (self->comparison); i++)
    {
      IlvRun *run = ilv_comparison_get_run (self->comparison, i);

      if ((self->models >> ilv_run_get_model (run)) & 1)
        add_run (self, rows, i);
    }
  g_list_store_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)),
                       rows->pdata, rows->len);
  return G_SOURCE_REMOVE;
}

static void
queue_fill (IlvLaneShares *self)
{
  if (self->delay == 0 && self->comparison && gtk_expander_get_expanded (self->expander))
    self->delay = g_timeout_add (DELAY, fill, self);
}

static void
on_expanded (IlvLaneShares *self)
{
  queue_fill (self);
}

/* "Waiting for the GIL 74 %, Running, lock held 25 %"; the largest first. */
static char *
describe (const IlvLaneShare *row)
{
  GString *text = g_string_new (NULL);
  IlvState order[ILV_LEGEND_N_STATES];

  ilv_legend_order (ILV_LEGEND_BY_SHARE, row->shares, order);
  for (guint i = 0; i < ILV_LEGEND_N_STATES && row->shares[order[i]] > 0; i++)
    {
      g_autofree char *share = ilv_quantity_percent (row->shares[order[i]]);

      g_string_append_printf (text, "%s%s: %s", i > 0 ? "\n" : "", ilv_state_get_title (order[i]),
                              share);
    }
  if (text->len == 0)
    g_string_append (text, _ ("Nothing to do"));
  return g_string_free (text, FALSE);
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 7);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *bar = ilv_share_bar_new ();

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_width_chars (GTK_LABEL (name), 9);
  gtk_widget_set_hexpand (bar, TRUE);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_list_item_set_child (item, box);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item, IlvLaneShares *self)
{
  const IlvLaneShare *row = gtk_list_item_get_item (item);
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *name = gtk_widget_get_first_child (box);
  GtkWidget *bar = gtk_widget_get_last_child (box);
  g_autofree char *text = row->is_head ? NULL : describe (row);
  g_autofree char *all = text ? g_strdup_printf ("%s\n%s", row->name, text) : NULL;

  gtk_label_set_label (GTK_LABEL (name), row->name);
  gtk_label_set_max_width_chars (GTK_LABEL (name), row->is_head ? -1 : 12);
  if (row->is_head)
    gtk_widget_add_css_class (name, "column-head");
  else
    gtk_widget_remove_css_class (name, "column-head");
  gtk_widget_set_visible (bar, !row->is_head);
  gtk_widget_set_tooltip_text (box, all);
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  all ? all : row->name, -1);
  ilv_share_bar_set (ILV_SHARE_BAR (bar), self->theme, row->shares);
}

static void
ilv_lane_shares_dispose (GObject *object)
{
  IlvLaneShares *self = ILV_LANE_SHARES (object);
  GtkWidget *child;

  g_clear_handle_id (&self->delay, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->rows);
  g_clear_object (&self->comparison);
  G_OBJECT_CLASS (ilv_lane_shares_parent_class)->dispose (object);
}

static void
ilv_lane_shares_class_init (IlvLaneSharesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ilv_lane_shares_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  g_type_ensure (ILV_TYPE_TAB_STOP);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/interleave/Interleave/ui/lane-shares.ui");
  gtk_widget_class_bind_template_child (widget_class, IlvLaneShares, expander);
  gtk_widget_class_bind_template_child (widget_class, IlvLaneShares, list);
  gtk_widget_class_bind_template_callback (widget_class, on_expanded);
}

static void
ilv_lane_shares_init (IlvLaneShares *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkNoSelection) model = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->theme = ilv_theme_get (ILV_THEME_LIGHT);
  self->rows = g_list_store_new (ILV_TYPE_LANE_SHARE);
  model = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->rows)));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, 0);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (model));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
ilv_lane_shares_set_theme (IlvLaneShares *self, const IlvTheme *theme)
{
  self->theme = theme;
  queue_fill (self);
}

void
ilv_lane_shares_update (IlvLaneShares *self, IlvComparison *comparison, guint models,
                        const IlvShownRange *range)
{
  g_set_object (&self->comparison, comparison);
  gtk_widget_set_visible (GTK_WIDGET (self), comparison != NULL);
  self->models = models;
  if (!comparison)
    {
      g_clear_handle_id (&self->delay, g_source_remove);
      g_list_store_remove_all (self->rows);
      return;
    }
  self->range = *range;
  queue_fill (self);
}
