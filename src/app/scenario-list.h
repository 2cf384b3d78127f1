/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The scenarios, grouped by topic, with a search over their titles and texts.
 *
 * Emits "chosen" with a pointer to the IlvScenario when another one is selected.
 */
#pragma once

#include "workload/scenario.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ILV_TYPE_SCENARIO_LIST (ilv_scenario_list_get_type ())
G_DECLARE_FINAL_TYPE (IlvScenarioList, ilv_scenario_list, ILV, SCENARIO_LIST, GtkWidget)

/* In the order in which they are added; those of one topic belong together. */
void ilv_scenario_list_add (IlvScenarioList *self, IlvScenario *scenario);
/* FALSE when there is none of that id. */
gboolean ilv_scenario_list_choose (IlvScenarioList *self, const char *id);
IlvScenario *ilv_scenario_list_get_chosen (IlvScenarioList *self); /* (transfer none) (nullable) */
void ilv_scenario_list_search (IlvScenarioList *self); /* puts the cursor into the search entry */

G_END_DECLS
