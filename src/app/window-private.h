/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the window share. */
#pragma once

#include "app/bar-pair.h"
#include "app/hint-bar.h"
#include "app/lane-shares.h"
#include "app/lanes-popover.h"
#include "app/model-bar.h"
#include "app/panel-grid.h"
#include "app/range-figures.h"
#include "app/recent-view.h"
#include "app/results-view.h"
#include "app/scenario-list.h"
#include "app/settings-bar.h"
#include "app/state-legend.h"
#include "app/statistics.h"
#include "app/symbol-legend.h"
#include "app/transport-bar.h"
#include "app/window.h"

G_BEGIN_DECLS

struct _IlvWindow
{
  AdwApplicationWindow parent_instance;

  /* Children of the template. */
  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  GtkButton *run_button;
  AdwButtonContent *run_content;
  GtkMenuButton *repeat_button;
  GtkSpinButton *repeat;
  GtkInfoBar *error_bar;
  GtkLabel *error_label;
  AdwFlap *left_flap;
  AdwFlap *right_flap;
  GtkWidget *words;   /* of the header, or in their place */
  GtkWidget *signs;
  GtkWidget *sidebar; /* legend and results */
  IlvScenarioList *scenarios;
  GtkWidget *header;
  GtkWidget *bars; /* models and settings */
  IlvHintBar *hint;
  GtkWidget *lanes_button;
  GtkWidget *stage_bar;
  IlvStateLegend *stage_legend;
  GtkLabel *question;
  GtkLabel *summary;
  IlvModelBar *models;
  IlvSettingsBar *settings;
  IlvPanelGrid *panels;
  IlvLanesPopover *lanes_popover;
  IlvTransportBar *transport_bar;
  IlvStatistics *statistics;
  IlvSymbolLegend *symbols;
  IlvRangeFigures *range_figures;
  IlvLaneShares *lane_shares;
  IlvResultsView *results;
  GtkMenuButton *recent_button;
  IlvRecentView *recent_view;
  GtkBox *work; /* a row for each piece of long work */

  IlvPreferences *preferences; /* owned */
  IlvLaneCriteria *lane_criteria; /* owned: which lanes all panels show */
  IlvScenario *scenario;       /* owned, nullable: the chosen one */
  IlvComparison *comparison;   /* owned, nullable: the one shown */
  IlvRecentRuns *recent;       /* owned: the comparisons of this session */
  GPtrArray *jobs;             /* owned; the long work under way; NULL when the window has gone */
  guint n_leaving;             /* comparisons no longer shown that have not ended yet */
  gboolean restoring;          /* the bars are set to what was, which is no choice of the user's */
  gboolean closing;            /* as soon as nothing runs any more */
  gboolean leaving;            /* as soon as it has been answered what becomes of its editors */

  GPtrArray *forgotten;    /* owned, nullable: GVariant, choices that can be brought back */

  gboolean on_stage;
  gboolean was_fullscreen;
  gboolean had_scenarios; /* before the stage */
  gboolean had_legend;

  guint tick; /* id of the frame callback, 0 when nothing runs */
  gint64 last_step;       /* frame time, µs */
  gint64 told_ranges[4];  /* ns; view and selection that the statistics were last told */
  gint64 last_statistics; /* the same */
  gint64 live_to;         /* ns; to where the axis reaches while runs go on */
  guint due;              /* of IlvRefresh: what is to be brought up to date */
  guint refreshing;       /* id of the source that does it; 0: nothing is due */
  guint play_tick;        /* id of the frame callback, 0 when nothing is played */
  guint moment_timeout;   /* 0: what stands beside the panels is of the moment that is seen */
  guint range_timeout;    /* 0: the figures of a range can follow it at once */
  gboolean range_moved;   /* since they did */
  gint64 head_before;     /* ns; where the play head was before it moved */
};

/* window-texts.c */
void ilv_window_update_title (IlvWindow *self);
void ilv_window_update_texts (IlvWindow *self); /* of scenario or runs, and the title */

/* window.c */
void ilv_window_show_error (IlvWindow *self, const char *message); /* NULL: hides it */
void ilv_window_show_toast (IlvWindow *self, const char *message);

/* window-actions.c */
void ilv_window_install_actions (IlvWindow *self);
void ilv_window_update_actions (IlvWindow *self);
IlvOrder ilv_window_get_order (IlvWindow *self);
IlvArrangement ilv_window_get_arrangement (IlvWindow *self);

/* window-choices.c */
/* What was chosen for the scenario: settings, models, order and lanes. */
void ilv_window_restore_choices (IlvWindow *self);
void ilv_window_remember_settings (IlvWindow *self);
void ilv_window_remember_models (IlvWindow *self);
void ilv_window_remember_order (IlvWindow *self);
void ilv_window_remember_lanes (IlvWindow *self);
/* `criteria` as text; empty or NULL: all lanes. */
void ilv_window_remember_lanes_of (IlvWindow *self, const char *scenario, const char *criteria);
void ilv_window_reset_choices (IlvWindow *self); /* to the scenario's own */
/* Sets the bars to what ran, so that it can be run again. Remembers nothing. */
void ilv_window_choose_what_ran (IlvWindow *self, IlvComparison *comparison);

/* window-files.c */
void ilv_window_install_file_actions (IlvWindow *self);

/* window-target.c: the desktop's questions for files */
typedef void (*IlvFileChosen) (IlvWindow *self, GFile *file, gpointer data);
typedef struct
{
  const char *title;
  const char *accept; /* "_Save" */
  const char *name;   /* what is offered */
  const char *suffix; /* ".fxt": given to names that have none */
  IlvFileChosen chosen; /* not called when it was given up */
  gpointer data;        /* (transfer full) */
  GDestroyNotify free_data;
} IlvTarget;
void ilv_window_ask_where_to_write (IlvWindow *self, const IlvTarget *target);
void ilv_window_ask_what_to_open (IlvWindow *self, GtkFileFilter *filter);

/* window-editor.c */
void ilv_window_install_editor (IlvWindow *self);
void ilv_window_update_editor_actions (IlvWindow *self);
void ilv_window_show_own_scenarios (IlvWindow *self); /* as they are in their folder now */
/* "edit", "edit-copy" or "delete". */
void ilv_window_change_scenario (IlvWindow *self, const char *what,
                                 const IlvScenarioEntry *entry);
/* FALSE: something in one is not saved, and that is asked about; the window closes by itself when
   the answers let it. */
gboolean ilv_window_close_editors (IlvWindow *self);

/* window-drop.c */
void ilv_window_accept_files (IlvWindow *self);
/* A scenario from a file, as opened unless the very same is listed already. */
void ilv_window_list_opened (IlvWindow *self, IlvScenario *scenario, gboolean choose);

/* window-lanes.c */
void ilv_window_install_lane_actions (IlvWindow *self);
void ilv_window_set_lane_criteria (IlvWindow *self, const char *criteria); /* NULL: all lanes */

/* window-parts.c: what panels show beside their lanes */
void ilv_window_install_part_actions (IlvWindow *self);
gboolean ilv_window_get_connectors (IlvWindow *self);
IlvGraph ilv_window_get_graph (IlvWindow *self);

void ilv_window_get_view (IlvWindow *self, IlvView *view); /* as the panels have it */

/* window-range.c */
void ilv_window_install_range_actions (IlvWindow *self);
void ilv_window_stop_range (IlvWindow *self); /* when it goes */
void ilv_window_update_range_actions (IlvWindow *self);
void ilv_window_refresh_statistics (IlvWindow *self); /* of what is selected, or seen */

/* window-work.c */
/* Long work: opening, saving, exporting. */
typedef struct
{
  const char *title; /* "Saving “run.fxt”"; copied */
  /* In a thread of its own: may read comparisons that have ended, and nothing else that the window
     may change meanwhile. Counts in `cancellable`, an IlvLongWork, how far it is. */
  gboolean (*function) (gpointer data, GCancellable *cancellable, GError **error);
  /* In the window again: `error` NULL, it is done. Not called when it was given up. */
  void (*end) (IlvWindow *self, gpointer data, const GError *error);
  gpointer data; /* (transfer full) */
  GDestroyNotify free_data;
  gboolean writes; /* a file: a window that closes waits until it is whole */
} IlvWork;
void ilv_window_start_work (IlvWindow *self, const IlvWork *work);
gboolean ilv_window_is_working (IlvWindow *self);
gboolean ilv_window_is_writing (IlvWindow *self);
void ilv_window_cancel_reading (IlvWindow *self); /* whatever writes no file */
void ilv_window_close_after_writing (IlvWindow *self); /* says so */
void ilv_window_leave_work (IlvWindow *self); /* when it goes */

/* window-export.c */
void ilv_window_install_export_actions (IlvWindow *self);
/* What is shown; its comparison is borrowed and not NULL. */
void ilv_window_get_scene (IlvWindow *self, IlvExportScene *scene);
IlvExportOptions ilv_window_get_export_options (IlvWindow *self); /* those chosen last */

/* window-copy.c */
void ilv_window_install_copy_actions (IlvWindow *self);
/* The panel the menu was opened on. FALSE: it has not run, and that has been said. */
gboolean ilv_window_choose_panel (IlvWindow *self, IlvExportOptions *options);
/* As PNG and SVG, while the window goes on; says so, or why not. */
void ilv_window_copy_picture (IlvWindow *self, const IlvExportScene *scene,
                              const IlvExportOptions *options);

/* window-hints.c */
void ilv_window_install_hints (IlvWindow *self);
void ilv_window_update_hint (IlvWindow *self);

/* window-preferences.c */
void ilv_window_install_preferences (IlvWindow *self);

/* window-stage.c */
void ilv_window_install_stage (IlvWindow *self);
const IlvTheme *ilv_window_get_theme (IlvWindow *self);
void ilv_window_apply_theme (IlvWindow *self);
void ilv_window_update_stage (IlvWindow *self); /* after what is seen has changed */
void ilv_window_leave_stage (IlvWindow *self);

/* window-print.c */
void ilv_window_install_print_action (IlvWindow *self);
/* Asks for printer and page; with a path, prints into that PDF file at once. What goes wrong is
   said in the window. */
void ilv_window_print (IlvWindow *self, const char *path);

/* window-transport.c */
void ilv_window_install_transport (IlvWindow *self);
void ilv_window_update_transport (IlvWindow *self); /* how much is recorded now */
void ilv_window_stop_playing (IlvWindow *self);
/* From the Run button, so that the space bar plays and pauses what has begun and does not run it
   again. */
void ilv_window_look_at_panels (IlvWindow *self);
/* How far panels show that are recorded up to there, ns: pausing holds the axis, too. */
gint64 ilv_window_get_shown_end (IlvWindow *self, gint64 recorded);

/* window-moment.c */
void ilv_window_install_moment (IlvWindow *self);
void ilv_window_stop_moment (IlvWindow *self); /* when it goes */

/* window-recent.c: recent runs, and runs side by side */
void ilv_window_install_recent (IlvWindow *self);
void ilv_window_update_recent_actions (IlvWindow *self);
/* Panels for the chosen models, or for the runs side by side. */
void ilv_window_arrange_panels (IlvWindow *self);
guint ilv_window_get_shown_models (IlvWindow *self); /* 1 << IlvModel */
/* One that has ended, whatever is shown now. */
void ilv_window_show_again (IlvWindow *self, IlvComparison *comparison);
/* Offers a file, which was opened or saved, in the list of recent ones. */
void ilv_window_remember_file (IlvWindow *self, GFile *file);

/* window-size.c */
void ilv_window_remember_size (IlvWindow *self);
void ilv_window_restore_size (IlvWindow *self);
void ilv_window_follow_width (IlvWindow *self); /* of its surface, once there is one */
void ilv_window_update_sidebar_width (IlvWindow *self);

/* window-run.c */
/* One that has ended: shown as if it had just run. */
void ilv_window_show_comparison (IlvWindow *self, IlvComparison *comparison);
gboolean ilv_window_is_busy (IlvWindow *self); /* something runs, shown or not */
void ilv_window_stop (IlvWindow *self);
void ilv_window_leave_comparison (IlvWindow *self); /* stops it and shows it no longer */

/* window-live.c */
/* What shows the comparison. */
typedef enum
{
  ILV_REFRESH_PANELS = 1 << 0,
  ILV_REFRESH_STATISTICS = 1 << 1,
  ILV_REFRESH_RESULTS = 1 << 2,
  ILV_REFRESH_DESCRIPTIONS = 1 << 3,
  ILV_REFRESH_ALL = (1 << 4) - 1,
} IlvRefresh;

void ilv_window_refresh (IlvWindow *self); /* all of it, now */
void ilv_window_refresh_soon (IlvWindow *self, IlvRefresh what);
/* What is looked at first now and the rest soon, of a comparison that nothing was shown of. */
void ilv_window_refresh_in_turn (IlvWindow *self);
/* The live picture. The first returns where its axis ends, ns. */
gint64 ilv_window_reset_live (IlvWindow *self);
void ilv_window_start_frames (IlvWindow *self);
void ilv_window_stop_frames (IlvWindow *self);

G_END_DECLS
