/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long work of the window: each piece in a thread of its own, a row saying how far it is. */
#include "app/window-private.h"

#include "app/work-row.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  IlvWindow *window;    /* borrowed; NULL when it has gone */
  IlvWork work;         /* without its title */
  IlvLongWork *counter; /* owned */
  GtkWidget *row;       /* borrowed from the window */
} Job;

static void
free_job (Job *job)
{
  if (job->work.free_data)
    job->work.free_data (job->work.data);
  g_object_unref (job->counter);
  g_free (job);
}

static void
run_job (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;

  if (job->work.function (job->work.data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
end_job (Job *job, const GError *error)
{
  IlvWindow *self = job->window;

  g_ptr_array_remove (self->jobs, job);
  gtk_box_remove (self->work, job->row);
  gtk_widget_set_visible (GTK_WIDGET (self->work), self->jobs->len > 0);
  /* Who gave it up knows. What was read all the same is not wanted any more; what was written all
     the same is there. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || (!job->work.writes && g_cancellable_is_cancelled (G_CANCELLABLE (job->counter))))
    error = NULL;
  else
    job->work.end (self, job->work.data, error);
  /* What went wrong must be seen. */
  if (error)
    self->closing = FALSE;
  else if (self->closing && !ilv_window_is_writing (self))
    gtk_window_close (GTK_WINDOW (self));
}

static void
on_job_ended (GObject *source, GAsyncResult *result, gpointer data)
{
  Job *job = data;
  g_autoptr (IlvWindow) window = job->window ? g_object_ref (job->window) : NULL;
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  if (window)
    end_job (job, error);
  free_job (job);
}

void
ilv_window_start_work (IlvWindow *self, const IlvWork *work)
{
  Job *job = g_new0 (Job, 1);
  g_autoptr (GTask) task = NULL;

  job->window = self;
  job->work = *work;
  job->work.title = NULL;
  job->counter = ilv_long_work_new ();
  job->row = ilv_work_row_new (work->title, job->counter);
  gtk_box_append (self->work, job->row);
  gtk_widget_set_visible (GTK_WIDGET (self->work), TRUE);
  g_ptr_array_add (self->jobs, job);

  /* The job is freed here and not by the task, which may end its life in the thread. */
  task = g_task_new (NULL, G_CANCELLABLE (job->counter), on_job_ended, job);
  g_task_set_task_data (task, job, NULL);
  /* What has been done all the same is judged when it ends. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, run_job);
}

gboolean
ilv_window_is_working (IlvWindow *self)
{
  return self->jobs->len > 0;
}

gboolean
ilv_window_is_writing (IlvWindow *self)
{
  for (guint i = 0; self->jobs && i < self->jobs->len; i++)
    if (((Job *) self->jobs->pdata[i])->work.writes)
      return TRUE;
  return FALSE;
}

void
ilv_window_cancel_reading (IlvWindow *self)
{
  for (guint i = 0; i < self->jobs->len; i++)
    {
      Job *job = self->jobs->pdata[i];

      if (!job->work.writes)
        g_cancellable_cancel (G_CANCELLABLE (job->counter));
    }
}

void
ilv_window_close_after_writing (IlvWindow *self)
{
  for (guint i = 0; i < self->jobs->len; i++)
    {
      Job *job = self->jobs->pdata[i];

      if (job->work.writes)
        ilv_work_row_set_note (ILV_WORK_ROW (job->row), _ ("The window closes when it is done."));
    }
}

void
ilv_window_leave_work (IlvWindow *self)
{
  for (guint i = 0; self->jobs && i < self->jobs->len; i++)
    {
      Job *job = self->jobs->pdata[i];

      job->window = NULL;
      g_cancellable_cancel (G_CANCELLABLE (job->counter));
    }
  g_clear_pointer (&self->jobs, g_ptr_array_unref);
}
