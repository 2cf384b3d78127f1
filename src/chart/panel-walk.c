/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows for who walks them by keyboard, and for who does not see them. */
#include "chart/panel-private.h"

#include "trace/quantity.h"
#include "trace/state.h"

/* States told of a row, longest first. */
#define TOLD_STATES 3
/* Lanes of a mixed row that are read for it. */
#define MAX_LANES 256

gboolean
ilv_panel_hit_row (IlvPanel *self, guint row, IlvHit *hit)
{
  guint first, end;
  IlvSubject subject;

  g_return_val_if_fail (ILV_IS_PANEL (self) && hit != NULL, FALSE);
  ilv_panel_update (self);
  if (row >= self->layout.rows || ilv_panel_count_subjects (self) == 0)
    return FALSE;
  ilv_panel_get_row_range (self, row, self->view.from, self->view.to, &first, &end);
  ilv_panel_get_row_subject (self, row, MIN (first, ilv_panel_count_row_subjects (self, row) - 1),
                             &subject);
  *hit = (IlvHit){ .kind = ILV_HIT_LANE_LABEL,
                   .row = row,
                   .on_task = subject.on_task,
                   .on_core = subject.on_core,
                   .id = subject.id,
                   .from = subject.begin,
                   .to = MIN (subject.end, ilv_trace_get_end (self->trace)) };
  return TRUE;
}

gboolean
ilv_panel_find_hit_row (IlvPanel *self, const IlvHit *hit, guint *row)
{
  g_return_val_if_fail (ILV_IS_PANEL (self) && hit != NULL, FALSE);
  ilv_panel_update (self);
  if (self->trace == NULL || hit->on_core != self->on_cores || hit->on_task != self->on_tasks)
    return FALSE;
  if (!hit->on_core)
    return hit->on_task ? ilv_panel_find_task_row (self, hit->id, row)
                        : ilv_panel_find_lane_row (self, hit->id, row);
  for (*row = 0; *row < self->layout.rows; (*row)++)
    {
      guint n = ilv_panel_count_row_subjects (self, *row);

      for (guint i = 0; i < n; i++)
        {
          IlvSubject subject;

          ilv_panel_get_row_subject (self, *row, i, &subject);
          if (subject.id == hit->id)
            return TRUE;
        }
    }
  return FALSE;
}

char *
ilv_panel_get_hit_name (IlvPanel *self, const IlvHit *hit)
{
  const IlvLane *lane;
  const IlvTask *task;

  g_return_val_if_fail (ILV_IS_PANEL (self) && hit != NULL, NULL);
  if (hit->on_core)
    return g_strdup (hit->id < self->core_names->len ? self->core_names->pdata[hit->id] : "");
  task = hit->on_task ? ilv_trace_find_task (self->trace, hit->id) : NULL;
  lane = hit->on_task ? NULL : ilv_trace_find_lane (self->trace, hit->id);
  return g_strdup (task != NULL ? task->name : lane != NULL ? lane->name : "");
}

void
ilv_panel_get_row_extent (IlvPanel *self, guint row, double *y, double *height)
{
  g_return_if_fail (ILV_IS_PANEL (self));
  ilv_panel_update (self);
  *y = ilv_panel_get_row_y (self, row);
  *height = self->layout.lane_height;
}

static void
add_shares (IlvPanel *self, guint row, IlvMix *mix)
{
  guint n = ilv_panel_count_row_subjects (self, row);
  guint step = n / MAX_LANES + 1;
  gint64 to = MIN (self->view.to, ilv_panel_get_moment (self));

  if (to <= self->view.from)
    return;
  for (guint i = 0; i < n; i += step)
    {
      IlvSubject subject;

      ilv_panel_get_row_subject (self, row, i, &subject);
      if (subject.on_core)
        ilv_panel_add_core_mix (self, subject.id, self->view.from, to, 1, mix);
      else
        ilv_mix_add (mix, 1, subject.timeline, self->view.from, to, 1);
    }
}

/* "T1, below 10 000, Waiting for the GIL 74 %, Running, lock held 25 %" */
char *
ilv_panel_describe_row (IlvPanel *self, guint row)
{
  g_autofree char *name = NULL;
  g_autofree char *detail = NULL;
  IlvMix mix = { 0 };
  double sum = 0;
  GString *text;

  g_return_val_if_fail (ILV_IS_PANEL (self), NULL);
  ilv_panel_update (self);
  g_return_val_if_fail (row < self->layout.rows, NULL);
  name = ilv_panel_get_row_name (self, row);
  detail = ilv_panel_get_row_detail (self, row);
  text = g_string_new (name);
  if (*detail != '\0')
    g_string_append_printf (text, ", %s", detail);
  add_shares (self, row, &mix);
  for (guint s = ILV_STATE_NONE + 1; s < ILV_STATE_DONE; s++)
    sum += mix.share[s];
  for (guint told = 0; told < TOLD_STATES && sum > 0; told++)
    {
      guint best = ILV_STATE_NONE;
      g_autofree char *share = NULL;

      for (guint s = ILV_STATE_NONE + 1; s < ILV_STATE_DONE; s++)
        if (mix.share[s] > 0 && (best == ILV_STATE_NONE || mix.share[s] > mix.share[best]))
          best = s;
      if (best == ILV_STATE_NONE)
        break;
      share = ilv_quantity_percent (mix.share[best] / sum);
      g_string_append_printf (text, ", %s %s", ilv_state_get_title (best), share);
      mix.share[best] = 0;
    }
  return g_string_free (text, FALSE);
}
