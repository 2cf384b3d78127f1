/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/export-preview.h"

#include <math.h>

/* Of a logical pixel: below that, letters no longer have the pixels they need. */
#define SMALL 0.6

struct _IlvExportPreview
{
  GtkWidget parent_instance;

  IlvPicture *picture; /* owned, nullable */
  IlvPictureSize size;
  GdkTexture *texture; /* owned, nullable: the picture, or the one before until that is drawn */
  guint drawing;       /* id of the idle source, 0 when the texture is the picture */
};

G_DEFINE_FINAL_TYPE (IlvExportPreview, ilv_export_preview, GTK_TYPE_WIDGET)

/* As large as fits, its sides in proportion, in the middle. */
static graphene_rect_t
place (IlvExportPreview *self)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  double scale = fmin (width / MAX (self->size.width, 1), height / MAX (self->size.height, 1));
  double w = fmax (round (self->size.width * scale), 1);
  double h = fmax (round (self->size.height * scale), 1);

  return GRAPHENE_RECT_INIT ((float) round ((width - w) / 2), (float) round ((height - h) / 2),
                             (float) w, (float) h);
}

/* Much smaller than it will be, letters are drawn twice as large as they are shown: they stay words
   that way. */
static int
count_pixels (IlvExportPreview *self, const graphene_rect_t *area)
{
  int factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  double shrunk = area->size.width * factor / (self->size.width / self->size.scale);

  return shrunk < SMALL ? 2 * factor : factor;
}

static GdkTexture *
draw (IlvExportPreview *self)
{
  graphene_rect_t area = place (self);
  int factor = count_pixels (self, &area);
  int width = (int) area.size.width * factor;
  int height = (int) area.size.height * factor;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  double logical_width = self->size.width / self->size.scale;
  double logical_height = self->size.height / self->size.scale;
  double scale = width / logical_width;
  g_autoptr (GBytes) bytes = NULL;
  gsize stride;
  cairo_t *cr;

  cairo_surface_set_device_scale (surface, scale, height / logical_height);
  cr = cairo_create (surface);
  ilv_picture_draw (self->picture, cr, logical_width, logical_height, scale);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  stride = (gsize) cairo_image_surface_get_stride (surface);
  /* RGB24 leaves the fourth byte alone, where a texture has its opacity. */
  for (gsize i = 0; i < stride * (gsize) height; i += 4)
    *(guint32 *) (void *) (cairo_image_surface_get_data (surface) + i) |= 0xff000000u;
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface),
                                      stride * (gsize) height,
                                      (GDestroyNotify) cairo_surface_destroy, surface);
  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}

static gboolean
on_idle (gpointer data)
{
  IlvExportPreview *self = data;

  self->drawing = 0;
  g_clear_object (&self->texture);
  self->texture = draw (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

static void
draw_later (IlvExportPreview *self)
{
  if (self->drawing == 0 && self->picture && gtk_widget_get_width (GTK_WIDGET (self)) > 0)
    self->drawing = g_idle_add (on_idle, self);
}

static void
ilv_export_preview_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IlvExportPreview *self = ILV_EXPORT_PREVIEW (widget);
  graphene_rect_t area = place (self);
  /* Seen on a light and on a dark window. */
  const GdkRGBA line = { 0.5f, 0.5f, 0.5f, 0.5f };
  GskRoundedRect outline;

  if (!self->texture)
    return;
  gtk_snapshot_append_texture (snapshot, self->texture, &area);
  gsk_rounded_rect_init_from_rect (&outline, &area, 0);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ 1, 1, 1, 1 },
                              (GdkRGBA[4]){ line, line, line, line });
}

static void
ilv_export_preview_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  draw_later (ILV_EXPORT_PREVIEW (widget));
}

static void
ilv_export_preview_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                            int *minimum, int *natural, int *minimum_baseline,
                            int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 160 : 100;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 560 : 315;
}

static void
ilv_export_preview_dispose (GObject *object)
{
  IlvExportPreview *self = ILV_EXPORT_PREVIEW (object);

  g_clear_handle_id (&self->drawing, g_source_remove);
  g_clear_object (&self->picture);
  g_clear_object (&self->texture);
  G_OBJECT_CLASS (ilv_export_preview_parent_class)->dispose (object);
}

static void
ilv_export_preview_class_init (IlvExportPreviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ilv_export_preview_dispose;
  widget_class->snapshot = ilv_export_preview_snapshot;
  widget_class->size_allocate = ilv_export_preview_size_allocate;
  widget_class->measure = ilv_export_preview_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ilv_export_preview_init (IlvExportPreview *self)
{
  self->size = ilv_preset_get_size (ILV_PRESET_SLIDE, ILV_PICTURE_PNG);
}

void
ilv_export_preview_show (IlvExportPreview *self, IlvPicture *picture, IlvPictureSize size)
{
  g_return_if_fail (ILV_IS_EXPORT_PREVIEW (self) && ILV_IS_PICTURE (picture));
  g_set_object (&self->picture, picture);
  self->size = size;
  draw_later (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

GdkTexture *
ilv_export_preview_get_texture (IlvExportPreview *self)
{
  return self->texture;
}
