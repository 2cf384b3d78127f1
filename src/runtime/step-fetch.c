/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fetching a page: a thread drives a transfer of its own and waits for it beside the stop; a
 * coroutine hands one to the loop. Both read the page into task->body.
 */
#include "runtime/fetch.h"
#include "runtime/file-limit.h"
#include "runtime/loop-curl.h"
#include "runtime/worker.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

/* What worker->curl points to. The multi handle is there to wait for the transfer and for a stop
   at the same time, which curl_easy_perform() cannot. */
typedef struct
{
  CURLM *multi;          /* owned; keeps the connections */
  IlvTransfer *transfer; /* owned */
} Fetcher;

static char *
make_url (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  IlvExecution *execution = worker->execution;
  const char *own = ilv_workload_get_url (execution->workload);
  g_autofree char *path = NULL;

  /* A page of the user's own is fetched as it is: the paths are the local server's. */
  if (own && *own)
    return g_strdup (own);
  path = ilv_step_get_text (step, ILV_FETCH_PATH, ilv_task_run_get_scope (task, execution));
  return g_strconcat (execution->server_url ? execution->server_url : "", path, NULL);
}

static double
get_timeout (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  return ilv_step_get_number (step, ILV_FETCH_TIMEOUT_MS,
                              ilv_task_run_get_scope (task, worker->execution));
}

/* A handle of libcurl's is memory and a pair of descriptors. */
static IlvOutcome
fail_to_begin (IlvTaskRun *task, int code)
{
  ilv_task_run_fail (task, ilv_file_limit_is_meant (code)
                             ? ilv_file_limit_describe ()
                             : g_strdup (_ ("There is not enough memory to fetch a page.")));
  return ILV_OUTCOME_FAILED;
}

static void
count_in_flight (IlvWorker *worker, int delta)
{
  ilv_recorder_count (&worker->recorder, ILV_COUNTER_IN_FLIGHT, delta);
}

static IlvOutcome
finish (IlvWorker *worker, IlvTaskRun *task, IlvTransfer *transfer)
{
  char *sentence = NULL;
  gsize length = 0;
  char *body = ilv_transfer_take_body (transfer, &length, &sentence);

  if (!body)
    {
      ilv_task_run_fail (task, sentence);
      return ILV_OUTCOME_FAILED;
    }
  ilv_recorder_set_counter (&worker->recorder, ILV_COUNTER_REQUEST_LATENCY,
                            ilv_loop_now () - transfer->began);
  g_free (task->body);
  task->body = body;
  task->body_length = length;
  return ILV_OUTCOME_NEXT;
}

/* --- blocking ----------------------------------------------------------------------------- */

static Fetcher *
get_fetcher (IlvWorker *worker)
{
  Fetcher *fetcher = worker->curl;

  if (fetcher)
    return fetcher;
  fetcher = g_new0 (Fetcher, 1);
  fetcher->transfer = ilv_transfer_new ();
  fetcher->multi = curl_multi_init ();
  worker->curl = fetcher;
  if (!fetcher->transfer || !fetcher->multi)
    ilv_fetch_close (worker);
  return worker->curl;
}

void
ilv_fetch_close (IlvWorker *worker)
{
  Fetcher *fetcher = worker->curl;

  if (!fetcher)
    return;
  ilv_transfer_free (fetcher->transfer);
  curl_multi_cleanup (fetcher->multi);
  g_free (fetcher);
  worker->curl = NULL;
}

/* Whether it came to its end before a stop. */
static bool
perform (Fetcher *fetcher, int stop_fd)
{
  struct curl_waitfd stop = { .fd = stop_fd, .events = CURL_WAIT_POLLIN };
  int running = 1, left;
  CURLMsg *message;

  curl_multi_add_handle (fetcher->multi, fetcher->transfer->easy);
  while (curl_multi_perform (fetcher->multi, &running) == CURLM_OK && running > 0)
    {
      stop.revents = 0;
      if (curl_multi_poll (fetcher->multi, &stop, 1, 1000, NULL) != CURLM_OK || stop.revents)
        break;
    }
  fetcher->transfer->code = CURLE_FAILED_INIT;
  while ((message = curl_multi_info_read (fetcher->multi, &left)))
    if (message->msg == CURLMSG_DONE)
      fetcher->transfer->code = message->data.result;
  curl_multi_remove_handle (fetcher->multi, fetcher->transfer->easy);
  return !stop.revents;
}

static IlvOutcome
fetch_blocking (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  g_autofree char *url = make_url (worker, task, step);
  Fetcher *fetcher;
  bool finished;

  errno = 0;
  fetcher = get_fetcher (worker);
  if (!fetcher)
    return fail_to_begin (task, errno);
  ilv_transfer_prepare (fetcher->transfer, url, get_timeout (worker, task, step));
  count_in_flight (worker, 1);
  ilv_worker_begin_wait (worker, task, ILV_STATE_WAITING_IO, 0);
  finished = perform (fetcher, ilv_task_run_get_stop_fd (task, worker->execution));
  count_in_flight (worker, -1);
  ilv_worker_end_wait (worker, task);
  return finished ? finish (worker, task, fetcher->transfer) : ILV_OUTCOME_CANCELLED;
}

/* --- suspending --------------------------------------------------------------------------- */

static IlvOutcome
fetch_suspending (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  g_autofree char *url = make_url (worker, task, step);
  IlvTransfer *transfer = ilv_transfer_new ();

  if (!transfer)
    return fail_to_begin (task, 0);
  ilv_transfer_prepare (transfer, url, get_timeout (worker, task, step));
  if (!ilv_loop_curl_start (ilv_loop_get_curl (worker->loop), transfer, task))
    {
      ilv_transfer_free (transfer);
      return fail_to_begin (task, 0);
    }
  task->pending = transfer;
  count_in_flight (worker, 1);
  ilv_record_task (&worker->recorder, task->id, ILV_STATE_WAITING_IO, 0);
  return ILV_OUTCOME_SUSPENDED;
}

static void
fetch_end (IlvWorker *worker, IlvTaskRun *task)
{
  count_in_flight (worker, -1);
  g_clear_pointer (&task->pending, ilv_transfer_free);
}

static IlvOutcome
fetch_resumed (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  IlvOutcome outcome = finish (worker, task, task->pending);

  fetch_end (worker, task);
  return outcome;
}

static void
fetch_cancel (IlvWorker *worker, IlvTaskRun *task, const IlvStep *step)
{
  ilv_loop_curl_cancel (ilv_loop_get_curl (worker->loop), task->pending);
  fetch_end (worker, task);
}

const IlvStepOperations ilv_step_fetch = {
  .blocking = fetch_blocking,
  .suspending = fetch_suspending,
  .resumed = fetch_resumed,
  .cancel = fetch_cancel,
  .is_call = true,
};
