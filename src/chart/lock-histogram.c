/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/lock-histogram.h"

#include "chart/panel-private.h"
#include "trace/quantity.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Looked at; sorting more would be felt while the view moves. */
#define MOST_LOOKED_AT 200000
#define PER_DECADE 3
/* Classes shown at least: bars as wide as the picture say nothing. */
#define LEAST_SHOWN 9

gint64
ilv_lock_histogram_get_bound (guint index)
{
  static const gint64 steps[PER_DECADE] = { 1, 2, 5 };
  gint64 decade = 100;

  g_return_val_if_fail (index < ILV_LOCK_CLASSES, 0);
  if (index == 0)
    return 0;
  for (guint i = 0; i < (index - 1) / PER_DECADE; i++)
    decade *= 10;
  return decade * steps[(index - 1) % PER_DECADE];
}

static int
compare_lengths (const void *a, const void *b)
{
  gint64 x = *(const gint64 *) a;
  gint64 y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

void
ilv_lock_times_fill (IlvLockTimes *times, GArray *lengths, guint64 n)
{
  guint len = lengths->len;
  guint class = 0;

  *times = (IlvLockTimes){ .n = n, .looked = len };
  if (len == 0)
    return;
  qsort (lengths->data, len, sizeof (gint64), compare_lengths);
  times->half = g_array_index (lengths, gint64, (len - 1) / 2);
  times->most = g_array_index (lengths, gint64, (guint64) (len - 1) * 95 / 100);
  times->longest = g_array_index (lengths, gint64, len - 1);
  for (guint i = 0; i < len; i++)
    {
      gint64 length = g_array_index (lengths, gint64, i);

      while (class + 1 < ILV_LOCK_CLASSES && length >= ilv_lock_histogram_get_bound (class + 1))
        class++;
      times->counts[class]++;
    }
}

static void
measure (IlvLockTimes *times, IlvPanel *panel, const IlvLock *lock, gboolean waits)
{
  guint64 n;
  g_autoptr (GArray) lengths
    = ilv_panel_list_lock_times (panel, lock, waits, MOST_LOOKED_AT, &n);

  ilv_lock_times_fill (times, lengths, n);
}

void
ilv_lock_histogram_measure (IlvLockHistogram *self, IlvPanel *panel, guint32 lock)
{
  const IlvLock *found;

  g_return_if_fail (ILV_IS_PANEL (panel));
  *self = (IlvLockHistogram){ .wait_state = ILV_STATE_WAITING_LOCK };
  ilv_panel_update (panel);
  found = panel->trace != NULL ? ilv_trace_find_lock (panel->trace, lock) : NULL;
  if (found == NULL)
    return;
  ilv_panel_update_waits (panel);
  if (found->kind == ILV_LOCK_GIL)
    self->wait_state = ILV_STATE_WAITING_GIL;
  measure (&self->holds, panel, found, FALSE);
  measure (&self->waits, panel, found, TRUE);
}

/* --- words --------------------------------------------------------------------------------- */

static char *
write_title (const IlvLockTimes *times, gboolean waits)
{
  g_autofree char *n = ilv_quantity_count ((gint64) times->n);
  g_autofree char *looked = ilv_quantity_count ((gint64) times->looked);

  if (times->n == 0)
    return g_strdup (waits ? _ ("Waits: none ended in view") : _ ("Holds: none ended in view"));
  if (times->looked < times->n)
    return g_strdup_printf (waits ? _ ("Waits in view: %s (%s of them looked at)")
                                  : _ ("Holds in view: %s (%s of them looked at)"),
                            n, looked);
  return g_strdup_printf (waits ? _ ("Waits in view: %s") : _ ("Holds in view: %s"), n);
}

static char *
write_figures (const IlvLockTimes *times)
{
  g_autofree char *half = ilv_quantity_duration (times->half);
  g_autofree char *most = ilv_quantity_duration (times->most);
  g_autofree char *longest = ilv_quantity_duration (times->longest);

  return g_strdup_printf (_ ("half up to %s · 95 %% up to %s · longest %s"), half, most, longest);
}

static void
describe_times (GString *text, const IlvLockTimes *times, gboolean waits)
{
  g_autofree char *title = write_title (times, waits);
  g_autofree char *figures = write_figures (times);

  g_string_append (text, title);
  if (times->looked > 0)
    g_string_append_printf (text, "; %s", figures);
  g_string_append (text, ".\n");
  for (guint i = 0; i < ILV_LOCK_CLASSES; i++)
    if (times->counts[i] > 0)
      {
        g_autofree char *count = ilv_quantity_count ((gint64) times->counts[i]);
        g_autofree char *from = ilv_quantity_duration (ilv_lock_histogram_get_bound (i));
        g_autofree char *to = i + 1 < ILV_LOCK_CLASSES
                                ? ilv_quantity_duration (ilv_lock_histogram_get_bound (i + 1))
                                : NULL;

        if (to != NULL)
          g_string_append_printf (text, _ ("%s to below %s: %s."), from, to, count);
        else
          g_string_append_printf (text, _ ("%s and longer: %s."), from, count);
        g_string_append_c (text, '\n');
      }
}

char *
ilv_lock_histogram_describe (const IlvLockHistogram *self)
{
  GString *text = g_string_new (NULL);

  describe_times (text, &self->holds, FALSE);
  describe_times (text, &self->waits, TRUE);
  g_string_truncate (text, text->len - 1);
  return g_string_free (text, FALSE);
}

/* --- picture ------------------------------------------------------------------------------- */

typedef struct
{
  const IlvLockHistogram *histogram;
  const IlvTheme *theme;
  IlvLettering *lettering;
  cairo_t *cr;
  double x, width; /* of the bars */
  guint first, end; /* classes shown */
} Picture;

static double
get_x (const Picture *picture, guint class)
{
  return round (picture->x + picture->width * (class - picture->first)
                               / (picture->end - picture->first));
}

static void
find_classes (Picture *picture)
{
  const IlvLockHistogram *h = picture->histogram;
  guint first = ILV_LOCK_CLASSES, end = 0;

  for (guint i = 0; i < ILV_LOCK_CLASSES; i++)
    if (h->holds.counts[i] + h->waits.counts[i] > 0)
      {
        first = MIN (first, i);
        end = i + 1;
      }
  /* One empty class on either side, where there is one: the bars end where they seem to. */
  first = MIN (first, end) - (MIN (first, end) > 0);
  end = MIN (end + 1, ILV_LOCK_CLASSES);
  while (end - first < LEAST_SHOWN)
    {
      first -= first > 0;
      end += end < ILV_LOCK_CLASSES;
    }
  picture->first = first;
  picture->end = end;
}

static void
draw_text (const Picture *picture, IlvLetters letters, IlvAlign align, const IlvColour *colour,
           const char *text, double x, double y, double width)
{
  ilv_colour_set (picture->cr, colour);
  ilv_lettering_draw (picture->lettering, picture->cr, letters, align, text, x, y, width);
}

static void
draw_bar (const Picture *picture, guint class, double top, double bottom, gboolean waits)
{
  double left = get_x (picture, class) + 1;
  double width = MAX (get_x (picture, class + 1) - left, 1);

  if (waits)
    {
      ilv_theme_fill_state (picture->theme, picture->cr, picture->histogram->wait_state, left, top,
                            width, bottom - top);
      return;
    }
  ilv_colour_set (picture->cr, &picture->theme->core);
  cairo_rectangle (picture->cr, left, top, width, bottom - top);
  cairo_fill (picture->cr);
}

/* How many the highest bar stands for, above it and within the picture. */
static void
draw_highest (const Picture *picture, const IlvLockTimes *times, guint class, double y)
{
  g_autofree char *count = ilv_quantity_count ((gint64) times->counts[class]);
  double half = ilv_lettering_measure (picture->lettering, ILV_LETTERS_SMALL, count) / 2;
  double x = (get_x (picture, class) + get_x (picture, class + 1)) / 2;

  x = CLAMP (x, picture->x + half, picture->x + picture->width - half);
  draw_text (picture, ILV_LETTERS_SMALL, ILV_ALIGN_CENTRE, &picture->theme->dim_text, count, x, y,
             -1);
}

static void
draw_times (const Picture *picture, gboolean waits, double y, double height)
{
  const IlvLockTimes *times = waits ? &picture->histogram->waits : &picture->histogram->holds;
  double line = ilv_lettering_get_height (picture->lettering, ILV_LETTERS_SMALL);
  g_autofree char *title = write_title (times, waits);
  g_autofree char *figures = write_figures (times);
  double bottom = round (y + height);
  guint highest = 0;

  draw_text (picture, ILV_LETTERS_BOLD, ILV_ALIGN_LEFT, &picture->theme->text, title, picture->x, y,
             picture->width);
  y += ilv_lettering_get_height (picture->lettering, ILV_LETTERS_BOLD);
  if (times->looked > 0)
    draw_text (picture, ILV_LETTERS_SMALL, ILV_ALIGN_LEFT, &picture->theme->text, figures,
               picture->x, y, picture->width);
  y = round (y + line * 2.3);
  for (guint i = 1; i < ILV_LOCK_CLASSES; i++)
    if (times->counts[i] > times->counts[highest])
      highest = i;
  for (guint i = picture->first; i < picture->end; i++)
    if (times->counts[i] > 0)
      {
        double part = (double) times->counts[i] / (double) times->counts[highest];

        /* A single one is seen however many others there are. */
        draw_bar (picture, i, round (bottom - fmax (part * (bottom - y), 2)), bottom, waits);
      }
  if (times->looked > 0)
    draw_highest (picture, times, highest, y - line);
  ilv_colour_set (picture->cr, &picture->theme->line);
  cairo_rectangle (picture->cr, picture->x, bottom, picture->width, 1);
  cairo_fill (picture->cr);
}

/* Powers of ten, as many as have room beside each other. */
static void
draw_axis (const Picture *picture, double y)
{
  double free_from = picture->x;

  for (guint i = picture->first; i < picture->end; i++)
    {
      g_autofree char *label = NULL;
      double half, x;

      if (i == 0 || (i - 1) % PER_DECADE != 0)
        continue;
      label = ilv_quantity_time (ilv_lock_histogram_get_bound (i),
                                 ilv_lock_histogram_get_bound (i));
      half = ilv_lettering_measure (picture->lettering, ILV_LETTERS_SMALL, label) / 2;
      x = get_x (picture, i);
      if (x - half < free_from || x + half > picture->x + picture->width)
        continue;
      ilv_colour_set (picture->cr, &picture->theme->line);
      cairo_rectangle (picture->cr, x, y, 1, 4);
      cairo_fill (picture->cr);
      draw_text (picture, ILV_LETTERS_SMALL, ILV_ALIGN_CENTRE, &picture->theme->dim_text, label, x,
                 y + 4, -1);
      free_from = x + half + picture->theme->text_size;
    }
}

void
ilv_lock_histogram_get_size (const IlvTheme *theme, double *width, double *height)
{
  *width = round (theme->text_size * 30);
  *height = round (theme->text_size * 19);
}

void
ilv_lock_histogram_draw (const IlvLockHistogram *self, const IlvTheme *theme, cairo_t *cr,
                         double width, double height)
{
  g_autoptr (IlvLettering) lettering = ilv_lettering_new (theme->text_size);
  double margin = theme->text_size * 0.7;
  double line = ilv_lettering_get_height (lettering, ILV_LETTERS_SMALL);
  Picture picture = { .histogram = self, .theme = theme, .lettering = lettering, .cr = cr,
                      .x = margin, .width = width - 2 * margin };
  double part = (height - 3 * margin - line - 4) / 2;

  ilv_colour_set (cr, &theme->panel);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_fill (cr);
  if (self->holds.n == 0 && self->waits.n == 0)
    {
      ilv_colour_set (cr, &theme->dim_text);
      ilv_lettering_draw_block (lettering, cr, ILV_LETTERS_BODY,
                                _ ("Nothing in view waits for it or has it"), margin,
                                height / 2 - line, picture.width, 3);
      return;
    }
  find_classes (&picture);
  draw_times (&picture, FALSE, margin, part);
  draw_times (&picture, TRUE, 2 * margin + part, part);
  draw_axis (&picture, round (2 * margin + 2 * part) + 1);
}
