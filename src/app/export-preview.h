/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A picture as it will be written, as small as there is room: drawn by the same code, in a thread
 * of its own, so that choices stay quick however much there is to draw.
 */
#pragma once

#include "app/export.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ILV_TYPE_EXPORT_PREVIEW (ilv_export_preview_get_type ())
G_DECLARE_FINAL_TYPE (IlvExportPreview, ilv_export_preview, ILV, EXPORT_PREVIEW, GtkWidget)

/* The comparison is referenced and has ended; the size is one ilv_picture_check_size() allows. */
void ilv_export_preview_show (IlvExportPreview *self, const IlvExportScene *scene,
                              const IlvExportOptions *options);
/* What is drawn by now: NULL until the first time. (transfer none) */
GdkTexture *ilv_export_preview_get_texture (IlvExportPreview *self);

G_END_DECLS
