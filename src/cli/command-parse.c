/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"
#include "cli/complain.h"

#include <glib/gi18n.h>

/* GLib's own words for a value that is no text are about its conversion. */
static void
complain_of_option (const GError *error, const char *program)
{
  const char *charset;

  g_get_charset (&charset);
  if (error->domain == G_CONVERT_ERROR)
    ilv_complain (_ ("The value of an option is not valid %s; see “%s --help”"), charset, program);
  else
    ilv_complain (_ ("%s; see “%s --help”"), error->message, program);
}

/* GOption's own --help exits by itself with what went to standard output; that is what is
   wanted. */
gboolean
ilv_command_parse_several (int *argc, char ***argv, const char *parameter, int most,
                           const char *summary, const GOptionEntry *entries, IlvExit *status)
{
  g_autoptr (GOptionContext) context = g_option_context_new (parameter);
  g_autoptr (GError) error = NULL;
  g_autofree char *program = g_strdup_printf ("interleave-cli %s", (*argv)[0]);

  g_set_prgname (program);
  g_option_context_set_summary (context, summary);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  if (entries)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

  *status = ILV_EXIT_USAGE;
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      complain_of_option (error, program);
      return FALSE;
    }
  if (*argc - 1 > most)
    {
      ilv_complain (_ ("“%s” is one argument too many; see “%s --help”"), (*argv)[most + 1],
                    program);
      return FALSE;
    }
  *status = ILV_EXIT_FINE;
  return TRUE;
}

gboolean
ilv_command_parse (int *argc, char ***argv, const char *parameter, const char *summary,
                   const GOptionEntry *entries, IlvExit *status)
{
  if (!ilv_command_parse_several (argc, argv, parameter, parameter ? 1 : 0, summary, entries,
                                  status))
    return FALSE;
  if (!parameter || *argc > 1)
    return TRUE;
  *status = ILV_EXIT_USAGE;
  ilv_complain (_ ("%s is missing; see “%s --help”"), parameter, g_get_prgname ());
  return FALSE;
}
