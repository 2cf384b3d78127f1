/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The fields of one element of a scenario file, below what the element is for.
 *
 * Emits "edited" with the name of the field and its new value.
 */
#pragma once

#include "app/element-field.h"

G_BEGIN_DECLS

#define ILV_TYPE_ELEMENT_FORM (ilv_element_form_get_type ())
G_DECLARE_FINAL_TYPE (IlvElementForm, ilv_element_form, ILV, ELEMENT_FORM, GtkWidget)

/* Shows the element at `path` as it is in the draft, which must be XML. */
void ilv_element_form_show (IlvElementForm *self, const IlvDraft *draft, const char *path);
/* (transfer none) (nullable) */
IlvElementField *ilv_element_form_find (IlvElementForm *self, const char *field);
void ilv_element_form_focus (IlvElementForm *self, const char *field); /* NULL: the first one */

G_END_DECLS
