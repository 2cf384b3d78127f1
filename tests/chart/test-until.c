/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run seen at an earlier moment: what had been recorded by then, and nothing else. */
#include "chart/panel-private.h"
#include "samples.h"

#include <locale.h>
#include <math.h>

#define WIDTH 640
#define HEIGHT 720
/* Marks stand round their moment: so many pixels beside it belong to it. */
#define REACH 9
/* Ticks and labels at the bottom. */
#define AXIS 30

/* Somewhat more than there is. */
static gint64
get_to (IlvTrace *trace)
{
  return ilv_trace_get_end (trace) / 17 * 18;
}

static cairo_surface_t *
draw (IlvTrace *trace, gint64 until)
{
  IlvView view = { .from = 0, .to = get_to (trace), .until = until, .lanes = ILV_LANES_AUTO };
  IlvFinishMark mark = { view.to / 6 * 5, (char *) "asyncio", 5 };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  g_autoptr (IlvPanel) panel = ilv_panel_new ();
  cairo_t *cr = cairo_create (surface);

  ilv_panel_set_trace (panel, trace);
  ilv_panel_set_finish_marks (panel, &mark, 1);
  ilv_panel_set_show_header (panel, FALSE);
  ilv_panel_set_size (panel, WIDTH, HEIGHT, 1);
  ilv_panel_set_view (panel, &view);
  ilv_panel_draw (panel, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* How many pixels of the columns x0 … x1 - 1 two pictures do not share. */
static guint
count_different (cairo_surface_t *a, cairo_surface_t *b, int x0, int x1)
{
  int stride = cairo_image_surface_get_stride (a);
  guint n = 0;

  for (int y = 0; y < HEIGHT; y++)
    {
      const guint32 *row_a = (gconstpointer) (cairo_image_surface_get_data (a) + y * stride);
      const guint32 *row_b = (gconstpointer) (cairo_image_surface_get_data (b) + y * stride);

      for (int x = MAX (x0, 0); x < MIN (x1, WIDTH); x++)
        n += (row_a[x] | 0xff000000u) != (row_b[x] | 0xff000000u);
    }
  return n;
}

static int
find_x (IlvTrace *trace, gint64 time)
{
  IlvView view = { .from = 0, .to = get_to (trace), .until = G_MAXINT64,
                   .lanes = ILV_LANES_AUTO };
  g_autoptr (IlvPanel) panel = ilv_panel_new ();

  ilv_panel_set_trace (panel, trace);
  ilv_panel_set_show_header (panel, FALSE);
  ilv_panel_set_size (panel, WIDTH, HEIGHT, 1);
  ilv_panel_set_view (panel, &view);
  return (int) lround (ilv_panel_time_to_x (panel, time));
}

/* What is drawn of a recording in colours of its own: none of them may be left. */
static guint
count_recorded (cairo_surface_t *surface, int x0)
{
  const IlvTheme *theme = ilv_theme_get (ILV_THEME_LIGHT);
  g_autoptr (GHashTable) colours = g_hash_table_new (NULL, NULL);
  guint n = 0;

  for (guint i = ILV_STATE_NONE + 1; i < ILV_N_STATES; i++)
    g_hash_table_add (colours, GUINT_TO_POINTER (ilv_colour_to_pixel (&theme->states[i])));
  for (guint i = 0; i < 8; i++)
    {
      IlvColour holder = ilv_theme_get_holder_colour (theme, i);

      g_hash_table_add (colours, GUINT_TO_POINTER (ilv_colour_to_pixel (&holder)));
    }
  g_hash_table_add (colours, GUINT_TO_POINTER (ilv_colour_to_pixel (&theme->accent)));
  g_hash_table_add (colours, GUINT_TO_POINTER (ilv_colour_to_pixel (&theme->request)));
  g_hash_table_add (colours, GUINT_TO_POINTER (ilv_colour_to_pixel (&theme->core)));
  for (int y = 0; y < HEIGHT - AXIS; y++)
    {
      const guint32 *row = (gconstpointer) (cairo_image_surface_get_data (surface)
                                            + y * cairo_image_surface_get_stride (surface));

      for (int x = x0; x < WIDTH; x++)
        n += g_hash_table_contains (colours, GUINT_TO_POINTER (row[x] | 0xff000000u));
    }
  return n;
}

static void
check_trace (IlvTrace *trace)
{
  cairo_surface_t *all = draw (trace, G_MAXINT64);
  cairo_surface_t *nothing = draw (trace, -1);

  g_assert_cmpuint (count_recorded (all, find_x (trace, 0)), >, 1000);
  g_assert_cmpuint (count_recorded (nothing, find_x (trace, 0)), ==, 0);
  for (gint64 until = get_to (trace) / 25; until < get_to (trace); until += get_to (trace) / 8)
    {
      cairo_surface_t *some = draw (trace, until);
      int x = find_x (trace, until);

      g_assert_cmpuint (count_different (some, all, 0, x - REACH), ==, 0);
      g_assert_cmpuint (count_different (some, nothing, x + REACH, WIDTH), ==, 0);
      cairo_surface_destroy (some);
    }
  cairo_surface_destroy (all);
  cairo_surface_destroy (nothing);
  ilv_trace_free (trace);
}

static void
test_nothing_later (void)
{
  check_trace (sample_threads (4));
  check_trace (sample_processes (4));
  check_trace (sample_coroutines (4));
  check_trace (sample_fetches (12));
  check_trace (sample_pool (4, 40));
  check_trace (sample_crowd (6, 3000));
  /* In rows that many lanes share, too. */
  check_trace (sample_crowd (400, 20000));
}

/* At the end it is the whole picture, marks at the end and all. */
static void
test_end_is_all (void)
{
  g_autoptr (IlvTrace) trace = sample_threads (4);
  cairo_surface_t *all = draw (trace, G_MAXINT64);
  cairo_surface_t *end = draw (trace, get_to (trace));

  g_assert_cmpuint (count_different (all, end, 0, WIDTH), ==, 0);
  cairo_surface_destroy (all);
  cairo_surface_destroy (end);
}

/* A mark appears whole at its moment, not before. */
static void
test_marks_have_a_moment (void)
{
  g_autoptr (IlvTrace) trace = sample_threads (4);
  cairo_surface_t *before = draw (trace, get_to (trace) / 6 * 5 - 1);
  cairo_surface_t *at = draw (trace, get_to (trace) / 6 * 5);
  int x = find_x (trace, get_to (trace) / 6 * 5);

  g_assert_cmpuint (count_different (before, at, 0, WIDTH), >, 20);
  g_assert_cmpuint (count_different (before, at, x - REACH, x + REACH), ==,
                    count_different (before, at, 0, WIDTH));
  cairo_surface_destroy (before);
  cairo_surface_destroy (at);
}

static void
test_hits (void)
{
  g_autoptr (IlvTrace) trace = sample_threads (4);
  g_autoptr (IlvPanel) panel = ilv_panel_new ();
  IlvView view = { .from = 0, .to = 180 * SAMPLE_MS, .until = G_MAXINT64,
                   .lanes = ILV_LANES_AUTO };
  guint n = 0, n_after = 0;
  IlvHit hit;

  ilv_panel_set_trace (panel, trace);
  ilv_panel_set_size (panel, WIDTH, HEIGHT, 1);
  for (int pass = 0; pass < 2; pass++)
    {
      ilv_panel_set_view (panel, &view);
      for (int y = 0; y < HEIGHT - AXIS; y += 4)
        for (int x = (int) ilv_panel_time_to_x (panel, 0); x < WIDTH; x += 4)
          if (ilv_panel_hit (panel, x, y, &hit) != ILV_HIT_NOTHING && hit.kind != ILV_HIT_AXIS
              && hit.kind != ILV_HIT_HEADER)
            {
              gboolean after = hit.time > 60 * SAMPLE_MS || hit.to > 60 * SAMPLE_MS;

              n_after += after;
              n += pass == 0 || !after;
            }
      g_assert_cmpuint (n, >, 100);
      g_assert_true (pass == 0 ? n_after > 100 : n_after == 0);
      view.until = 60 * SAMPLE_MS;
      n = n_after = 0;
    }
}

static void
test_words (void)
{
  g_autoptr (IlvTrace) trace = sample_threads (4);
  g_autoptr (IlvPanel) panel = ilv_panel_new ();
  IlvView view = { .from = 0, .to = 180 * SAMPLE_MS, .until = 60 * SAMPLE_MS,
                   .lanes = ILV_LANES_AUTO };
  g_autofree char *earlier = NULL;
  g_autofree char *whole = NULL;

  ilv_panel_set_trace (panel, trace);
  ilv_panel_set_words (panel, "Threading", "0.98 ×", "4 threads", "171 ms", "finished");
  ilv_panel_set_view (panel, &view);
  earlier = ilv_panel_describe (panel);
  g_assert_nonnull (strstr (earlier, "60.0\xc2\xa0ms, running"));
  g_assert_null (strstr (earlier, "finished"));
  view.until = G_MAXINT64;
  ilv_panel_set_view (panel, &view);
  whole = ilv_panel_describe (panel);
  g_assert_nonnull (strstr (whole, "171 ms, finished"));
}

static guint
count_badge (IlvPanel *panel, gint64 until)
{
  const guint32 wanted = ilv_colour_to_pixel (&ilv_theme_get (ILV_THEME_LIGHT)->badge) & 0xffffff;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  IlvView view = *ilv_panel_get_view (panel);
  cairo_t *cr = cairo_create (surface);
  guint n = 0;

  view.until = until;
  ilv_panel_set_view (panel, &view);
  ilv_panel_draw_words (panel, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (int y = 0; y < 60; y++)
    {
      const guint32 *row = (gconstpointer) (cairo_image_surface_get_data (surface)
                                            + y * cairo_image_surface_get_stride (surface));

      for (int x = 0; x < WIDTH; x++)
        n += (row[x] & 0xffffff) == wanted;
    }
  cairo_surface_destroy (surface);
  return n;
}

/* How a run compares is known when both have ended. */
static void
test_badge_waits_for_the_other (void)
{
  g_autoptr (IlvTrace) trace = sample_threads (4);
  g_autoptr (IlvPanel) panel = ilv_panel_new ();
  gint64 end = ilv_trace_get_end (trace);

  ilv_panel_set_trace (panel, trace);
  ilv_panel_set_size (panel, WIDTH, HEIGHT, 1);
  ilv_panel_set_words (panel, "Threading", "0.98 ×", "4 threads", "171 ms", "finished");
  ilv_panel_set_badge_since (panel, end + 100 * SAMPLE_MS);
  g_assert_cmpuint (count_badge (panel, end / 2), ==, 0);
  g_assert_cmpuint (count_badge (panel, end + 99 * SAMPLE_MS), ==, 0);
  g_assert_cmpuint (count_badge (panel, end + 100 * SAMPLE_MS), >, 100);
  g_assert_cmpuint (count_badge (panel, G_MAXINT64), >, 100);
  ilv_panel_set_badge_since (panel, end / 2);
  g_assert_cmpuint (count_badge (panel, end - 1), ==, 0);
  g_assert_cmpuint (count_badge (panel, end), >, 100);
}

/* The head is taken where its handles are drawn and nowhere else. */
static void
test_head_is_taken_where_it_is_drawn (void)
{
  const IlvTheme *theme = ilv_theme_get (ILV_THEME_LIGHT);
  g_autoptr (IlvTrace) trace = sample_threads (4);
  g_autoptr (IlvPanel) panel = ilv_panel_new ();
  IlvView view = { .from = 0, .to = 180 * SAMPLE_MS, .until = 60 * SAMPLE_MS,
                   .lanes = ILV_LANES_AUTO };
  IlvOverlay overlay = { .play_head = 60 * SAMPLE_MS };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  guint n = 0;

  ilv_panel_set_trace (panel, trace);
  ilv_panel_set_size (panel, WIDTH, HEIGHT, 1);
  ilv_panel_set_view (panel, &view);
  ilv_panel_draw_overlay (panel, cr, &overlay);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      {
        const guint32 *row = (gconstpointer) (cairo_image_surface_get_data (surface)
                                              + y * cairo_image_surface_get_stride (surface));
        gboolean drawn = (row[x] | 0xff000000u) == ilv_colour_to_pixel (&theme->accent);
        double away = fabs (x - ilv_panel_time_to_x (panel, overlay.play_head));

        /* Beside its line there is nothing but the handles. */
        if (drawn && away > 2)
          {
            g_assert_true (ilv_panel_is_on_play_head (panel, x, y, overlay.play_head));
            n++;
          }
        if (away > 12)
          g_assert_false (ilv_panel_is_on_play_head (panel, x, y, overlay.play_head));
      }
  g_assert_cmpuint (n, >, 10);
  g_assert_false (ilv_panel_is_on_play_head (panel, ilv_panel_time_to_x (panel, view.until),
                                             HEIGHT / 3, view.until));
  g_assert_false (ilv_panel_is_on_play_head (panel, 100, HEIGHT - 10, 200 * SAMPLE_MS));
  cairo_surface_destroy (surface);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/until/nothing-later-is-drawn", test_nothing_later);
  g_test_add_func ("/until/at-the-end-it-is-the-whole-picture", test_end_is_all);
  g_test_add_func ("/until/a-mark-appears-whole-at-its-moment", test_marks_have_a_moment);
  g_test_add_func ("/until/nothing-later-is-hit", test_hits);
  g_test_add_func ("/until/the-words-are-those-of-the-moment", test_words);
  g_test_add_func ("/until/a-comparison-waits-for-the-other-run", test_badge_waits_for_the_other);
  g_test_add_func ("/until/the-head-is-taken-where-it-is-drawn",
                   test_head_is_taken_where_it_is_drawn);
  return g_test_run ();
}
