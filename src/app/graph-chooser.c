/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/graph-chooser.h"

#include "app/panel-pick.h"

#include <glib/gi18n-lib.h>

static gboolean
is_offered (IlvComparison *comparison, IlvGraph graph)
{
  for (guint i = 0; comparison && i < ilv_comparison_get_n_runs (comparison); i++)
    if (ilv_graph_is_in (graph, ilv_run_get_trace (ilv_comparison_get_run (comparison, i))))
      return TRUE;
  return graph == ILV_GRAPH_DONE || graph == ILV_GRAPH_RATE;
}

/* That of a run in which it is: own counters have their names from there. */
static const IlvTrace *
find_trace (IlvComparison *comparison, IlvGraph graph)
{
  for (guint i = 0; comparison && i < ilv_comparison_get_n_runs (comparison); i++)
    {
      const IlvTrace *trace = ilv_run_get_trace (ilv_comparison_get_run (comparison, i));

      if (ilv_graph_is_in (graph, trace))
        return trace;
    }
  return NULL;
}

static void
append_item (GMenu *menu, IlvComparison *comparison, IlvGraph graph)
{
  const IlvTrace *trace = find_trace (comparison, graph);
  g_autofree char *title = ilv_graph_get_title (graph, trace);
  g_autofree char *explanation = ilv_graph_get_explanation (graph, trace);
  g_autofree char *label = g_strdup_printf (_ ("%s: %s"), title, explanation);
  g_autofree char *name = ilv_graph_get_name (graph);
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "win.graph", "s", name);
  g_menu_append_item (menu, item);
}

void
ilv_graph_chooser_update (GtkPopover *chooser, IlvComparison *comparison)
{
  GMenu *menu = g_object_get_data (G_OBJECT (chooser), "ilv-menu");
  g_autoptr (GString) offered = g_string_new (NULL);

  for (guint graph = 0; graph < ILV_N_GRAPHS; graph++)
    if (is_offered (comparison, graph))
      {
        g_autofree char *title = ilv_graph_get_title (graph, find_trace (comparison, graph));

        g_string_append_printf (offered, "%u %s\n", graph, title);
      }
  /* While runs go on this is asked for again and again; an open menu must not be made anew. */
  if (g_strcmp0 (g_object_get_data (G_OBJECT (chooser), "ilv-offered"), offered->str) == 0)
    return;
  g_object_set_data_full (G_OBJECT (chooser), "ilv-offered", g_strdup (offered->str), g_free);
  g_menu_remove_all (menu);
  for (guint graph = 0; graph < ILV_N_GRAPHS; graph++)
    if (is_offered (comparison, graph))
      append_item (menu, comparison, graph);
}

void
ilv_graph_chooser_open (GtkPopover *chooser, IlvPanelView *view)
{
  GtkWidget *panels = gtk_widget_get_parent (GTK_WIDGET (chooser));
  double x, y, width, height;

  if (!ilv_panel_get_graph_label (ilv_panel_view_get_panel (view), &x, &y, &width, &height))
    return;
  gtk_widget_translate_coordinates (GTK_WIDGET (view), panels, x, y, &x, &y);
  gtk_popover_set_pointing_to (
    chooser, &(GdkRectangle){ (int) x, (int) y, (int) width, (int) height });
  gtk_popover_popup (chooser);
}

static void
on_pressed (GtkGesture *click, int n_press, double x, double y, GtkPopover *chooser)
{
  GtkWidget *panels = gtk_widget_get_parent (GTK_WIDGET (chooser));
  IlvHit hit;
  IlvPanelView *view = ilv_panel_pick (panels, x, y, &hit);

  if (!view || n_press != 1 || hit.kind != ILV_HIT_GRAPH_LABEL)
    return;
  gtk_gesture_set_state (click, GTK_EVENT_SEQUENCE_CLAIMED);
  ilv_graph_chooser_open (chooser, view);
}

GtkPopover *
ilv_graph_chooser_attach (GtkWidget *panels)
{
  GMenu *menu = g_menu_new ();
  GtkWidget *chooser = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
  GtkGesture *click = gtk_gesture_click_new ();

  g_object_set_data_full (G_OBJECT (chooser), "ilv-menu", menu, g_object_unref);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chooser), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What the graphs show"), -1);
  gtk_widget_set_parent (chooser, panels);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), chooser);
  gtk_widget_add_controller (panels, GTK_EVENT_CONTROLLER (click));
  ilv_graph_chooser_update (GTK_POPOVER (chooser), NULL);
  return GTK_POPOVER (chooser);
}
