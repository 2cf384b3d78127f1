/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many wait for a lock, in a band below its strip; and in the strip itself, of what several may
   have at a time, how many permits are out or how many items a queue holds. */
#include "chart/panel-private.h"

#include "trace/quantity.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* While a run goes on, what is new is taken in when it is this part of all events: all of it is
   looked at again each time. */
#define WORTH_IT 0.02
/* Pixels of a column where more begins than could be told apart: looking up is what a dense band
   costs. */
#define DENSE_COLUMN 3
/* Lengths of holds and waits looked at for their distribution. */
#define MOST_LENGTHS 20000

void
ilv_panel_update_waits (IlvPanel *self)
{
  guint64 n = self->trace != NULL ? ilv_trace_get_n_events (self->trace) : 0;

  /* A trace that begins anew where another was has fewer events. */
  if (self->waits_trace != self->trace || n < self->waits_events)
    {
      g_clear_pointer (&self->waits, ilv_lock_waits_free);
      self->waits = self->trace != NULL ? ilv_lock_waits_new (self->trace) : NULL;
      self->waits_trace = self->trace;
      self->waits_events = 0;
    }
  if (self->waits == NULL
      || (!ilv_trace_is_finished (self->trace)
          && (double) n < (double) self->waits_events * (1 + WORTH_IT)))
    return;
  ilv_lock_waits_update (self->waits);
  self->waits_events = n;
  self->waits_until = ilv_trace_get_end (self->trace);
}

/* A queue's counter has its name. (nullable) */
static const IlvCounter *
find_depth (IlvPanel *self, const IlvLock *lock)
{
  for (guint i = 0; i < ilv_trace_get_n_counters (self->trace); i++)
    {
      const IlvCounter *counter = ilv_trace_get_counter (self->trace, i);

      if (counter->id >= ILV_COUNTER_FIRST_OWN && strcmp (counter->name, lock->name) == 0)
        return counter;
    }
  return NULL;
}

gboolean
ilv_panel_is_used_lock (IlvPanel *self, const IlvLock *lock)
{
  const IlvCounter *depth;

  if (lock->kind == ILV_LOCK_GIL)
    return lock->n_handovers > 0 || lock->n_drop_requests > 0;
  if (lock->n_handovers > 0 || lock->n_drop_requests > 0
      || (self->waits != NULL && ilv_lock_waits_count (self->waits, lock->id) > 0))
    return TRUE;
  depth = lock->kind == ILV_LOCK_QUEUE ? find_depth (self, lock) : NULL;
  return lock->kind == ILV_LOCK_SEMAPHORE ? lock->n_holds > 0 : depth != NULL && depth->max > 0;
}

gboolean
ilv_panel_is_level_lock (const IlvLock *lock)
{
  return lock->kind == ILV_LOCK_SEMAPHORE || lock->kind == ILV_LOCK_QUEUE;
}

gboolean
ilv_panel_find_passage (IlvPanel *self, const IlvLock *lock, gint64 time, IlvPassage *passage)
{
  const IlvCounter *depth
    = lock != NULL && lock->kind == ILV_LOCK_QUEUE ? find_depth (self, lock) : NULL;

  /* With some puts or gets missing, others would be taken for each other's. */
  if (depth == NULL || ilv_trace_get_n_dropped (self->trace) > 0
      || !ilv_passage_find (depth, MIN (time, self->view.until), passage))
    return FALSE;
  if (passage->got > self->view.until)
    {
      passage->got = G_MAXINT64;
      passage->got_lane = 0;
    }
  return TRUE;
}

static gint64
get_depth (const IlvCounter *counter, gint64 time)
{
  guint64 index = counter != NULL ? ilv_counter_find (counter, time) : 0;
  IlvSample sample;

  if (index == 0)
    return 0;
  ilv_counter_get (counter, index - 1, &sample);
  return MAX (sample.value, 0);
}

gint64
ilv_panel_get_lock_level (IlvPanel *self, const IlvLock *lock, gint64 time)
{
  if (lock->kind == ILV_LOCK_QUEUE)
    return get_depth (find_depth (self, lock), time);
  return ilv_lock_waits_get_holding (self->waits, lock->id, time);
}

/* What the height of the strip stands for. */
static gint64
get_most (IlvPanel *self, const IlvLock *lock)
{
  const IlvCounter *depth = lock->kind == ILV_LOCK_QUEUE ? find_depth (self, lock) : NULL;
  gint64 most = lock->capacity;

  if (depth != NULL)
    most = MAX (most, depth->max);
  if (most == 0)
    for (guint64 i = 0; i < MIN (lock->n_holds, MOST_LENGTHS); i++)
      {
        IlvHold hold;

        ilv_lock_get_hold (lock, i, &hold);
        most = MAX (most, ilv_lock_waits_get_holding (self->waits, lock->id, hold.begin));
      }
  return MAX (most, 1);
}

/* --- bands --------------------------------------------------------------------------------- */

typedef struct
{
  int x0, x1, y0, y1; /* device pixels */
  double per_pixel;   /* ns */
} Band;

static gint64
time_at (IlvPanel *self, const Band *band, int x)
{
  return self->view.from + (gint64) ((x - band->x0 + 0.5) * band->per_pixel);
}

static gint64
get_end (IlvPanel *self)
{
  return MIN (self->view.until, MIN (self->waits_until, ilv_trace_get_end (self->trace)));
}

static gboolean
is_dense (IlvPanel *self, const Band *band, const IlvLock *lock)
{
  return ilv_lock_waits_count_begun (self->waits, lock->id, self->view.from,
                                     ilv_panel_get_known_end (self))
         > (guint64) (band->x1 - band->x0);
}

/* From column to column, those of the same height at once. */
static void
fill_waiting (IlvPanel *self, const Band *band, const IlvLock *lock)
{
  IlvState state = lock->kind == ILV_LOCK_GIL ? ILV_STATE_WAITING_GIL : ILV_STATE_WAITING_LOCK;
  guint most = MAX (ilv_lock_waits_get_most_waiting (self->waits, lock->id), 1);
  gint64 end = get_end (self);
  int begun = band->x0, before = 0;
  int column = is_dense (self, band, lock) ? DENSE_COLUMN : 1;

  ilv_canvas_fill_track (self->canvas, band->x0, band->y0, band->x1, band->y1);
  if (ilv_lock_waits_count (self->waits, lock->id) == 0)
    return;
  for (int x = band->x0; x < band->x1 + column; x += column)
    {
      gint64 time = time_at (self, band, x);
      guint n = x < band->x1 && time < end
                  ? ilv_lock_waits_get_waiting (self->waits, lock->id, time)
                  : 0;
      /* One that waits is seen however many waited at another time. */
      int height = n > 0 ? MAX ((int) lround ((double) n / most * (band->y1 - band->y0)), 2) : 0;

      if (height == before && x < band->x1)
        continue;
      if (before > 0)
        ilv_canvas_fill_state (self->canvas, state, begun, band->y1 - before,
                               MIN (x, band->x1), band->y1);
      begun = x;
      before = height;
    }
}

static void
fill_level (IlvPanel *self, const Band *band, const IlvLock *lock)
{
  const IlvCounter *depth = lock->kind == ILV_LOCK_QUEUE ? find_depth (self, lock) : NULL;
  double most = (double) get_most (self, lock);
  gint64 end = get_end (self);
  int begun = band->x0, before = 0;

  ilv_canvas_fill_track (self->canvas, band->x0, band->y0, band->x1, band->y1);
  for (int x = band->x0; x <= band->x1; x++)
    {
      gint64 time = time_at (self, band, x);
      gint64 level = x >= band->x1 || time >= end ? 0
                     : lock->kind == ILV_LOCK_QUEUE
                       ? get_depth (depth, time)
                       : ilv_lock_waits_get_holding (self->waits, lock->id, time);
      int height = level > 0 ? MAX ((int) lround ((double) level / most * (band->y1 - band->y0)), 1)
                             : 0;

      if (height == before && x < band->x1)
        continue;
      if (before > 0)
        ilv_canvas_fill (self->canvas, &self->theme->core, begun, band->y1 - before, x, band->y1);
      begun = x;
      before = height;
    }
}

static Band
get_band (IlvPanel *self, double top, double height)
{
  const IlvBox *box = &self->layout.locks;
  Band band = { .x0 = ilv_panel_device (self, box->x),
                .x1 = ilv_panel_device (self, box->x + box->width),
                .y0 = ilv_panel_device (self, top),
                .y1 = ilv_panel_device (self, top + height) };

  band.per_pixel = (double) (self->view.to - self->view.from) / MAX (band.x1 - band.x0, 1);
  return band;
}

void
ilv_panel_fill_waiting (IlvPanel *self, guint strip)
{
  const IlvLayout *layout = &self->layout;
  double y = layout->locks.y + strip * layout->strip_pitch;
  const IlvLock *lock = self->strips[strip];
  Band band = get_band (self, y + layout->strip_height + 1, layout->waiting_height);

  if (self->waits == NULL)
    return;
  fill_waiting (self, &band, lock);
  if (!ilv_panel_is_level_lock (lock))
    return;
  band = get_band (self, y, layout->strip_height);
  fill_level (self, &band, lock);
}

/* The line that a queue does not exceed, where it does not stand at the top already. */
void
ilv_panel_draw_capacity (IlvPanel *self, cairo_t *cr, guint strip)
{
  const IlvLayout *layout = &self->layout;
  const IlvLock *lock = self->strips[strip];
  double y = layout->locks.y + strip * layout->strip_pitch;
  double dash = round (self->theme->text_size * 0.3);

  if (!ilv_panel_is_level_lock (lock) || lock->capacity == 0)
    return;
  y += layout->strip_height * (1 - lock->capacity / (double) get_most (self, lock));
  ilv_colour_set (cr, &self->theme->text);
  for (double x = layout->locks.x; x < layout->locks.x + layout->locks.width; x += 2 * dash)
    ilv_panel_rule (self, cr, x, y, fmin (dash, layout->locks.x + layout->locks.width - x), 0);
}

/* --- words --------------------------------------------------------------------------------- */

/* (transfer full) */
char *
ilv_panel_write_level (IlvPanel *self, const IlvLock *lock, gint64 time)
{
  gint64 level = ilv_panel_get_lock_level (self, lock, time);
  g_autofree char *count = ilv_quantity_count (level);
  g_autofree char *all = ilv_quantity_count (lock->capacity);

  if (lock->kind == ILV_LOCK_SEMAPHORE && lock->capacity > 0)
    return g_strdup_printf (ngettext ("%s of %s permits of “%s” is taken",
                                      "%s of %s permits of “%s” are taken", (gulong) level),
                            count, all, lock->name);
  if (lock->kind == ILV_LOCK_SEMAPHORE)
    return g_strdup_printf (ngettext ("%s permit of “%s” is taken",
                                      "%s permits of “%s” are taken", (gulong) level),
                            count, lock->name);
  if (lock->capacity > 0)
    return g_strdup_printf (_ ("“%s” holds %s of %s items it has room for"), lock->name, count,
                            all);
  return g_strdup_printf (ngettext ("“%s” holds %s item, and has room without limit",
                                    "“%s” holds %s items, and has room without limit",
                                    (gulong) level),
                          lock->name, count);
}

char *
ilv_panel_write_waiting (IlvPanel *self, const IlvLock *lock, gint64 time)
{
  guint n = self->waits != NULL ? ilv_lock_waits_get_waiting (self->waits, lock->id, time) : 0;
  g_autofree char *count = ilv_quantity_count (n);

  if (n == 0)
    return g_strdup_printf (_ ("Nobody waits for %s"), lock->name);
  if (lock->kind != ILV_LOCK_QUEUE)
    return g_strdup_printf (ngettext ("%s waits for %s", "%s wait for %s", n), count, lock->name);
  if (ilv_panel_get_lock_level (self, lock, time) > 0)
    return g_strdup_printf (ngettext ("%s waits for room in %s", "%s wait for room in %s", n),
                            count, lock->name);
  return g_strdup_printf (ngettext ("%s waits for an item of %s", "%s wait for an item of %s", n),
                          count, lock->name);
}

static int
compare_lengths (const void *a, const void *b)
{
  gint64 x = *(const gint64 *) a;
  gint64 y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

GArray *
ilv_panel_list_lock_times (IlvPanel *self, const IlvLock *lock, gboolean waits,
                           guint most, guint64 *n)
{
  gint64 to = MIN (self->view.to, ilv_panel_get_moment (self));

  *n = 0;
  if (self->waits == NULL || to <= self->view.from)
    return g_array_new (FALSE, FALSE, sizeof (gint64));
  return waits ? ilv_lock_waits_list_waits (self->waits, lock->id, self->view.from, to,
                                            most, n)
               : ilv_lock_waits_list_holds (self->waits, lock->id, self->view.from, to,
                                            most, n);
}

/* "Waits in view: 12, half of them up to 3 ms, 95 % up to 8 ms, the longest 9 ms". NULL when there
   are none. */
static char *
write_times (IlvPanel *self, const IlvLock *lock, gboolean waits)
{
  guint64 n;
  g_autoptr (GArray) lengths = ilv_panel_list_lock_times (self, lock, waits, MOST_LENGTHS, &n);
  g_autofree char *count = ilv_quantity_count ((gint64) n);
  g_autofree char *half = NULL;
  g_autofree char *most = NULL;
  g_autofree char *longest = NULL;
  guint len = lengths->len;

  if (len == 0)
    return NULL;
  qsort (lengths->data, len, sizeof (gint64), compare_lengths);
  half = ilv_quantity_duration (g_array_index (lengths, gint64, (len - 1) / 2));
  most = ilv_quantity_duration (g_array_index (lengths, gint64, (len - 1) * 95 / 100));
  longest = ilv_quantity_duration (g_array_index (lengths, gint64, len - 1));
  return waits ? g_strdup_printf (
                   _ ("Waits in view: %s, half up to %s, 95 %% up to %s, the longest %s"), count,
                   half, most, longest)
               : g_strdup_printf (
                   _ ("Holds in view: %s, half up to %s, 95 %% up to %s, the longest %s"), count,
                   half, most, longest);
}

char *
ilv_panel_write_lock_times (IlvPanel *self, const IlvLock *lock)
{
  g_autofree char *holds = write_times (self, lock, FALSE);
  g_autofree char *waits = write_times (self, lock, TRUE);

  if (holds != NULL && waits != NULL)
    return g_strconcat (holds, "\n", waits, NULL);
  if (holds == NULL && waits == NULL)
    return g_strdup (_ ("Nothing in view waits for it or has it"));
  return g_strdup (holds != NULL ? holds : waits);
}
