/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/notices.h"

/* A toast of libadwaita 1.2 that is given up while it still comes in is let go before the animation
   that brings it, which then ends in freed memory. So who gives one up so early is heard a moment
   later, when it has come in: that takes 300 ms, and 500 where it replaces another one. */
#define COMING_IN_US 600000

typedef struct
{
  GQueue waiting;   /* of AdwToast */
  AdwToast *shown;  /* not owned: until it says it is dismissed */
  AdwToast *spoken; /* the word that the next is written over */
  gint64 came_at;   /* frame time in µs of its first frame, 0 before */
  guint frames;     /* tick callback, 0 for none */
  gboolean is_coming, is_given_up;
} Notices;

static void show_next (AdwToastOverlay *overlay);

static void
free_notices (gpointer data)
{
  Notices *notices = data;

  g_queue_clear_full (&notices->waiting, g_object_unref);
  g_free (notices);
}

static Notices *
get_notices (AdwToastOverlay *overlay)
{
  Notices *notices = g_object_get_data (G_OBJECT (overlay), "ilv-notices");

  if (!notices)
    {
      notices = g_new0 (Notices, 1);
      g_queue_init (&notices->waiting);
      g_object_set_data_full (G_OBJECT (overlay), "ilv-notices", notices, free_notices);
    }
  return notices;
}

static void
on_dismissed (AdwToast *toast, AdwToastOverlay *overlay)
{
  Notices *notices = get_notices (overlay);

  if (toast != notices->shown || gtk_widget_in_destruction (GTK_WIDGET (overlay)))
    return;
  if (notices->is_coming)
    {
      notices->is_given_up = TRUE;
      g_signal_stop_emission_by_name (toast, "dismissed");
      return;
    }
  if (toast == notices->spoken)
    notices->spoken = NULL;
  notices->shown = NULL;
  show_next (overlay);
}

static gboolean
on_frame (GtkWidget *overlay, GdkFrameClock *clock, gpointer user_data)
{
  Notices *notices = get_notices (ADW_TOAST_OVERLAY (overlay));
  gint64 now = gdk_frame_clock_get_frame_time (clock);

  if (!notices->came_at)
    notices->came_at = now;
  if (now - notices->came_at < COMING_IN_US)
    return G_SOURCE_CONTINUE;
  /* Its animation may end only after this in the same frame. */
  if (notices->is_coming)
    {
      notices->is_coming = FALSE;
      return G_SOURCE_CONTINUE;
    }
  notices->frames = 0;
  /* For adw_toast_dismiss() it is dismissed already. */
  if (notices->is_given_up)
    g_signal_emit_by_name (notices->shown, "dismissed");
  return G_SOURCE_REMOVE;
}

static void
show_next (AdwToastOverlay *overlay)
{
  Notices *notices = get_notices (overlay);

  if (notices->shown || g_queue_is_empty (&notices->waiting))
    return;
  notices->shown = g_queue_pop_head (&notices->waiting);
  notices->came_at = 0;
  notices->is_coming = TRUE;
  notices->is_given_up = FALSE;
  adw_toast_overlay_add_toast (overlay, notices->shown);
  if (!notices->frames)
    notices->frames = gtk_widget_add_tick_callback (GTK_WIDGET (overlay), on_frame, NULL, NULL);
}

void
ilv_notices_add (AdwToastOverlay *overlay, AdwToast *toast)
{
  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));
  g_return_if_fail (ADW_IS_TOAST (toast));

  g_signal_connect_object (toast, "dismissed", G_CALLBACK (on_dismissed), overlay, 0);
  g_queue_push_tail (&get_notices (overlay)->waiting, toast);
  show_next (overlay);
}

void
ilv_notices_say (AdwToastOverlay *overlay, const char *message)
{
  Notices *notices = get_notices (overlay);
  g_autofree char *escaped = g_markup_escape_text (message, -1);

  if (notices->spoken && !(notices->spoken == notices->shown && notices->is_given_up))
    {
      adw_toast_set_title (notices->spoken, escaped);
      return;
    }
  notices->spoken = adw_toast_new (escaped);
  ilv_notices_add (overlay, notices->spoken);
}

static gboolean
can_be_undone (AdwToast *toast)
{
  return adw_toast_get_button_label (toast) != NULL;
}

/* Either is what a press on the button does; no toast has both. */
static void
undo (AdwToastOverlay *overlay, AdwToast *toast)
{
  const char *action = adw_toast_get_action_name (toast);

  if (action)
    gtk_widget_activate_action_variant (GTK_WIDGET (overlay), action,
                                        adw_toast_get_action_target_value (toast));
  else
    g_signal_emit_by_name (toast, "button-clicked");
}

gboolean
ilv_notices_undo (AdwToastOverlay *overlay)
{
  Notices *notices = get_notices (overlay);

  for (GList *link = notices->waiting.tail; link; link = link->prev)
    if (can_be_undone (link->data))
      {
        g_autoptr (AdwToast) toast = link->data;

        g_queue_delete_link (&notices->waiting, link);
        undo (overlay, toast);
        return TRUE;
      }
  if (!notices->shown || notices->is_given_up || !can_be_undone (notices->shown))
    return FALSE;
  undo (overlay, notices->shown);
  adw_toast_dismiss (notices->shown);
  return TRUE;
}
