/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/setting-editor.h"

#include "trace/quantity.h"

#include <glib/gi18n-lib.h>
#include <math.h>

struct _IlvSettingEditor
{
  GtkWidget parent_instance;

  IlvScenario *scenario;     /* owned */
  const IlvSetting *setting; /* borrowed from the scenario */
  GtkWidget *control;        /* owned as child, as the label of the limits is */
};

G_DEFINE_FINAL_TYPE (IlvSettingEditor, ilv_setting_editor, GTK_TYPE_WIDGET)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
on_control_changed (IlvSettingEditor *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
ilv_setting_editor_dispose (GObject *object)
{
  IlvSettingEditor *self = ILV_SETTING_EDITOR (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  self->control = NULL;
  g_clear_pointer (&self->scenario, ilv_scenario_unref);
  G_OBJECT_CLASS (ilv_setting_editor_parent_class)->dispose (object);
}

static void
ilv_setting_editor_class_init (IlvSettingEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ilv_setting_editor_dispose;
  signals[CHANGED] = g_signal_new ("changed", ILV_TYPE_SETTING_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_GRID_LAYOUT);
}

static void
ilv_setting_editor_init (IlvSettingEditor *self)
{
  GtkGridLayout *layout
    = GTK_GRID_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self)));

  gtk_grid_layout_set_column_spacing (layout, 12);
  gtk_grid_layout_set_row_spacing (layout, 2);
}

/* Decimals enough for the smallest value the setting can have: 0.1 ms needs one. */
static guint
count_digits (const IlvSetting *setting)
{
  double smallest = setting->min > 0 ? setting->min : 0.1;

  if (setting->type == ILV_SETTING_INTEGER)
    return 0;
  return (guint) CLAMP (ceil (-log10 (smallest)), 1, 4);
}

/* One click changes what can be seen to change: a tenth of the default's size. */
static double
get_step (const IlvSetting *setting)
{
  double step = pow (10, floor (log10 (MAX (fabs (setting->default_number), 1))) - 1);

  return setting->type == ILV_SETTING_INTEGER ? MAX (step, 1) : MAX (step, 0.1);
}

/* Where no number was written the one that was there stays; left to itself it would become 0. */
static int
on_number_written (GtkSpinButton *spin, double *value)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (spin));
  char *end;

  g_strtod (text, &end);
  if (end != text)
    return FALSE; /* as the spin button reads it */
  *value = gtk_spin_button_get_value (spin);
  return TRUE;
}

static GtkWidget *
make_spin (IlvSettingEditor *self)
{
  const IlvSetting *setting = self->setting;
  double step = get_step (setting);
  GtkWidget *spin = gtk_spin_button_new_with_range (setting->min, setting->max, step);

  gtk_spin_button_set_increments (GTK_SPIN_BUTTON (spin), step, 10 * step);
  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (spin), count_digits (setting));
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 8);
  g_signal_connect (spin, "input", G_CALLBACK (on_number_written), NULL);
  g_signal_connect_object (spin, "value-changed", G_CALLBACK (on_control_changed), self,
                           G_CONNECT_SWAPPED);
  return spin;
}

static GtkWidget *
make_control (IlvSettingEditor *self)
{
  GtkWidget *control;

  switch (self->setting->type)
    {
    case ILV_SETTING_BOOLEAN:
      control = gtk_switch_new ();
      g_signal_connect_object (control, "notify::active", G_CALLBACK (on_control_changed), self,
                               G_CONNECT_SWAPPED);
      return control;
    case ILV_SETTING_CHOICE:
      control = gtk_drop_down_new_from_strings (self->setting->choices);
      g_signal_connect_object (control, "notify::selected", G_CALLBACK (on_control_changed), self,
                               G_CONNECT_SWAPPED);
      return control;
    case ILV_SETTING_TEXT:
      control = gtk_entry_new ();
      gtk_editable_set_width_chars (GTK_EDITABLE (control), 24);
      g_signal_connect_object (control, "changed", G_CALLBACK (on_control_changed), self,
                               G_CONNECT_SWAPPED);
      return control;
    case ILV_SETTING_INTEGER:
    case ILV_SETTING_NUMBER:
    default:
      return make_spin (self);
    }
}

static void
attach (IlvSettingEditor *self, GtkWidget *child, int column, int row)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkLayoutChild *place;

  gtk_widget_set_parent (child, GTK_WIDGET (self));
  place = gtk_layout_manager_get_layout_child (layout, child);
  gtk_grid_layout_child_set_column (GTK_GRID_LAYOUT_CHILD (place), column);
  gtk_grid_layout_child_set_row (GTK_GRID_LAYOUT_CHILD (place), row);
}

static char *
format_limit (const IlvSetting *setting, double limit)
{
  if (setting->type == ILV_SETTING_INTEGER)
    return ilv_quantity_count ((gint64) limit);
  return g_strdup_printf ("%.12g", limit);
}

static void
add_labels (IlvSettingEditor *self)
{
  const IlvSetting *setting = self->setting;
  GtkWidget *title = gtk_label_new (setting->title);
  GtkWidget *unit = gtk_label_new (setting->unit);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_set_hexpand (title, TRUE);
  attach (self, title, 0, 0);
  gtk_widget_add_css_class (unit, "dim-label");
  gtk_widget_set_visible (unit, *setting->unit != '\0');
  attach (self, unit, 2, 0);
  if (setting->type == ILV_SETTING_INTEGER || setting->type == ILV_SETTING_NUMBER)
    {
      g_autofree char *min = format_limit (setting, setting->min);
      g_autofree char *max = format_limit (setting, setting->max);
      g_autofree char *limits = g_strdup_printf (_ ("%s to %s"), min, max);
      GtkWidget *label = gtk_label_new (limits);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_add_css_class (label, "caption");
      attach (self, label, 1, 1);
    }
}

GtkWidget *
ilv_setting_editor_new (IlvScenario *scenario, const IlvSetting *setting)
{
  IlvSettingEditor *self = g_object_new (ILV_TYPE_SETTING_EDITOR, NULL);

  self->scenario = ilv_scenario_ref (scenario);
  self->setting = setting;
  self->control = make_control (self);
  gtk_widget_set_halign (self->control, GTK_ALIGN_END);
  gtk_widget_set_valign (self->control, GTK_ALIGN_CENTER);
  add_labels (self);
  attach (self, self->control, 1, 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->control), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  setting->title, -1);
  ilv_setting_editor_set_text (self, setting->default_text);
  return GTK_WIDGET (self);
}

const IlvSetting *
ilv_setting_editor_get_setting (IlvSettingEditor *self)
{
  return self->setting;
}

static char *
format_number (double number, guint digits)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, digits == 0 ? "%.0f" : "%.12g",
                                    digits == 0 ? number : round (number * 1e6) / 1e6));
}

char *
ilv_setting_editor_get_text (IlvSettingEditor *self)
{
  guint selected;

  switch (self->setting->type)
    {
    case ILV_SETTING_BOOLEAN:
      return g_strdup (gtk_switch_get_active (GTK_SWITCH (self->control)) ? "yes" : "no");
    case ILV_SETTING_CHOICE:
      selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->control));
      return g_strdup (selected == GTK_INVALID_LIST_POSITION ? self->setting->default_text
                                                             : self->setting->choices[selected]);
    case ILV_SETTING_TEXT:
      return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->control)));
    case ILV_SETTING_INTEGER:
    case ILV_SETTING_NUMBER:
    default:
      return format_number (gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->control)),
                            gtk_spin_button_get_digits (GTK_SPIN_BUTTON (self->control)));
    }
}

void
ilv_setting_editor_set_text (IlvSettingEditor *self, const char *text)
{
  switch (self->setting->type)
    {
    case ILV_SETTING_BOOLEAN:
      gtk_switch_set_active (GTK_SWITCH (self->control),
                             g_ascii_strcasecmp (text, "yes") == 0
                               || g_ascii_strcasecmp (text, "true") == 0
                               || strcmp (text, "1") == 0);
      break;
    case ILV_SETTING_CHOICE:
      for (guint i = 0; self->setting->choices[i]; i++)
        if (strcmp (self->setting->choices[i], text) == 0)
          gtk_drop_down_set_selected (GTK_DROP_DOWN (self->control), i);
      break;
    case ILV_SETTING_TEXT:
      gtk_editable_set_text (GTK_EDITABLE (self->control), text);
      break;
    case ILV_SETTING_INTEGER:
    case ILV_SETTING_NUMBER:
    default:
      gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->control), g_ascii_strtod (text, NULL));
      break;
    }
}

char *
ilv_setting_editor_describe (IlvSettingEditor *self)
{
  g_autofree char *text = ilv_setting_editor_get_text (self);
  const IlvSetting *setting = self->setting;

  if (setting->type == ILV_SETTING_BOOLEAN)
    return g_strdup (strcmp (text, "yes") == 0 ? _ ("yes") : _ ("no"));
  if (setting->type == ILV_SETTING_INTEGER)
    {
      g_autofree char *count = ilv_quantity_count (g_ascii_strtoll (text, NULL, 10));

      return *setting->unit ? g_strdup_printf ("%s\u00a0%s", count, setting->unit)
                            : g_steal_pointer (&count);
    }
  return *setting->unit ? g_strdup_printf ("%s\u00a0%s", text, setting->unit)
                        : g_steal_pointer (&text);
}
