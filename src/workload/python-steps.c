/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each step is in an equivalent Python program. */
#include "workload/python-private.h"

#include <string.h>

static gboolean
waits_on_loop (const IlvPythonWriter *writer)
{
  return writer->loop && !writer->background;
}

static void
write_compute (IlvPythonWriter *writer, const IlvStep *step)
{
  IlvKernel kernel = ilv_step_get_choice (step, ILV_COMPUTE_KERNEL);
  g_autofree char *size
    = ilv_python_write_integer (writer, step->values[ILV_COMPUTE_SIZE].expression);
  g_autofree char *exponent
    = ilv_python_write_integer (writer, step->values[ILV_COMPUTE_EXPONENT].expression);
  g_autofree char *repeat
    = ilv_python_write_integer (writer, step->values[ILV_COMPUTE_REPEAT].expression);
  gboolean once = strcmp (repeat, "1") == 0;

  if (!once)
    {
      ilv_python_line (writer, "for _ in range(%s):", repeat);
      writer->indent++;
    }
  if (kernel == ILV_KERNEL_PRIMES)
    ilv_python_line (writer, "result = count_primes(%s)", size);
  else if (kernel == ILV_KERNEL_FACTORIAL)
    ilv_python_line (writer, "result = math.factorial(%s).bit_length()", size);
  else if (kernel == ILV_KERNEL_SHA256)
    ilv_python_line (writer, "result = hashlib.sha256(bytes(%s)).hexdigest()", size);
  else if (kernel == ILV_KERNEL_ARRAY)
    {
      if (writer->kinds & (G_GUINT64_CONSTANT (1) << ILV_STEP_SEND))
        ilv_python_line (writer, "result = transform(values)");
      else
        ilv_python_line (writer, "result = transform(chunk(index, %s))", size);
    }
  else if (kernel == ILV_KERNEL_SQUARE)
    ilv_python_line (writer, "result = square(%s)", size);
  else if (kernel == ILV_KERNEL_DOUBLE)
    ilv_python_line (writer, "result = double(%s)", size);
  else if (kernel == ILV_KERNEL_NEGATE)
    ilv_python_line (writer, "result = negate(%s)", size);
  else if (kernel == ILV_KERNEL_POWER)
    ilv_python_line (writer, "result = (%s) ** %s", size, exponent);
  else if (kernel == ILV_KERNEL_RECEIVED)
    ilv_python_line (writer, "result = function(%s)", size);
  else if (kernel == ILV_KERNEL_IMAGE)
    ilv_python_line (writer, "result = blur_and_scale(%s, index + 1)", size);
  else
    ilv_python_line (writer, "result = count_words(page)");
  if (!once)
    writer->indent--;
}

static void
write_fetch (IlvPythonWriter *writer, const IlvStep *step)
{
  g_autofree char *path = ilv_python_write_template (writer, step->values[ILV_FETCH_PATH].text);
  gboolean own = ilv_workload_get_url (writer->workload)[0] != '\0';
  g_autofree char *call = ilv_python_await (
    writer, g_strdup_printf ("fetch(%s%s)", own ? "URL" : "SERVER + ", own ? "" : path));

  ilv_python_line (writer, "page = %s", call);
}

/* A call that blocks, which a loop with threads hands to one of them. */
static void G_GNUC_PRINTF (4, 5) write_blocking_call (
  IlvPythonWriter *writer, const char *result, const char *function, const char *format, ...)
{
  gboolean handed = ilv_workload_get_model (writer->workload) == ILV_MODEL_ASYNCIO_THREADS
                    && !writer->background;
  g_autofree char *arguments = NULL;
  va_list list;

  va_start (list, format);
  arguments = g_strdup_vprintf (format, list);
  va_end (list);
  ilv_python_line (writer, handed ? "%sawait asyncio.to_thread(%s, %s)" : "%s%s(%s)", result,
                   function, arguments);
}

static void
write_query (IlvPythonWriter *writer, const IlvStep *step)
{
  gboolean inserts = ilv_step_get_choice (step, ILV_QUERY_KIND) == ILV_QUERY_INSERT;
  g_autofree char *rows
    = ilv_python_write_integer (writer, step->values[ILV_QUERY_ROWS].expression);
  g_autofree char *delay
    = ilv_python_write_operand (writer, step->values[ILV_QUERY_DELAY_MS].expression);

  if (inserts)
    write_blocking_call (writer, "", "insert", "%s, %s / 1000, index, result", rows, delay);
  else
    write_blocking_call (writer, "result = ", "select", "%s, %s / 1000", rows, delay);
}

/* To a worker process, the numbers as an argument or the name of memory; to a thread, a reference
   to them. */
static void
write_send (IlvPythonWriter *writer, const IlvStep *step)
{
  g_autofree char *bytes
    = ilv_python_write_operand (writer, step->values[ILV_SEND_BYTES].expression);
  gboolean processes = ilv_workload_get_model (writer->workload) == ILV_MODEL_MULTIPROCESSING;

  if (!processes)
    ilv_python_line (writer, "values = chunk(index, int(%s) // 8)", bytes);
  else if (ilv_step_get_choice (step, ILV_SEND_BY) == ILV_SEND_BY_PIPE)
    ilv_python_line (writer, "values = pickle.loads(pickle.dumps(chunk(index, int(%s) // 8)))",
                     bytes);
  else
    ilv_python_line (writer, "values = SharedMemory(name=f\"values-{index}\").buf[:%s].cast(\"d\")",
                     bytes);
}

/* On a loop in a thread of its own, since Python has no other way. */
static void
write_file (IlvPythonWriter *writer, const IlvStep *step)
{
  static const char *const modes[] = { "a", "r", "w" };
  IlvFileAction action = ilv_step_get_choice (step, ILV_FILE_ACTION);
  g_autofree char *name = ilv_python_write_template (writer, step->values[ILV_FILE_NAME].text);
  g_autofree char *text = ilv_python_write_template (writer, step->values[ILV_FILE_TEXT].text);
  g_autofree char *bytes
    = ilv_python_write_integer (writer, step->values[ILV_FILE_BYTES].expression);
  const char *call = waits_on_loop (writer) ? "await asyncio.to_thread(use_file, " : "use_file(";

  if (action == ILV_FILE_READ)
    ilv_python_line (writer, "page = %s%s, \"r\")", call, name);
  else if (strcmp (text, "f\"\"") != 0)
    ilv_python_line (writer, "%s%s, \"%s\", %s)", call, name, modes[action], text);
  else if (strcmp (bytes, "0") != 0)
    ilv_python_line (writer, "%s%s, \"%s\", \"x\" * %s)", call, name, modes[action], bytes);
  else
    ilv_python_line (writer, "%s%s, \"%s\", page)", call, name, modes[action]);
}

/* What goes through a queue is a number, a text, or a number with what is to be done with it. */
static void
write_put (IlvPythonWriter *writer, const IlvStep *step)
{
  static const char *const functions[] = { NULL, "square", "double", "negate" };
  const char *queue
    = ilv_scenario_get_queue_name (writer->scenario, ilv_step_get_reference (step, ILV_PUT_QUEUE));
  const char *function = functions[ilv_step_get_choice (step, ILV_PUT_KERNEL)];
  g_autofree char *value
    = ilv_python_write_expression (writer, step->values[ILV_PUT_VALUE].expression);
  g_autofree char *bytes
    = ilv_python_write_integer (writer, step->values[ILV_PUT_BYTES].expression);
  g_autofree char *text = ilv_python_write_template (writer, step->values[ILV_PUT_TEXT].text);
  g_autofree char *item = NULL;
  g_autofree char *call = NULL;

  if (ilv_step_get_choice (step, ILV_PUT_SENTINEL) == 1)
    item = g_strdup ("None");
  else
    item = g_strdup_printf ("(%s, %s, %s)", value, function != NULL ? function : "None",
                            strcmp (text, "f\"\"") != 0 ? text
                            : strcmp (bytes, "0") != 0  ? "bytes(%s)"
                                                        : "None");
  if (strstr (item, "bytes(%s)") != NULL)
    {
      g_autofree char *format = g_steal_pointer (&item);
      g_auto (GStrv) parts = g_strsplit (format, "%s", 2);

      item = g_strconcat (parts[0], bytes, parts[1], NULL);
    }
  call = ilv_python_await (writer, g_strdup_printf ("queues[\"%s\"].put(%s)", queue, item));
  ilv_python_line (writer, "%s", call);
}

static void
write_get (IlvPythonWriter *writer, const IlvStep *step)
{
  const char *queue
    = ilv_scenario_get_queue_name (writer->scenario, ilv_step_get_reference (step, ILV_GET_QUEUE));
  g_autofree char *call
    = ilv_python_await (writer, g_strdup_printf ("queues[\"%s\"].get()", queue));

  ilv_python_line (writer, "item = %s", call);
  ilv_python_line (writer, "if item is None:");
  ilv_python_line (writer, writer->n_repeats > 0 ? "    break" : "    return result");
  ilv_python_line (writer, "value, function, page = item");
}

static void
write_result (IlvPythonWriter *writer, const IlvStep *step)
{
  static const char *const forms[]
    = { "result = %s", "results = results + [%s]", "results = sorted(results + [%s])" };
  IlvResultList list = ilv_step_get_choice (step, ILV_RESULT_LIST);
  g_autofree char *value
    = ilv_python_write_expression (writer, step->values[ILV_RESULT_VALUE].expression);
  g_auto (GStrv) parts = g_strsplit (forms[list], "%s", 2);

  ilv_python_line (writer, "%s%s%s", parts[0], value, parts[1]);
}

static void
write_children (IlvPythonWriter *writer, const IlvStep *step)
{
  writer->indent++;
  for (guint i = 0; i < ilv_step_get_n_children (step); i++)
    ilv_python_write_step (writer, ilv_step_get_child (step, i));
  writer->indent--;
}

static void
write_echo (IlvPythonWriter *writer, const IlvStep *step)
{
  g_autofree char *bytes
    = ilv_python_write_integer (writer, step->values[ILV_ECHO_BYTES].expression);
  g_autofree char *delay
    = ilv_python_write_operand (writer, step->values[ILV_ECHO_DELAY_MS].expression);
  g_autofree char *call
    = ilv_python_await (writer, g_strdup_printf ("echo(%s, %s / 1000)", bytes, delay));

  ilv_python_line (writer, "%s", call);
}

static void
write_hold (IlvPythonWriter *writer, const IlvStep *step)
{
  g_autofree char *seconds
    = ilv_python_write_operand (writer, step->values[ILV_HOLD_SECONDS].expression);
  g_autofree char *messages
    = ilv_python_write_integer (writer, step->values[ILV_HOLD_MESSAGES].expression);
  g_autofree char *call
    = ilv_python_await (writer, g_strdup_printf ("hold(%s, %s)", seconds, messages));

  ilv_python_line (writer, "%s", call);
}

static void
write_lock (IlvPythonWriter *writer, const IlvStep *step)
{
  const char *name
    = ilv_scenario_get_lock_name (writer->scenario, ilv_step_get_reference (step, ILV_LOCK_LOCK));
  g_autofree char *when
    = ilv_python_write_expression (writer, step->values[ILV_LOCK_WHEN].expression);
  const char *with = writer->loop ? "async with" : "with";

  if (strcmp (when, "1") == 0)
    ilv_python_line (writer, "%s locks[\"%s\"]:", with, name);
  else
    ilv_python_line (writer, "%s locks[\"%s\"] if %s else contextlib.nullcontext():", with, name,
                     when);
  write_children (writer, step);
}

static void
write_raise (IlvPythonWriter *writer, const IlvStep *step)
{
  g_autofree char *message
    = ilv_python_write_template (writer, step->values[ILV_RAISE_MESSAGE].text);
  g_autofree char *percent
    = ilv_python_write_expression (writer, step->values[ILV_RAISE_PERCENT].expression);
  gboolean always = strcmp (percent, "100") == 0;

  if (!always)
    ilv_python_line (writer, "if random.random() * 100 < %s:", percent);
  writer->indent += !always;
  ilv_python_line (writer, "raise %s(%s)",
                   ilv_step_get_choice (step, ILV_RAISE_TRANSIENT) ? "RuntimeError" : "ValueError",
                   message);
  writer->indent -= !always;
}

static void
write_resource (IlvPythonWriter *writer, const IlvStep *step)
{
  writer->indent--;
  write_children (writer, ilv_step_get_child (step, 0));
  writer->indent++;
  ilv_python_line (writer, "try:");
  write_children (writer, ilv_step_get_child (step, 1));
  ilv_python_line (writer, "finally:");
  write_children (writer, ilv_step_get_child (step, 2));
}

static void
write_crash (IlvPythonWriter *writer, const IlvStep *step)
{
  static const char *const names[] = { "SIGKILL", "SIGSEGV", "SIGABRT" };
  g_autofree char *percent
    = ilv_python_write_expression (writer, step->values[ILV_CRASH_PERCENT].expression);
  gboolean always = strcmp (percent, "100") == 0;

  if (!always)
    ilv_python_line (writer, "if random.random() * 100 < %s:", percent);
  writer->indent += !always;
  ilv_python_line (writer, "os.kill(os.getpid(), signal.%s)",
                   names[ilv_step_get_choice (step, ILV_CRASH_SIGNAL)]);
  writer->indent -= !always;
}

static void
write_start_loop (IlvPythonWriter *writer, const IlvStep *step)
{
  switch ((IlvLoopStart) ilv_step_get_choice (step, ILV_START_LOOP_CALL))
    {
    case ILV_LOOP_RUN:
      ilv_python_line (writer, "asyncio.run(asyncio.sleep(0))");
      break;
    case ILV_LOOP_UNTIL_COMPLETE:
      ilv_python_line (writer, "asyncio.new_event_loop().run_until_complete(asyncio.sleep(0))");
      break;
    case ILV_LOOP_CREATE_TASK:
      ilv_python_line (writer, "%sasyncio.to_thread(asyncio.create_task, asyncio.sleep(0))",
                       waits_on_loop (writer) ? "await " : "");
      break;
    case ILV_N_LOOP_CALLS:
    default:
      g_assert_not_reached ();
    }
}

static void
write_retry (IlvPythonWriter *writer, const IlvStep *step)
{
  g_autofree char *times
    = ilv_python_write_integer (writer, step->values[ILV_RETRY_TIMES].expression);
  g_autofree char *wait
    = ilv_python_write_operand (writer, step->values[ILV_RETRY_BACKOFF_MS].expression);
  g_autofree char *jitter
    = ilv_python_write_operand (writer, step->values[ILV_RETRY_JITTER].expression);

  ilv_python_line (writer, "for attempt in range(%s + 1):", times);
  writer->indent++;
  ilv_python_line (writer, "try:");
  write_children (writer, step);
  ilv_python_line (writer, "    break");
  ilv_python_line (writer, "except RuntimeError:");
  ilv_python_line (writer, "    if attempt == %s:", times);
  ilv_python_line (writer, "        raise");
  ilv_python_line (writer, "    %s(%s / 1000 * 2**attempt * random.uniform(1 - %s, 1 + %s))",
                   waits_on_loop (writer) ? "await asyncio.sleep" : "time.sleep", wait, jitter,
                   jitter);
  writer->indent--;
}

static void
write_block (IlvPythonWriter *writer, const IlvStep *step)
{
  g_autofree char *ms = ilv_python_write_operand (writer, step->values[ILV_BLOCK_MS].expression);

  write_blocking_call (writer, "", "time.sleep", "%s / 1000", ms);
}

static void
write_load (IlvPythonWriter *writer, const IlvStep *step)
{
  guint counter = ilv_step_get_reference (step, ILV_LOAD_COUNTER);

  ilv_python_line (writer, "value = counters[\"%s\"]",
                   ilv_scenario_get_counter_name (writer->scenario, counter));
}

static void
write_store (IlvPythonWriter *writer, const IlvStep *step)
{
  guint counter = ilv_step_get_reference (step, ILV_STORE_COUNTER);
  g_autofree char *add = ilv_python_write_operand (writer, step->values[ILV_STORE_ADD].expression);

  ilv_python_line (writer, "counters[\"%s\"] = value + %s",
                   ilv_scenario_get_counter_name (writer->scenario, counter), add);
}

static void
write_semaphore (IlvPythonWriter *writer, const IlvStep *step)
{
  guint semaphore = ilv_step_get_reference (step, ILV_SEMAPHORE_SEMAPHORE);

  ilv_python_line (writer, "%s semaphores[\"%s\"]:", writer->loop ? "async with" : "with",
                   ilv_scenario_get_semaphore_name (writer->scenario, semaphore));
  write_children (writer, step);
}

static void
write_repeat (IlvPythonWriter *writer, const IlvStep *step)
{
  g_autofree char *times
    = ilv_python_write_integer (writer, step->values[ILV_REPEAT_TIMES].expression);

  ilv_python_line (writer, "for _ in range(%s):", times);
  writer->n_repeats++;
  write_children (writer, step);
  writer->n_repeats--;
}

static void
write_sleep (IlvPythonWriter *writer, const IlvStep *step)
{
  g_autofree char *ms = ilv_python_write_operand (writer, step->values[ILV_SLEEP_MS].expression);
  g_autofree char *jitter
    = ilv_python_write_operand (writer, step->values[ILV_SLEEP_JITTER].expression);
  const char *function = waits_on_loop (writer) ? "await asyncio.sleep" : "time.sleep";

  if (strcmp (jitter, "0") == 0)
    ilv_python_line (writer, "%s(%s / 1000)", function, ms);
  else
    ilv_python_line (writer, "%s(%s / 1000 * random.uniform(1 - %s, 1 + %s))", function, ms,
                     jitter, jitter);
}

typedef void (*StepWriter) (IlvPythonWriter *writer, const IlvStep *step);

/* write_resource() writes what open, use and close hold. */
static const StepWriter writers[ILV_N_STEP_KINDS] = {
  [ILV_STEP_BLOCK] = write_block,         [ILV_STEP_COMPUTE] = write_compute,
  [ILV_STEP_ECHO] = write_echo,           [ILV_STEP_FETCH] = write_fetch,
  [ILV_STEP_FILE] = write_file,           [ILV_STEP_GET] = write_get,
  [ILV_STEP_HOLD] = write_hold,           [ILV_STEP_LOAD] = write_load,
  [ILV_STEP_LOCK] = write_lock,           [ILV_STEP_PUT] = write_put,
  [ILV_STEP_QUERY] = write_query,         [ILV_STEP_RAISE] = write_raise,
  [ILV_STEP_REPEAT] = write_repeat,       [ILV_STEP_RESOURCE] = write_resource,
  [ILV_STEP_RESULT] = write_result,       [ILV_STEP_RETRY] = write_retry,
  [ILV_STEP_SEMAPHORE] = write_semaphore, [ILV_STEP_SEND] = write_send,
  [ILV_STEP_SLEEP] = write_sleep,         [ILV_STEP_STORE] = write_store,
  [ILV_STEP_CRASH] = write_crash,         [ILV_STEP_START_LOOP] = write_start_loop,
};

void
ilv_python_write_step (IlvPythonWriter *writer, const IlvStep *step)
{
  StepWriter write = writers[ilv_step_get_kind (step)];

  g_return_if_fail (write != NULL);
  write (writer, step);
}
