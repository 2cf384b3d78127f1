/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of a comparison share. */
#pragma once

#include "session/comparison.h"
#include "session/server-process.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

struct _IlvComparison
{
  GObject parent;

  IlvScenario *scenario; /* of the first run, when the runs come from others */
  IlvSettings *settings; /* nullable */
  IlvOrder order;
  guint repeats;
  double timeout;
  char *runner;
  GPtrArray *runs; /* (element-type IlvRun) */
  GDateTime *date;
  IlvServerProcess *server; /* NULL: none wanted, or over */
  GSource *poll_source;
  GSource *rest_source; /* for records that a poll had to leave */
  GSource *advance_source;
  IlvMachine machine; /* owned texts; without cores: this one */
  gboolean incomplete;
  gboolean running;
  gboolean stopping;
  GPtrArray *origins; /* of each run, when they come from other comparisons; otherwise NULL */
};

/* Says that it was recorded there and then: date, machine, and whether its end is missing. */
void ilv_comparison_set_origin (IlvComparison *self, const IlvOrigin *origin);

/* The member "machine" of the object being built. */
void ilv_machine_write (const IlvMachine *machine, JsonBuilder *builder);

/* All runs have ended: from now on it does not change, and several threads may read it. */
void ilv_comparison_settle (IlvComparison *self);
guint64 ilv_comparison_count_elements (IlvComparison *self); /* of all traces */

/* While runs go on: what they recorded is taken in ten times a second. */
void ilv_comparison_begin_polling (IlvComparison *self);
void ilv_comparison_end_polling (IlvComparison *self);

/* Kills at once whatever runs; nobody is told. */
void ilv_comparison_abandon (IlvComparison *self);

static inline void
ilv_source_clear (GSource **source)
{
  if (*source)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

/* The server's process id, 0 when there is none: for tests that kill it. */
GPid ilv_comparison_get_server_pid (IlvComparison *self);

G_END_DECLS
