/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define CALIBRATION_NS 10000000
#define READINGS 16

static pthread_once_t calibrated = PTHREAD_ONCE_INIT;
static uint64_t counter_ns_per_tick;

int64_t
ilv_clock_monotonic (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (int64_t) now.tv_sec * 1000000000 + now.tv_nsec;
}

bool
ilv_clock_counter_is_trusted (void)
{
#if defined(__x86_64__)
  static const char path[] = "/sys/devices/system/clocksource/clocksource0/current_clocksource";
  char name[16];
  ssize_t length;
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    return false;
  length = read (fd, name, sizeof name);
  close (fd);
  return length >= 4 && memcmp (name, "tsc\n", 4) == 0;
#else
  return false;
#endif
}

/* Of several readings of the counter, each between two of the clock, the one with the closest two
   wins: the others were interrupted. */
void
ilv_clock_read_both (uint64_t *ticks, int64_t *ns)
{
  int64_t closest = INT64_MAX;

  for (int i = 0; i < READINGS; i++)
    {
      int64_t before = ilv_clock_monotonic ();
      uint64_t counter = ilv_clock_counter ();
      int64_t after = ilv_clock_monotonic ();

      if (after - before < closest)
        {
          closest = after - before;
          *ticks = counter;
          *ns = before + closest / 2;
        }
    }
}

static void
calibrate (void)
{
  const struct timespec pause = { .tv_nsec = CALIBRATION_NS };
  uint64_t ticks_before = 0, ticks_after = 0;
  int64_t ns_before = 0, ns_after = 0;

  ilv_clock_read_both (&ticks_before, &ns_before);
  while (clock_nanosleep (CLOCK_MONOTONIC, 0, &pause, NULL) == EINTR)
    ;
  ilv_clock_read_both (&ticks_after, &ns_after);
  if (ticks_after > ticks_before)
    counter_ns_per_tick = (uint64_t) (((unsigned __int128) (uint64_t) (ns_after - ns_before) << 32)
                                      / (ticks_after - ticks_before));
}

uint64_t
ilv_clock_counter_ns_per_tick (void)
{
  pthread_once (&calibrated, calibrate);
  return counter_ns_per_tick;
}
