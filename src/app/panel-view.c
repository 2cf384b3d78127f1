/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/panel-view.h"

#include "app/head-gesture.h"
#include "app/lane-cursor.h"
#include "app/panel-picture.h"
#include "app/range-gesture.h"
#include "app/view-gesture.h"

#include <glib/gi18n-lib.h>

/* ms after which lanes that were scrolled or zoomed are told anew. */
#define LANES_PAUSE 250
/* ns; lanes write for themselves, so that records come by so much later than those of others. */
#define LATE (50 * G_GINT64_CONSTANT (1000000))

struct _IlvPanelView
{
  GtkWidget parent_instance;

  IlvModel model;
  IlvPanel *panel;         /* owned */
  IlvViewport *viewport;   /* owned */
  IlvTransport *transport; /* owned */
  GtkWidget *error;        /* owned as child */
  int error_height;        /* with its padding, which its own height is without */
  IlvLaneList *lanes;      /* owned as child */
  guint lanes_timeout;     /* 0: what they say is not to be said anew */
  IlvPanelPicture *picture; /* owned */

  gboolean has_pointer;
  double pointer_x;
  double pointer_y;
  IlvRangeGesture *range_gesture; /* borrowed: comes and goes with this */
  IlvLaneCursor *lane_cursor;     /* the same */
  IlvHeadGesture *head_gesture;   /* the same */

  /* What the picture shows, to see whether it has changed. */
  IlvComparison *comparison; /* owned, nullable */
  IlvRun *run;               /* owned, nullable */
  const IlvTrace *trace;
  guint64 generation;
  gint64 end;
  IlvRunState state;
  double plot_x; /* where the axis begins */
  guint n_rows;
  gint64 held; /* the trace's end when the transport began to hold; G_MININT64 otherwise */
  gboolean held_before; /* it had begun */
  const IlvTrace *held_trace; /* for comparing only: its next repeat has another */
  double graph_top;
};

G_DEFINE_FINAL_TYPE (IlvPanelView, ilv_panel_view, GTK_TYPE_WIDGET)

enum { HOVER, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
redraw (IlvPanelView *self)
{
  ilv_panel_picture_forget (self->picture);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* A run that began after the picture was held has no part in it; of one that waits still there is
   to be said what always is. */
static gboolean
is_later (IlvPanelView *self)
{
  return self->held != G_MININT64 && self->held_before
         && ilv_run_get_state (self->run) != ILV_RUN_PENDING;
}

static void
fill_panel (IlvPanelView *self)
{
  ilv_report_fill_panel (self->panel, self->comparison, self->run);
  /* Of a repeat that began later the picture is not the one that is held. */
  ilv_panel_hold (self->panel, self->held != G_MININT64
                                 && self->held_trace == ilv_run_get_trace (self->run));
  /* Runs in turn are held each at its own end: what they are compared with was over before. */
  if (self->held != G_MININT64)
    ilv_panel_set_badge_since (self->panel, G_MININT64);
  if (!is_later (self))
    return;
  ilv_panel_set_trace (self->panel, NULL);
  ilv_panel_set_words (self->panel, ilv_model_get_title (self->model), "", "", "", "");
  ilv_panel_set_placeholder (
    self->panel, _ ("This run began after the picture was held. Press End to follow it."));
}

/* A run that begins a repeat replaces its trace, and frees the one the panel still knows. */
static IlvPanel *
get_current_panel (IlvPanelView *self)
{
  const IlvTrace *trace = self->run ? ilv_run_get_trace (self->run) : NULL;

  if (self->run && trace != self->trace)
    {
      fill_panel (self);
      self->trace = trace;
      self->end = 0;
    }
  return self->panel;
}

static int
get_picture_height (IlvPanelView *self)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (gtk_widget_should_layout (self->error))
    height -= self->error_height;
  return MAX (height, 1);
}

static void
apply_size (IlvPanelView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  ilv_panel_set_size (get_current_panel (self), MAX (gtk_widget_get_width (widget), 1),
                      get_picture_height (self), gtk_widget_get_scale_factor (widget));
}

gint64
ilv_panel_view_get_until (IlvPanelView *self)
{
  return self->held != G_MININT64 ? self->held : ilv_transport_get_until (self->transport);
}

static void
apply_view (IlvPanelView *self)
{
  IlvView view = *ilv_panel_get_view (self->panel);
  double hidden = ilv_panel_view_get_hidden_rows (self);

  view.from = ilv_viewport_get_from (self->viewport);
  view.to = ilv_viewport_get_to (self->viewport);
  view.first_row = MIN (ilv_viewport_get_first_row (self->viewport), hidden);
  view.every_lane = ilv_viewport_get_every_lane (self->viewport);
  view.until = ilv_panel_view_get_until (self);
  ilv_panel_set_view (get_current_panel (self), &view);
}

static void
on_overlay_changed (IlvPanelView *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static IlvPlayHead
get_play_head (IlvPanelView *self)
{
  if (ilv_transport_is_holding (self->transport))
    return ILV_PLAY_HEAD_NONE;
  return ilv_transport_get_state (self->transport) == ILV_TRANSPORT_PLAYING
           ? ILV_PLAY_HEAD_MOVING
           : ILV_PLAY_HEAD_RESTING;
}

/* The moment and the selection are the same in all panels; what stands under the pointer is only
   in its own. */
static void
draw_overlay (IlvPanelView *self, GtkSnapshot *snapshot, const graphene_rect_t *area)
{
  IlvPanel *panel = get_current_panel (self);
  gint64 pointed = ilv_viewport_get_pointed (self->viewport);
  IlvOverlay overlay = { .has_pointer = pointed != G_MININT64, .play_head = G_MININT64 };
  IlvHit lit;
  gboolean selected
    = ilv_viewport_get_selection (self->viewport, &overlay.select_from, &overlay.select_to);
  cairo_t *cr;

  overlay.on_strip = ilv_lane_cursor_get_strip (self->lane_cursor, &overlay.cursor_row);
  overlay.has_cursor = overlay.on_strip
                       || ilv_lane_cursor_get_row (self->lane_cursor, &overlay.cursor_row);
  overlay.lit = ilv_lane_cursor_get_lit (self->lane_cursor, &lit) ? &lit : NULL;
  if (!self->trace
      || (!overlay.has_pointer && !selected && !overlay.has_cursor && !overlay.lit))
    return;
  if (overlay.has_pointer)
    {
      overlay.x = self->has_pointer ? self->pointer_x : ilv_panel_time_to_x (panel, pointed);
      overlay.y = self->has_pointer ? self->pointer_y : -1;
    }
  cr = gtk_snapshot_append_cairo (snapshot, area);
  ilv_panel_draw_overlay (panel, cr, &overlay);
  cairo_destroy (cr);
}

static void
ilv_panel_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IlvPanelView *self = ILV_PANEL_VIEW (widget);
  graphene_rect_t area = GRAPHENE_RECT_INIT (0, 0, (float) MAX (gtk_widget_get_width (widget), 1),
                                             (float) get_picture_height (self));

  ilv_panel_picture_snapshot (
    self->picture, snapshot, get_current_panel (self), (int) area.size.width,
    (int) area.size.height, gtk_widget_get_scale_factor (widget), get_play_head (self));
  draw_overlay (self, snapshot, &area);
  gtk_widget_snapshot_child (widget, self->error, snapshot);
}

static void
ilv_panel_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  IlvPanelView *self = ILV_PANEL_VIEW (widget);
  int error_height = 0;

  if (orientation == GTK_ORIENTATION_VERTICAL && gtk_widget_should_layout (self->error))
    gtk_widget_measure (self->error, orientation, for_size, NULL, &error_height, NULL, NULL);
  *minimum = (orientation == GTK_ORIENTATION_HORIZONTAL ? 170 : 150) + error_height;
  *natural = (orientation == GTK_ORIENTATION_HORIZONTAL ? 360 : 320) + error_height;
}

static void
ilv_panel_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  IlvPanelView *self = ILV_PANEL_VIEW (widget);

  if (gtk_widget_should_layout (self->error))
    {
      gtk_widget_measure (self->error, GTK_ORIENTATION_VERTICAL, width, NULL, &self->error_height,
                          NULL, NULL);
      gtk_widget_size_allocate (
        self->error,
        &(GtkAllocation){ 0, height - self->error_height, width, self->error_height }, -1);
    }
  gtk_widget_size_allocate (GTK_WIDGET (self->lanes), &(GtkAllocation){ 0, 0, width, height }, -1);
  apply_size (self);
  apply_view (self);
  redraw (self);
}

/* Tells everybody which moment and what the pointer is on. */
static void
report_pointer (IlvPanelView *self)
{
  g_autofree char *text = NULL;
  IlvHit hit;

  if (self->trace && self->has_pointer)
    {
      IlvPanel *panel = get_current_panel (self);

      ilv_viewport_point (self->viewport, ilv_panel_x_to_time (panel, self->pointer_x));
      if (ilv_panel_hit (panel, self->pointer_x, self->pointer_y, &hit) != ILV_HIT_NOTHING)
        text = ilv_panel_describe_hit (panel, &hit);
    }
  else
    ilv_viewport_point (self->viewport, G_MININT64);
  g_signal_emit (self, signals[HOVER], 0, self->pointer_x, self->pointer_y,
                 text && *text ? text : NULL);
}

static gboolean
say_lanes (gpointer data)
{
  IlvPanelView *self = data;

  self->lanes_timeout = 0;
  ilv_lane_list_update (self->lanes, get_current_panel (self));
  return G_SOURCE_REMOVE;
}

static void
on_viewport_changed (IlvPanelView *self)
{
  const IlvView before = *ilv_panel_get_view (self->panel);
  const IlvView *view = ilv_panel_get_view (self->panel);

  apply_view (self);
  if (view->from != before.from || view->to != before.to || view->every_lane != before.every_lane)
    ilv_panel_picture_forget (self->picture);
  else
    ilv_panel_picture_scroll (self->picture);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  /* Once for many steps of a wheel. */
  if (self->lanes_timeout == 0)
    self->lanes_timeout = g_timeout_add (LANES_PAUSE, say_lanes, self);
  /* The pointer rests, but what it is on has moved. */
  if (self->has_pointer)
    report_pointer (self);
}

static void
on_transport_moved (IlvPanelView *self)
{
  gboolean holding = ilv_transport_is_holding (self->transport);
  gint64 before = ilv_panel_get_view (self->panel)->until;

  if (holding && self->held == G_MININT64)
    {
      self->held = self->end;
      self->held_before
        = self->run && ilv_trace_get_n_lanes (ilv_run_get_trace (self->run)) == 0;
      self->held_trace = self->trace;
      ilv_panel_hold (self->panel, self->trace != NULL);
      apply_view (self);
      redraw (self);
      return;
    }
  if (holding)
    return;
  if (self->held != G_MININT64)
    {
      self->held = G_MININT64;
      self->held_before = FALSE;
      if (self->run)
        fill_panel (self);
      redraw (self);
    }
  if (before == ilv_panel_view_get_until (self) && before == G_MAXINT64)
    return; /* live: records move it */
  apply_view (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  /* The pointer rests, but what it is on goes on. */
  if (self->has_pointer)
    report_pointer (self);
}

static void
on_motion (IlvPanelView *self, double x, double y)
{
  self->has_pointer = TRUE;
  self->pointer_x = x;
  self->pointer_y = y;
  report_pointer (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_leave (IlvPanelView *self)
{
  self->has_pointer = FALSE;
  report_pointer (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
on_next_lock (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  IlvPanelView *self = ILV_PANEL_VIEW (widget);

  if (!ilv_panel_show_next_lock (get_current_panel (self)))
    return GDK_EVENT_PROPAGATE;
  ilv_lane_cursor_follow_strip (self->lane_cursor);
  redraw (self);
  return GDK_EVENT_STOP;
}

static void
ilv_panel_view_dispose (GObject *object)
{
  IlvPanelView *self = ILV_PANEL_VIEW (object);

  g_clear_handle_id (&self->lanes_timeout, g_source_remove);
  g_clear_pointer ((GtkWidget **) &self->lanes, gtk_widget_unparent);
  g_clear_pointer (&self->error, gtk_widget_unparent);
  g_clear_pointer (&self->picture, ilv_panel_picture_free);
  g_clear_object (&self->panel);
  g_clear_object (&self->run);
  g_clear_object (&self->comparison);
  g_clear_object (&self->viewport);
  g_clear_object (&self->transport);
  G_OBJECT_CLASS (ilv_panel_view_parent_class)->dispose (object);
}

static void
ilv_panel_view_class_init (IlvPanelViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ilv_panel_view_dispose;
  widget_class->measure = ilv_panel_view_measure;
  widget_class->size_allocate = ilv_panel_view_size_allocate;
  widget_class->snapshot = ilv_panel_view_snapshot;
  gtk_widget_class_set_css_name (widget_class, "panel");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_n, 0, on_next_lock, NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, 0, "win.lock-times", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, 0, "win.lock-times", NULL);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  signals[HOVER] = g_signal_new ("hover", ILV_TYPE_PANEL_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 3, G_TYPE_DOUBLE, G_TYPE_DOUBLE,
                                 G_TYPE_STRING);
}

static void
watch_pointer (IlvPanelView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect_object (motion, "motion", G_CALLBACK (on_motion), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "leave", G_CALLBACK (on_leave), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

static void
ilv_panel_view_init (IlvPanelView *self)
{
  self->panel = ilv_panel_new ();
  self->picture = ilv_panel_picture_new (GTK_WIDGET (self));
  self->held = G_MININT64;
  ilv_panel_set_choosable (self->panel, TRUE);
  self->error = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->error), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->error), 0);
  gtk_label_set_selectable (GTK_LABEL (self->error), TRUE);
  gtk_widget_add_css_class (self->error, "run-error");
  gtk_widget_set_visible (self->error, FALSE);
  gtk_widget_set_parent (self->error, GTK_WIDGET (self));
  self->lanes = ILV_LANE_LIST (ilv_lane_list_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->lanes), GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  watch_pointer (self);
}

GtkWidget *
ilv_panel_view_new (IlvModel model, IlvViewport *viewport, IlvTransport *transport)
{
  IlvPanelView *self = g_object_new (ILV_TYPE_PANEL_VIEW, NULL);

  self->model = model;
  self->viewport = g_object_ref (viewport);
  self->transport = g_object_ref (transport);
  g_signal_connect_object (viewport, "changed", G_CALLBACK (on_viewport_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (viewport, "pointed", G_CALLBACK (on_overlay_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (viewport, "selected", G_CALLBACK (on_overlay_changed), self,
                           G_CONNECT_SWAPPED);
  ilv_view_gesture_attach (self, viewport);
  self->lane_cursor = ilv_lane_cursor_attach (self, viewport);
  self->range_gesture = ilv_range_gesture_attach (self, viewport);
  self->head_gesture = ilv_head_gesture_attach (self, transport);
  g_signal_connect_object (transport, "moved", G_CALLBACK (on_transport_moved), self,
                           G_CONNECT_SWAPPED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  ilv_model_get_title (model), -1);
  return GTK_WIDGET (self);
}

IlvModel
ilv_panel_view_get_model (IlvPanelView *self)
{
  return self->model;
}

IlvPanel *
ilv_panel_view_get_panel (IlvPanelView *self)
{
  return get_current_panel (self);
}

void
ilv_panel_view_set_lanes (IlvPanelView *self, IlvLaneMode lanes, const char *criteria)
{
  IlvView view = *ilv_panel_get_view (self->panel);

  view.lanes = lanes;
  view.criteria = criteria;
  ilv_panel_set_view (self->panel, &view);
  redraw (self);
}

void
ilv_panel_view_set_connectors (IlvPanelView *self, gboolean show)
{
  IlvView view = *ilv_panel_get_view (self->panel);

  view.without_connectors = !show;
  ilv_panel_set_view (self->panel, &view);
  redraw (self);
}

void
ilv_panel_view_show_lock (IlvPanelView *self, guint32 lock)
{
  if (ilv_panel_show_lock (get_current_panel (self), lock))
    redraw (self);
}

IlvLaneCursor *
ilv_panel_view_get_cursor (IlvPanelView *self)
{
  return self->lane_cursor;
}

IlvRun *
ilv_panel_view_get_run (IlvPanelView *self)
{
  return self->run;
}

gboolean
ilv_panel_view_is_on_play_head (IlvPanelView *self, double x, double y)
{
  return ilv_head_gesture_takes (self->head_gesture, x, y);
}

gboolean
ilv_panel_view_is_drag_taken (IlvPanelView *self)
{
  return ilv_range_gesture_is_busy (self->range_gesture)
         || ilv_head_gesture_is_busy (self->head_gesture);
}

void
ilv_panel_view_set_graph (IlvPanelView *self, IlvGraph graph)
{
  IlvView view = *ilv_panel_get_view (self->panel);

  view.graph = graph;
  ilv_panel_set_view (self->panel, &view);
  redraw (self);
}

void
ilv_panel_view_set_theme (IlvPanelView *self, const IlvTheme *theme)
{
  ilv_panel_set_theme (get_current_panel (self), theme);
  redraw (self);
}

void
ilv_panel_view_light_state (IlvPanelView *self, IlvState state)
{
  ilv_panel_light_state (get_current_panel (self), state);
  redraw (self);
}

static void
show_error (IlvPanelView *self, const char *error)
{
  gtk_label_set_label (GTK_LABEL (self->error), error ? error : "");
  gtk_widget_set_visible (self->error, error != NULL);
}

gboolean
ilv_panel_view_has_trace (IlvPanelView *self, IlvRun *run)
{
  return run == self->run && (run ? ilv_run_get_trace (run) : NULL) == self->trace;
}

gboolean
ilv_panel_view_is_behind (IlvPanelView *self, IlvRun *run)
{
  const IlvTrace *trace = run ? ilv_run_get_trace (run) : NULL;

  return trace
         && (run != self->run || trace != self->trace || ilv_run_get_state (run) != self->state
             || ilv_trace_get_generation (trace) != self->generation
             || ilv_trace_get_end (trace) != self->end);
}

void
ilv_panel_view_refresh (IlvPanelView *self, IlvComparison *comparison, IlvRun *run,
                        const char *hint, gboolean all_new)
{
  const IlvTrace *trace = run ? ilv_run_get_trace (run) : NULL;
  guint64 generation = trace ? ilv_trace_get_generation (trace) : 0;
  gint64 end = trace ? ilv_trace_get_end (trace) : 0;
  IlvRunState state = run ? ilv_run_get_state (run) : ILV_RUN_PENDING;
  gint64 end_before = trace && trace == self->trace ? self->end : G_MININT64;
  gboolean anew;
  gboolean same = trace && !ilv_panel_view_is_behind (self, run);

  g_set_object (&self->comparison, comparison);
  g_set_object (&self->run, run);
  if (run)
    fill_panel (self);
  else
    {
      ilv_panel_set_trace (self->panel, NULL);
      ilv_panel_set_words (self->panel, ilv_model_get_title (self->model), "", "", "", "");
      ilv_panel_set_placeholder (self->panel, hint);
    }
  /* Another trace: a run that had not begun, or its next repeat. */
  anew = trace != self->trace || (self->held_before && state != self->state);
  /* Without lanes the error stands in their place already. */
  show_error (self, trace && ilv_trace_get_n_lanes (trace) > 0 ? ilv_run_get_error (run) : NULL);
  self->trace = trace;
  self->generation = generation;
  self->end = end;
  self->state = state;
  if (self->held != G_MININT64 && !anew
      && (self->held_trace == trace || self->held_before || end_before - LATE >= self->held))
    return;
  if (self->held == G_MININT64 && same && !all_new)
    return;
  if (anew || end_before == G_MININT64 || (all_new && self->held == G_MININT64))
    redraw (self);
  else
    {
      ilv_panel_picture_grow (self->picture, end_before - LATE);
      if (ilv_panel_view_get_until (self) > end_before - LATE)
        gtk_widget_queue_draw (GTK_WIDGET (self));
    }
}

void
ilv_panel_view_check_alignment (IlvPanelView *self)
{
  IlvPanel *panel = get_current_panel (self);
  double plot_x = ilv_panel_time_to_x (panel, ilv_panel_get_view (panel)->from);
  double graph_top = ilv_panel_get_graph_top (panel);
  guint n_rows = ilv_panel_get_n_rows (panel);

  if (plot_x != self->plot_x || n_rows != self->n_rows || graph_top != self->graph_top)
    redraw (self);
  self->plot_x = plot_x;
  self->n_rows = n_rows;
  self->graph_top = graph_top;
}

double
ilv_panel_view_get_hidden_rows (IlvPanelView *self)
{
  IlvPanel *panel = get_current_panel (self);

  return MAX (0, ilv_panel_get_n_rows (panel) - ilv_panel_get_visible_rows (panel));
}

void
ilv_panel_view_describe (IlvPanelView *self)
{
  g_autofree char *text = ilv_panel_describe (get_current_panel (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
  ilv_lane_list_update (self->lanes, get_current_panel (self));
}

IlvLaneList *
ilv_panel_view_get_lanes (IlvPanelView *self)
{
  return self->lanes;
}
