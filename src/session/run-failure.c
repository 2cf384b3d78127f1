/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/run-failure.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/wait.h>

static char *
describe_status (const IlvRunEnd *end, const char *title)
{
  if (end->lingered)
    return g_strdup_printf (_ ("%s: the runner gave its report but did not end, and was killed; "
                               "what it recorded is kept."),
                            title);
  if (WIFSIGNALED (end->status))
    return g_strdup_printf (_ ("%s: the runner was killed by signal %d (%s); what it recorded "
                               "until then is kept."),
                            title, WTERMSIG (end->status), strsignal (WTERMSIG (end->status)));
  if (WEXITSTATUS (end->status) != 0)
    return g_strdup_printf (_ ("%s: the runner ended with status %d; what it recorded until then "
                               "is kept."),
                            title, WEXITSTATUS (end->status));
  return g_strdup_printf (_ ("%s: the runner ended, but %s; what it recorded is kept."), title,
                          end->report_error);
}

/* A run in which nothing succeeded compares with nothing, unless that is what the scenario shows:
   tasks that wait for each other. */
static char *
describe_all_failed (const IlvRunEnd *end, const char *title)
{
  const IlvReport *report = &end->report->report;
  const IlvResult *first;

  if (end->report->deadlock || report->tasks_failed == 0 || report->tasks_done > 0
      || end->report->results->len == 0)
    return NULL;
  /* One failure that cancels the others may be what is shown, but not of an address. */
  if (!*ilv_workload_get_url (end->workload)
      && report->tasks_failed < ilv_workload_get_n_tasks (end->workload)
                                   - ilv_workload_get_n_background (end->workload))
    return NULL;
  first = g_ptr_array_index (end->report->results, 0);
  return g_strdup_printf (_ ("%s: no task succeeded. %s"), title, first->text);
}

static char *
describe_finished (const IlvRunEnd *end, const char *title)
{
  /* What a server does after everything was fetched is nobody's loss. */
  if (end->server_error && end->report->report.tasks_failed > 0)
    return g_strdup_printf ("%s: %s", title, end->server_error);
  return describe_all_failed (end, title);
}

char *
ilv_run_end_describe_failure (const IlvRunEnd *end)
{
  const char *title = ilv_model_get_title (ilv_workload_get_model (end->workload));
  gboolean ended_well = WIFEXITED (end->status) && WEXITSTATUS (end->status) == 0;

  if (end->report && end->report->status == ILV_RUNNER_FINISHED && ended_well)
    return describe_finished (end, title);
  if (end->timed_out)
    return g_strdup_printf (_ ("%s did not end within %g s and was ended; what it recorded until "
                               "then is kept."),
                            title, end->timeout);
  if (end->server_error && !end->stop_requested)
    return g_strdup_printf ("%s: %s", title, end->server_error);
  if (end->stop_requested || (end->report && end->report->status == ILV_RUNNER_STOPPED))
    return NULL;
  if (end->report && end->report->status == ILV_RUNNER_FAILED && end->report->error)
    return g_strdup_printf ("%s: %s", title, end->report->error);
  return describe_status (end, title);
}
