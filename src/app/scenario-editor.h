/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A window in which a scenario file is written: its elements as a tree, the fields of the one that
 * is selected, and the XML, which is what counts. A change of the one is at once a change of the
 * others, and all changes have one history.
 *
 * scenario-editor.c puts it together and keeps the parts the same, scenario-editor-xml.c is about
 * the text, scenario-editor-actions.c holds what buttons and keys do.
 *
 * Emits "run" with a pointer to the IlvScenario, "saved" with the id of the file, and "kept" when
 * it was to be closed and is not, because of what is not saved.
 */
#pragma once

#include "workload/scenario.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define ILV_TYPE_SCENARIO_EDITOR (ilv_scenario_editor_get_type ())
G_DECLARE_FINAL_TYPE (IlvScenarioEditor, ilv_scenario_editor, ILV, SCENARIO_EDITOR, AdwWindow)

/* `saved_id`: the id of the own scenario that is changed; NULL: a new one. */
IlvScenarioEditor *ilv_scenario_editor_new (GtkApplication *application, const char *text,
                                            const char *saved_id);
const char *ilv_scenario_editor_get_saved_id (IlvScenarioEditor *self); /* (nullable) */
/* Since it was saved or, where it never was, since it began. */
gboolean ilv_scenario_editor_is_changed (IlvScenarioEditor *self);
/* What is wrong is said in the window, and somebody else's changes to the file are asked about;
   FALSE then. */
gboolean ilv_scenario_editor_save (IlvScenarioEditor *self);
/* Closes it without asking. */
void ilv_scenario_editor_discard (IlvScenarioEditor *self);

G_END_DECLS
