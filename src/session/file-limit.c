/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/file-limit.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <sys/resource.h>

/* Of a runner beside its connections: its pipes, the trace, what its loop waits with. */
#define OTHER_FILES 32

gboolean
ilv_file_limit_check (const IlvWorkload *const *workloads, guint n, GError **error)
{
  g_autoptr (GString) models = g_string_new (NULL);
  struct rlimit limit;
  guint most = 0;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return TRUE; /* then a step says so when it meets it */
  for (guint i = 0; i < n; i++)
    {
      guint needed = ilv_workload_count_connections (workloads[i]) + OTHER_FILES;

      if (needed <= limit.rlim_max)
        continue;
      most = MAX (most, needed);
      g_string_append_printf (models, "%s%s", models->len > 0 ? ", " : "",
                              ilv_model_get_title (ilv_workload_get_model (workloads[i])));
    }
  if (most == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_TOO_MANY_OPEN_FILES,
               /* Translators: names of models, then two numbers. */
               _ ("%s: as many as %u files and connections are open at the same time, and the "
                  "system allows a program only %lu. Choose fewer tasks, or a limit to those in "
                  "flight, or allow more with “ulimit -Hn” and start again."),
               models->str, most, (unsigned long) limit.rlim_max);
  return FALSE;
}
