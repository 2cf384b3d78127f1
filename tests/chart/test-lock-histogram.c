/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long locks are held and waited for: counted as by hand, drawn and said. */
#include "chart/lock-histogram.h"
#include "panel-fixture.h"
#include "samples.h"

#include <locale.h>
#include <string.h>

/* In the class whose bounds it lies between, found without any order. */
static guint
find_class (gint64 length)
{
  guint class = 0;

  for (guint i = 0; i < ILV_LOCK_CLASSES; i++)
    if (length >= ilv_lock_histogram_get_bound (i))
      class = i;
  return class;
}

static void
test_bounds (void)
{
  g_assert_cmpint (ilv_lock_histogram_get_bound (0), ==, 0);
  g_assert_cmpint (ilv_lock_histogram_get_bound (1), ==, 100);
  g_assert_cmpint (ilv_lock_histogram_get_bound (2), ==, 200);
  g_assert_cmpint (ilv_lock_histogram_get_bound (4), ==, 1000);
  g_assert_cmpint (ilv_lock_histogram_get_bound (28), ==, G_GINT64_CONSTANT (100000000000));
}

static void
test_lengths (void)
{
  g_autoptr (GArray) lengths = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint64 counts[ILV_LOCK_CLASSES] = { 0 };
  IlvLockTimes times;

  ilv_lock_times_fill (&times, lengths, 0);
  g_assert_cmpuint (times.looked, ==, 0);
  /* At each bound, just below and above it, in no order. */
  for (guint i = ILV_LOCK_CLASSES; i-- > 1;)
    for (gint64 by = -1; by <= 1; by++)
      {
        gint64 length = ilv_lock_histogram_get_bound (i) + by;

        g_array_append_val (lengths, length);
        counts[find_class (length)]++;
      }
  ilv_lock_times_fill (&times, lengths, lengths->len);
  for (guint i = 0; i < ILV_LOCK_CLASSES; i++)
    g_assert_cmpuint (times.counts[i], ==, counts[i]);
  g_assert_cmpint (times.longest, ==, G_GINT64_CONSTANT (100000000001));

  g_array_set_size (lengths, 0);
  for (gint64 length = 100; length >= 1; length--)
    g_array_append_val (lengths, length);
  ilv_lock_times_fill (&times, lengths, 100);
  g_assert_cmpint (times.half, ==, 50);
  g_assert_cmpint (times.most, ==, 95);
  g_assert_cmpint (times.longest, ==, 100);
}

/* All holds of the run that ended in the range, one after the other. */
static void
test_holds_in_view (void)
{
  const gint64 from = 22 * SAMPLE_MS, to = 121 * SAMPLE_MS;
  guint64 counts[ILV_LOCK_CLASSES] = { 0 };
  guint64 n = 0;
  gint64 longest = 0;
  const IlvLock *lock;
  IlvLockHistogram h;
  Fixture f;

  open_fixture (&f, sample_threads (4), from, to);
  lock = ilv_trace_get_lock (f.trace, 0);
  for (guint64 i = 0; i < lock->n_holds; i++)
    {
      IlvHold hold;

      ilv_lock_get_hold (lock, i, &hold);
      if (hold.end < from || hold.end >= to)
        continue;
      n++;
      longest = MAX (longest, hold.end - hold.begin);
      counts[find_class (hold.end - hold.begin)]++;
    }
  ilv_lock_histogram_measure (&h, f.panel, lock->id);
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n, <, lock->n_holds);
  g_assert_cmpuint (h.holds.n, ==, n);
  g_assert_cmpuint (h.holds.looked, ==, n);
  g_assert_cmpint (h.holds.longest, ==, longest);
  for (guint i = 0; i < ILV_LOCK_CLASSES; i++)
    g_assert_cmpuint (h.holds.counts[i], ==, counts[i]);
  close_fixture (&f);
}

/* Waits for it on all lanes that ended in the range. */
static void
test_waits_in_view (void)
{
  const gint64 from = 22 * SAMPLE_MS, to = 121 * SAMPLE_MS;
  guint64 counts[ILV_LOCK_CLASSES] = { 0 };
  guint64 n = 0;
  const IlvLock *lock;
  IlvLockHistogram h;
  Fixture f;

  open_fixture (&f, sample_threads (4), from, to);
  lock = ilv_trace_get_lock (f.trace, 0);
  for (guint lane = 0; lane < ilv_trace_get_n_lanes (f.trace); lane++)
    {
      const IlvTimeline *timeline = ilv_trace_get_lane (f.trace, lane)->timeline;

      for (guint64 i = 0; i < ilv_timeline_get_length (timeline); i++)
        {
          IlvInterval interval;

          ilv_timeline_get (timeline, i, &interval);
          if (interval.object != lock->id || interval.end < from || interval.end >= to)
            continue;
          n++;
          counts[find_class (interval.end - interval.begin)]++;
        }
    }
  ilv_lock_histogram_measure (&h, f.panel, lock->id);
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (h.waits.n, ==, n);
  for (guint i = 0; i < ILV_LOCK_CLASSES; i++)
    g_assert_cmpuint (h.waits.counts[i], ==, counts[i]);
  close_fixture (&f);
}

static guint
count_colour (cairo_surface_t *surface, const IlvColour *colour)
{
  guint32 wanted = ilv_colour_to_pixel (colour);
  int stride = cairo_image_surface_get_stride (surface);
  guint n = 0;

  cairo_surface_flush (surface);
  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
      n += *(guint32 *) (void *) (cairo_image_surface_get_data (surface) + y * stride + x * 4)
           == wanted;
  return n;
}

static void
test_picture (void)
{
  const char *folder = g_getenv ("ILV_KEEP_PICTURES");
  IlvLockHistogram empty = { .wait_state = ILV_STATE_WAITING_GIL };
  IlvLockHistogram full;
  Fixture f;

  open_fixture (&f, sample_threads (4), 0, 180 * SAMPLE_MS);
  ilv_lock_histogram_measure (&full, f.panel, ilv_trace_get_lock (f.trace, 0)->id);
  for (guint id = 0; id < ILV_N_THEMES; id++)
    for (guint i = 0; i < 2; i++)
      {
        const IlvTheme *theme = ilv_theme_get ((IlvThemeId) id);
        g_autofree char *path
          = g_strdup_printf ("%s/lock-histogram-%u-%u.png", folder ? folder : "", id, i);
        double width, height;
        cairo_surface_t *surface;
        cairo_t *cr;

        ilv_lock_histogram_get_size (theme, &width, &height);
        surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) width, (int) height);
        cr = cairo_create (surface);
        ilv_lock_histogram_draw (i == 0 ? &full : &empty, theme, cr, width, height);
        cairo_destroy (cr);
        g_assert_cmpuint (count_colour (surface, &theme->panel), >, (guint) (width * height / 4));
        if (i == 0)
          {
            g_assert_cmpuint (count_colour (surface, &theme->core), >, 100);
            g_assert_cmpuint (
              count_colour (surface, &theme->states[ILV_STATE_WAITING_GIL]), >, 50);
          }
        else
          g_assert_cmpuint (count_colour (surface, &theme->core), ==, 0);
        if (folder)
          cairo_surface_write_to_png (surface, path);
        cairo_surface_destroy (surface);
      }
  close_fixture (&f);
}

static void
test_words (void)
{
  IlvLockHistogram h = { .wait_state = ILV_STATE_WAITING_GIL };
  g_autofree char *empty = ilv_lock_histogram_describe (&h);
  g_autofree char *text = NULL;

  g_assert_cmpstr (empty, ==, "Holds: none ended in view.\nWaits: none ended in view.");
  h.holds = (IlvLockTimes){ .n = 40, .looked = 3, .half = 5 * SAMPLE_MS, .longest = SAMPLE_MS };
  h.holds.counts[ILV_LOCK_CLASSES - 1] = 1;
  h.holds.counts[4] = 2;
  text = ilv_lock_histogram_describe (&h);
  g_assert_nonnull (strstr (text, "Holds in view: 40 (3 of them looked at); half up to 5.00"));
  g_assert_nonnull (strstr (text, "to below 2.00\302\240µs: 2."));
  g_assert_nonnull (strstr (text, "and longer: 1."));
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lock-histogram/classes-have-round-bounds", test_bounds);
  g_test_add_func ("/lock-histogram/lengths-are-counted-in-their-class", test_lengths);
  g_test_add_func ("/lock-histogram/holds-are-those-that-ended-in-view", test_holds_in_view);
  g_test_add_func ("/lock-histogram/waits-are-those-that-ended-in-view", test_waits_in_view);
  g_test_add_func ("/lock-histogram/is-drawn-in-every-theme", test_picture);
  g_test_add_func ("/lock-histogram/is-said-in-words", test_words);
  return g_test_run ();
}
