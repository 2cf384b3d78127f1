/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/memory-sampler.h"

#include "runtime/run-queue.h"
#include "runtime/usage.h"

#include <glib/gi18n-lib.h>
#include <stdatomic.h>
#include <unistd.h>

#define PERIOD (G_TIME_SPAN_SECOND / 20)
#define MAX_DEPTH 3 /* a pool's fork server and its workers are two below */

struct _IlvMemorySampler
{
  IlvArea *area; /* borrowed */
  IlvRunQueue *run_queue;
  GThread *thread;
  GMutex mutex; /* for waiting for `changed` */
  GCond changed;
  atomic_bool ended; /* atomic for the thread sanitizer, which does not see GLib's locks */
};

/* Children are made by main threads, and listed there. */
static guint64
read_tree (guint64 pid, guint depth)
{
  g_autofree char *path = g_strdup_printf (
      "/proc/%" G_GUINT64_FORMAT "/task/%" G_GUINT64_FORMAT "/children", pid, pid);
  guint64 resident = ilv_usage_read_memory (pid, "VmRSS");
  /* The trace area, above all: this program's and not the model's. */
  guint64 shared = ilv_usage_read_memory (pid, "RssShmem");
  g_autofree char *text = NULL;
  guint64 bytes = resident > shared ? resident - shared : 0;

  if (depth < MAX_DEPTH && g_file_get_contents (path, &text, NULL, NULL))
    {
      char *at = text;
      guint64 child;

      while ((child = g_ascii_strtoull (at, &at, 10)) > 0)
        bytes += read_tree (child, depth + 1);
    }
  return bytes;
}

static gboolean
wait_for_end (IlvMemorySampler *sampler)
{
  gint64 next = g_get_monotonic_time () + PERIOD;
  gboolean ended;

  g_mutex_lock (&sampler->mutex);
  while (!sampler->ended && g_cond_wait_until (&sampler->changed, &sampler->mutex, next))
    continue;
  ended = sampler->ended;
  g_mutex_unlock (&sampler->mutex);
  return ended;
}

static gpointer
sample (gpointer data)
{
  IlvMemorySampler *sampler = data;
  guint64 last = G_MAXUINT64;
  gint64 last_waited = -1;
  IlvRecorder recorder;
  gboolean ended;

  ilv_recorder_begin (&recorder, sampler->area, ILV_LANE_MAIN, _ ("Memory"));
  do
    {
      guint64 bytes;
      gint64 waited;

      /* Waiting first keeps this thread out of all libraries while a pool forks its server. */
      ended = wait_for_end (sampler);
      bytes = read_tree ((guint64) getpid (), 0);
      if (bytes != last)
        ilv_recorder_set_counter (&recorder, ILV_COUNTER_RSS, (int64_t) bytes);
      last = bytes;
      waited = ilv_run_queue_read (sampler->run_queue);
      if (waited != last_waited)
        ilv_recorder_set_counter (&recorder, ILV_COUNTER_RUN_QUEUE, waited);
      last_waited = waited;
    }
  while (!ended);
  ilv_recorder_end (&recorder, ILV_STATE_DONE);
  return NULL;
}

IlvMemorySampler *
ilv_memory_sampler_new (IlvArea *area)
{
  IlvMemorySampler *sampler;

  if (!area)
    return NULL;
  sampler = g_new0 (IlvMemorySampler, 1);
  sampler->area = area;
  sampler->run_queue = ilv_run_queue_new ();
  g_mutex_init (&sampler->mutex);
  g_cond_init (&sampler->changed);
  sampler->thread = g_thread_try_new ("memory", sample, sampler, NULL);
  if (!sampler->thread)
    {
      ilv_run_queue_free (sampler->run_queue);
      g_cond_clear (&sampler->changed);
      g_mutex_clear (&sampler->mutex);
      g_clear_pointer (&sampler, g_free);
    }
  return sampler;
}

void
ilv_memory_sampler_free (IlvMemorySampler *sampler)
{
  if (!sampler)
    return;
  g_mutex_lock (&sampler->mutex);
  sampler->ended = TRUE;
  g_cond_signal (&sampler->changed);
  g_mutex_unlock (&sampler->mutex);
  g_thread_join (sampler->thread);
  ilv_run_queue_free (sampler->run_queue);
  g_cond_clear (&sampler->changed);
  g_mutex_clear (&sampler->mutex);
  g_free (sampler);
}
