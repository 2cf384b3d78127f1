/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/run-queue.h"

#include "runtime/worker-cost.h"

#include <unistd.h>

#define MAX_DEPTH 3 /* a pool's fork server and its workers are two below */
#define MAX_SHARE 50 /* a look waits for so many times what the last one took */

struct _IlvRunQueue
{
  GHashTable *seen; /* thread id → ns as last seen */
  gint64 total;     /* of all of `seen` */
  gint64 before;    /* what had been waited when this was made */
  gint64 next;      /* not to look before; µs of the monotonic clock */
};

static void
see_thread (IlvRunQueue *queue, guint64 pid, guint64 tid)
{
  gint64 ns = ilv_worker_cost_read_run_queue_of (pid, tid);
  gint64 *last = g_hash_table_lookup (queue->seen, &tid);

  if (ns < 0)
    return;
  if (!last)
    {
      gint64 *key = g_new (gint64, 1);

      *key = (gint64) tid;
      last = g_new0 (gint64, 1);
      g_hash_table_insert (queue->seen, key, last);
    }
  queue->total += MAX (0, ns - *last);
  *last = ns;
}

static void
see_process (IlvRunQueue *queue, guint64 pid, guint depth)
{
  g_autofree char *tasks = g_strdup_printf ("/proc/%" G_GUINT64_FORMAT "/task", pid);
  g_autofree char *children = g_strdup_printf ("%s/%" G_GUINT64_FORMAT "/children", tasks, pid);
  g_autoptr (GDir) dir = g_dir_open (tasks, 0, NULL);
  g_autofree char *text = NULL;
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      guint64 tid = g_ascii_strtoull (name, NULL, 10);

      if (tid != (guint64) gettid ())
        see_thread (queue, pid, tid);
    }
  if (depth < MAX_DEPTH && g_file_get_contents (children, &text, NULL, NULL))
    {
      char *at = text;
      guint64 child;

      while ((child = g_ascii_strtoull (at, &at, 10)) > 0)
        see_process (queue, child, depth + 1);
    }
}

IlvRunQueue *
ilv_run_queue_new (void)
{
  IlvRunQueue *queue = g_new0 (IlvRunQueue, 1);
  guint64 pid = (guint64) getpid ();

  queue->seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  see_thread (queue, pid, pid);
  queue->before = queue->total;
  return queue;
}

void
ilv_run_queue_free (IlvRunQueue *queue)
{
  if (!queue)
    return;
  g_hash_table_unref (queue->seen);
  g_free (queue);
}

gint64
ilv_run_queue_read (IlvRunQueue *queue)
{
  gint64 began = g_get_monotonic_time ();

  if (began >= queue->next)
    {
      see_process (queue, (guint64) getpid (), 0);
      queue->next = began + MAX_SHARE * (g_get_monotonic_time () - began);
    }
  return queue->total - queue->before;
}
