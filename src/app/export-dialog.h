/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Asks which picture is wanted: format, size and theme. Emits "accepted", then closes; where the
 * file goes is asked by whoever opened it.
 */
#pragma once

#include "app/export.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define ILV_TYPE_EXPORT_DIALOG (ilv_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (IlvExportDialog, ilv_export_dialog, ILV, EXPORT_DIALOG, AdwWindow)

IlvExportDialog *ilv_export_dialog_new (GtkWindow *parent, IlvThemeId theme);
IlvExportOptions ilv_export_dialog_get_options (IlvExportDialog *self);

G_END_DECLS
