/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/worker-spawn.h"

#include "runtime/process-queue.h"
#include "runtime/runner.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where a fresh worker finds its descriptors. The area is left out when nothing is recorded. */
enum { SETUP_FD = 3, MEMORY_FD, TASKS_FD, RESULTS_FD, AREA_FD, QUEUES_FD,
       N_FDS = QUEUES_FD + ILV_PROCESS_QUEUES_MAX_FDS };

/* Scenario, model, settings, server, echo server, payloads, folder, whether it records. */
#define SETUP_TYPE ((const GVariantType *) "(sua{ss}msmsmssb)")

/* --- the parent's side -------------------------------------------------------------------- */

static GVariant *
describe_settings (IlvWorkload *workload)
{
  IlvScenario *scenario = ilv_workload_get_scenario (workload);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  for (guint i = 0; i < ilv_scenario_get_n_settings (scenario); i++)
    g_variant_builder_add (&builder, "{ss}", ilv_scenario_get_setting (scenario, i)->name,
                           ilv_workload_get_setting (workload, i));
  return g_variant_builder_end (&builder);
}

static gboolean
write_all (int fd, const guint8 *data, gsize size)
{
  while (size > 0)
    {
      gssize n = write (fd, data, size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      data += n;
      size -= (gsize) n;
    }
  return TRUE;
}

int
ilv_worker_spawn_prepare (IlvExecution *execution, GError **error)
{
  IlvWorkload *workload = execution->workload;
  g_autoptr (GVariant) setup = g_variant_ref_sink (g_variant_new (
    "(su@a{ss}msmsmssb)", ilv_scenario_get_xml (ilv_workload_get_scenario (workload)),
    (guint32) ilv_workload_get_model (workload), describe_settings (workload),
    execution->server_url, execution->echo_address, execution->payload_address,
    execution->folder, (gboolean) (execution->area && execution->area_fd >= 0)));
  int fd = memfd_create ("interleave-setup", MFD_CLOEXEC);

  if (fd >= 0 && write_all (fd, g_variant_get_data (setup), g_variant_get_size (setup)))
    return fd;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
               _ ("What the workers are told could not be written: %s."), g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return -1;
}

/* Moves the descriptor out of the way of those, so that none is overwritten before it is used. */
static int
move_up (int fd)
{
  return fcntl (fd, F_DUPFD_CLOEXEC, N_FDS);
}

static int
spawn (const int fds[N_FDS], char **argv, pid_t *pid)
{
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t none;
  int code;

  posix_spawn_file_actions_init (&actions);
  for (int i = SETUP_FD; i < N_FDS; i++)
    if (fds[i] >= 0)
      posix_spawn_file_actions_adddup2 (&actions, fds[i], i);
  posix_spawnattr_init (&attributes);
  sigemptyset (&none);
  posix_spawnattr_setsigmask (&attributes, &none);
  posix_spawnattr_setflags (&attributes, POSIX_SPAWN_SETSIGMASK);
  code = posix_spawn (pid, "/proc/self/exe", &actions, &attributes, argv, environ);
  posix_spawnattr_destroy (&attributes);
  posix_spawn_file_actions_destroy (&actions);
  return code;
}

pid_t
ilv_worker_spawn (const IlvWorkerChannels *channels, int setup_fd, int memory_fd,
                  const IlvWorkerIdentity *identity)
{
  IlvExecution *execution = channels->execution;
  g_autofree char *number = g_strdup_printf ("%u", identity->number);
  g_autofree char *seat = g_strdup_printf ("%u", identity->seat);
  g_autofree char *lane = g_strdup_printf ("%u", identity->lane);
  g_autofree char *ticks = g_strdup_printf ("%" G_GUINT64_FORMAT, identity->asked_ticks);
  char *argv[] = { (char *) "interleave-runner", (char *) "worker", number, seat, lane, ticks,
                   NULL };
  int fds[N_FDS];
  guint n_queue_fds = ilv_process_queues_list_fds (execution->process_queues, fds + QUEUES_FD);
  pid_t pid = -1;
  int code;

  for (int i = 0; i < N_FDS; i++)
    fds[i] = i >= QUEUES_FD && i < QUEUES_FD + (int) n_queue_fds ? move_up (fds[i]) : -1;
  fds[SETUP_FD] = move_up (setup_fd);
  fds[MEMORY_FD] = move_up (memory_fd);
  fds[TASKS_FD] = move_up (channels->tasks_fd);
  fds[RESULTS_FD] = move_up (channels->results_fd);
  if (execution->area && execution->area_fd >= 0)
    fds[AREA_FD] = move_up (execution->area_fd);
  code = spawn (fds, argv, &pid);
  for (int i = SETUP_FD; i < N_FDS; i++)
    if (fds[i] >= 0)
      close (fds[i]);
  errno = code;
  return code == 0 ? pid : -1;
}

/* --- the fresh worker's side -------------------------------------------------------------- */

static GVariant *
read_setup (void)
{
  struct stat status;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree guint8 *data = NULL;
  gsize size;

  if (fstat (SETUP_FD, &status) != 0 || status.st_size <= 0)
    return NULL;
  size = (gsize) status.st_size;
  data = g_malloc (size);
  /* The descriptor's position is shared with the other workers. */
  if (pread (SETUP_FD, data, size, 0) != (gssize) size)
    return NULL;
  bytes = g_bytes_new_take (g_steal_pointer (&data), size);
  return g_variant_ref_sink (g_variant_new_from_bytes (SETUP_TYPE, bytes, FALSE));
}

static IlvExecution *
make_execution (GVariant *setup, GError **error)
{
  const char *xml, *server, *echo, *payloads, *folder;
  guint32 model;
  gboolean records;
  const char *name, *value;
  IlvExecution *execution;
  g_autoptr (GVariantIter) iter = NULL;
  g_autoptr (GHashTable) settings = ilv_settings_new ();
  g_autoptr (IlvScenario) scenario = NULL;
  g_autoptr (IlvWorkload) workload = NULL;

  g_variant_get (setup, "(&sua{ss}m&sm&sm&s&sb)", &xml, &model, &iter, &server, &echo,
                 &payloads, &folder, &records);
  while (g_variant_iter_next (iter, "{&s&s}", &name, &value))
    g_hash_table_insert (settings, g_strdup (name), g_strdup (value));
  scenario = ilv_scenario_parse (xml, strlen (xml), "scenario", NULL, error);
  if (!scenario)
    return NULL;
  workload = ilv_workload_new (scenario, (IlvModel) model, settings, error);
  if (!workload)
    return NULL;
  execution = ilv_execution_new (workload, records ? ilv_area_attach (AREA_FD) : NULL, server,
                                 error);
  if (execution)
    {
      ilv_execution_set_folder (execution, folder);
      execution->echo_address = g_strdup (echo);
      execution->payload_address = g_strdup (payloads);
    }
  return execution;
}

static gboolean
read_identity (IlvWorkerIdentity *identity, int argc, char **argv)
{
  guint64 values[4];
  const guint64 limits[4] = { G_MAXUINT32, G_MAXUINT32, G_MAXUINT32, G_MAXUINT64 };

  if (argc != 5)
    return FALSE;
  for (guint i = 0; i < 4; i++)
    if (!g_ascii_string_to_unsigned (argv[i + 1], 10, 0, limits[i], &values[i], NULL))
      return FALSE;
  *identity = (IlvWorkerIdentity){ (guint32) values[0], (guint32) values[1], (guint32) values[2],
                                   values[3] };
  return TRUE;
}

int
ilv_runner_worker (int argc, char **argv)
{
  IlvWorkerIdentity identity;
  g_autoptr (GVariant) setup = read_setup ();
  g_autoptr (GError) error = NULL;
  IlvWorkerChannels channels = { .tasks_fd = TASKS_FD, .results_fd = RESULTS_FD };
  int status;

  if (!setup || !read_identity (&identity, argc, argv))
    return ILV_RUNNER_EXIT_USAGE;
  channels.memory = ilv_pool_memory_attach (MEMORY_FD);
  channels.execution = channels.memory ? make_execution (setup, &error) : NULL;
  if (!channels.execution || !ilv_process_queues_attach (channels.execution, QUEUES_FD))
    {
      g_printerr ("interleave-runner: %s\n", error ? error->message : g_strerror (errno));
      return EXIT_FAILURE;
    }
  status = ilv_worker_process_run (&channels, &identity);
  ilv_execution_free (channels.execution);
  return status;
}
