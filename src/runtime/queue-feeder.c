/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/queue-feeder.h"

#include "runtime/message.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <time.h>

/* How long it waits for room or a lock before it looks whether it is to end. */
#define CHECK_MS 20

typedef struct _Letter
{
  struct _Letter *next;
  int fd;
  pthread_mutex_t *writing;
  GVariant *message; /* owned */
} Letter;

struct _IlvQueueFeeder
{
  pthread_t thread;
  pthread_mutex_t mutex; /* guards the list */
  pthread_cond_t filled;
  Letter *head;
  Letter *tail;
  atomic_bool ending;
};

static void
letter_free (Letter *letter)
{
  g_variant_unref (letter->message);
  g_free (letter);
}

/* NULL: it is to end. */
static Letter *
wait_for_letter (IlvQueueFeeder *feeder)
{
  Letter *letter = NULL;

  pthread_mutex_lock (&feeder->mutex);
  while (!feeder->head && !atomic_load (&feeder->ending))
    pthread_cond_wait (&feeder->filled, &feeder->mutex);
  if (!atomic_load (&feeder->ending))
    {
      letter = feeder->head;
      feeder->head = letter->next;
      if (!feeder->head)
        feeder->tail = NULL;
    }
  pthread_mutex_unlock (&feeder->mutex);
  return letter;
}

static gboolean
lock (IlvQueueFeeder *feeder, pthread_mutex_t *writing)
{
  while (!atomic_load (&feeder->ending))
    {
      struct timespec until;
      int code;

      clock_gettime (CLOCK_MONOTONIC, &until);
      until.tv_nsec += CHECK_MS * 1000000;
      if (until.tv_nsec >= 1000000000)
        {
          until.tv_nsec -= 1000000000;
          until.tv_sec++;
        }
      code = pthread_mutex_clocklock (writing, CLOCK_MONOTONIC, &until);
      /* A message a dead writer broke off is skipped by whoever reads. */
      if (code == EOWNERDEAD)
        pthread_mutex_consistent (writing);
      if (code == 0 || code == EOWNERDEAD)
        return TRUE;
    }
  return FALSE;
}

/* A message is written as a whole before another process writes. */
static void
deliver (IlvQueueFeeder *feeder, Letter *letter)
{
  IlvMessageOut out;
  IlvMessageResult result = ILV_MESSAGE_AGAIN;

  if (!lock (feeder, letter->writing))
    return;
  ilv_message_out_init (&out, letter->message);
  while (result == ILV_MESSAGE_AGAIN && !atomic_load (&feeder->ending))
    {
      struct pollfd room = { .fd = letter->fd, .events = POLLOUT };

      result = ilv_message_out_write (&out, letter->fd, NULL);
      if (result == ILV_MESSAGE_AGAIN)
        poll (&room, 1, CHECK_MS);
    }
  ilv_message_out_clear (&out);
  pthread_mutex_unlock (letter->writing);
}

static void *
run (void *data)
{
  IlvQueueFeeder *feeder = data;
  Letter *letter;

  while ((letter = wait_for_letter (feeder)))
    {
      deliver (feeder, letter);
      letter_free (letter);
    }
  return NULL;
}

/* Signals are for the thread that runs tasks: its waits are to end by them. */
static int
start_without_signals (IlvQueueFeeder *feeder)
{
  sigset_t all, before;
  int code;

  sigfillset (&all);
  pthread_sigmask (SIG_SETMASK, &all, &before);
  code = pthread_create (&feeder->thread, NULL, run, feeder);
  pthread_sigmask (SIG_SETMASK, &before, NULL);
  return code;
}

IlvQueueFeeder *
ilv_queue_feeder_new (void)
{
  IlvQueueFeeder *feeder = g_new0 (IlvQueueFeeder, 1);
  int code;

  pthread_mutex_init (&feeder->mutex, NULL);
  pthread_cond_init (&feeder->filled, NULL);
  code = start_without_signals (feeder);
  if (code == 0)
    return feeder;
  pthread_cond_destroy (&feeder->filled);
  pthread_mutex_destroy (&feeder->mutex);
  g_free (feeder);
  errno = code;
  return NULL;
}

void
ilv_queue_feeder_free (IlvQueueFeeder *feeder)
{
  pthread_mutex_lock (&feeder->mutex);
  atomic_store (&feeder->ending, TRUE);
  pthread_cond_signal (&feeder->filled);
  pthread_mutex_unlock (&feeder->mutex);
  pthread_join (feeder->thread, NULL);
  while (feeder->head)
    {
      Letter *letter = feeder->head;

      feeder->head = letter->next;
      letter_free (letter);
    }
  pthread_cond_destroy (&feeder->filled);
  pthread_mutex_destroy (&feeder->mutex);
  g_free (feeder);
}

void
ilv_queue_feeder_push (IlvQueueFeeder *feeder, int fd, pthread_mutex_t *writing, GVariant *message)
{
  Letter *letter = g_new (Letter, 1);

  *letter = (Letter){ .fd = fd, .writing = writing, .message = message };
  pthread_mutex_lock (&feeder->mutex);
  if (feeder->tail)
    feeder->tail->next = letter;
  else
    feeder->head = letter;
  feeder->tail = letter;
  pthread_cond_signal (&feeder->filled);
  pthread_mutex_unlock (&feeder->mutex);
}
