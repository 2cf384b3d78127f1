/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What states, lanes and counters are called, for programs and for people. */
#pragma once

#include "trace/record.h"

#include <glib.h>

G_BEGIN_DECLS

const char *ilv_state_get_name (IlvState state);  /* "waiting-gil": in JSON, CSV and files */
const char *ilv_state_get_title (IlvState state); /* "Waiting for the GIL", translated */
/* The lane has a core or could use one: counts as work done at that moment. */
gboolean ilv_state_is_running (IlvState state);
gboolean ilv_state_is_end (IlvState state);

const char *ilv_counter_get_name (guint32 id);  /* "in-flight"; NULL for a scenario's own */
const char *ilv_counter_get_title (guint32 id); /* translated; NULL for a scenario's own */

G_END_DECLS
