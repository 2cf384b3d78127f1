/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members of JSON objects, as reports, results and saved runs write them. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* An element of an array, and a member. What is no number is null: JSON has no word for it. */
void ilv_json_add_number (JsonBuilder *builder, double value);
void ilv_json_set_number (JsonBuilder *builder, const char *name, double value);
void ilv_json_set_integer (JsonBuilder *builder, const char *name, gint64 value);
void ilv_json_set_text (JsonBuilder *builder, const char *name, const char *value);
void ilv_json_begin_object (JsonBuilder *builder, const char *name);

G_END_DECLS
