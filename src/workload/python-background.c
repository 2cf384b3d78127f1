/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Threads in the background of an equivalent Python program. */
#include "workload/python-private.h"

gboolean
ilv_python_has_background (const IlvPythonWriter *writer)
{
  for (guint i = 0; i < ilv_scenario_get_n_groups (writer->scenario); i++)
    if (ilv_scenario_get_group (writer->scenario, i)->background)
      return TRUE;
  return FALSE;
}

/* A thread has no await: the loop does it, and the thread waits for that. */
char *
ilv_python_await (const IlvPythonWriter *writer, char *call)
{
  g_autofree char *taken = call;

  if (!writer->loop)
    return g_steal_pointer (&taken);
  return g_strdup_printf (writer->background ? "wait_for(%s)" : "await %s", taken);
}

void
ilv_python_start_background (IlvPythonWriter *writer)
{
  if (!ilv_python_has_background (writer))
    return;
  if (writer->loop)
    {
      ilv_python_line (writer, "global loop");
      ilv_python_line (writer, "loop = asyncio.get_running_loop()");
    }
  ilv_python_line (writer, "threads = []");
  for (guint i = 0; i < ilv_scenario_get_n_groups (writer->scenario); i++)
    if (ilv_scenario_get_group (writer->scenario, i)->background)
      ilv_python_line (writer, "threads += [threading.Thread(target=task_%u, args=(0,))]", i + 1);
  ilv_python_line (writer, "for thread in threads:");
  ilv_python_line (writer, "    thread.start()");
}

/* The loop must turn while it waits for threads that wait for it. */
void
ilv_python_end_background (IlvPythonWriter *writer)
{
  if (!ilv_python_has_background (writer))
    return;
  for (guint i = 0; i < ilv_scenario_get_n_groups (writer->scenario); i++)
    {
      const IlvTaskGroup *group = ilv_scenario_get_group (writer->scenario, i);

      if (group->queue >= 0)
        ilv_python_line (writer, "%squeues[\"%s\"].put(None)", writer->loop ? "await " : "",
                         ilv_scenario_get_queue_name (writer->scenario, (guint) group->queue));
    }
  ilv_python_line (writer, "for thread in threads:");
  ilv_python_line (writer, writer->loop ? "    await asyncio.to_thread(thread.join)"
                                        : "    thread.join()");
}
