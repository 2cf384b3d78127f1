/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/worker-cost.h"

#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define KERNEL_STACK 16384 /* of a thread, on every machine with 64 bits and pages of 4 KiB */

struct _IlvWorkerCost
{
  pthread_mutex_t mutex; /* guards all of it */
  GArray *creations; /* of gint64, ns */
  GArray *memory;    /* of gint64, bytes */
  gint64 run_queue;  /* ns */
  bool knows_run_queue;
};

IlvWorkerCost *
ilv_worker_cost_new (void)
{
  IlvWorkerCost *cost = g_new0 (IlvWorkerCost, 1);

  pthread_mutex_init (&cost->mutex, NULL);
  cost->creations = g_array_new (FALSE, FALSE, sizeof (gint64));
  cost->memory = g_array_new (FALSE, FALSE, sizeof (gint64));
  return cost;
}

void
ilv_worker_cost_free (IlvWorkerCost *cost)
{
  if (!cost)
    return;
  pthread_mutex_destroy (&cost->mutex);
  g_array_unref (cost->creations);
  g_array_unref (cost->memory);
  g_free (cost);
}

gint64
ilv_worker_cost_now (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (gint64) now.tv_sec * 1000000000 + now.tv_nsec;
}

static void
add (IlvWorkerCost *cost, GArray *values, gint64 value)
{
  if (value < 0)
    return;
  pthread_mutex_lock (&cost->mutex);
  g_array_append_val (values, value);
  pthread_mutex_unlock (&cost->mutex);
}

void
ilv_worker_cost_add_creation (IlvWorkerCost *cost, gint64 ns)
{
  add (cost, cost->creations, ns);
}

void
ilv_worker_cost_add_memory (IlvWorkerCost *cost, gint64 bytes)
{
  add (cost, cost->memory, bytes);
}

void
ilv_worker_cost_add_run_queue (IlvWorkerCost *cost, gint64 ns)
{
  if (ns < 0)
    return;
  pthread_mutex_lock (&cost->mutex);
  cost->run_queue += ns;
  cost->knows_run_queue = true;
  pthread_mutex_unlock (&cost->mutex);
}

static int
compare_values (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static gint64
get_median (IlvWorkerCost *cost, GArray *values)
{
  gint64 median = -1;

  pthread_mutex_lock (&cost->mutex);
  g_array_sort (values, compare_values);
  if (values->len > 0)
    median = g_array_index (values, gint64, (values->len - 1) / 2);
  pthread_mutex_unlock (&cost->mutex);
  return median;
}

gint64
ilv_worker_cost_get_creation (IlvWorkerCost *cost)
{
  return get_median (cost, cost->creations);
}

gint64
ilv_worker_cost_get_memory (IlvWorkerCost *cost)
{
  return get_median (cost, cost->memory);
}

gint64
ilv_worker_cost_get_run_queue (IlvWorkerCost *cost)
{
  gint64 sum;

  pthread_mutex_lock (&cost->mutex);
  sum = cost->knows_run_queue ? cost->run_queue : -1;
  pthread_mutex_unlock (&cost->mutex);
  return sum;
}

/* --- what the system says ------------------------------------------------------------------ */

/* Time on a core, time waited for one, time slices. */
static gint64
read_schedstat (const char *path)
{
  g_autofree char *text = NULL;
  const char *second;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return -1;
  second = strchr (text, ' ');
  return second ? (gint64) MIN (g_ascii_strtoull (second, NULL, 10), G_MAXINT64) : -1;
}

gint64
ilv_worker_cost_read_run_queue (void)
{
  return read_schedstat ("/proc/thread-self/schedstat");
}

gint64
ilv_worker_cost_read_run_queue_of (guint64 pid, guint64 tid)
{
  char path[64];

  g_snprintf (path, sizeof path,
              "/proc/%" G_GUINT64_FORMAT "/task/%" G_GUINT64_FORMAT "/schedstat", pid, tid);
  return read_schedstat (path);
}

gint64
ilv_worker_cost_read_stack (void)
{
  gsize page = (gsize) sysconf (_SC_PAGESIZE);
  pthread_attr_t attributes;
  g_autofree unsigned char *pages = NULL;
  gint64 bytes = -1;
  void *stack = NULL;
  gsize size = 0;

  if (pthread_getattr_np (pthread_self (), &attributes) != 0)
    return -1;
  if (pthread_attr_getstack (&attributes, &stack, &size) == 0 && size > 0)
    {
      pages = g_malloc (size / page + 1);
      if (mincore (stack, size, pages) == 0)
        {
          bytes = KERNEL_STACK;
          for (gsize i = 0; i < size / page; i++)
            bytes += (pages[i] & 1) ? (gint64) page : 0;
        }
    }
  pthread_attr_destroy (&attributes);
  return bytes;
}

gint64
ilv_worker_cost_read_private (void)
{
  static const char *const fields[] = { "\nPrivate_Clean:", "\nPrivate_Dirty:" };
  g_autofree char *text = NULL;
  gint64 bytes = 0;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL))
    return -1;
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *found = strstr (text, fields[i]);

      if (!found)
        return -1;
      bytes += g_ascii_strtoll (found + strlen (fields[i]), NULL, 10) * 1024;
    }
  return bytes;
}
