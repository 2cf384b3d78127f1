/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/database.h"
#include "runtime/execution.h"
#include "runtime/memory-sampler.h"
#include "runtime/report-writer.h"
#include "runtime/runner.h"
#include "runtime/usage.h"
#include "runtime/watchdog.h"

#include <curl/curl.h>
#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MAX_SCENARIO ((gsize) 4 << 20) /* bytes; the parser has a limit of its own */

typedef struct
{
  int scenario_fd;
  int area_fd;
  int report_fd;
  char *model;
  char **set;
  char *server;
  char *echo;
  char *folder;
} Options;

/* Everything of one run. */
typedef struct
{
  const Options *options;
  IlvArea *area;
  IlvExecution *execution;
  int64_t began; /* ns of CLOCK_MONOTONIC */
} Run;

/* For the signal handler, which has nothing else. */
static IlvExecution *_Atomic stopped_by_signal;
static volatile sig_atomic_t stop_came_early;

static void
on_stop_signal (int number)
{
  IlvExecution *execution = atomic_load (&stopped_by_signal);

  if (execution)
    ilv_execution_stop (execution);
  else
    stop_came_early = 1;
}

static void
catch_stop_signals (void)
{
  struct sigaction action = { .sa_handler = on_stop_signal, .sa_flags = SA_RESTART };

  sigemptyset (&action.sa_mask);
  sigaction (SIGTERM, &action, NULL);
  sigaction (SIGINT, &action, NULL);
}

static int64_t
get_monotonic_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (int64_t) now.tv_sec * 1000000000 + now.tv_nsec;
}

static gboolean
parse_options (Options *options, int argc, char **argv)
{
  const GOptionEntry entries[] = {
    { "scenario-fd", 0, 0, G_OPTION_ARG_INT, &options->scenario_fd, NULL, NULL },
    { "area-fd", 0, 0, G_OPTION_ARG_INT, &options->area_fd, NULL, NULL },
    { "report-fd", 0, 0, G_OPTION_ARG_INT, &options->report_fd, NULL, NULL },
    { "model", 0, 0, G_OPTION_ARG_STRING, &options->model, NULL, NULL },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->set, NULL, NULL },
    { "server", 0, 0, G_OPTION_ARG_STRING, &options->server, NULL, NULL },
    { "echo", 0, 0, G_OPTION_ARG_STRING, &options->echo, NULL, NULL },
    { "folder", 0, 0, G_OPTION_ARG_FILENAME, &options->folder, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (g_option_context_parse (context, &argc, &argv, &error) && options->scenario_fd >= 0
      && options->report_fd >= 0 && options->model)
    return TRUE;
  g_printerr ("interleave-runner: %s\n",
              error ? error->message : _ ("--scenario-fd, --report-fd and --model are needed."));
  return FALSE;
}

static GString *
read_scenario (int fd, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[16384];
  ssize_t n;

  /* The descriptor may have been read to its end by who made it. */
  lseek (fd, 0, SEEK_SET);
  while ((n = read (fd, buffer, sizeof buffer)) != 0)
    {
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 || text->len + (gsize) n > MAX_SCENARIO)
        {
          int code = n < 0 ? errno : EFBIG;

          g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                       _ ("The scenario cannot be read: %s."), g_strerror (code));
          return NULL;
        }
      g_string_append_len (text, buffer, n);
    }
  return g_steal_pointer (&text);
}

static gboolean
fill_settings (IlvSettings *settings, char **set, GError **error)
{
  for (guint i = 0; set && set[i]; i++)
    {
      const char *equals = strchr (set[i], '=');

      if (!equals || equals == set[i])
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       _ ("“%s” is not a setting: NAME=VALUE is expected."), set[i]);
          return FALSE;
        }
      g_hash_table_insert (settings, g_strndup (set[i], (gsize) (equals - set[i])),
                           g_strdup (equals + 1));
    }
  return TRUE;
}

static IlvWorkload *
read_workload (const Options *options, GError **error)
{
  g_autoptr (GString) text = read_scenario (options->scenario_fd, error);
  g_autoptr (IlvScenario) scenario = NULL;
  g_autoptr (GHashTable) settings = ilv_settings_new ();
  IlvModel model;

  if (!text || !fill_settings (settings, options->set, error))
    return NULL;
  if (!ilv_model_from_name (options->model, &model))
    {
      g_set_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_UNKNOWN,
                   _ ("There is no model “%s”."), options->model);
      return NULL;
    }
  scenario = ilv_scenario_parse (text->str, text->len, _ ("scenario"), NULL, error);
  return scenario ? ilv_workload_new (scenario, model, settings, error) : NULL;
}

static IlvDriver
find_driver (IlvModel model)
{
  switch (model)
    {
    case ILV_MODEL_SEQUENTIAL:
      return ilv_driver_run_sequential;
    case ILV_MODEL_THREADING:
    case ILV_MODEL_FREE_THREADING:
    case ILV_MODEL_SUBINTERPRETERS:
      return ilv_driver_run_threads;
    case ILV_MODEL_ASYNCIO:
    case ILV_MODEL_ASYNCIO_THREADS:
    case ILV_MODEL_ASYNCIO_PROCESSES:
      return ilv_driver_run_loop;
    case ILV_MODEL_MULTIPROCESSING:
      return ilv_driver_run_processes;
    case ILV_N_MODELS:
      break;
    }
  g_assert_not_reached ();
}

/* From the origin to the end of the last task, or to now when none ended. */
static double
get_wall (const Run *run)
{
  int64_t end = atomic_load_explicit (&run->execution->last_end, memory_order_relaxed);

  if (end == 0)
    end = get_monotonic_ns ();
  return run->began > 0 ? (double) (end - run->began) / 1e9 : 0;
}

static void
give_up (IlvExecution *execution, gpointer user_data)
{
  const Run *run = user_data;
  gboolean written = ilv_report_write (run->options->report_fd, execution,
                                       (double) (get_monotonic_ns () - run->began) / 1e9, NULL);

  /* Worker processes die with this one. */
  _exit (written ? 0 : 1);
}

static gboolean
prepare (Run *run, GError **error)
{
  const Options *options = run->options;
  g_autoptr (IlvWorkload) workload = read_workload (options, error);
  const char *url;

  if (!workload)
    return FALSE;
  if (options->area_fd >= 0 && !(run->area = ilv_area_attach (options->area_fd)))
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                   _ ("The run cannot be recorded: %s."), g_strerror (code));
      return FALSE;
    }
  url = ilv_workload_get_url (workload);
  run->execution = ilv_execution_new (workload, run->area, *url ? url : options->server, error);
  if (!run->execution)
    return FALSE;
  run->execution->area_fd = options->area_fd;
  run->execution->echo_address = g_strdup (options->echo);
  if (options->folder)
    {
      ilv_execution_set_folder (run->execution, options->folder);
      run->execution->folder_owner = getpid ();
    }
  /* Part of starting an interpreter, not of the run. */
  if (ilv_scenario_needs_server (ilv_workload_get_scenario (workload)))
    curl_global_init (CURL_GLOBAL_DEFAULT);
  atomic_store (&stopped_by_signal, run->execution);
  if (stop_came_early)
    ilv_execution_stop (run->execution);
  return ilv_database_prepare (run->execution, error);
}

static gboolean
drive (Run *run, GError **error)
{
  IlvDriver driver = find_driver (ilv_workload_get_model (run->execution->workload));
  g_autoptr (IlvMemorySampler) sampler = NULL;
  g_autoptr (IlvWatchdog) watchdog = NULL;

  sampler = ilv_memory_sampler_new (run->area);
  /* The origin first: it readies memory, and wall time and trace are to agree. */
  if (run->area)
    ilv_area_set_origin (run->area);
  run->began = get_monotonic_ns ();
  ilv_usage_begin ();
  watchdog = ilv_watchdog_new (run->execution, give_up, run, error);
  return watchdog && driver (run->execution, error);
}

int
ilv_runner_run (int argc, char **argv)
{
  Options options = { .scenario_fd = -1, .area_fd = -1, .report_fd = -1 };
  Run run = { .options = &options };
  g_autoptr (GError) error = NULL;
  int status = ILV_RUNNER_EXIT_USAGE;

  catch_stop_signals ();
  if (parse_options (&options, argc, argv))
    {
      gboolean began = prepare (&run, &error);
      gboolean written;

      if (began)
        began = drive (&run, &error);
      written = ilv_report_write (options.report_fd, run.execution,
                                  run.execution ? get_wall (&run) : 0, error);
      status = written ? 0 : 1;
    }
  atomic_store (&stopped_by_signal, NULL);
  ilv_execution_free (run.execution);
  ilv_area_detach (run.area);
  g_free (options.model);
  g_strfreev (options.set);
  g_free (options.server);
  g_free (options.echo);
  g_free (options.folder);
  return status;
}
