/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every word of the window as it comes to the screen, where the desktop asks for high contrast and
   on the stage: 7 : 1 at least between ink and paper, measured in the pixels. */
#include "app/window-private.h"
#include "window-fixture.h"

#include <math.h>

#define LEAST 7.0

typedef struct
{
  int width, height;
  guint32 *pixels;
  GtkWidget *window;
  guint n; /* labels that were measured */
  GString *faint;
} Look;

static double
linear (guint8 value)
{
  double v = value / 255.0;

  return v <= 0.04045 ? v / 12.92 : pow ((v + 0.055) / 1.055, 2.4);
}

/* As WCAG 2 defines it. */
static double
luminance (guint32 pixel)
{
  return 0.2126 * linear ((guint8) (pixel >> 16)) + 0.7152 * linear ((guint8) (pixel >> 8))
         + 0.0722 * linear ((guint8) pixel);
}

static double
contrast (guint32 a, guint32 b)
{
  double x = luminance (a) + 0.05;
  double y = luminance (b) + 0.05;

  return x > y ? x / y : y / x;
}

static void
take_picture (Look *look)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (look->window);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderer *renderer = gtk_native_get_renderer (GTK_NATIVE (look->window));
  g_autoptr (GdkTexture) texture = NULL;
  GskRenderNode *node;

  look->width = gtk_widget_get_width (look->window);
  look->height = gtk_widget_get_height (look->window);
  look->pixels = g_new (guint32, look->width * look->height);
  gdk_paintable_snapshot (paintable, snapshot, look->width, look->height);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (
    renderer, node, &GRAPHENE_RECT_INIT (0, 0, (float) look->width, (float) look->height));
  gdk_texture_download (texture, (guchar *) look->pixels, (gsize) look->width * 4);
  gsk_render_node_unref (node);
}

/* What is scrolled out of sight has other things in its place. */
static gboolean
is_all_seen (GtkWidget *label, GtkWidget *window, graphene_rect_t *bounds)
{
  if (!gtk_widget_get_mapped (label) || !gtk_widget_compute_bounds (label, window, bounds)
      || bounds->size.width < 4 || bounds->size.height < 4)
    return FALSE;
  for (GtkWidget *above = gtk_widget_get_parent (label); above;
       above = gtk_widget_get_parent (above))
    {
      graphene_rect_t outer;

      if (!gtk_widget_compute_bounds (above, window, &outer)
          || !graphene_rect_contains_rect (&outer, bounds))
        return FALSE;
      if (above == window)
        return TRUE;
    }
  return FALSE;
}

/* Paper is what there is most of; ink is what differs most from it. */
static void
measure (Look *look, GtkWidget *label, const graphene_rect_t *bounds)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  const char *text = gtk_label_get_text (GTK_LABEL (label));
  int x0 = (int) bounds->origin.x, y0 = (int) bounds->origin.y;
  guint32 paper = 0;
  guint most = 0;
  double best = 0;

  for (int y = y0; y < y0 + (int) bounds->size.height; y++)
    for (int x = x0; x < x0 + (int) bounds->size.width; x++)
      {
        guint32 pixel = look->pixels[y * look->width + x];
        guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, GUINT_TO_POINTER (pixel))) + 1;

        g_hash_table_insert (counts, GUINT_TO_POINTER (pixel), GUINT_TO_POINTER (n));
        if (n > most)
          {
            most = n;
            paper = pixel;
          }
      }
  for (int y = y0; y < y0 + (int) bounds->size.height; y++)
    for (int x = x0; x < x0 + (int) bounds->size.width; x++)
      best = MAX (best, contrast (paper, look->pixels[y * look->width + x]));
  look->n++;
  g_test_message ("%.1f “%s”", best, text);
  if (best < LEAST)
    g_string_append_printf (look->faint, "“%s” %.1f; ", text, best);
}

/* What cannot be used now is meant to stand back. */
static void
measure_all (Look *look, GtkWidget *from)
{
  graphene_rect_t bounds;

  if (GTK_IS_LABEL (from) && gtk_widget_is_sensitive (from)
      && *gtk_label_get_text (GTK_LABEL (from)) != '\0'
      && is_all_seen (from, look->window, &bounds))
    measure (look, from, &bounds);
  for (GtkWidget *child = gtk_widget_get_first_child (from); child;
       child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_NATIVE (child))
      measure_all (look, child);
}

static void
assert_legible (IlvWindow *window, guint least_labels)
{
  Look look = { .window = GTK_WIDGET (window), .faint = g_string_new (NULL) };

  /* Colours change over time, and the picture is of the end. */
  fixture_idle (400);
  take_picture (&look);
  measure_all (&look, look.window);
  g_assert_cmpstr (look.faint->str, ==, "");
  g_assert_cmpuint (look.n, >=, least_labels);
  g_string_free (look.faint, TRUE);
  g_free (look.pixels);
}

static void
test_high_contrast (gconstpointer theme)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  IlvWindow *window = fixture_open_with_a_run ();

  g_action_group_activate_action (G_ACTION_GROUP (fixture_get_application ()), "theme",
                                  g_variant_new_string (theme));
  g_assert_true (adw_style_manager_get_high_contrast (style));
  g_assert_cmpint (adw_style_manager_get_dark (style), ==, g_str_equal (theme, "dark"));
  assert_legible (window, 60);
  g_action_group_activate_action (G_ACTION_GROUP (fixture_get_application ()), "theme",
                                  g_variant_new_string ("system"));
  fixture_close_window (window);
}

static void
test_stage (void)
{
  IlvWindow *window = fixture_open_with_a_run ();

  fixture_act (window, "stage");
  assert_legible (window, 3);
  fixture_act (window, "stage");
  fixture_close_window (window);
}

int
main (int argc, char *argv[])
{
  g_setenv ("ADW_DEBUG_HIGH_CONTRAST", "1", TRUE);
  if (!fixture_start (&argc, &argv))
    return 0;
  g_test_add_data_func ("/contrast/light is 7 to 1", "light", test_high_contrast);
  g_test_add_data_func ("/contrast/dark is 7 to 1", "dark", test_high_contrast);
  g_test_add_func ("/contrast/the stage is 7 to 1", test_stage);
  return g_test_run ();
}
