/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/export-choices.h"

static const char *const part_names[] = { "comparison", "panel", "results" };
static const char *const theme_names[] = { "light", "dark", "projector" };
G_STATIC_ASSERT (G_N_ELEMENTS (theme_names) == ILV_N_THEMES);

/* The index of a remembered name, `fallback` when it is none of them. */
static guint
restore_name (IlvPreferences *preferences, const char *key, const char *(*get_name) (guint index),
              guint n, guint fallback)
{
  g_autofree char *name = ilv_preferences_get_string (preferences, key, "");

  for (guint i = 0; i < n; i++)
    if (g_str_equal (name, get_name (i)))
      return i;
  return fallback;
}

static const char *
get_format_name (guint index)
{
  return ilv_export_format_get_name ((IlvExportFormat) index);
}

static const char *
get_part_name (guint index)
{
  return part_names[index];
}

static const char *
get_time_name (guint index)
{
  return ilv_export_time_get_name ((IlvExportTime) index);
}

static const char *
get_size_name (guint index)
{
  return index < ILV_N_PRESETS ? ilv_preset_get_name ((IlvPreset) index) : "own";
}

static const char *
get_theme_name (guint index)
{
  return theme_names[index];
}

static double
restore_scale (IlvPreferences *preferences)
{
  g_autoptr (GVariant) value = ilv_preferences_get (preferences, "export-scale", "d");

  return value ? g_variant_get_double (value) : 1;
}

IlvExportOptions
ilv_export_choices_restore (IlvPreferences *preferences, IlvThemeId theme)
{
  IlvExportOptions options = {
    .caption = ilv_preferences_get_boolean (preferences, "export-caption", TRUE),
    .legend = ilv_preferences_get_boolean (preferences, "export-legend", TRUE),
    .results = ilv_preferences_get_boolean (preferences, "export-results", TRUE),
  };

  options.format = (IlvExportFormat) restore_name (preferences, "export-format", get_format_name,
                                                   ILV_N_EXPORT_FORMATS, ILV_EXPORT_PNG);
  options.part = (IlvPart) restore_name (preferences, "export-part", get_part_name,
                                         G_N_ELEMENTS (part_names), ILV_PART_COMPARISON);
  options.time = (IlvExportTime) restore_name (preferences, "export-time", get_time_name,
                                               ILV_N_EXPORT_TIMES, ILV_EXPORT_VISIBLE);
  options.preset = (IlvPreset) restore_name (preferences, "export-size", get_size_name,
                                             ILV_N_PRESETS + 1, ILV_PRESET_SLIDE);
  options.theme = (IlvThemeId) restore_name (preferences, "export-theme", get_theme_name,
                                             ILV_N_THEMES, theme);
  options.own_size.width = ilv_preferences_get_int (preferences, "export-width", 1600);
  options.own_size.height = ilv_preferences_get_int (preferences, "export-height", 900);
  options.own_size.scale = restore_scale (preferences);
  return options;
}

void
ilv_export_choices_remember (IlvPreferences *preferences, const IlvExportOptions *options)
{
  ilv_preferences_set (preferences, "export-format",
                       g_variant_new_string (get_format_name (options->format)));
  ilv_preferences_set (preferences, "export-part",
                       g_variant_new_string (get_part_name (options->part)));
  ilv_preferences_set (preferences, "export-time",
                       g_variant_new_string (get_time_name (options->time)));
  ilv_preferences_set (preferences, "export-size",
                       g_variant_new_string (get_size_name (options->preset)));
  ilv_preferences_set (preferences, "export-theme",
                       g_variant_new_string (get_theme_name (options->theme)));
  ilv_preferences_set (preferences, "export-width",
                       g_variant_new_int32 (options->own_size.width));
  ilv_preferences_set (preferences, "export-height",
                       g_variant_new_int32 (options->own_size.height));
  ilv_preferences_set (preferences, "export-scale",
                       g_variant_new_double (options->own_size.scale));
  ilv_preferences_set (preferences, "export-caption", g_variant_new_boolean (options->caption));
  ilv_preferences_set (preferences, "export-legend", g_variant_new_boolean (options->legend));
  ilv_preferences_set (preferences, "export-results", g_variant_new_boolean (options->results));
}
