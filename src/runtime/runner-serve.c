/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runtime/report-writer.h"
#include "runtime/runner.h"
#include "server/echo-server.h"
#include "server/server.h"

#include <glib/gi18n-lib.h>
#include <signal.h>

/* Answers go on in the server's threads; this one waits to be ended. */
static void
wait_for_end (const sigset_t *ends)
{
  int signal_number = 0;

  while (sigwait (ends, &signal_number) != 0)
    continue;
}

int
ilv_runner_serve (int argc, char **argv)
{
  int report_fd = -1;
  const GOptionEntry entries[] = {
    { "report-fd", 0, 0, G_OPTION_ARG_INT, &report_fd, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (IlvServer) server = NULL;
  g_autoptr (IlvEchoServer) echo = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  sigset_t ends;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || report_fd < 0)
    {
      g_printerr ("interleave-runner: %s\n", error ? error->message : _ ("No --report-fd."));
      return ILV_RUNNER_EXIT_USAGE;
    }
  /* Before the server's threads are made, which take it over. */
  sigemptyset (&ends);
  sigaddset (&ends, SIGTERM);
  sigaddset (&ends, SIGINT);
  pthread_sigmask (SIG_BLOCK, &ends, NULL);
  server = ilv_server_new (&error);
  if (server) /* the limit on open files is raised by now */
    echo = ilv_echo_server_new (&error);
  if (!echo)
    {
      ilv_report_write (report_fd, NULL, 0, error);
      return 1;
    }
  line = g_strdup_printf ("{\"port\": %u, \"echo\": %u}", ilv_server_get_port (server),
                          ilv_echo_server_get_port (echo));
  if (!ilv_report_write_line (report_fd, line))
    return 1;
  wait_for_end (&ends);
  return 0;
}
