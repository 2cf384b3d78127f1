/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/usage.h"

#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static IlvUsage before; /* what was used when the run began */

guint64
ilv_usage_read_memory (guint64 pid, const char *field)
{
  g_autofree char *path = g_strdup_printf ("/proc/%" G_GUINT64_FORMAT "/status", pid);
  g_autofree char *text = NULL;
  g_autofree char *key = g_strdup_printf ("\n%s:", field);
  const char *found;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  found = strstr (text, key);
  return found ? g_ascii_strtoull (found + strlen (key), NULL, 10) * 1024 : 0;
}

static double
get_seconds (const struct timeval *time)
{
  return (double) time->tv_sec + (double) time->tv_usec / 1e6;
}

static void
add (IlvUsage *usage, int who)
{
  struct rusage used;

  if (getrusage (who, &used) != 0)
    return;
  usage->cpu_user += get_seconds (&used.ru_utime);
  usage->cpu_system += get_seconds (&used.ru_stime);
  usage->voluntary_switches += (guint64) used.ru_nvcsw;
  usage->involuntary_switches += (guint64) used.ru_nivcsw;
}

guint64
ilv_usage_read_peak (void)
{
  guint64 pid = (guint64) getpid ();
  guint64 peak = ilv_usage_read_memory (pid, "VmHWM");
  /* The trace area's pages, above all, are this program's and not the model's. */
  guint64 shared = ilv_usage_read_memory (pid, "RssShmem");

  return peak > shared ? peak - shared : 0;
}

void
ilv_usage_read (IlvUsage *usage)
{
  *usage = (IlvUsage){
    .cpu_user = -before.cpu_user,
    .cpu_system = -before.cpu_system,
    .peak_rss = ilv_usage_read_peak (),
    .voluntary_switches = -before.voluntary_switches,
    .involuntary_switches = -before.involuntary_switches,
  };
  add (usage, RUSAGE_SELF);
  add (usage, RUSAGE_CHILDREN);
  usage->cpu_user = MAX (usage->cpu_user, 0);
  usage->cpu_system = MAX (usage->cpu_system, 0);
}

void
ilv_usage_begin (void)
{
  ilv_usage_read (&before);
}
