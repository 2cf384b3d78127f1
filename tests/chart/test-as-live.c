/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Replay draws what live drew: a run that has ended, seen at an earlier moment, against the same
   run when it had come no further. */
#include "chart/panel-private.h"
#include "samples.h"
#include "trace/quantity.h"

#include <locale.h>
#include <math.h>

#define WIDTH 900
#define HEIGHT 700
#define N_MOMENTS 3

typedef IlvTrace *(*Maker) (void);

static IlvTrace *
make_threads (void)
{
  return sample_threads (4);
}

static IlvTrace *
make_processes (void)
{
  return sample_processes (4);
}

static IlvTrace *
make_coroutines (void)
{
  return sample_coroutines (4);
}

static IlvTrace *
make_fetches (void)
{
  return sample_fetches (12);
}

static IlvTrace *
make_pool (void)
{
  return sample_pool (4, 40);
}

/* Few enough that mixed rows are as fine at all moments: of more, their columns are wider. */
static IlvTrace *
make_crowd (void)
{
  return sample_crowd (60, 1200);
}

static const Maker makers[] = { make_threads, make_processes, make_coroutines,
                                make_fetches, make_pool,      make_crowd };

/* The run as it was when it had come to `until`, and as it is seen there now. */
typedef struct
{
  IlvTrace *trace;
  IlvPanel *panel;
} Seen;

static Seen
see (Maker make, gint64 until, gboolean live, const IlvView *view, guint n_tasks)
{
  Seen seen = { NULL, ilv_panel_new () };
  IlvFinishMark mark = { view->to / 3, (char *) "asyncio", 5 };
  g_autofree char *time = ilv_quantity_duration (until);
  IlvView own = *view;

  samples_come_to (live ? until : G_MAXINT64);
  seen.trace = make ();
  samples_come_to (G_MAXINT64);
  own.until = live ? G_MAXINT64 : until;
  ilv_panel_set_trace (seen.panel, seen.trace);
  ilv_panel_set_expected_tasks (seen.panel, n_tasks);
  ilv_panel_set_finish_marks (seen.panel, &mark, view->to / 3 <= until || !live);
  if (live)
    ilv_panel_set_words (seen.panel, "Threading", "", "4 threads", time, "running");
  else
    ilv_panel_set_words (seen.panel, "Threading", "0.98 ×", "4 threads", "1.71 s", "finished");
  ilv_panel_set_view (seen.panel, &own);
  ilv_panel_set_size (seen.panel, WIDTH, HEIGHT, 1);
  return seen;
}

static void
clear (Seen *seen)
{
  g_object_unref (seen->panel);
  ilv_trace_free (seen->trace);
}

/* Everything that scales and names are made of is the same in both, so that it is the moment alone
   that is compared. */
static void
align (Seen *live, Seen *replayed)
{
  IlvPanel *panels[] = { live->panel, replayed->panel };

  ilv_panels_align (panels, 2, 2);
}

static gint64
measure (Maker make, guint *n_tasks)
{
  IlvTrace *trace = make ();
  gint64 end = ilv_trace_get_end (trace);

  *n_tasks = ilv_trace_get_n_tasks (trace);
  ilv_trace_free (trace);
  return end;
}

static void
check_each (void (*check) (Seen *live, Seen *replayed))
{
  for (guint i = 0; i < G_N_ELEMENTS (makers); i++)
    {
      guint n_tasks;
      gint64 end = measure (makers[i], &n_tasks);

      for (int moment = 1; moment <= N_MOMENTS; moment++)
        for (IlvLaneMode lanes = ILV_LANES_WORKERS; lanes <= ILV_LANES_CORES; lanes++)
          {
            IlvView view = { .from = 0, .to = end / 17 * 18, .lanes = lanes };
            gint64 until = end * moment / (N_MOMENTS + 1);
            Seen live = see (makers[i], until, TRUE, &view, n_tasks);
            Seen replayed = see (makers[i], until, FALSE, &view, n_tasks);

            align (&live, &replayed);
            g_test_message ("sample %u at %d/%d, lanes %d", i, moment, N_MOMENTS + 1, lanes);
            check (&live, &replayed);
            clear (&live);
            clear (&replayed);
          }
    }
}

static void
check_hits (Seen *live, Seen *replayed)
{
  guint n = 0;

  for (int y = 2; y < HEIGHT; y += 9)
    for (int x = 2; x < WIDTH; x += 13)
      {
        IlvHit a, b;
        g_autofree char *then = NULL;
        g_autofree char *now = NULL;

        ilv_panel_hit (live->panel, x, y, &a);
        ilv_panel_hit (replayed->panel, x, y, &b);
        then = ilv_panel_describe_hit (live->panel, &a);
        now = ilv_panel_describe_hit (replayed->panel, &b);
        g_assert_cmpstr (then, ==, now);
        n += *then != '\0';
      }
  g_assert_cmpuint (n, >, 150);
}

static void
test_hits (void)
{
  check_each (check_hits);
}

/* Lanes have their places and labels from the whole run: they would move about under the play head
   otherwise. So what is said of how many there are is only alike where live knew of all. */
static gboolean
knew_all (Seen *live, Seen *replayed)
{
  return ilv_trace_get_n_tasks (live->trace) == ilv_trace_get_n_tasks (replayed->trace);
}

static void
check_words (Seen *live, Seen *replayed)
{
  g_autofree char *then = ilv_panel_describe (live->panel);
  g_autofree char *now = ilv_panel_describe (replayed->panel);

  g_assert_cmpuint (ilv_panel_get_n_rows (live->panel), ==,
                    ilv_panel_get_n_rows (replayed->panel));
  if (!knew_all (live, replayed))
    return;
  g_assert_cmpstr (then, ==, now);
  for (guint row = 0; row < ilv_panel_get_n_rows (live->panel); row++)
    {
      g_autofree char *row_then = ilv_panel_describe_row (live->panel, row);
      g_autofree char *row_now = ilv_panel_describe_row (replayed->panel, row);

      g_assert_cmpstr (row_then, ==, row_now);
    }
}

static void
test_words (void)
{
  check_each (check_words);
}

static cairo_surface_t *
draw (IlvPanel *panel)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);

  ilv_panel_draw (panel, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* What goes on at the moment has the length it came to, and is drawn as what is short: as wide as
   there is room for, or without the seam that what is long has. */
static gboolean
is_at_edge (Seen *seen, int x)
{
  return fabs (x - ilv_panel_time_to_x (seen->panel, ilv_panel_get_view (seen->panel)->until)) < 4;
}

static void
check_pictures (Seen *live, Seen *replayed)
{
  cairo_surface_t *then = draw (live->panel);
  cairo_surface_t *now = draw (replayed->panel);
  int stride = cairo_image_surface_get_stride (then);
  int labels = knew_all (live, replayed) ? 0 : (int) ilv_panel_time_to_x (live->panel, 0);
  guint n = 0;

  for (int y = 0; y < HEIGHT; y++)
    {
      const guint32 *a = (gconstpointer) (cairo_image_surface_get_data (then) + y * stride);
      const guint32 *b = (gconstpointer) (cairo_image_surface_get_data (now) + y * stride);

      for (int x = labels; x < WIDTH; x++)
        n += ((a[x] ^ b[x]) & 0xffffff) != 0 && !is_at_edge (replayed, x);
    }
  g_assert_cmpuint (n, ==, 0);
  cairo_surface_destroy (then);
  cairo_surface_destroy (now);
}

static void
test_pictures (void)
{
  check_each (check_pictures);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/as-live/what-is-pointed-at-is-said-as-it-was-then", test_hits);
  g_test_add_func ("/as-live/the-panel-in-words-is-as-it-was-then", test_words);
  g_test_add_func ("/as-live/the-picture-is-the-one-that-was-drawn-then", test_pictures);
  return g_test_run ();
}
