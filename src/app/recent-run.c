/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/recent-runs.h"

#include "trace/quantity.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SEPARATOR " · "

struct _IlvRecentRun
{
  GObject parent_instance;

  IlvComparison *comparison; /* owned */
  char *name;                /* owned, nullable */
};

G_DEFINE_FINAL_TYPE (IlvRecentRun, ilv_recent_run, G_TYPE_OBJECT)

enum { PROP_COMPARISON = 1, PROP_TITLE, N_PROPS };
static GParamSpec *props[N_PROPS];

static void
ilv_recent_run_finalize (GObject *object)
{
  IlvRecentRun *self = ILV_RECENT_RUN (object);

  g_clear_object (&self->comparison);
  g_free (self->name);
  G_OBJECT_CLASS (ilv_recent_run_parent_class)->finalize (object);
}

static void
ilv_recent_run_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  IlvRecentRun *self = ILV_RECENT_RUN (object);

  if (id == PROP_COMPARISON)
    g_value_set_object (value, self->comparison);
  else if (id == PROP_TITLE)
    g_value_set_string (value, ilv_recent_run_get_title (self));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ilv_recent_run_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  IlvRecentRun *self = ILV_RECENT_RUN (object);

  if (id == PROP_COMPARISON)
    self->comparison = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ilv_recent_run_class_init (IlvRecentRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = ilv_recent_run_finalize;
  object_class->get_property = ilv_recent_run_get_property;
  object_class->set_property = ilv_recent_run_set_property;
  props[PROP_COMPARISON] = g_param_spec_object (
    "comparison", NULL, NULL, ILV_TYPE_COMPARISON,
    G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL,
                                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
ilv_recent_run_init (IlvRecentRun *self)
{
}

IlvComparison *
ilv_recent_run_get_comparison (IlvRecentRun *self)
{
  g_return_val_if_fail (ILV_IS_RECENT_RUN (self), NULL);
  return self->comparison;
}

const char *
ilv_recent_run_get_title (IlvRecentRun *self)
{
  g_return_val_if_fail (ILV_IS_RECENT_RUN (self), NULL);
  return self->name ? self->name
                    : ilv_scenario_get_title (ilv_comparison_get_scenario (self->comparison));
}

void
ilv_recent_run_set_name (IlvRecentRun *self, const char *name)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (name ? name : ""));

  g_return_if_fail (ILV_IS_RECENT_RUN (self));

  g_free (self->name);
  self->name = *trimmed ? g_steal_pointer (&trimmed) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TITLE]);
}

static void
append (GString *text, const char *part)
{
  if (text->len > 0)
    g_string_append (text, SEPARATOR);
  g_string_append (text, part);
}

static gboolean
is_default (const IlvSetting *setting, const char *value)
{
  if (setting->type == ILV_SETTING_INTEGER || setting->type == ILV_SETTING_NUMBER)
    return !(g_ascii_strtod (value, NULL) < setting->default_number)
           && !(g_ascii_strtod (value, NULL) > setting->default_number);
  if (setting->type == ILV_SETTING_BOOLEAN)
    return (strcmp (value, "yes") == 0) == (setting->default_number > 0);
  return strcmp (value, setting->default_text) == 0;
}

static void
append_changed_settings (GString *text, IlvComparison *comparison)
{
  IlvScenario *scenario = ilv_comparison_get_scenario (comparison);

  for (guint i = 0; i < ilv_scenario_get_n_settings (scenario); i++)
    {
      const IlvSetting *setting = ilv_scenario_get_setting (scenario, i);
      const char *value = ilv_comparison_get_setting (comparison, i);
      g_autofree char *part = NULL;

      if (is_default (setting, value))
        continue;
      part = g_strdup_printf ("%s %s%s%s", setting->title, *value ? value : "–",
                              *value && *setting->unit ? " " : "", *value ? setting->unit : "");
      append (text, part);
    }
}

/* All of them, one after the other or at once. */
static double
get_duration (IlvComparison *comparison)
{
  gboolean together = ilv_comparison_get_order (comparison) == ILV_ORDER_TOGETHER;
  double duration = 0;

  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      double elapsed = ilv_run_get_elapsed (ilv_comparison_get_run (comparison, i));

      duration = together ? MAX (duration, elapsed) : duration + elapsed;
    }
  return duration;
}

char *
ilv_recent_run_describe (IlvRecentRun *self)
{
  GString *text = g_string_new (NULL);
  guint repeats;
  g_autofree char *duration = NULL;
  g_autofree char *all = NULL;

  g_return_val_if_fail (ILV_IS_RECENT_RUN (self), g_string_free (text, FALSE));

  /* One that has a name of its own says of what it is. */
  if (self->name)
    append (text, ilv_scenario_get_title (ilv_comparison_get_scenario (self->comparison)));
  append_changed_settings (text, self->comparison);
  if (ilv_comparison_get_order (self->comparison) == ILV_ORDER_TOGETHER)
    append (text, _ ("Together"));
  repeats = ilv_comparison_get_repeats (self->comparison);
  if (repeats > 1)
    {
      g_autofree char *part = g_strdup_printf ("%u ×", repeats);

      append (text, part);
    }
  duration = ilv_quantity_duration ((gint64) (get_duration (self->comparison) * 1e9));
  /* Translators: how long all runs of a comparison took together. */
  all = g_strdup_printf (_ ("%s in all"), duration);
  append (text, all);
  return g_string_free (text, FALSE);
}
