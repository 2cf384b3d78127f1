/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The folder for files that a run writes: its database, its logs.
 *
 * Its name is chosen beforehand by who starts the run, so that whoever outlives the run can take
 * the folder away; it is made when something is first written.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A path that nothing has yet, below XDG_RUNTIME_DIR or else the folder for temporary files. */
char *ilv_run_folder_choose (void);
/* Makes it, for this user only. TRUE when it is there already, made so. Errors: G_IO_ERROR. */
gboolean ilv_run_folder_make (const char *path, GError **error);
/* Removes it and what is in it; nothing happens when it was never made. */
void ilv_run_folder_remove (const char *path);

G_END_DECLS
