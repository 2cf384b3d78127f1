/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a run failed, as a sentence for people. */
#pragma once

#include "session/report-parser.h"
#include "workload/workload.h"

G_BEGIN_DECLS

/* How one repeat of a run ended. Everything borrowed. */
typedef struct
{
  const IlvWorkload *workload;
  const IlvRunnerReport *report; /* NULL when there was none that could be read */
  const char *server_error;      /* why the server it needed has ended; NULL: it has not */
  const char *report_error;      /* why there was none; then not NULL */
  int status;                    /* of the runner, as wait() has it */
  double timeout;                /* seconds */
  gboolean timed_out;
  gboolean stop_requested;
  gboolean lingered;             /* gave its report, but had to be killed */
} IlvRunEnd;

/* (transfer full) (nullable): NULL when it did not fail. */
char *ilv_run_end_describe_failure (const IlvRunEnd *end);

G_END_DECLS
