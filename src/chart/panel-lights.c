/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who has to do with what is pointed at, in all lanes: the holders of a lock and all that wait for
   it at that moment, who put an item into a queue and who got it, the lane a core runs, the task
   that keeps a loop from others. */
#include "chart/panel-private.h"

#include <math.h>

/* Holds of a semaphore looked at; more permits are out than lanes could be told apart. */
#define MAX_HOLDS 1024
/* Width of a light in a row that many lanes share, in text sizes. */
#define SHARED_WIDTH 0.5

/* What is looked for, lane by lane. */
typedef struct
{
  IlvPanel *panel;
  gint64 time;
  const IlvLock *lock; /* (nullable) */
  GArray *holds;       /* IlvHold: of the lock at that time */
  gboolean has_passage;
  IlvPassage passage;  /* of the item of a queue that came or went last */
  guint32 busy_lane;   /* what runs there is lit: 0: none */
  gint64 busy_from;    /* so long */
  gint64 busy_to;
  GArray *lights;
} Search;

/* --- what is pointed at -------------------------------------------------------------------- */

static void
collect_holds (Search *search)
{
  const IlvLock *lock = search->lock;
  guint64 first = ilv_lock_find_hold (lock, search->time);

  for (guint64 i = first; i < lock->n_holds && i - first < MAX_HOLDS; i++)
    {
      IlvHold hold;

      ilv_lock_get_hold (lock, i, &hold);
      if (hold.begin > search->time)
        break;
      if (hold.end > search->time)
        g_array_append_val (search->holds, hold);
    }
}

static gboolean
aim_at_lock (Search *search, guint32 id, gint64 time)
{
  search->lock = ilv_trace_find_lock (search->panel->trace, id);
  search->time = time;
  if (search->lock != NULL)
    collect_holds (search);
  search->has_passage
    = ilv_panel_find_passage (search->panel, search->lock, time, &search->passage);
  return search->lock != NULL;
}

/* The loop on which nothing else can run meanwhile. */
static gboolean
aim_at_loop (Search *search, gint64 time)
{
  const IlvTrace *trace = search->panel->trace;

  for (guint i = 0; i < ilv_trace_get_n_lanes (trace); i++)
    {
      const IlvLane *lane = ilv_trace_get_lane (trace, i);
      guint64 index = ilv_timeline_find (lane->timeline, time);
      IlvInterval interval;

      if (lane->kind != ILV_LANE_LOOP || index >= ilv_timeline_get_length (lane->timeline))
        continue;
      ilv_timeline_get (lane->timeline, index, &interval);
      search->time = time;
      search->busy_lane = interval.begin <= time && interval.other != 0 ? lane->id : 0;
      search->busy_from = interval.begin;
      search->busy_to = interval.end;
      return search->busy_lane != 0;
    }
  return FALSE;
}

static gboolean
aim_at_interval (Search *search, const IlvHit *hit)
{
  gint64 time = CLAMP (hit->time, hit->from, MAX (hit->to - 1, hit->from));
  IlvInterval interval;

  if (!ilv_panel_get_hit_interval (search->panel, hit, &interval))
    return FALSE;
  if (interval.object != 0)
    return aim_at_lock (search, interval.object, time);
  return hit->on_task && interval.state == ILV_STATE_READY && interval.other == 0
         && aim_at_loop (search, time);
}

static gboolean
aim_at_core (Search *search, const IlvHit *hit)
{
  IlvCoreUse use;

  ilv_trace_get_core_use (search->panel->trace, hit->id, hit->index, &use);
  search->time = CLAMP (hit->time, use.begin, MAX (use.end - 1, use.begin));
  search->busy_lane = use.lane;
  search->busy_from = use.begin;
  search->busy_to = use.end;
  return TRUE;
}

static gboolean
aim (Search *search, const IlvHit *hit)
{
  if (hit->kind == ILV_HIT_INTERVAL)
    return aim_at_interval (search, hit);
  if (hit->kind == ILV_HIT_HOLD)
    return aim_at_lock (search, hit->id,
                        CLAMP (hit->time, hit->from, MAX (hit->to - 1, hit->from)));
  if (hit->kind == ILV_HIT_WAITING || hit->kind == ILV_HIT_LEVEL)
    return aim_at_lock (search, hit->id, hit->time);
  if (hit->kind == ILV_HIT_DROP_REQUEST)
    return aim_at_lock (search, hit->id, hit->from);
  return hit->kind == ILV_HIT_CORE && aim_at_core (search, hit);
}

/* --- lane by lane -------------------------------------------------------------------------- */

static gboolean
holds_lock (const IlvHold *hold, const IlvSubject *subject, const IlvInterval *now)
{
  if (!subject->on_task)
    return hold->lane == subject->id;
  /* Who takes an interpreter's lock does not always say for which task. */
  return hold->task != 0 ? hold->task == subject->id
                         : now->other == hold->lane && ilv_state_is_running (now->state);
}

/* Whether the subject put the item in then, or got it out: the lane did, or the task on it. */
static gboolean
has_done (const IlvSubject *subject, guint32 lane, gint64 time, IlvLight *light)
{
  IlvInterval then;

  if (lane == 0 || (!subject->on_task && subject->id != lane)
      || !ilv_timeline_get_at (subject->timeline, time, &then)
      || (subject->on_task && then.other != lane))
    return FALSE;
  *light = (IlvLight){ .from = then.begin, .to = then.end, .holds = TRUE };
  return TRUE;
}

/* FALSE: it has nothing to do with it. */
static gboolean
find_light (const Search *search, const IlvSubject *subject, IlvLight *light)
{
  const IlvPassage *passage = &search->passage;
  IlvInterval now;

  if (search->has_passage
      && (has_done (subject, passage->put_lane, passage->put, light)
          || has_done (subject, passage->got_lane, passage->got, light)))
    return TRUE;
  if (!ilv_timeline_get_at (subject->timeline, search->time, &now))
    return FALSE;
  if (search->busy_lane != 0)
    {
      if ((subject->on_task ? now.other : subject->id) != search->busy_lane)
        return FALSE;
      *light = (IlvLight){ .from = search->busy_from, .to = search->busy_to, .holds = TRUE };
      return TRUE;
    }
  for (guint i = 0; i < search->holds->len; i++)
    {
      const IlvHold *hold = &g_array_index (search->holds, IlvHold, i);

      if (!holds_lock (hold, subject, &now))
        continue;
      *light = (IlvLight){ .from = hold->begin, .to = hold->end, .holds = TRUE };
      return TRUE;
    }
  *light = (IlvLight){ .from = now.begin, .to = now.end };
  return search->lock != NULL && now.object == search->lock->id;
}

/* Of lanes that share a row, what holds comes first; the row itself is lit, at that moment. */
static void
search_row (const Search *search, guint row, guint step)
{
  IlvPanel *self = search->panel;
  gboolean found = FALSE;
  IlvLight light = { 0 };
  guint first, end;

  ilv_panel_get_row_range (self, row, search->time, search->time, &first, &end);
  for (guint i = first; i < end && !light.holds; i += step)
    {
      IlvSubject subject;

      ilv_panel_get_row_subject (self, row, i, &subject);
      found = find_light (search, &subject, &light) || found;
    }
  if (!found)
    return;
  light.row = row;
  if (ilv_panel_is_mixed_row (self, row))
    light.from = light.to = search->time;
  g_array_append_val (search->lights, light);
}

GArray *
ilv_panel_find_lights (IlvPanel *self, const IlvHit *hit)
{
  g_autoptr (GArray) holds = g_array_new (FALSE, FALSE, sizeof (IlvHold));
  Search search = { .panel = self, .holds = holds,
                    .lights = g_array_new (FALSE, FALSE, sizeof (IlvLight)) };
  guint first, end;

  /* Lanes of cores have no states of their own that could hold or wait. */
  if (self->on_cores || !aim (&search, hit))
    return search.lights;
  ilv_panel_get_visible_rows_range (self, &first, &end);
  for (guint row = first; row < end; row++)
    search_row (&search, row, ilv_panel_get_lane_step (self));
  return search.lights;
}

/* --- drawing ------------------------------------------------------------------------------- */

/* Around what holds an unbroken line, around what waits a dashed one; each on a lighter one, so
   that it is seen on every colour and hatch. */
static void
draw_light (IlvPanel *self, cairo_t *cr, const IlvLight *light)
{
  const IlvBox *box = &self->layout.lanes;
  double unit = self->theme->text_size;
  double x0 = fmax (ilv_panel_time_to_x (self, light->from), box->x);
  double x1 = fmin (ilv_panel_time_to_x (self, MIN (light->to, self->view.until)),
                    box->x + box->width);
  double least = ilv_panel_is_mixed_row (self, light->row) ? unit * SHARED_WIDTH : 3;
  double dashes[] = { round (unit * 0.4), round (unit * 0.3) };
  double thick = fmax (2, round (unit / 7));
  double y = ilv_panel_get_row_y (self, light->row);

  if (x1 - x0 < least)
    {
      x0 = (x0 + x1 - least) / 2;
      x1 = x0 + least;
    }
  cairo_rectangle (cr, x0 + thick / 2, y + thick / 2, fmax (x1 - x0 - thick, 1),
                   fmax (self->layout.lane_height - thick, 1));
  ilv_colour_set (cr, &self->theme->panel);
  cairo_set_line_width (cr, thick * 2);
  cairo_stroke_preserve (cr);
  ilv_colour_set (cr, &self->theme->text);
  cairo_set_line_width (cr, thick);
  if (!light->holds)
    cairo_set_dash (cr, dashes, 2, 0);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

void
ilv_panel_draw_lights (IlvPanel *self, cairo_t *cr, const IlvHit *hit)
{
  const IlvBox *box = &self->layout.lanes;
  g_autoptr (GArray) lights = ilv_panel_find_lights (self, hit);

  cairo_save (cr);
  cairo_rectangle (cr, box->x, box->y, box->width, box->height);
  cairo_clip (cr);
  for (guint i = 0; i < lights->len; i++)
    draw_light (self, cr, &g_array_index (lights, IlvLight, i));
  cairo_restore (cr);
}
