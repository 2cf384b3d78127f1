/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ilv-config.h"

#include "cli/command.h"
#include "cli/complain.h"
#include "workload/location.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static const struct
{
  const char *name;
  const char *summary;
  IlvCommand run;
} commands[] = {
  { "list", N_ ("the scenarios by topic"), ilv_command_list },
  { "show", N_ ("what a scenario is and what can be set"), ilv_command_show },
  { "run", N_ ("one scenario under several models, compared"), ilv_command_run },
  { "export", N_ ("the results and pictures of a saved comparison"), ilv_command_export },
  { "check", N_ ("every mistake of a scenario file"), ilv_command_check },
};

static void
print_usage (void)
{
  g_print ("%s\n\n", _ ("Usage: interleave-cli COMMAND …"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-6s %s\n", commands[i].name, _ (commands[i].summary));
  g_print ("\n%s\n", _ ("“interleave-cli COMMAND --help” tells more of each."));
}

static IlvExit
dispatch (int argc, char **argv)
{
  if (argc < 2)
    {
      ilv_complain (_ ("A command is missing; see “interleave-cli --help”"));
      return ILV_EXIT_USAGE;
    }
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h")
      || g_str_equal (argv[1], "help"))
    {
      print_usage ();
      return ILV_EXIT_FINE;
    }
  if (g_str_equal (argv[1], "--version"))
    {
      g_print ("interleave-cli %s\n", ILV_VERSION);
      return ILV_EXIT_FINE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (argv[1], commands[i].name))
      return commands[i].run (argc - 1, argv + 1);
  ilv_complain (_ ("There is no command “%s”; see “interleave-cli --help”"), argv[1]);
  return ILV_EXIT_USAGE;
}

/* What is opened later must not get the number of a stream that was closed, and with it what is
   printed. */
static void
occupy_streams (void)
{
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++)
    if (fcntl (stream, F_GETFD) < 0 && open ("/dev/null", O_RDONLY) != stream)
      _exit (ILV_EXIT_FAILED);
}

int
main (int argc, char **argv)
{
  g_autofree char *locale_dir = ilv_location_get_locale ();
  IlvExit status;

  occupy_streams ();
  /* A file that grows too large is told as a full disk is. */
  signal (SIGXFSZ, SIG_IGN);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  status = dispatch (argc, argv);
  /* A full disk behind a redirection only shows here. */
  if (fflush (stdout) != 0 || ferror (stdout))
    {
      /* It may have failed a while ago. */
      if (write (STDOUT_FILENO, "", 0) == 0)
        errno = EIO;
      ilv_complain (_ ("Standard output cannot be written: %s"), g_strerror (errno));
      return ILV_EXIT_FAILED;
    }
  return (int) status;
}
