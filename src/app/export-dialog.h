/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Asks what is to be exported, and shows what it will look like. Emits "accepted" and closes, or
 * "copied"; where the file goes is asked by whoever opened it.
 */
#pragma once

#include "app/export.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define ILV_TYPE_EXPORT_DIALOG (ilv_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (IlvExportDialog, ilv_export_dialog, ILV, EXPORT_DIALOG, AdwWindow)

/* Begins with `options`. The comparison is referenced; it has ended. */
IlvExportDialog *ilv_export_dialog_new (GtkWindow *parent, const IlvExportScene *scene,
                                        const IlvExportOptions *options);
IlvExportOptions ilv_export_dialog_get_options (IlvExportDialog *self);
const IlvExportScene *ilv_export_dialog_get_scene (IlvExportDialog *self); /* (transfer none) */

G_END_DECLS
