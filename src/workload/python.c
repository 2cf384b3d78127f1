/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/python.h"

#include "workload/python-private.h"

#include <string.h>

static void
note_kinds (IlvPythonWriter *writer, const IlvStep *step)
{
  writer->kinds |= G_GUINT64_CONSTANT (1) << ilv_step_get_kind (step);
  if (ilv_step_get_kind (step) == ILV_STEP_COMPUTE)
    writer->kernels |= 1u << ilv_step_get_choice (step, ILV_COMPUTE_KERNEL);
  if (ilv_step_get_kind (step) == ILV_STEP_PUT
      && ilv_step_get_choice (step, ILV_PUT_KERNEL) != ILV_SENT_NONE)
    writer->kernels
      |= 1u << (ILV_KERNEL_SQUARE + ilv_step_get_choice (step, ILV_PUT_KERNEL) - ILV_SENT_SQUARE);
  for (guint i = 0; i < ilv_step_get_n_children (step); i++)
    note_kinds (writer, ilv_step_get_child (step, i));
}

/* What `body` needs. */
static void
write_imports (IlvPythonWriter *writer, const char *body)
{
  IlvModel model = ilv_workload_get_model (writer->workload);
  gboolean threads = model == ILV_MODEL_THREADING || model == ILV_MODEL_FREE_THREADING
                     || model == ILV_MODEL_SUBINTERPRETERS;
  gboolean fetches = (writer->kinds & (1u << ILV_STEP_FETCH)) != 0;
  const struct
  {
    gboolean wanted;
    const char *statement;
  } imports[] = {
    { writer->loop, "import asyncio" },
    { writer->kinds & (1u << ILV_STEP_LOCK), "import contextlib" },
    { strstr (body, "hashlib.") != NULL, "import hashlib" },
    { strstr (body, "math.") != NULL, "import math" },
    { model == ILV_MODEL_MULTIPROCESSING, "import multiprocessing" },
    { strstr (body, "os.") != NULL, "import os" },
    { strstr (body, "pickle.") != NULL, "import pickle" },
    { strstr (body, " queue.Queue") != NULL, "import queue" },
    { strstr (body, "random.") != NULL, "import random" },
    { writer->kernels & (1u << ILV_KERNEL_WORDS), "import re" },
    { strstr (body, "signal.SIG") != NULL, "import signal" },
    { threads, "import sys" },
    { strstr (body, "socket.") != NULL, "import socket" },
    { writer->kinds & (1u << ILV_STEP_QUERY), "import sqlite3" },
    { strstr (body, "struct.") != NULL, "import struct" },
    { strstr (body, "threading.") != NULL, "import threading" },
    { strstr (body, "time.sleep") != NULL, "import time" },
    { fetches && !writer->loop, "import urllib.request" },
    { threads, "from concurrent.futures import ThreadPoolExecutor" },
    { strstr (body, "SharedMemory") != NULL,
      "from multiprocessing.shared_memory import SharedMemory" },
    { fetches && writer->loop, "\nimport aiohttp" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (imports); i++)
    if (imports[i].wanted)
      ilv_python_line (writer, "%s", imports[i].statement);
  ilv_python_line (writer, "%s", "");
}

/* Those that `body` uses. */
static void
write_settings (IlvPythonWriter *writer, const char *body)
{
  for (guint i = 0; i < ilv_scenario_get_n_settings (writer->scenario); i++)
    {
      const IlvSetting *setting = ilv_scenario_get_setting (writer->scenario, i);
      const char *value = ilv_workload_get_setting (writer->workload, i);
      g_autoptr (GString) escaped = g_string_new (NULL);
      double number = 0;
      g_autofree char *canonical = NULL;

      if (strstr (body, ilv_python_name_of ((int) i, writer)) == NULL)
        continue;
      ilv_python_append_escaped (escaped, value, FALSE);
      ilv_setting_read (setting, value, &number, &canonical, NULL);
      if (setting->type == ILV_SETTING_TEXT)
        ilv_python_line (writer, "%s = \"%s\"", ilv_python_name_of ((int) i, writer), escaped->str);
      else if (setting->type == ILV_SETTING_INTEGER || setting->type == ILV_SETTING_NUMBER)
        ilv_python_line (writer, "%s = %s", ilv_python_name_of ((int) i, writer), value);
      else if (setting->type == ILV_SETTING_BOOLEAN)
        ilv_python_line (writer, "%s = %s", ilv_python_name_of ((int) i, writer),
                         number != 0 ? "True" : "False");
      else
        ilv_python_line (writer, "%s = %.0f  # %s", ilv_python_name_of ((int) i, writer), number,
                         value);
    }
  if (strstr (body, "ECHO") != NULL)
    ilv_python_line (writer, "ECHO = (\"127.0.0.1\", 7000)");
  if (strstr (body, "DATABASE") != NULL)
    ilv_python_line (writer, "DATABASE = \"interleave.db\"");
  if (strstr (body, "SERVER") != NULL)
    ilv_python_line (writer, "SERVER = \"http://127.0.0.1:8000\"");
}

static gboolean
uses_processes (const IlvPythonWriter *writer)
{
  return ilv_workload_get_model (writer->workload) == ILV_MODEL_MULTIPROCESSING;
}

static void
write_queues (IlvPythonWriter *writer, const char *variable)
{
  const char *module = writer->loop              ? "asyncio"
                       : uses_processes (writer) ? "multiprocessing"
                                                 : "queue";

  for (guint i = 0; i < ilv_scenario_get_n_queues (writer->scenario); i++)
    ilv_python_line (writer, "%s %s {\"%s\": %s.Queue(%u)}", variable,
                     i == 0 ? "=" : "|=", ilv_scenario_get_queue_name (writer->scenario, i), module,
                     ilv_workload_get_capacity (writer->workload, i));
}

static void
write_objects (IlvPythonWriter *writer)
{
  const IlvScenario *scenario = writer->scenario;

  for (guint i = 0; i < ilv_scenario_get_n_locks (scenario); i++)
    ilv_python_line (writer, "%s\"%s\": %s.Lock()}", i == 0 ? "locks = {" : "locks |= {",
                     ilv_scenario_get_lock_name (scenario, i),
                     writer->loop ? "asyncio" : "threading");
  for (guint i = 0; i < ilv_scenario_get_n_semaphores (scenario); i++)
    ilv_python_line (
      writer, "%s\"%s\": %s.Semaphore(%u)}", i == 0 ? "semaphores = {" : "semaphores |= {",
      ilv_scenario_get_semaphore_name (scenario, i), writer->loop ? "asyncio" : "threading",
      ilv_workload_get_permits (writer->workload, i));
  if (!uses_processes (writer))
    write_queues (writer, "queues");
  else if (ilv_scenario_get_n_queues (scenario) > 0)
    g_string_append (writer->text, "queues = {}\n\n\ndef share(shared):\n"
                                   "    queues.update(shared)\n");
  for (guint i = 0; i < ilv_scenario_get_n_counters (scenario); i++)
    ilv_python_line (writer, "%s\"%s\": 0}", i == 0 ? "counters = {" : "counters |= {",
                     ilv_scenario_get_counter_name (scenario, i));
}

static void
write_functions (IlvPythonWriter *writer)
{
  static const char primes[] = "\n\ndef count_primes(below):\n"
                               "    count = 0\n"
                               "    for n in range(2, below):\n"
                               "        divisor = 2\n"
                               "        while divisor * divisor <= n and n % divisor:\n"
                               "            divisor += 1\n"
                               "        count += divisor * divisor > n\n"
                               "    return count\n";
  static const char words[] = "\n\ndef count_words(page):\n"
                              "    return len(re.sub(r\"<[^>]*>\", \" \", page).split())\n";
  static const char array[] = "\n\ndef chunk(index, size):\n"
                              "    first = index * size\n"
                              "    return [(k * 2654435761 & 0xffffffff) * 200 / 2**32 - 100\n"
                              "            for k in range(first, first + size)]\n"
                              "\n\ndef transform(values):\n"
                              "    return math.fsum(math.sin(x) * math.cos(x) "
                              "+ math.log1p(abs(x)) for x in values)\n";
  static const char image[]
    = "\n\ndef blur_row(row, radius):\n"
      "    wide = row[:1] * radius + row + row[-1:] * radius\n"
      "    width = 2 * radius + 1\n"
      "    return [sum(wide[x:x + width]) // width for x in range(len(row))]\n"
      "\n\ndef blur_and_scale(size, seed):\n"
      "    source = random.Random(seed)\n"
      "    picture = [list(source.randbytes(size)) for _ in range(size)]\n"
      "    for _ in range(6):  # three times along the rows, three times along the columns\n"
      "        rows = [blur_row(row, max(1, size // 64)) for row in picture]\n"
      "        picture = [list(column) for column in zip(*rows)]\n"
      "    small = bytes(sum((*upper[x:x + 2], *lower[x:x + 2])) // 4\n"
      "                  for upper, lower in zip(picture[::2], picture[1::2])\n"
      "                  for x in range(0, size - 1, 2))\n"
      "    return hashlib.sha256(small).hexdigest()\n";
  static const char fetch[] = "\n\ndef fetch(url):\n"
                              "    with urllib.request.urlopen(url) as answer:\n"
                              "        return answer.read().decode()\n";
  static const char fetch_on_loop[] = "\n\nasync def fetch(url):\n"
                                      "    async with session.get(url) as answer:\n"
                                      "        return await answer.text()\n";
  static const char wait_for[]
    = "\n\ndef wait_for(coroutine):\n"
      "    return asyncio.run_coroutine_threadsafe(coroutine, loop).result()\n";

  if (writer->kernels & (1u << ILV_KERNEL_SQUARE))
    g_string_append (writer->text, "\n\ndef square(n):\n    return n * n\n");
  if (writer->kernels & (1u << ILV_KERNEL_DOUBLE))
    g_string_append (writer->text, "\n\ndef double(n):\n    return 2 * n\n");
  if (writer->kernels & (1u << ILV_KERNEL_NEGATE))
    g_string_append (writer->text, "\n\ndef negate(n):\n    return -n\n");
  if (writer->kernels & (1u << ILV_KERNEL_PRIMES))
    g_string_append (writer->text, primes);
  if (writer->kernels & (1u << ILV_KERNEL_WORDS))
    g_string_append (writer->text, words);
  if ((writer->kinds & (G_GUINT64_CONSTANT (1) << ILV_STEP_SEND)) != 0
      || (writer->kernels & (1u << ILV_KERNEL_ARRAY)) != 0)
    g_string_append (writer->text, array);
  if (writer->kernels & (1u << ILV_KERNEL_IMAGE))
    g_string_append (writer->text, image);
  if (writer->kinds & (1u << ILV_STEP_FETCH))
    g_string_append (writer->text, writer->loop ? fetch_on_loop : fetch);
  if (writer->loop && ilv_python_has_background (writer))
    g_string_append (writer->text, wait_for);
  for (guint i = 0; i < ILV_N_STEP_KINDS; i++)
    if (writer->kinds & (G_GUINT64_CONSTANT (1) << i)
        && ilv_python_get_functions ((IlvStepKind)i, writer->loop) != NULL)
      g_string_append (writer->text, ilv_python_get_functions ((IlvStepKind)i, writer->loop));
}

static gboolean
makes_list (const IlvStep *const *steps, guint n)
{
  for (guint i = 0; i < n; i++)
    if ((ilv_step_get_kind (steps[i]) == ILV_STEP_RESULT
         && ilv_step_get_choice (steps[i], ILV_RESULT_LIST) != ILV_RESULT_LIST_NO)
        || (steps[i]->children != NULL
            && makes_list ((const IlvStep *const *)steps[i]->children->pdata,
                           steps[i]->children->len)))
      return TRUE;
  return FALSE;
}

static void
write_tasks (IlvPythonWriter *writer)
{
  for (guint i = 0; i < ilv_scenario_get_n_groups (writer->scenario); i++)
    {
      const IlvTaskGroup *group = ilv_scenario_get_group (writer->scenario, i);

      writer->background = group->background;
      ilv_python_line (writer, "\n\n%sdef task_%u(index):",
                       writer->loop && !writer->background ? "async " : "", i + 1);
      writer->indent++;
      ilv_python_line (writer, "result = None");
      if (makes_list (group->steps, group->n_steps))
        ilv_python_line (writer, "results = []");
      for (guint j = 0; j < group->n_steps; j++)
        ilv_python_write_step (writer, group->steps[j]);
      ilv_python_line (writer, "return %s",
                       makes_list (group->steps, group->n_steps) ? "results" : "result");
      writer->indent--;
      writer->background = FALSE;
    }
}

/* One line for each group of tasks, the function's name between `before` and `after`. */
static void
write_groups (IlvPythonWriter *writer, const char *before, const char *after)
{
  for (guint i = 0; i < ilv_scenario_get_n_groups (writer->scenario); i++)
    {
      const IlvTaskGroup *group = ilv_scenario_get_group (writer->scenario, i);
      g_autofree char *count = ilv_python_write_integer (writer, group->count);

      if (group->background)
        continue;
      ilv_python_line (writer, "jobs += [%stask_%u%s for index in range(%s)]", before, i + 1, after,
                       count);
    }
}

static void
write_pool_main (IlvPythonWriter *writer)
{
  gboolean processes = uses_processes (writer);
  gboolean shares = processes && ilv_scenario_get_n_queues (writer->scenario) > 0;
  guint workers = ilv_workload_get_workers (writer->workload);
  gboolean spawn = ilv_workload_get_start_method (writer->workload) == ILV_START_SPAWN;
  char interval[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (interval, sizeof interval, "%.6g",
                   ilv_workload_get_switch_interval (writer->workload));
  ilv_python_line (writer, "\n\ndef main():");
  writer->indent++;
  if (processes)
    ilv_python_line (writer, "multiprocessing.set_start_method(\"%s\")",
                     spawn ? "spawn" : "forkserver");
  else
    ilv_python_line (writer, "sys.setswitchinterval(%s)", interval);
  ilv_python_start_background (writer);
  ilv_python_line (writer, "jobs = []");
  if (shares)
    write_queues (writer, "shared");
  ilv_python_line (writer,
                   shares      ? "with multiprocessing.Pool(%u, share, (shared,)) as pool:"
                   : processes ? "with multiprocessing.Pool(%u) as pool:"
                               : "with ThreadPoolExecutor(max_workers=%u) as pool:",
                   workers);
  writer->indent++;
  write_groups (writer, processes ? "pool.apply_async(" : "pool.submit(",
                processes ? ", (index,))" : ", index)");
  ilv_python_line (writer, "print([job.%s() for job in jobs])", processes ? "get" : "result");
  writer->indent--;
  ilv_python_end_background (writer);
  writer->indent--;
}

static void
write_loop_main (IlvPythonWriter *writer)
{
  guint limit = ilv_workload_get_limit (writer->workload);
  gboolean fetches = (writer->kinds & (1u << ILV_STEP_FETCH)) != 0;

  if (limit > 0)
    g_string_append (writer->text, "\n\nasync def limited(semaphore, job):\n"
                                   "    async with semaphore:\n"
                                   "        return await job\n");
  ilv_python_line (writer, "\n\nasync def main():");
  writer->indent++;
  ilv_python_line (writer, "jobs = []");
  write_groups (writer, "", "(index)");
  if (limit > 0)
    {
      ilv_python_line (writer, "semaphore = asyncio.Semaphore(%u)", limit);
      ilv_python_line (writer, "jobs = [limited(semaphore, job) for job in jobs]");
    }
  if (fetches)
    {
      ilv_python_line (writer, "global session");
      ilv_python_line (writer, "async with aiohttp.ClientSession() as session:");
      writer->indent++;
    }
  ilv_python_start_background (writer);
  ilv_python_line (writer, "print(await asyncio.gather(*jobs))");
  ilv_python_end_background (writer);
  writer->indent = 0;
}

static void
write_main (IlvPythonWriter *writer)
{
  if (writer->loop)
    write_loop_main (writer);
  else if (ilv_workload_get_model (writer->workload) == ILV_MODEL_SEQUENTIAL)
    {
      ilv_python_line (writer, "\n\ndef main():");
      writer->indent++;
      ilv_python_line (writer, "jobs = []");
      write_groups (writer, "", "(index)");
      ilv_python_line (writer, "print(jobs)");
      writer->indent--;
    }
  else
    write_pool_main (writer);
  ilv_python_line (writer, "\n\nif __name__ == \"__main__\":");
  ilv_python_line (writer, writer->loop ? "    asyncio.run(main())" : "    main()");
}

char *
ilv_python_text (const IlvWorkload *workload)
{
  IlvModel model = ilv_workload_get_model (workload);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *body = NULL;
  IlvPythonWriter writer
    = { .workload = workload,
        .scenario = ilv_workload_get_scenario (workload),
        .text = g_string_new (NULL),
        .names = names,
        .loop = model == ILV_MODEL_ASYNCIO || model == ILV_MODEL_ASYNCIO_THREADS
                || model == ILV_MODEL_ASYNCIO_PROCESSES };

  for (guint i = 0; i < ilv_scenario_get_n_settings (writer.scenario); i++)
    g_ptr_array_add (
      names, ilv_python_constant_name (ilv_scenario_get_setting (writer.scenario, i)->name));
  for (guint i = 0; i < ilv_scenario_get_n_groups (writer.scenario); i++)
    {
      const IlvTaskGroup *group = ilv_scenario_get_group (writer.scenario, i);

      for (guint j = 0; j < group->n_steps; j++)
        note_kinds (&writer, group->steps[j]);
    }
  write_objects (&writer);
  write_functions (&writer);
  write_tasks (&writer);
  write_main (&writer);
  body = g_string_free (writer.text, FALSE);
  writer.text = g_string_new (NULL);
  write_imports (&writer, body);
  write_settings (&writer, body);
  g_string_append (writer.text, body);
  return g_string_free (writer.text, FALSE);
}
