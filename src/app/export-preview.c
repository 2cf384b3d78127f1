/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/export-preview.h"

#include <math.h>

/* Of a logical pixel: below that, letters no longer have the pixels they need. */
#define SMALL 0.6

struct _IlvExportPreview
{
  GtkWidget parent_instance;

  IlvExportScene scene; /* its comparison is owned, nullable */
  IlvExportOptions options;
  GdkTexture *texture; /* owned, nullable: the picture, or the one before until that is drawn */
  gboolean drawing;
  gboolean stale; /* what is being drawn is not what is wanted any more */
};

G_DEFINE_FINAL_TYPE (IlvExportPreview, ilv_export_preview, GTK_TYPE_WIDGET)

/* What the thread draws: nothing of it is the widget's. */
typedef struct
{
  IlvExportScene scene; /* its comparison is owned */
  IlvExportOptions options;
  int width; /* pixels */
  int height;
} Drawing;

static void
free_drawing (gpointer data)
{
  Drawing *drawing = data;

  g_object_unref (drawing->scene.comparison);
  g_free (drawing);
}

static GdkTexture *
make_texture (cairo_surface_t *surface)
{
  int height = cairo_image_surface_get_height (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  guint8 *data = cairo_image_surface_get_data (surface);
  g_autoptr (GBytes) bytes = NULL;

  /* RGB24 leaves the fourth byte alone, where a texture has its opacity. */
  for (gsize i = 0; i < stride * (gsize) height; i += 4)
    *(guint32 *) (void *) (data + i) |= 0xff000000u;
  bytes = g_bytes_new_with_free_func (data, stride * (gsize) height,
                                      (GDestroyNotify) cairo_surface_destroy, surface);
  return gdk_memory_texture_new (cairo_image_surface_get_width (surface), height,
                                 GDK_MEMORY_DEFAULT, bytes, stride);
}

static void
draw (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Drawing *drawing = data;
  IlvPictureSize size = ilv_export_get_size (&drawing->options);
  double width = size.width / size.scale;
  double height = size.height / size.scale;
  double scale = drawing->width / width;
  g_autoptr (IlvPicture) picture = ilv_export_make_picture (&drawing->scene, &drawing->options);
  cairo_surface_t *surface
    = cairo_image_surface_create (CAIRO_FORMAT_RGB24, drawing->width, drawing->height);
  cairo_t *cr;

  cairo_surface_set_device_scale (surface, scale, drawing->height / height);
  cr = cairo_create (surface);
  ilv_picture_draw (picture, cr, width, height, scale);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  g_task_return_pointer (task, make_texture (surface), g_object_unref);
}

/* As large as fits, its sides in proportion, in the middle. */
static graphene_rect_t
place (IlvExportPreview *self)
{
  IlvPictureSize size = ilv_export_get_size (&self->options);
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  double scale = fmin (width / MAX (size.width, 1), height / MAX (size.height, 1));
  double w = fmax (round (size.width * scale), 1);
  double h = fmax (round (size.height * scale), 1);

  return GRAPHENE_RECT_INIT ((float) round ((width - w) / 2), (float) round ((height - h) / 2),
                             (float) w, (float) h);
}

/* Much smaller than it will be, letters are drawn twice as large as they are shown: they stay words
   that way. */
static int
count_pixels (IlvExportPreview *self, const graphene_rect_t *area)
{
  IlvPictureSize size = ilv_export_get_size (&self->options);
  int factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  double shrunk = area->size.width * factor / (size.width / size.scale);

  return shrunk < SMALL ? 2 * factor : factor;
}

static void draw_later (IlvExportPreview *self);

static void
on_drawn (GObject *source, GAsyncResult *result, gpointer data)
{
  IlvExportPreview *self = ILV_EXPORT_PREVIEW (source);
  g_autoptr (GdkTexture) texture = g_task_propagate_pointer (G_TASK (result), NULL);

  self->drawing = FALSE;
  if (!self->scene.comparison)
    return;
  g_set_object (&self->texture, texture);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (self->stale)
    draw_later (self);
}

/* One at a time: whoever changes much and quickly sees the last of it. */
static void
draw_later (IlvExportPreview *self)
{
  graphene_rect_t area = place (self);
  int factor = count_pixels (self, &area);
  g_autoptr (GTask) task = NULL;
  Drawing *drawing;

  self->stale = self->drawing;
  if (self->drawing || !self->scene.comparison || gtk_widget_get_width (GTK_WIDGET (self)) <= 0)
    return;
  self->drawing = TRUE;
  drawing = g_new (Drawing, 1);
  *drawing = (Drawing){ self->scene, self->options, (int) area.size.width * factor,
                        (int) area.size.height * factor };
  g_object_ref (drawing->scene.comparison);
  task = g_task_new (self, NULL, on_drawn, NULL);
  g_task_set_task_data (task, drawing, free_drawing);
  g_task_run_in_thread (task, draw);
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

  g_clear_object (&self->scene.comparison);
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
}

void
ilv_export_preview_show (IlvExportPreview *self, const IlvExportScene *scene,
                         const IlvExportOptions *options)
{
  g_return_if_fail (ILV_IS_EXPORT_PREVIEW (self) && scene->comparison);
  g_set_object (&self->scene.comparison, scene->comparison);
  self->scene = *scene;
  self->options = *options;
  draw_later (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

GdkTexture *
ilv_export_preview_get_texture (IlvExportPreview *self)
{
  return self->texture;
}
