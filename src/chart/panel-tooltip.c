/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands under the pointer, in words: what it is, how long, why it waits and for whom. */
#include "chart/panel-private.h"

#include "chart/symbol.h"
#include "trace/quantity.h"
#include "trace/state.h"

#include <glib/gi18n-lib.h>

static void
add_line (GString *text, char *line)
{
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
  g_free (line);
}

static const char *
lane_name (IlvPanel *self, guint32 id)
{
  const IlvLane *lane = ilv_trace_find_lane (self->trace, id);

  return lane != NULL ? lane->name : _ ("a worker not known");
}

/* Name of a task with its label: "count 20 000". */
static char *
task_name (IlvPanel *self, guint32 id)
{
  const IlvTask *task = ilv_trace_find_task (self->trace, id);
  const char *label = ilv_panel_get_task_label (self, id);

  if (task == NULL)
    return g_strdup (_ ("a task not known"));
  return label != NULL && *label != '\0' ? g_strdup_printf ("%s (%s)", task->name, label)
                                         : g_strdup (task->name);
}

/* What has not ended by the moment that is seen has only come to there. */
static void
add_stretch (IlvPanel *self, GString *text, gint64 from, gint64 to, gboolean open)
{
  gint64 moment = ilv_panel_get_moment (self);
  gint64 seen = MIN (to, moment);
  g_autofree char *length = ilv_quantity_duration (seen - from);
  g_autofree char *begin = ilv_quantity_duration (from);
  g_autofree char *end = ilv_quantity_duration (seen);

  if (from > moment)
    add_line (text, g_strdup (_ ("Not there yet")));
  else if (open || to > moment)
    add_line (text, g_strdup_printf (_ ("%s so far, since %s"), length, begin));
  else
    add_line (text, g_strdup_printf (_ ("%s, from %s to %s"), length, begin, end));
}

static void
add_folded (GString *text, guint64 folded)
{
  g_autofree char *count = NULL;

  if (folded <= 1)
    return;
  count = ilv_quantity_count ((gint64) folded);
  add_line (text, g_strdup_printf (ngettext ("%s interval stands in this pixel",
                                             "%s intervals stand in this pixel", folded),
                                   count));
}

/* Whether it ends only where the run has come to. */
static gboolean
is_going_on (IlvPanel *self, gint64 end)
{
  return !ilv_trace_is_finished (self->trace) && end >= ilv_trace_get_end (self->trace);
}

/* The lock waited for and who has it at that moment. */
static void
add_lock (IlvPanel *self, GString *text, guint32 id, guint32 waiter, gint64 time)
{
  const IlvLock *lock = ilv_trace_find_lock (self->trace, id);
  const char *name;
  guint64 index;
  IlvHold hold;

  if (lock == NULL)
    return;
  name = *lock->name != '\0' ? lock->name : _ ("a lock");
  /* Several have something of it: nobody of them is the one it waits for. */
  if (ilv_panel_is_level_lock (lock) && self->waits != NULL)
    {
      add_line (text, g_strdup_printf (_ ("Waits for %s"), name));
      add_line (text, ilv_panel_write_level (self, lock, time));
      return;
    }
  index = ilv_lock_find_hold (lock, time);
  if (index < lock->n_holds)
    {
      ilv_lock_get_hold (lock, index, &hold);
      if (hold.begin <= time && hold.lane != waiter)
        {
          gint64 seen = MIN (hold.end, ilv_panel_get_moment (self));
          g_autofree char *length = ilv_quantity_duration (seen - hold.begin);

          add_line (text, g_strdup_printf (_ ("Waits for %s, which %s holds for %s"), name,
                                           lane_name (self, hold.lane), length));
          return;
        }
    }
  add_line (text, g_strdup_printf (_ ("Waits for %s, which nobody holds at this moment"), name));
}

/* A task that could run has no loop: who keeps it busy. */
static void
add_loop (IlvPanel *self, GString *text, gint64 time)
{
  for (guint i = 0; i < ilv_trace_get_n_lanes (self->trace); i++)
    {
      const IlvLane *lane = ilv_trace_get_lane (self->trace, i);
      IlvInterval interval;
      g_autofree char *task = NULL;

      if (lane->kind != ILV_LANE_LOOP)
        continue;
      if (!ilv_timeline_get_at (lane->timeline, time, &interval) || interval.other == 0)
        return;
      task = task_name (self, interval.other);
      add_line (text, g_strdup_printf (_ ("The loop is busy with %s"), task));
      return;
    }
}

static void
describe_interval (IlvPanel *self, const IlvHit *hit, GString *text)
{
  const IlvLane *lane = hit->on_task ? NULL : ilv_trace_find_lane (self->trace, hit->id);
  const IlvTask *task = hit->on_task ? ilv_trace_find_task (self->trace, hit->id) : NULL;
  g_autofree char *name = NULL;
  IlvInterval interval;

  if (!ilv_panel_get_hit_interval (self, hit, &interval))
    return;
  name = task != NULL ? task_name (self, hit->id) : g_strdup (lane->name);
  add_line (text, g_strdup_printf ("%s · %s", name, ilv_state_get_title (interval.state)));
  add_stretch (self, text, interval.begin, interval.end, interval.open);
  if (interval.other != 0 && task != NULL)
    add_line (text, g_strdup_printf (_ ("On %s"), lane_name (self, interval.other)));
  else if (interval.other != 0)
    {
      g_autofree char *of = task_name (self, interval.other);

      add_line (text, g_strdup_printf (_ ("Task: %s"), of));
    }
  if (interval.object != 0)
    add_lock (self, text, interval.object, lane != NULL ? hit->id : interval.other, hit->time);
  else if (interval.state == ILV_STATE_READY && task != NULL && interval.other == 0)
    add_loop (self, text, hit->time);
  add_folded (text, hit->folded);
}

static void
describe_label (IlvPanel *self, const IlvHit *hit, GString *text)
{
  const IlvLane *lane
    = hit->on_task || hit->on_core ? NULL : ilv_trace_find_lane (self->trace, hit->id);
  const IlvTask *task = hit->on_task ? ilv_trace_find_task (self->trace, hit->id) : NULL;
  IlvState end = lane ? lane->end_state : task ? task->end_state : ILV_STATE_NONE;

  if (hit->on_core)
    {
      add_line (text, g_strdup_printf (_ ("Core %u"), hit->id));
      return;
    }
  if (task != NULL)
    add_line (text, task_name (self, hit->id));
  else if (lane != NULL)
    {
      add_line (text, g_strdup (lane->name));
      add_line (text, g_strdup_printf (_ ("Process %u, thread %u"), lane->pid, lane->tid));
    }
  else
    return;
  add_stretch (self, text, hit->from, hit->to, end == ILV_STATE_NONE);
  if (end != ILV_STATE_NONE && hit->to <= ilv_panel_get_moment (self))
    add_line (text, g_strdup (ilv_state_get_title (end)));
}

static void
describe_hold (IlvPanel *self, const IlvHit *hit, GString *text)
{
  const IlvLock *lock = ilv_trace_find_lock (self->trace, hit->id);
  IlvHold hold;

  if (lock == NULL || hit->index >= lock->n_holds)
    return;
  ilv_lock_get_hold (lock, hit->index, &hold);
  add_line (text, g_strdup_printf (_ ("%s held by %s"),
                                   *lock->name != '\0' ? lock->name : _ ("Lock"),
                                   lane_name (self, hold.lane)));
  add_stretch (self, text, hold.begin, hold.end, is_going_on (self, hold.end));
  if (hold.task != 0)
    {
      g_autofree char *of = task_name (self, hold.task);

      add_line (text, g_strdup_printf (_ ("Task: %s"), of));
    }
  if (hold.previous_lane != 0 && hold.previous_lane != hold.lane)
    add_line (text, g_strdup_printf (_ ("Handed over by %s"),
                                     lane_name (self, hold.previous_lane)));
  if (hold.forced && hold.end <= ilv_panel_get_moment (self))
    add_line (text, g_strdup (_ ("Given up because another asked for it")));
  add_folded (text, hit->folded);
}

static void
describe_request (IlvPanel *self, const IlvHit *hit, GString *text)
{
  const IlvLock *lock = ilv_trace_find_lock (self->trace, hit->id);
  g_autofree char *at = NULL;
  IlvDropRequest request;

  if (lock == NULL || hit->index >= lock->n_drop_requests)
    return;
  ilv_lock_get_drop_request (lock, hit->index, &request);
  at = ilv_quantity_duration (request.time);
  add_line (text, g_strdup_printf (_ ("%s asks %s to give up %s, at %s"),
                                   lane_name (self, request.lane),
                                   lane_name (self, request.holder),
                                   *lock->name != '\0' ? lock->name : _ ("the lock"), at));
  if (hit->folded > 1)
    {
      g_autofree char *count = ilv_quantity_count ((gint64) hit->folded);

      add_line (text, g_strdup_printf (ngettext ("%s request stands here", "%s requests stand here",
                                                 hit->folded),
                                       count));
    }
}

static void
describe_counter (IlvPanel *self, const IlvHit *hit, GString *text)
{
  IlvGraph graph = self->view.graph;
  gint64 stretch = ilv_panel_get_graph_stretch (self);
  gint64 from = MAX (hit->time, 0) / stretch * stretch;
  g_autofree char *title = ilv_graph_get_title (graph, self->trace);
  g_autofree char *value
    = ilv_graph_format (graph, ilv_graph_get_value (graph, self->trace, hit->time, stretch));
  g_autofree char *of
    = ilv_quantity_count (ilv_panel_count_tasks (self));
  g_autofree char *at = ilv_quantity_duration (hit->time);

  if (graph == ILV_GRAPH_DONE)
    add_line (text, g_strdup_printf (_ ("%s of %s done at %s"), value, of, at));
  else if (!ilv_graph_is_in (graph, self->trace))
    add_line (text, g_strdup_printf (_ ("%s: nothing to show here"), title));
  else
    {
      add_line (text, g_strdup_printf (_ ("%s: %s"), title, value));
      if (ilv_graph_is_rate (graph))
        add_stretch (self, text, from, from + stretch, FALSE);
      else
        add_line (text, g_strdup_printf (_ ("at %s"), at));
    }
}

static void
describe_graph (IlvPanel *self, GString *text)
{
  g_autofree char *title = ilv_graph_get_title (self->view.graph, self->trace);
  g_autofree char *top = ilv_graph_format (self->view.graph, ilv_panel_get_graph_top (self));

  add_line (text, g_strdup_printf (_ ("%s, up to %s"), title, top));
  add_line (text, ilv_graph_get_explanation (self->view.graph, self->trace));
  add_line (text, g_strdup (_ ("All panels have the same scale.")));
  if (self->choosable)
    add_line (text, g_strdup (_ ("Click to see something else (Ctrl+G).")));
}

/* The task that runs on the lane at that moment, else the lane. (transfer full) */
static char *
doer_name (IlvPanel *self, guint32 id, gint64 time)
{
  const IlvLane *lane = ilv_trace_find_lane (self->trace, id);
  IlvInterval interval;

  if (lane != NULL && ilv_timeline_get_at (lane->timeline, time, &interval) && interval.other != 0)
    return task_name (self, interval.other);
  return g_strdup (lane_name (self, id));
}

/* Who put the latest item into a queue, and who got it. */
static void
add_passage (IlvPanel *self, GString *text, const IlvLock *lock, gint64 time)
{
  g_autofree char *putter = NULL;
  g_autofree char *getter = NULL;
  g_autofree char *at = NULL;
  g_autofree char *later = NULL;
  IlvPassage passage;

  if (!ilv_panel_find_passage (self, lock, time, &passage))
    return;
  putter = doer_name (self, passage.put_lane, passage.put);
  at = ilv_quantity_duration (passage.put);
  add_line (text, g_strdup_printf (_ ("Latest item: put in by %s at %s"), putter, at));
  if (passage.got_lane == 0)
    {
      add_line (text, g_strdup (_ ("Nobody has got it yet")));
      return;
    }
  getter = doer_name (self, passage.got_lane, passage.got);
  later = ilv_quantity_duration (passage.got - passage.put);
  add_line (text, g_strdup_printf (_ ("Got by %s, %s later"), getter, later));
}

/* What the label may only have had room for as "≤ 6". (transfer full) (nullable) */
static char *
explain_most_waiting (IlvPanel *self, const IlvLock *lock)
{
  guint n = self->waits ? ilv_lock_waits_get_most_waiting (self->waits, lock->id) : 0;
  g_autofree char *count = ilv_quantity_count (n);

  return n == 0 ? NULL
                : g_strdup_printf (ngettext ("Never more than %s waited at once",
                                             "Never more than %s waited at once", n),
                                   count);
}

static void
describe_lock (IlvPanel *self, const IlvHit *hit, GString *text)
{
  const IlvLock *lock = ilv_trace_find_lock (self->trace, hit->id);
  g_autofree char *at = ilv_quantity_duration (hit->time);
  char *waiting;

  if (lock == NULL)
    return;
  if (hit->kind == ILV_HIT_LOCK_LABEL)
    {
      add_line (text, g_strdup (lock->name));
      if ((waiting = explain_most_waiting (self, lock)) != NULL)
        add_line (text, waiting);
      add_line (text, ilv_panel_write_lock_times (self, lock));
      if (self->choosable)
        add_line (text, g_strdup (self->n_more_strips > 0
                                    ? _ ("Click for how long, or to choose another one (N: next).")
                                    : _ ("Click to see how long (Enter).")));
      return;
    }
  if (hit->kind == ILV_HIT_LEVEL)
    {
      add_line (text, ilv_panel_write_level (self, lock, hit->time));
      add_passage (self, text, lock, hit->time);
    }
  add_line (text, ilv_panel_write_waiting (self, lock, hit->time));
  /* Some have no lane in the picture, as the thread that starts the others. */
  if ((waiting = ilv_panel_name_waiting (self, lock, hit->time)) != NULL)
    add_line (text, waiting);
  add_line (text, g_strdup_printf (_ ("at %s"), at));
}

/* The lane's state at that moment and the task it has. */
static void
add_state (IlvPanel *self, GString *text, guint32 id, gint64 time)
{
  const IlvLane *lane = ilv_trace_find_lane (self->trace, id);
  g_autofree char *task = NULL;
  IlvInterval interval;

  if (lane == NULL || !ilv_timeline_get_at (lane->timeline, time, &interval)
      || interval.state == ILV_STATE_NONE)
    return;
  if (interval.other == 0)
    {
      add_line (text, g_strdup (ilv_state_get_title (interval.state)));
      return;
    }
  task = task_name (self, interval.other);
  add_line (text, g_strdup_printf ("%s · %s", ilv_state_get_title (interval.state), task));
}

static void
describe_core (IlvPanel *self, const IlvHit *hit, GString *text)
{
  IlvCoreUse use;

  if (hit->id >= ilv_trace_get_n_cores (self->trace)
      || hit->index >= ilv_trace_get_n_core_uses (self->trace, hit->id))
    return;
  ilv_trace_get_core_use (self->trace, hit->id, hit->index, &use);
  add_line (text, g_strdup_printf (_ ("Core %u runs %s"), hit->id, lane_name (self, use.lane)));
  add_state (self, text, use.lane, hit->time);
  add_stretch (self, text, use.begin, use.end, is_going_on (self, use.end));
}

static void
describe_mark (IlvPanel *self, const IlvHit *hit, GString *text)
{
  const IlvFinishMark *mark;
  g_autofree char *at = NULL;

  if (hit->index >= self->marks->len)
    return;
  mark = &g_array_index (self->marks, IlvFinishMark, hit->index);
  at = ilv_quantity_duration (mark->time);
  add_line (text, g_strdup_printf (_ ("%s ended at %s"), mark->title, at));
}

static void
describe_event (IlvPanel *self, const IlvHit *hit, GString *text)
{
  g_autofree char *task = NULL;
  g_autofree char *at = NULL;
  IlvMarkEvent mark;
  IlvSymbol symbol;

  if (hit->index >= ilv_trace_get_n_marks (self->trace))
    return;
  ilv_trace_get_mark (self->trace, hit->index, &mark);
  if (!ilv_symbol_from_mark (mark.mark, &symbol))
    return;
  at = ilv_quantity_duration (mark.time);
  task = task_name (self, mark.task);
  add_line (text, g_strdup_printf (_ ("%s at %s"), ilv_symbol_get_title (symbol), at));
  if (mark.mark == ILV_MARK_RETRY)
    add_line (text, g_strdup_printf (_ ("%s failed and begins again: retry %d"), task,
                                     (int) MIN (mark.argument, G_MAXINT)));
  else if (mark.mark == ILV_MARK_WORKER_DIED)
    add_line (text, g_strdup_printf (_ ("%s crashed or was killed"),
                                     lane_name (self, (guint32) mark.argument)));
  else if (mark.mark == ILV_MARK_DEADLOCK)
    {
      add_lock (self, text, (guint32) mark.argument, mark.lane, mark.time);
      add_line (text, g_strdup_printf (_ ("%s waits in a circle with others: none can go on"),
                                       task));
    }
  else
    add_line (text, g_strdup (ilv_symbol_get_explanation (symbol)));
  if (mark.mark == ILV_MARK_WORKER_DIED && mark.task != 0)
    add_line (text, g_strdup_printf (_ ("It worked on %s"), task));
}

/* All of what may have no room in it. */
static void
describe_header (IlvPanel *self, GString *text)
{
  g_autofree char *time = ilv_panel_get_time_words (self);
  g_autofree char *subtitle = ilv_panel_get_subtitle_words (self);
  const char *status = ilv_panel_get_status_words (self);

  add_line (text, g_strdup (self->title != NULL ? self->title : ""));
  if (*subtitle != '\0')
    add_line (text, g_strdup (subtitle));
  if (status != NULL && *status != '\0')
    add_line (text, *time != '\0' ? g_strdup_printf ("%s · %s", time, status)
                                  : g_strdup (status));
}

char *
ilv_panel_describe_hit (IlvPanel *self, const IlvHit *hit)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (ILV_IS_PANEL (self) && hit != NULL, NULL);
  if (self->trace == NULL)
    return g_string_free (text, FALSE);
  switch (hit->kind)
    {
    case ILV_HIT_INTERVAL:
      describe_interval (self, hit, text);
      break;
    case ILV_HIT_LANE_LABEL:
      describe_label (self, hit, text);
      break;
    case ILV_HIT_HOLD:
      describe_hold (self, hit, text);
      break;
    case ILV_HIT_DROP_REQUEST:
      describe_request (self, hit, text);
      break;
    case ILV_HIT_COUNTER:
      describe_counter (self, hit, text);
      break;
    case ILV_HIT_CORE:
      describe_core (self, hit, text);
      break;
    case ILV_HIT_MARK:
      describe_mark (self, hit, text);
      break;
    case ILV_HIT_HEADER:
      describe_header (self, text);
      break;
    case ILV_HIT_LOCK_LABEL:
    case ILV_HIT_WAITING:
    case ILV_HIT_LEVEL:
      describe_lock (self, hit, text);
      break;
    case ILV_HIT_GRAPH_LABEL:
      describe_graph (self, text);
      break;
    case ILV_HIT_EVENT:
      describe_event (self, hit, text);
      break;
    case ILV_HIT_BAND:
      add_line (text, ilv_panel_describe_band (self, hit->time));
      break;
    case ILV_HIT_NOTE:
      add_line (text, ilv_panel_write_note (self));
      break;
    case ILV_HIT_AXIS:
      add_line (text, ilv_quantity_duration (hit->time));
      break;
    case ILV_HIT_NOTHING:
      break;
    }
  return g_string_free (text, FALSE);
}
