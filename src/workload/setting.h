/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One thing about a scenario that can be set. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum { ILV_SETTING_INTEGER, ILV_SETTING_NUMBER, ILV_SETTING_BOOLEAN, ILV_SETTING_CHOICE,
               ILV_SETTING_TEXT } IlvSettingType;

typedef struct
{
  const char *name;  /* "switch-interval-ms" */
  const char *title; /* "Switch interval", translated */
  const char *unit;  /* "ms", translated; "" for none */
  IlvSettingType type;
  const char *default_text;
  double default_number;
  double min; /* of numbers */
  double max;
  const char *const *choices; /* ILV_SETTING_CHOICE: NULL-terminated */
  gboolean advanced; /* matters to few; not shown unless asked for */
} IlvSetting;

/* Longest value of a text setting, in bytes. */
#define ILV_SETTING_MAX_TEXT 2048

/* Reads a value as somebody typed it. Numbers: "1", "0.5"; booleans: yes and no (true, false, 1
   and 0 too). `number` is what expressions see: yes is 1, a choice is its index, a text is 0.
   `canonical` (transfer full) is the value written the one way. On ILV_SCENARIO_ERROR_RANGE the
   message says what was expected. */
gboolean ilv_setting_read (const IlvSetting *setting, const char *text, double *number,
                           char **canonical, GError **error);
const char *ilv_setting_type_get_name (IlvSettingType type); /* "integer" */
gboolean ilv_setting_type_from_name (const char *name, IlvSettingType *type);

G_END_DECLS
