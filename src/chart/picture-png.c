/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PNG with text chunks, which cairo does not write. */
#include "chart/picture-private.h"

#include "trace/long-work.h"

#include <glib/gi18n-lib.h>
#include <png.h>
#include <setjmp.h>
#include <string.h>

/* Pictures are flat: more effort makes files a tenth smaller and takes three times as long. */
#define COMPRESSION 3
#define ROWS_BETWEEN_CHECKS 64

static void
on_write (png_structp png, png_bytep data, png_size_t length)
{
  g_byte_array_append (png_get_io_ptr (png), data, (guint) length);
}

static void
on_flush (png_structp png)
{
}

static void
on_warning (png_structp png, png_const_charp message)
{
  g_debug ("libpng: %s", message);
}

/* A keyword is 1 to 79 printable Latin-1 characters; ours are plain ASCII. */
static gboolean
is_keyword (const char *key)
{
  gsize length = strlen (key);

  if (length < 1 || length > 79 || key[0] == ' ' || key[length - 1] == ' ')
    return FALSE;
  return g_str_is_ascii (key);
}

static void
add_texts (png_structp png, png_infop info, GPtrArray *metadata)
{
  g_autofree png_text *texts = g_new0 (png_text, metadata->len / 2 + 1);
  int n = 0;

  for (guint i = 0; i + 1 < metadata->len; i += 2)
    {
      char *key = g_ptr_array_index (metadata, i);
      char *value = g_ptr_array_index (metadata, i + 1);

      if (!is_keyword (key))
        continue;
      texts[n].key = key;
      texts[n].text = value;
      /* tEXt is Latin-1, iTXt is UTF-8. */
      if (g_str_is_ascii (value))
        {
          texts[n].compression = PNG_TEXT_COMPRESSION_NONE;
          texts[n].text_length = strlen (value);
        }
      else
        {
          texts[n].compression = PNG_ITXT_COMPRESSION_NONE;
          texts[n].itxt_length = strlen (value);
        }
      n++;
    }
  png_set_text (png, info, texts, n);
}

/* FALSE when libpng gave up or the caller cancelled. Apart, because what a function changes between
   setjmp() and longjmp() is lost. */
static gboolean
write_image (png_structp png, png_infop info, cairo_surface_t *image, GPtrArray *metadata,
             GByteArray *out, guint8 *row, guint64 work, GCancellable *cancellable)
{
  int width = cairo_image_surface_get_width (image);
  int height = cairo_image_surface_get_height (image);
  const guint8 *data = cairo_image_surface_get_data (image);

  if (setjmp (png_jmpbuf (png)))
    return FALSE;
  png_set_write_fn (png, out, on_write, on_flush);
  png_set_IHDR (png, info, (png_uint_32) width, (png_uint_32) height, 8, PNG_COLOR_TYPE_RGB,
                PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_compression_level (png, COMPRESSION);
  png_set_filter (png, PNG_FILTER_TYPE_BASE, PNG_FILTER_UP);
  add_texts (png, info, metadata);
  png_write_info (png, info);
  for (guint64 y = 0; y < (guint64) height; y++)
    {
      const guint32 *pixels = (const guint32 *) (const void *) (data + y
                                               * (gsize) cairo_image_surface_get_stride (image));

      ilv_long_work_add (ilv_long_work_of (cancellable),
                         (y + 1) * work / (guint64) height - y * work / (guint64) height);
      if (y % ROWS_BETWEEN_CHECKS == 0 && g_cancellable_is_cancelled (cancellable))
        return FALSE;
      for (int x = 0; x < width; x++)
        {
          row[x * 3] = (guint8) (pixels[x] >> 16);
          row[x * 3 + 1] = (guint8) (pixels[x] >> 8);
          row[x * 3 + 2] = (guint8) pixels[x];
        }
      png_write_row (png, row);
    }
  png_write_end (png, info);
  return TRUE;
}

GBytes *
ilv_png_encode (cairo_surface_t *image, GPtrArray *metadata, guint64 work,
                GCancellable *cancellable, GError **error)
{
  GByteArray *out = g_byte_array_new ();
  g_autofree guint8 *row = g_new (guint8, (gsize) cairo_image_surface_get_width (image) * 3);
  png_structp png = png_create_write_struct (PNG_LIBPNG_VER_STRING, NULL, NULL, on_warning);
  png_infop info = png != NULL ? png_create_info_struct (png) : NULL;
  gboolean written = FALSE;

  cairo_surface_flush (image);
  if (info != NULL)
    written = write_image (png, info, image, metadata, out, row, work, cancellable);
  png_destroy_write_struct (&png, &info);
  if (written)
    return g_byte_array_free_to_bytes (out);
  g_byte_array_unref (out);
  if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                         _ ("The picture could not be made into a PNG file."));
  return NULL;
}
