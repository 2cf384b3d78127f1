/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A real window of the real program on a display, and waiting for what it does. */
#pragma once

#include "app/application.h"
#include "chart/panel.h"

G_BEGIN_DECLS

/* Makes ready for the tests of a process; FALSE, and says so, where there is no display. */
gboolean fixture_start (int *argc, char ***argv);

/* Starts it with a data folder of its own, runs what `add_tests` adds, and removes the folder. */
int fixture_run_at_home (int *argc, char ***argv, void (*add_tests) (void));

/* The program, registered once for all tests of a process; NULL where there is no display. */
IlvApplication *fixture_get_application (void);

IlvWindow *fixture_open_window (void); /* shown, and its first frame drawn */
void fixture_close_window (IlvWindow *window);

/* Lets the program go on until `holds` does; fails the test when that takes too long. */
typedef gboolean (*FixtureCondition) (gpointer data);
void fixture_wait (FixtureCondition holds, gpointer data);

/* Lets it go on for a while, to see that something does not happen. */
void fixture_idle (guint milliseconds);

void fixture_act (IlvWindow *window, const char *action);
gboolean fixture_is_enabled (IlvWindow *window, const char *action);

void fixture_make_it_short (IlvWindow *window); /* a scenario whose run ends in a moment */
void fixture_run_to_end (IlvWindow *window);
IlvWindow *fixture_open_with_a_run (void); /* a short one, ended */
/* Conditions of a window that runs something: its first run has recorded, all runs are over. */
gboolean fixture_has_begun (gpointer window);
gboolean fixture_has_ended (gpointer window);
void fixture_finish_work (IlvWindow *window); /* waits until it neither reads nor writes files */

IlvPanel *fixture_get_panel (IlvWindow *window, guint index);
/* The first below and with `from`, parents before children; NULL: there is none. */
GtkWidget *fixture_find_by_id (GtkWidget *from, const char *id); /* of the template */
GtkWidget *fixture_find_by_class (GtkWidget *from, const char *css_class);
GtkWidget *fixture_find_button (GtkWidget *from, const char *label); /* NULL: any */
/* The window of that type that is on the screen; NULL: there is none. */
gpointer fixture_find_window (GType type);

guint fixture_count_children (void); /* processes this one has started and that are not gone */

void fixture_remove_folder (const char *path); /* and all that is in it */

G_END_DECLS
