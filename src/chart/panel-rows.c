/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In which row a lane stands, and how tall all of it is. */
#include "chart/panel-private.h"

#include <math.h>

/* Lanes read for all the mixed rows of a frame; of more, evenly spaced ones. */
#define MAX_READ_LANES 8192

static void
list_needs (IlvPanel *self, IlvLayoutNeeds *needs)
{
  *needs = (IlvLayoutNeeds){ .lanes = ilv_panel_count_subjects (self),
                             .single = self->n_pinned,
                             .lanes_height = self->lanes_height,
                             .every_lane = self->view.every_lane };
  self->n_strips = 0;
  if (self->trace != NULL)
    {
      ilv_panel_find_strips (self);
      /* Lanes of cores say what the strip would. */
      needs->cores = self->on_cores ? 0 : ilv_trace_get_n_cores (self->trace);
      /* A core that this run never used is told from there being none. */
      if (needs->cores > 0)
        needs->cores = MAX (needs->cores, self->least_cores);
    }
  needs->strips = self->n_strips;
  needs->header = self->show_header ? ilv_panel_measure_header (self) : 0;
  needs->small_height = ilv_lettering_get_height (self->lettering, ILV_LETTERS_SMALL);
}

/* Tasks share rows when there are, or are to be, more than fit; unless there are more at once. */
static void
pack_tasks (IlvPanel *self, IlvLayoutNeeds *needs)
{
  guint n_single = self->n_pinned;
  guint expected = self->order == NULL ? self->expected_tasks : 0;
  gboolean in_time = self->criteria->sort == ILV_LANE_SORT_CREATED
                     || self->criteria->sort == ILV_LANE_SORT_ACTIVITY;

  self->packed = FALSE;
  if (!self->on_tasks || !in_time || needs->every_lane || needs->lanes <= n_single
      || n_single >= self->layout.fitting
      || MAX (needs->lanes, expected) <= self->layout.fitting
      || !ilv_lane_packing_update (self->packing, self->trace,
                                   self->order != NULL
                                     ? &g_array_index (self->order, guint, n_single)
                                     : NULL,
                                   needs->lanes - n_single)
      || ilv_lane_packing_count_rows (self->packing) == 0
      || n_single + ilv_lane_packing_count_rows (self->packing) > self->layout.fitting)
    return;
  self->packed = TRUE;
  needs->lanes = n_single + ilv_lane_packing_count_rows (self->packing);
}

void
ilv_panel_update (IlvPanel *self)
{
  guint64 generation = self->trace != NULL ? ilv_trace_get_generation (self->trace) : 0;
  IlvLayoutNeeds needs;

  if (!self->stale && (self->held || generation == self->generation))
    return;
  self->stale = FALSE;
  self->generation = generation;
  g_clear_pointer (&self->band, ilv_band_free);
  ilv_panel_collect_subjects (self);
  list_needs (self, &needs);
  /* Heights do not depend on the gutter, but what the labels say depends on the heights. */
  ilv_layout_compute (&self->layout, self->theme, &needs, self->width, self->height);
  pack_tasks (self, &needs);
  if (self->packed)
    ilv_layout_compute (&self->layout, self->theme, &needs, self->width, self->height);
  if (ilv_panel_has_note (self))
    {
      needs.note = TRUE;
      ilv_layout_compute (&self->layout, self->theme, &needs, self->width, self->height);
    }
  needs.gutter = ilv_panel_measure_gutter (self);
  ilv_layout_compute (&self->layout, self->theme, &needs, self->width, self->height);
}

/* --- what stands in a row ------------------------------------------------------------------ */

gboolean
ilv_panel_is_mixed_row (IlvPanel *self, guint row)
{
  return self->layout.per_row > 1 && row >= self->layout.single;
}

/* Whether tasks share the row: pinned ones do not. */
static gboolean
is_shared (IlvPanel *self, guint row)
{
  return self->packed && row >= self->n_pinned;
}

static const guint *
get_shared (IlvPanel *self, guint row, guint *n)
{
  return ilv_lane_packing_get_row (self->packing, row - self->n_pinned, n);
}

static guint
get_first_place (IlvPanel *self, guint row)
{
  guint single = self->layout.single;

  return row < single ? row : single + (row - single) * self->layout.per_row;
}

static guint
get_row_of_place (IlvPanel *self, guint place)
{
  guint single = self->layout.single;

  return place < single ? place : single + (place - single) / self->layout.per_row;
}

guint
ilv_panel_count_row_subjects (IlvPanel *self, guint row)
{
  guint n;

  if (!is_shared (self, row))
    return ilv_panel_is_mixed_row (self, row)
             ? MIN (self->layout.per_row,
                    ilv_panel_count_subjects (self) - get_first_place (self, row))
             : 1;
  get_shared (self, row, &n);
  return n;
}

void
ilv_panel_get_row_subject (IlvPanel *self, guint row, guint index, IlvSubject *subject)
{
  guint n, task;

  if (!is_shared (self, row))
    {
      ilv_panel_get_subject (self, get_first_place (self, row) + index, subject);
      return;
    }
  task = get_shared (self, row, &n)[index];
  ilv_panel_get_task_subject (self, task, subject);
  subject->begin = ilv_lane_packing_get_start (ilv_trace_get_task (self->trace, task));
}

/* How many of the row's tasks start before `time`, or end by then. */
static guint
count_before (IlvPanel *self, guint row, gint64 time, gboolean ended)
{
  guint high;
  const guint *tasks = get_shared (self, row, &high);
  guint low = 0;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const IlvTask *task = ilv_trace_get_task (self->trace, tasks[middle]);

      if ((ended ? task->end : ilv_lane_packing_get_start (task)) <= time)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

void
ilv_panel_get_row_range (IlvPanel *self, guint row, gint64 from, gint64 to, guint *first,
                         guint *end)
{
  if (is_shared (self, row))
    {
      *first = count_before (self, row, from, TRUE);
      *end = MAX (count_before (self, row, to, FALSE), *first);
    }
  else
    {
      *first = 0;
      *end = ilv_panel_count_row_subjects (self, row);
    }
}

gboolean
ilv_panel_find_lane_row (IlvPanel *self, guint32 lane_id, guint *row)
{
  guint place;

  if (!ilv_panel_find_lane_place (self, lane_id, &place))
    return FALSE;
  *row = get_row_of_place (self, place);
  return TRUE;
}

gboolean
ilv_panel_find_task_row (IlvPanel *self, guint32 task_id, guint *row)
{
  guint place, index;

  if (!ilv_panel_find_task_place (self, task_id, &place))
    return FALSE;
  if (!self->packed || place < self->n_pinned)
    {
      *row = get_row_of_place (self, place);
      return TRUE;
    }
  if (!ilv_trace_find_task_index (self->trace, task_id, &index)
      || !ilv_lane_packing_find_row (self->packing, index, row))
    return FALSE;
  *row += self->n_pinned;
  return TRUE;
}

/* --- where it stands ----------------------------------------------------------------------- */

double
ilv_panel_get_row_y (IlvPanel *self, guint row)
{
  double hidden = self->layout.rows - self->layout.visible_rows;
  double first = CLAMP (self->view.first_row, 0, fmax (hidden, 0));

  return self->layout.lanes.y + (row - first) * self->layout.pitch;
}

void
ilv_panel_get_visible_rows_range (IlvPanel *self, guint *first, guint *end)
{
  double top = ilv_panel_get_row_y (self, 0);
  const IlvBox *box = &self->layout.lanes;
  double pitch = self->layout.pitch;

  if (ilv_panel_count_subjects (self) == 0)
    {
      *first = *end = 0;
      return;
    }
  *first = (guint) fmax (0, floor ((box->y - top) / pitch));
  *end = MIN (self->layout.rows, (guint) ceil ((box->y + box->height - top) / pitch));
}

guint
ilv_panel_get_lane_step (IlvPanel *self)
{
  guint first, end, most;

  ilv_panel_get_visible_rows_range (self, &first, &end);
  most = MAX (MAX_READ_LANES / MAX (end - first, 1), 1);
  return self->layout.per_row > 1 ? (self->layout.per_row + most - 1) / most : 1;
}

gboolean
ilv_panel_find_row (IlvPanel *self, double y, guint *row)
{
  const IlvBox *box = &self->layout.lanes;
  double from_top = y - ilv_panel_get_row_y (self, 0);

  if (y < box->y || y >= box->y + box->height || ilv_panel_count_subjects (self) == 0)
    return FALSE;
  *row = (guint) fmax (0, floor (from_top / self->layout.pitch));
  return *row < self->layout.rows
         && from_top - *row * self->layout.pitch < self->layout.lane_height;
}
