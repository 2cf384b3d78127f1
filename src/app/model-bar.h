/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Toggle buttons for the models a scenario names and that can be run.
 *
 * Emits "changed" when the choice does.
 */
#pragma once

#include "workload/scenario.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ILV_TYPE_MODEL_BAR (ilv_model_bar_get_type ())
G_DECLARE_FINAL_TYPE (IlvModelBar, ilv_model_bar, ILV, MODEL_BAR, GtkWidget)

/* `wanted`: bit set (1 << IlvModel); when none of them fits the scenario, its defaults. */
void ilv_model_bar_set_scenario (IlvModelBar *self, IlvScenario *scenario, guint wanted);
guint ilv_model_bar_get_chosen (IlvModelBar *self); /* bit set, may be empty */
guint ilv_model_bar_get_offered (IlvModelBar *self); /* bit set */
void ilv_model_bar_choose (IlvModelBar *self, guint models);

G_END_DECLS
