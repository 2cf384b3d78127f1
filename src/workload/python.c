/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/python.h"

#include "workload/python-private.h"
#include "workload/scenario-private.h"

#include <stdarg.h>
#include <string.h>

typedef struct
{
  const IlvWorkload *workload;
  const IlvScenario *scenario;
  GString *text;
  GPtrArray *names; /* per setting: "DELAY_MS" */
  guint indent;
  gboolean loop; /* tasks are coroutines */
  guint kinds;   /* bit set of the step kinds that occur */
  guint kernels; /* and of the kernels */
} Writer;

static void G_GNUC_PRINTF (2, 3)
line (Writer *writer, const char *format, ...)
{
  va_list arguments;

  for (guint i = 0; i < writer->indent; i++)
    g_string_append (writer->text, "    ");
  va_start (arguments, format);
  g_string_append_vprintf (writer->text, format, arguments);
  va_end (arguments);
  g_string_append_c (writer->text, '\n');
}

/* A constant's name cannot be a word of the language. */
static char *
constant_name (const char *setting)
{
  g_autofree char *name = g_ascii_strup (setting, -1);

  return g_strdup (g_strdelimit (name, "-", '_'));
}

static const char *
name_of (int setting, gpointer user_data)
{
  Writer *writer = user_data;

  return writer->names->pdata[setting];
}

static char *
write_expression (Writer *writer, const IlvExpression *expression)
{
  return ilv_expression_write (expression, name_of, "os.cpu_count()", writer);
}

/* The same to stand beside an operator. */
static char *
write_operand (Writer *writer, const IlvExpression *expression)
{
  g_autofree char *written = write_expression (writer, expression);

  return strchr (written, ' ') != NULL ? g_strdup_printf ("(%s)", written)
                                       : g_steal_pointer (&written);
}

/* The same as a whole number: settings that are integers, and digits, are so already. */
static char *
write_integer (Writer *writer, const IlvExpression *expression)
{
  g_autofree char *written = write_expression (writer, expression);
  int setting = ilv_expression_get_setting (expression);

  if (written[strspn (written, "0123456789")] == '\0'
      || (setting >= 0
          && ilv_scenario_get_setting (writer->scenario, (guint) setting)->type
               == ILV_SETTING_INTEGER))
    return g_steal_pointer (&written);
  return g_strdup_printf ("int(%s)", written);
}

static void
append_escaped (GString *result, const char *text, gboolean braces)
{
  for (; *text != '\0'; text++)
    {
      guchar byte = (guchar) *text;

      if (byte == '"' || byte == '\\')
        g_string_append_printf (result, "\\%c", byte);
      else if (byte < ' ' || byte == 0x7f)
        g_string_append_printf (result, "\\x%02x", byte);
      else if (braces && (byte == '{' || byte == '}'))
        g_string_append_printf (result, "%c%c", byte, byte);
      else
        g_string_append_c (result, (char) byte);
    }
}

typedef struct
{
  Writer *writer;
  GString *result;
} FormatString;

static void
append_piece (const char *text, const IlvExpression *expression, gpointer user_data)
{
  FormatString *format = user_data;
  Writer *writer = format->writer;
  g_autofree char *written = NULL;
  int setting;

  append_escaped (format->result, text, TRUE);
  if (expression == NULL)
    return;
  setting = ilv_expression_get_setting (expression);
  if (setting >= 0)
    {
      IlvSettingType type = ilv_scenario_get_setting (writer->scenario, (guint) setting)->type;

      /* As text these are words; the constant holds their number. */
      if (type == ILV_SETTING_BOOLEAN || type == ILV_SETTING_CHOICE)
        {
          append_escaped (format->result,
                          ilv_workload_get_setting (writer->workload, (guint) setting), TRUE);
          return;
        }
    }
  written = write_expression (writer, expression);
  g_string_append_printf (format->result, "{%s}", written);
}

static char *
write_template (Writer *writer, const IlvTemplate *template)
{
  FormatString format = { .writer = writer, .result = g_string_new ("f\"") };

  ilv_template_foreach (template, append_piece, &format);
  g_string_append_c (format.result, '"');
  return g_string_free (format.result, FALSE);
}

static void
write_compute (Writer *writer, const IlvStep *step)
{
  IlvKernel kernel = ilv_step_get_choice (step, ILV_COMPUTE_KERNEL);
  g_autofree char *size = write_integer (writer, step->values[ILV_COMPUTE_SIZE].expression);
  g_autofree char *repeat = write_integer (writer, step->values[ILV_COMPUTE_REPEAT].expression);
  gboolean once = strcmp (repeat, "1") == 0;

  if (!once)
    {
      line (writer, "for _ in range(%s):", repeat);
      writer->indent++;
    }
  if (kernel == ILV_KERNEL_PRIMES)
    line (writer, "result = count_primes(%s)", size);
  else if (kernel == ILV_KERNEL_FACTORIAL)
    line (writer, "result = math.factorial(%s).bit_length()", size);
  else if (kernel == ILV_KERNEL_SHA256)
    line (writer, "result = hashlib.sha256(bytes(%s)).hexdigest()", size);
  else if (kernel == ILV_KERNEL_ARRAY)
    {
      if (writer->kinds & (1u << ILV_STEP_SEND))
        line (writer, "result = transform(values)");
      else
        line (writer, "result = transform(chunk(index, %s))", size);
    }
  else if (kernel == ILV_KERNEL_IMAGE)
    line (writer, "result = blur_and_scale(%s, index + 1)", size);
  else
    line (writer, "result = count_words(page)");
  if (!once)
    writer->indent--;
}

static void
write_fetch (Writer *writer, const IlvStep *step)
{
  g_autofree char *path = write_template (writer, step->values[ILV_FETCH_PATH].text);
  gboolean own = ilv_workload_get_url (writer->workload)[0] != '\0';

  line (writer, "page = %sfetch(%s%s)", writer->loop ? "await " : "",
        own ? "URL" : "SERVER + ", own ? "" : path);
}

/* A call that blocks, which a loop with threads hands to one of them. */
static void G_GNUC_PRINTF (4, 5)
write_blocking_call (Writer *writer, const char *result, const char *function, const char *format,
                     ...)
{
  gboolean handed = ilv_workload_get_model (writer->workload) == ILV_MODEL_ASYNCIO_THREADS;
  g_autofree char *arguments = NULL;
  va_list list;

  va_start (list, format);
  arguments = g_strdup_vprintf (format, list);
  va_end (list);
  line (writer, handed ? "%sawait asyncio.to_thread(%s, %s)" : "%s%s(%s)", result, function,
        arguments);
}

static void
write_query (Writer *writer, const IlvStep *step)
{
  gboolean inserts = ilv_step_get_choice (step, ILV_QUERY_KIND) == ILV_QUERY_INSERT;
  g_autofree char *rows = write_integer (writer, step->values[ILV_QUERY_ROWS].expression);
  g_autofree char *delay = write_operand (writer, step->values[ILV_QUERY_DELAY_MS].expression);

  if (inserts)
    write_blocking_call (writer, "", "insert", "%s, %s / 1000, index, result", rows, delay);
  else
    write_blocking_call (writer, "result = ", "select", "%s, %s / 1000", rows, delay);
}

/* To a worker process, the numbers as an argument or the name of memory; to a thread, a reference
   to them. */
static void
write_send (Writer *writer, const IlvStep *step)
{
  g_autofree char *bytes = write_operand (writer, step->values[ILV_SEND_BYTES].expression);
  gboolean processes = ilv_workload_get_model (writer->workload) == ILV_MODEL_MULTIPROCESSING;

  if (!processes)
    line (writer, "values = chunk(index, int(%s) // 8)", bytes);
  else if (ilv_step_get_choice (step, ILV_SEND_BY) == ILV_SEND_BY_PIPE)
    line (writer, "values = pickle.loads(pickle.dumps(chunk(index, int(%s) // 8)))", bytes);
  else
    line (writer, "values = SharedMemory(name=f\"values-{index}\").buf[:%s].cast(\"d\")", bytes);
}

static void write_step (Writer *writer, const IlvStep *step);

static void
write_children (Writer *writer, const IlvStep *step)
{
  writer->indent++;
  for (guint i = 0; i < ilv_step_get_n_children (step); i++)
    write_step (writer, ilv_step_get_child (step, i));
  writer->indent--;
}

static void
write_lock (Writer *writer, const IlvStep *step)
{
  const char *name = ilv_scenario_get_lock_name (writer->scenario,
                                                 ilv_step_get_reference (step, ILV_LOCK_LOCK));
  g_autofree char *when = write_expression (writer, step->values[ILV_LOCK_WHEN].expression);
  const char *with = writer->loop ? "async with" : "with";

  if (strcmp (when, "1") == 0)
    line (writer, "%s locks[\"%s\"]:", with, name);
  else
    line (writer, "%s locks[\"%s\"] if %s else contextlib.nullcontext():", with, name, when);
  write_children (writer, step);
}

static void
write_raise (Writer *writer, const IlvStep *step)
{
  g_autofree char *message = write_template (writer, step->values[ILV_RAISE_MESSAGE].text);
  g_autofree char *percent = write_expression (writer, step->values[ILV_RAISE_PERCENT].expression);
  gboolean always = strcmp (percent, "100") == 0;

  if (!always)
    line (writer, "if random.random() * 100 < %s:", percent);
  writer->indent += !always;
  line (writer, "raise %s(%s)",
        ilv_step_get_choice (step, ILV_RAISE_TRANSIENT) ? "RuntimeError" : "ValueError", message);
  writer->indent -= !always;
}

static void
write_resource (Writer *writer, const IlvStep *step)
{
  writer->indent--;
  write_children (writer, ilv_step_get_child (step, 0));
  writer->indent++;
  line (writer, "try:");
  write_children (writer, ilv_step_get_child (step, 1));
  line (writer, "finally:");
  write_children (writer, ilv_step_get_child (step, 2));
}

static void
write_retry (Writer *writer, const IlvStep *step)
{
  g_autofree char *times = write_integer (writer, step->values[ILV_RETRY_TIMES].expression);
  g_autofree char *wait = write_operand (writer, step->values[ILV_RETRY_BACKOFF_MS].expression);
  g_autofree char *jitter = write_operand (writer, step->values[ILV_RETRY_JITTER].expression);

  line (writer, "for attempt in range(%s + 1):", times);
  writer->indent++;
  line (writer, "try:");
  write_children (writer, step);
  line (writer, "    break");
  line (writer, "except RuntimeError:");
  line (writer, "    if attempt == %s:", times);
  line (writer, "        raise");
  line (writer, "    %s(%s / 1000 * 2**attempt * random.uniform(1 - %s, 1 + %s))",
        writer->loop ? "await asyncio.sleep" : "time.sleep", wait, jitter, jitter);
  writer->indent--;
}

static void
write_step (Writer *writer, const IlvStep *step)
{
  g_autofree char *value = NULL;
  IlvStepKind kind = ilv_step_get_kind (step);
  guint counter = kind == ILV_STEP_LOAD || kind == ILV_STEP_STORE
                    ? ilv_step_get_reference (step, 0)
                    : 0;

  switch (kind)
    {
    case ILV_STEP_BLOCK:
      value = write_operand (writer, step->values[ILV_BLOCK_MS].expression);
      write_blocking_call (writer, "", "time.sleep", "%s / 1000", value);
      break;
    case ILV_STEP_COMPUTE:
      write_compute (writer, step);
      break;
    case ILV_STEP_FETCH:
      write_fetch (writer, step);
      break;
    case ILV_STEP_LOAD:
      line (writer, "value = counters[\"%s\"]",
            ilv_scenario_get_counter_name (writer->scenario, counter));
      break;
    case ILV_STEP_STORE:
      value = write_operand (writer, step->values[ILV_STORE_ADD].expression);
      line (writer, "counters[\"%s\"] = value + %s",
            ilv_scenario_get_counter_name (writer->scenario, counter), value);
      break;
    case ILV_STEP_LOCK:
      write_lock (writer, step);
      break;
    case ILV_STEP_SEMAPHORE:
      line (writer, "%s semaphores[\"%s\"]:", writer->loop ? "async with" : "with",
            ilv_scenario_get_semaphore_name (
              writer->scenario, ilv_step_get_reference (step, ILV_SEMAPHORE_SEMAPHORE)));
      write_children (writer, step);
      break;
    case ILV_STEP_QUERY:
      write_query (writer, step);
      break;
    case ILV_STEP_RAISE:
      write_raise (writer, step);
      break;
    case ILV_STEP_REPEAT:
      value = write_integer (writer, step->values[ILV_REPEAT_TIMES].expression);
      line (writer, "for _ in range(%s):", value);
      write_children (writer, step);
      break;
    case ILV_STEP_RESOURCE:
      write_resource (writer, step);
      break;
    case ILV_STEP_RETRY:
      write_retry (writer, step);
      break;
    case ILV_STEP_SEND:
      write_send (writer, step);
      break;
    case ILV_STEP_SLEEP:
      value = write_operand (writer, step->values[ILV_SLEEP_MS].expression);
      line (writer, "%s(%s / 1000)", writer->loop ? "await asyncio.sleep" : "time.sleep", value);
      break;
    case ILV_STEP_OPEN:
    case ILV_STEP_USE:
    case ILV_STEP_CLOSE:
      /* write_resource() writes what they hold. */
    case ILV_N_STEP_KINDS:
    default:
      g_assert_not_reached ();
    }
}

static void
note_kinds (Writer *writer, const IlvStep *step)
{
  writer->kinds |= 1u << ilv_step_get_kind (step);
  if (ilv_step_get_kind (step) == ILV_STEP_COMPUTE)
    writer->kernels |= 1u << ilv_step_get_choice (step, ILV_COMPUTE_KERNEL);
  for (guint i = 0; i < ilv_step_get_n_children (step); i++)
    note_kinds (writer, ilv_step_get_child (step, i));
}

/* What `body` needs. */
static void
write_imports (Writer *writer, const char *body)
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
    { strstr (body, "os.cpu_count") != NULL, "import os" },
    { strstr (body, "pickle.") != NULL, "import pickle" },
    { strstr (body, "random.") != NULL, "import random" },
    { writer->kernels & (1u << ILV_KERNEL_WORDS), "import re" },
    { threads, "import sys" },
    { writer->kinds & (1u << ILV_STEP_QUERY), "import sqlite3" },
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
      line (writer, "%s", imports[i].statement);
  line (writer, "%s", "");
}

/* Those that `body` uses. */
static void
write_settings (Writer *writer, const char *body)
{
  for (guint i = 0; i < ilv_scenario_get_n_settings (writer->scenario); i++)
    {
      const IlvSetting *setting = ilv_scenario_get_setting (writer->scenario, i);
      const char *value = ilv_workload_get_setting (writer->workload, i);
      g_autoptr (GString) escaped = g_string_new (NULL);
      double number = 0;
      g_autofree char *canonical = NULL;

      if (strstr (body, name_of ((int) i, writer)) == NULL)
        continue;
      append_escaped (escaped, value, FALSE);
      ilv_setting_read (setting, value, &number, &canonical, NULL);
      if (setting->type == ILV_SETTING_TEXT)
        line (writer, "%s = \"%s\"", name_of ((int) i, writer), escaped->str);
      else if (setting->type == ILV_SETTING_INTEGER || setting->type == ILV_SETTING_NUMBER)
        line (writer, "%s = %s", name_of ((int) i, writer), value);
      else if (setting->type == ILV_SETTING_BOOLEAN)
        line (writer, "%s = %s", name_of ((int) i, writer), number != 0 ? "True" : "False");
      else
        line (writer, "%s = %.0f  # %s", name_of ((int) i, writer), number, value);
    }
  if (strstr (body, "DATABASE") != NULL)
    line (writer, "DATABASE = \"interleave.db\"");
  if (strstr (body, "SERVER") != NULL)
    line (writer, "SERVER = \"http://127.0.0.1:8000\"");
}

static void
write_objects (Writer *writer)
{
  const IlvScenario *scenario = writer->scenario;

  for (guint i = 0; i < ilv_scenario_get_n_locks (scenario); i++)
    line (writer, "%s\"%s\": %s.Lock()}", i == 0 ? "locks = {" : "locks |= {",
          ilv_scenario_get_lock_name (scenario, i), writer->loop ? "asyncio" : "threading");
  for (guint i = 0; i < ilv_scenario_get_n_semaphores (scenario); i++)
    line (writer, "%s\"%s\": %s.Semaphore(%u)}",
          i == 0 ? "semaphores = {" : "semaphores |= {",
          ilv_scenario_get_semaphore_name (scenario, i), writer->loop ? "asyncio" : "threading",
          ilv_workload_get_permits (writer->workload, i));
  for (guint i = 0; i < ilv_scenario_get_n_counters (scenario); i++)
    line (writer, "%s\"%s\": 0}", i == 0 ? "counters = {" : "counters |= {",
          ilv_scenario_get_counter_name (scenario, i));
}

static void
write_functions (Writer *writer)
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

  if (writer->kernels & (1u << ILV_KERNEL_PRIMES))
    g_string_append (writer->text, primes);
  if (writer->kernels & (1u << ILV_KERNEL_WORDS))
    g_string_append (writer->text, words);
  if ((writer->kinds & (1u << ILV_STEP_SEND)) != 0
      || (writer->kernels & (1u << ILV_KERNEL_ARRAY)) != 0)
    g_string_append (writer->text, array);
  if (writer->kernels & (1u << ILV_KERNEL_IMAGE))
    g_string_append (writer->text, image);
  if (writer->kinds & (1u << ILV_STEP_FETCH))
    g_string_append (writer->text, writer->loop ? fetch_on_loop : fetch);
  for (guint i = 0; i < ILV_N_STEP_KINDS; i++)
    if (writer->kinds & (1u << i)
        && ilv_python_get_functions ((IlvStepKind) i, writer->loop) != NULL)
      g_string_append (writer->text, ilv_python_get_functions ((IlvStepKind) i, writer->loop));
}

static void
write_tasks (Writer *writer)
{
  for (guint i = 0; i < ilv_scenario_get_n_groups (writer->scenario); i++)
    {
      const IlvTaskGroup *group = ilv_scenario_get_group (writer->scenario, i);

      line (writer, "\n\n%sdef task_%u(index):", writer->loop ? "async " : "", i + 1);
      writer->indent++;
      line (writer, "result = None");
      for (guint j = 0; j < group->n_steps; j++)
        write_step (writer, group->steps[j]);
      line (writer, "return result");
      writer->indent--;
    }
}

/* One line for each group of tasks, the function's name between `before` and `after`. */
static void
write_groups (Writer *writer, const char *before, const char *after)
{
  for (guint i = 0; i < ilv_scenario_get_n_groups (writer->scenario); i++)
    {
      const IlvTaskGroup *group = ilv_scenario_get_group (writer->scenario, i);
      g_autofree char *count = write_integer (writer, group->count);

      line (writer, "jobs += [%stask_%u%s for index in range(%s)]", before, i + 1, after,
            count);
    }
}

static void
write_pool_main (Writer *writer)
{
  gboolean processes = ilv_workload_get_model (writer->workload) == ILV_MODEL_MULTIPROCESSING;
  guint workers = ilv_workload_get_workers (writer->workload);
  gboolean spawn = ilv_workload_get_start_method (writer->workload) == ILV_START_SPAWN;
  char interval[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (interval, sizeof interval, "%.6g",
                   ilv_workload_get_switch_interval (writer->workload));
  line (writer, "\n\ndef main():");
  writer->indent++;
  if (processes)
    line (writer, "multiprocessing.set_start_method(\"%s\")", spawn ? "spawn" : "forkserver");
  else
    line (writer, "sys.setswitchinterval(%s)", interval);
  line (writer, "jobs = []");
  line (writer,
        processes ? "with multiprocessing.Pool(%u) as pool:"
                  : "with ThreadPoolExecutor(max_workers=%u) as pool:",
        workers);
  writer->indent++;
  write_groups (writer, processes ? "pool.apply_async(" : "pool.submit(",
                processes ? ", (index,))" : ", index)");
  line (writer, "print([job.%s() for job in jobs])", processes ? "get" : "result");
  writer->indent -= 2;
}

static void
write_loop_main (Writer *writer)
{
  guint limit = ilv_workload_get_limit (writer->workload);
  gboolean fetches = (writer->kinds & (1u << ILV_STEP_FETCH)) != 0;

  if (limit > 0)
    g_string_append (writer->text, "\n\nasync def limited(semaphore, job):\n"
                                   "    async with semaphore:\n"
                                   "        return await job\n");
  line (writer, "\n\nasync def main():");
  writer->indent++;
  line (writer, "jobs = []");
  write_groups (writer, "", "(index)");
  if (limit > 0)
    {
      line (writer, "semaphore = asyncio.Semaphore(%u)", limit);
      line (writer, "jobs = [limited(semaphore, job) for job in jobs]");
    }
  if (fetches)
    {
      line (writer, "global session");
      line (writer, "async with aiohttp.ClientSession() as session:");
      writer->indent++;
    }
  line (writer, "print(await asyncio.gather(*jobs))");
  writer->indent = 0;
}

static void
write_main (Writer *writer)
{
  if (writer->loop)
    write_loop_main (writer);
  else if (ilv_workload_get_model (writer->workload) == ILV_MODEL_SEQUENTIAL)
    {
      line (writer, "\n\ndef main():");
      writer->indent++;
      line (writer, "jobs = []");
      write_groups (writer, "", "(index)");
      line (writer, "print(jobs)");
      writer->indent--;
    }
  else
    write_pool_main (writer);
  line (writer, "\n\nif __name__ == \"__main__\":");
  line (writer, writer->loop ? "    asyncio.run(main())" : "    main()");
}

char *
ilv_python_text (const IlvWorkload *workload)
{
  IlvModel model = ilv_workload_get_model (workload);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *body = NULL;
  Writer writer = { .workload = workload,
                    .scenario = ilv_workload_get_scenario (workload),
                    .text = g_string_new (NULL),
                    .names = names,
                    .loop = model == ILV_MODEL_ASYNCIO || model == ILV_MODEL_ASYNCIO_THREADS
                            || model == ILV_MODEL_ASYNCIO_PROCESSES };

  for (guint i = 0; i < ilv_scenario_get_n_settings (writer.scenario); i++)
    g_ptr_array_add (names, constant_name (ilv_scenario_get_setting (writer.scenario, i)->name));
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
