/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What xgettext takes out of the scenario files by the rules in data/its must be, to the letter,
   what the program looks up; and what translators make of labels must still be labels. */
#include "workload/catalogue.h"
#include "workload/location.h"
#include "workload/workload.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <libintl.h>
#include <locale.h>
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

/* Whether there is more in it than expressions and signs. */
static gboolean
has_words (const char *label)
{
  g_autoptr (GRegex) other = g_regex_new ("{[^}]*}|[ !]", 0, 0, NULL);
  g_autofree char *rest = g_regex_replace_literal (other, label, -1, 0, "", 0, NULL);

  return rest[0] != '\0';
}

static void
assert_labels_extracted (const char *catalogue, const IlvScenario *scenario)
{
  for (guint i = 0; i < ilv_scenario_get_n_groups (scenario); i++)
    {
      const char *label = ilv_scenario_get_group (scenario, i)->label;

      if (has_words (label))
        assert_extracted (catalogue, label);
    }
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
      assert_labels_extracted (catalogue, scenario);
    }
}

/* Makes the program speak `language` from here on. FALSE: there is no msgfmt, or the C library
   translates nothing under the one locale that is everywhere. */
static gboolean
speak (const char *folder, const char *language)
{
  g_autofree char *name = g_strconcat (language, ".po", NULL);
  g_autofree char *source = g_test_build_filename (G_TEST_DIST, "po", name, NULL);
  g_autofree char *place = g_build_filename (folder, language, "LC_MESSAGES", NULL);
  g_autofree char *target = g_build_filename (place, GETTEXT_PACKAGE ".mo", NULL);
  const char *const command[] = { "msgfmt", "-o", target, source, NULL };
  int status = -1;

  g_assert_cmpint (g_mkdir_with_parents (place, 0700), ==, 0);
  if (!g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL,
                     &status, NULL))
    return FALSE;
  g_assert_cmpint (status, ==, 0);
  g_setenv ("LANGUAGE", language, TRUE);
  if (setlocale (LC_ALL, "C.UTF-8") == NULL)
    return FALSE;
  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  return strcmp (dgettext (GETTEXT_PACKAGE, "Fetching pages"), "Fetching pages") != 0;
}

static void
remove_catalogue (const char *folder, const char *language)
{
  g_autofree char *place = g_build_filename (folder, language, "LC_MESSAGES", NULL);
  g_autofree char *catalogue = g_build_filename (place, GETTEXT_PACKAGE ".mo", NULL);
  g_autofree char *outer = g_path_get_dirname (place);

  g_remove (catalogue);
  g_rmdir (place);
  g_rmdir (outer);
  g_rmdir (folder);
}

static char *
find_expressions (const char *text)
{
  g_autoptr (GRegex) expression = g_regex_new ("{[^}]*}", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  GString *found = g_string_new (NULL);

  for (g_regex_match (expression, text, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    {
      g_autofree char *one = g_match_info_fetch (match, 0);

      g_string_append (found, one);
    }
  return g_string_free (found, FALSE);
}

static void
assert_labels_translated (const IlvScenario *scenario)
{
  for (guint i = 0; i < ilv_scenario_get_n_groups (scenario); i++)
    {
      const char *label = ilv_scenario_get_group (scenario, i)->label;
      g_autofree char *english = find_expressions (label);
      g_autofree char *translated
        = find_expressions (label[0] ? dgettext (GETTEXT_PACKAGE, label) : "");

      g_assert_cmpstr (translated, ==, english);
    }
}

static void
assert_first_label (const char *id, const char *label)
{
  g_autoptr (IlvScenario) scenario = ilv_catalogue_find (id, NULL);
  g_autoptr (IlvWorkload) workload
    = ilv_workload_new (scenario, ILV_MODEL_THREADING, NULL, NULL);

  g_assert_cmpstr (ilv_workload_get_task (workload, 0)->label, ==, label);
}

static void
labels_of_tasks_are_said_in_the_language_of_the_reader (void)
{
  static const struct { const char *language, *page, *primes; } expected[] = {
    { "de", "Seite 1", "unter 10\u00a0000" },
    { "es", "página 1", "por debajo de 10\u00a0000" },
  };
  /* Another folder for each: gettext looks no second time into one it knows. */
  g_autofree char *first = g_dir_make_tmp ("ilv-translation-XXXXXX", NULL);
  g_autofree char *second = g_dir_make_tmp ("ilv-translation-XXXXXX", NULL);
  const char *const folders[] = { first, second };

  assert_first_label ("fetch-pages", "page 1");
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (GPtrArray) scenarios = NULL;

      if (!speak (folders[i], expected[i].language))
        {
          g_test_skip ("gettext translates nothing here");
          break;
        }
      scenarios = ilv_catalogue_load (NULL);
      for (guint j = 0; j < scenarios->len; j++)
        assert_labels_translated (scenarios->pdata[j]);
      assert_first_label ("fetch-pages", expected[i].page);
      assert_first_label ("prime-count", expected[i].primes);
    }
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    remove_catalogue (folders[i], expected[i].language);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/translation/every-text-of-a-scenario-reaches-the-translators",
                   every_text_of_a_scenario_reaches_the_translators);
  g_test_add_func ("/translation/labels-of-tasks-are-said-in-the-language-of-the-reader",
                   labels_of_tasks_are_said_in_the_language_of_the_reader);
  return g_test_run ();
}
