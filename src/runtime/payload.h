/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What tasks are sent by <send>: numbers that lie in shared memory before the run begins, a region
 * of whole pages for each task.
 *
 * A task of the process that made them reads its region where it lies. One in a worker process asks
 * for it (payload-server.h), and gets a serialised copy through a pipe or the memory itself.
 */
#pragma once

#include "runtime/execution.h"

G_BEGIN_DECLS

#define ILV_PAYLOADS_MAX ((guint64) 1 << 30) /* bytes, of all tasks together */

/* Whether any task is sent anything. */
gboolean ilv_payloads_are_wanted (const IlvWorkload *workload);
/* Those of the run, made when first asked for. (transfer none). Errors: G_IO_ERROR. */
IlvPayloads *ilv_payloads_get (IlvExecution *execution, GError **error);
/* Makes and fills the memory of all tasks. Errors: G_IO_ERROR. */
IlvPayloads *ilv_payloads_new (const IlvWorkload *workload, GError **error);
void ilv_payloads_free (IlvPayloads *payloads); /* NULL is fine */

int ilv_payloads_get_fd (const IlvPayloads *payloads); /* of the shared memory; theirs to close */
/* Where the region of the task at `index` begins, in bytes, and how long it is. */
guint64 ilv_payloads_get_offset (const IlvPayloads *payloads, guint index);
guint64 ilv_payloads_get_size (const IlvPayloads *payloads, guint index);
const double *ilv_payloads_get_values (const IlvPayloads *payloads, guint index);

/* What a task was sent. */
typedef enum
{
  ILV_PAYLOAD_BORROWED, /* lies in the payloads of its own process */
  ILV_PAYLOAD_COPIED,   /* allocated */
  ILV_PAYLOAD_MAPPED,   /* another process's memory */
} IlvPayloadKind;

struct _IlvPayload
{
  const double *values;
  guint64 n;
  IlvPayloadKind kind;
};

/* Bytes of whole numbers. */
guint64 ilv_payload_round_size (double bytes);

/* `n` numbers, which `kind` says how to give back; they are the payload's from then on. */
IlvPayload *ilv_payload_new (const double *values, guint64 n, IlvPayloadKind kind);
/* Unless it was borrowed, the memory is given back. NULL is fine. */
void ilv_payload_free (IlvPayload *payload);

G_END_DECLS
