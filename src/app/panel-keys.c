/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/panel-keys.h"

#include "app/panel-grid.h"

/* Of the range that is seen. */
#define PAN 0.1
#define SMALL_SELECTION 0.02
#define LARGE_SELECTION 0.1
#define ZOOM 1.25
#define PAGE 8 /* lanes */

static IlvViewport *
get_viewport (GtkWidget *widget)
{
  return ilv_panel_grid_get_viewport (ILV_PANEL_GRID (widget));
}

static gint64
get_part (IlvViewport *viewport, double part)
{
  return (gint64) (part
                   * (double) (ilv_viewport_get_to (viewport) - ilv_viewport_get_from (viewport)));
}

static gboolean
on_pan (GtkWidget *widget, GVariant *part, gpointer user_data)
{
  IlvViewport *viewport = get_viewport (widget);

  ilv_viewport_pan (viewport, get_part (viewport, g_variant_get_double (part)));
  return GDK_EVENT_STOP;
}

static gboolean
on_zoom (GtkWidget *widget, GVariant *factor, gpointer user_data)
{
  IlvViewport *viewport = get_viewport (widget);

  ilv_viewport_zoom (viewport, ilv_viewport_get_from (viewport) + get_part (viewport, 0.5),
                     g_variant_get_double (factor));
  return GDK_EVENT_STOP;
}

static gboolean
on_scroll (GtkWidget *widget, GVariant *rows, gpointer user_data)
{
  ilv_viewport_scroll_rows (get_viewport (widget), g_variant_get_int32 (rows));
  return GDK_EVENT_STOP;
}

/* Where a selection by keyboard begins: at the pointer when it is in the view, else in its
   middle. */
static gint64
find_origin (IlvViewport *viewport)
{
  gint64 pointed = ilv_viewport_get_pointed (viewport);

  if (pointed >= ilv_viewport_get_from (viewport) && pointed <= ilv_viewport_get_to (viewport))
    return pointed;
  return ilv_viewport_get_from (viewport) + get_part (viewport, 0.5);
}

static gboolean
on_select (GtkWidget *widget, GVariant *part, gpointer user_data)
{
  IlvViewport *viewport = get_viewport (widget);

  ilv_viewport_extend_selection (viewport, find_origin (viewport),
                                 get_part (viewport, g_variant_get_double (part)));
  return GDK_EVENT_STOP;
}

static void
add_double (GtkWidgetClass *widget_class, guint key, GdkModifierType keys,
            GtkShortcutFunc callback, double argument)
{
  gtk_widget_class_add_binding (widget_class, key, keys, callback, "d", argument);
}

static void
add_int (GtkWidgetClass *widget_class, guint key, GtkShortcutFunc callback, int argument)
{
  gtk_widget_class_add_binding (widget_class, key, 0, callback, "i", argument);
}

void
ilv_panel_keys_install (GtkWidgetClass *widget_class)
{
  static const guint closer[] = { GDK_KEY_w, GDK_KEY_plus, GDK_KEY_equal, GDK_KEY_KP_Add };
  static const guint farther[] = { GDK_KEY_s, GDK_KEY_minus, GDK_KEY_KP_Subtract };
  static const guint earlier[] = { GDK_KEY_a, GDK_KEY_Left, GDK_KEY_KP_Left };
  static const guint later[] = { GDK_KEY_d, GDK_KEY_Right, GDK_KEY_KP_Right };
  const GdkModifierType both = GDK_SHIFT_MASK | GDK_CONTROL_MASK;

  for (guint i = 0; i < G_N_ELEMENTS (closer); i++)
    add_double (widget_class, closer[i], 0, on_zoom, ZOOM);
  for (guint i = 0; i < G_N_ELEMENTS (farther); i++)
    add_double (widget_class, farther[i], 0, on_zoom, 1 / ZOOM);
  for (guint i = 0; i < G_N_ELEMENTS (earlier); i++)
    add_double (widget_class, earlier[i], 0, on_pan, -PAN);
  for (guint i = 0; i < G_N_ELEMENTS (later); i++)
    add_double (widget_class, later[i], 0, on_pan, PAN);
  add_double (widget_class, GDK_KEY_Left, GDK_SHIFT_MASK, on_select, -SMALL_SELECTION);
  add_double (widget_class, GDK_KEY_Right, GDK_SHIFT_MASK, on_select, SMALL_SELECTION);
  add_double (widget_class, GDK_KEY_Left, both, on_select, -LARGE_SELECTION);
  add_double (widget_class, GDK_KEY_Right, both, on_select, LARGE_SELECTION);
  add_int (widget_class, GDK_KEY_Up, on_scroll, -1);
  add_int (widget_class, GDK_KEY_Down, on_scroll, 1);
  add_int (widget_class, GDK_KEY_Page_Up, on_scroll, -PAGE);
  add_int (widget_class, GDK_KEY_Page_Down, on_scroll, PAGE);
  /* The scrolled window round the panels would take them for itself. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Home, 0, "win.to-start", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_End, 0, "win.to-end", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, 0, "win.zoom-to-selection", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_a, GDK_CONTROL_MASK,
                                       "win.select-visible", NULL);
}
