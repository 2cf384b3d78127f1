/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What xgettext takes out of the scenario files by the rules in data/its must be, to the letter,
   what the program looks up. */
#include "workload/catalogue.h"
#include "workload/location.h"

#include <gio/gio.h>
#include <string.h>

/* Everything xgettext finds, or NULL where it is not installed. */
static char *
extract (void)
{
  g_autofree char *data = g_test_build_filename (G_TEST_DIST, "data", NULL);
  g_autofree char *folder = ilv_location_get_scenarios ();
  g_autoptr (GSubprocessLauncher) launcher
    = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  char *output = NULL;
  const char *name;

  g_ptr_array_add (arguments, g_strdup ("xgettext"));
  g_ptr_array_add (arguments, g_strdup ("--no-wrap"));
  g_ptr_array_add (arguments, g_strdup ("--output=-"));
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".xml"))
      g_ptr_array_add (arguments, g_build_filename (folder, name, NULL));
  g_ptr_array_add (arguments, NULL);
  g_subprocess_launcher_setenv (launcher, "GETTEXTDATADIRS", data, TRUE);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) arguments->pdata,
                                          &error);
  if (process == NULL)
    return NULL;
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  return output;
}

static void
assert_extracted (const char *catalogue, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "\"", -1);
  g_autofree char *escaped = g_strjoinv ("\\\"", parts);
  g_autofree char *line = g_strdup_printf ("\nmsgid \"%s\"\n", escaped);

  if (text[0] == '\0')
    return;
  if (strstr (catalogue, line) == NULL)
    g_error ("xgettext does not find “%s”", text);
}

static void
every_text_of_a_scenario_reaches_the_translators (void)
{
  g_autofree char *catalogue = extract ();
  g_autoptr (GPtrArray) scenarios = ilv_catalogue_load (NULL);

  if (catalogue == NULL)
    {
      g_test_skip ("xgettext is not installed");
      return;
    }
  for (guint i = 0; i < scenarios->len; i++)
    {
      const IlvScenario *scenario = scenarios->pdata[i];

      assert_extracted (catalogue, ilv_scenario_get_title (scenario));
      assert_extracted (catalogue, ilv_scenario_get_summary (scenario));
      assert_extracted (catalogue, ilv_scenario_get_question (scenario));
      for (guint j = 0; j < ilv_scenario_get_n_settings (scenario); j++)
        {
          const IlvSetting *setting = ilv_scenario_get_setting (scenario, j);

          if (setting->advanced)
            continue; /* in the program's own sources */
          assert_extracted (catalogue, setting->title);
          assert_extracted (catalogue, setting->unit);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/translation/every-text-of-a-scenario-reaches-the-translators",
                   every_text_of_a_scenario_reaches_the_translators);
  return g_test_run ();
}
