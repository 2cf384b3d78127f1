/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window's size, what of it the sidebars get, and both remembered. */
#include "app/window-private.h"

/* Before anything was remembered, and where there is no screen to fill. */
#define FIRST_WIDTH 1366
#define FIRST_HEIGHT 768

/* Where there is room, the tables beside the panels need not break their lines. */
#define ROOMY_WIDTH 1600
#define ROOMY_SIDEBAR 400
#define NARROW_SIDEBAR 344
/* What a run more than usual needs beside the others. */
#define USUAL_RUNS 4
#define COLUMN_WIDTH 57
/* Narrower, signs take the place of the header's words. More than any language needs for words: a
   window cannot become narrower than what it shows. */
#define WORDY_WIDTH 1340

void
ilv_window_remember_size (IlvWindow *self)
{
  int width;
  int height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  ilv_preferences_set (self->preferences, "window-width", g_variant_new_int32 (width));
  ilv_preferences_set (self->preferences, "window-height", g_variant_new_int32 (height));
  ilv_preferences_set (self->preferences, "maximized",
                       g_variant_new_boolean (gtk_window_is_maximized (GTK_WINDOW (self))));
  /* A sidebar that a narrow window folded away was not put away by the user. */
  if (!adw_flap_get_folded (self->left_flap))
    ilv_preferences_set (
      self->preferences, "sidebar-visible",
      g_variant_new_boolean (adw_flap_get_reveal_flap (self->left_flap)));
  if (!adw_flap_get_folded (self->right_flap))
    ilv_preferences_set (
      self->preferences, "legend-visible",
      g_variant_new_boolean (adw_flap_get_reveal_flap (self->right_flap)));
}

void
ilv_window_restore_size (IlvWindow *self)
{
  gtk_window_set_default_size (
    GTK_WINDOW (self),
    ilv_preferences_get_int (self->preferences, "window-width", FIRST_WIDTH),
    ilv_preferences_get_int (self->preferences, "window-height", FIRST_HEIGHT));
  /* The first time, too: panels side by side want every pixel there is. */
  if (ilv_preferences_get_boolean (self->preferences, "maximized", TRUE))
    gtk_window_maximize (GTK_WINDOW (self));
  adw_flap_set_reveal_flap (
    self->left_flap, ilv_preferences_get_boolean (self->preferences, "sidebar-visible", TRUE));
  adw_flap_set_reveal_flap (
    self->right_flap, ilv_preferences_get_boolean (self->preferences, "legend-visible", TRUE));
}

/* As wide as the tables will be when all runs have ended: they would widen with every run that
   does, and push the panels aside, otherwise. */
void
ilv_window_update_sidebar_width (IlvWindow *self)
{
  guint n = self->comparison ? ilv_comparison_get_n_runs (self->comparison) : 0;
  int more = n > USUAL_RUNS ? (int) (n - USUAL_RUNS) * COLUMN_WIDTH : 0;
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self));
  gboolean roomy = surface && gdk_surface_get_width (surface) >= ROOMY_WIDTH;

  gtk_widget_set_size_request (self->sidebar, (roomy ? ROOMY_SIDEBAR : NARROW_SIDEBAR) + more, -1);
}

/* By how much the desktop has text larger than usual. */
static double
get_text_scale (IlvWindow *self)
{
  int dpi = 0;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? dpi / (96.0 * PANGO_SCALE) : 1;
}

static void
on_width_changed (IlvWindow *self)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self));
  gboolean wordy;

  /* A window that goes still hears of the desktop's text. */
  if (!surface)
    return;
  wordy = gdk_surface_get_width (surface) >= WORDY_WIDTH * get_text_scale (self);
  gtk_widget_set_visible (self->words, wordy);
  gtk_widget_set_visible (self->signs, !wordy);
  ilv_window_update_sidebar_width (self);
}

void
ilv_window_follow_width (IlvWindow *self)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self));
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (self));

  g_signal_connect_object (surface, "notify::width", G_CALLBACK (on_width_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "notify::gtk-xft-dpi", G_CALLBACK (on_width_changed), self,
                           G_CONNECT_SWAPPED);
  on_width_changed (self);
}
