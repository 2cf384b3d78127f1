/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The settings of a scenario as a row of small buttons ("Tasks 10") that open an editor; those
 * seldom needed stand together behind "More".
 *
 * Emits "changed" when a value does.
 */
#pragma once

#include "workload/workload.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ILV_TYPE_SETTINGS_BAR (ilv_settings_bar_get_type ())
G_DECLARE_FINAL_TYPE (IlvSettingsBar, ilv_settings_bar, ILV, SETTINGS_BAR, GtkWidget)

/* `values`: texts by name, for the settings that are not at their default. */
void ilv_settings_bar_set_scenario (IlvSettingsBar *self, IlvScenario *scenario,
                                    GHashTable *values);
/* All values by name. (transfer full) */
IlvSettings *ilv_settings_bar_get_values (IlvSettingsBar *self);
/* Only those that are not at their default. (transfer full) */
GHashTable *ilv_settings_bar_get_changed (IlvSettingsBar *self);
/* FALSE: there is no such setting. */
gboolean ilv_settings_bar_set_value (IlvSettingsBar *self, const char *name, const char *text);
void ilv_settings_bar_reset (IlvSettingsBar *self); /* all to their defaults */

G_END_DECLS
