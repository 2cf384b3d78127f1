/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One field of an element of a scenario file: its name, what to write it in, what it is for, and
 * what is wrong with it.
 *
 * Emits "edited" with the new value when people change it.
 */
#pragma once

#include "workload/draft.h"
#include "workload/element.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ILV_TYPE_ELEMENT_FIELD (ilv_element_field_get_type ())
G_DECLARE_FINAL_TYPE (IlvElementField, ilv_element_field, ILV, ELEMENT_FIELD, GtkWidget)

/* `field` is copied; the texts it points to must stay. */
GtkWidget *ilv_element_field_new (const IlvField *field);
const IlvField *ilv_element_field_get_field (IlvElementField *self);
/* Shows the value the element has in the draft, and the mistake in it. */
void ilv_element_field_update (IlvElementField *self, const IlvDraft *draft, const IlvNode *node);
/* As if somebody had written it there. */
void ilv_element_field_enter (IlvElementField *self, const char *value);
void ilv_element_field_focus (IlvElementField *self); /* even before it is shown */
const char *ilv_element_field_get_error (IlvElementField *self); /* NULL: none */

G_END_DECLS
