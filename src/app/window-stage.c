/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the window looks: its theme, and the stage, what an audience sees from the back row.
 *
 * On the stage the window fills the screen in the projector's theme and shows the question, the
 * panels and what their colours mean; all else is put away, and reached by its keys.
 */
#include "app/window-private.h"

#include <math.h>

static gboolean
wants_projector (IlvWindow *self)
{
  g_autofree char *theme = ilv_preferences_get_string (self->preferences, "theme", "system");

  return self->on_stage || g_strcmp0 (theme, "projector") == 0;
}

/* Of the texts around the panels to what they are where nobody asks for larger ones. */
static double
get_text_scale (IlvWindow *self)
{
  int dpi = -1; /* in 1024ths; the desktop's text scale is in it */

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? dpi / 1024.0 / 96 : 1;
}

/* The projector's texts are for the back row already: they grow only where others would be larger
   still. */
static double
get_theme_scale (IlvWindow *self, IlvThemeId id)
{
  double enlarged = ilv_theme_get (id)->text_size / ilv_theme_get (ILV_THEME_LIGHT)->text_size;
  double scale = get_text_scale (self);

  return enlarged > 1 ? fmax (1, scale / enlarged) : scale;
}

const IlvTheme *
ilv_window_get_theme (IlvWindow *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  IlvThemeId id = wants_projector (self)             ? ILV_THEME_PROJECTOR
                  : adw_style_manager_get_dark (style) ? ILV_THEME_DARK
                                                       : ILV_THEME_LIGHT;

  return ilv_theme_get_scaled (adw_style_manager_get_high_contrast (style)
                                 ? ilv_theme_get_high_contrast (id)
                                 : ilv_theme_get (id),
                               get_theme_scale (self, id));
}

void
ilv_window_apply_theme (IlvWindow *self)
{
  const IlvTheme *theme = ilv_window_get_theme (self);

  if (theme->id == ILV_THEME_PROJECTOR)
    gtk_widget_add_css_class (GTK_WIDGET (self), "projector");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "projector");
  ilv_panel_grid_set_theme (self->panels, theme);
  ilv_statistics_set_theme (self->statistics, theme);
  ilv_lane_shares_set_theme (self->lane_shares, theme);
  ilv_symbol_legend_set_theme (self->symbols, theme);
  ilv_state_legend_set_theme (self->stage_legend, theme);
}

void
ilv_window_update_stage (IlvWindow *self)
{
  if (self->on_stage)
    ilv_state_legend_update (self->stage_legend, self->panels);
}

static void
put_away (IlvWindow *self)
{
  self->had_scenarios = adw_flap_get_reveal_flap (self->left_flap);
  self->had_legend = adw_flap_get_reveal_flap (self->right_flap);
  adw_flap_set_reveal_flap (self->left_flap, FALSE);
  adw_flap_set_reveal_flap (self->right_flap, FALSE);
  gtk_window_fullscreen (GTK_WINDOW (self));
}

static void
bring_back (IlvWindow *self)
{
  gtk_window_unfullscreen (GTK_WINDOW (self));
  adw_flap_set_reveal_flap (self->left_flap, self->had_scenarios);
  adw_flap_set_reveal_flap (self->right_flap, self->had_legend);
}

/* The projector's theme is a light one, whatever the desktop and the preferences say. */
static void
apply_scheme (IlvWindow *self)
{
  g_autofree char *theme = ilv_preferences_get_string (self->preferences, "theme", "system");
  AdwColorScheme scheme = ADW_COLOR_SCHEME_DEFAULT;

  if (self->on_stage || g_strcmp0 (theme, "light") == 0 || g_strcmp0 (theme, "projector") == 0)
    scheme = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_strcmp0 (theme, "dark") == 0)
    scheme = ADW_COLOR_SCHEME_FORCE_DARK;
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
}

static void
set_stage (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  IlvWindow *self = user_data;
  gboolean on_stage = g_variant_get_boolean (state);

  if (on_stage == self->on_stage)
    return;
  g_simple_action_set_state (action, state);
  self->on_stage = on_stage;
  if (on_stage)
    put_away (self);
  else
    bring_back (self);
  apply_scheme (self);
  gtk_widget_set_visible (self->header, !on_stage);
  gtk_widget_set_visible (self->bars, !on_stage);
  gtk_widget_set_visible (self->lanes_button, !on_stage);
  gtk_widget_set_visible (GTK_WIDGET (self->summary), !on_stage);
  gtk_widget_set_visible (self->stage_bar, on_stage);
  ilv_window_update_hint (self);
  ilv_window_apply_theme (self);
  ilv_window_update_stage (self);
  gtk_widget_grab_focus (on_stage ? GTK_WIDGET (self->panels) : GTK_WIDGET (self->run_button));
}

void
ilv_window_leave_stage (IlvWindow *self)
{
  g_action_group_change_action_state (G_ACTION_GROUP (self), "stage",
                                      g_variant_new_boolean (FALSE));
}

/* Whoever leaves full screen by the desktop's own means has left the stage. */
static void
on_fullscreen_changed (IlvWindow *self)
{
  if (self->on_stage && self->was_fullscreen && !gtk_window_is_fullscreen (GTK_WINDOW (self)))
    ilv_window_leave_stage (self);
  self->was_fullscreen = gtk_window_is_fullscreen (GTK_WINDOW (self));
}

static void
on_application_state (IlvWindow *self, const char *action)
{
  if (g_strcmp0 (action, "theme") != 0)
    return;
  apply_scheme (self);
  ilv_window_apply_theme (self);
}

void
ilv_window_install_stage (IlvWindow *self)
{
  static const GActionEntry entries[] = { { "stage", NULL, NULL, "false", set_stage } };
  AdwStyleManager *style = adw_style_manager_get_default ();

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (ilv_window_apply_theme), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (ilv_window_apply_theme),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self)), "notify::gtk-xft-dpi",
                           G_CALLBACK (ilv_window_apply_theme), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_window_get_application (GTK_WINDOW (self)),
                           "action-state-changed", G_CALLBACK (on_application_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (ilv_panel_grid_get_viewport (self->panels), "changed",
                           G_CALLBACK (ilv_window_update_stage), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (on_fullscreen_changed), NULL);
  apply_scheme (self);
  ilv_window_apply_theme (self);
}
