/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of the kinds of step, and what can be asked of a kind. */
#include "workload/step.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MIB(n) ((n) * 1024.0 * 1024)
#define HOUR_MS (60.0 * 60 * 1000)

static const char *const kernel_names[] = { "primes", "factorial", "sha256", "words",
                                           "array", "image", "square", "double",
                                           "negate", "power", "received", NULL };
static const char *const action_names[] = { "append", "read", "write", NULL };
static const char *const crash_names[] = { "kill", "segv", "abrt", NULL };
static const char *const loop_call_names[]
  = { "run", "run-until-complete", "create-task", NULL };
static const char *const yes_no_names[] = { "no", "yes", NULL };
static const char *const list_names[] = { "no", "append", "sorted", NULL };
static const char *const sent_names[] = { "none", "square", "double", "negate", NULL };
static const char *const gil_names[] = { "interpreted", "held", "released", NULL };
static const char *const send_names[] = { "pipe", "shared-memory", NULL };
static const char *const query_names[] = { "select", "insert", NULL };

G_STATIC_ASSERT (G_N_ELEMENTS (query_names) == ILV_N_QUERY_KINDS + 1);
G_STATIC_ASSERT (G_N_ELEMENTS (send_names) == ILV_N_SEND_WAYS + 1);
G_STATIC_ASSERT (G_N_ELEMENTS (kernel_names) == ILV_N_KERNELS + 1);
G_STATIC_ASSERT (G_N_ELEMENTS (action_names) == ILV_N_FILE_ACTIONS + 1);
G_STATIC_ASSERT (G_N_ELEMENTS (list_names) == ILV_N_RESULT_LISTS + 1);
G_STATIC_ASSERT (G_N_ELEMENTS (sent_names) == ILV_N_SENT_KERNELS + 1);
G_STATIC_ASSERT (G_N_ELEMENTS (gil_names) == ILV_N_GIL_USES + 1);

/* data/scenario.rng says the same in its own language; a test holds the two equal. */
static const IlvStepDescription kinds[ILV_N_STEP_KINDS] = {
  [ILV_STEP_BLOCK] = {
    .name = "block",
    .summary
      = N_ ("Makes a call that blocks for a time and gives nobody else a turn on an event loop."),
    .n_attributes = 1,
    .attributes = {
      [ILV_BLOCK_MS] = { "ms", ILV_ATTRIBUTE_NUMBER, NULL, 0, HOUR_MS,
                         .summary = N_ ("how long, in milliseconds") },
    } },
  [ILV_STEP_CLOSE] = {
    .name = "close",
    .summary = N_ ("Closes the resource, also after a failure or a stop."),
    .holds_steps = TRUE,
    .inside = "resource",
  },
  [ILV_STEP_COMPUTE] = {
    .name = "compute",
    .summary = N_ ("Does a fixed amount of computing on the processor."),
    .n_attributes = 5,
    .attributes = {
      [ILV_COMPUTE_KERNEL] = { "kernel", ILV_ATTRIBUTE_CHOICE, .choices = kernel_names,
                               .summary = N_ ("what is computed") },
      [ILV_COMPUTE_SIZE] = { "size", ILV_ATTRIBUTE_INTEGER, "1", 0, 1e9,
                             .summary
                               = N_ ("how large the computation is, in the kernel's measure") },
      [ILV_COMPUTE_REPEAT] = { "repeat", ILV_ATTRIBUTE_INTEGER, "1", 0, 1e9,
                               .summary = N_ ("how many times it is done") },
      [ILV_COMPUTE_GIL] = { "gil", ILV_ATTRIBUTE_CHOICE, "interpreted", .choices = gil_names,
                            .summary = N_ ("what it does with the interpreter lock") },
      [ILV_COMPUTE_EXPONENT] = { "exponent", ILV_ATTRIBUTE_INTEGER, "2", 0, 1000,
                                 .summary = N_ ("of the kernel power") },
    } },
  [ILV_STEP_CRASH] = {
    .name = "crash",
    .summary = N_ ("Kills the worker process the task runs in, in the middle of the task."),
    .n_attributes = 2,
    .attributes = {
      [ILV_CRASH_SIGNAL] = { "signal", ILV_ATTRIBUTE_CHOICE, "kill", .choices = crash_names,
                             .summary = N_ ("by which signal") },
      [ILV_CRASH_PERCENT] = { "percent", ILV_ATTRIBUTE_NUMBER, "100", 0, 100,
                              .summary = N_ ("how often it does, by chance, of a hundred times") },
    } },
  [ILV_STEP_ECHO] = {
    .name = "echo",
    .summary
      = N_ ("Sends bytes over a TCP connection that is kept, and waits until they come back."),
    .n_attributes = 3,
    .attributes = {
      [ILV_ECHO_DELAY_MS] = { "delay-ms", ILV_ATTRIBUTE_NUMBER, "0", 0, HOUR_MS,
                              .summary = N_ ("how long the server waits before it answers") },
      [ILV_ECHO_BYTES] = { "bytes", ILV_ATTRIBUTE_INTEGER, "1", 1, 1024 * 1024,
                           .summary = N_ ("how many bytes") },
      [ILV_ECHO_TIMEOUT_MS] = { "timeout-ms", ILV_ATTRIBUTE_NUMBER, "30000", 1, HOUR_MS,
                                .summary = N_ ("how long the answer is waited for") },
    } },
  [ILV_STEP_FETCH] = {
    .name = "fetch",
    .summary = N_ ("Fetches a page by HTTP and keeps it for the steps that follow."),
    .n_attributes = 2,
    .attributes = {
      [ILV_FETCH_PATH] = { "path", ILV_ATTRIBUTE_TEXT,
                           .summary = N_ ("the path on the server, from the slash on") },
      [ILV_FETCH_TIMEOUT_MS] = { "timeout-ms", ILV_ATTRIBUTE_NUMBER, "30000", 1, HOUR_MS,
                                 .summary = N_ ("how long the answer is waited for") },
    } },
  [ILV_STEP_FILE] = {
    .name = "file",
    .summary = N_ ("Writes or reads a file in the run's own folder, which goes with the run."),
    .n_attributes = 4,
    .attributes = {
      [ILV_FILE_ACTION] = { "action", ILV_ATTRIBUTE_CHOICE, .choices = action_names,
                            .summary = N_ ("append adds a line, write replaces what is there") },
      [ILV_FILE_NAME] = { "name", ILV_ATTRIBUTE_TEXT,
                          .summary = N_ ("its name, without a folder") },
      [ILV_FILE_TEXT] = { "text", ILV_ATTRIBUTE_TEXT, "",
                          .summary = N_ ("what is written, or else what the task got last") },
      [ILV_FILE_BYTES] = { "bytes", ILV_ATTRIBUTE_INTEGER, "0", 0, MIB (64),
                           .summary = N_ ("how much is written in place of a text") },
    } },
  [ILV_STEP_GET] = {
    .name = "get",
    .summary = N_ ("Takes the first item out of a queue, waiting for one while it is empty."),
    .n_attributes = 1,
    .attributes = {
      [ILV_GET_QUEUE] = { "queue", ILV_ATTRIBUTE_QUEUE, .summary = N_ ("which queue") },
    } },
  [ILV_STEP_HOLD] = {
    .name = "hold",
    .summary = N_ ("Holds a TCP connection open for a time and sends a message now and then."),
    .n_attributes = 3,
    .attributes = {
      [ILV_HOLD_SECONDS] = { "seconds", ILV_ATTRIBUTE_NUMBER, NULL, 0, 3600,
                             .summary = N_ ("how long it stays open") },
      [ILV_HOLD_MESSAGES] = { "messages", ILV_ATTRIBUTE_INTEGER, "0", 0, 1e6,
                              .summary = N_ ("how many messages are sent, spread evenly") },
      [ILV_HOLD_TIMEOUT_MS] = { "timeout-ms", ILV_ATTRIBUTE_NUMBER, "30000", 1, HOUR_MS,
                                .summary = N_ ("how long the answer to one is waited for") },
    } },
  [ILV_STEP_LOAD] = {
    .name = "load",
    .summary = N_ ("Reads a counter that all tasks share into the task's own variable."),
    .n_attributes = 1,
    .attributes = {
      [ILV_LOAD_COUNTER] = { "counter", ILV_ATTRIBUTE_COUNTER, .summary = N_ ("which counter") },
    } },
  [ILV_STEP_LOCK] = {
    .name = "lock",
    .summary = N_ ("Takes a lock, does the steps inside and gives the lock back."),
    .holds_steps = TRUE,
    .n_attributes = 2,
    .attributes = {
      [ILV_LOCK_LOCK] = { "name", ILV_ATTRIBUTE_LOCK, .summary = N_ ("which lock") },
      [ILV_LOCK_WHEN] = { "when", ILV_ATTRIBUTE_INTEGER, "1", 0, 1,
                          .summary = N_ ("0 to do the steps without the lock") },
    } },
  [ILV_STEP_OPEN] = {
    .name = "open",
    .summary = N_ ("Opens the resource; when that fails there is nothing to use or close."),
    .holds_steps = TRUE,
    .inside = "resource",
  },
  [ILV_STEP_PUT] = {
    .name = "put",
    .summary = N_ ("Puts an item into a queue, waiting for room while it is full."),
    .n_attributes = 6,
    .attributes = {
      [ILV_PUT_QUEUE] = { "queue", ILV_ATTRIBUTE_QUEUE, .summary = N_ ("which queue") },
      [ILV_PUT_VALUE] = { "value", ILV_ATTRIBUTE_NUMBER, "0", -1e15, 1e15,
                          .summary = N_ ("the number whoever gets it finds in its variable") },
      [ILV_PUT_TEXT] = { "text", ILV_ATTRIBUTE_TEXT, "",
                         .summary = N_ ("what it says besides, for a file or a count of words") },
      [ILV_PUT_BYTES] = { "bytes", ILV_ATTRIBUTE_INTEGER, "0", 0, MIB (64),
                          .summary = N_ ("how much it carries in place of a text") },
      [ILV_PUT_KERNEL] = { "kernel", ILV_ATTRIBUTE_CHOICE, "none", .choices = sent_names,
                           .summary = N_ ("what is to be computed of the number") },
      [ILV_PUT_SENTINEL] = { "sentinel", ILV_ATTRIBUTE_CHOICE, "no", .choices = yes_no_names,
                             .summary = N_ ("yes: it ends the repeat in which it is got") },
    } },
  [ILV_STEP_QUERY] = {
    .name = "query",
    .summary = N_ ("Asks an SQLite database through a driver that blocks."),
    .n_attributes = 3,
    .attributes = {
      [ILV_QUERY_KIND] = { "kind", ILV_ATTRIBUTE_CHOICE, "select", .choices = query_names,
                           .summary = N_ ("whether it reads rows or writes some") },
      [ILV_QUERY_ROWS] = { "rows", ILV_ATTRIBUTE_INTEGER, "100", 0, 10000,
                           .summary = N_ ("how many rows") },
      [ILV_QUERY_DELAY_MS] = { "delay-ms", ILV_ATTRIBUTE_NUMBER, "0", 0, HOUR_MS,
                               .summary
                                 = N_ ("how much longer the answer takes, in milliseconds") },
    } },
  [ILV_STEP_RAISE] = {
    .name = "raise",
    .summary = N_ ("Fails, as an exception does: the task, unless a step around it tries again."),
    .n_attributes = 3,
    .attributes = {
      [ILV_RAISE_MESSAGE] = { "message", ILV_ATTRIBUTE_TEXT,
                              .summary = N_ ("what the exception says") },
      [ILV_RAISE_PERCENT] = { "percent", ILV_ATTRIBUTE_NUMBER, "100", 0, 100,
                              .summary = N_ ("how often it fails, by chance, of a hundred times") },
      [ILV_RAISE_TRANSIENT] = { "transient", ILV_ATTRIBUTE_CHOICE, "yes",
                                .choices = yes_no_names,
                                .summary = N_ ("whether trying again may help") },
    } },
  [ILV_STEP_REPEAT] = {
    .name = "repeat",
    .summary = N_ ("Does the steps inside a number of times."),
    .holds_steps = TRUE,
    .n_attributes = 1,
    .attributes = {
      [ILV_REPEAT_TIMES] = { "times", ILV_ATTRIBUTE_INTEGER, NULL, 0, 1e9,
                             .summary = N_ ("how many times") },
    } },
  [ILV_STEP_RESOURCE] = {
    .name = "resource",
    .summary = N_ ("Opens something, uses it and closes it, as a context manager does."),
    .holds_steps = TRUE,
    .n_attributes = 1,
    .attributes = {
      [ILV_RESOURCE_NAME] = { "name", ILV_ATTRIBUTE_TEXT, .summary = N_ ("what it is") },
    } },
  [ILV_STEP_RESULT] = {
    .name = "result",
    .summary = N_ ("Gives the task its result."),
    .n_attributes = 2,
    .attributes = {
      [ILV_RESULT_VALUE] = { "value", ILV_ATTRIBUTE_NUMBER, "variable", -1e300, 1e300,
                             .summary = N_ ("the number") },
      [ILV_RESULT_LIST] = { "list", ILV_ATTRIBUTE_CHOICE, "no", .choices = list_names,
                            .summary = N_ ("whether it joins those before, at their end or in "
                                          "order of size") },
    } },
  [ILV_STEP_RETRY] = {
    .name = "retry",
    .summary
      = N_ ("Does the steps inside again when they fail, after a wait that doubles each time."),
    .holds_steps = TRUE,
    .n_attributes = 3,
    .attributes = {
      [ILV_RETRY_TIMES] = { "times", ILV_ATTRIBUTE_INTEGER, NULL, 0, 1000,
                            .summary = N_ ("how many times, after the first") },
      [ILV_RETRY_BACKOFF_MS] = { "backoff-ms", ILV_ATTRIBUTE_NUMBER, "0", 0, HOUR_MS,
                                 .summary
                                   = N_ ("the wait before the first of them, in milliseconds") },
      [ILV_RETRY_JITTER] = { "jitter", ILV_ATTRIBUTE_NUMBER, "0", 0, 1,
                             .summary = N_ ("by what share of it a wait is, by chance, shorter or "
                                        "longer at most") },
    } },
  [ILV_STEP_SEMAPHORE] = {
    .name = "semaphore",
    .summary
      = N_ ("Takes a permit of a semaphore, does the steps inside and gives the permit back."),
    .holds_steps = TRUE,
    .n_attributes = 1,
    .attributes = {
      [ILV_SEMAPHORE_SEMAPHORE] = { "name", ILV_ATTRIBUTE_SEMAPHORE,
                                    .summary = N_ ("which semaphore") },
    } },
  [ILV_STEP_SEND] = {
    .name = "send",
    .summary = N_ ("Sends the task numbers to work on, into the process it runs in."),
    .n_attributes = 2,
    .attributes = {
      [ILV_SEND_BYTES] = { "bytes", ILV_ATTRIBUTE_INTEGER, NULL, 0, 256.0 * 1024 * 1024,
                           .summary = N_ ("how much, in bytes") },
      [ILV_SEND_BY] = { "by", ILV_ATTRIBUTE_CHOICE, "pipe", .choices = send_names,
                        .summary = N_ ("serialised through a pipe, or as memory that is shared") },
    } },
  [ILV_STEP_SLEEP] = {
    .name = "sleep",
    .summary = N_ ("Waits for a time, as for a slow device, without using the processor."),
    .n_attributes = 2,
    .attributes = {
      [ILV_SLEEP_MS] = { "ms", ILV_ATTRIBUTE_NUMBER, NULL, 0, HOUR_MS,
                         .summary = N_ ("how long, in milliseconds") },
      [ILV_SLEEP_JITTER] = { "jitter", ILV_ATTRIBUTE_NUMBER, "0", 0, 1,
                             .summary = N_ ("how far it differs by chance, as a share of it") },
    } },
  [ILV_STEP_START_LOOP] = {
    .name = "start-loop",
    .summary
      = N_ ("Starts an event loop where one may run already, as code that mixes both worlds."),
    .n_attributes = 1,
    .attributes = {
      [ILV_START_LOOP_CALL] = { "call", ILV_ATTRIBUTE_CHOICE, "run", .choices = loop_call_names,
                                .summary = N_ ("by which call") },
    } },
  [ILV_STEP_STORE] = {
    .name = "store",
    .summary = N_ ("Writes the task's variable, plus a number, to a counter that all tasks share."),
    .n_attributes = 2,
    .attributes = {
      [ILV_STORE_COUNTER] = { "counter", ILV_ATTRIBUTE_COUNTER, .summary = N_ ("which counter") },
      [ILV_STORE_ADD] = { "add", ILV_ATTRIBUTE_NUMBER, "0", -1e9, 1e9,
                          .summary = N_ ("what is added before writing") },
    } },
  [ILV_STEP_USE] = {
    .name = "use",
    .summary = N_ ("What is done while the resource is open."),
    .holds_steps = TRUE,
    .inside = "resource",
  },
};

const IlvStepKind *
ilv_step_kind_get_parts (IlvStepKind kind, guint *n_parts)
{
  static const IlvStepKind of_resource[] = { ILV_STEP_OPEN, ILV_STEP_USE, ILV_STEP_CLOSE };

  *n_parts = kind == ILV_STEP_RESOURCE ? G_N_ELEMENTS (of_resource) : 0;
  return kind == ILV_STEP_RESOURCE ? of_resource : NULL;
}

const IlvStepDescription *
ilv_step_kind_describe (IlvStepKind kind)
{
  g_return_val_if_fail ((guint) kind < ILV_N_STEP_KINDS, NULL);
  return &kinds[kind];
}

const char *
ilv_step_kind_get_name (IlvStepKind kind)
{
  g_return_val_if_fail ((guint) kind < ILV_N_STEP_KINDS, NULL);
  return kinds[kind].name;
}

gboolean
ilv_step_kind_from_name (const char *name, IlvStepKind *kind)
{
  for (guint i = 0; i < ILV_N_STEP_KINDS; i++)
    if (strcmp (name, kinds[i].name) == 0)
      {
        *kind = (IlvStepKind) i;
        return TRUE;
      }
  return FALSE;
}

/* What still ends within a minute, and within 256 MiB. */
double
ilv_kernel_get_max_size (IlvKernel kernel)
{
  switch (kernel)
    {
    case ILV_KERNEL_PRIMES:
      return 20e6;
    case ILV_KERNEL_FACTORIAL:
      return 1e6;
    case ILV_KERNEL_SHA256:
      return 256.0 * 1024 * 1024;
    case ILV_KERNEL_WORDS:
      return 1e9;
    case ILV_KERNEL_ARRAY:
      return 32e6;
    case ILV_KERNEL_IMAGE:
      return 4096;
    case ILV_KERNEL_SQUARE:
    case ILV_KERNEL_DOUBLE:
    case ILV_KERNEL_NEGATE:
    case ILV_KERNEL_POWER:
    case ILV_KERNEL_RECEIVED:
      return 1e9;
    case ILV_N_KERNELS:
    default:
      g_return_val_if_reached (0);
    }
}
