/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a comparison takes in what its runs record while they go on. */
#include "session/comparison-private.h"

#include "session/run-private.h"

#define POLL_MS 100
/* How long one poll may take in records, so that a frame is never late for it; what is left is
   taken in as soon as nothing more pressing is to be done. */
#define POLL_TIME (5 * G_TIME_SPAN_MILLISECOND)

static gboolean
on_poll (gpointer user_data)
{
  ilv_comparison_poll (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_rest (gpointer user_data)
{
  IlvComparison *self = user_data;

  ilv_source_clear (&self->rest_source);
  ilv_comparison_poll (self);
  return G_SOURCE_REMOVE;
}

static void
poll_the_rest_later (IlvComparison *self)
{
  if (self->rest_source)
    return;
  self->rest_source = g_idle_source_new ();
  g_source_set_callback (self->rest_source, on_rest, self, NULL);
  g_source_attach (self->rest_source, g_main_context_get_thread_default ());
}

gboolean
ilv_comparison_poll (IlvComparison *self)
{
  gint64 deadline = g_get_monotonic_time () + POLL_TIME;
  gboolean any = FALSE;
  gboolean more;

  g_return_val_if_fail (ILV_IS_COMPARISON (self), FALSE);

  do
    {
      more = FALSE;
      for (guint i = 0; i < self->runs->len; i++)
        any |= ilv_run_poll (ilv_comparison_get_run (self, i), &more);
    }
  while (more && g_get_monotonic_time () < deadline);
  if (more && self->running)
    poll_the_rest_later (self);
  return any;
}

void
ilv_comparison_begin_polling (IlvComparison *self)
{
  self->poll_source = g_timeout_source_new (POLL_MS);
  g_source_set_callback (self->poll_source, on_poll, self, NULL);
  g_source_attach (self->poll_source, g_main_context_get_thread_default ());
}

void
ilv_comparison_end_polling (IlvComparison *self)
{
  ilv_source_clear (&self->poll_source);
  ilv_source_clear (&self->rest_source);
}
