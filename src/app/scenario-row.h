/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of the list of scenarios: one of them, or a file of one's own that has mistakes. */
#pragma once

#include "workload/scenario.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  ILV_SCENARIO_SHIPPED,
  ILV_SCENARIO_OWN,
  ILV_SCENARIO_DRAFT, /* run from its editor without being saved */
  ILV_SCENARIO_OPENED,
} IlvScenarioOrigin;

typedef struct
{
  IlvScenarioOrigin origin;
  IlvScenario *scenario; /* NULL: the file has mistakes */
  char *id;
  char *error; /* NULL: none */
} IlvScenarioEntry;

#define ILV_TYPE_SCENARIO_ROW (ilv_scenario_row_get_type ())
G_DECLARE_FINAL_TYPE (IlvScenarioRow, ilv_scenario_row, ILV, SCENARIO_ROW, GtkListBoxRow)

/* `scenario` (nullable): when there is none the row cannot be selected, and `error`, a sentence
   that is otherwise NULL, says what is wrong with the file. */
GtkWidget *ilv_scenario_row_new (IlvScenarioOrigin origin, IlvScenario *scenario, const char *id,
                                 const char *error);
const IlvScenarioEntry *ilv_scenario_row_get_entry (IlvScenarioRow *self); /* (transfer none) */

/* Whether it shows a scenario of the same text. */
gboolean ilv_scenario_row_has_text_of (IlvScenarioRow *self, IlvScenario *scenario);
/* Whether its words, those of its topic among them, hold `wanted`, which is case-folded. */
gboolean ilv_scenario_row_matches (IlvScenarioRow *self, const char *wanted);
/* What stands above the rows of its kind: a topic, or where they come from. */
const char *ilv_scenario_row_get_heading (IlvScenarioRow *self);
/* As strcmp(). Those of the program stay as they were added, the others go by their titles. */
int ilv_scenario_row_compare (IlvScenarioRow *first, IlvScenarioRow *second);

G_END_DECLS
