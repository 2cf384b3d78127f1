/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/application.h"
#include "workload/location.h"

#include <locale.h>
#include <libintl.h>

int
main (int argc, char **argv)
{
  g_autofree char *locale = ilv_location_get_locale ();
  g_autoptr (IlvApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  application = ilv_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
