/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands under a point. */
#include "chart/panel-private.h"

#include <math.h>

/* Logical pixels within which something thin is met. */
#define REACH 4

static gboolean
contains (const IlvBox *box, double x, double y)
{
  return box->height > 0 && x >= box->x && x < box->x + box->width && y >= box->y
         && y < box->y + box->height;
}

/* The lane under the point: in a mixed row, the lane at that share of the row's height; where tasks
   follow each other, the one that is there then, on the label the first that is seen. */
static void
find_subject (IlvPanel *self, guint row, double x, double y, IlvSubject *subject)
{
  gboolean label = x < self->layout.lanes.x;
  gint64 left = label ? self->view.from : ilv_panel_x_to_time (self, floor (x));
  gint64 right = label ? self->view.to : ilv_panel_x_to_time (self, floor (x) + 1);
  double part = (y - ilv_panel_get_row_y (self, row)) / self->layout.lane_height;
  guint n = ilv_panel_count_row_subjects (self, row);
  guint first, end;

  ilv_panel_get_row_range (self, row, left, right, &first, &end);
  if (ilv_panel_is_mixed_row (self, row))
    first = (guint) fmax (0, part * n);
  ilv_panel_get_row_subject (self, row, MIN (first, n - 1), subject);
}

static IlvHitKind
hit_interval (IlvPanel *self, double x, const IlvSubject *subject, IlvHit *hit)
{
  gint64 left = ilv_panel_x_to_time (self, floor (x));
  gint64 right = MAX (ilv_panel_x_to_time (self, floor (x) + 1), left + 1);
  guint64 n = ilv_timeline_get_length (subject->timeline);
  guint64 first = ilv_timeline_find (subject->timeline, left);
  guint64 last = ilv_timeline_find (subject->timeline, right);
  guint64 index = ilv_timeline_find (subject->timeline, hit->time);
  IlvInterval interval;

  if (index >= n)
    return ILV_HIT_NOTHING;
  ilv_timeline_get (subject->timeline, index, &interval);
  /* Between two intervals, but with a small one in the same pixel: that one is meant. */
  if (interval.begin > hit->time && interval.begin >= right)
    return ILV_HIT_NOTHING;
  if (interval.state == ILV_STATE_NONE || ilv_state_is_end (interval.state)
      || interval.end <= subject->begin)
    return ILV_HIT_NOTHING;
  hit->index = index;
  hit->from = interval.begin;
  hit->to = interval.end;
  if (interval.end - interval.begin < right - left && last > first)
    hit->folded = MIN (last, n - 1) - first + 1;
  return ILV_HIT_INTERVAL;
}

gboolean
ilv_panel_get_hit_interval (IlvPanel *self, const IlvHit *hit, IlvInterval *interval)
{
  const IlvLane *lane = hit->on_task ? NULL : ilv_trace_find_lane (self->trace, hit->id);
  const IlvTask *task = hit->on_task ? ilv_trace_find_task (self->trace, hit->id) : NULL;
  const IlvTimeline *timeline = lane ? lane->timeline : task ? task->timeline : NULL;

  if (hit->kind != ILV_HIT_INTERVAL || timeline == NULL
      || hit->index >= ilv_timeline_get_length (timeline))
    return FALSE;
  ilv_timeline_get (timeline, hit->index, interval);
  return TRUE;
}

static IlvHitKind
hit_core (IlvPanel *self, guint core, IlvHit *hit)
{
  IlvCoreUse use;

  hit->id = core;
  hit->index = ilv_trace_find_core_use (self->trace, core, hit->time);
  if (hit->index >= ilv_trace_get_n_core_uses (self->trace, core))
    return ILV_HIT_NOTHING;
  ilv_trace_get_core_use (self->trace, core, hit->index, &use);
  hit->from = use.begin;
  hit->to = use.end;
  return use.begin <= hit->time ? ILV_HIT_CORE : ILV_HIT_NOTHING;
}

static IlvHitKind
hit_lanes (IlvPanel *self, double x, double y, IlvHit *hit)
{
  IlvSubject subject;

  if (!ilv_panel_find_row (self, y, &hit->row))
    return ILV_HIT_NOTHING;
  find_subject (self, hit->row, x, y, &subject);
  hit->on_task = subject.on_task;
  hit->on_core = subject.on_core;
  hit->id = subject.id;
  if (x < self->layout.lanes.x)
    {
      hit->from = subject.begin;
      hit->to = MIN (subject.end, ilv_trace_get_end (self->trace));
      return ILV_HIT_LANE_LABEL;
    }
  if (x >= self->layout.lanes.x + self->layout.lanes.width)
    return ILV_HIT_NOTHING;
  if (subject.on_core)
    return hit_core (self, subject.id, hit);
  return hit_interval (self, x, &subject, hit);
}

static IlvHitKind
hit_request (IlvPanel *self, const IlvLock *lock, double x, IlvHit *hit)
{
  gint64 left = ilv_panel_x_to_time (self, x - REACH);
  gint64 right = ilv_panel_x_to_time (self, x + REACH);
  guint64 first = ilv_lock_find_drop_request (lock, left);
  guint64 end = ilv_lock_find_drop_request (lock, right + 1);
  guint64 index = ilv_lock_find_drop_request (lock, hit->time);
  IlvDropRequest request;

  if (first >= end)
    return ILV_HIT_NOTHING;
  hit->index = CLAMP (index, first, end - 1);
  ilv_lock_get_drop_request (lock, hit->index, &request);
  hit->from = hit->to = request.time;
  hit->folded = end - first > 1 ? end - first : 0;
  return ILV_HIT_DROP_REQUEST;
}

static IlvHitKind
hit_locks (IlvPanel *self, double x, double y, IlvHit *hit)
{
  guint index = (guint) ((y - self->layout.locks.y) / self->layout.strip_pitch);
  const IlvLock *lock;
  IlvHold hold;
  gint64 left, right;

  if (index >= self->n_strips)
    return ILV_HIT_NOTHING;
  lock = self->strips[index];
  hit->id = lock->id;
  hit->from = hit->to = hit->time;
  y -= self->layout.locks.y + index * self->layout.strip_pitch;
  if (x < self->layout.locks.x)
    return ILV_HIT_LOCK_LABEL;
  if (y >= self->layout.strip_height + self->layout.waiting_height + 2)
    return hit_request (self, lock, x, hit);
  if (y >= self->layout.strip_height)
    return ILV_HIT_WAITING;
  if (ilv_panel_is_level_lock (lock))
    return ILV_HIT_LEVEL;

  left = ilv_panel_x_to_time (self, floor (x));
  right = MAX (ilv_panel_x_to_time (self, floor (x) + 1), left + 1);
  hit->index = ilv_lock_find_hold (lock, hit->time);
  if (hit->index >= lock->n_holds)
    return ILV_HIT_NOTHING;
  ilv_lock_get_hold (lock, hit->index, &hold);
  if (hold.begin > hit->time && hold.begin >= right)
    return ILV_HIT_NOTHING;
  hit->from = hold.begin;
  hit->to = hold.end;
  if (hold.end - hold.begin < right - left)
    {
      guint64 n = ilv_lock_find_hold (lock, right) - ilv_lock_find_hold (lock, left);

      hit->folded = n > 0 ? n + 1 : 0;
    }
  return ILV_HIT_HOLD;
}

static IlvHitKind
hit_cores (IlvPanel *self, double y, IlvHit *hit)
{
  guint core = (guint) ((y - self->layout.cores.y) / self->layout.core_pitch);

  return core < ilv_trace_get_n_cores (self->trace) ? hit_core (self, core, hit)
                                                    : ILV_HIT_NOTHING;
}

static gboolean
hit_finish_mark (IlvPanel *self, double x, IlvHit *hit)
{
  double nearest = REACH;

  for (guint i = 0; i < self->marks->len; i++)
    {
      gint64 time = g_array_index (self->marks, IlvFinishMark, i).time;
      double away = fabs (ilv_panel_time_to_x (self, time) - x);

      if (away > nearest || time > self->view.until)
        continue;
      nearest = away;
      hit->index = i;
      hit->from = hit->to = time;
    }
  return nearest < REACH;
}

/* What has been recorded by the moment that is seen; what goes on then has come to there. */
static IlvHitKind
cut_off (IlvPanel *self, IlvHitKind kind, IlvHit *hit)
{
  gint64 moment = ilv_panel_get_moment (self);

  if (kind == ILV_HIT_LANE_LABEL || kind == ILV_HIT_GRAPH_LABEL || kind == ILV_HIT_HEADER
      || kind == ILV_HIT_LOCK_LABEL || kind == ILV_HIT_NOTE || kind == ILV_HIT_AXIS)
    return kind;
  hit->to = MIN (hit->to, moment);
  return MAX (hit->time, hit->from) > moment ? ILV_HIT_NOTHING : kind;
}

/* Where the labels of a part stand. */
static gboolean
is_beside (IlvPanel *self, const IlvBox *part, double x, double y)
{
  const IlvBox box = { self->layout.label_x, part->y, self->layout.label_width, part->height };

  return contains (&box, x, y);
}

static gboolean
is_graph_label (IlvPanel *self, double x, double y)
{
  IlvBox box;

  return ilv_panel_get_graph_label (self, &box.x, &box.y, &box.width, &box.height)
         && contains (&box, x, y);
}

IlvHitKind
ilv_panel_hit (IlvPanel *self, double x, double y, IlvHit *hit)
{
  const IlvLayout *layout = &self->layout;
  IlvHitKind kind = ILV_HIT_NOTHING;

  g_return_val_if_fail (ILV_IS_PANEL (self) && hit != NULL, ILV_HIT_NOTHING);
  ilv_panel_update (self);
  *hit = (IlvHit){ .kind = ILV_HIT_NOTHING, .time = ilv_panel_x_to_time (self, x) };
  if (self->trace == NULL || ilv_panel_count_subjects (self) == 0)
    return ILV_HIT_NOTHING;

  if (x >= layout->lanes.x && y >= layout->lanes.y
      && y < layout->lanes.y + layout->lanes.height && ilv_panel_hit_event (self, x, y, hit))
    kind = ILV_HIT_EVENT;
  else if (y >= layout->lanes.y && y < layout->lanes.y + layout->lanes.height)
    kind = hit_lanes (self, x, y, hit);
  else if (contains (&layout->band, x, y))
    {
      hit->from = hit->to = hit->time;
      kind = ILV_HIT_BAND;
    }
  else if (contains (&layout->note, x, y))
    kind = ILV_HIT_NOTE;
  else if (is_beside (self, &layout->locks, x, y) || contains (&layout->locks, x, y))
    kind = hit_locks (self, x, y, hit);
  else if (contains (&layout->cores, x, y))
    kind = hit_cores (self, y, hit);
  else if ((contains (&layout->graph, x, y) || contains (&layout->axis, x, y))
           && hit_finish_mark (self, x, hit))
    kind = ILV_HIT_MARK;
  else if (contains (&layout->graph, x, y))
    {
      guint32 id = ilv_graph_get_counter (self->view.graph);
      const IlvCounter *counter = ilv_trace_find_counter (self->trace, id);

      hit->id = id;
      hit->index = counter != NULL ? ilv_counter_find (counter, hit->time) : 0;
      hit->from = hit->to = hit->time;
      kind = ILV_HIT_COUNTER;
    }
  else if (contains (&layout->header, x, y))
    kind = ILV_HIT_HEADER;
  else if (is_graph_label (self, x, y))
    kind = ILV_HIT_GRAPH_LABEL;
  else if (contains (&layout->axis, x, y))
    {
      hit->from = hit->to = hit->time;
      kind = ILV_HIT_AXIS;
    }
  hit->kind = cut_off (self, kind, hit);
  return hit->kind;
}

IlvPlace
ilv_panel_find_place (IlvPanel *self, double x, double y)
{
  const IlvLayout *layout = &self->layout;
  const IlvBox *axis = &layout->axis;

  g_return_val_if_fail (ILV_IS_PANEL (self), ILV_PLACE_NONE);
  ilv_panel_update (self);
  if (self->trace == NULL || ilv_panel_count_subjects (self) == 0 || x < axis->x
      || x > axis->x + axis->width || y < layout->top)
    return ILV_PLACE_NONE;
  /* What is left below the axis belongs to it: the edge of the panel is easily met. */
  return y < axis->y ? ILV_PLACE_PLOT : ILV_PLACE_AXIS;
}
