/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "panel-fixture.h"

void
open_fixture (Fixture *f, IlvTrace *trace, gint64 from, gint64 to)
{
  IlvView view = { .from = from, .to = to, .until = G_MAXINT64, .lanes = ILV_LANES_AUTO };

  f->trace = trace;
  f->panel = ilv_panel_new ();
  ilv_panel_set_trace (f->panel, trace);
  ilv_panel_set_words (f->panel, "Threading", "0.98 ×", "4 threads", "171 ms", "finished");
  ilv_panel_set_size (f->panel, WIDTH, HEIGHT, 1);
  ilv_panel_set_view (f->panel, &view);
  f->surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
}

void
draw (Fixture *f)
{
  cairo_t *cr = cairo_create (f->surface);

  ilv_panel_draw (f->panel, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (f->surface);
}

void
close_fixture (Fixture *f)
{
  cairo_surface_destroy (f->surface);
  g_object_unref (f->panel);
  ilv_trace_free (f->trace);
}

guint32
pixel_at (Fixture *f, int x, int y)
{
  const guint8 *data = cairo_image_surface_get_data (f->surface);

  return *(const guint32 *) (const void *) (data + y * cairo_image_surface_get_stride (f->surface)
                                            + x * 4)
         | 0xff000000u;
}

int
count_pixels (Fixture *f, const IlvColour *colour, int x, double y0, double y1)
{
  guint32 wanted = ilv_colour_to_pixel (colour);
  int n = 0;

  for (int y = (int) y0; y < (int) y1; y++)
    n += pixel_at (f, x, y) == wanted;
  return n;
}
