/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/pool-memory.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static gsize
get_size (guint n_seats, guint n_tasks)
{
  return sizeof (IlvPoolMemory) + n_seats * sizeof (IlvPoolSeat) + n_tasks * sizeof (atomic_uint);
}

static void
make_mutex (pthread_mutex_t *mutex)
{
  pthread_mutexattr_t attributes;

  pthread_mutexattr_init (&attributes);
  pthread_mutexattr_setpshared (&attributes, PTHREAD_PROCESS_SHARED);
  pthread_mutexattr_setrobust (&attributes, PTHREAD_MUTEX_ROBUST);
  pthread_mutex_init (mutex, &attributes);
  pthread_mutexattr_destroy (&attributes);
}

static IlvPoolMemory *
map (int fd, gsize size)
{
  void *memory = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

  return memory == MAP_FAILED ? NULL : memory;
}

IlvPoolMemory *
ilv_pool_memory_new (guint n_seats, guint n_tasks, int *fd_out)
{
  gsize size = get_size (n_seats, n_tasks);
  int fd = memfd_create ("interleave-pool", MFD_CLOEXEC);
  IlvPoolMemory *memory = NULL;

  if (fd < 0)
    return NULL;
  if (ftruncate (fd, (off_t) size) == 0)
    memory = map (fd, size);
  if (!memory)
    {
      int code = errno;

      close (fd);
      errno = code;
      return NULL;
    }
  make_mutex (&memory->reading);
  make_mutex (&memory->writing);
  memory->n_seats = n_seats;
  memory->n_tasks = n_tasks;
  *fd_out = fd;
  return memory;
}

IlvPoolMemory *
ilv_pool_memory_attach (int fd)
{
  struct stat status;

  if (fstat (fd, &status) != 0)
    return NULL;
  if ((gsize) status.st_size < sizeof (IlvPoolMemory))
    {
      errno = EINVAL;
      return NULL;
    }
  return map (fd, (gsize) status.st_size);
}

void
ilv_pool_memory_free (IlvPoolMemory *memory)
{
  if (memory)
    munmap (memory, get_size (memory->n_seats, memory->n_tasks));
}

IlvPoolSeat *
ilv_pool_memory_get_seat (IlvPoolMemory *memory, guint seat)
{
  g_assert (seat < memory->n_seats);
  return (IlvPoolSeat *) memory->tail + seat;
}

atomic_uint *
ilv_pool_memory_get_taker (IlvPoolMemory *memory, guint task)
{
  g_assert (task < memory->n_tasks);
  return (atomic_uint *) ((IlvPoolSeat *) memory->tail + memory->n_seats) + task;
}

void
ilv_pool_memory_lock (pthread_mutex_t *mutex)
{
  /* What a dead holder guarded needs no repair: messages are skipped to the next whole one. */
  if (pthread_mutex_lock (mutex) == EOWNERDEAD)
    pthread_mutex_consistent (mutex);
}
