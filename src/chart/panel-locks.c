/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lock strips: who held a lock that was contended, and who asked for it. */
#include "chart/panel-private.h"

#include "chart/symbol.h"
#include "trace/quantity.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Holds looked at in one column; more are read evenly spaced. */
#define HOLDS_PER_COLUMN 8
#define N_COLOURS 8

typedef struct
{
  IlvPanel *panel;
  const IlvLock *lock;
  int x0, columns, y0, y1; /* device pixels */
  double per_ns;
  IlvColour colours[N_COLOURS];
} Strip;

/* Of the height, what strips may take before some are left out. */
#define STRIPS_SHARE 0.25

/* How many fit; there is always one. */
static guint
count_fitting (IlvPanel *self)
{
  double pitch = self->theme->text_size * 2.9;

  return (guint) CLAMP (self->height * STRIPS_SHARE / pitch, 1, ILV_MAX_STRIPS);
}

static void
add_strip (IlvPanel *self, const IlvLock *lock, guint most)
{
  if (self->n_strips < most)
    self->strips[self->n_strips++] = lock;
  else
    self->n_more_strips++;
}

/* Interpreter locks first: they are what the picture is about. But what somebody asked for comes
   before them. */
void
ilv_panel_find_strips (IlvPanel *self)
{
  const IlvLock *wanted = ilv_trace_find_lock (self->trace, self->first_strip);
  guint n = ilv_trace_get_n_locks (self->trace);
  guint most = count_fitting (self);

  ilv_panel_update_waits (self);
  self->n_strips = self->n_more_strips = 0;
  if (wanted != NULL)
    add_strip (self, wanted, most);
  for (guint kind = ILV_LOCK_GIL; kind < ILV_N_LOCK_KINDS; kind++)
    for (guint i = 0; i < n; i++)
      {
        const IlvLock *lock = ilv_trace_get_lock (self->trace, i);

        if (lock->kind == kind && lock != wanted && ilv_panel_is_used_lock (self, lock))
          add_strip (self, lock, most);
      }
}

static gboolean
has_strip (IlvPanel *self, const IlvLock *lock)
{
  for (guint i = 0; i < self->n_strips; i++)
    if (self->strips[i] == lock)
      return TRUE;
  return FALSE;
}

gboolean
ilv_panel_show_next_lock (IlvPanel *self)
{
  guint n = self->trace != NULL ? ilv_trace_get_n_locks (self->trace) : 0;
  const IlvLock *next = NULL;
  gboolean passed = FALSE;

  g_return_val_if_fail (ILV_IS_PANEL (self), FALSE);
  ilv_panel_update (self);
  /* The first behind the one that was chosen last, else the first of all. */
  for (guint i = 0; i < n; i++)
    {
      const IlvLock *lock = ilv_trace_get_lock (self->trace, i);

      if (!has_strip (self, lock) && ilv_panel_is_used_lock (self, lock)
          && (next == NULL || passed))
        {
          next = lock;
          if (passed)
            break;
        }
      passed = passed || lock->id == self->first_strip;
    }
  if (next == NULL)
    return FALSE;
  ilv_panel_set_first_lock (self, next->id);
  return TRUE;
}

gboolean
ilv_panel_show_lock (IlvPanel *self, guint32 lock)
{
  g_return_val_if_fail (ILV_IS_PANEL (self), FALSE);
  ilv_panel_update (self);
  for (guint i = 0; i < self->n_strips; i++)
    if (self->strips[i]->id == lock)
      return FALSE;
  ilv_panel_set_first_lock (self, lock);
  return TRUE;
}

GPtrArray *
ilv_panel_list_locks (IlvPanel *self)
{
  GPtrArray *locks = g_ptr_array_new ();
  guint n = self->trace != NULL ? ilv_trace_get_n_locks (self->trace) : 0;

  ilv_panel_update (self);
  for (guint all = 0; all < 2 && locks->len == 0; all++)
    for (guint kind = ILV_LOCK_GIL; kind < ILV_N_LOCK_KINDS; kind++)
      for (guint i = 0; i < n; i++)
        {
          const IlvLock *lock = ilv_trace_get_lock (self->trace, i);

          if (lock->kind == kind && (all || ilv_panel_is_used_lock (self, lock)))
            g_ptr_array_add (locks, (gpointer) lock);
        }
  return locks;
}

gboolean
ilv_panel_get_lock_label (IlvPanel *self, guint32 lock, double *x, double *y, double *width,
                          double *height)
{
  g_return_val_if_fail (ILV_IS_PANEL (self), FALSE);
  ilv_panel_update (self);
  *x = self->layout.label_x;
  *width = self->layout.label_width;
  *height = self->layout.strip_height;
  for (guint i = 0; i < self->n_strips && self->layout.locks.height > 0; i++)
    if (self->strips[i]->id == lock)
      {
        *y = self->layout.locks.y + i * self->layout.strip_pitch;
        return TRUE;
      }
  return FALSE;
}

/* `briefly`: what a narrow panel has room for. */
static const char *
explain_no_strip (IlvPanel *self, gboolean briefly)
{
  guint gils = 0;
  gboolean processes = FALSE;

  if (self->trace == NULL || ilv_trace_get_n_lanes (self->trace) == 0)
    return "";
  for (guint i = 0; i < ilv_trace_get_n_locks (self->trace); i++)
    gils += ilv_trace_get_lock (self->trace, i)->kind == ILV_LOCK_GIL;
  for (guint i = 0; i < ilv_trace_get_n_lanes (self->trace) && !processes; i++)
    processes = ilv_trace_get_lane (self->trace, i)->kind == ILV_LANE_PROCESS;

  if (gils == 0)
    return briefly ? _ ("none") : _ ("none: nothing to wait for");
  if (briefly || (gils == 1 && self->lanes->len > 1))
    return _ ("never contended");
  if (gils == 1)
    return _ ("one thread: never contended");
  return processes ? _ ("one in each process: never contended")
                   : _ ("one in each interpreter: never contended");
}

static guint
colour_of (const Strip *strip, guint32 lane)
{
  return ilv_panel_get_lane_colour (strip->panel, lane) % N_COLOURS;
}

static gint64
time_at (const Strip *strip, int column)
{
  return strip->panel->view.from + (gint64) (column / strip->per_ns);
}

/* Draws the shares of the holders in one column; *index: the first hold that ends after its
   beginning, moved on to the first that ends after its end. */
static void
fill_holders (const Strip *strip, int column, guint64 *index)
{
  gint64 from = time_at (strip, column);
  gint64 to = MAX (time_at (strip, column + 1), from + 1);
  guint64 first = *index;
  guint64 next = ilv_lock_find_hold (strip->lock, to);
  guint64 end = MIN (next + 1, strip->lock->n_holds);
  guint64 step = MAX ((end - first) / HOLDS_PER_COLUMN, 1);
  double held[N_COLOURS] = { 0 };
  double total = 0, below = 0;
  int x = strip->x0 + column;
  int bottom = strip->y1;

  *index = next;
  for (guint64 i = first; i < end; i += step)
    {
      IlvHold hold;
      double length;

      ilv_lock_get_hold (strip->lock, i, &hold);
      length = (double) (MIN (hold.end, to) - MAX (hold.begin, from));
      if (length <= 0)
        continue;
      held[colour_of (strip, hold.lane)] += length;
      total += length;
    }
  /* Of the sampled holds the shares among each other are known, not the gaps between them. */
  if (step == 1)
    total = (double) (to - from);
  for (guint i = 0; i < N_COLOURS && total > 0; i++)
    {
      int top;

      below += held[i] / total * (strip->y1 - strip->y0);
      top = MAX (strip->y1 - (int) lround (below), strip->y0);
      if (top < bottom)
        ilv_canvas_fill (strip->panel->canvas, &strip->colours[i], x, top, x + 1, bottom);
      bottom = MIN (top, bottom);
    }
}

static void
fill_strip (Strip *strip)
{
  IlvPanel *self = strip->panel;
  IlvCanvas *canvas = self->canvas;
  int seam = MAX (1, (int) lround (self->resolution));
  guint64 index = ilv_lock_find_hold (strip->lock, self->view.from);
  int column = 0;

  ilv_canvas_fill_track (canvas, strip->x0, strip->y0,
                         strip->x0 + strip->columns, strip->y1);
  /* From column to column: a hold that reaches over several is drawn at once. */
  while (column < strip->columns && index < strip->lock->n_holds)
    {
      IlvHold hold;
      double begin, end;
      int left, right;

      ilv_lock_get_hold (strip->lock, index, &hold);
      begin = (double) (hold.begin - self->view.from) * strip->per_ns;
      end = (double) (hold.end - self->view.from) * strip->per_ns;
      if (begin >= strip->columns)
        break;
      if (begin > column + 1)
        {
          column = (int) begin;
          continue;
        }
      right = (int) fmin (lround (end), strip->columns);
      if (right <= column + 1 || end - begin < 2)
        {
          fill_holders (strip, column++, &index);
          continue;
        }
      left = MAX ((int) lround (begin), 0);
      ilv_canvas_fill (canvas, &strip->colours[colour_of (strip, hold.lane)], strip->x0 + left,
                       strip->y0, strip->x0 + right, strip->y1);
      /* The same lane again is a hold of its own. */
      if (hold.previous_lane == hold.lane && end - begin >= 3 * seam && left > 0)
        ilv_canvas_fill (canvas, &self->theme->panel, strip->x0 + left, strip->y0,
                         strip->x0 + left + seam, strip->y1);
      column = right;
      index++;
    }
}

void
ilv_panel_fill_locks (IlvPanel *self)
{
  const IlvLayout *layout = &self->layout;
  const IlvBox *box = &layout->locks;

  for (guint i = 0; i < self->n_strips && box->height > 0; i++)
    {
      double y = box->y + i * layout->strip_pitch;
      int x0 = ilv_panel_device (self, box->x);
      Strip strip = { .panel = self, .lock = self->strips[i], .x0 = x0,
                      .columns = MAX (ilv_panel_device (self, box->x + box->width) - x0, 1),
                      .y0 = ilv_panel_device (self, y),
                      .y1 = ilv_panel_device (self, y + layout->strip_height) };

      strip.per_ns = strip.columns / (double) (self->view.to - self->view.from);
      for (guint c = 0; c < N_COLOURS; c++)
        strip.colours[c] = ilv_theme_get_holder_colour (self->theme, c);
      if (!ilv_panel_is_level_lock (strip.lock))
        fill_strip (&strip);
      ilv_panel_fill_waiting (self, i);
    }
}

/* One small triangle a request, at most one every few pixels. */
static void
draw_requests (IlvPanel *self, cairo_t *cr, const IlvLock *lock, double y)
{
  const IlvBox *box = &self->layout.locks;
  double size = round (self->theme->text_size * 0.5);
  gint64 time = self->view.from;

  for (;;)
    {
      guint64 index = ilv_lock_find_drop_request (lock, time);
      IlvDropRequest request;
      double x;

      if (index >= lock->n_drop_requests)
        break;
      ilv_lock_get_drop_request (lock, index, &request);
      if (request.time >= self->view.to || request.time > self->view.until)
        break;
      x = ilv_panel_time_to_x (self, request.time);
      if (x >= box->x)
        ilv_symbol_draw (self->theme, cr, ILV_SYMBOL_DROP_REQUEST, x, y + size / 2, size / 2);
      time = MAX (ilv_panel_x_to_time (self, x + size + 1), request.time + 1);
    }
}

static void
draw_no_strip (IlvPanel *self, cairo_t *cr)
{
  const IlvBox *box = &self->layout.locks;
  double height = self->layout.strip_height;
  double line = ilv_lettering_get_height (self->lettering, ILV_LETTERS_SMALL);
  double dashes[] = { 3, 3 };
  const char *words = explain_no_strip (self, FALSE);
  double width = ilv_lettering_measure (self->lettering, ILV_LETTERS_SMALL, words);

  cairo_save (cr);
  ilv_colour_set (cr, &self->theme->line);
  cairo_set_line_width (cr, 1);
  cairo_set_dash (cr, dashes, 2, 0);
  cairo_rectangle (cr, ilv_panel_snap (self, box->x) + 0.5, ilv_panel_snap (self, box->y) + 0.5,
                   box->width - 1, height - 1);
  cairo_stroke (cr);
  cairo_restore (cr);
  if (width > box->width - 12)
    {
      words = explain_no_strip (self, TRUE);
      width = fmin (ilv_lettering_measure (self->lettering, ILV_LETTERS_SMALL, words),
                    box->width - 12);
    }
  /* Lines of other parts pass behind the words, not through them. */
  ilv_colour_set (cr, &self->theme->panel);
  cairo_rectangle (cr, box->x + (box->width - width) / 2 - 4, box->y + 2, width + 8, height - 4);
  cairo_fill (cr);
  ilv_colour_set (cr, &self->theme->dim_text);
  ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_SMALL, ILV_ALIGN_CENTRE, words,
                      box->x + box->width / 2, box->y + (height - line) / 2, width + 1);
}

/* How many waited at most, as fully as there is room for. (transfer full) */
static char *
write_most_waiting (IlvPanel *self, guint n)
{
  g_autofree char *count = ilv_quantity_count (n);
  char *const forms[] = { g_strdup_printf (_ ("up to %s wait"), count),
                          /* the same in less room */
                          g_strdup_printf (_ ("≤ %s wait"), count),
                          g_strdup_printf ("≤ %s", count) };
  char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    if (text == NULL
        && (i + 1 == G_N_ELEMENTS (forms)
            || ilv_lettering_measure (self->lettering, ILV_LETTERS_SMALL, forms[i])
                 <= self->layout.label_width))
      text = forms[i];
    else
      g_free (forms[i]);
  return text;
}

/* What stands small below the name: how many waited at most, or how many strips have no room. */
static void
draw_strip_detail (IlvPanel *self, cairo_t *cr, guint strip, double y)
{
  double line = ilv_lettering_get_height (self->lettering, ILV_LETTERS_BOLD);
  const IlvLock *lock = self->strips[strip];
  guint n = self->waits != NULL ? ilv_lock_waits_get_most_waiting (self->waits, lock->id) : 0;
  g_autofree char *more = ilv_quantity_count (self->n_more_strips);
  g_autofree char *text = NULL;

  if (strip + 1 == self->n_strips && self->n_more_strips > 0)
    text = g_strdup_printf (_ ("%s more"), more);
  else if (n > 0)
    text = write_most_waiting (self, n);
  ilv_colour_set (cr, &self->theme->dim_text);
  ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_SMALL, ILV_ALIGN_LEFT, text,
                      self->layout.label_x,
                      y + (self->layout.strip_height - line) / 2 + line * 0.96,
                      self->layout.label_width);
}

static void
draw_strip_label (IlvPanel *self, cairo_t *cr, const char *name, double y)
{
  double line = ilv_lettering_get_height (self->lettering, ILV_LETTERS_BOLD);

  ilv_colour_set (cr, &self->theme->text);
  ilv_lettering_draw (self->lettering, cr, ILV_LETTERS_BOLD, ILV_ALIGN_LEFT, name,
                      self->layout.label_x, y + (self->layout.strip_height - line) / 2,
                      self->layout.label_width);
}

void
ilv_panel_draw_locks (IlvPanel *self, cairo_t *cr)
{
  const IlvLayout *layout = &self->layout;
  const IlvBox *box = &layout->locks;

  if (box->height <= 0)
    return;
  if (self->n_strips == 0)
    {
      draw_strip_label (self, cr, _ ("GIL"), box->y);
      draw_no_strip (self, cr);
    }
  for (guint i = 0; i < self->n_strips; i++)
    {
      double y = box->y + i * layout->strip_pitch;
      const char *name = self->strips[i]->name;

      draw_strip_label (self, cr, *name != '\0' ? name : _ ("Lock"), y);
      draw_strip_detail (self, cr, i, y);
      ilv_panel_draw_capacity (self, cr, i);
      draw_requests (self, cr, self->strips[i],
                     y + layout->strip_height + layout->waiting_height + 3);
    }
}
