/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/comparison-private.h"
#include "trace/json-member.h"

#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

/* "AMD EPYC" of /proc/cpuinfo; ARM's has no such line, so the architecture stands in. */
static char *
read_cpu (const struct utsname *system)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (g_file_get_contents ("/proc/cpuinfo", &text, NULL, NULL))
    lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines && lines[i]; i++)
    {
      const char *colon = strchr (lines[i], ':');

      if (colon && g_str_has_prefix (lines[i], "model name"))
        return g_strstrip (g_utf8_make_valid (colon + 1, -1));
    }
  return g_strdup (system->machine);
}

const IlvMachine *
ilv_machine_get (void)
{
  static IlvMachine machine;
  static gsize ready = 0;

  if (g_once_init_enter (&ready))
    {
      struct utsname system = { 0 };

      uname (&system);
      machine.cores = g_get_num_processors ();
      machine.cpu = read_cpu (&system);
      machine.kernel = g_strdup_printf ("%s %s", system.sysname, system.release);
      machine.memory_bytes = (gint64) sysconf (_SC_PHYS_PAGES) * sysconf (_SC_PAGESIZE);
      g_once_init_leave (&ready, 1);
    }
  return &machine;
}

void
ilv_machine_write (const IlvMachine *machine, JsonBuilder *builder)
{
  ilv_json_begin_object (builder, "machine");
  ilv_json_set_integer (builder, "cores", machine->cores);
  ilv_json_set_text (builder, "cpu", machine->cpu);
  ilv_json_set_text (builder, "kernel", machine->kernel);
  ilv_json_set_integer (builder, "memory_bytes", machine->memory_bytes);
  json_builder_end_object (builder);
}
