/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/delay-queue.h"

#include <pthread.h>

/*
 * Plain threads rather than GLib's, whose mutexes are system calls of their own that the thread
 * sanitizer knows nothing of.
 */

typedef struct
{
  gint64 due; /* on the monotonic clock, in microseconds */
  gpointer waiting;
} Delay;

struct _IlvDelayQueue
{
  IlvDelayDone done;
  pthread_t thread;

  pthread_mutex_t mutex;
  pthread_cond_t changed;
  GSequence *delays; /* of Delay, nearest first */
  gboolean closed;
};

static int
compare_due (gconstpointer a, gconstpointer b, gpointer data)
{
  const Delay *left = a;
  const Delay *right = b;

  return (left->due > right->due) - (left->due < right->due);
}

/* Moves everything that is due, or simply everything once the queue is closed, to `due`. */
static void
take_due (IlvDelayQueue *queue, GPtrArray *due)
{
  gint64 now = g_get_monotonic_time ();
  GSequenceIter *first = g_sequence_get_begin_iter (queue->delays);

  while (!g_sequence_iter_is_end (first))
    {
      Delay *delay = g_sequence_get (first);

      if (!queue->closed && delay->due > now)
        break;
      g_ptr_array_add (due, delay->waiting);
      g_sequence_remove (first);
      first = g_sequence_get_begin_iter (queue->delays);
    }
}

static void
wait_for_next (IlvDelayQueue *queue)
{
  GSequenceIter *first = g_sequence_get_begin_iter (queue->delays);

  if (g_sequence_iter_is_end (first))
    {
      pthread_cond_wait (&queue->changed, &queue->mutex);
    }
  else
    {
      gint64 due = ((Delay *) g_sequence_get (first))->due;
      struct timespec until = {
        .tv_sec = due / G_USEC_PER_SEC,
        .tv_nsec = due % G_USEC_PER_SEC * 1000,
      };

      pthread_cond_timedwait (&queue->changed, &queue->mutex, &until);
    }
}

static void *
run (void *data)
{
  IlvDelayQueue *queue = data;
  g_autoptr (GPtrArray) due = g_ptr_array_new ();
  gboolean closed = FALSE;

  while (!closed)
    {
      pthread_mutex_lock (&queue->mutex);
      take_due (queue, due);
      if (due->len == 0 && !queue->closed)
        wait_for_next (queue);
      closed = queue->closed && g_sequence_is_empty (queue->delays);
      pthread_mutex_unlock (&queue->mutex);

      for (guint i = 0; i < due->len; i++)
        queue->done (g_ptr_array_index (due, i));
      g_ptr_array_set_size (due, 0);
    }
  return NULL;
}

IlvDelayQueue *
ilv_delay_queue_new (IlvDelayDone done)
{
  IlvDelayQueue *queue = g_new0 (IlvDelayQueue, 1);
  pthread_condattr_t attributes;

  queue->done = done;
  queue->delays = g_sequence_new (g_free);
  pthread_mutex_init (&queue->mutex, NULL);
  pthread_condattr_init (&attributes);
  /* The clock of g_get_monotonic_time(). */
  pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
  pthread_cond_init (&queue->changed, &attributes);
  pthread_condattr_destroy (&attributes);
  if (pthread_create (&queue->thread, NULL, run, queue) != 0)
    g_error ("No thread can be started");
  return queue;
}

void
ilv_delay_queue_free (IlvDelayQueue *queue)
{
  ilv_delay_queue_close (queue);
  g_sequence_free (queue->delays);
  pthread_cond_destroy (&queue->changed);
  pthread_mutex_destroy (&queue->mutex);
  g_free (queue);
}

gboolean
ilv_delay_queue_add (IlvDelayQueue *queue, gint64 delay, gpointer waiting)
{
  gboolean open;

  pthread_mutex_lock (&queue->mutex);
  open = !queue->closed;
  if (open)
    {
      Delay *added = g_new (Delay, 1);
      GSequenceIter *place;

      added->due = g_get_monotonic_time () + delay;
      added->waiting = waiting;
      place = g_sequence_insert_sorted (queue->delays, added, compare_due, NULL);
      if (g_sequence_iter_is_begin (place))
        pthread_cond_signal (&queue->changed);
    }
  pthread_mutex_unlock (&queue->mutex);
  return open;
}

void
ilv_delay_queue_close (IlvDelayQueue *queue)
{
  gboolean was_open;

  pthread_mutex_lock (&queue->mutex);
  was_open = !queue->closed;
  queue->closed = TRUE;
  pthread_cond_signal (&queue->changed);
  pthread_mutex_unlock (&queue->mutex);
  if (was_open)
    pthread_join (queue->thread, NULL);
}
