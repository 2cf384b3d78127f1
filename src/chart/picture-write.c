/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture as a file: made in memory, written beside the target, renamed. */
#include "chart/picture-private.h"

#include "ilv-config.h"
#include "trace/long-work.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define LEAST_SIZE 200
#define MOST_SIZE 16384
/* Of a PNG, which is drawn as a whole: half a gigabyte. */
#define MOST_MEGAPIXELS 128
#define LEAST_SCALE 0.25
#define MOST_SCALE 10.0
/* Logical pixels of the shorter side: below that there is no lane to be seen. */
#define LEAST_ROOM 150

static gboolean
has_metadata (IlvPicture *self, const char *key)
{
  for (guint i = 0; i + 1 < self->metadata->len; i += 2)
    if (g_str_equal (g_ptr_array_index (self->metadata, i), key))
      return TRUE;
  return FALSE;
}

/* Title and program first, then what was set; each once. */
static GPtrArray *
collect_metadata (IlvPicture *self)
{
  const char *own[] = {
    "Title",       self->title != NULL ? self->title : "Interleave",
    "Software",    "Interleave " ILV_VERSION,
    "Description", self->caption != NULL ? self->caption : "",
  };
  GPtrArray *all = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (own); i += 2)
    if (*own[i + 1] != '\0' && !has_metadata (self, own[i]))
      {
        g_ptr_array_add (all, g_strdup (own[i]));
        g_ptr_array_add (all, g_strdup (own[i + 1]));
      }
  for (guint i = 0; i < self->metadata->len; i++)
    g_ptr_array_add (all, g_strdup (g_ptr_array_index (self->metadata, i)));
  return all;
}

static gboolean
check_surface (cairo_status_t status, GError **error)
{
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The picture could not be drawn: %s."),
               cairo_status_to_string (status));
  return FALSE;
}

static GBytes *
make_png (IlvPicture *self, int width, int height, double scale, GCancellable *cancellable,
          GError **error)
{
  g_autoptr (GPtrArray) metadata = collect_metadata (self);
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr;
  GBytes *bytes = NULL;

  cairo_surface_set_device_scale (image, scale, scale);
  cr = cairo_create (image);
  if (check_surface (cairo_status (cr), error))
    {
      /* Drawing takes about as long as packing. */
      ilv_long_work_begin (ilv_long_work_of (cancellable), 2 * ilv_picture_get_work (self));
      ilv_picture_draw_counted (self, cr, width / scale, height / scale, scale, cancellable);
      if (!g_cancellable_set_error_if_cancelled (cancellable, error)
          && check_surface (cairo_status (cr), error))
        bytes = ilv_png_encode (image, metadata, ilv_picture_get_work (self), cancellable, error);
    }
  cairo_destroy (cr);
  cairo_surface_destroy (image);
  return bytes;
}

typedef struct
{
  GByteArray *bytes;
  GCancellable *cancellable;
} Output;

/* Packing the images of a large page takes longer than drawing them: it ends when nobody takes what
   comes out. */
static cairo_status_t
on_data (void *closure, const unsigned char *data, unsigned int length)
{
  Output *output = closure;

  if (g_cancellable_is_cancelled (output->cancellable))
    return CAIRO_STATUS_WRITE_ERROR;
  g_byte_array_append (output->bytes, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static char *
join_metadata (IlvPicture *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i + 1 < self->metadata->len; i += 2)
    g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "; " : "",
                            (char *) g_ptr_array_index (self->metadata, i),
                            (char *) g_ptr_array_index (self->metadata, i + 1));
  return g_string_free (text, FALSE);
}

static void
set_pdf_metadata (IlvPicture *self, cairo_surface_t *surface)
{
  g_autofree char *words = join_metadata (self);

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE,
                                  self->title != NULL ? self->title : "Interleave");
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Interleave " ILV_VERSION);
  if (self->caption != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, self->caption);
  if (*words != '\0')
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_KEYWORDS, words);
}

/* cairo writes no title into an SVG: it goes behind the opening tag. */
static void
insert_svg_metadata (IlvPicture *self, GByteArray *out)
{
  g_autofree char *words = join_metadata (self);
  g_autofree char *inserted = NULL;
  const char *text;
  const char *tag;
  const char *end;
  gsize before, length;

  g_byte_array_append (out, (const guint8 *) "", 1);
  text = (const char *) out->data;
  tag = strstr (text, "<svg");
  end = tag != NULL ? strchr (tag, '>') : NULL;
  g_byte_array_set_size (out, out->len - 1);
  if (end == NULL)
    return;
  before = (gsize) (end + 1 - text);
  inserted = g_markup_printf_escaped ("\n<title>%s</title>\n<desc>%s%s%s</desc>",
                                      self->title != NULL ? self->title : "Interleave",
                                      self->caption != NULL ? self->caption : "",
                                      self->caption != NULL && *words != '\0' ? "; " : "", words);
  length = strlen (inserted);
  g_byte_array_set_size (out, out->len + (guint) length);
  memmove (out->data + before + length, out->data + before, out->len - length - before);
  memcpy (out->data + before, inserted, length);
}

static GBytes *
make_vector (IlvPicture *self, IlvPictureFormat format, int width, int height, double scale,
             GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  IlvLongWork *work = ilv_long_work_of (cancellable);
  Output output = { out, cancellable };
  cairo_surface_t *surface;
  cairo_status_t status;
  cairo_t *cr;

  if (format == ILV_PICTURE_PDF)
    {
      surface = cairo_pdf_surface_create_for_stream (on_data, &output, width, height);
      set_pdf_metadata (self, surface);
    }
  else
    {
      surface = cairo_svg_surface_create_for_stream (on_data, &output, width, height);
      cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
    }
  cr = cairo_create (surface);
  cairo_scale (cr, scale, scale);
  /* Drawing, and packing the images, of which cairo does not say how far it is. */
  ilv_long_work_begin (work, 2 * ilv_picture_get_work (self));
  ilv_picture_draw_counted (self, cr, width / scale, height / scale, scale, cancellable);
  cairo_show_page (cr);
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (g_cancellable_set_error_if_cancelled (cancellable, error) || !check_surface (status, error))
    return NULL;
  ilv_long_work_add (work, ilv_picture_get_work (self));
  if (format == ILV_PICTURE_SVG)
    insert_svg_metadata (self, out);
  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}

static gboolean
write_bytes (GFile *file, GBytes *bytes, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *name = g_file_get_parse_name (file);
  const char *path = g_file_peek_path (file);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  int code;

  if (path != NULL)
    {
      if (g_file_set_contents_full (path, data, (gssize) length,
                                    G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                    0666, &problem))
        return TRUE;
      code = (int) g_io_error_from_file_error (problem->code);
    }
  else
    {
      if (g_file_replace_contents (file, data, length, NULL, FALSE,
                                   G_FILE_CREATE_REPLACE_DESTINATION, NULL, cancellable, &problem))
        return TRUE;
      code = problem->domain == G_IO_ERROR ? problem->code : G_IO_ERROR_FAILED;
    }
  g_set_error (error, G_IO_ERROR, code,
               _ ("The picture could not be written to “%s”: %s. An older file of that name is "
                  "unchanged."),
               name, problem->message);
  return FALSE;
}

gboolean
ilv_picture_check_size (int width, int height, double scale, GError **error)
{
  if (width < LEAST_SIZE || width > MOST_SIZE || height < LEAST_SIZE || height > MOST_SIZE)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 _ ("A picture of %d × %d cannot be made: both sides must be from %d to %d."),
                 width, height, LEAST_SIZE, MOST_SIZE);
  else if ((gint64) width * height > ((gint64) MOST_MEGAPIXELS << 20))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 _ ("A picture of %d × %d is too large: %d megapixels can be drawn at most."),
                 width, height, MOST_MEGAPIXELS);
  else if (!(scale >= LEAST_SCALE && scale <= MOST_SCALE))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 _ ("A scale of %g cannot be drawn: it must be from %g to %g."), scale, LEAST_SCALE,
                 MOST_SCALE);
  else if (MIN (width, height) < LEAST_ROOM * scale)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 _ ("Drawn %g × as large, nothing fits into %d × %d: choose a larger picture or a "
                    "smaller scale."),
                 scale, width, height);
  else
    return TRUE;
  return FALSE;
}

GBytes *
ilv_picture_encode (IlvPicture *self, IlvPictureFormat format, int width, int height, double scale,
                    GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (ILV_IS_PICTURE (self), NULL);
  if (!ilv_picture_check_size (width, height, scale, error)
      || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (format == ILV_PICTURE_PNG)
    return make_png (self, width, height, scale, cancellable, error);
  return make_vector (self, format, width, height, scale, cancellable, error);
}

gboolean
ilv_picture_write (IlvPicture *self, GFile *file, IlvPictureFormat format, int width, int height,
                   double scale, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) bytes
    = ilv_picture_encode (self, format, width, height, scale, cancellable, error);

  g_return_val_if_fail (ILV_IS_PICTURE (self) && G_IS_FILE (file), FALSE);
  if (!bytes || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  return write_bytes (file, bytes, cancellable, error);
}
