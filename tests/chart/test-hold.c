/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A panel that is held stands still, also drawn anew, whatever the run does meanwhile. */
#include "chart/panel.h"
#include "samples.h"

#include <locale.h>
#include <string.h>

#define WIDTH 400
#define HEIGHT 600
#define HELD (430 * SAMPLE_MS)

static void
add (IlvTrace *trace, guint32 lane, gint64 ms, IlvRecordKind kind, guint32 subject, guint state,
     guint64 argument, guint core)
{
  const IlvRecord record = { .subject = subject,
                             .kind = (guint8) kind,
                             .state = (guint8) state,
                             .core = (guint16) core,
                             .argument = argument };

  g_assert_true (ilv_trace_append (trace, lane, ms * SAMPLE_MS, &record));
}

static void
end_task (IlvTrace *trace, guint32 lane, gint64 ms, guint32 task)
{
  add (trace, lane, ms, ILV_RECORD_TASK, task, ILV_STATE_DONE, 0, G_MAXUINT16);
  add (trace, lane, ms, ILV_RECORD_COUNTER, ILV_COUNTER_COMPLETED, 0, task, G_MAXUINT16);
}

static IlvTrace *
make_run (void)
{
  IlvTrace *trace = ilv_trace_new ();

  add (trace, 1, 0, ILV_RECORD_LANE_BEGIN, 1, ILV_LANE_THREAD, 0, G_MAXUINT16);
  add (trace, 1, 1, ILV_RECORD_STATE, 1, ILV_STATE_RUNNING, 0, 0);
  end_task (trace, 1, 400, 1);
  add (trace, 1, 401, ILV_RECORD_STATE, 2, ILV_STATE_RUNNING, 0, 0);
  ilv_trace_set_now (trace, HELD);
  return trace;
}

/* Another core, another thread, and an end so near to the last that both lose their discs. */
static void
go_on (IlvTrace *trace)
{
  end_task (trace, 1, 440, 2);
  add (trace, 1, 441, ILV_RECORD_STATE, 3, ILV_STATE_RUNNING, 0, 1);
  add (trace, 2, 450, ILV_RECORD_LANE_BEGIN, 2, ILV_LANE_THREAD, 0, G_MAXUINT16);
  add (trace, 2, 451, ILV_RECORD_STATE, 4, ILV_STATE_RUNNING, 0, 0);
  for (guint32 task = 3; task < 30; task++)
    end_task (trace, 1, 440 + task, task);
  ilv_trace_set_now (trace, 900 * SAMPLE_MS);
}

static void
see (IlvPanel *panel, gint64 until, IlvGraph graph)
{
  IlvView view = { .from = 0, .to = 1000 * SAMPLE_MS, .until = until, .lanes = ILV_LANES_WORKERS,
                   .graph = graph };

  ilv_panel_set_view (panel, &view);
}

static IlvPanel *
make_panel (IlvTrace *trace, IlvGraph graph)
{
  IlvPanel *panel = ilv_panel_new ();

  ilv_panel_set_trace (panel, trace);
  ilv_panel_set_show_header (panel, FALSE);
  ilv_panel_set_size (panel, WIDTH, HEIGHT, 1);
  see (panel, G_MAXINT64, graph);
  return panel;
}

static cairo_surface_t *
draw (IlvPanel *panel)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);

  ilv_panels_align (&panel, 1, 2);
  ilv_panel_draw (panel, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static gboolean
are_same (cairo_surface_t *a, cairo_surface_t *b)
{
  gsize size = (gsize) cairo_image_surface_get_stride (a) * HEIGHT;

  return memcmp (cairo_image_surface_get_data (a), cairo_image_surface_get_data (b), size) == 0;
}

static void
test_stands_still (gconstpointer data)
{
  IlvGraph graph = GPOINTER_TO_UINT (data);
  IlvTrace *trace = make_run ();
  g_autoptr (IlvPanel) panel = make_panel (trace, graph);
  cairo_surface_t *live = draw (panel);
  cairo_surface_t *then, *now;

  see (panel, HELD, graph);
  ilv_panel_hold (panel, TRUE);
  then = draw (panel);
  go_on (trace);
  now = draw (panel);
  g_assert_true (are_same (then, now));
  /* All of that is seen once it is held no more. */
  ilv_panel_hold (panel, FALSE);
  see (panel, G_MAXINT64, graph);
  cairo_surface_destroy (now);
  now = draw (panel);
  g_assert_false (are_same (live, now));
  g_assert_cmpuint (ilv_panel_get_n_rows (panel), ==, 2);
  cairo_surface_destroy (live);
  cairo_surface_destroy (then);
  cairo_surface_destroy (now);
  g_clear_object (&panel);
  ilv_trace_free (trace);
}

/* Another size is another picture, with what is known by then. */
static void
test_takes_another_size (void)
{
  IlvTrace *trace = make_run ();
  g_autoptr (IlvPanel) panel = make_panel (trace, ILV_GRAPH_DONE);

  cairo_surface_destroy (draw (panel));
  ilv_panel_hold (panel, TRUE);
  see (panel, HELD, ILV_GRAPH_DONE);
  go_on (trace);
  cairo_surface_destroy (draw (panel));
  g_assert_cmpuint (ilv_panel_get_n_rows (panel), ==, 1);
  ilv_panel_set_size (panel, WIDTH, HEIGHT - 50, 1);
  cairo_surface_destroy (draw (panel));
  g_assert_cmpuint (ilv_panel_get_n_rows (panel), ==, 2);
  g_clear_object (&panel);
  ilv_trace_free (trace);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/hold/drawn anew it is the same: done", GUINT_TO_POINTER (ILV_GRAPH_DONE),
                        test_stands_still);
  g_test_add_data_func ("/hold/drawn anew it is the same: rate", GUINT_TO_POINTER (ILV_GRAPH_RATE),
                        test_stands_still);
  g_test_add_func ("/hold/another size takes in what is known", test_takes_another_size);
  return g_test_run ();
}
