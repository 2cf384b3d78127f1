/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/setting.h"

#include "workload/near-miss.h"
#include "workload/scenario.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const char *const type_names[]
  = { [ILV_SETTING_INTEGER] = "integer",
      [ILV_SETTING_NUMBER] = "number",
      [ILV_SETTING_BOOLEAN] = "boolean",
      [ILV_SETTING_CHOICE] = "choice",
      [ILV_SETTING_TEXT] = "text" };

const char *
ilv_setting_type_get_name (IlvSettingType type)
{
  g_return_val_if_fail ((guint) type < G_N_ELEMENTS (type_names), NULL);
  return type_names[type];
}

gboolean
ilv_setting_type_from_name (const char *name, IlvSettingType *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (type_names); i++)
    if (strcmp (name, type_names[i]) == 0)
      {
        *type = (IlvSettingType) i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
read_number (const IlvSetting *setting, const char *text, double *number, char **canonical,
             GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  char *end = NULL;
  double value = g_ascii_strtod (stripped, &end);
  gboolean integer = setting->type == ILV_SETTING_INTEGER;

  if (end == stripped || *end != '\0' || !isfinite (value)
      || (integer && value != floor (value)))
    {
      g_set_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_RANGE,
                   integer ? _ ("“%s” must be a whole number from %.12g to %.12g, not “%s”.")
                           : _ ("“%s” must be a number from %.12g to %.12g, not “%s”."),
                   setting->name, setting->min, setting->max, text);
      return FALSE;
    }
  if (value < setting->min || value > setting->max)
    {
      g_set_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_RANGE,
                   _ ("“%s” must be from %.12g to %.12g, not %.12g."), setting->name,
                   setting->min, setting->max, value);
      return FALSE;
    }
  *number = value;
  *canonical
    = g_strdup (g_ascii_formatd (buffer, sizeof buffer, integer ? "%.0f" : "%.12g", value));
  return TRUE;
}

static gboolean
read_boolean (const IlvSetting *setting, const char *text, double *number, char **canonical,
              GError **error)
{
  static const char *const words[] = { "no", "yes", "false", "true", "0", "1" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (text, words[i]) == 0)
      {
        *number = i % 2;
        *canonical = g_strdup (words[i % 2]);
        return TRUE;
      }
  g_set_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_RANGE,
               _ ("“%s” must be yes or no, not “%s”."), setting->name, text);
  return FALSE;
}

static gboolean
read_choice (const IlvSetting *setting, const char *text, double *number, char **canonical,
             GError **error)
{
  g_autoptr (GPtrArray) candidates = g_ptr_array_new ();
  g_autofree char *list = g_strjoinv (", ", (char **) setting->choices);
  g_autofree char *near = NULL;

  for (guint i = 0; setting->choices[i] != NULL; i++)
    {
      if (strcmp (text, setting->choices[i]) == 0)
        {
          *number = i;
          *canonical = g_strdup (text);
          return TRUE;
        }
      g_ptr_array_add (candidates, (gpointer) setting->choices[i]);
    }
  near = ilv_near_miss_describe (text, candidates);
  g_set_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_RANGE,
               _ ("“%s” must be one of %s, not “%s”.%s"), setting->name, list, text, near);
  return FALSE;
}

static gboolean
read_text (const IlvSetting *setting, const char *text, double *number, char **canonical,
           GError **error)
{
  if (strlen (text) > ILV_SETTING_MAX_TEXT || !g_utf8_validate (text, -1, NULL))
    {
      g_set_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_RANGE,
                   _ ("“%s” must be text of at most %d bytes in UTF-8."), setting->name,
                   ILV_SETTING_MAX_TEXT);
      return FALSE;
    }
  *number = 0;
  *canonical = g_strdup (text);
  return TRUE;
}

gboolean
ilv_setting_read (const IlvSetting *setting, const char *text, double *number, char **canonical,
                  GError **error)
{
  switch (setting->type)
    {
    case ILV_SETTING_INTEGER:
    case ILV_SETTING_NUMBER:
      return read_number (setting, text, number, canonical, error);
    case ILV_SETTING_BOOLEAN:
      return read_boolean (setting, text, number, canonical, error);
    case ILV_SETTING_CHOICE:
      return read_choice (setting, text, number, canonical, error);
    case ILV_SETTING_TEXT:
      return read_text (setting, text, number, canonical, error);
    default:
      g_return_val_if_reached (FALSE);
    }
}
