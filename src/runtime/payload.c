/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/payload.h"

#include "runtime/kernel.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGE 4096u

struct _IlvPayloads
{
  int fd;
  guint8 *memory;
  guint64 size;
  guint n_tasks;
  guint64 *offsets; /* n_tasks + 1 */
  guint64 *sizes;
};

guint64
ilv_payload_round_size (double bytes)
{
  return ((guint64) MAX (bytes, 0) + sizeof (double) - 1) / sizeof (double) * sizeof (double);
}

/* The most that one of these steps, or of those inside them, sends: bytes, whole numbers. */
static guint64
find_largest (const IlvStep *step, const IlvScope *scope)
{
  guint64 largest = 0;

  if (ilv_step_get_kind (step) == ILV_STEP_SEND)
    largest = ilv_payload_round_size (ilv_step_get_number (step, ILV_SEND_BYTES, scope));
  for (guint i = 0; i < ilv_step_get_n_children (step); i++)
    largest = MAX (largest, find_largest (ilv_step_get_child (step, i), scope));
  return largest;
}

static guint64
get_task_size (const IlvTaskSpec *task)
{
  guint64 largest = 0;

  for (guint i = 0; i < task->group->n_steps; i++)
    largest = MAX (largest, find_largest (task->group->steps[i], &task->scope));
  return largest;
}

gboolean
ilv_payloads_are_wanted (const IlvWorkload *workload)
{
  for (guint i = 0; i < ilv_workload_get_n_tasks (workload); i++)
    if (get_task_size (ilv_workload_get_task (workload, i)) > 0)
      return TRUE;
  return FALSE;
}

static void
lay_out (IlvPayloads *payloads, const IlvWorkload *workload)
{
  guint64 page = MAX (PAGE, (guint64) sysconf (_SC_PAGESIZE));

  payloads->n_tasks = ilv_workload_get_n_tasks (workload);
  payloads->offsets = g_new0 (guint64, payloads->n_tasks + 1);
  payloads->sizes = g_new0 (guint64, payloads->n_tasks + 1);
  for (guint i = 0; i < payloads->n_tasks; i++)
    {
      payloads->sizes[i] = get_task_size (ilv_workload_get_task (workload, i));
      payloads->offsets[i] = payloads->size;
      payloads->size += (payloads->sizes[i] + page - 1) / page * page;
    }
}

static gboolean
map (IlvPayloads *payloads, GError **error)
{
  void *memory = MAP_FAILED;

  payloads->fd = memfd_create ("interleave-payload", MFD_CLOEXEC);
  if (payloads->fd >= 0 && ftruncate (payloads->fd, (off_t) payloads->size) == 0)
    memory = mmap (NULL, payloads->size, PROT_READ | PROT_WRITE, MAP_SHARED, payloads->fd, 0);
  if (memory == MAP_FAILED)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                   _ ("There is no memory for what is sent to the tasks: %s. Send less."),
                   g_strerror (code));
      return FALSE;
    }
  payloads->memory = memory;
  /* A worker process is to have what it was sent, not what it inherited. */
  madvise (memory, payloads->size, MADV_DONTFORK);
  return TRUE;
}

static void
fill (IlvPayloads *payloads, const IlvWorkload *workload)
{
  for (guint i = 0; i < payloads->n_tasks; i++)
    {
      guint64 n = payloads->sizes[i] / sizeof (double);
      guint64 first = (guint64) ilv_workload_get_task (workload, i)->scope.index * n;
      double *values = (double *) (void *) (payloads->memory + payloads->offsets[i]);

      for (guint64 k = 0; k < n; k++)
        values[k] = ilv_kernel_array_value (first + k);
    }
}

IlvPayloads *
ilv_payloads_new (const IlvWorkload *workload, GError **error)
{
  IlvPayloads *payloads = g_new0 (IlvPayloads, 1);

  payloads->fd = -1;
  lay_out (payloads, workload);
  if (payloads->size > ILV_PAYLOADS_MAX)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                   _ ("The tasks would be sent %.0f MiB in all; %.0f MiB are the most. "
                      "Choose fewer tasks or smaller payloads."),
                   (double) payloads->size / 1048576, (double) ILV_PAYLOADS_MAX / 1048576);
      ilv_payloads_free (payloads);
      return NULL;
    }
  if (!map (payloads, error))
    {
      ilv_payloads_free (payloads);
      return NULL;
    }
  fill (payloads, workload);
  return payloads;
}

IlvPayloads *
ilv_payloads_get (IlvExecution *execution, GError **error)
{
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  IlvPayloads *payloads;

  pthread_mutex_lock (&mutex);
  if (!execution->payloads)
    execution->payloads = ilv_payloads_new (execution->workload, error);
  payloads = execution->payloads;
  pthread_mutex_unlock (&mutex);
  return payloads;
}

void
ilv_payloads_free (IlvPayloads *payloads)
{
  if (!payloads)
    return;
  if (payloads->memory)
    munmap (payloads->memory, payloads->size);
  if (payloads->fd >= 0)
    close (payloads->fd);
  g_free (payloads->offsets);
  g_free (payloads->sizes);
  g_free (payloads);
}

int
ilv_payloads_get_fd (const IlvPayloads *payloads)
{
  return payloads->fd;
}

guint64
ilv_payloads_get_offset (const IlvPayloads *payloads, guint index)
{
  g_return_val_if_fail (index < payloads->n_tasks, 0);
  return payloads->offsets[index];
}

guint64
ilv_payloads_get_size (const IlvPayloads *payloads, guint index)
{
  g_return_val_if_fail (index < payloads->n_tasks, 0);
  return payloads->sizes[index];
}

const double *
ilv_payloads_get_values (const IlvPayloads *payloads, guint index)
{
  g_return_val_if_fail (index < payloads->n_tasks, NULL);
  return (const double *) (const void *) (payloads->memory + payloads->offsets[index]);
}

IlvPayload *
ilv_payload_new (const double *values, guint64 n, IlvPayloadKind kind)
{
  IlvPayload *payload = g_new (IlvPayload, 1);

  *payload = (IlvPayload){ values, n, kind };
  return payload;
}

void
ilv_payload_free (IlvPayload *payload)
{
  if (!payload)
    return;
  if (payload->kind == ILV_PAYLOAD_COPIED)
    g_free ((gpointer) payload->values);
  else if (payload->kind == ILV_PAYLOAD_MAPPED && payload->n > 0)
    munmap ((gpointer) payload->values, payload->n * sizeof (double));
  g_free (payload);
}
