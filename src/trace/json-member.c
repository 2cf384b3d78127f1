/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/json-member.h"

#include <math.h>
#include <string.h>

/* json-glib 1.6 writes 2e-08 as 2e-08.0, which is no JSON. Numbers of one digit are the only ones
   without a point of their own; with its last bit moved such a number has one. */
static double
make_writable (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_dtostr (text, sizeof text, value);
  return strchr (text, 'e') && !strchr (text, '.') ? nextafter (value, INFINITY) : value;
}

void
ilv_json_add_number (JsonBuilder *builder, double value)
{
  if (isfinite (value))
    json_builder_add_double_value (builder, make_writable (value));
  else
    json_builder_add_null_value (builder);
}

void
ilv_json_set_number (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  ilv_json_add_number (builder, value);
}

void
ilv_json_set_integer (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

void
ilv_json_set_text (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

void
ilv_json_begin_object (JsonBuilder *builder, const char *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
}
