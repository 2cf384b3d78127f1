/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/recent-runs.h"

typedef struct
{
  IlvRecentRun *run; /* borrowed from the list */
  guint index;
} Mark;

struct _IlvRecentRuns
{
  GObject parent_instance;

  guint most;
  guint64 most_bytes;
  GPtrArray *runs;      /* owned array of owned IlvRecentRun, newest first */
  IlvComparison *shown; /* owned, nullable */
  guint n_dropped;
  Mark marks[ILV_MAX_PICKS];
  guint n_marks;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (IlvRecentRuns, ilv_recent_runs, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
ilv_recent_runs_dispose (GObject *object)
{
  IlvRecentRuns *self = ILV_RECENT_RUNS (object);

  g_clear_pointer (&self->runs, g_ptr_array_unref);
  g_clear_object (&self->shown);
  G_OBJECT_CLASS (ilv_recent_runs_parent_class)->dispose (object);
}

static void
ilv_recent_runs_class_init (IlvRecentRunsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ilv_recent_runs_dispose;
  signals[CHANGED] = g_signal_new ("changed", ILV_TYPE_RECENT_RUNS, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ilv_recent_runs_init (IlvRecentRuns *self)
{
  self->runs = g_ptr_array_new_with_free_func (g_object_unref);
}

static GType
get_item_type (GListModel *model)
{
  return ILV_TYPE_RECENT_RUN;
}

static guint
get_n_items (GListModel *model)
{
  return ILV_RECENT_RUNS (model)->runs->len;
}

static gpointer
get_item (GListModel *model, guint index)
{
  IlvRecentRuns *self = ILV_RECENT_RUNS (model);

  return index < self->runs->len ? g_object_ref (self->runs->pdata[index]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

IlvRecentRuns *
ilv_recent_runs_new (guint most, guint64 most_bytes)
{
  IlvRecentRuns *self = g_object_new (ILV_TYPE_RECENT_RUNS, NULL);

  self->most = most;
  self->most_bytes = most_bytes;
  return self;
}

static guint64
count_bytes (IlvRecentRun *run)
{
  IlvComparison *comparison = ilv_recent_run_get_comparison (run);
  guint64 bytes = 0;

  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    bytes += ilv_trace_get_memory (ilv_run_get_trace (ilv_comparison_get_run (comparison, i)));
  return bytes;
}

static gboolean
has_mark (IlvRecentRuns *self, IlvRecentRun *run)
{
  for (guint i = 0; i < self->n_marks; i++)
    if (self->marks[i].run == run)
      return TRUE;
  return FALSE;
}

static void
forget (IlvRecentRuns *self, guint place)
{
  g_ptr_array_remove_index (self->runs, place);
  g_list_model_items_changed (G_LIST_MODEL (self), place, 1, 0);
}

/* The oldest that may go. */
static gboolean
find_oldest (IlvRecentRuns *self, guint *place)
{
  for (guint i = self->runs->len; i > 1; i--)
    {
      IlvRecentRun *run = self->runs->pdata[i - 1];

      if (ilv_recent_run_get_comparison (run) == self->shown || has_mark (self, run))
        continue;
      *place = i - 1;
      return TRUE;
    }
  return FALSE;
}

static gboolean
is_too_much (IlvRecentRuns *self)
{
  guint64 bytes = 0;

  for (guint i = 0; i < self->runs->len; i++)
    bytes += count_bytes (self->runs->pdata[i]);
  return self->runs->len > self->most || bytes > self->most_bytes;
}

static void
keep_within_limits (IlvRecentRuns *self)
{
  guint place;

  while (is_too_much (self) && find_oldest (self, &place))
    {
      self->n_dropped++;
      forget (self, place);
    }
}

void
ilv_recent_runs_add (IlvRecentRuns *self, IlvComparison *comparison)
{
  g_return_if_fail (ILV_IS_RECENT_RUNS (self));
  g_return_if_fail (!ilv_comparison_is_running (comparison));

  if (ilv_comparison_is_side_by_side (comparison) || ilv_recent_runs_find (self, comparison))
    return;
  g_ptr_array_insert (self->runs, 0,
                      g_object_new (ILV_TYPE_RECENT_RUN, "comparison", comparison, NULL));
  g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, 1);
  keep_within_limits (self);
}

void
ilv_recent_runs_set_shown (IlvRecentRuns *self, IlvComparison *comparison)
{
  g_return_if_fail (ILV_IS_RECENT_RUNS (self));
  if (g_set_object (&self->shown, comparison))
    g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
ilv_recent_runs_is_shown (IlvRecentRuns *self, IlvRecentRun *run)
{
  g_return_val_if_fail (ILV_IS_RECENT_RUNS (self), FALSE);
  return self->shown && ilv_recent_run_get_comparison (run) == self->shown;
}

IlvRecentRun *
ilv_recent_runs_find (IlvRecentRuns *self, IlvComparison *comparison)
{
  g_return_val_if_fail (ILV_IS_RECENT_RUNS (self), NULL);

  for (guint i = 0; i < self->runs->len; i++)
    if (ilv_recent_run_get_comparison (self->runs->pdata[i]) == comparison)
      return self->runs->pdata[i];
  return NULL;
}

guint
ilv_recent_runs_get_n_dropped (IlvRecentRuns *self)
{
  g_return_val_if_fail (ILV_IS_RECENT_RUNS (self), 0);
  return self->n_dropped;
}

static gboolean
take_marks (IlvRecentRuns *self, IlvRecentRun *run)
{
  guint n = 0;
  gboolean taken;

  for (guint i = 0; i < self->n_marks; i++)
    if (self->marks[i].run != run)
      self->marks[n++] = self->marks[i];
  taken = n < self->n_marks;
  self->n_marks = n;
  return taken;
}

void
ilv_recent_runs_remove (IlvRecentRuns *self, IlvRecentRun *run, guint *place)
{
  g_return_if_fail (ILV_IS_RECENT_RUNS (self));
  g_return_if_fail (g_ptr_array_find (self->runs, run, place));

  if (take_marks (self, run))
    g_signal_emit (self, signals[CHANGED], 0);
  forget (self, *place);
}

void
ilv_recent_runs_put_back (IlvRecentRuns *self, IlvRecentRun *run, guint place)
{
  g_return_if_fail (ILV_IS_RECENT_RUNS (self) && ILV_IS_RECENT_RUN (run));

  if (g_ptr_array_find (self->runs, run, NULL))
    return; /* whoever asks for it clicked twice */
  place = MIN (place, self->runs->len);
  g_ptr_array_insert (self->runs, (int) place, g_object_ref (run));
  g_list_model_items_changed (G_LIST_MODEL (self), place, 0, 1);
}

gboolean
ilv_recent_runs_is_marked (IlvRecentRuns *self, IlvRecentRun *run, guint index)
{
  g_return_val_if_fail (ILV_IS_RECENT_RUNS (self), FALSE);

  for (guint i = 0; i < self->n_marks; i++)
    if (self->marks[i].run == run && self->marks[i].index == index)
      return TRUE;
  return FALSE;
}

gboolean
ilv_recent_runs_mark (IlvRecentRuns *self, IlvRecentRun *run, guint index)
{
  g_return_val_if_fail (ILV_IS_RECENT_RUNS (self), FALSE);
  g_return_val_if_fail (g_ptr_array_find (self->runs, run, NULL), FALSE);

  if (ilv_recent_runs_is_marked (self, run, index))
    return TRUE;
  if (self->n_marks == ILV_MAX_PICKS)
    return FALSE;
  self->marks[self->n_marks++] = (Mark){ run, index };
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

void
ilv_recent_runs_unmark (IlvRecentRuns *self, IlvRecentRun *run, guint index)
{
  guint n = 0;

  g_return_if_fail (ILV_IS_RECENT_RUNS (self));

  for (guint i = 0; i < self->n_marks; i++)
    if (self->marks[i].run != run || self->marks[i].index != index)
      self->marks[n++] = self->marks[i];
  if (n == self->n_marks)
    return;
  self->n_marks = n;
  g_signal_emit (self, signals[CHANGED], 0);
}

guint
ilv_recent_runs_get_n_marked (IlvRecentRuns *self)
{
  g_return_val_if_fail (ILV_IS_RECENT_RUNS (self), 0);
  return self->n_marks;
}

void
ilv_recent_runs_clear_marks (IlvRecentRuns *self)
{
  g_return_if_fail (ILV_IS_RECENT_RUNS (self));
  self->n_marks = 0;
  g_signal_emit (self, signals[CHANGED], 0);
}

IlvComparison *
ilv_recent_runs_compare (IlvRecentRuns *self)
{
  IlvPick picks[ILV_MAX_PICKS];

  g_return_val_if_fail (ILV_IS_RECENT_RUNS (self), NULL);

  for (guint i = 0; i < self->n_marks; i++)
    picks[i] = (IlvPick){ ilv_recent_run_get_comparison (self->marks[i].run),
                          self->marks[i].index };
  return self->n_marks > 0 ? ilv_comparison_new_of_runs (picks, self->n_marks) : NULL;
}
