/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Long work under way: what it is, how far it has come, and a button that gives it up.
 */
#pragma once

#include "trace/long-work.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ILV_TYPE_WORK_ROW (ilv_work_row_get_type ())
G_DECLARE_FINAL_TYPE (IlvWorkRow, ilv_work_row, ILV, WORK_ROW, GtkWidget)

/* `title`: "Saving “run.fxt”". Shows itself when the work takes long enough to be noticed. */
GtkWidget *ilv_work_row_new (const char *title, IlvLongWork *work);
/* Shows itself now, with what the work keeps waiting: "The window closes when it is done." */
void ilv_work_row_set_note (IlvWorkRow *self, const char *note);

G_END_DECLS
