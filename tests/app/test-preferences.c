/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/preferences.h"

#include <glib/gstdio.h>

static void
set_scenario (IlvPreferences *preferences, const char *scenario, const char *name,
              const char *text)
{
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);

  if (name)
    g_hash_table_insert (values, (gpointer) name, (gpointer) text);
  ilv_preferences_set_scenario (preferences, scenario, values);
}

static void
assert_scenario (IlvPreferences *preferences, const char *scenario, const char *name,
                 const char *text)
{
  g_autoptr (GHashTable) values = ilv_preferences_get_scenario (preferences, scenario);

  g_assert_cmpuint (g_hash_table_size (values), ==, text ? 1 : 0);
  g_assert_cmpstr (g_hash_table_lookup (values, name), ==, text);
}

static void
test_scenarios_apart (void)
{
  g_autoptr (IlvPreferences) preferences = ilv_preferences_new ();

  set_scenario (preferences, "fetch-pages", "tasks", "20");
  set_scenario (preferences, "prime-count", "tasks", "7");
  set_scenario (preferences, "fetch-pages", "tasks", "30");
  assert_scenario (preferences, "fetch-pages", "tasks", "30");
  assert_scenario (preferences, "prime-count", "tasks", "7");
  set_scenario (preferences, "fetch-pages", NULL, NULL);
  assert_scenario (preferences, "fetch-pages", "tasks", NULL);
  assert_scenario (preferences, "prime-count", "tasks", "7");
}

static void
test_unknown_keys (void)
{
  g_autoptr (IlvPreferences) preferences = ilv_preferences_new ();

  g_assert_cmpint (ilv_preferences_get_int (preferences, "no-such-key", 7), ==, 7);
  ilv_preferences_set (preferences, "no-such-key", g_variant_new_int32 (8));
  g_assert_cmpint (ilv_preferences_get_int (preferences, "no-such-key", 7), ==, 8);
}

/* What the window asks for must be what the schema has, or it would be forgotten. */
static void
test_schema_has_the_keys (void)
{
  static const struct
  {
    const char *key;
    const char *type;
  } wanted[] = {
    { "window-width", "i" },    { "window-height", "i" },   { "maximized", "b" },
    { "sidebar-visible", "b" }, { "legend-visible", "b" },  { "theme", "s" },
    { "last-scenario", "s" },   { "arrangement", "s" },     { "repeat", "i" },
    { "export-format", "s" },   { "export-part", "s" },     { "export-time", "s" },
    { "export-size", "s" },     { "export-width", "i" },    { "export-height", "i" },
    { "export-scale", "d" },    { "export-theme", "s" },    { "export-caption", "b" },
    { "export-legend", "b" },   { "export-results", "b" },
    { "page-setup", "a{sv}" },  { "print-settings", "a{sv}" },
    { "scenario-settings", "a{sa{ss}}" },
    { "scenario-models", "a{sas}" },
    { "scenario-orders", "a{ss}" },
    { "scenario-lanes", "a{ss}" },
  };
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema
    = source ? g_settings_schema_source_lookup (source, "io.github.interleave.Interleave", TRUE)
             : NULL;

  g_assert_nonnull (schema);
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_autoptr (GSettingsSchemaKey) key = g_settings_schema_get_key (schema, wanted[i].key);

      g_assert_true (g_variant_type_equal (g_settings_schema_key_get_value_type (key),
                                           G_VARIANT_TYPE (wanted[i].type)));
    }
}

static void
test_without_schema (void)
{
  g_autofree char *nowhere = NULL;

  if (g_test_subprocess ())
    {
      test_scenarios_apart ();
      return;
    }
  nowhere = g_dir_make_tmp ("interleave-XXXXXX", NULL);
  /* The source of schemas is looked for once a process: hence another process. */
  g_setenv ("GSETTINGS_SCHEMA_DIR", nowhere, TRUE);
  g_setenv ("XDG_DATA_DIRS", nowhere, TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_rmdir (nowhere);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preferences/scenarios keep their settings apart", test_scenarios_apart);
  g_test_add_func ("/preferences/keys the schema lacks last as long as the program",
                   test_unknown_keys);
  g_test_add_func ("/preferences/the schema has every key the window uses",
                   test_schema_has_the_keys);
  g_test_add_func ("/preferences/a missing schema does not abort", test_without_schema);
  return g_test_run ();
}
