/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/lane-packing.h"

typedef struct
{
  GArray *tasks; /* guint: indexes */
  gint64 end;    /* of the last; G_MAXINT64: it had not ended when last looked at */
} Row;

struct _IlvLanePacking
{
  guint most_rows;
  GArray *rows;    /* Row */
  GArray *row_of;  /* guint: by index, the row plus 1; 0: none yet */
  guint settled;   /* those before it, in the order given, all have a row */
  gboolean failed; /* there are more at once than may be */
};

typedef struct
{
  gint64 begin;
  guint task;
} Arrival;

static void
clear_row (gpointer data)
{
  g_array_unref (((Row *) data)->tasks);
}

IlvLanePacking *
ilv_lane_packing_new (guint most_rows)
{
  IlvLanePacking *self = g_new0 (IlvLanePacking, 1);

  self->most_rows = most_rows;
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_array_set_clear_func (self->rows, clear_row);
  self->row_of = g_array_new (FALSE, TRUE, sizeof (guint));
  return self;
}

void
ilv_lane_packing_free (IlvLanePacking *self)
{
  g_array_unref (self->rows);
  g_array_unref (self->row_of);
  g_free (self);
}

void
ilv_lane_packing_clear (IlvLanePacking *self)
{
  g_array_set_size (self->rows, 0);
  g_array_set_size (self->row_of, 0);
  self->settled = 0;
  self->failed = FALSE;
}

gint64
ilv_lane_packing_get_start (const IlvTask *task)
{
  IlvInterval first;

  if (ilv_timeline_get_length (task->timeline) == 0)
    return task->begin;
  ilv_timeline_get (task->timeline, 0, &first);
  if (first.state != ILV_STATE_READY)
    return task->begin;
  return first.open ? G_MAXINT64 : first.end;
}

static int
compare_arrivals (const void *a, const void *b)
{
  const Arrival *x = a, *y = b;

  if (x->begin != y->begin)
    return x->begin < y->begin ? -1 : 1;
  return (x->task > y->task) - (x->task < y->task);
}

/* Those that have started and have no row, in that order. (transfer full) */
static GArray *
list_arrivals (IlvLanePacking *self, const IlvTrace *trace, const guint *order, guint n)
{
  GArray *arrivals = g_array_new (FALSE, FALSE, sizeof (Arrival));
  gboolean settled = TRUE;

  for (guint i = self->settled; i < n; i++)
    {
      Arrival arrival = { .task = order != NULL ? order[i] : i };

      if (arrival.task >= self->row_of->len)
        g_array_set_size (self->row_of, arrival.task + 1);
      /* Of an order some may come in between later. */
      settled = settled && order == NULL;
      if (g_array_index (self->row_of, guint, arrival.task) == 0)
        {
          arrival.begin = ilv_lane_packing_get_start (ilv_trace_get_task (trace, arrival.task));
          settled = settled && arrival.begin != G_MAXINT64;
          if (arrival.begin != G_MAXINT64)
            g_array_append_val (arrivals, arrival);
        }
      if (settled)
        self->settled = i + 1;
    }
  if (arrivals->len > 1)
    qsort (arrivals->data, arrivals->len, sizeof (Arrival), compare_arrivals);
  return arrivals;
}

static gboolean
is_free (const IlvTrace *trace, Row *row, gint64 time)
{
  if (row->end == G_MAXINT64)
    row->end
      = ilv_trace_get_task (trace, g_array_index (row->tasks, guint, row->tasks->len - 1))->end;
  return row->end <= time;
}

static Row *
find_free_row (IlvLanePacking *self, const IlvTrace *trace, gint64 time, guint *index)
{
  Row row;

  for (*index = 0; *index < self->rows->len; (*index)++)
    if (is_free (trace, &g_array_index (self->rows, Row, *index), time))
      return &g_array_index (self->rows, Row, *index);
  if (self->rows->len >= self->most_rows)
    return NULL;
  row = (Row){ .tasks = g_array_new (FALSE, FALSE, sizeof (guint)) };
  g_array_append_val (self->rows, row);
  return &g_array_index (self->rows, Row, *index);
}

gboolean
ilv_lane_packing_update (IlvLanePacking *self, const IlvTrace *trace, const guint *order, guint n)
{
  g_autoptr (GArray) arrivals = NULL;

  if (self->failed)
    return FALSE;
  arrivals = list_arrivals (self, trace, order, n);
  for (guint i = 0; i < arrivals->len; i++)
    {
      const Arrival *arrival = &g_array_index (arrivals, Arrival, i);
      guint index;
      Row *row = find_free_row (self, trace, arrival->begin, &index);

      if (row == NULL)
        {
          self->failed = TRUE;
          return FALSE;
        }
      g_array_append_val (row->tasks, arrival->task);
      row->end = ilv_trace_get_task (trace, arrival->task)->end;
      g_array_index (self->row_of, guint, arrival->task) = index + 1;
    }
  return TRUE;
}

guint
ilv_lane_packing_count_rows (IlvLanePacking *self)
{
  return self->rows->len;
}

const guint *
ilv_lane_packing_get_row (IlvLanePacking *self, guint row, guint *n)
{
  GArray *tasks;

  g_return_val_if_fail (row < self->rows->len, NULL);
  tasks = g_array_index (self->rows, Row, row).tasks;
  *n = tasks->len;
  return (const guint *) (void *) tasks->data;
}

gboolean
ilv_lane_packing_find_row (IlvLanePacking *self, guint task, guint *row)
{
  guint found = task < self->row_of->len ? g_array_index (self->row_of, guint, task) : 0;

  *row = found - 1;
  return found != 0;
}
