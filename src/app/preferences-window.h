/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is remembered, in one place: each row is an action of the window it belongs to, or of the
 * program, so that it changes at once and is the same as in the menus.
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ILV_TYPE_PREFERENCES_WINDOW (ilv_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (IlvPreferencesWindow, ilv_preferences_window, ILV, PREFERENCES_WINDOW,
                      AdwWindow)

/* `repeat`: how often each model runs, of that window. */
GtkWidget *ilv_preferences_window_new (GtkWindow *window, GtkAdjustment *repeat);

G_END_DECLS
