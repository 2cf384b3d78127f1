/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The scenarios, grouped by topic, with a search over their titles and texts; behind those of the
 * program one's own and those that were opened.
 *
 * Emits "chosen" with a pointer to the IlvScenario when another one is selected, and "asked" with
 * "edit", "edit-copy" or "delete" and a pointer to the IlvScenarioEntry it is asked for.
 */
#pragma once

#include "app/scenario-row.h"
#include "workload/own-scenarios.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define ILV_TYPE_SCENARIO_LIST (ilv_scenario_list_get_type ())
G_DECLARE_FINAL_TYPE (IlvScenarioList, ilv_scenario_list, ILV, SCENARIO_LIST, GtkWidget)

/* In the order in which they are added; those of one topic belong together. */
void ilv_scenario_list_add (IlvScenarioList *self, IlvScenario *scenario);
/* In place of the one of that origin and id; one's own also in place of its draft. What is the
   same text as before stays the same scenario, with what was run of it. */
void ilv_scenario_list_put (IlvScenarioList *self, IlvScenario *scenario,
                            IlvScenarioOrigin origin, gboolean choose);
/* All of one's own, in place of those shown (element-type IlvOwnScenario). What is chosen stays so
   when it is still there and the same; when it is gone the first scenario is. */
void ilv_scenario_list_show_own (IlvScenarioList *self, const GPtrArray *own);
/* FALSE when there is none of that id. */
gboolean ilv_scenario_list_choose (IlvScenarioList *self, const char *id);
IlvScenario *ilv_scenario_list_get_chosen (IlvScenarioList *self); /* (transfer none) (nullable) */
/* (transfer none) (nullable) */
const IlvScenarioEntry *ilv_scenario_list_find (IlvScenarioList *self, IlvScenarioOrigin origin,
                                                const char *id);
const IlvScenarioEntry *ilv_scenario_list_get_chosen_entry (IlvScenarioList *self);
void ilv_scenario_list_search (IlvScenarioList *self); /* puts the cursor into the search entry */

G_END_DECLS
