/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The private program that a session starts: it runs one workload under one model, serves the
   pages that fetches ask for, or is a worker of a pool. */
#include "runtime/runner.h"

#include "workload/location.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

static const struct
{
  const char *name;
  int (*run) (int argc, char **argv);
  gboolean leads; /* a process group of its own, so that one signal ends all of a run */
} commands[] = {
  { "run", ilv_runner_run, TRUE },
  { "serve", ilv_runner_serve, TRUE },
  { "worker", ilv_runner_worker, FALSE },
};

/* Every connection is an open file, and the usual soft limit is a thousand. Where even the hard one
   is too low, the step that meets it says so. */
static void
raise_file_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= limit.rlim_max)
    return;
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit (RLIMIT_NOFILE, &limit) != 0)
    g_debug ("the limit on open files stays as it is");
}

static void
settle (gboolean leads)
{
  /* It fails for who leads a session, and so a group, already. */
  if (leads && setpgid (0, 0) != 0)
    g_debug ("already the leader of a group");
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  /* A reader that went away is an error of write(), not a death. */
  signal (SIGPIPE, SIG_IGN);
  raise_file_limit ();
}

static void
choose_language (void)
{
  g_autofree char *folder = ilv_location_get_locale ();

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
}

int
main (int argc, char **argv)
{
  choose_language ();
  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (commands); i++)
    if (strcmp (argv[1], commands[i].name) == 0)
      {
        settle (commands[i].leads);
        return commands[i].run (argc - 1, argv + 1);
      }
  g_printerr ("interleave-runner: %s\n",
              _ ("This program is started by Interleave; there is nothing to run by hand."));
  return ILV_RUNNER_EXIT_USAGE;
}
