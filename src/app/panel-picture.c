/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/panel-picture.h"

#include <math.h>

/* Of the play head's handle to either side of its line, logical pixels. */
#define HEAD_REACH 12

struct _IlvPanelPicture
{
  GtkWidget *widget;     /* borrowed: on which it is drawn */
  GskRenderNode *whole;  /* owned, nullable: everything recorded */
  GskRenderNode *empty;  /* owned, nullable: nothing recorded */
  GskRenderNode *moment; /* owned, nullable: what was recorded by `until` */
  gint64 until;
  gint64 whole_true;  /* up to where they show what there is by now */
  gint64 moment_true;
};

IlvPanelPicture *
ilv_panel_picture_new (GtkWidget *widget)
{
  IlvPanelPicture *self = g_new0 (IlvPanelPicture, 1);

  self->widget = widget;
  return self;
}

void
ilv_panel_picture_forget (IlvPanelPicture *self)
{
  g_clear_pointer (&self->whole, gsk_render_node_unref);
  g_clear_pointer (&self->empty, gsk_render_node_unref);
  g_clear_pointer (&self->moment, gsk_render_node_unref);
}

void
ilv_panel_picture_grow (IlvPanelPicture *self, gint64 time)
{
  self->whole_true = MIN (self->whole_true, time);
  self->moment_true = MIN (self->moment_true, time);
}

void
ilv_panel_picture_free (IlvPanelPicture *self)
{
  ilv_panel_picture_forget (self);
  g_free (self);
}

static void
set_until (IlvPanel *panel, gint64 until)
{
  IlvView view = *ilv_panel_get_view (panel);

  view.until = until;
  ilv_panel_set_view (panel, &view);
}

static GskRenderNode *
make_texture_node (cairo_surface_t *surface, const graphene_rect_t *area)
{
  int height = cairo_image_surface_get_height (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) bytes = g_bytes_new_with_free_func (
    cairo_image_surface_get_data (surface), stride * (gsize) height,
    (GDestroyNotify) cairo_surface_destroy, cairo_surface_reference (surface));
  g_autoptr (GdkTexture) texture
    = gdk_memory_texture_new (cairo_image_surface_get_width (surface), height, GDK_MEMORY_DEFAULT,
                              bytes, stride);

  return gsk_texture_node_new (texture, area);
}

static GskRenderNode *
make_cairo_node (cairo_surface_t *surface, const graphene_rect_t *area)
{
  GskRenderNode *node = gsk_cairo_node_new (area);
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  return node;
}

/* A graphics card keeps a texture from frame to frame. The cairo renderer copies one anew for each
   frame, pixel by pixel through floating point, which takes longer than drawing all lanes. */
static GskRenderNode *
make_node (IlvPanelPicture *self, cairo_surface_t *surface, const graphene_rect_t *area)
{
  GtkNative *native = gtk_widget_get_native (self->widget);

  return GSK_IS_CAIRO_RENDERER (gtk_native_get_renderer (native))
           ? make_cairo_node (surface, area)
           : make_texture_node (surface, area);
}

static GskRenderNode *
draw (IlvPanelPicture *self, IlvPanel *panel, gint64 until, int width, int height, int scale)
{
  gint64 before = ilv_panel_get_view (panel)->until;
  cairo_surface_t *surface
    = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * scale, height * scale);
  GskRenderNode *node;
  cairo_t *cr;

  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  set_until (panel, until);
  ilv_panel_draw (panel, cr);
  set_until (panel, before);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  node = make_node (self, surface,
                    &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  cairo_surface_destroy (surface);
  return node;
}

static void
ensure_whole (IlvPanelPicture *self, IlvPanel *panel, int width, int height, int scale)
{
  if (self->whole && ilv_panel_get_view (panel)->until <= self->whole_true)
    return;
  g_clear_pointer (&self->whole, gsk_render_node_unref);
  self->whole = draw (self, panel, G_MAXINT64, width, height, scale);
  self->whole_true = G_MAXINT64;
}

static void
ensure_moment (IlvPanelPicture *self, IlvPanel *panel, int width, int height, int scale)
{
  gint64 until = ilv_panel_get_view (panel)->until;

  if (self->moment && self->until == until && until <= self->moment_true)
    return;
  g_clear_pointer (&self->moment, gsk_render_node_unref);
  self->moment = draw (self, panel, until, width, height, scale);
  self->moment_true = G_MAXINT64;
  self->until = until;
}

/* The play head as a wipe from one picture to the other; the words above it are those of the
   moment. */
static void
append_moving (IlvPanelPicture *self, GtkSnapshot *snapshot, IlvPanel *panel,
               const graphene_rect_t *area, int scale)
{
  const IlvView *view = ilv_panel_get_view (panel);
  int width = (int) area->size.width;
  int height = (int) area->size.height;
  double x = ilv_panel_time_to_x (panel, CLAMP (view->until, view->from, view->to));
  float head = view->until < view->from ? 0 : (float) (round (x * scale) / scale);
  float words = (float) ilv_panel_get_header_height (panel);
  cairo_t *cr;

  ensure_whole (self, panel, width, height, scale);
  if (!self->empty)
    self->empty = draw (self, panel, G_MININT64, width, height, scale);
  gtk_snapshot_append_node (snapshot, self->whole);
  /* Over it and not beside it: what stands left of the head is then the same from frame to frame,
     and not painted again. */
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (head, 0, area->size.width - head,
                                                         area->size.height));
  gtk_snapshot_append_node (snapshot, self->empty);
  gtk_snapshot_pop (snapshot);
  if (words <= 0)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, area->size.width, words));
  ilv_panel_draw_words (panel, cr);
  cairo_destroy (cr);
}

static void
append_head (GtkSnapshot *snapshot, IlvPanel *panel, const graphene_rect_t *area)
{
  const IlvView *view = ilv_panel_get_view (panel);
  const IlvOverlay overlay = { .play_head = view->until };
  double x = ilv_panel_time_to_x (panel, view->until);
  graphene_rect_t strip;
  cairo_t *cr;

  if (view->until < view->from || view->until > view->to)
    return;
  strip = GRAPHENE_RECT_INIT ((float) floor (x) - HEAD_REACH, 0, 2 * HEAD_REACH,
                              area->size.height);
  cr = gtk_snapshot_append_cairo (snapshot, &strip);
  ilv_panel_draw_overlay (panel, cr, &overlay);
  cairo_destroy (cr);
}

void
ilv_panel_picture_snapshot (IlvPanelPicture *self, GtkSnapshot *snapshot, IlvPanel *panel,
                            int width, int height, int scale, IlvPlayHead head)
{
  graphene_rect_t area = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);

  if (ilv_panel_get_view (panel)->until == G_MAXINT64)
    {
      ensure_whole (self, panel, width, height, scale);
      gtk_snapshot_append_node (snapshot, self->whole);
      return;
    }
  if (head == ILV_PLAY_HEAD_MOVING)
    append_moving (self, snapshot, panel, &area, scale);
  else
    {
      ensure_moment (self, panel, width, height, scale);
      gtk_snapshot_append_node (snapshot, self->moment);
    }
  if (head != ILV_PLAY_HEAD_NONE)
    append_head (snapshot, panel, &area);
}
