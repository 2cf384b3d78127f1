/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing and reading files of the run's own folder: a thread does it itself without the GIL, an
   event loop leaves it to libuv's threads and goes on. */
#include "runtime/loop.h"
#include "runtime/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_READ ((off_t) 256 << 20) /* bytes */
#define CHUNK ((gsize) 256 << 10) /* bytes, between two looks at the stop */

/* One operation on a file; what it needs is its own, since whoever asked may go away. */
typedef struct
{
  uv_work_t work;
  IlvTaskRun *task; /* NULL: nobody waits for it any more */
  IlvLoop *loop;
  IlvFileAction action;
  char *name;
  char *path;
  char *data; /* to write, or read */
  gsize length;
  const atomic_bool *stop; /* borrowed */
  int code;   /* errno; 0: it was done */
  bool ended; /* the loop's thread's: the task was woken */
} FileJob;

static void
job_free (FileJob *job)
{
  g_free (job->name);
  g_free (job->path);
  g_free (job->data);
  g_free (job);
}

/* --- the operation itself, on any thread -------------------------------------------------- */

static int
write_data (const FileJob *job)
{
  int flags
    = O_WRONLY | O_CREAT | O_CLOEXEC | (job->action == ILV_FILE_APPEND ? O_APPEND : O_TRUNC);
  int fd = open (job->path, flags, 0600);
  gsize done = 0;
  int code = fd < 0 ? errno : 0;

  while (code == 0 && done < job->length)
    {
      gssize n = write (fd, job->data + done, MIN (CHUNK, job->length - done));

      if (atomic_load_explicit (job->stop, memory_order_relaxed))
        code = ECANCELED;
      else if (n >= 0)
        done += (gsize) n;
      else if (errno != EINTR)
        code = errno;
    }
  if (fd >= 0 && close (fd) != 0 && code == 0)
    code = errno;
  return code;
}

static int
read_data (FileJob *job)
{
  g_autoptr (GError) error = NULL;
  struct stat status;

  if (stat (job->path, &status) != 0)
    return errno;
  if (!S_ISREG (status.st_mode) || status.st_size > MAX_READ)
    return EFBIG;
  errno = 0;
  if (g_file_get_contents (job->path, &job->data, &job->length, &error))
    return 0;
  return errno != 0 ? errno : EIO;
}

static void
do_job (FileJob *job)
{
  job->code = job->action == ILV_FILE_READ ? read_data (job) : write_data (job);
}

/* --- for the task ------------------------------------------------------------------------- */

/* What the step says, else what the task fetched, read or got last. An appended text is a line. */
static void
fill_data (FileJob *job, IlvTaskRun *task, const IlvStep *step, const IlvScope *scope)
{
  g_autofree char *text = ilv_step_get_text (step, ILV_FILE_TEXT, scope);
  gsize bytes = (gsize) ilv_step_get_number (step, ILV_FILE_BYTES, scope);
  GString *data = g_string_new (text);

  if (data->len == 0 && bytes > 0)
    {
      g_string_set_size (data, bytes);
      memset (data->str, 'x', bytes);
    }
  else if (data->len == 0 && task->body)
    g_string_append_len (data, task->body, (gssize) task->body_length);
  if (job->action == ILV_FILE_APPEND)
    g_string_append_c (data, '\n');
  job->length = data->len;
  job->data = g_string_free (data, FALSE);
}

/* NULL: the task was failed. */
static FileJob *
make_job (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  const IlvScope *scope = ilv_task_run_get_scope (task, worker->execution);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = ilv_step_get_text (step, ILV_FILE_NAME, scope);
  const char *folder;
  FileJob *job;

  if (name[0] == '\0' || name[0] == '.' || strchr (name, '/'))
    {
      ilv_task_run_fail (task, g_strdup_printf (_ ("“%s” is no name for a file of the run: it must "
                                                   "not begin with a dot or hold a slash."),
                                                name));
      return NULL;
    }
  folder = ilv_execution_make_folder (worker->execution, &error);
  if (!folder)
    {
      ilv_task_run_fail (task, g_strdup (error->message));
      return NULL;
    }
  job = g_new0 (FileJob, 1);
  job->task = task;
  job->action = ilv_step_get_choice (step, ILV_FILE_ACTION);
  job->stop = ilv_task_run_get_stop (task, worker->execution);
  job->path = g_build_filename (folder, name, NULL);
  job->name = g_steal_pointer (&name);
  if (job->action != ILV_FILE_READ)
    fill_data (job, task, step, scope);
  return job;
}

/* Gives the task what came of it; frees the job. */
static IlvOutcome
finish (FileJob *job, IlvWorker *worker, IlvTaskRun *task)
{
  IlvOutcome outcome = ILV_OUTCOME_NEXT;

  if (job->code == ECANCELED)
    outcome = ILV_OUTCOME_CANCELLED;
  else if (job->code != 0)
    {
      ilv_task_run_fail (task, g_strdup_printf (job->action == ILV_FILE_READ
                                                  ? _ ("The file “%s” could not be read: %s.")
                                                  : _ ("The file “%s” could not be written: %s."),
                                                job->name, g_strerror (job->code)));
      outcome = ILV_OUTCOME_FAILED;
    }
  else
    ilv_recorder_count (&worker->recorder, ILV_COUNTER_FILE_BYTES, (int64_t) job->length);
  if (job->code == 0 && job->action == ILV_FILE_READ)
    {
      g_free (task->body);
      task->body = g_steal_pointer (&job->data);
      task->body_length = job->length;
    }
  job_free (job);
  return outcome;
}

/* --- blocking ----------------------------------------------------------------------------- */

static IlvOutcome
file_blocking (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  FileJob *job = make_job (worker, task, step);

  if (!job)
    return ILV_OUTCOME_FAILED;
  ilv_worker_begin_wait (worker, task, ILV_STATE_WAITING_IO, 0);
  do_job (job);
  ilv_worker_end_wait (worker, task);
  return finish (job, worker, task);
}

/* --- suspending --------------------------------------------------------------------------- */

static void
on_work (uv_work_t *work)
{
  do_job (work->data);
}

static void
on_worked (uv_work_t *work, int status)
{
  FileJob *job = work->data;

  if (!job->task)
    {
      job_free (job);
      return;
    }
  job->ended = true;
  ilv_loop_enter (job->loop);
  ilv_loop_count_io (job->loop, -1);
  if (status != 0)
    job->code = -status;
  ilv_loop_wake (job->loop, job->task);
}

static IlvOutcome
file_suspending (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  FileJob *job = make_job (worker, task, step);

  if (!job)
    return ILV_OUTCOME_FAILED;
  job->loop = worker->loop;
  job->work.data = job;
  task->pending = job;
  ilv_record_task (&worker->recorder, task->id, ILV_STATE_WAITING_IO, 0);
  ilv_loop_count_io (worker->loop, 1);
  uv_queue_work (ilv_loop_get_uv (worker->loop), &job->work, on_work, on_worked);
  return ILV_OUTCOME_SUSPENDED;
}

static IlvOutcome
file_resumed (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  return finish (g_steal_pointer (&task->pending), worker, task);
}

/* What is under way cannot be called back; it ends without anybody waiting for it. */
static void
file_cancel (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  FileJob *job = g_steal_pointer (&task->pending);

  if (job->ended)
    {
      job_free (job); /* the task was about to go on */
      return;
    }
  job->task = NULL;
  ilv_loop_count_io (worker->loop, -1);
  uv_cancel ((uv_req_t *) &job->work);
}

const IlvStepOperations ilv_step_file = {
  .blocking = file_blocking,
  .suspending = file_suspending,
  .resumed = file_resumed,
  .cancel = file_cancel,
  .is_call = true,
};
