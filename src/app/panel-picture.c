/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/panel-picture.h"

#include <math.h>

/* Of the play head's handle to either side of its line, logical pixels. */
#define HEAD_REACH 12

/* From top to bottom; what stands above and below the rows stays when they are scrolled, and is the
   same node then, so that the toolkit paints only the rows again. */
enum { ABOVE, ROWS, BELOW, N_PARTS };

typedef struct
{
  GskRenderNode *node; /* owned, nullable: a container of the parts */
  gint64 known;        /* up to where it shows what there is by now */
  gboolean scrolled;   /* the rows stand elsewhere since */
} Kept;

struct _IlvPanelPicture
{
  GtkWidget *widget; /* borrowed: on which it is drawn */
  Kept whole;        /* everything recorded */
  Kept empty;        /* nothing recorded */
  Kept moment;       /* what was recorded by `until` */
  gint64 until;
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
  g_clear_pointer (&self->whole.node, gsk_render_node_unref);
  g_clear_pointer (&self->empty.node, gsk_render_node_unref);
  g_clear_pointer (&self->moment.node, gsk_render_node_unref);
}

void
ilv_panel_picture_scroll (IlvPanelPicture *self)
{
  self->whole.scrolled = self->empty.scrolled = self->moment.scrolled = TRUE;
}

void
ilv_panel_picture_grow (IlvPanelPicture *self, gint64 time)
{
  self->whole.known = MIN (self->whole.known, time);
  self->moment.known = MIN (self->moment.known, time);
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

/* Lines y … y + height of what is drawn for a panel as wide; logical pixels. */
typedef struct
{
  int y, width, height, scale;
} Stretch;

static GskRenderNode *
make_texture_node (cairo_surface_t *surface, int first_line, const Stretch *stretch)
{
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  int lines = stretch->height * stretch->scale;
  g_autoptr (GBytes) bytes = g_bytes_new_with_free_func (
    cairo_image_surface_get_data (surface) + stride * (gsize) first_line,
    stride * (gsize) lines, (GDestroyNotify) cairo_surface_destroy,
    cairo_surface_reference (surface));
  g_autoptr (GdkTexture) texture = gdk_memory_texture_new (
    cairo_image_surface_get_width (surface), lines, GDK_MEMORY_DEFAULT, bytes, stride);

  return gsk_texture_node_new (texture, &GRAPHENE_RECT_INIT (0, (float) stretch->y,
                                                             (float) stretch->width,
                                                             (float) stretch->height));
}

static GskRenderNode *
make_cairo_node (cairo_surface_t *surface, int first_line, const Stretch *stretch)
{
  GskRenderNode *node = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (
    0, (float) stretch->y, (float) stretch->width, (float) stretch->height));
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  cairo_set_source_surface (cr, surface, 0, stretch->y - first_line / stretch->scale);
  cairo_paint (cr);
  cairo_destroy (cr);
  return node;
}

static gboolean
is_drawn_by_cairo (IlvPanelPicture *self)
{
  return GSK_IS_CAIRO_RENDERER (gtk_native_get_renderer (gtk_widget_get_native (self->widget)));
}

/* A graphics card keeps a texture from frame to frame. The cairo renderer copies one anew for each
   frame, pixel by pixel through floating point, which takes longer than drawing all lanes. */
static GskRenderNode *
make_node (IlvPanelPicture *self, cairo_surface_t *surface, int first_line, const Stretch *stretch)
{
  return is_drawn_by_cairo (self) ? make_cairo_node (surface, first_line, stretch)
                                  : make_texture_node (surface, first_line, stretch);
}

/* A panel leaves no pixel open, and what has no transparency cairo copies without blending. */
static cairo_surface_t *
draw (IlvPanelPicture *self, IlvPanel *panel, gint64 until, const Stretch *stretch,
      void (*draw_panel) (IlvPanel *, cairo_t *))
{
  gint64 before = ilv_panel_get_view (panel)->until;
  cairo_surface_t *surface = cairo_image_surface_create (
    is_drawn_by_cairo (self) ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32,
    stretch->width * stretch->scale, stretch->height * stretch->scale);
  cairo_t *cr;

  cairo_surface_set_device_scale (surface, stretch->scale, stretch->scale);
  cairo_surface_set_device_offset (surface, 0, -stretch->y * stretch->scale);
  cr = cairo_create (surface);
  set_until (panel, until);
  draw_panel (panel, cr);
  set_until (panel, before);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  cairo_surface_set_device_offset (surface, 0, 0);
  return surface;
}

/* Where the rows begin and end; FALSE: nothing is above or below them that could stay. */
static gboolean
find_rows (IlvPanel *panel, const Stretch *all, Stretch *rows)
{
  double top, bottom;

  ilv_panel_get_rows_extents (panel, &top, &bottom);
  *rows = *all;
  rows->y = (int) top;
  rows->height = (int) bottom - rows->y;
  return ilv_panel_get_n_rows (panel) > 0 && rows->y > 0 && rows->height > 0
         && rows->y + rows->height < all->height;
}

static void
draw_all (IlvPanelPicture *self, Kept *kept, IlvPanel *panel, gint64 until, const Stretch *all)
{
  cairo_surface_t *surface = draw (self, panel, until, all, ilv_panel_draw);
  GskRenderNode *parts[N_PARTS];
  guint n = 0;
  Stretch rows;

  if (find_rows (panel, all, &rows))
    {
      int end = rows.y + rows.height;
      const Stretch above = { 0, all->width, rows.y, all->scale };
      const Stretch below = { end, all->width, all->height - end, all->scale };

      parts[n++] = make_node (self, surface, 0, &above);
      parts[n++] = make_node (self, surface, rows.y * all->scale, &rows);
      parts[n++] = make_node (self, surface, end * all->scale, &below);
    }
  else
    parts[n++] = make_node (self, surface, 0, all);
  cairo_surface_destroy (surface);
  g_clear_pointer (&kept->node, gsk_render_node_unref);
  kept->node = gsk_container_node_new (parts, n);
  kept->known = G_MAXINT64;
  kept->scrolled = FALSE;
  while (n > 0)
    gsk_render_node_unref (parts[--n]);
}

static void
draw_rows (IlvPanelPicture *self, Kept *kept, IlvPanel *panel, gint64 until, const Stretch *rows)
{
  cairo_surface_t *surface = draw (self, panel, until, rows, ilv_panel_draw_rows);
  GskRenderNode *parts[N_PARTS] = { gsk_container_node_get_child (kept->node, ABOVE),
                                    make_node (self, surface, 0, rows),
                                    gsk_container_node_get_child (kept->node, BELOW) };
  GskRenderNode *node = gsk_container_node_new (parts, N_PARTS);

  cairo_surface_destroy (surface);
  gsk_render_node_unref (parts[ROWS]);
  gsk_render_node_unref (kept->node);
  kept->node = node;
  kept->scrolled = FALSE;
}

/* Has `kept` show what was recorded by `until`; `needed`: of what came since, that up to there. */
static void
ensure (IlvPanelPicture *self, Kept *kept, IlvPanel *panel, gint64 until, gint64 needed,
        const Stretch *all)
{
  Stretch rows;

  if (!kept->node || needed > kept->known)
    draw_all (self, kept, panel, until, all);
  else if (kept->scrolled && gsk_container_node_get_n_children (kept->node) == N_PARTS
           && find_rows (panel, all, &rows))
    draw_rows (self, kept, panel, until, &rows);
  else if (kept->scrolled)
    draw_all (self, kept, panel, until, all);
}

static void
ensure_whole (IlvPanelPicture *self, IlvPanel *panel, const Stretch *all)
{
  ensure (self, &self->whole, panel, G_MAXINT64, ilv_panel_get_view (panel)->until, all);
}

static void
ensure_moment (IlvPanelPicture *self, IlvPanel *panel, const Stretch *all)
{
  gint64 until = ilv_panel_get_view (panel)->until;

  if (self->until != until)
    g_clear_pointer (&self->moment.node, gsk_render_node_unref);
  ensure (self, &self->moment, panel, until, until, all);
  self->until = until;
}

/* The play head as a wipe from one picture to the other; the words above it are those of the
   moment. */
static void
append_moving (IlvPanelPicture *self, GtkSnapshot *snapshot, IlvPanel *panel,
               const graphene_rect_t *area, const Stretch *all)
{
  const IlvView *view = ilv_panel_get_view (panel);
  double x = ilv_panel_time_to_x (panel, CLAMP (view->until, view->from, view->to));
  float head = view->until < view->from ? 0 : (float) (round (x * all->scale) / all->scale);
  float words = (float) ilv_panel_get_header_height (panel);
  cairo_t *cr;

  ensure_whole (self, panel, all);
  ensure (self, &self->empty, panel, G_MININT64, G_MININT64, all);
  gtk_snapshot_append_node (snapshot, self->whole.node);
  /* Over it and not beside it: what stands left of the head is then the same from frame to frame,
     and not painted again. */
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (head, 0, area->size.width - head,
                                                         area->size.height));
  gtk_snapshot_append_node (snapshot, self->empty.node);
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
  const Stretch all = { 0, width, height, scale };

  if (ilv_panel_get_view (panel)->until == G_MAXINT64)
    {
      ensure_whole (self, panel, &all);
      gtk_snapshot_append_node (snapshot, self->whole.node);
      return;
    }
  if (head == ILV_PLAY_HEAD_MOVING)
    append_moving (self, snapshot, panel, &area, &all);
  else
    {
      ensure_moment (self, panel, &all);
      gtk_snapshot_append_node (snapshot, self->moment.node);
    }
  if (head != ILV_PLAY_HEAD_NONE)
    append_head (snapshot, panel, &area);
}
