/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines from whoever ended a wait to whoever had waited: from the wakes of the trace, and for
   interpreter locks, of which the kernel chooses who wakes, from their hand-overs. */
#include "chart/panel-private.h"

#include <math.h>

/* More than so many in view, or closer than so many text sizes, would be a smear. */
#define MOST_CONNECTORS 60
#define LEAST_APART 0.6
/* Wakes of others read to find the one that ended a wait. */
#define MAX_READ_WAKES 4096

/* The row of the task that runs on the lane at that moment. */
static gboolean
find_running_row (IlvPanel *self, const IlvLane *lane, gint64 time, guint *row)
{
  IlvInterval interval;

  return ilv_timeline_get_at (lane->timeline, time, &interval) && interval.other != 0
         && ilv_panel_find_task_row (self, interval.other, row);
}

/* The row of a worker's lane, or of the task that it runs at that moment. */
static gboolean
find_lane_row (IlvPanel *self, guint32 lane_id, gint64 time, guint *row)
{
  const IlvLane *lane = ilv_trace_find_lane (self->trace, lane_id);

  if (!self->on_tasks)
    return ilv_panel_find_lane_row (self, lane_id, row);
  /* Who gives something up may end what it does in the same moment. */
  return lane != NULL
         && (find_running_row (self, lane, time, row)
             || find_running_row (self, lane, time - 1, row));
}

/* When the wait ended in which the wake came. */
static gint64
find_end (IlvPanel *self, const IlvWake *wake)
{
  const IlvTrace *trace = self->trace;
  const IlvTask *task = self->on_tasks ? ilv_trace_find_task (trace, wake->task) : NULL;
  const IlvLane *lane = self->on_tasks ? NULL : ilv_trace_find_lane (trace, wake->lane);
  const IlvTimeline *timeline = task ? task->timeline : lane ? lane->timeline : NULL;
  IlvInterval interval;

  if (timeline == NULL || !ilv_timeline_get_at (timeline, wake->time, &interval)
      || interval.object != wake->lock || interval.object == 0)
    return wake->time;
  return interval.end;
}

static gboolean
find_woken_row (IlvPanel *self, const IlvWake *wake, guint *row)
{
  return self->on_tasks ? ilv_panel_find_task_row (self, wake->task, row)
                        : ilv_panel_find_lane_row (self, wake->lane, row);
}

static gboolean
connect_wake (IlvPanel *self, const IlvWake *wake, IlvConnector *connector)
{
  connector->from = wake->time;
  connector->to = find_end (self, wake);
  return connector->to <= self->view.until
         && find_lane_row (self, wake->waker, wake->time, &connector->from_row)
         && find_woken_row (self, wake, &connector->to_row)
         && connector->from_row != connector->to_row;
}

/* Whoever took the lock later, when it had long been free, was kept waiting by nobody. */
static gboolean
was_awaited (IlvPanel *self, const IlvLock *lock, const IlvHold *before, const IlvHold *hold)
{
  const IlvLane *lane = ilv_trace_find_lane (self->trace, hold->lane);
  IlvInterval interval;

  return lane != NULL && ilv_timeline_get_at (lane->timeline, hold->begin - 1, &interval)
         && interval.object == lock->id && interval.begin <= before->end;
}

/* From where the lock was given up to where it was taken. */
static gboolean
connect_hand_over (IlvPanel *self, const IlvLock *lock, guint64 index, IlvConnector *connector)
{
  IlvHold before, hold;

  if (index == 0 || index >= lock->n_holds)
    return FALSE;
  ilv_lock_get_hold (lock, index - 1, &before);
  ilv_lock_get_hold (lock, index, &hold);
  connector->from = before.end;
  connector->to = hold.begin;
  return hold.previous_lane != 0 && hold.previous_lane != hold.lane
         && hold.begin <= self->view.until && was_awaited (self, lock, &before, &hold)
         && find_lane_row (self, hold.previous_lane, before.end, &connector->from_row)
         && find_lane_row (self, hold.lane, hold.begin, &connector->to_row)
         && connector->from_row != connector->to_row;
}

/* --- all that are in view ------------------------------------------------------------------ */

static guint64
count_in_view (IlvPanel *self, gint64 to)
{
  gint64 from = self->view.from;
  guint64 n = ilv_trace_find_wake (self->trace, to) - ilv_trace_find_wake (self->trace, from);

  for (guint i = 0; i < self->n_strips && n <= MOST_CONNECTORS; i++)
    if (self->strips[i]->kind == ILV_LOCK_GIL && self->strips[i]->n_holds > 0)
      n += ilv_lock_find_hold (self->strips[i], to) - ilv_lock_find_hold (self->strips[i], from);
  return n;
}

static void
collect_wakes (IlvPanel *self, gint64 to, GArray *connectors)
{
  const IlvTrace *trace = self->trace;
  guint64 end = ilv_trace_find_wake (trace, to);

  for (guint64 i = ilv_trace_find_wake (trace, self->view.from); i < end; i++)
    {
      IlvConnector connector;
      IlvWake wake;

      ilv_trace_get_wake (trace, i, &wake);
      if (connect_wake (self, &wake, &connector))
        g_array_append_val (connectors, connector);
    }
}

static void
collect_hand_overs (IlvPanel *self, const IlvLock *lock, gint64 to, GArray *connectors)
{
  for (guint64 i = ilv_lock_find_hold (lock, self->view.from); i < lock->n_holds; i++)
    {
      IlvConnector connector;
      IlvHold hold;

      ilv_lock_get_hold (lock, i, &hold);
      if (hold.begin >= to)
        break;
      if (hold.begin >= self->view.from && connect_hand_over (self, lock, i, &connector))
        g_array_append_val (connectors, connector);
    }
}

GArray *
ilv_panel_find_connectors (IlvPanel *self)
{
  GArray *connectors = g_array_new (FALSE, FALSE, sizeof (IlvConnector));
  gint64 to = MIN (self->view.to, self->view.until);
  guint64 n;

  if (self->trace == NULL || self->view.without_connectors || self->on_cores
      || to <= self->view.from)
    return connectors;
  /* Of all the view will have: those that stand there stay when more come. */
  n = count_in_view (self, ilv_panel_get_known_end (self));
  if (n == 0 || n > MOST_CONNECTORS
      || (double) n * self->theme->text_size * LEAST_APART > self->layout.lanes.width)
    return connectors;
  collect_wakes (self, to, connectors);
  for (guint i = 0; i < self->n_strips; i++)
    if (self->strips[i]->kind == ILV_LOCK_GIL)
      collect_hand_overs (self, self->strips[i], to, connectors);
  return connectors;
}

/* --- that of one wait ---------------------------------------------------------------------- */

/* The last wake of the waiter before its wait ended. */
static gboolean
find_wake (IlvPanel *self, const IlvHit *hit, const IlvInterval *wait, IlvConnector *connector)
{
  const IlvTrace *trace = self->trace;
  guint64 end = ilv_trace_find_wake (trace, wait->end + 1);

  for (guint64 i = end; i > 0 && end - i < MAX_READ_WAKES; i--)
    {
      IlvWake wake;

      ilv_trace_get_wake (trace, i - 1, &wake);
      if (wake.time < wait->begin)
        return FALSE;
      if (wake.lock != wait->object || (hit->on_task ? wake.task : wake.lane) != hit->id)
        continue;
      if (!connect_wake (self, &wake, connector))
        return FALSE;
      connector->to = wait->end;
      return TRUE;
    }
  return FALSE;
}

static gboolean
find_hand_over (IlvPanel *self, const IlvHit *hit, const IlvInterval *wait,
                IlvConnector *connector)
{
  const IlvLock *lock = ilv_trace_find_lock (self->trace, wait->object);
  IlvHold hold;
  guint64 index;

  if (lock == NULL || lock->kind != ILV_LOCK_GIL)
    return FALSE;
  index = ilv_lock_find_hold (lock, wait->end);
  if (index >= lock->n_holds)
    return FALSE;
  ilv_lock_get_hold (lock, index, &hold);
  return hold.lane == (hit->on_task ? wait->other : hit->id)
         && connect_hand_over (self, lock, index, connector);
}

/* From where an item was put into a queue to where it was got. */
static gboolean
connect_passage (IlvPanel *self, const IlvHit *hit, IlvConnector *connector)
{
  IlvPassage passage;

  if (!ilv_panel_find_passage (self, ilv_trace_find_lock (self->trace, hit->id), hit->time,
                               &passage)
      || passage.got_lane == 0)
    return FALSE;
  connector->from = passage.put;
  connector->to = passage.got;
  return find_lane_row (self, passage.put_lane, passage.put, &connector->from_row)
         && find_lane_row (self, passage.got_lane, passage.got, &connector->to_row)
         && connector->from_row != connector->to_row;
}

gboolean
ilv_panel_find_connector (IlvPanel *self, const IlvHit *hit, IlvConnector *connector)
{
  IlvInterval wait;

  if (hit->kind == ILV_HIT_LEVEL && !self->on_cores)
    return connect_passage (self, hit, connector);
  if (self->on_cores || !ilv_panel_get_hit_interval (self, hit, &wait) || wait.object == 0
      || wait.open || wait.end > self->view.until)
    return FALSE;
  return find_wake (self, hit, &wait, connector) || find_hand_over (self, hit, &wait, connector);
}

/* --- drawing ------------------------------------------------------------------------------- */

static double
get_middle (IlvPanel *self, guint row)
{
  return ilv_panel_get_row_y (self, row) + self->layout.lane_height / 2;
}

/* Both ends stand within their rows, as near to each other as they can. */
static void
draw_connector (IlvPanel *self, cairo_t *cr, const IlvConnector *connector, double thick)
{
  double inset = self->layout.lane_height * 0.2;
  int down = connector->to_row > connector->from_row ? 1 : -1;
  double head = fmin (self->theme->text_size * 0.3, self->layout.lane_height * 0.3);
  double x0 = ilv_panel_time_to_x (self, connector->from);
  double x1 = ilv_panel_time_to_x (self, connector->to);
  double y0 = get_middle (self, connector->from_row) + down * inset;
  double y1 = get_middle (self, connector->to_row) - down * inset;
  double bend = self->theme->text_size * 0.5;

  /* Not into the labels. */
  if (fmin (x0, x1) - bend < self->layout.lanes.x)
    bend = -bend;

  for (int pass = 0; pass < 2; pass++)
    {
      /* A lighter line below it takes it out of colours and hatches. */
      ilv_colour_set (cr, pass == 0 ? &self->theme->panel : &self->theme->text);
      cairo_set_line_width (cr, pass == 0 ? thick + 2 : thick);
      cairo_move_to (cr, x0, y0);
      cairo_curve_to (cr, x0 - bend, (2 * y0 + y1) / 3, x1 - bend, (y0 + 2 * y1) / 3, x1,
                      y1 - down * head);
      cairo_stroke (cr);
      cairo_arc (cr, x0, y0, thick + (pass == 0 ? 1 : 0.3), 0, 2 * G_PI);
      cairo_fill (cr);
      cairo_move_to (cr, x1, y1);
      cairo_line_to (cr, x1 - head * 0.7, y1 - down * head * 1.4);
      cairo_line_to (cr, x1 + head * 0.7, y1 - down * head * 1.4);
      cairo_close_path (cr);
      if (pass == 0)
        cairo_stroke (cr);
      else
        cairo_fill (cr);
    }
}

static void
clip_lanes (IlvPanel *self, cairo_t *cr)
{
  const IlvBox *box = &self->layout.lanes;

  cairo_rectangle (cr, box->x - self->theme->text_size, box->y,
                   box->width + 2 * self->theme->text_size, box->height);
  cairo_clip (cr);
}

/* Whether one that is drawn crosses the same rows at the same place. */
static gboolean
is_crowded (IlvPanel *self, GArray *drawn, const IlvConnector *connector)
{
  double x = ilv_panel_time_to_x (self, connector->to);

  for (guint i = 0; i < drawn->len; i++)
    {
      const IlvConnector *other = &g_array_index (drawn, IlvConnector, i);

      if (fabs (ilv_panel_time_to_x (self, other->to) - x) < self->theme->text_size * LEAST_APART
          && MIN (other->from_row, other->to_row) < MAX (connector->from_row, connector->to_row)
          && MIN (connector->from_row, connector->to_row) < MAX (other->from_row, other->to_row))
        return TRUE;
    }
  return FALSE;
}

void
ilv_panel_draw_connectors (IlvPanel *self, cairo_t *cr)
{
  g_autoptr (GArray) connectors = ilv_panel_find_connectors (self);
  g_autoptr (GArray) drawn = g_array_new (FALSE, FALSE, sizeof (IlvConnector));

  cairo_save (cr);
  clip_lanes (self, cr);
  for (guint i = 0; i < connectors->len; i++)
    {
      const IlvConnector *connector = &g_array_index (connectors, IlvConnector, i);

      if (is_crowded (self, drawn, connector))
        continue;
      draw_connector (self, cr, connector, self->theme->text_size / 13);
      g_array_append_vals (drawn, connector, 1);
    }
  cairo_restore (cr);
}

void
ilv_panel_draw_hit_connector (IlvPanel *self, cairo_t *cr, const IlvHit *hit)
{
  IlvConnector connector;

  if (!ilv_panel_find_connector (self, hit, &connector))
    return;
  cairo_save (cr);
  clip_lanes (self, cr);
  draw_connector (self, cr, &connector, self->theme->text_size / 13 * 2);
  cairo_restore (cr);
}
