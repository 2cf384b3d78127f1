/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the program remembers from one start to the next, in GSettings.
 *
 * A program run from where its schema is not installed still works: it then remembers only as
 * long as it runs. So does a key that an older schema does not know.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ILV_TYPE_PREFERENCES (ilv_preferences_get_type ())
G_DECLARE_FINAL_TYPE (IlvPreferences, ilv_preferences, ILV, PREFERENCES, GObject)

IlvPreferences *ilv_preferences_new (void);

/* (transfer full) (nullable): NULL when the key was never set and has no default. */
GVariant *ilv_preferences_get (IlvPreferences *self, const char *key, const char *type);
/* Takes a floating value. */
void ilv_preferences_set (IlvPreferences *self, const char *key, GVariant *value);

/* `fallback`: what a key has that was never set and has no default. The string is (transfer
   full). */
int ilv_preferences_get_int (IlvPreferences *self, const char *key, int fallback);
gboolean ilv_preferences_get_boolean (IlvPreferences *self, const char *key, gboolean fallback);
char *ilv_preferences_get_string (IlvPreferences *self, const char *key, const char *fallback);

/* What a key that remembers something of each scenario by its id, of the type a{s…}, has for one of
   them. (transfer full) (nullable): NULL, the scenario's own. */
GVariant *ilv_preferences_get_of_scenario (IlvPreferences *self, const char *key,
                                           const char *scenario, const char *type);
/* Takes a floating value; NULL forgets it. */
void ilv_preferences_set_of_scenario (IlvPreferences *self, const char *key, const char *scenario,
                                      const char *type, GVariant *value);

/* The settings changed in a scenario: (element-type utf8 utf8) (transfer full), maybe empty. */
GHashTable *ilv_preferences_get_scenario (IlvPreferences *self, const char *scenario);
void ilv_preferences_set_scenario (IlvPreferences *self, const char *scenario, GHashTable *values);

G_END_DECLS
