/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One setting of a scenario with the control its type asks for, its unit and its limits.
 *
 * Emits "changed" when the user changes the value. Values are texts, as in scenario files.
 */
#pragma once

#include "workload/scenario.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ILV_TYPE_SETTING_EDITOR (ilv_setting_editor_get_type ())
G_DECLARE_FINAL_TYPE (IlvSettingEditor, ilv_setting_editor, ILV, SETTING_EDITOR, GtkWidget)

/* `setting` belongs to `scenario`, which is referenced. */
GtkWidget *ilv_setting_editor_new (IlvScenario *scenario, const IlvSetting *setting);
const IlvSetting *ilv_setting_editor_get_setting (IlvSettingEditor *self);
char *ilv_setting_editor_get_text (IlvSettingEditor *self); /* (transfer full) */
void ilv_setting_editor_set_text (IlvSettingEditor *self, const char *text);
/* The value as people read it, with its unit: "200 ms". (transfer full) */
char *ilv_setting_editor_describe (IlvSettingEditor *self);

G_END_DECLS
