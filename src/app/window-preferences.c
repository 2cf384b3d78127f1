/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences, and forgetting what was chosen for scenarios, which can be undone. */
#include "app/notices.h"
#include "app/preferences-window.h"
#include "app/window-private.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *key;
  const char *type;
} choices[] = {
  { "scenario-settings", "a{sa{ss}}" },
  { "scenario-models", "a{sas}" },
  { "scenario-orders", "a{ss}" },
  { "scenario-lanes", "a{ss}" },
};

static void
preferences_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvWindow *self = user_data;

  gtk_window_present (GTK_WINDOW (ilv_preferences_window_new (
    GTK_WINDOW (self), gtk_spin_button_get_adjustment (self->repeat))));
}

/* The bars follow, unless what they show belongs to a run. */
static void
show_choices (IlvWindow *self)
{
  if (self->scenario && !(self->comparison && ilv_comparison_is_running (self->comparison)))
    ilv_window_restore_choices (self);
}

static void
offer_undo (IlvWindow *self)
{
  AdwToast *toast = adw_toast_new (_ ("Choices for scenarios forgotten"));

  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_action_name (toast, "win.undo-forget");
  ilv_notices_add (self->toasts, toast);
}

static void
forget_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvWindow *self = user_data;

  g_clear_pointer (&self->forgotten, g_ptr_array_unref);
  self->forgotten = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      const GVariantType *type = G_VARIANT_TYPE (choices[i].type);
      GVariant *none
        = g_variant_ref_sink (g_variant_new_array (g_variant_type_element (type), NULL, 0));
      GVariant *value = ilv_preferences_get (self->preferences, choices[i].key, choices[i].type);

      g_ptr_array_add (self->forgotten, value ? value : g_variant_ref (none));
      ilv_preferences_set (self->preferences, choices[i].key, none);
      g_variant_unref (none);
    }
  show_choices (self);
  offer_undo (self);
}

static void
undo_forget_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  IlvWindow *self = user_data;

  if (!self->forgotten)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    ilv_preferences_set (self->preferences, choices[i].key, self->forgotten->pdata[i]);
  g_clear_pointer (&self->forgotten, g_ptr_array_unref);
  show_choices (self);
}

void
ilv_window_install_preferences (IlvWindow *self)
{
  static const GActionEntry entries[] = {
    { "preferences", preferences_action },
    { "forget-choices", forget_action },
    { "undo-forget", undo_forget_action },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
