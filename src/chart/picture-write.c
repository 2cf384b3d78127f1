/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture as a file: made in memory, written beside the target, renamed. */
#include "chart/picture-private.h"

#include "ilv-config.h"
#include "trace/long-work.h"
#include "trace/whole-file.h"

#include <glib/gi18n-lib.h>

#define LEAST_SIZE 200
#define MOST_SIZE 16384
/* Of a PNG, which is drawn as a whole: half a gigabyte. */
#define MOST_MEGAPIXELS 128
#define LEAST_SCALE 0.25
#define MOST_SCALE 10.0
/* Logical pixels of the shorter side: below that there is no lane to be seen. */
#define LEAST_ROOM 150
/* Written at a time: whoever gives up waits for no more. */
#define PORTION ((gsize) 8 << 20)

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

gboolean
ilv_picture_check_drawn (cairo_status_t status, GError **error)
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
  if (ilv_picture_check_drawn (cairo_status (cr), error))
    {
      /* Drawing takes about as long as packing. */
      ilv_long_work_begin (ilv_long_work_of (cancellable), 2 * ilv_picture_get_work (self));
      ilv_picture_draw_counted (self, cr, width / scale, height / scale, scale, cancellable);
      if (!g_cancellable_set_error_if_cancelled (cancellable, error)
          && ilv_picture_check_drawn (cairo_status (cr), error))
        bytes = ilv_png_encode (image, metadata, ilv_picture_get_work (self), cancellable, error);
    }
  cairo_destroy (cr);
  cairo_surface_destroy (image);
  return bytes;
}

static gboolean
write_portions (GOutputStream *stream, gpointer bytes, GCancellable *cancellable, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  for (gsize at = 0; at < length; at += PORTION)
    if (!g_output_stream_write_all (stream, data + at, MIN (length - at, PORTION), NULL,
                                    cancellable, error))
      return FALSE;
  return TRUE;
}

static gboolean
write_elsewhere (GFile *file, GBytes *bytes, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *name = g_file_get_parse_name (file);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  if (g_file_replace_contents (file, data, length, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION,
                               NULL, cancellable, &problem))
    return TRUE;
  g_set_error (error, G_IO_ERROR,
               problem->domain == G_IO_ERROR ? problem->code : G_IO_ERROR_FAILED,
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
  return ilv_picture_make_vector (self, format, width, height, scale, cancellable, error);
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
  if (g_file_peek_path (file) == NULL)
    return write_elsewhere (file, bytes, cancellable, error);
  return ilv_whole_file_write (file, write_portions, bytes, cancellable, error);
}
