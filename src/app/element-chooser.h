/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What can be added to a scenario file at some place, to be found by typing and chosen.
 *
 * Emits "chosen" with the path of the element that is to hold it and the name of the new one.
 */
#pragma once

#include "workload/draft.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ILV_TYPE_ELEMENT_CHOOSER (ilv_element_chooser_get_type ())
G_DECLARE_FINAL_TYPE (IlvElementChooser, ilv_element_chooser, ILV, ELEMENT_CHOOSER, GtkPopover)

GtkWidget *ilv_element_chooser_new (void);
/* Offers what fits at the element of that path: in it, beside it, and in the scenario. */
void ilv_element_chooser_fill (IlvElementChooser *self, const IlvDraft *draft, const char *path);

G_END_DECLS
