/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/preferences.h"

#include "ilv-config.h"

#define SETTINGS_KEY "scenario-settings"
#define SETTINGS_TYPE "a{ss}"

struct _IlvPreferences
{
  GObject parent_instance;

  GSettings *settings;      /* owned, nullable: no schema */
  GSettingsSchema *schema;  /* owned, nullable */
  GHashTable *unremembered; /* owned: key → GVariant, for keys the schema lacks */
};

G_DEFINE_FINAL_TYPE (IlvPreferences, ilv_preferences, G_TYPE_OBJECT)

static void
ilv_preferences_dispose (GObject *object)
{
  IlvPreferences *self = ILV_PREFERENCES (object);

  g_clear_object (&self->settings);
  g_clear_pointer (&self->schema, g_settings_schema_unref);
  g_clear_pointer (&self->unremembered, g_hash_table_unref);
  G_OBJECT_CLASS (ilv_preferences_parent_class)->dispose (object);
}

static void
ilv_preferences_class_init (IlvPreferencesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ilv_preferences_dispose;
}

static void
ilv_preferences_init (IlvPreferences *self)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();

  self->unremembered
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_variant_unref);
  /* g_settings_new() would abort where the schema is missing. */
  if (source)
    self->schema = g_settings_schema_source_lookup (source, ILV_APPLICATION_ID, TRUE);
  if (self->schema)
    self->settings = g_settings_new_full (self->schema, NULL, NULL);
}

IlvPreferences *
ilv_preferences_new (void)
{
  return g_object_new (ILV_TYPE_PREFERENCES, NULL);
}

static gboolean
is_known (IlvPreferences *self, const char *key, const GVariantType *type)
{
  g_autoptr (GSettingsSchemaKey) known = NULL;

  if (!self->schema || !g_settings_schema_has_key (self->schema, key))
    return FALSE;
  known = g_settings_schema_get_key (self->schema, key);
  return g_variant_type_equal (g_settings_schema_key_get_value_type (known), type);
}

GVariant *
ilv_preferences_get (IlvPreferences *self, const char *key, const char *type)
{
  GVariant *value;

  g_return_val_if_fail (ILV_IS_PREFERENCES (self), NULL);
  if (is_known (self, key, G_VARIANT_TYPE (type)))
    return g_settings_get_value (self->settings, key);
  value = g_hash_table_lookup (self->unremembered, key);
  return value ? g_variant_ref (value) : NULL;
}

void
ilv_preferences_set (IlvPreferences *self, const char *key, GVariant *value)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (value);

  g_return_if_fail (ILV_IS_PREFERENCES (self));
  if (!is_known (self, key, g_variant_get_type (owned))
      || !g_settings_set_value (self->settings, key, owned))
    g_hash_table_replace (self->unremembered, g_strdup (key), g_steal_pointer (&owned));
}

int
ilv_preferences_get_int (IlvPreferences *self, const char *key, int fallback)
{
  g_autoptr (GVariant) value = ilv_preferences_get (self, key, "i");

  return value ? g_variant_get_int32 (value) : fallback;
}

gboolean
ilv_preferences_get_boolean (IlvPreferences *self, const char *key, gboolean fallback)
{
  g_autoptr (GVariant) value = ilv_preferences_get (self, key, "b");

  return value ? g_variant_get_boolean (value) : fallback;
}

char *
ilv_preferences_get_string (IlvPreferences *self, const char *key, const char *fallback)
{
  g_autoptr (GVariant) value = ilv_preferences_get (self, key, "s");

  return g_strdup (value ? g_variant_get_string (value, NULL) : fallback);
}

GVariant *
ilv_preferences_get_of_scenario (IlvPreferences *self, const char *key, const char *scenario,
                                 const char *type)
{
  g_autofree char *all_type = g_strdup_printf ("a{s%s}", type);
  g_autoptr (GVariant) all = ilv_preferences_get (self, key, all_type);

  return all ? g_variant_lookup_value (all, scenario, G_VARIANT_TYPE (type)) : NULL;
}

void
ilv_preferences_set_of_scenario (IlvPreferences *self, const char *key, const char *scenario,
                                 const char *type, GVariant *value)
{
  g_autofree char *all_type = g_strdup_printf ("a{s%s}", type);
  g_autoptr (GVariant) old = ilv_preferences_get (self, key, all_type);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (all_type));
  for (gsize i = 0; old && i < g_variant_n_children (old); i++)
    {
      g_autoptr (GVariant) entry = g_variant_get_child_value (old, i);
      g_autoptr (GVariant) id = g_variant_get_child_value (entry, 0);

      if (g_strcmp0 (g_variant_get_string (id, NULL), scenario) != 0)
        g_variant_builder_add_value (&builder, entry);
    }
  if (value)
    g_variant_builder_add_value (
      &builder, g_variant_new_dict_entry (g_variant_new_string (scenario), value));
  ilv_preferences_set (self, key, g_variant_builder_end (&builder));
}

GHashTable *
ilv_preferences_get_scenario (IlvPreferences *self, const char *scenario)
{
  g_autoptr (GVariant) one
    = ilv_preferences_get_of_scenario (self, SETTINGS_KEY, scenario, SETTINGS_TYPE);
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GVariantIter iter;
  char *name;
  char *text;

  if (one)
    {
      g_variant_iter_init (&iter, one);
      while (g_variant_iter_next (&iter, "{ss}", &name, &text))
        g_hash_table_insert (values, name, text);
    }
  return g_steal_pointer (&values);
}

void
ilv_preferences_set_scenario (IlvPreferences *self, const char *scenario, GHashTable *values)
{
  GVariantBuilder one;
  GHashTableIter iter;
  gpointer name;
  gpointer text;
  g_autoptr (GVariant) changed = NULL;

  g_variant_builder_init (&one, G_VARIANT_TYPE (SETTINGS_TYPE));
  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, &name, &text))
    g_variant_builder_add (&one, "{ss}", name, text);
  changed = g_variant_ref_sink (g_variant_builder_end (&one));
  ilv_preferences_set_of_scenario (self, SETTINGS_KEY, scenario, SETTINGS_TYPE,
                                   g_hash_table_size (values) > 0 ? changed : NULL);
}
