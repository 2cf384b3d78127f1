/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawing a large picture says how far it is, and can be given up at every panel. */
#include "chart/picture.h"
#include "samples.h"
#include "trace/long-work.h"

#define N_PANELS 4
#define WIDTH 1200
#define HEIGHT 800

typedef struct
{
  IlvTrace *trace;
  IlvPicture *picture;
  IlvLongWork *work;
  double done[64]; /* whenever a panel began */
  guint n;
  guint give_up_at; /* this panel; 0: none */
} Fixture;

/* Each panel asks for its subtitle when it is drawn. */
static char *
on_panel (gint64 moment, gpointer data)
{
  Fixture *f = data;

  g_assert_cmpuint (f->n, <, G_N_ELEMENTS (f->done));
  f->done[f->n++] = ilv_long_work_get_done (f->work);
  if (f->n == f->give_up_at)
    g_cancellable_cancel (G_CANCELLABLE (f->work));
  return g_strdup ("4 threads");
}

static void
set_up (Fixture *f, gconstpointer data)
{
  IlvView view = { .to = 200 * SAMPLE_MS, .until = 100 * SAMPLE_MS, .lanes = ILV_LANES_AUTO };

  f->trace = sample_threads (8);
  f->picture = ilv_picture_new ();
  f->work = ilv_long_work_new ();
  for (guint i = 0; i < N_PANELS; i++)
    {
      g_autoptr (IlvPanel) panel = ilv_panel_new ();

      ilv_panel_set_trace (panel, f->trace);
      ilv_panel_set_view (panel, &view);
      ilv_panel_set_earlier_subtitle (panel, on_panel, f, NULL);
      ilv_picture_add_panel (f->picture, panel);
    }
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_object (&f->picture);
  g_clear_object (&f->work);
  ilv_trace_free (f->trace);
}

static GBytes *
encode (Fixture *f, IlvPictureFormat format, GError **error)
{
  f->n = 0;
  return ilv_picture_encode (f->picture, format, WIDTH, HEIGHT, 1, G_CANCELLABLE (f->work), error);
}

/* From nothing to all, a panel at a time; packing is the other half. */
static void
test_says_how_far (Fixture *f, gconstpointer data)
{
  for (IlvPictureFormat format = ILV_PICTURE_PNG; format <= ILV_PICTURE_PDF; format++)
    {
      g_autoptr (GBytes) bytes = encode (f, format, NULL);

      g_assert_nonnull (bytes);
      g_assert_cmpuint (f->n, ==, N_PANELS);
      for (guint i = 0; i < N_PANELS; i++)
        g_assert_cmpfloat_with_epsilon (f->done[i], 0.5 * i / N_PANELS, 1e-9);
      g_assert_cmpfloat_with_epsilon (ilv_long_work_get_done (f->work), 1, 1e-9);
    }
}

static void
test_gives_up (Fixture *f, gconstpointer data)
{
  for (IlvPictureFormat format = ILV_PICTURE_PNG; format <= ILV_PICTURE_PDF; format++)
    {
      g_autoptr (GError) error = NULL;

      g_cancellable_reset (G_CANCELLABLE (f->work));
      f->give_up_at = 2;
      g_assert_null (encode (f, format, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      /* Neither the lanes of that panel nor the panels after it. */
      g_assert_cmpuint (f->n, ==, 2);
      g_assert_cmpfloat_with_epsilon (ilv_long_work_get_done (f->work), f->done[1], 0.04);
    }
}

/* How many threads of this process make the page of a picture. */
static guint
count_page_threads (void)
{
  g_autoptr (GDir) threads = g_dir_open ("/proc/self/task", 0, NULL);
  const char *thread;
  guint n = 0;

  while ((thread = g_dir_read_name (threads)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/task", thread, "comm", NULL);
      g_autofree char *name = NULL;

      if (g_file_get_contents (path, &name, NULL, NULL))
        n += g_str_equal (g_strstrip (name), "ilv-page");
    }
  return n;
}

static gpointer
cancel_when_drawn (gpointer work)
{
  while (ilv_long_work_get_done (work) < 0.5 - 1e-9)
    g_usleep (1000);
  g_cancellable_cancel (work);
  return NULL;
}

static IlvPicture *
make_large (IlvTrace *trace)
{
  IlvView view
    = { .to = ilv_trace_get_end (trace), .until = G_MAXINT64, .lanes = ILV_LANES_WORKERS };
  IlvPicture *picture = ilv_picture_new ();
  g_autoptr (IlvPanel) panel = ilv_panel_new ();

  ilv_panel_set_trace (panel, trace);
  ilv_panel_set_view (panel, &view);
  ilv_picture_add_panel (picture, panel);
  return picture;
}

/* Who cancels need not wait for the page, which cairo makes without ever asking; it ends unseen. */
static void
test_leaves_the_page (Fixture *f, gconstpointer data)
{
  IlvTrace *trace = sample_crowd (200, 100000);
  g_autoptr (IlvPicture) picture = make_large (trace);
  g_autoptr (GError) error = NULL;
  GThread *thread = g_thread_new ("cancel", cancel_when_drawn, f->work);

  g_assert_null (ilv_picture_encode (picture, ILV_PICTURE_SVG, 12000, 8000, 1,
                                     G_CANCELLABLE (f->work), &error));
  g_assert_cmpuint (count_page_threads (), ==, 1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  /* It needs neither of them. */
  g_clear_object (&picture);
  ilv_trace_free (trace);
  while (count_page_threads () > 0)
    g_usleep (10000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/picture-work/says-how-far-it-is", Fixture, NULL, set_up, test_says_how_far,
              tear_down);
  g_test_add ("/picture-work/can-be-given-up-at-each-panel", Fixture, NULL, set_up, test_gives_up,
              tear_down);
  g_test_add ("/picture-work/need-not-be-waited-for-when-given-up", Fixture, NULL, set_up,
              test_leaves_the_page, tear_down);
  return g_test_run ();
}
