/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the operating system says a run has used: this process and its children that have ended. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double cpu_user;   /* seconds */
  double cpu_system; /* seconds */
  guint64 peak_rss;  /* bytes, of this process alone: ilv_usage_read_peak() */
  guint64 voluntary_switches;
  guint64 involuntary_switches;
} IlvUsage;

/* Of this process and of its children that have ended, since ilv_usage_begin(). */
void ilv_usage_read (IlvUsage *usage);

/* From now on processor time and switches are counted: what starting the runner took is not the
   model's. Memory is not affected. */
void ilv_usage_begin (void);

/* What the calling process had resident at most, bytes, without what it shares; 0: unknown. */
guint64 ilv_usage_read_peak (void);

/* A size of a process's status in /proc, such as "VmHWM", in bytes; 0 when the kernel does not
   say. */
guint64 ilv_usage_read_memory (guint64 pid, const char *field);

G_END_DECLS
