/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was chosen for the last export, remembered. */
#pragma once

#include "app/export.h"
#include "app/preferences.h"

G_BEGIN_DECLS

/* `theme` as long as none was chosen. Which run and which time belong to one comparison: a panel is
   the first one's, until another is chosen. */
IlvExportOptions ilv_export_choices_restore (IlvPreferences *preferences, IlvThemeId theme);
void ilv_export_choices_remember (IlvPreferences *preferences, const IlvExportOptions *options);

G_END_DECLS
