/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/interrupt.h"

#include <glib-unix.h>

static const int signals[] = { SIGINT, SIGTERM, SIGHUP };

struct _IlvInterrupt
{
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  GSource *sources[G_N_ELEMENTS (signals)];
  GCancellable *cancellable;
  gint signal; /* atomic */
};

static void
take (IlvInterrupt *self, int signal)
{
  g_atomic_int_set (&self->signal, signal);
  g_cancellable_cancel (self->cancellable);
}

static gboolean
on_interrupt (gpointer self)
{
  take (self, SIGINT);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_termination (gpointer self)
{
  take (self, SIGTERM);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_hangup (gpointer self)
{
  take (self, SIGHUP);
  return G_SOURCE_CONTINUE;
}

static gpointer
listen (gpointer data)
{
  IlvInterrupt *self = data;

  g_main_loop_run (self->loop);
  return NULL;
}

static gboolean
quit (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

IlvInterrupt *
ilv_interrupt_new (void)
{
  static const GSourceFunc functions[] = { on_interrupt, on_termination, on_hangup };
  IlvInterrupt *self = g_new0 (IlvInterrupt, 1);

  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->cancellable = g_cancellable_new ();
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      self->sources[i] = g_unix_signal_source_new (signals[i]);
      g_source_set_callback (self->sources[i], functions[i], self, NULL);
      g_source_attach (self->sources[i], self->context);
    }
  self->thread = g_thread_new ("ilv-interrupt", listen, self);
  return self;
}

void
ilv_interrupt_free (IlvInterrupt *self)
{
  g_autoptr (GSource) last = g_idle_source_new ();

  g_source_set_callback (last, quit, self->loop, NULL);
  g_source_attach (last, self->context);
  g_thread_join (self->thread);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      g_source_destroy (self->sources[i]);
      g_source_unref (self->sources[i]);
    }
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_object_unref (self->cancellable);
  g_free (self);
}

GCancellable *
ilv_interrupt_get_cancellable (IlvInterrupt *self)
{
  return self->cancellable;
}

int
ilv_interrupt_get_signal (IlvInterrupt *self)
{
  return g_atomic_int_get (&self->signal);
}
