/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/settings-bar.h"

#include "app/pill-layout.h"
#include "app/setting-editor.h"

#include <glib/gi18n-lib.h>

#define MOST_PILLS 2

struct _IlvSettingsBar
{
  GtkWidget parent_instance;

  GPtrArray *editors;  /* owned array of IlvSettingEditor, in the order of the file */
  IlvScenario *scenario; /* owned, nullable */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (IlvSettingsBar, ilv_settings_bar, GTK_TYPE_WIDGET)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
clear (IlvSettingsBar *self)
{
  GtkWidget *child;

  g_ptr_array_set_size (self->editors, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
}

static gboolean
is_default (IlvSettingEditor *editor)
{
  const IlvSetting *setting = ilv_setting_editor_get_setting (editor);
  g_autofree char *text = ilv_setting_editor_get_text (editor);

  if (setting->type == ILV_SETTING_INTEGER || setting->type == ILV_SETTING_NUMBER)
    return g_ascii_strtod (text, NULL) == setting->default_number;
  if (setting->type == ILV_SETTING_BOOLEAN)
    return (strcmp (text, "yes") == 0) == (setting->default_number != 0);
  return strcmp (text, setting->default_text) == 0;
}

/* "Tasks 10", the value bold, and in the accent colour when it is not the default. */
static void
update_pill (IlvSettingEditor *editor)
{
  GtkWidget *pill = g_object_get_data (G_OBJECT (editor), "ilv-pill");
  g_autofree char *value = ilv_setting_editor_describe (editor);
  g_autofree char *markup = NULL;
  g_autofree char *plain = NULL;
  const char *title = ilv_setting_editor_get_setting (editor)->title;

  if (!pill)
    return;
  markup = g_markup_printf_escaped ("%s  <b>%s</b>", title, value);
  plain = g_strdup_printf ("%s: %s", title, value);
  gtk_label_set_markup (GTK_LABEL (gtk_menu_button_get_child (GTK_MENU_BUTTON (pill))), markup);
  gtk_accessible_update_property (GTK_ACCESSIBLE (pill), GTK_ACCESSIBLE_PROPERTY_LABEL, plain, -1);
  if (is_default (editor))
    gtk_widget_remove_css_class (pill, "changed");
  else
    gtk_widget_add_css_class (pill, "changed");
}

static void
on_editor_changed (IlvSettingsBar *self, IlvSettingEditor *editor)
{
  update_pill (editor);
  if (!self->filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_reset_all (IlvSettingsBar *self)
{
  ilv_settings_bar_reset (self);
}

static void
ilv_settings_bar_dispose (GObject *object)
{
  IlvSettingsBar *self = ILV_SETTINGS_BAR (object);

  if (self->editors)
    clear (self);
  g_clear_pointer (&self->editors, g_ptr_array_unref);
  g_clear_pointer (&self->scenario, ilv_scenario_unref);
  G_OBJECT_CLASS (ilv_settings_bar_parent_class)->dispose (object);
}

static void
ilv_settings_bar_class_init (IlvSettingsBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ilv_settings_bar_dispose;
  signals[CHANGED] = g_signal_new ("changed", ILV_TYPE_SETTINGS_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), ILV_TYPE_PILL_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ilv_settings_bar_init (IlvSettingsBar *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  ilv_pill_layout_set_align (ILV_PILL_LAYOUT (layout), 1);
  self->editors = g_ptr_array_new_with_free_func (g_object_unref);
}

static GtkWidget *
add_pill (IlvSettingsBar *self, GtkWidget *content)
{
  GtkWidget *pill = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();

  gtk_popover_set_child (GTK_POPOVER (popover), content);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (pill), gtk_label_new (NULL));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (pill), popover);
  gtk_widget_add_css_class (pill, "pill-setting");
  gtk_widget_set_parent (pill, GTK_WIDGET (self));
  return pill;
}

static GtkWidget *
make_editor (IlvSettingsBar *self, const IlvSetting *setting, const char *text)
{
  GtkWidget *editor = ilv_setting_editor_new (self->scenario, setting);

  if (text)
    ilv_setting_editor_set_text (ILV_SETTING_EDITOR (editor), text);
  g_signal_connect_object (editor, "changed", G_CALLBACK (on_editor_changed), self,
                           G_CONNECT_SWAPPED);
  g_ptr_array_add (self->editors, g_object_ref_sink (editor));
  return editor;
}

/* What a first look needs; the rest waits behind "More". */
static gboolean
is_plain (const IlvSetting *setting)
{
  return setting->type != ILV_SETTING_TEXT && strcmp (setting->name, "seed") != 0
         && strcmp (setting->name, "start-method") != 0;
}

static void
add_more (IlvSettingsBar *self, GtkWidget *more)
{
  GtkWidget *reset = gtk_button_new_with_mnemonic (_ ("_Reset to Defaults"));
  GtkWidget *pill;

  gtk_widget_set_margin_top (reset, 6);
  g_signal_connect_object (reset, "clicked", G_CALLBACK (on_reset_all), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (more), reset);
  pill = add_pill (self, more);
  gtk_label_set_label (GTK_LABEL (gtk_menu_button_get_child (GTK_MENU_BUTTON (pill))), _ ("More"));
  gtk_widget_set_tooltip_text (pill, _ ("More settings of this scenario"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (pill), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("More settings"), -1);
}

void
ilv_settings_bar_set_scenario (IlvSettingsBar *self, IlvScenario *scenario, GHashTable *values)
{
  GtkWidget *more = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  guint n_pills = 0;

  self->filling = TRUE;
  clear (self);
  ilv_scenario_ref (scenario);
  g_clear_pointer (&self->scenario, ilv_scenario_unref);
  self->scenario = scenario;
  for (guint i = 0; i < ilv_scenario_get_n_settings (scenario); i++)
    {
      const IlvSetting *setting = ilv_scenario_get_setting (scenario, i);
      const char *text = values ? g_hash_table_lookup (values, setting->name) : NULL;
      GtkWidget *editor = make_editor (self, setting, text);

      if (n_pills < MOST_PILLS && is_plain (setting))
        {
          g_object_set_data (G_OBJECT (editor), "ilv-pill", add_pill (self, editor));
          n_pills++;
        }
      else
        gtk_box_append (GTK_BOX (more), editor);
      update_pill (ILV_SETTING_EDITOR (editor));
    }
  add_more (self, more);
  self->filling = FALSE;
}

static GHashTable *
collect (IlvSettingsBar *self, gboolean only_changed)
{
  GHashTable *values = ilv_settings_new ();

  for (guint i = 0; i < self->editors->len; i++)
    if (!only_changed || !is_default (self->editors->pdata[i]))
      g_hash_table_insert (
        values, g_strdup (ilv_setting_editor_get_setting (self->editors->pdata[i])->name),
        ilv_setting_editor_get_text (self->editors->pdata[i]));
  return values;
}

IlvSettings *
ilv_settings_bar_get_values (IlvSettingsBar *self)
{
  return collect (self, FALSE);
}

GHashTable *
ilv_settings_bar_get_changed (IlvSettingsBar *self)
{
  return collect (self, TRUE);
}

gboolean
ilv_settings_bar_set_value (IlvSettingsBar *self, const char *name, const char *text)
{
  for (guint i = 0; i < self->editors->len; i++)
    if (strcmp (ilv_setting_editor_get_setting (self->editors->pdata[i])->name, name) == 0)
      {
        ilv_setting_editor_set_text (self->editors->pdata[i], text);
        return TRUE;
      }
  return FALSE;
}

void
ilv_settings_bar_reset (IlvSettingsBar *self)
{
  self->filling = TRUE;
  for (guint i = 0; i < self->editors->len; i++)
    ilv_setting_editor_set_text (
      self->editors->pdata[i],
      ilv_setting_editor_get_setting (self->editors->pdata[i])->default_text);
  self->filling = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
}
