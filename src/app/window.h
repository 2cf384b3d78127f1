/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The window: scenarios at the left, the panels of the chosen models in the middle, legend and
 * results at the right.
 *
 * window.c puts it together and remembers its state, window-actions.c holds what menus, buttons
 * and keys do, window-run.c the life of a comparison.
 */
#pragma once

#include "app/export.h"
#include "app/preferences.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define ILV_TYPE_WINDOW (ilv_window_get_type ())
G_DECLARE_FINAL_TYPE (IlvWindow, ilv_window, ILV, WINDOW, AdwApplicationWindow)

IlvWindow *ilv_window_new (AdwApplication *application, IlvPreferences *preferences);

/* Chooses a scenario by its id, or a scenario file by its path. What is wrong with it is said in
   the window; FALSE then. */
gboolean ilv_window_open (IlvWindow *self, const char *scenario_or_path);
/* Reads a saved run (see session/saved.h) while the window goes on, and shows it, or says why not.
   `run`: runs it again then. What was being read before is given up. */
void ilv_window_open_saved (IlvWindow *self, GFile *file, gboolean run);
/* Shows the first of the runs and lists all scenarios (element-type GFile), large ones when they
   have been read while the window goes on; what is wrong with others is said. `run`: runs again a
   saved run that is shown, and a large scenario. TRUE: a scenario is chosen now. */
gboolean ilv_window_open_files (IlvWindow *self, GSList *files, gboolean run);
/* Saves what is shown, which has ended, while the window goes on, and says so, or why not. */
void ilv_window_save (IlvWindow *self, GFile *file);
/* Starts the chosen scenario under the chosen models, as the button does. */
void ilv_window_run (IlvWindow *self);
/* The last comparison started. (transfer none) (nullable) */
IlvComparison *ilv_window_get_comparison (IlvWindow *self);
/* Writes picture or data while the window goes on, and says so, or why not, in the window. */
void ilv_window_export (IlvWindow *self, const IlvExportOptions *options, GFile *file);

G_END_DECLS
