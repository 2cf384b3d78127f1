/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window-private.h"

#include "app/notices.h"
#include "workload/catalogue.h"

#include <glib/gi18n-lib.h>

#define FIRST_SCENARIO "fetch-pages"

G_DEFINE_FINAL_TYPE (IlvWindow, ilv_window, ADW_TYPE_APPLICATION_WINDOW)

void
ilv_window_show_error (IlvWindow *self, const char *message)
{
  gtk_label_set_label (self->error_label, message ? message : "");
  gtk_info_bar_set_revealed (self->error_bar, message != NULL);
}

void
ilv_window_show_toast (IlvWindow *self, const char *message)
{
  ilv_notices_say (self->toasts, message);
}

static void
on_error_dismissed (IlvWindow *self)
{
  ilv_window_show_error (self, NULL);
}

static void
show_models (IlvWindow *self)
{
  ilv_window_arrange_panels (self);
  ilv_window_refresh (self);
  ilv_window_update_actions (self);
}

static void
on_models_changed (IlvWindow *self)
{
  ilv_window_remember_models (self);
  show_models (self);
}

static void
on_settings_changed (IlvWindow *self)
{
  ilv_window_remember_settings (self);
  if (!self->restoring)
    ilv_window_update_title (self);
}

static void
on_scenario_chosen (IlvWindow *self, IlvScenario *scenario)
{
  if (scenario == self->scenario)
    return;
  ilv_window_leave_comparison (self);
  g_clear_pointer (&self->scenario, ilv_scenario_unref);
  self->scenario = ilv_scenario_ref (scenario);
  ilv_window_restore_choices (self);
  ilv_window_update_texts (self);
  ilv_preferences_set (self->preferences, "last-scenario",
                       g_variant_new_string (ilv_scenario_get_id (scenario)));
  ilv_window_show_error (self, NULL);
  ilv_window_update_actions (self);
}

static void
show_repeat (IlvWindow *self)
{
  g_autofree char *label
    = g_strdup_printf (_ ("Repeat %d ×"), gtk_spin_button_get_value_as_int (self->repeat));

  gtk_menu_button_set_label (self->repeat_button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->repeat_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
on_repeat_changed (IlvWindow *self)
{
  show_repeat (self);
  ilv_preferences_set (self->preferences, "repeat",
                       g_variant_new_int32 (gtk_spin_button_get_value_as_int (self->repeat)));
}

static gboolean
ilv_window_close_request (GtkWindow *window)
{
  IlvWindow *self = ILV_WINDOW (window);

  if (!ilv_window_close_editors (self))
    return TRUE;
  ilv_window_remember_size (self);
  ilv_window_cancel_reading (self);
  if (!ilv_window_is_busy (self))
    return GTK_WINDOW_CLASS (ilv_window_parent_class)->close_request (window);
  self->closing = TRUE;
  ilv_window_stop (self);
  /* It stays until its files are whole, so that it can be said when one is not. */
  ilv_window_close_after_writing (self);
  if (ilv_window_is_writing (self))
    return TRUE;
  /* Otherwise it goes at once; the program waits until nothing of the runs is left. */
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  return TRUE;
}

static void
ilv_window_dispose (GObject *object)
{
  IlvWindow *self = ILV_WINDOW (object);

  ilv_window_stop_frames (self);
  self->due = 0;
  g_clear_handle_id (&self->refreshing, g_source_remove);
  ilv_window_stop_moment (self);
  ilv_window_stop_range (self);
  ilv_window_leave_work (self);
  if (self->comparison)
    g_signal_handlers_disconnect_by_data (self->comparison, self);
  g_clear_object (&self->comparison);
  g_clear_object (&self->recent);
  g_clear_object (&self->preferences);
  g_clear_pointer (&self->scenario, ilv_scenario_unref);
  g_clear_pointer (&self->lane_criteria, ilv_lane_criteria_free);
  g_clear_pointer (&self->forgotten, g_ptr_array_unref);
  G_OBJECT_CLASS (ilv_window_parent_class)->dispose (object);
}

static void
ilv_window_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ilv_window_parent_class)->realize (widget);
  ilv_window_follow_width (ILV_WINDOW (widget));
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, title);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, run_button);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, run_content);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, repeat_button);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, repeat);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, error_bar);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, error_label);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, left_flap);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, right_flap);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, words);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, signs);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, scenarios);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, header);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, bars);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, hint);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, lanes_button);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, stage_bar);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, stage_legend);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, question);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, summary);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, models);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, settings);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, panels);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, lanes_popover);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, transport_bar);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, statistics);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, symbols);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, range_figures);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, lane_shares);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, results);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, work);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, recent_button);
  gtk_widget_class_bind_template_child (widget_class, IlvWindow, recent_view);
}

static void
ilv_window_class_init (IlvWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ilv_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = ilv_window_close_request;
  widget_class->realize = ilv_window_realize;
  g_type_ensure (ILV_TYPE_SCENARIO_LIST);
  g_type_ensure (ILV_TYPE_BAR_PAIR);
  g_type_ensure (ILV_TYPE_MODEL_BAR);
  g_type_ensure (ILV_TYPE_SETTINGS_BAR);
  g_type_ensure (ILV_TYPE_PANEL_GRID);
  g_type_ensure (ILV_TYPE_LANES_POPOVER);
  g_type_ensure (ILV_TYPE_TRANSPORT_BAR);
  g_type_ensure (ILV_TYPE_STATISTICS);
  g_type_ensure (ILV_TYPE_SYMBOL_LEGEND);
  g_type_ensure (ILV_TYPE_RANGE_FIGURES);
  g_type_ensure (ILV_TYPE_LANE_SHARES);
  g_type_ensure (ILV_TYPE_STATE_LEGEND);
  g_type_ensure (ILV_TYPE_HINT_BAR);
  g_type_ensure (ILV_TYPE_RESULTS_VIEW);
  g_type_ensure (ILV_TYPE_RECENT_VIEW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/interleave/Interleave/ui/window.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_error_dismissed);
  gtk_widget_class_bind_template_callback (widget_class, on_repeat_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_scenario_chosen);
  gtk_widget_class_bind_template_callback (widget_class, ilv_window_change_scenario);
  gtk_widget_class_bind_template_callback (widget_class, on_models_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_settings_changed);
  /* Bound here and not as an accelerator: popovers and the search take Escape for themselves. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.dismiss", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "win.undo",
                                       NULL);
  /* Selected text goes first. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "win.copy-table",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_a, GDK_CONTROL_MASK,
                                       "win.select-visible", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_question, 0, "win.show-help-overlay",
                                       NULL);
}

static void
ilv_window_init (IlvWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->jobs = g_ptr_array_new ();
  ilv_window_install_recent (self);
}

static void
restore (IlvWindow *self)
{
  ilv_window_restore_size (self);
  gtk_spin_button_set_value (self->repeat,
                             ilv_preferences_get_int (self->preferences, "repeat", 1));
  show_repeat (self);
}

static void
fill_scenarios (IlvWindow *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) scenarios = ilv_catalogue_load (&error);
  g_autofree char *last
    = ilv_preferences_get_string (self->preferences, "last-scenario", FIRST_SCENARIO);

  if (!scenarios)
    {
      ilv_window_show_error (self, error->message);
      return;
    }
  for (guint i = 0; i < scenarios->len; i++)
    ilv_scenario_list_add (self->scenarios, scenarios->pdata[i]);
  ilv_window_show_own_scenarios (self);
  if (!ilv_scenario_list_choose (self->scenarios, last))
    ilv_scenario_list_choose (self->scenarios, FIRST_SCENARIO);
}

IlvWindow *
ilv_window_new (AdwApplication *application, IlvPreferences *preferences)
{
  IlvWindow *self = g_object_new (ILV_TYPE_WINDOW, "application", application, NULL);

  self->preferences = g_object_ref (preferences);
  ilv_window_install_actions (self);
  ilv_window_install_transport (self);
  ilv_window_install_moment (self);
  restore (self);
  ilv_window_install_stage (self);
  ilv_window_install_hints (self);
  ilv_window_install_preferences (self);
  ilv_window_accept_files (self);
  fill_scenarios (self);
  ilv_window_update_actions (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->run_button));
  return self;
}

gboolean
ilv_window_open (IlvWindow *self, const char *scenario_or_path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IlvScenario) scenario = NULL;

  if (ilv_scenario_list_choose (self->scenarios, scenario_or_path))
    return TRUE;
  if (g_str_has_suffix (scenario_or_path, ".xml"))
    scenario = ilv_scenario_load (scenario_or_path, NULL, &error);
  else
    scenario = ilv_catalogue_find (scenario_or_path, &error);
  if (!scenario)
    {
      ilv_window_show_error (self, error->message);
      return FALSE;
    }
  ilv_window_list_opened (self, scenario, TRUE);
  return TRUE;
}

IlvComparison *
ilv_window_get_comparison (IlvWindow *self)
{
  return self->comparison;
}
