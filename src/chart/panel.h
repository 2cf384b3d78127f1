/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The picture of one run: its lanes, lock strip, core strip, throughput and time axis.
 *
 * A panel is told what to show (a trace, words, a view) and a size, and then draws, answers what is
 * under a point and describes itself in words. It draws in two layers: ilv_panel_draw() is the
 * picture; ilv_panel_draw_overlay() is what follows the pointer (hover, selection, play head) and
 * costs next to nothing. The same code draws screen and file. Knows cairo and Pango, not GTK.
 */
#pragma once

#include "chart/graph.h"
#include "chart/lane-order.h"
#include "chart/theme.h"
#include "trace/model.h"

#include <pango/pangocairo.h>

G_BEGIN_DECLS

/* What a lane stands for. AUTO: tasks where there is an event loop, workers elsewhere. */
typedef enum { ILV_LANES_WORKERS, ILV_LANES_TASKS, ILV_LANES_AUTO, ILV_LANES_CORES } IlvLaneMode;

/* "workers", "tasks", "auto", "cores"; FALSE: it is none of these. */
gboolean ilv_lane_mode_from_name (const char *name, IlvLaneMode *mode);

/* Where a model ended: drawn on every panel. */
typedef struct
{
  gint64 time;
  char *title; /* "Threading" */
  guint colour; /* index for ilv_theme_get_holder_colour() */
} IlvFinishMark;

/* What is seen of the trace. */
typedef struct
{
  gint64 from; /* ns; from < to */
  gint64 to;
  gint64 until; /* ns; nothing recorded later is drawn or hit, as if the run had come no further;
                   G_MAXINT64: all */
  double first_row; /* of the lanes, when there are more than fit; in rows */
  IlvLaneMode lanes;
  const char *criteria; /* which lanes, in which order: ilv_lane_criteria_to_text(); NULL: all */
  gboolean every_lane; /* a row for each, scrolled by first_row; otherwise more lanes than fit share
                          rows that show their mix */
  gboolean without_connectors; /* lines from who ended a wait to who had waited, otherwise drawn
                                  where few enough are in view */
  IlvGraph graph;
} IlvView;

typedef enum { ILV_HIT_NOTHING, ILV_HIT_INTERVAL, ILV_HIT_LANE_LABEL, ILV_HIT_HOLD,
               ILV_HIT_DROP_REQUEST, ILV_HIT_COUNTER, ILV_HIT_CORE, ILV_HIT_AXIS, ILV_HIT_BAND,
               ILV_HIT_NOTE, ILV_HIT_MARK, ILV_HIT_EVENT, ILV_HIT_GRAPH_LABEL,
               ILV_HIT_HEADER, ILV_HIT_LOCK_LABEL, ILV_HIT_WAITING, ILV_HIT_LEVEL } IlvHitKind;

/* What is under a point. */
typedef struct
{
  IlvHitKind kind;
  gint64 time;      /* of the point */
  guint row;        /* of the lane, for the kinds that have one */
  gboolean on_task; /* `id` is a task, not a lane */
  gboolean on_core; /* `id` is a core */
  guint32 id;       /* lane or task, lock, counter or core, by kind */
  guint64 index;    /* of the interval, hold, request, sample or mark */
  gint64 from;      /* the stretch under the point */
  gint64 to;
  guint64 folded;   /* intervals too small to see that stand in the same pixel; 0: just one */
} IlvHit;

#define ILV_TYPE_PANEL (ilv_panel_get_type ())
G_DECLARE_FINAL_TYPE (IlvPanel, ilv_panel, ILV, PANEL, GObject)

IlvPanel *ilv_panel_new (void);
/* (transfer none): the trace must outlive the panel or be replaced. NULL: an empty panel that says
   `placeholder`. */
void ilv_panel_set_trace (IlvPanel *self, const IlvTrace *trace);
/* Header: title ("Threading"), badge ("0.98 ×", "" for none), subtitle ("4 threads · one GIL · 33
   hand-overs"), time ("171.2 ms"), status ("finished"). Copied. */
void ilv_panel_set_words (IlvPanel *self, const char *title, const char *badge,
                          const char *subtitle, const char *time, const char *status);
/* The badge compares with another run, which ended at that moment, ns: before it there is none. */
void ilv_panel_set_badge_since (IlvPanel *self, gint64 time);
/* The subtitle of a moment before the end, where it tells what grows with the run: otherwise the
   one above stands at all moments. (transfer full) of the text. NULL: none */
typedef char *(*IlvPanelWords) (gint64 moment, gpointer data);
void ilv_panel_set_earlier_subtitle (IlvPanel *self, IlvPanelWords write, gpointer data,
                                     GDestroyNotify free_data);
/* What stands in the lanes' place when there is no trace or nothing in it; copied. */
void ilv_panel_set_placeholder (IlvPanel *self, const char *text);
void ilv_panel_set_show_header (IlvPanel *self, gboolean show); /* the window has a widget for it */
/* Labels that can be clicked to choose something say so; what they choose is up to who shows the
   panel. */
void ilv_panel_set_choosable (IlvPanel *self, gboolean choosable);
/* Labels of tasks ("10 000"), shown small under the lane's name; called for task ids; copied. */
void ilv_panel_set_task_label (IlvPanel *self, guint32 task, const char *label);
/* How many tasks there are going to be, when that is known: where they will not all fit, they share
   rows from the first on, and none has to move later. */
void ilv_panel_set_expected_tasks (IlvPanel *self, guint n);
/* How many of them are work to be done; 0: all. */
void ilv_panel_set_counted_tasks (IlvPanel *self, guint n);
/* In place of those before; copied. */
void ilv_panel_set_finish_marks (IlvPanel *self, const IlvFinishMark *marks, guint n);
void ilv_panel_set_view (IlvPanel *self, const IlvView *view); /* copied, but for `criteria` */
const IlvView *ilv_panel_get_view (IlvPanel *self); /* (transfer none), until the next one */
void ilv_panel_set_theme (IlvPanel *self, const IlvTheme *theme); /* borrowed; light at first */
/* Fades all other states, so that one stands out in all lanes; ILV_STATE_NONE: none. */
void ilv_panel_light_state (IlvPanel *self, IlvState state);
/* While it is held, places and scales stay as they are, whatever is recorded; a change of the view
   or of the size takes in what is known by then. */
void ilv_panel_hold (IlvPanel *self, gboolean held);
/* Width and height in logical pixels; `scale`: device pixels to one of them. */
void ilv_panel_set_size (IlvPanel *self, double width, double height, double scale);

/* A row as if its label had been pointed at; FALSE: there is none. Where the lane that was hit
   stands now; FALSE: nowhere. Its name, and the row in words with its states; (transfer full). */
gboolean ilv_panel_hit_row (IlvPanel *self, guint row, IlvHit *hit);
gboolean ilv_panel_find_hit_row (IlvPanel *self, const IlvHit *hit, guint *row);
char *ilv_panel_get_hit_name (IlvPanel *self, const IlvHit *hit);
char *ilv_panel_describe_row (IlvPanel *self, guint row);
/* Where the row stands, in logical pixels from the panel's top. */
void ilv_panel_get_row_extent (IlvPanel *self, guint row, double *y, double *height);

guint ilv_panel_get_n_rows (IlvPanel *self);     /* rows of lanes there are */
double ilv_panel_get_visible_rows (IlvPanel *self); /* of them, those that fit */

/* Gives the panels the same room for labels, so that one moment stands on one vertical line when
   they are stacked, and pictures side by side are equally wide. `across` of them stand side by side
   in a row: there strips and graphs stand at the same height too, where the lanes are nearly as
   tall as each other. Graphs have one scale, so that heights compare. To be called when traces,
   labels, sizes or graphs changed; cheap. */
void ilv_panels_align (IlvPanel *const *panels, guint n, guint across);

/* Shares of the states in the visible range, over the workers or tasks shown (workers where lanes
   are cores); they add up to 1 unless nothing happened (then all are 0). Time without any task is
   left out. Returns how many there are to each that was looked at: 1 unless there are too many. */
guint ilv_panel_get_states (IlvPanel *self, double shares[ILV_N_STATES]);

/* Draws the picture at the context's origin; one unit is a logical pixel. Costs about as much for
   ten million intervals as for ten thousand; keep what it drew while nothing changed. */
void ilv_panel_draw (IlvPanel *self, cairo_t *cr);
/* The same, but only what can change when view.first_row alone does, which is between these two
   lines: makes the picture of another one that of this. */
void ilv_panel_draw_rows (IlvPanel *self, cairo_t *cr);
void ilv_panel_get_rows_extents (IlvPanel *self, double *top, double *bottom);

/* The header alone, which tells time and state of the moment seen, and how high it is. */
void ilv_panel_draw_words (IlvPanel *self, cairo_t *cr);
double ilv_panel_get_header_height (IlvPanel *self);

typedef struct
{
  gboolean has_pointer;
  double x, y;
  gint64 play_head;   /* ns; G_MININT64: none */
  gint64 select_from; /* equal: nothing selected */
  gint64 select_to;
  gboolean has_cursor; /* of the keyboard */
  gboolean on_strip;   /* it is on a lock's strip, not on a lane */
  guint cursor_row;    /* or the strip */
  const IlvHit *lit;   /* (nullable): lights up as if it were pointed at, while nothing is */
} IlvOverlay;
/* What follows pointer, cursor and play head, on top of the picture, at the same origin. */
void ilv_panel_draw_overlay (IlvPanel *self, cairo_t *cr, const IlvOverlay *overlay);
/* Whether the point is on a handle of the play head that stands at `time`. */
gboolean ilv_panel_is_on_play_head (IlvPanel *self, double x, double y, gint64 time);

/* In which part of the picture a point lies, whatever stands there. */
typedef enum { ILV_PLACE_NONE, ILV_PLACE_PLOT, ILV_PLACE_AXIS } IlvPlace;
IlvPlace ilv_panel_find_place (IlvPanel *self, double x, double y);

/* What is under a point, in logical pixels from the panel's corner. NOTHING: only the time of `hit`
   means anything. */
IlvHitKind ilv_panel_hit (IlvPanel *self, double x, double y, IlvHit *hit);
/* What the hit is, how long, why it waits and for whom: a few lines of translated text. "" for
   nothing. (transfer full) */
char *ilv_panel_describe_hit (IlvPanel *self, const IlvHit *hit);
/* The whole picture in words, for screen readers. (transfer full) */
char *ilv_panel_describe (IlvPanel *self);

/* Which lock has a strip first, where there is not room for all. 0: as it comes. */
void ilv_panel_set_first_lock (IlvPanel *self, guint32 lock);
/* Gives the first strip to the next of those that have none; FALSE when all have one. */
gboolean ilv_panel_show_next_lock (IlvPanel *self);

/* Gives it a strip, the first, unless it has one; FALSE: it had. */
gboolean ilv_panel_show_lock (IlvPanel *self, guint32 lock);
/* Of the run those that somebody waited for or used, as strips stand; all when there are none.
   (transfer container) (element-type IlvLock) */
GPtrArray *ilv_panel_list_locks (IlvPanel *self);
/* The strips, from the first down; those below the lanes that have room. */
guint ilv_panel_get_n_strips (IlvPanel *self);
guint32 ilv_panel_get_strip_lock (IlvPanel *self, guint strip);
gboolean ilv_panel_find_strip (IlvPanel *self, guint32 lock, guint *strip);
void ilv_panel_get_strip_extent (IlvPanel *self, guint strip, double *y, double *height);
/* A moment that shows what the lock is about: in a replay the one that is seen, else when the most
   wait for it in view. */
gint64 ilv_panel_find_lock_moment (IlvPanel *self, guint32 lock);
/* Its strip as if it had been pointed at then, whether it has one or not. */
gboolean ilv_panel_hit_lock (IlvPanel *self, guint32 lock, gint64 time, IlvHit *hit);
/* Its name and how many wait for it at most. (transfer full) */
char *ilv_panel_describe_strip (IlvPanel *self, guint strip);
/* Its name, and below how long it is held and waited for in view. (transfer full) */
char *ilv_panel_describe_lock (IlvPanel *self, guint32 lock);
/* Where the label of its strip stands; FALSE when it has none. */
gboolean ilv_panel_get_lock_label (IlvPanel *self, guint32 lock, double *x, double *y,
                                   double *width, double *height);

/* What the top of the graph stands for. */
double ilv_panel_get_graph_top (IlvPanel *self);
/* Where its label stands; FALSE when there is no graph. */
gboolean ilv_panel_get_graph_label (IlvPanel *self, double *x, double *y, double *width,
                                    double *height);

/* Between a moment, ns, and logical pixels from the panel's left edge; also beyond the view. */
double ilv_panel_time_to_x (IlvPanel *self, gint64 time);
gint64 ilv_panel_x_to_time (IlvPanel *self, double x);

G_END_DECLS
