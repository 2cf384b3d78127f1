/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the lanes of a panel stand for: workers, tasks or processor cores. */
#include "chart/panel-private.h"

#include <glib/gi18n-lib.h>

/* Lanes looked at to tell whether a run has an event loop. */
#define LOOKED_AT 64

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
  while (self->core_names->len < self->n_subjects)
    g_ptr_array_add (self->core_names, g_strdup_printf (_ ("Core %u"), self->core_names->len));
}

static guint
count_cores (IlvPanel *self)
{
  guint n = ilv_trace_get_n_cores (self->trace);

  /* A core that this run never used is told from there being none. */
  return n > 0 ? MAX (n, self->least_cores) : 0;
}

void
ilv_panel_collect_subjects (IlvPanel *self)
{
  IlvLaneMode mode;

  self->on_tasks = self->on_cores = FALSE;
  self->n_subjects = 0;
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
    {
      self->n_subjects = count_cores (self);
      name_cores (self);
    }
  else
    self->n_subjects = self->on_tasks ? ilv_trace_get_n_tasks (self->trace) : self->lanes->len;
}

guint
ilv_panel_count_subjects (IlvPanel *self)
{
  return self->n_subjects;
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

void
ilv_panel_get_subject (IlvPanel *self, guint index, IlvSubject *subject)
{
  if (self->on_cores)
    get_core (self, index, subject);
  else if (self->on_tasks)
    ilv_panel_get_task_subject (self, index, subject);
  else
    get_worker (self, index, subject);
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

gboolean
ilv_panel_find_lane_place (IlvPanel *self, guint32 lane_id, guint *place)
{
  gpointer value;

  if (!g_hash_table_lookup_extended (self->lane_indices, GUINT_TO_POINTER (lane_id), NULL, &value))
    return FALSE;
  *place = GPOINTER_TO_UINT (value);
  return TRUE;
}

/* A sentence that stands where lanes would; "" when there are some. */
const char *
ilv_panel_explain_no_lanes (IlvPanel *self)
{
  if (self->trace == NULL || self->n_subjects > 0)
    return "";
  if (self->on_cores)
    return _ ("Nothing says on which processor core this ran.");
  return self->on_tasks ? _ ("No task has begun yet.") : _ ("No worker has started yet.");
}
