/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario-text.h"
#include "workload/catalogue.h"
#include "workload/element-make.h"
#include "workload/own-scenarios.h"

#include <glib/gstdio.h>
#include <string.h>

static void
nothing_is_there_at_first (void)
{
  g_autoptr (GPtrArray) all = ilv_own_scenarios_load ();

  g_assert_cmpuint (all->len, ==, 0);
  g_assert_null (ilv_own_scenarios_find ("mine"));
}

static void
what_is_saved_is_found_again (void)
{
  g_autofree char *text = ilv_element_make_scenario ("mine", "Mine");
  g_autoptr (GError) error = NULL;
  g_autofree char *path = ilv_own_scenarios_save ("mine", text, &error);
  g_autofree char *found = ilv_own_scenarios_find ("mine");
  g_autoptr (IlvScenario) scenario = ilv_catalogue_find ("mine", &error);
  g_autoptr (GPtrArray) all = ilv_own_scenarios_load ();
  const IlvOwnScenario *own = all->pdata[0];

  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, path);
  g_assert_cmpstr (ilv_scenario_get_xml (scenario), ==, text);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_cmpstr (own->id, ==, "mine");
  g_assert_cmpstr (ilv_scenario_get_title (own->scenario), ==, "Mine");
}

static void
a_broken_file_is_listed_with_its_error (void)
{
  g_autofree char *other = ilv_element_make_scenario ("other", "Other");
  g_autoptr (GError) error = NULL;
  g_autofree char *broken = ilv_own_scenarios_save ("broken", "<scenario", &error);
  g_autofree char *misnamed = ilv_own_scenarios_save ("misnamed", other, &error);
  g_autoptr (GPtrArray) all = ilv_own_scenarios_load ();
  guint n_errors = 0;

  g_assert_no_error (error);
  g_assert_nonnull (broken);
  g_assert_nonnull (misnamed);
  for (guint i = 0; i < all->len; i++)
    {
      const IlvOwnScenario *own = all->pdata[i];

      g_assert_cmpint (own->scenario == NULL, ==, own->error != NULL);
      n_errors += own->error != NULL;
    }
  g_assert_cmpuint (all->len, ==, 3);
  g_assert_cmpuint (n_errors, ==, 2);
}

static void
what_is_removed_can_be_brought_back (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = ilv_own_scenarios_remove ("broken", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "<scenario");
  g_assert_null (ilv_own_scenarios_find ("broken"));
  g_assert_null (ilv_own_scenarios_remove ("broken", &error));
  g_assert_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_FAILED);
}

static void
an_id_is_given_once (void)
{
  g_autofree char *fresh = ilv_own_scenarios_make_id ("fresh");
  g_autofree char *shipped = ilv_own_scenarios_make_id ("fetch-pages");
  g_autofree char *own = ilv_own_scenarios_make_id ("mine");
  g_autofree char *wanted = g_strnfill (60, 'a');
  g_autofree char *shorter = ilv_own_scenarios_make_id (wanted);
  g_auto (GStrv) taken = ilv_own_scenarios_list_taken ("mine");

  g_assert_cmpstr (fresh, ==, "fresh");
  g_assert_cmpstr (shipped, ==, "fetch-pages-2");
  g_assert_cmpstr (own, ==, "mine-2");
  g_assert_cmpuint (strlen (shorter), ==, 46);
  g_assert_true (g_strv_contains ((const char *const *) taken, "fetch-pages"));
  g_assert_false (g_strv_contains ((const char *const *) taken, "mine"));
}

static void
an_id_does_not_lead_out_of_the_folder (void)
{
  g_autofree char *folder = ilv_own_scenarios_get_folder ();
  g_autofree char *outside = g_build_filename (folder, "..", "outside.xml", NULL);

  g_assert_true (g_file_set_contents (outside, "x", -1, NULL));
  g_assert_null (ilv_own_scenarios_find ("../outside"));
}

static void
what_cannot_be_saved_leaves_the_old_file (void)
{
  g_autofree char *path = ilv_own_scenarios_find ("mine");
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *blocked = g_build_filename (folder, "blocked.xml", NULL);

  /* A folder of that name cannot be replaced by a file, not even by root. */
  g_assert_cmpint (g_mkdir (blocked, 0700), ==, 0);
  g_assert_null (ilv_own_scenarios_save ("blocked", "new", &error));
  g_assert_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_FAILED);
  g_assert_true (g_file_test (blocked, G_FILE_TEST_IS_DIR));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "<scenario id=\"mine\""));
}

/* Each case begins with an empty folder, so those that build on one another are one case. */
static void
a_life_of_own_scenarios (void)
{
  nothing_is_there_at_first ();
  what_is_saved_is_found_again ();
  a_broken_file_is_listed_with_its_error ();
  what_is_removed_can_be_brought_back ();
  an_id_is_given_once ();
  an_id_does_not_lead_out_of_the_folder ();
  what_cannot_be_saved_leaves_the_old_file ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/own-scenarios/life", a_life_of_own_scenarios);
  return g_test_run ();
}
