/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Draws sample traces into PNG files, to be looked at: gallery FOLDER.
 */
#include "chart/picture.h"
#include "trace/quantity.h"
#include "samples.h"

#include <locale.h>

typedef struct
{
  IlvTrace *trace;
  const char *title;
  const char *badge;
  const char *subtitle;
} Piece;

static gboolean labels = TRUE;

static IlvPanel *
make_panel (const Piece *piece, gint64 from, gint64 to, const IlvFinishMark *marks, guint n)
{
  IlvPanel *panel = ilv_panel_new ();
  IlvView view = { .from = from, .to = to, .until = G_MAXINT64, .lanes = ILV_LANES_AUTO };
  g_autofree char *time = ilv_quantity_duration (piece->trace ? ilv_trace_get_end (piece->trace)
                                                              : 0);

  ilv_panel_set_trace (panel, piece->trace);
  ilv_panel_set_words (panel, piece->title, piece->badge, piece->subtitle,
                       piece->trace ? time : "", piece->trace ? "finished" : "waiting");
  ilv_panel_set_placeholder (panel, "Not run yet. Press Run to see what every worker does.");
  for (guint32 task = 1; task <= 4 && labels; task++)
    {
      g_autofree char *label = ilv_quantity_count (task * 10000);

      ilv_panel_set_task_label (panel, task, label);
    }
  ilv_panel_set_view (panel, &view);
  ilv_panel_set_finish_marks (panel, marks, n);
  return panel;
}

static void
write_picture (const Piece *pieces, guint n, const char *folder, const char *file,
               IlvThemeId theme, IlvArrangement arrangement, IlvPictureFormat format, int width,
               int height, double scale, double zoom_from, double zoom_to)
{
  static const char *const times[] = { "171.2 ms", "93.7 ms", "168.0 ms", "120 ms", NULL };
  static const char *const speeds[] = { "0.98 ×", "1.82 ×", "1.00 ×", "1.10 ×", NULL };
  g_autoptr (IlvPicture) picture = ilv_picture_new ();
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (GFile) target = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  IlvFinishMark marks[8];
  gint64 end = 1;
  guint n_marks = 0;

  for (guint i = 0; i < n; i++)
    if (pieces[i].trace != NULL)
      {
        end = MAX (end, ilv_trace_get_end (pieces[i].trace));
        marks[n_marks++] = (IlvFinishMark){ ilv_trace_get_end (pieces[i].trace),
                                            (char *) pieces[i].title, i };
      }
  ilv_picture_set_theme (picture, ilv_theme_get (theme));
  ilv_picture_set_arrangement (picture, arrangement);
  ilv_picture_set_title (picture, "Prime count",
                         "4 tasks · interpreted code · switch interval 5 ms");
  ilv_picture_set_caption (picture, "In turn · 2 cores · AMD EPYC · 0 events dropped · recorded "
                                    "20 November 2026");
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (IlvPanel) panel
        = make_panel (&pieces[i], (gint64) (zoom_from * (double) end),
                      (gint64) (zoom_to * (double) end), marks, n_marks);

      ilv_picture_add_panel (picture, panel);
    }
  ilv_picture_add_result (picture, "Wall time", times, 1);
  ilv_picture_add_result (picture, "Speed-up", speeds, 1);
  ilv_picture_set_metadata (picture, "Scenario", "prime-count");
  if (!ilv_picture_write (picture, target, format, width, height, scale, NULL, &error))
    g_error ("%s", error->message);
}

/* One panel as a window shows it, the pointer on a waiting interval. */
static void
draw_overlay (const Piece *piece, const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "overlay.png", NULL);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 480, 600);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (IlvPanel) panel = make_panel (piece, 0, 180 * SAMPLE_MS, NULL, 0);
  IlvOverlay overlay = { .has_pointer = TRUE, .y = 180, .play_head = 90 * SAMPLE_MS,
                         .select_from = 110 * SAMPLE_MS, .select_to = 140 * SAMPLE_MS };

  ilv_panel_set_size (panel, 480, 600, 1);
  overlay.x = ilv_panel_time_to_x (panel, 54 * SAMPLE_MS);
  ilv_panel_draw (panel, cr);
  ilv_panel_draw_overlay (panel, cr, &overlay);
  cairo_surface_write_to_png (surface, path);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static const struct
{
  const char *name;
  IlvThemeId theme;
} looks[] = { { "light", ILV_THEME_LIGHT }, { "dark", ILV_THEME_DARK },
              { "projector", ILV_THEME_PROJECTOR } };

static void
draw_themes (const Piece *pieces, const char *folder)
{
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      g_autofree char *columns = g_strdup_printf ("columns-%s.png", looks[i].name);
      g_autofree char *rows = g_strdup_printf ("rows-%s.png", looks[i].name);

      write_picture (pieces, 3, folder, columns, looks[i].theme, ILV_PICTURE_COLUMNS,
                     ILV_PICTURE_PNG, 1920, 1080, 1, -0.01, 1.04);
      write_picture (pieces, 3, folder, rows, looks[i].theme, ILV_PICTURE_ROWS, ILV_PICTURE_PNG,
                     1920, 1080, 1, -0.01, 1.04);
    }
}

int
main (int argc, char *argv[])
{
  const char *folder = argc > 1 ? argv[1] : ".";

  setlocale (LC_ALL, "");
  const Piece primes[] = {
    { sample_threads (4), "Threading", "0.98 ×", "4 threads · one GIL · 33 hand-overs" },
    { sample_processes (4), "Multiprocessing", "1.82 ×", "4 processes · fork server · 2 cores" },
    { sample_coroutines (4), "asyncio", "1.00 ×", "1 thread · 4 coroutines · loop lag 79 ms" },
  };
  const Piece fetches[] = {
    { sample_pool (10, 60), "Threading", "9.8 ×", "10 threads · one GIL" },
    { sample_pool (1, 40), "Sequential", "", "one thread" },
    { sample_fetches (10), "asyncio", "9.9 ×", "1 thread · 10 coroutines" },
    { NULL, "Multiprocessing", "", "" },
  };
  const Piece crowds[] = {
    { sample_crowd (200, 40000), "Threading", "1.0 ×", "200 threads" },
    { sample_crowd (6, 60000), "Subinterpreters", "", "6 threads" },
    { sample_fetches (300), "asyncio", "", "300 coroutines" },
  };

  draw_themes (primes, folder);
  draw_overlay (&primes[0], folder);
  labels = FALSE;
  write_picture (primes, 3, folder, "small.png", ILV_THEME_LIGHT, ILV_PICTURE_COLUMNS,
                 ILV_PICTURE_PNG, 1000, 700, 1, -0.01, 1.04);
  write_picture (primes, 3, folder, "primes.svg", ILV_THEME_LIGHT, ILV_PICTURE_COLUMNS,
                 ILV_PICTURE_SVG, 1920, 1080, 1, -0.01, 1.04);
  write_picture (primes, 3, folder, "primes.pdf", ILV_THEME_LIGHT, ILV_PICTURE_COLUMNS,
                 ILV_PICTURE_PDF, 842, 595, 0.6, -0.01, 1.04);
  write_picture (fetches, 4, folder, "fetches.png", ILV_THEME_LIGHT, ILV_PICTURE_COLUMNS,
                 ILV_PICTURE_PNG, 1366, 768, 1, -0.01, 1.04);
  write_picture (fetches, 4, folder, "fetches-2x.png", ILV_THEME_DARK, ILV_PICTURE_COLUMNS,
                 ILV_PICTURE_PNG, 2732, 1536, 2, 0.1, 0.6);
  write_picture (crowds, 3, folder, "crowds.png", ILV_THEME_LIGHT, ILV_PICTURE_COLUMNS,
                 ILV_PICTURE_PNG, 1920, 1080, 1, 0, 1);
  write_picture (crowds, 3, folder, "crowds-zoom.png", ILV_THEME_DARK, ILV_PICTURE_COLUMNS,
                 ILV_PICTURE_PNG, 1920, 1080, 1, 0.3, 0.32);
  return 0;
}
