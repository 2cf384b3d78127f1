/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The elements of a scenario file as a tree, one of them selected.
 *
 * Emits "selected" when people choose another one.
 */
#pragma once

#include "workload/draft.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ILV_TYPE_OUTLINE (ilv_outline_get_type ())
G_DECLARE_FINAL_TYPE (IlvOutline, ilv_outline, ILV, OUTLINE, GtkWidget)

/* What is to be shown of a draft, by any thread; NULL: it is no XML. (transfer full) */
GPtrArray *ilv_outline_list (const IlvDraft *draft);
/* Shows that, with the element at `path` selected. */
void ilv_outline_show (IlvOutline *self, GPtrArray *items, const char *path);
const char *ilv_outline_get_path (IlvOutline *self); /* of the selected one; "" for none */
void ilv_outline_select (IlvOutline *self, const char *path); /* without "selected" */

G_END_DECLS
