/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A runner that misbehaves in the way ILV_FAKE_RUNNER names, for tests of how a session survives
 * it. Takes the descriptors where the session puts them.
 */
#include "trace/recorder.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define AREA_FD 4
#define REPORT_FD 5
#define SERVER_REPORT_FD 3

#define FINISHED                                                                                   \
  "{\"status\":\"finished\",\"wall_s\":%g,\"cpu_user_s\":0.5,\"cpu_system_s\":0.25,"               \
  "\"peak_rss_bytes\":1048576,\"voluntary_switches\":7,\"involuntary_switches\":3,"                \
  "\"ipc_bytes\":0,\"tasks\":{\"done\":2,\"failed\":0,\"cancelled\":0,\"retried\":0},"             \
  "\"results\":[{\"task\":2,\"state\":\"done\",\"text\":\"two\"},"                                 \
  "{\"task\":1,\"state\":\"done\",\"text\":\"one\"}],\"counters\":{},\"workers\":1}\n"

#define ALL_FAILED                                                                                 \
  "{\"status\":\"finished\",\"wall_s\":1,\"tasks\":{\"done\":0,\"failed\":3,"                      \
  "\"cancelled\":0,\"retried\":0},"                                                                \
  "\"results\":[{\"task\":1,\"state\":\"failed\",\"text\":\"It burnt.\"}],"                        \
  "\"counters\":{},\"workers\":1}\n"

static void
say (const char *text)
{
  size_t left = strlen (text);

  while (left > 0)
    {
      ssize_t n = write (REPORT_FD, text, left);

      if (n <= 0)
        exit (9);
      text += n;
      left -= (size_t) n;
    }
}

static void
say_finished (double wall)
{
  char text[1024];

  snprintf (text, sizeof text, FINISHED, wall);
  say (text);
}

static void
sleep_for_ever (void)
{
  signal (SIGTERM, SIG_IGN);
  for (;;)
    pause ();
}

/* Walls of 3, 1 and 2 seconds for the first, second and third run, counted in a file. */
static double
next_wall (void)
{
  static const double walls[] = { 3, 1, 2 };
  FILE *file = fopen (getenv ("ILV_FAKE_COUNT"), "a+");
  long n;

  if (!file)
    exit (8);
  fputc ('x', file);
  n = ftell (file);
  fclose (file);
  return walls[(n - 1) % 3];
}

/* Everything behind the area's header becomes noise. */
static void
scribble (void)
{
  struct stat status;
  unsigned char *memory;

  if (fstat (AREA_FD, &status) != 0)
    exit (7);
  memory = mmap (NULL, (size_t) status.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, AREA_FD, 0);
  if (memory == MAP_FAILED)
    exit (6);
  for (size_t i = 4096; i < 4u << 20; i++)
    memory[i] = (unsigned char) (i * 2654435761u >> 13);
}

/* Kept to the end, however that comes. */
static IlvArea *area;

static void
record_something (void)
{
  IlvRecorder recorder;

  area = ilv_area_attach (AREA_FD);
  if (!area)
    exit (5);
  ilv_area_set_origin (area);
  ilv_recorder_begin (&recorder, area, ILV_LANE_THREAD, "the only one");
  ilv_record_state (&recorder, ILV_STATE_RUNNING, 1, 0);
}

static int
serve (const char *mode)
{
  if (strcmp (mode, "server-rubbish") == 0)
    (void) !write (SERVER_REPORT_FD, "no port\n", 8);
  if (strcmp (mode, "server-says-why") == 0)
    dprintf (SERVER_REPORT_FD, "{\"error\": \"No local HTTP server today.\"}\n");
  return strcmp (mode, "server-ends") == 0 ? 4 : 0;
}

int
main (int argc, char **argv)
{
  const char *mode = getenv ("ILV_FAKE_RUNNER");

  if (!mode || argc < 2)
    return 2;
  if (strcmp (argv[1], "serve") == 0)
    return serve (mode);

  record_something ();
  if (strcmp (mode, "finish") == 0)
    say_finished (0.5);
  else if (strcmp (mode, "walls") == 0)
    say_finished (next_wall ());
  else if (strcmp (mode, "rubbish") == 0)
    say ("hello\n{\"status\":");
  else if (strcmp (mode, "status") == 0)
    return 3;
  else if (strcmp (mode, "killed") == 0)
    raise (SIGKILL);
  else if (strcmp (mode, "failed") == 0)
    say ("{\"status\":\"failed\",\"wall_s\":0.1,\"error\":\"The kitchen burnt down.\"}\n");
  else if (strcmp (mode, "all-failed") == 0)
    say (ALL_FAILED);
  else if (strcmp (mode, "abort-after-report") == 0)
    {
      say_finished (0.5);
      raise (SIGKILL);
    }
  else if (strcmp (mode, "linger") == 0)
    {
      say_finished (0.5);
      close (REPORT_FD);
      sleep_for_ever ();
    }
  else if (strcmp (mode, "hang") == 0)
    {
      /* The child, too, has to go when the group is ended. */
      fork ();
      sleep_for_ever ();
    }
  else if (strcmp (mode, "flood") == 0)
    for (;;)
      say ("0123456789012345678901234567890123456789012345678901234567890123456789012345678901\n");
  else if (strcmp (mode, "scribble") == 0)
    {
      scribble ();
      say_finished (0.5);
    }
  return 0;
}
