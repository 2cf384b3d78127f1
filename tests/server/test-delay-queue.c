/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/delay-queue.h"

#include <pthread.h>

typedef struct
{
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  GArray *order; /* of gint64: the delays in the order they ended */
} Ended;

typedef struct
{
  Ended *ended;
  gint64 delay;
  gint64 start;
  gint64 end;
} Waiter;

static void
note_end (gpointer waiting)
{
  Waiter *waiter = waiting;
  Ended *ended = waiter->ended;

  pthread_mutex_lock (&ended->mutex);
  waiter->end = g_get_monotonic_time ();
  g_array_append_val (ended->order, waiter->delay);
  pthread_cond_signal (&ended->changed);
  pthread_mutex_unlock (&ended->mutex);
}

static void
ended_init (Ended *ended)
{
  pthread_mutex_init (&ended->mutex, NULL);
  pthread_cond_init (&ended->changed, NULL);
  ended->order = g_array_new (FALSE, FALSE, sizeof (gint64));
}

static void
ended_clear (Ended *ended)
{
  g_array_unref (ended->order);
  pthread_cond_destroy (&ended->changed);
  pthread_mutex_destroy (&ended->mutex);
}

static void
wait_for (Ended *ended, guint n)
{
  pthread_mutex_lock (&ended->mutex);
  while (ended->order->len < n)
    pthread_cond_wait (&ended->changed, &ended->mutex);
  pthread_mutex_unlock (&ended->mutex);
}

static void
test_order (void)
{
  static const gint64 delays[] = { 90000, 30000, 150000, 60000, 1000, 120000 };
  static const gint64 sorted[] = { 1000, 30000, 60000, 90000, 120000, 150000 };
  Waiter waiters[G_N_ELEMENTS (delays)];
  g_autoptr (IlvDelayQueue) queue = ilv_delay_queue_new (note_end);
  Ended ended;

  ended_init (&ended);
  for (guint i = 0; i < G_N_ELEMENTS (delays); i++)
    {
      waiters[i] = (Waiter) { &ended, delays[i], g_get_monotonic_time (), 0 };
      g_assert_true (ilv_delay_queue_add (queue, delays[i], &waiters[i]));
    }
  wait_for (&ended, G_N_ELEMENTS (delays));
  for (guint i = 0; i < G_N_ELEMENTS (delays); i++)
    {
      g_assert_cmpint (g_array_index (ended.order, gint64, i), ==, sorted[i]);
      g_assert_cmpint (waiters[i].end - waiters[i].start, >=, delays[i]);
    }
  ended_clear (&ended);
}

static void
test_many (void)
{
  const guint n = 10000;
  g_autofree Waiter *waiters = g_new0 (Waiter, n);
  g_autoptr (IlvDelayQueue) queue = ilv_delay_queue_new (note_end);
  gint64 start = g_get_monotonic_time ();
  Ended ended;

  ended_init (&ended);
  for (guint i = 0; i < n; i++)
    {
      waiters[i] = (Waiter) { &ended, 100000 + i % 97 * 1000, g_get_monotonic_time (), 0 };
      g_assert_true (ilv_delay_queue_add (queue, waiters[i].delay, &waiters[i]));
    }
  wait_for (&ended, n);
  /* One after the other they would take a thousand seconds and more. */
  g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_USEC_PER_SEC);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (waiters[i].end - waiters[i].start, >=, waiters[i].delay);
  ended_clear (&ended);
}

static void
test_close (void)
{
  const gint64 hour = G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC;
  Waiter waiters[3];
  Waiter late;
  g_autoptr (IlvDelayQueue) queue = ilv_delay_queue_new (note_end);
  Ended ended;

  ended_init (&ended);
  late = (Waiter) { &ended, 1, 0, 0 };
  for (guint i = 0; i < G_N_ELEMENTS (waiters); i++)
    {
      waiters[i] = (Waiter) { &ended, hour, 0, 0 };
      g_assert_true (ilv_delay_queue_add (queue, hour, &waiters[i]));
    }
  ilv_delay_queue_close (queue);
  g_assert_cmpuint (ended.order->len, ==, G_N_ELEMENTS (waiters));
  g_assert_false (ilv_delay_queue_add (queue, 1, &late));
  g_assert_cmpuint (ended.order->len, ==, G_N_ELEMENTS (waiters));
  ended_clear (&ended);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/delay-queue/the shortest wait ends first, and none too early", test_order);
  g_test_add_func ("/delay-queue/ten thousand wait at the same time", test_many);
  g_test_add_func ("/delay-queue/closing ends every wait once and takes no more", test_close);
  return g_test_run ();
}
