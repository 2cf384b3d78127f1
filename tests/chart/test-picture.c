/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/hatch-private.h"
#include "chart/picture.h"
#include "samples.h"

#include <glib/gstdio.h>
#include <png.h>
#include <string.h>

typedef struct
{
  char *folder;
  IlvTrace *trace;
  IlvPanel *panel;
  IlvPicture *picture;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  IlvView view = { .from = 0, .to = 180 * SAMPLE_MS, .until = G_MAXINT64,
                   .lanes = ILV_LANES_AUTO };

  f->folder = g_dir_make_tmp ("interleave-picture-XXXXXX", NULL);
  f->trace = sample_threads (4);
  f->panel = ilv_panel_new ();
  ilv_panel_set_trace (f->panel, f->trace);
  ilv_panel_set_view (f->panel, &view);
  f->picture = ilv_picture_new ();
  ilv_picture_set_title (f->picture, "Prime <count>", "4 tasks");
  ilv_picture_set_caption (f->picture, "2 cores");
  ilv_picture_set_metadata (f->picture, "Scenario", "prime-count");
  ilv_picture_set_metadata (f->picture, "Settings", "größe=50 000");
  ilv_picture_add_panel (f->picture, f->panel);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_chmod (f->folder, 0700);
  dir = g_dir_open (f->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (f->folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (f->folder);
  g_free (f->folder);
  g_object_unref (f->picture);
  g_object_unref (f->panel);
  ilv_trace_free (f->trace);
}

static GFile *
get_file (Fixture *f, const char *name)
{
  g_autofree char *path = g_build_filename (f->folder, name, NULL);

  return g_file_new_for_path (path);
}

static char *
write_and_read (Fixture *f, IlvPictureFormat format, const char *name, gsize *length)
{
  g_autoptr (GFile) file = get_file (f, name);
  GError *error = NULL;
  char *contents;

  g_assert_true (ilv_picture_write (f->picture, file, format, 800, 500, 1, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_load_contents (file, NULL, &contents, length, NULL, NULL));
  return contents;
}

static const char *
find_text (png_infop info, png_structp png, const char *key)
{
  png_textp texts;
  int n;

  png_get_text (png, info, &texts, &n);
  for (int i = 0; i < n; i++)
    if (strcmp (texts[i].key, key) == 0)
      return texts[i].text;
  return NULL;
}

static void
test_png (Fixture *f, gconstpointer data)
{
  gsize length;
  g_autofree char *contents = write_and_read (f, ILV_PICTURE_PNG, "a.png", &length);
  g_autofree char *path = g_build_filename (f->folder, "a.png", NULL);
  png_structp png = png_create_read_struct (PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
  png_infop info = png_create_info_struct (png);
  FILE *stream = fopen (path, "rb");

  g_assert_cmpmem (contents, 8, "\211PNG\r\n\032\n", 8);
  png_init_io (png, stream);
  png_read_png (png, info, PNG_TRANSFORM_IDENTITY, NULL);
  g_assert_cmpuint (png_get_image_width (png, info), ==, 800);
  g_assert_cmpuint (png_get_image_height (png, info), ==, 500);
  g_assert_cmpstr (find_text (info, png, "Title"), ==, "Prime <count>");
  g_assert_cmpstr (find_text (info, png, "Scenario"), ==, "prime-count");
  g_assert_cmpstr (find_text (info, png, "Settings"), ==, "größe=50 000");
  png_destroy_read_struct (&png, &info, NULL);
  fclose (stream);
}

static void
test_svg (Fixture *f, gconstpointer data)
{
  gsize length;
  g_autofree char *contents = write_and_read (f, ILV_PICTURE_SVG, "a.svg", &length);
  g_autoptr (GMarkupParseContext) parser
    = g_markup_parse_context_new (&(GMarkupParser){ 0 }, 0, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (strstr (contents, "<title>Prime &lt;count&gt;</title>"));
  g_assert_nonnull (strstr (contents, "Scenario: prime-count"));
  g_assert_true (g_markup_parse_context_parse (parser, contents, (gssize) length, &error));
  g_assert_no_error (error);
  g_assert_true (g_markup_parse_context_end_parse (parser, NULL));
}

static void
test_pdf (Fixture *f, gconstpointer data)
{
  gsize length;
  g_autofree char *contents = write_and_read (f, ILV_PICTURE_PDF, "a.pdf", &length);

  g_assert_true (length > 5 && memcmp (contents, "%PDF-", 5) == 0);
  g_assert_nonnull (memmem (contents, length, "/Title", 6));
}

static guint
count_files (Fixture *f)
{
  g_autoptr (GDir) dir = g_dir_open (f->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
test_failure_keeps_the_old_file (Fixture *f, gconstpointer data)
{
  g_autoptr (GFile) file = get_file (f, "old.png");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;

  g_assert_true (g_file_replace_contents (file, "old", 3, NULL, FALSE, 0, NULL, NULL, NULL));
  g_cancellable_cancel (cancellable);
  g_assert_false (ilv_picture_write (f->picture, file, ILV_PICTURE_PNG, 400, 300, 1, cancellable,
                                     &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (g_file_load_contents (file, NULL, &contents, NULL, NULL, NULL));
  g_assert_cmpstr (contents, ==, "old");
  g_assert_cmpuint (count_files (f), ==, 1);
}

static void
test_full_disk (Fixture *f, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/dev/full/picture.png");
  g_autoptr (GFile) nowhere = get_file (f, "no/such/folder.png");
  g_autoptr (GError) error = NULL;

  g_assert_false (ilv_picture_write (f->picture, file, ILV_PICTURE_PNG, 400, 300, 1, NULL,
                                     &error));
  g_assert_cmpint ((int) error->domain, ==, (int) G_IO_ERROR);
  g_assert_nonnull (strstr (error->message, "cannot be written"));
  g_clear_error (&error);
  g_assert_false (ilv_picture_write (f->picture, nowhere, ILV_PICTURE_SVG, 400, 300, 1, NULL,
                                     &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_sizes (Fixture *f, gconstpointer data)
{
  g_autoptr (GFile) file = get_file (f, "a.png");
  g_autoptr (GError) error = NULL;

  g_assert_false (ilv_picture_write (f->picture, file, ILV_PICTURE_PNG, 100, 300, 1, NULL,
                                     &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);
  g_assert_false (ilv_picture_write (f->picture, file, ILV_PICTURE_PNG, 400, 20000, 1, NULL,
                                     &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_assert_cmpuint (count_files (f), ==, 0);
}

static void
test_scales (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (ilv_picture_check_size (3840, 2160, 2.5, &error));
  g_assert_no_error (error);
  g_assert_false (ilv_picture_check_size (800, 600, 0.1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);
  g_assert_false (ilv_picture_check_size (800, 600, 11, NULL));
  g_assert_true (ilv_picture_check_size (16384, 8192, 8, NULL));
  g_assert_false (ilv_picture_check_size (16384, 16384, 8, NULL));
  /* Not a hundred logical pixels high: nothing could be seen of a lane. */
  g_assert_false (ilv_picture_check_size (800, 300, 4, &error));
  g_assert_nonnull (strstr (error->message, "800 × 300"));
}

/* Pixels of the running state's colour in the lines from `top` to the bottom. */
static guint
count_running (Fixture *f, int top)
{
  guint32 wanted
    = ilv_colour_to_pixel (&ilv_theme_get (ILV_THEME_LIGHT)->states[ILV_STATE_RUNNING]);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 800, 500);
  cairo_t *cr = cairo_create (surface);
  guint n = 0;

  ilv_picture_draw (f->picture, cr, 800, 500, 1);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (int y = top; y < 500; y++)
    {
      const guint32 *line
        = (const guint32 *) (const void *) (cairo_image_surface_get_data (surface)
                                            + y * cairo_image_surface_get_stride (surface));

      for (int x = 0; x < 800; x++)
        n += (line[x] & 0xffffff) == (wanted & 0xffffff);
    }
  cairo_surface_destroy (surface);
  return n;
}

/* Pixels that are not of the ground. */
static guint
count_ink (Fixture *f)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 800, 500);
  const guint32 *pixels;
  cairo_t *cr = cairo_create (surface);
  guint n = 0;

  ilv_picture_draw (f->picture, cr, 800, 500, 1);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  pixels = (const guint32 *) (const void *) cairo_image_surface_get_data (surface);
  for (guint i = 0; i < 800 * 500; i++)
    n += pixels[i] != pixels[0];
  cairo_surface_destroy (surface);
  return n;
}

static void
test_legend (Fixture *f, gconstpointer data)
{
  g_assert_cmpuint (count_running (f, 420), >, 50);
  ilv_picture_set_show_legend (f->picture, FALSE);
  g_assert_cmpuint (count_running (f, 420), ==, 0);
  g_assert_cmpuint (count_running (f, 0), >, 1000);
}

static void
test_table (Fixture *f, gconstpointer data)
{
  const char *const cells[] = { "171 ms", NULL };
  guint empty, filled;

  ilv_picture_set_content (f->picture, ILV_PICTURE_TABLE);
  empty = count_ink (f);
  for (guint i = 0; i < 100; i++)
    ilv_picture_add_result (f->picture, "Wall time", cells, 0);
  filled = count_ink (f);
  g_assert_cmpuint (count_running (f, 0), ==, 0);
  g_assert_cmpuint (filled, >, empty + 1000);
}

static void
test_panels_come_back (Fixture *f, gconstpointer data)
{
  gsize length;
  double before, after;
  g_autofree char *contents = NULL;

  ilv_panel_set_size (f->panel, 512, 400, 1);
  before = ilv_panel_time_to_x (f->panel, SAMPLE_MS);
  contents = write_and_read (f, ILV_PICTURE_PNG, "a.png", &length);
  g_assert_nonnull (contents);
  after = ilv_panel_time_to_x (f->panel, SAMPLE_MS);
  g_assert_cmpfloat (before, ==, after);
}

static void
test_shares (Fixture *f, gconstpointer data)
{
  double shares[ILV_N_STATES];
  double sum = 0;

  ilv_panel_get_states (f->panel, shares);
  for (guint s = 0; s < ILV_N_STATES; s++)
    sum += shares[s];
  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-9);
  g_assert_cmpfloat (shares[ILV_STATE_WAITING_GIL], >, 0.5);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)
  ADD ("/picture/a-png-carries-its-run-in-text-chunks", test_png);
  ADD ("/picture/an-svg-is-well-formed-and-titled", test_svg);
  ADD ("/picture/a-pdf-has-a-title", test_pdf);
  ADD ("/picture/a-failed-write-leaves-the-old-file", test_failure_keeps_the_old_file);
  ADD ("/picture/an-unwritable-place-gives-a-sentence", test_full_disk);
  ADD ("/picture/sizes-are-checked", test_sizes);
  ADD ("/picture/scales-are-checked", test_scales);
  ADD ("/picture/the-legend-can-be-left-out", test_legend);
  ADD ("/picture/results-alone-are-a-table", test_table);
  ADD ("/picture/panels-are-as-they-were-before", test_panels_come_back);
  ADD ("/picture/shares-of-states-add-up", test_shares);
  return g_test_run ();
}
