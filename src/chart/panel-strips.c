/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lock strips for whoever has no pointer: one after the other, each at a moment that shows what
   it is about. */
#include "chart/panel-private.h"

#include "trace/quantity.h"

#include <glib/gi18n-lib.h>

/* Holds looked at to find the one that tells most; more are read evenly spaced. */
#define MOST_HOLDS 2000
/* Of those who wait, so many by name. */
#define NAMED_WAITING 4

guint
ilv_panel_get_n_strips (IlvPanel *self)
{
  g_return_val_if_fail (ILV_IS_PANEL (self), 0);
  ilv_panel_update (self);
  return self->trace != NULL && self->layout.locks.height > 0 ? self->n_strips : 0;
}

guint32
ilv_panel_get_strip_lock (IlvPanel *self, guint strip)
{
  g_return_val_if_fail (strip < ilv_panel_get_n_strips (self), 0);
  return self->strips[strip]->id;
}

gboolean
ilv_panel_find_strip (IlvPanel *self, guint32 lock, guint *strip)
{
  guint n = ilv_panel_get_n_strips (self);

  for (*strip = 0; *strip < n; ++*strip)
    if (self->strips[*strip]->id == lock)
      return TRUE;
  return FALSE;
}

void
ilv_panel_get_strip_extent (IlvPanel *self, guint strip, double *y, double *height)
{
  g_return_if_fail (ILV_IS_PANEL (self));
  ilv_panel_update (self);
  *y = self->layout.locks.y + strip * self->layout.strip_pitch;
  *height = self->layout.strip_pitch - 3;
}

/* In the middle of the hold that the most wait for, of those the longest: between two holds all
   wait and nobody has it. FALSE: it is not held in view. */
static gboolean
find_wanted_hold (IlvPanel *self, const IlvLock *lock, gint64 *moment)
{
  guint64 first = ilv_lock_find_hold (lock, self->view.from);
  guint64 end = MIN (ilv_lock_find_hold (lock, self->view.to) + 1, lock->n_holds);
  guint64 step = end > first ? (end - first) / MOST_HOLDS + 1 : 1;
  gint64 longest = -1;
  guint most = 0;

  for (guint64 i = first; i < end; i += step)
    {
      gint64 from, to;
      IlvHold hold;
      guint n;

      ilv_lock_get_hold (lock, i, &hold);
      from = MAX (hold.begin, self->view.from);
      to = MIN (hold.end, self->view.to);
      if (from >= to)
        continue;
      n = self->waits != NULL
            ? ilv_lock_waits_get_waiting (self->waits, lock->id, from + (to - from) / 2)
            : 0;
      if (n < most || (n == most && to - from <= longest))
        continue;
      most = n;
      longest = to - from;
      *moment = from + (to - from) / 2;
    }
  return longest >= 0;
}

gint64
ilv_panel_find_lock_moment (IlvPanel *self, guint32 id)
{
  const IlvLock *lock;
  gint64 moment;

  g_return_val_if_fail (ILV_IS_PANEL (self), 0);
  ilv_panel_update (self);
  /* In a replay, now. */
  if (self->view.until != G_MAXINT64)
    return self->view.until;
  lock = self->trace != NULL ? ilv_trace_find_lock (self->trace, id) : NULL;
  if (lock != NULL && !ilv_panel_is_level_lock (lock) && find_wanted_hold (self, lock, &moment))
    return moment;
  if (self->waits != NULL
      && ilv_lock_waits_find_busiest (self->waits, id, self->view.from, self->view.to, &moment))
    return moment;
  if (lock != NULL && find_wanted_hold (self, lock, &moment))
    return moment;
  return self->view.from;
}

gboolean
ilv_panel_hit_lock (IlvPanel *self, guint32 id, gint64 time, IlvHit *hit)
{
  const IlvLock *lock;
  IlvHold hold;

  g_return_val_if_fail (ILV_IS_PANEL (self) && hit != NULL, FALSE);
  ilv_panel_update (self);
  lock = self->trace != NULL ? ilv_trace_find_lock (self->trace, id) : NULL;
  *hit = (IlvHit){ .kind = ILV_HIT_NOTHING, .time = time, .from = time, .to = time, .id = id };
  if (lock == NULL)
    return FALSE;
  hit->kind = ilv_panel_is_level_lock (lock) ? ILV_HIT_LEVEL : ILV_HIT_WAITING;
  hit->index = ilv_lock_find_hold (lock, time);
  if (hit->kind == ILV_HIT_LEVEL || hit->index >= lock->n_holds)
    return TRUE;
  ilv_lock_get_hold (lock, hit->index, &hold);
  if (hold.begin > time)
    return TRUE;
  hit->kind = ILV_HIT_HOLD;
  hit->from = hold.begin;
  hit->to = MIN (hold.end, self->view.until);
  return TRUE;
}

/* Adds the name when the timeline waits for the lock then. */
static void
add_waiting (GString *names, const char *name, const IlvTimeline *timeline, const IlvLock *lock,
             gint64 time, gboolean on_task, guint *n)
{
  IlvInterval now;

  /* A task that waits on a lane waits there as well. */
  if (!ilv_timeline_get_at (timeline, time, &now) || now.object != lock->id
      || (on_task && now.other != 0))
    return;
  if (*n > 0)
    g_string_append (names, ", ");
  g_string_append (names, name);
  ++*n;
}

char *
ilv_panel_name_waiting (IlvPanel *self, const IlvLock *lock, gint64 time)
{
  guint all = self->waits != NULL ? ilv_lock_waits_get_waiting (self->waits, lock->id, time) : 0;
  guint most = MIN (all, NAMED_WAITING), n = 0;
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *more = ilv_quantity_count (all - most);

  for (guint i = 0; i < ilv_trace_get_n_lanes (self->trace) && n < most; i++)
    {
      const IlvLane *lane = ilv_trace_get_lane (self->trace, i);

      add_waiting (names, lane->name, lane->timeline, lock, time, FALSE, &n);
    }
  for (guint i = 0; i < ilv_trace_get_n_tasks (self->trace) && n < most; i++)
    {
      const IlvTask *task = ilv_trace_get_task (self->trace, i);

      add_waiting (names, task->name, task->timeline, lock, time, TRUE, &n);
    }
  if (n == 0)
    return NULL;
  return all > most ? g_strdup_printf (ngettext ("%s and %s more", "%s and %s more", all - most),
                                       names->str, more)
                    : g_strdup (names->str);
}

char *
ilv_panel_describe_strip (IlvPanel *self, guint strip)
{
  const IlvLock *lock;
  const char *name;
  guint n;
  g_autofree char *count = NULL;

  g_return_val_if_fail (strip < ilv_panel_get_n_strips (self), NULL);
  lock = self->strips[strip];
  name = *lock->name != '\0' ? lock->name : _ ("Lock");
  n = self->waits != NULL ? ilv_lock_waits_get_most_waiting (self->waits, lock->id) : 0;
  count = ilv_quantity_count (n);
  return n > 0 ? g_strdup_printf (ngettext ("%s: up to %s waits", "%s: up to %s wait", n), name,
                                  count)
               : g_strdup_printf (_ ("%s: nobody waits"), name);
}

char *
ilv_panel_describe_lock (IlvPanel *self, guint32 id)
{
  const IlvLock *lock;
  g_autofree char *times = NULL;

  g_return_val_if_fail (ILV_IS_PANEL (self), NULL);
  ilv_panel_update (self);
  lock = self->trace != NULL ? ilv_trace_find_lock (self->trace, id) : NULL;
  if (lock == NULL)
    return g_strdup ("");
  times = ilv_panel_write_lock_times (self, lock);
  return g_strdup_printf ("%s\n%s", *lock->name != '\0' ? lock->name : _ ("Lock"), times);
}
