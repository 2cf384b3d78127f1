/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What drawing costs: three panels side by side on 1920 × 1080, with one and with ten million
 * intervals, at zooms from everything to a few intervals; and a PNG of 3840 × 2160.
 */
#include "bench.h"
#include "chart/picture.h"

#include <glib/gstdio.h>
#include <math.h>
#include <time.h>

#define PANELS 3
#define LANES 16
#define FRAMES 120
#define WIDTH 1920
#define HEIGHT 1080

static void
append (IlvTrace *trace, guint32 lane, gint64 time, IlvRecordKind kind, guint32 subject,
        guint state, guint64 argument)
{
  const IlvRecord record = { .subject = subject,
                             .kind = (guint8) kind,
                             .state = (guint8) state,
                             .core = lane % 4,
                             .argument = argument };

  ilv_trace_append (trace, lane, time, &record);
}

/* Lanes that run, wait for the lock and for I/O in turn, in stretches from 1 µs to 100 µs; every
   running stretch holds the lock as well. */
static IlvTrace *
make_trace (guint intervals, guint32 seed)
{
  static const IlvState states[] = { ILV_STATE_RUNNING, ILV_STATE_WAITING_GIL,
                                     ILV_STATE_WAITING_IO, ILV_STATE_RUNNING,
                                     ILV_STATE_SLEEPING };
  IlvTrace *trace = ilv_trace_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  gint64 now[LANES + 1] = { 0 };
  gint64 lock_free = 0;
  guint32 holder = 0;

  for (guint32 lane = 1; lane <= LANES; lane++)
    append (trace, lane, 0, ILV_RECORD_LANE_BEGIN, lane, ILV_LANE_THREAD, 0);
  append (trace, 1, 0, ILV_RECORD_LOCK, 1, ILV_LOCK_GIL, 0);
  for (guint i = 0; i < intervals; i++)
    {
      guint32 lane = i % LANES + 1;
      IlvState state = states[g_rand_int_range (rand, 0, G_N_ELEMENTS (states))];

      append (trace, lane, now[lane], ILV_RECORD_STATE, i / 1000 % 500 + 1, state, 1);
      if (state == ILV_STATE_RUNNING && i % 8 == 0 && now[lane] > lock_free)
        {
          append (trace, lane, now[lane], ILV_RECORD_LOCK_TAKE, 1, 0, holder);
          holder = lane;
          lock_free = now[lane] + 900;
          append (trace, lane, lock_free, ILV_RECORD_LOCK_DROP, 1, 0, 1);
        }
      now[lane] += (gint64) exp (g_rand_double_range (rand, log (1000), log (100000)));
      if (i % 1000 == 0)
        append (trace, lane, now[lane] - 1, ILV_RECORD_COUNTER, ILV_COUNTER_COMPLETED, 0, i / 1000);
    }
  ilv_trace_finish (trace, now[1]);
  return trace;
}

static IlvPanel *
make_panel (IlvTrace *trace)
{
  IlvPanel *panel = ilv_panel_new ();

  ilv_panel_set_trace (panel, trace);
  ilv_panel_set_words (panel, "Threading", "0.98 ×", "16 threads · one GIL", "12.3 s", "finished");
  ilv_panel_set_size (panel, WIDTH / PANELS, HEIGHT, 1);
  return panel;
}

/* Processor time of this thread: on a machine left alone the same as the time that passes. */
static int64_t
now_of_thread (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * INT64_C (1000000000) + time.tv_nsec;
}

/* All three panels once, as a window does in a frame. */
static double
draw_frame (IlvPanel **panels, cairo_t *cr, gint64 from, gint64 to)
{
  IlvView view = { .from = from, .to = to, .until = G_MAXINT64, .lanes = ILV_LANES_AUTO };
  int64_t begin = now_of_thread ();

  for (guint i = 0; i < PANELS; i++)
    {
      cairo_save (cr);
      cairo_translate (cr, i * (WIDTH / PANELS), 0);
      ilv_panel_set_view (panels[i], &view);
      ilv_panel_draw (panels[i], cr);
      cairo_restore (cr);
    }
  cairo_surface_flush (cairo_get_target (cr));
  return (double) (now_of_thread () - begin) / 1e6;
}

/* Milliseconds of frames at zooms from all of the trace to about twenty intervals a lane. */
static void
draw_frames (IlvPanel **panels, IlvTrace *trace, double *times, guint n)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  gint64 end = ilv_trace_get_end (trace);
  gint64 least = 400000;

  for (guint i = 0; i < n; i++)
    {
      double zoom = pow ((double) least / (double) end, (double) i / (n - 1));
      gint64 span = (gint64) ((double) end * zoom);
      gint64 from = (gint64) ((double) (end - span) * 0.37);

      times[i] = draw_frame (panels, cr, from, from + span);
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
fill_panels (IlvTrace **traces, IlvPanel **panels, guint intervals)
{
  for (guint i = 0; i < PANELS; i++)
    {
      traces[i] = make_trace (intervals / PANELS, i + 1);
      panels[i] = make_panel (traces[i]);
    }
}

static void
free_panels (IlvTrace **traces, IlvPanel **panels)
{
  for (guint i = 0; i < PANELS; i++)
    {
      g_object_unref (panels[i]);
      ilv_trace_free (traces[i]);
    }
}

static double
write_png (IlvPanel **panels, IlvTrace *trace)
{
  g_autoptr (IlvPicture) picture = ilv_picture_new ();
  g_autofree char *folder = g_dir_make_tmp ("interleave-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "picture.png", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  IlvView view = { .from = 0, .to = ilv_trace_get_end (trace), .until = G_MAXINT64,
                   .lanes = ILV_LANES_AUTO };
  int64_t begin = bench_now ();

  for (guint i = 0; i < PANELS; i++)
    {
      ilv_panel_set_view (panels[i], &view);
      ilv_picture_add_panel (picture, panels[i]);
    }
  ilv_picture_set_title (picture, "A million intervals", "three panels");
  if (!ilv_picture_write (picture, file, ILV_PICTURE_PNG, 3840, 2160, 2, NULL, &error))
    g_error ("%s", error->message);
  begin = bench_now () - begin;
  g_unlink (path);
  g_rmdir (folder);
  return (double) begin / 1e9;
}

int
main (int argc, char *argv[])
{
  double times[FRAMES];
  double warm[8];
  IlvTrace *traces[PANELS];
  IlvPanel *panels[PANELS];
  double median;

  fill_panels (traces, panels, 1000000);
  draw_frames (panels, traces[0], warm, G_N_ELEMENTS (warm));
  draw_frames (panels, traces[0], times, FRAMES);
  if (g_getenv ("BENCH_VERBOSE") != NULL)
    for (guint i = 0; i < FRAMES; i += 6)
      g_printerr ("frame %u: %.2f ms\n", i, times[i]);
  median = bench_median (times, FRAMES);
  bench_print ("draw", "frame-1m", median, "ms", 6);
  bench_print ("draw", "frame-1m-p99", bench_quantile (times, FRAMES, 0.99), "ms", 10);
  bench_print ("draw", "png-4k-1m", write_png (panels, traces[0]), "s", 1);
  free_panels (traces, panels);

  fill_panels (traces, panels, 10000000);
  draw_frames (panels, traces[0], warm, G_N_ELEMENTS (warm));
  draw_frames (panels, traces[0], times, FRAMES);
  bench_print ("draw", "frame-10m", bench_median (times, FRAMES), "ms", 2 * median);
  free_panels (traces, panels);
  return 0;
}
