/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/view-history.h"

#define LONGEST 50
/* Steps closer together than this are one. */
#define STEP_PAUSE (700 * G_TIME_SPAN_MILLISECOND)

struct _IlvViewHistory
{
  GArray *before; /* owned, of IlvViewRange, as all; the nearest last */
  GArray *after;
  gint64 last_step; /* monotonic time of the last step that others may join; 0: none */
};

IlvViewHistory *
ilv_view_history_new (void)
{
  IlvViewHistory *self = g_new0 (IlvViewHistory, 1);

  self->before = g_array_new (FALSE, FALSE, sizeof (IlvViewRange));
  self->after = g_array_new (FALSE, FALSE, sizeof (IlvViewRange));
  return self;
}

void
ilv_view_history_free (IlvViewHistory *self)
{
  g_array_unref (self->before);
  g_array_unref (self->after);
  g_free (self);
}

void
ilv_view_history_clear (IlvViewHistory *self)
{
  g_array_set_size (self->before, 0);
  g_array_set_size (self->after, 0);
  self->last_step = 0;
}

static void
push (GArray *ranges, const IlvViewRange *range)
{
  if (ranges->len == LONGEST)
    g_array_remove_index (ranges, 0);
  g_array_append_vals (ranges, range, 1);
}

void
ilv_view_history_leave (IlvViewHistory *self, const IlvViewRange *left, gboolean alone)
{
  gint64 now = g_get_monotonic_time ();
  gboolean joins = !alone && self->last_step != 0 && now - self->last_step < STEP_PAUSE;

  self->last_step = alone ? 0 : now;
  g_array_set_size (self->after, 0);
  if (!joins)
    push (self->before, left);
}

/* From the end of one list to the end of the other. */
static gboolean
walk (IlvViewHistory *self, GArray *from, GArray *to, const IlvViewRange *current,
      IlvViewRange *range)
{
  if (from->len == 0)
    return FALSE;
  *range = g_array_index (from, IlvViewRange, from->len - 1);
  g_array_set_size (from, from->len - 1);
  push (to, current);
  self->last_step = 0;
  return TRUE;
}

gboolean
ilv_view_history_back (IlvViewHistory *self, const IlvViewRange *current, IlvViewRange *range)
{
  return walk (self, self->before, self->after, current, range);
}

gboolean
ilv_view_history_forward (IlvViewHistory *self, const IlvViewRange *current, IlvViewRange *range)
{
  return walk (self, self->after, self->before, current, range);
}

gboolean
ilv_view_history_can_go_back (IlvViewHistory *self)
{
  return self->before->len > 0;
}

gboolean
ilv_view_history_can_go_forward (IlvViewHistory *self)
{
  return self->after->len > 0;
}
