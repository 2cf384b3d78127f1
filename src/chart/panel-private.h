/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the panel share; each draws or answers for one part of the picture. */
#pragma once

#include "chart/band-private.h"
#include "chart/canvas-private.h"
#include "chart/hatch-private.h"
#include "chart/lane-packing.h"
#include "chart/layout-private.h"
#include "chart/lettering-private.h"
#include "chart/mix-private.h"
#include "chart/panel.h"
#include "trace/lock-waits.h"
#include "trace/passage.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Locks with a strip of their own; more would push the lanes aside. */
#define ILV_MAX_STRIPS 6
/* What labels of the axis keep from the edges of the panel, in text sizes. */
#define ILV_AXIS_MARGIN 0.5

struct _IlvPanel
{
  GObject parent_instance;

  const IlvTrace *trace; /* (borrowed) (nullable) */
  const IlvTheme *theme; /* (borrowed) */
  IlvView view;
  double width;
  double height;
  double scale;
  double least_gutter; /* so that panels one above the other share their axis */
  double lanes_height; /* and those side by side the heights of their strips; 0: its own */
  guint least_cores;
  double graph_top;    /* of all panels that stand together; 0: its own */
  gint64 graph_extent; /* ns; of the longest of them */
  gboolean held;

  char *title;
  char *badge;
  gint64 badge_since; /* ns */
  char *subtitle;
  char *time;
  char *status;
  char *placeholder;
  IlvPanelWords write_subtitle; /* (nullable) */
  gpointer subtitle_data;       /* owned */
  GDestroyNotify free_subtitle_data;
  gboolean show_header;
  gboolean choosable;
  GHashTable *task_labels; /* id → text */
  GArray *marks;           /* IlvFinishMark, owned titles */

  IlvLettering *lettering;
  IlvCanvas *canvas;

  /* Derived, brought up to date by ilv_panel_update(). */
  gboolean stale;
  guint64 generation;
  guint known_lanes;
  gboolean on_tasks; /* neither: on workers */
  gboolean on_cores;
  guint n_subjects;   /* shown */
  guint n_candidates; /* that there are to show */
  IlvLaneCriteria *criteria;
  const char *criteria_text; /* (interned) (nullable) of `criteria` */
  GArray *order;             /* guint: indexes of those shown; NULL: all, as they came */
  GArray *places;            /* guint: by index the place in `order` plus 1; 0: not shown */
  guint n_pinned;            /* of them the first */
  IlvLaneMode ordered_mode;  /* for which, at what time `order` was made */
  gint64 ordered_at;
  GArray *lanes; /* guint: indices of the workers' lanes, shown or not */
  GHashTable *lane_indices; /* id → place in `lanes` */
  GPtrArray *core_names;
  guint expected_tasks;
  guint counted_tasks;
  IlvLanePacking *packing; /* of the tasks, as far as they were ever too many */
  gboolean packed;
  gsize label_start; /* bytes of the tasks' labels that are left out, because all share them */
  double band_most; /* lanes in any state at once, as last drawn */
  IlvBand *band;    /* (nullable) kept while lanes scroll: that of `band_from` … `band_to` */
  gint64 band_from;
  gint64 band_to;
  gint64 band_end; /* how far the trace went */
  guint band_columns;
  const IlvLock *strips[ILV_MAX_STRIPS];
  guint n_strips;
  guint n_more_strips; /* that have no room */
  guint32 first_strip; /* id of the lock that is wanted first; 0: none */
  IlvLockWaits *waits; /* (nullable) */
  const IlvTrace *waits_trace; /* (borrowed) (nullable): whose they are */
  guint64 waits_events;
  gint64 waits_until; /* ns; so far they go */
  IlvLayout layout;

  /* Set while drawing. */
  double resolution;
  GCancellable *work; /* (borrowed) (nullable): counts, and ends the drawing when cancelled */
};

/* What drawing a panel counts for, most of it for its lanes. */
#define ILV_PANEL_LANES_WORK 64
#define ILV_PANEL_PART_WORK 3
#define ILV_PANEL_WORK (ILV_PANEL_LANES_WORK + 14 * ILV_PANEL_PART_WORK)

/* ilv_panel_draw() that counts; what is cancelled is left half drawn. */
void ilv_panel_draw_counted (IlvPanel *self, cairo_t *cr, GCancellable *work);
/* FALSE: it is to be given up. */
gboolean ilv_panel_count_work (IlvPanel *self, guint64 n);

/* --- panel-subjects.c: what the lanes stand for --------------------------------------------- */

typedef struct
{
  gboolean on_task; /* neither: a worker */
  gboolean on_core; /* has no timeline: what it ran is asked of the trace */
  guint32 id;
  const char *name;
  gint64 begin;
  gint64 end;
  IlvState end_state;
  const IlvTimeline *timeline;
} IlvSubject;

/* Brings the subjects up to date with the trace; part of ilv_panel_update(). */
void ilv_panel_collect_subjects (IlvPanel *self);
guint ilv_panel_count_subjects (IlvPanel *self);
void ilv_panel_get_subject (IlvPanel *self, guint index, IlvSubject *subject);
/* For ilv_theme_get_holder_colour(): of the same lane always the same, in whatever row it is. */
guint ilv_panel_get_lane_colour (IlvPanel *self, guint32 lane_id);
void ilv_panel_get_task_subject (IlvPanel *self, guint index, IlvSubject *subject);
/* Which of those shown the worker or the task is; FALSE: none. */
gboolean ilv_panel_find_lane_place (IlvPanel *self, guint32 lane_id, guint *place);
gboolean ilv_panel_find_task_place (IlvPanel *self, guint32 task_id, guint *place);
/* A sentence that stands where lanes would; "" when there are some. */
const char *ilv_panel_explain_no_lanes (IlvPanel *self);

/* --- panel-rows.c: in which row a lane stands ----------------------------------------------- */

/* Brings rows, strips and layout up to date with the trace. Cheap when nothing changed. */
void ilv_panel_update (IlvPanel *self);
/* A row shows one lane, or one after another the tasks that share it (never two at a time), or,
   when it is mixed, how many of its lanes are in which state. */
gboolean ilv_panel_is_mixed_row (IlvPanel *self, guint row);
guint ilv_panel_count_row_subjects (IlvPanel *self, guint row);
void ilv_panel_get_row_subject (IlvPanel *self, guint row, guint index, IlvSubject *subject);
/* Which of the row's subjects may be seen in [from, to]: of those that share it one after the other
   the ones that are there then, all of the others. */
void ilv_panel_get_row_range (IlvPanel *self, guint row, gint64 from, gint64 to, guint *first,
                              guint *end);
/* The row a worker or a task stands in; FALSE when it stands in none. */
gboolean ilv_panel_find_lane_row (IlvPanel *self, guint32 lane_id, guint *row);
gboolean ilv_panel_find_task_row (IlvPanel *self, guint32 task_id, guint *row);
/* panel-row-names.c: width that the labels need; the layout must know its rows. */
double ilv_panel_measure_gutter (IlvPanel *self);
/* Label of a row and what stands small below it; (transfer full). */
char *ilv_panel_get_row_name (IlvPanel *self, guint row);
char *ilv_panel_get_row_detail (IlvPanel *self, guint row);
gboolean ilv_panel_stacks_labels (IlvPanel *self); /* the detail stands below the name */
/* Top of a row, logical pixels; may lie outside of the lanes when scrolled. */
double ilv_panel_get_row_y (IlvPanel *self, guint row);
void ilv_panel_get_visible_rows_range (IlvPanel *self, guint *first, guint *end);
/* Of the lanes of mixed rows each so-many-th is read, that a frame never takes longer and longer:
   1 unless there are thousands. What is to be said about it, NULL when nothing; (transfer full). */
guint ilv_panel_get_lane_step (IlvPanel *self);
char *ilv_panel_explain_lane_step (IlvPanel *self);
/* panel-band.c: how many lanes are in each state; (transfer full) of the text. */
void ilv_panel_fill_band (IlvPanel *self, IlvBand *band);
/* Whether the band is not read along with the rows, because some of them are out of sight: then it
   is the same however far the lanes are scrolled, and kept. */
gboolean ilv_panel_keeps_band (IlvPanel *self);
void ilv_panel_fill_kept_band (IlvPanel *self);
/* Reads the rows first … end - 1, each of one lane, for a band; of many, evenly spaced ones. */
void ilv_panel_add_to_band (IlvPanel *self, IlvBand *band, guint first, guint end);
void ilv_panel_draw_band (IlvPanel *self, cairo_t *cr);
const char *ilv_panel_get_band_title (void);
char *ilv_panel_describe_band (IlvPanel *self, gint64 time);
/* panel-note.c: what the picture has to say about its lanes, "" when nothing; (transfer full). */
gboolean ilv_panel_has_note (IlvPanel *self);
char *ilv_panel_write_note (IlvPanel *self);
void ilv_panel_draw_note (IlvPanel *self, cairo_t *cr);
/* The row at y, FALSE when there is none. */
gboolean ilv_panel_find_row (IlvPanel *self, double y, guint *row);
const char *ilv_panel_get_task_label (IlvPanel *self, guint32 task); /* (nullable) */

/* --- geometry ------------------------------------------------------------------------------ */

static inline int
ilv_panel_device (IlvPanel *self, double logical)
{
  double value = logical * self->resolution;

  return (int) (value < 0 ? value - 0.5 : value + 0.5);
}

/* To the edge of a device pixel. */
static inline double
ilv_panel_snap (IlvPanel *self, double logical)
{
  return ilv_panel_device (self, logical) / self->resolution;
}

/* Fills a line one device pixel thick: what is stroked at a half coordinate is never sharp at
   every scale. */
static inline void
ilv_panel_rule (IlvPanel *self, cairo_t *cr, double x, double y, double width, double height)
{
  double thin = 1 / self->resolution;

  /* On paper a device pixel is a quarter of a point. */
  if (self->resolution > self->scale)
    thin = 0.5;
  cairo_rectangle (cr, ilv_panel_snap (self, x), ilv_panel_snap (self, y),
                   width > 0 ? width : thin, height > 0 ? height : thin);
  cairo_fill (cr);
}

/* The moment at which the run is seen: that of the play head, or how far it has come by now.
   G_MAXINT64: all of it. */
static inline gint64
ilv_panel_get_moment (IlvPanel *self)
{
  return self->trace == NULL || ilv_trace_is_finished (self->trace)
           ? self->view.until
           : MIN (self->view.until, ilv_trace_get_end (self->trace));
}

/* Up to where is known what is seen: what comes after the moment of a held picture is not, while
   that of the play head is one of a whole run, which looks the same on both sides of it. */
static inline gint64
ilv_panel_get_known_end (IlvPanel *self)
{
  return self->held ? MIN (self->view.to, self->view.until) : self->view.to;
}

/* --- parts; each draws its own ------------------------------------------------------------- */

void ilv_panel_draw_header (IlvPanel *self, cairo_t *cr);
double ilv_panel_measure_header (IlvPanel *self);
/* At the moment that is seen. */
char *ilv_panel_get_time_words (IlvPanel *self);         /* (transfer full) */
const char *ilv_panel_get_status_words (IlvPanel *self); /* (nullable) */
char *ilv_panel_get_subtitle_words (IlvPanel *self);     /* (transfer full) */
void ilv_panel_fill_lanes (IlvPanel *self);
void ilv_panel_draw_lane_labels (IlvPanel *self, cairo_t *cr);
/* In device pixels. */
void ilv_panel_fill_core_lane (IlvPanel *self, guint core, int x0, int x1, int y0, int y1);
/* Adds what the core ran in n equal parts of [from, to). */
void ilv_panel_add_core_mix (IlvPanel *self, guint core, gint64 from, gint64 to, guint n,
                             IlvMix *bins);
void ilv_panel_draw_core_names (IlvPanel *self, cairo_t *cr);
void ilv_panel_draw_end_marks (IlvPanel *self, cairo_t *cr);
void ilv_panel_draw_events (IlvPanel *self, cairo_t *cr);
void ilv_panel_fill_locks (IlvPanel *self);
void ilv_panel_draw_locks (IlvPanel *self, cairo_t *cr);
void ilv_panel_fill_cores (IlvPanel *self);
void ilv_panel_draw_cores (IlvPanel *self, cairo_t *cr);
void ilv_panel_draw_throughput (IlvPanel *self, cairo_t *cr);
double ilv_panel_measure_graph_label (IlvPanel *self);
guint ilv_panel_count_tasks (IlvPanel *self); /* that there are going to be */
gint64 ilv_panel_get_graph_stretch (IlvPanel *self); /* ns; that rates are averages of */
void ilv_panel_draw_axis (IlvPanel *self, cairo_t *cr);
void ilv_panel_draw_finish_marks (IlvPanel *self, cairo_t *cr);

/* panel-locks.c */
void ilv_panel_find_strips (IlvPanel *self);

/* panel-waiting.c: who waits for a lock, and what several have of it */
void ilv_panel_update_waits (IlvPanel *self);
gboolean ilv_panel_is_used_lock (IlvPanel *self, const IlvLock *lock);
/* A semaphore or queue: several may have something of it. */
gboolean ilv_panel_is_level_lock (const IlvLock *lock);
gint64 ilv_panel_get_lock_level (IlvPanel *self, const IlvLock *lock, gint64 time);
/* Who put the item of a queue in that came or went last at `time`, and who got it as far as is
   seen. FALSE: it is no queue, or that is not known. */
gboolean ilv_panel_find_passage (IlvPanel *self, const IlvLock *lock, gint64 time,
                                 IlvPassage *passage);
void ilv_panel_fill_waiting (IlvPanel *self, guint strip);
void ilv_panel_draw_capacity (IlvPanel *self, cairo_t *cr, guint strip);
/* All (transfer full). */
char *ilv_panel_write_level (IlvPanel *self, const IlvLock *lock, gint64 time);
char *ilv_panel_write_waiting (IlvPanel *self, const IlvLock *lock, gint64 time);
/* panel-strips.c: the first of those who wait, and how many more; NULL: nobody. */
char *ilv_panel_name_waiting (IlvPanel *self, const IlvLock *lock, gint64 time);
char *ilv_panel_write_lock_times (IlvPanel *self, const IlvLock *lock);
/* Lengths of the waits, or holds, that ended in view, at most `most` of them; *n: of how many.
   (transfer full) */
GArray *ilv_panel_list_lock_times (IlvPanel *self, const IlvLock *lock, gboolean waits, guint most,
                                   guint64 *n);

/* panel-events.c: the mark whose shape is there. */
gboolean ilv_panel_hit_event (IlvPanel *self, double x, double y, IlvHit *hit);

/* panel-hit.c: the interval that was hit; FALSE when the hit is of another kind. */
gboolean ilv_panel_get_hit_interval (IlvPanel *self, const IlvHit *hit, IlvInterval *interval);

/* --- panel-connectors.c: from who ended a wait to who had waited ---------------------------- */

typedef struct
{
  gint64 from; /* when it was woken, or the lock given up */
  gint64 to;   /* when it went on */
  guint from_row;
  guint to_row;
} IlvConnector;

/* All that are in view, unless they are too many. (transfer full) */
GArray *ilv_panel_find_connectors (IlvPanel *self);
/* That of the wait that was hit; FALSE when it is not known, or of another part. */
gboolean ilv_panel_find_connector (IlvPanel *self, const IlvHit *hit, IlvConnector *connector);
void ilv_panel_draw_connectors (IlvPanel *self, cairo_t *cr);
void ilv_panel_draw_hit_connector (IlvPanel *self, cairo_t *cr, const IlvHit *hit);

/* --- panel-lights.c: who has to do with what is pointed at --------------------------------- */

typedef struct
{
  guint row;
  gint64 from;
  gint64 to; /* equal to `from` in a row that lanes share */
  gboolean holds; /* the lock, core or loop; otherwise it waits */
} IlvLight;

/* In the rows that are seen. (transfer full) */
GArray *ilv_panel_find_lights (IlvPanel *self, const IlvHit *hit);
void ilv_panel_draw_lights (IlvPanel *self, cairo_t *cr, const IlvHit *hit);

G_END_DECLS
