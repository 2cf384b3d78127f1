/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The picture as PDF or SVG.
 *
 * cairo keeps what is drawn and makes the page of it at the end, which takes it longer than drawing
 * and cannot be interrupted: an SVG of many lanes is a hundred megabytes of text, of which nothing
 * comes out before all of it is there. So a thread of its own makes it, which whoever cancels
 * leaves to end by itself. It holds no more than what cairo kept.
 */
#include "chart/picture-private.h"

#include "ilv-config.h"
#include "trace/long-work.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

/* How soon it is seen that the page is given up. */
#define LOOK_EVERY_NS 20000000

typedef enum
{
  DRAWING, /* reads the picture and its panels */
  PACKING, /* only what cairo kept */
  DONE,
} Stage;

typedef struct
{
  atomic_int references;     /* of who waits and of the thread */
  GCancellable *cancellable; /* owned, nullable */
  IlvPicture *picture;       /* borrowed; while it is being drawn */
  IlvPictureFormat format;
  int width, height;
  double scale;
  guint64 work;

  GByteArray *bytes; /* owned; of who waits when it is done */
  cairo_status_t status;

  pthread_mutex_t mutex; /* of `stage` */
  pthread_cond_t changed;
  Stage stage;
} Page;

static void
unref_page (Page *self)
{
  if (atomic_fetch_sub (&self->references, 1) > 1)
    return;
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->bytes, g_byte_array_unref);
  pthread_cond_destroy (&self->changed);
  pthread_mutex_destroy (&self->mutex);
  g_free (self);
}

static void
enter_stage (Page *self, Stage stage)
{
  pthread_mutex_lock (&self->mutex);
  self->stage = stage;
  pthread_cond_signal (&self->changed);
  pthread_mutex_unlock (&self->mutex);
}

static cairo_status_t
on_data (void *closure, const unsigned char *data, unsigned int length)
{
  Page *self = closure;

  if (g_cancellable_is_cancelled (self->cancellable))
    return CAIRO_STATUS_WRITE_ERROR;
  g_byte_array_append (self->bytes, data, length);
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

static cairo_surface_t *
create_surface (Page *self)
{
  cairo_surface_t *surface;

  if (self->format == ILV_PICTURE_PDF)
    {
      surface = cairo_pdf_surface_create_for_stream (on_data, self, self->width, self->height);
      set_pdf_metadata (self->picture, surface);
    }
  else
    {
      surface = cairo_svg_surface_create_for_stream (on_data, self, self->width, self->height);
      cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
    }
  return surface;
}

/* In its thread. */
static void *
make_page (void *data)
{
  Page *self = data;
  cairo_surface_t *surface = create_surface (self);
  cairo_t *cr = cairo_create (surface);
  double scale = self->scale;

  cairo_scale (cr, scale, scale);
  ilv_picture_draw_counted (self->picture, cr, self->width / scale, self->height / scale, scale,
                            self->cancellable);
  enter_stage (self, PACKING);
  cairo_show_page (cr);
  self->status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  if (self->status == CAIRO_STATUS_SUCCESS)
    self->status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  enter_stage (self, DONE);
  unref_page (self);
  return NULL;
}

static struct timespec
get_next_look (void)
{
  struct timespec time;

  clock_gettime (CLOCK_REALTIME, &time);
  time.tv_nsec += LOOK_EVERY_NS;
  time.tv_sec += time.tv_nsec / 1000000000;
  time.tv_nsec %= 1000000000;
  return time;
}

/* Until it is done, or given up and nothing of the picture is read any more. */
static void
wait_for_page (Page *self)
{
  pthread_mutex_lock (&self->mutex);
  while (self->stage != DONE
         && !(self->stage == PACKING && g_cancellable_is_cancelled (self->cancellable)))
    {
      struct timespec next = get_next_look ();

      pthread_cond_timedwait (&self->changed, &self->mutex, &next);
    }
  pthread_mutex_unlock (&self->mutex);
}

static GBytes *
take_page (Page *self, GCancellable *cancellable, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (cancellable, error)
      || !ilv_picture_check_drawn (self->status, error))
    return NULL;
  ilv_long_work_add (ilv_long_work_of (cancellable), self->work);
  if (self->format == ILV_PICTURE_SVG)
    insert_svg_metadata (self->picture, self->bytes);
  return g_byte_array_free_to_bytes (g_steal_pointer (&self->bytes));
}

GBytes *
ilv_picture_make_vector (IlvPicture *self, IlvPictureFormat format, int width, int height,
                         double scale, GCancellable *cancellable, GError **error)
{
  Page *page = g_new0 (Page, 1);
  GBytes *bytes;

  atomic_init (&page->references, 2);
  page->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  page->picture = self;
  page->format = format;
  page->width = width;
  page->height = height;
  page->scale = scale;
  page->work = ilv_picture_get_work (self);
  page->bytes = g_byte_array_new ();
  pthread_mutex_init (&page->mutex, NULL);
  pthread_cond_init (&page->changed, NULL);

  /* Drawing, and packing, of which cairo does not say how far it is. */
  ilv_long_work_begin (ilv_long_work_of (cancellable), 2 * page->work);
  g_thread_unref (g_thread_new ("ilv-page", make_page, page));
  wait_for_page (page);
  bytes = take_page (page, cancellable, error);
  unref_page (page);
  return bytes;
}
