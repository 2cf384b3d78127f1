/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/panel-grid.h"

#include "app/panel-keys.h"
#include "app/graph-chooser.h"
#include "app/lane-cursor.h"
#include "app/lock-popover.h"
#include "app/panel-menu.h"

#include "session/run-title.h"

#include <glib/gi18n-lib.h>

#define SPACING 8
#define MOST_ACROSS 4
/* Narrower than this a column has more labels than lanes. */
#define COLUMN_WIDTH 190
/* Runs side by side say below their model what else tells them apart. */
#define RUN_WIDTH 320
#define COLUMN_HEIGHT 250
#define ROW_HEIGHT 220
#define TIP_DISTANCE 14

struct _IlvPanelGrid
{
  GtkWidget parent_instance;

  IlvViewport *viewport;   /* owned */
  IlvTransport *transport; /* owned */
  GPtrArray *panels; /* owned array of children, in the order of models */
  GtkWidget *tip;    /* owned as child */
  GtkPopover *menu;  /* owned as child */
  GtkPopover *graph_chooser; /* owned as child */
  IlvLockPopover *lock_popover; /* owned as child */
  IlvArrangement arrangement;
  guint next_panel; /* to catch up with its run */
  gboolean side_by_side; /* a panel for each run, not for each model */
  IlvLaneMode lanes;
  const char *criteria; /* (interned) (nullable) of the lanes */
  gboolean connectors;
  IlvGraph graph;
  const IlvTheme *theme; /* borrowed */
  IlvState lit;
  double tip_x;
  double tip_y;
};

G_DEFINE_FINAL_TYPE (IlvPanelGrid, ilv_panel_grid, GTK_TYPE_WIDGET)

/* As wide and high as its texts are large. */
static int
scale (IlvPanelGrid *self, int length)
{
  return (int) (length * self->theme->text_scale);
}

static guint
count_columns (IlvPanelGrid *self, int width)
{
  int least = scale (self, self->side_by_side ? RUN_WIDTH : COLUMN_WIDTH);
  guint most = (guint) CLAMP ((width + SPACING) / (least + SPACING), 1, MOST_ACROSS);
  guint rows;

  if (self->arrangement == ILV_PICTURE_ROWS || self->panels->len == 0)
    return 1;
  /* As full as each other: four panels where three fit are two and two. */
  rows = (self->panels->len + most - 1) / most;
  return (self->panels->len + rows - 1) / rows;
}

static GtkSizeRequestMode
ilv_panel_grid_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ilv_panel_grid_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  IlvPanelGrid *self = ILV_PANEL_GRID (widget);
  int rows;
  int height;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = scale (self, COLUMN_WIDTH);
      *natural = 3 * (scale (self, COLUMN_WIDTH) + SPACING);
      return;
    }
  rows = (int) self->panels->len;
  if (rows > 0 && for_size > 0)
    {
      int columns = (int) count_columns (self, for_size);

      rows = (rows + columns - 1) / columns;
    }
  height = scale (self, self->arrangement == ILV_PICTURE_ROWS ? ROW_HEIGHT : COLUMN_HEIGHT);
  *minimum = *natural = MAX (rows * (height + SPACING) - SPACING, scale (self, COLUMN_HEIGHT));
}

static void
allocate_tip (IlvPanelGrid *self, int width, int height)
{
  GtkRequisition size;
  double x = self->tip_x + TIP_DISTANCE;
  double y = self->tip_y + TIP_DISTANCE;

  if (!gtk_widget_should_layout (self->tip))
    return;
  gtk_widget_get_preferred_size (self->tip, NULL, &size);
  if (x + size.width > width)
    x = self->tip_x - TIP_DISTANCE - size.width;
  if (y + size.height > height)
    y = self->tip_y - TIP_DISTANCE - size.height;
  gtk_widget_size_allocate (
    self->tip, &(GtkAllocation){ (int) MAX (x, 0), (int) MAX (y, 0), size.width, size.height }, -1);
}

static void
update_last_row (IlvPanelGrid *self)
{
  double hidden = 0;

  for (guint i = 0; i < self->panels->len; i++)
    hidden = MAX (hidden, ilv_panel_view_get_hidden_rows (self->panels->pdata[i]));
  ilv_viewport_set_last_row (self->viewport, hidden);
}

/* The same moment at the same place in every panel. */
static void
align (IlvPanelGrid *self)
{
  IlvPanel *panels[ILV_N_MODELS];

  for (guint i = 0; i < self->panels->len; i++)
    panels[i] = ilv_panel_view_get_panel (self->panels->pdata[i]);
  ilv_panels_align (panels, self->panels->len,
                    count_columns (self, gtk_widget_get_width (GTK_WIDGET (self))));
  for (guint i = 0; i < self->panels->len; i++)
    ilv_panel_view_check_alignment (self->panels->pdata[i]);
}

static void
ilv_panel_grid_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  IlvPanelGrid *self = ILV_PANEL_GRID (widget);
  int columns = (int) count_columns (self, width);
  int rows = ((int) self->panels->len + columns - 1) / columns;
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  for (int i = 0; i < (int) self->panels->len; i++)
    {
      int column = mirrored ? columns - 1 - i % columns : i % columns;
      int row = i / columns;
      /* Worked out from both edges, so that all of the width is used, to the pixel. */
      int left = column * (width + SPACING) / columns;
      int right = (column + 1) * (width + SPACING) / columns - SPACING;
      int top = row * (height + SPACING) / rows;
      int bottom = (row + 1) * (height + SPACING) / rows - SPACING;

      gtk_widget_size_allocate (self->panels->pdata[i],
                                &(GtkAllocation){ left, top, right - left, bottom - top }, -1);
    }
  align (self);
  update_last_row (self);
  allocate_tip (self, width, height);
  gtk_popover_present (self->menu);
  gtk_popover_present (self->graph_chooser);
  gtk_popover_present (GTK_POPOVER (self->lock_popover));
}

/* What it is stands in the first line, and stands out. */
static void
show_text (IlvPanelGrid *self, const char *text)
{
  const char *end = strchr (text, '\n');
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  PangoAttribute *bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);

  if (g_strcmp0 (text, gtk_label_get_label (GTK_LABEL (self->tip))) == 0)
    return;
  bold->end_index = end ? (guint) (end - text) : G_MAXUINT;
  pango_attr_list_insert (attributes, bold);
  gtk_label_set_attributes (GTK_LABEL (self->tip), attributes);
  gtk_label_set_label (GTK_LABEL (self->tip), text);
}

static void
on_hover (IlvPanelView *view, double x, double y, const char *text, IlvPanelGrid *self)
{
  gboolean shown = gtk_widget_get_visible (self->tip);

  if (text)
    {
      gtk_widget_translate_coordinates (GTK_WIDGET (view), GTK_WIDGET (self), x, y, &self->tip_x,
                                        &self->tip_y);
      show_text (self, text);
    }
  if (shown != (text != NULL))
    gtk_widget_set_visible (self->tip, text != NULL);
  else if (shown)
    gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
ilv_panel_grid_dispose (GObject *object)
{
  IlvPanelGrid *self = ILV_PANEL_GRID (object);

  while (self->panels && self->panels->len > 0)
    gtk_widget_unparent (g_ptr_array_steal_index (self->panels, self->panels->len - 1));
  g_clear_pointer (&self->panels, g_ptr_array_unref);
  g_clear_pointer (&self->tip, gtk_widget_unparent);
  if (self->menu)
    gtk_widget_unparent (GTK_WIDGET (self->menu));
  self->menu = NULL;
  if (self->graph_chooser)
    gtk_widget_unparent (GTK_WIDGET (self->graph_chooser));
  self->graph_chooser = NULL;
  g_clear_pointer ((GtkWidget **) &self->lock_popover, gtk_widget_unparent);
  g_clear_object (&self->viewport);
  g_clear_object (&self->transport);
  G_OBJECT_CLASS (ilv_panel_grid_parent_class)->dispose (object);
}

static void
ilv_panel_grid_class_init (IlvPanelGridClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ilv_panel_grid_dispose;
  widget_class->get_request_mode = ilv_panel_grid_get_request_mode;
  widget_class->measure = ilv_panel_grid_measure;
  widget_class->size_allocate = ilv_panel_grid_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "panelgrid");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  ilv_panel_keys_install (widget_class);
}

static void
ilv_panel_grid_init (IlvPanelGrid *self)
{
  self->viewport = ilv_viewport_new ();
  self->transport = ilv_transport_new ();
  self->panels = g_ptr_array_new ();
  self->lanes = ILV_LANES_AUTO;
  self->connectors = TRUE;
  self->theme = ilv_theme_get (ILV_THEME_LIGHT);
  self->tip = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->tip), 0);
  gtk_label_set_wrap (GTK_LABEL (self->tip), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->tip), 44);
  gtk_widget_add_css_class (self->tip, "panel-tip");
  gtk_widget_set_can_target (self->tip, FALSE);
  gtk_widget_set_visible (self->tip, FALSE);
  gtk_widget_set_parent (self->tip, GTK_WIDGET (self));
  self->menu = ilv_panel_menu_attach (GTK_WIDGET (self));
  self->graph_chooser = ilv_graph_chooser_attach (GTK_WIDGET (self));
  self->lock_popover = ilv_lock_popover_attach (GTK_WIDGET (self), self->viewport);
}

IlvViewport *
ilv_panel_grid_get_viewport (IlvPanelGrid *self)
{
  return self->viewport;
}

IlvTransport *
ilv_panel_grid_get_transport (IlvPanelGrid *self)
{
  return self->transport;
}

void
ilv_panel_grid_set_arrangement (IlvPanelGrid *self, IlvArrangement arrangement)
{
  self->arrangement = arrangement;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
ilv_panel_grid_set_lanes (IlvPanelGrid *self, IlvLaneMode lanes, const char *criteria)
{
  self->lanes = lanes;
  self->criteria = criteria;
  for (guint i = 0; i < self->panels->len; i++)
    ilv_panel_view_set_lanes (self->panels->pdata[i], lanes, criteria);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
ilv_panel_grid_set_connectors (IlvPanelGrid *self, gboolean show)
{
  self->connectors = show;
  for (guint i = 0; i < self->panels->len; i++)
    ilv_panel_view_set_connectors (self->panels->pdata[i], show);
}

void
ilv_panel_grid_set_graph (IlvPanelGrid *self, IlvGraph graph)
{
  self->graph = graph;
  for (guint i = 0; i < self->panels->len; i++)
    ilv_panel_view_set_graph (self->panels->pdata[i], graph);
  align (self);
}

void
ilv_panel_grid_choose_graph (IlvPanelGrid *self)
{
  GtkWidget *panel = gtk_widget_get_focus_child (GTK_WIDGET (self));

  if (!panel && self->panels->len > 0)
    panel = self->panels->pdata[0];
  if (panel && ILV_IS_PANEL_VIEW (panel))
    ilv_graph_chooser_open (self->graph_chooser, ILV_PANEL_VIEW (panel));
}

void
ilv_panel_grid_show_lock_times (IlvPanelGrid *self)
{
  GtkWidget *panel = gtk_widget_get_focus_child (GTK_WIDGET (self));

  if (!panel && self->panels->len > 0)
    panel = self->panels->pdata[0];
  if (panel && ILV_IS_PANEL_VIEW (panel))
    ilv_lock_popover_open (
      self->lock_popover, ILV_PANEL_VIEW (panel),
      ilv_lane_cursor_get_lock (ilv_panel_view_get_cursor (ILV_PANEL_VIEW (panel))));
}

gboolean
ilv_panel_grid_leave_strip (IlvPanelGrid *self)
{
  gboolean left = FALSE;

  for (guint i = 0; i < self->panels->len; i++)
    left = ilv_lane_cursor_leave_strip (ilv_panel_view_get_cursor (self->panels->pdata[i]))
           || left;
  return left;
}

void
ilv_panel_grid_set_theme (IlvPanelGrid *self, const IlvTheme *theme)
{
  if (self->theme->text_scale != theme->text_scale)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  self->theme = theme;
  ilv_lock_popover_set_theme (self->lock_popover, theme);
  for (guint i = 0; i < self->panels->len; i++)
    ilv_panel_view_set_theme (self->panels->pdata[i], theme);
}

void
ilv_panel_grid_light_state (IlvPanelGrid *self, IlvState state)
{
  self->lit = state;
  for (guint i = 0; i < self->panels->len; i++)
    ilv_panel_view_light_state (self->panels->pdata[i], state);
}

static IlvPanelView *
take_panel (IlvPanelGrid *self, IlvModel model)
{
  for (guint i = 0; i < self->panels->len; i++)
    if (ilv_panel_view_get_model (self->panels->pdata[i]) == model)
      return g_ptr_array_steal_index (self->panels, i);
  return NULL;
}

static IlvPanelView *
make_panel (IlvPanelGrid *self, IlvModel model)
{
  GtkWidget *view = ilv_panel_view_new (model, self->viewport, self->transport);

  ilv_panel_view_set_theme (ILV_PANEL_VIEW (view), self->theme);
  ilv_panel_view_light_state (ILV_PANEL_VIEW (view), self->lit);
  ilv_panel_view_set_lanes (ILV_PANEL_VIEW (view), self->lanes, self->criteria);
  ilv_panel_view_set_connectors (ILV_PANEL_VIEW (view), self->connectors);
  ilv_panel_view_set_graph (ILV_PANEL_VIEW (view), self->graph);
  g_signal_connect_object (view, "hover", G_CALLBACK (on_hover), self, 0);
  return ILV_PANEL_VIEW (view);
}

static void
drop_panels (IlvPanelGrid *self)
{
  while (self->panels->len > 0)
    gtk_widget_unparent (g_ptr_array_steal_index (self->panels, self->panels->len - 1));
}

static void
place_panel (IlvPanelGrid *self, IlvPanelView *view, GPtrArray *panels)
{
  if (!gtk_widget_get_parent (GTK_WIDGET (view)))
    gtk_widget_set_parent (GTK_WIDGET (view), GTK_WIDGET (self));
  /* Before the tip, which is drawn over all of them; and in the order Tab walks. */
  gtk_widget_insert_before (GTK_WIDGET (view), GTK_WIDGET (self), self->tip);
  g_ptr_array_add (panels, view);
}

static void
show_panels (IlvPanelGrid *self, GPtrArray *panels)
{
  drop_panels (self);
  g_ptr_array_unref (self->panels);
  self->panels = panels;
  gtk_widget_set_visible (self->tip, FALSE);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
ilv_panel_grid_set_models (IlvPanelGrid *self, guint models)
{
  GPtrArray *panels = g_ptr_array_new ();

  if (self->side_by_side)
    drop_panels (self);
  self->side_by_side = FALSE;
  for (guint model = 0; model < ILV_N_MODELS; model++)
    {
      IlvPanelView *view;

      if (!(models & (1u << model)))
        continue;
      view = take_panel (self, (IlvModel) model);
      place_panel (self, view ? view : make_panel (self, (IlvModel) model), panels);
    }
  show_panels (self, panels);
}

void
ilv_panel_grid_set_runs (IlvPanelGrid *self, IlvComparison *comparison)
{
  GPtrArray *panels = g_ptr_array_new ();

  drop_panels (self);
  self->side_by_side = TRUE;
  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      IlvPanelView *view
        = make_panel (self, ilv_run_get_model (ilv_comparison_get_run (comparison, i)));
      g_autofree char *title = ilv_comparison_make_lettered_title (comparison, i);

      gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                      -1);
      place_panel (self, view, panels);
    }
  show_panels (self, panels);
}

guint
ilv_panel_grid_get_n_panels (IlvPanelGrid *self)
{
  return self->panels->len;
}

IlvPanelView *
ilv_panel_grid_get_panel (IlvPanelGrid *self, guint index)
{
  g_return_val_if_fail (index < self->panels->len, NULL);
  return self->panels->pdata[index];
}

IlvPanelView *
ilv_panel_grid_get_menu_panel (IlvPanelGrid *self)
{
  GtkWidget *panel = ilv_panel_menu_get_panel (self->menu);

  return panel && ILV_IS_PANEL_VIEW (panel) ? ILV_PANEL_VIEW (panel) : NULL;
}

static IlvRun *
find_run (IlvPanelGrid *self, IlvComparison *comparison, guint panel)
{
  IlvModel model = ilv_panel_view_get_model (self->panels->pdata[panel]);

  if (comparison && self->side_by_side)
    return ilv_comparison_get_run (comparison, panel);
  for (guint i = 0; comparison && i < ilv_comparison_get_n_runs (comparison); i++)
    if (ilv_run_get_model (ilv_comparison_get_run (comparison, i)) == model)
      return ilv_comparison_get_run (comparison, i);
  return NULL;
}

static void
refresh_panel (IlvPanelGrid *self, IlvComparison *comparison, guint i, gboolean all_new)
{
  IlvPanelView *view = self->panels->pdata[i];
  IlvModel model = ilv_panel_view_get_model (view);
  g_autofree char *hint = g_strdup_printf (
    "%s\n%s", ilv_model_get_summary (model), _ ("Press Run (F5) to see what it does."));

  ilv_panel_view_refresh (view, comparison, find_run (self, comparison, i), hint, all_new);
}

void
ilv_panel_grid_refresh (IlvPanelGrid *self, IlvComparison *comparison)
{
  for (guint i = 0; i < self->panels->len; i++)
    refresh_panel (self, comparison, i, TRUE);
  ilv_graph_chooser_update (self->graph_chooser, comparison);
  ilv_lock_popover_update (self->lock_popover);
  align (self);
  update_last_row (self);
}

void
ilv_panel_grid_show_traces (IlvPanelGrid *self, IlvComparison *comparison)
{
  for (guint i = 0; i < self->panels->len; i++)
    if (!ilv_panel_view_has_trace (self->panels->pdata[i], find_run (self, comparison, i)))
      refresh_panel (self, comparison, i, TRUE);
}

/* Those after the one that was last, so that each has its turn. */
gboolean
ilv_panel_grid_catch_up (IlvPanelGrid *self, IlvComparison *comparison, guint steps)
{
  guint most = (self->panels->len + steps - 1) / steps;
  guint first = self->next_panel;
  guint n = 0;

  for (guint k = 0; k < self->panels->len && n < most; k++)
    {
      guint i = (first + k) % self->panels->len;

      if (!ilv_panel_view_is_behind (self->panels->pdata[i], find_run (self, comparison, i)))
        continue;
      refresh_panel (self, comparison, i, FALSE);
      self->next_panel = i + 1;
      n++;
    }
  if (n == 0)
    return FALSE;
  ilv_graph_chooser_update (self->graph_chooser, comparison);
  align (self);
  update_last_row (self);
  return TRUE;
}

void
ilv_panel_grid_describe (IlvPanelGrid *self)
{
  for (guint i = 0; i < self->panels->len; i++)
    ilv_panel_view_describe (self->panels->pdata[i]);
}
