/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/catalogue.h"
#include "workload/workload.h"

#include <string.h>

static void
every_scenario_that_comes_with_the_program_is_without_mistakes (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) scenarios = ilv_catalogue_load (&error);

  g_assert_no_error (error);
  g_assert_cmpuint (scenarios->len, >, 0);
  g_assert_cmpstr (ilv_scenario_get_id (scenarios->pdata[0]), ==, "fetch-pages");
}

static void
every_scenario_has_a_workload_for_each_of_its_models (void)
{
  g_autoptr (GPtrArray) scenarios = ilv_catalogue_load (NULL);

  for (guint i = 0; i < scenarios->len; i++)
    for (guint model = 0; model < ILV_N_MODELS; model++)
      {
        IlvScenario *scenario = scenarios->pdata[i];
        g_autoptr (GError) error = NULL;
        g_autoptr (IlvWorkload) workload
          = ilv_workload_new (scenario, (IlvModel) model, NULL, &error);

        g_assert_cmpuint (ilv_workload_count_tasks (scenario, (IlvModel) model, NULL, NULL), ==,
                          workload != NULL ? ilv_workload_get_n_tasks (workload)
                                               - ilv_workload_get_n_background (workload)
                                           : 0);
        if (ilv_scenario_has_model (scenario, (IlvModel) model))
          g_assert_no_error (error);
        else
          g_assert_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_REFUSED);
      }
}

static void
a_scenario_is_found_by_its_id (void)
{
  g_autoptr (GPtrArray) scenarios = ilv_catalogue_load (NULL);

  for (guint i = 0; i < scenarios->len; i++)
    {
      const char *id = ilv_scenario_get_id (scenarios->pdata[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (IlvScenario) found = ilv_catalogue_find (id, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (ilv_scenario_get_id (found), ==, id);
    }
}

static void
assert_unknown (const char *id, const char *near)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ilv_catalogue_find (id, &error));
  g_assert_error (error, ILV_SCENARIO_ERROR, ILV_SCENARIO_ERROR_UNKNOWN);
  g_assert_cmpint (strstr (error->message, "Did you mean") != NULL, ==, near != NULL);
  if (near != NULL)
    g_assert_nonnull (strstr (error->message, near));
}

static void
a_slip_in_an_id_names_the_scenario_that_was_meant (void)
{
  assert_unknown ("fetch-page", "“fetch-pages”");
  assert_unknown ("fecth-pages", "“fetch-pages”");
  assert_unknown ("fetch", "“fetch-pages”");
  assert_unknown ("../secrets", NULL);
  assert_unknown ("", NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catalogue/every-scenario-that-comes-with-the-program-is-without-mistakes",
                   every_scenario_that_comes_with_the_program_is_without_mistakes);
  g_test_add_func ("/catalogue/every-scenario-has-a-workload-for-each-of-its-models",
                   every_scenario_has_a_workload_for_each_of_its_models);
  g_test_add_func ("/catalogue/a-scenario-is-found-by-its-id", a_scenario_is_found_by_its_id);
  g_test_add_func ("/catalogue/a-slip-in-an-id-names-the-scenario-that-was-meant",
                   a_slip_in_an_id_names_the_scenario_that_was_meant);
  return g_test_run ();
}
