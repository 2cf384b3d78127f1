/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the lanes of a panel stand for: workers, tasks or processor cores. */
#include "chart/panel-private.h"

#include <glib/gi18n-lib.h>

/* Lanes looked at to tell whether a run has an event loop. */
#define LOOKED_AT 64

static int
compare_ids (gconstpointer a, gconstpointer b, gpointer trace)
{
  guint32 x = ilv_trace_get_lane (trace, *(const guint *) a)->id;
  guint32 y = ilv_trace_get_lane (trace, *(const guint *) b)->id;

  return (x > y) - (x < y);
}

/* In the order in which they were asked for: of processes the seventh may be there before the
   sixth. */
static void
order_lanes (IlvPanel *self)
{
  for (guint i = 1; i < self->lanes->len; i++)
    if (compare_ids (&g_array_index (self->lanes, guint, i - 1),
                     &g_array_index (self->lanes, guint, i), (gpointer) self->trace) > 0)
      {
        g_array_sort_with_data (self->lanes, compare_ids, (gpointer) self->trace);
        return;
      }
}

static void
collect_lanes (IlvPanel *self)
{
  guint n = ilv_trace_get_n_lanes (self->trace);

  g_array_set_size (self->lanes, 0);
  for (guint i = 0; i < n; i++)
    if (ilv_trace_get_lane (self->trace, i)->kind != ILV_LANE_MAIN)
      g_array_append_val (self->lanes, i);
  /* A run without workers does its work on the main lane. */
  if (self->lanes->len == 0)
    for (guint i = 0; i < n; i++)
      g_array_append_val (self->lanes, i);

  order_lanes (self);
  g_hash_table_remove_all (self->lane_indices);
  for (guint i = 0; i < self->lanes->len; i++)
    {
      guint32 id = ilv_trace_get_lane (self->trace, g_array_index (self->lanes, guint, i))->id;

      g_hash_table_insert (self->lane_indices, GUINT_TO_POINTER (id), GUINT_TO_POINTER (i));
    }
}

/* Coroutines are seen where there is a loop, workers everywhere else. */
static IlvLaneMode
choose_mode (IlvPanel *self)
{
  guint n = ilv_trace_get_n_lanes (self->trace);

  if (self->view.lanes != ILV_LANES_AUTO)
    return self->view.lanes;
  for (guint i = 0; i < MIN (n, LOOKED_AT); i++)
    if (ilv_trace_get_lane (self->trace, i)->kind == ILV_LANE_LOOP)
      return ilv_trace_get_n_tasks (self->trace) > 0 ? ILV_LANES_TASKS : ILV_LANES_WORKERS;
  return ILV_LANES_WORKERS;
}

static void
name_cores (IlvPanel *self)
{
  while (self->on_cores && self->core_names->len < self->n_candidates)
    g_ptr_array_add (self->core_names, g_strdup_printf (_ ("Core %u"), self->core_names->len));
}

static guint
count_cores (IlvPanel *self)
{
  guint n = ilv_trace_get_n_cores (self->trace);

  /* A core that this run never used is told from there being none. */
  return n > 0 ? MAX (n, self->least_cores) : 0;
}

static void
get_core (IlvPanel *self, guint core, IlvSubject *subject)
{
  *subject = (IlvSubject){ .on_core = TRUE,
                           .id = core,
                           .name = self->core_names->pdata[core],
                           .begin = ilv_trace_get_begin (self->trace),
                           .end = ilv_trace_get_end (self->trace) };
}

void
ilv_panel_get_task_subject (IlvPanel *self, guint index, IlvSubject *subject)
{
  const IlvTask *task = ilv_trace_get_task (self->trace, index);

  *subject = (IlvSubject){ .on_task = TRUE,
                           .id = task->id,
                           .name = task->name,
                           .begin = task->begin,
                           .end = task->end,
                           .end_state = task->end_state,
                           .timeline = task->timeline };
}

static void
get_worker (IlvPanel *self, guint index, IlvSubject *subject)
{
  const IlvLane *lane
    = ilv_trace_get_lane (self->trace, g_array_index (self->lanes, guint, index));

  *subject = (IlvSubject){ .id = lane->id,
                           .name = lane->name,
                           .begin = lane->begin,
                           .end = lane->end,
                           .end_state = lane->end_state,
                           .timeline = lane->timeline };
}

static void
get_candidate (IlvPanel *self, guint index, IlvSubject *subject)
{
  if (self->on_cores)
    get_core (self, index, subject);
  else if (self->on_tasks)
    ilv_panel_get_task_subject (self, index, subject);
  else
    get_worker (self, index, subject);
}

static void
get_facts (gpointer data, guint index, IlvLaneFacts *facts)
{
  IlvSubject subject;

  get_candidate (data, index, &subject);
  *facts = (IlvLaneFacts){ subject.name, subject.begin, subject.end, subject.timeline };
}

/* What follows time is asked again when a tenth more of it has passed: lanes that changed places
   with every frame could not be followed, and so it is done a few times only in however long a
   run. */
static gboolean
is_order_due (IlvPanel *self, IlvLaneMode mode)
{
  gint64 now = ilv_trace_get_end (self->trace);

  return self->order == NULL || self->criteria_text != self->view.criteria
         || self->ordered_mode != mode || self->places->len != self->n_candidates
         || (ilv_lane_criteria_follow_time (self->criteria) && now != self->ordered_at
             && (ilv_trace_is_finished (self->trace) || now > self->ordered_at * 11 / 10));
}

static void
forget_order (IlvPanel *self)
{
  g_clear_pointer (&self->order, g_array_unref);
  g_clear_pointer (&self->places, g_array_unref);
  self->n_pinned = 0;
}

static void
order_subjects (IlvPanel *self, IlvLaneMode mode)
{
  if (self->view.criteria != NULL && !is_order_due (self, mode))
    return;
  if (self->criteria_text != self->view.criteria)
    {
      ilv_lane_packing_clear (self->packing);
      ilv_lane_criteria_free (self->criteria);
      self->criteria = ilv_lane_criteria_from_text (self->view.criteria);
      self->criteria_text = self->view.criteria;
    }
  forget_order (self);
  if (self->view.criteria == NULL)
    return;
  self->ordered_mode = mode;
  self->ordered_at = ilv_trace_get_end (self->trace);
  self->order = ilv_lane_order_compute (self->criteria, self->n_candidates, get_facts, self,
                                        &self->n_pinned);
  self->places = g_array_new (FALSE, TRUE, sizeof (guint));
  g_array_set_size (self->places, self->n_candidates);
  for (guint place = 0; place < self->order->len; place++)
    g_array_index (self->places, guint, g_array_index (self->order, guint, place)) = place + 1;
}

void
ilv_panel_collect_subjects (IlvPanel *self)
{
  IlvLaneMode mode;

  self->on_tasks = self->on_cores = FALSE;
  self->n_subjects = self->n_candidates = 0;
  if (self->trace == NULL)
    return;
  if (self->known_lanes != ilv_trace_get_n_lanes (self->trace))
    {
      self->known_lanes = ilv_trace_get_n_lanes (self->trace);
      collect_lanes (self);
    }
  mode = choose_mode (self);
  self->on_tasks = mode == ILV_LANES_TASKS;
  self->on_cores = mode == ILV_LANES_CORES;
  if (self->on_cores)
    self->n_candidates = count_cores (self);
  else
    self->n_candidates
      = self->on_tasks ? ilv_trace_get_n_tasks (self->trace) : self->lanes->len;
  name_cores (self);
  order_subjects (self, mode);
  self->n_subjects = self->order != NULL ? self->order->len : self->n_candidates;
}

guint
ilv_panel_count_subjects (IlvPanel *self)
{
  return self->n_subjects;
}

void
ilv_panel_get_subject (IlvPanel *self, guint place, IlvSubject *subject)
{
  get_candidate (self, self->order != NULL ? g_array_index (self->order, guint, place) : place,
                 subject);
}

guint
ilv_panel_get_lane_colour (IlvPanel *self, guint32 lane_id)
{
  gpointer value;

  /* One that is never shown, as the main lane, still has the same colour every time. */
  if (!g_hash_table_lookup_extended (self->lane_indices, GUINT_TO_POINTER (lane_id), NULL, &value))
    return lane_id + 3;
  return GPOINTER_TO_UINT (value);
}

static gboolean
find_place (IlvPanel *self, guint index, guint *place)
{
  if (self->order == NULL)
    *place = index;
  else if (index >= self->places->len || g_array_index (self->places, guint, index) == 0)
    return FALSE;
  else
    *place = g_array_index (self->places, guint, index) - 1;
  return *place < self->n_subjects;
}

gboolean
ilv_panel_find_lane_place (IlvPanel *self, guint32 lane_id, guint *place)
{
  gpointer index;

  return !self->on_tasks && !self->on_cores
         && g_hash_table_lookup_extended (self->lane_indices, GUINT_TO_POINTER (lane_id), NULL,
                                          &index)
         && find_place (self, GPOINTER_TO_UINT (index), place);
}

gboolean
ilv_panel_find_task_place (IlvPanel *self, guint32 task_id, guint *place)
{
  guint index;

  return self->on_tasks && ilv_trace_find_task_index (self->trace, task_id, &index)
         && find_place (self, index, place);
}

/* A sentence that stands where lanes would; "" when there are some. */
const char *
ilv_panel_explain_no_lanes (IlvPanel *self)
{
  if (self->trace == NULL || self->n_subjects > 0)
    return "";
  if (self->n_candidates > 0)
    return _ ("No lane is shown: all are hidden or filtered out.");
  if (self->on_cores)
    return _ ("Nothing says on which processor core this ran.");
  return self->on_tasks ? _ ("No task has begun yet.") : _ ("No worker has started yet.");
}
