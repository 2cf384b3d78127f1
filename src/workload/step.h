/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The kinds of step a task can be made of, each with its attributes.
 *
 * A kind is one row of the table in step-kind.c: its element name, what it does in a sentence, its
 * attributes with their types, and whether it holds other steps. Attributes are numbered per kind
 * by the enumerations below; values are numbers (expressions over settings), choices, texts with
 * {expressions} in them, or references to a lock or counter of the scenario.
 */
#pragma once

#include "workload/expression.h"

G_BEGIN_DECLS

typedef enum
{
  ILV_STEP_BLOCK,
  ILV_STEP_CLOSE, /* of a resource; holds steps */
  ILV_STEP_COMPUTE,
  ILV_STEP_CRASH,
  ILV_STEP_ECHO,
  ILV_STEP_FETCH,
  ILV_STEP_FILE,
  ILV_STEP_GET,
  ILV_STEP_HOLD,
  ILV_STEP_LOAD,
  ILV_STEP_LOCK,   /* holds steps */
  ILV_STEP_OPEN,   /* of a resource; holds steps */
  ILV_STEP_PUT,
  ILV_STEP_QUERY,
  ILV_STEP_RAISE,
  ILV_STEP_REPEAT, /* holds steps */
  ILV_STEP_RESOURCE, /* holds an open, a use and a close */
  ILV_STEP_RESULT,
  ILV_STEP_RETRY,  /* holds steps */
  ILV_STEP_SEMAPHORE, /* holds steps */
  ILV_STEP_SEND,
  ILV_STEP_SLEEP,
  ILV_STEP_START_LOOP,
  ILV_STEP_STORE,
  ILV_STEP_USE,    /* of a resource; holds steps */
  ILV_N_STEP_KINDS
} IlvStepKind;

enum { ILV_BLOCK_MS };
enum { ILV_COMPUTE_KERNEL, ILV_COMPUTE_SIZE, ILV_COMPUTE_REPEAT, ILV_COMPUTE_GIL,
       ILV_COMPUTE_EXPONENT };
enum { ILV_CRASH_SIGNAL, ILV_CRASH_PERCENT };
enum { ILV_ECHO_DELAY_MS, ILV_ECHO_BYTES, ILV_ECHO_TIMEOUT_MS };
enum { ILV_FETCH_PATH, ILV_FETCH_TIMEOUT_MS };
enum { ILV_FILE_ACTION, ILV_FILE_NAME, ILV_FILE_TEXT, ILV_FILE_BYTES };
enum { ILV_GET_QUEUE }; /* takes the first item out into the task's variable */
enum { ILV_HOLD_SECONDS, ILV_HOLD_MESSAGES, ILV_HOLD_TIMEOUT_MS };
enum { ILV_LOAD_COUNTER };             /* reads the counter into the task's variable */
enum { ILV_LOCK_LOCK, ILV_LOCK_WHEN }; /* when: 0 skips the lock, not the steps inside */
/* kernel: sent with the value, for a `compute kernel="received"`; sentinel: 1 ends the repeat in
   which it is got. */
enum { ILV_PUT_QUEUE, ILV_PUT_VALUE, ILV_PUT_TEXT, ILV_PUT_BYTES, ILV_PUT_KERNEL,
       ILV_PUT_SENTINEL };
/* percent: how often it does, by chance; transient: whether trying again may help */
enum { ILV_RAISE_MESSAGE, ILV_RAISE_PERCENT, ILV_RAISE_TRANSIENT };
enum { ILV_QUERY_KIND, ILV_QUERY_ROWS, ILV_QUERY_DELAY_MS };
enum { ILV_REPEAT_TIMES };
enum { ILV_RESOURCE_NAME };
/* times: at most, after the first time; jitter: a wait is by chance up to so much shorter or
   longer, as a share of it */
enum { ILV_RESULT_VALUE, ILV_RESULT_LIST };
enum { ILV_RETRY_TIMES, ILV_RETRY_BACKOFF_MS, ILV_RETRY_JITTER };
enum { ILV_SEMAPHORE_SEMAPHORE };
enum { ILV_SEND_BYTES, ILV_SEND_BY };
enum { ILV_SLEEP_MS, ILV_SLEEP_JITTER };
enum { ILV_START_LOOP_CALL };
enum { ILV_STORE_COUNTER, ILV_STORE_ADD }; /* writes the task's variable + add */

#define ILV_MAX_ATTRIBUTES 6

/* What is computed, `repeat` times over:
     primes     counts the primes below `size` by trial division (divisors d with d * d <= n);
     factorial  `size` factorial with GMP, one C call;
     sha256     SHA-256 over a block of `size` zero bytes, one C call;
     words      counts the words of the HTML the task fetched last; `size` is not used;
     array      sums sin x · cos x + ln (1 + |x|) over the task's chunk of `size` doubles, those
                sent to it last or else those from `index` × `size` on;
     image      blurs a picture of `size` × `size` pixels, another for each `index`, and scales
                it to half its size;
     square, double, negate, power
                size², 2 size, -size, size to the power of `exponent`;
     received   the one of the first three of them that came through a queue with the task's
                variable. */
typedef enum { ILV_KERNEL_PRIMES, ILV_KERNEL_FACTORIAL, ILV_KERNEL_SHA256, ILV_KERNEL_WORDS,
               ILV_KERNEL_ARRAY, ILV_KERNEL_IMAGE, ILV_KERNEL_SQUARE, ILV_KERNEL_DOUBLE,
               ILV_KERNEL_NEGATE, ILV_KERNEL_POWER, ILV_KERNEL_RECEIVED, ILV_N_KERNELS } IlvKernel;
static inline gboolean
ilv_kernel_is_arithmetic (IlvKernel kernel)
{
  return kernel >= ILV_KERNEL_SQUARE && kernel <= ILV_KERNEL_POWER;
}
/* How a computation treats the GIL. `interpreted` looks for a drop request at every loop turn,
   `held` keeps the GIL from the start to the end of every repeat, `released` gives it up. */
typedef enum { ILV_GIL_INTERPRETED, ILV_GIL_HELD, ILV_GIL_RELEASED, ILV_N_GIL_USES } IlvGilUse;

/* What a query does: `select` reads so many rows and adds them up, `insert` writes so many. */
typedef enum { ILV_QUERY_SELECT, ILV_QUERY_INSERT, ILV_N_QUERY_KINDS } IlvQueryKind;
/* How what is sent gets into another process. */
typedef enum { ILV_SEND_BY_PIPE, ILV_SEND_BY_SHARED_MEMORY, ILV_N_SEND_WAYS } IlvSendWay;

typedef enum { ILV_FILE_APPEND, ILV_FILE_READ, ILV_FILE_WRITE, ILV_N_FILE_ACTIONS } IlvFileAction;
/* What is sent through a queue besides the value: nothing, or what is to be done with it. */
typedef enum { ILV_SENT_NONE, ILV_SENT_SQUARE, ILV_SENT_DOUBLE, ILV_SENT_NEGATE,
               ILV_N_SENT_KERNELS } IlvSentKernel;
/* Whether a result replaces the one before, or they become a list. */
typedef enum { ILV_RESULT_LIST_NO, ILV_RESULT_LIST_APPEND, ILV_RESULT_LIST_SORTED,
               ILV_N_RESULT_LISTS } IlvResultList;

/* How a worker process is killed. */
typedef enum { ILV_CRASH_KILL, ILV_CRASH_SEGV, ILV_CRASH_ABRT, ILV_N_CRASHES } IlvCrash;
/* How an event loop is started, or used, where that is not allowed:
     run                 asyncio.run(), which makes a loop of its own;
     run-until-complete  another loop's run_until_complete();
     create-task         asyncio.create_task() in a plain thread, which has no loop. */
typedef enum { ILV_LOOP_RUN, ILV_LOOP_UNTIL_COMPLETE, ILV_LOOP_CREATE_TASK,
               ILV_N_LOOP_CALLS } IlvLoopStart;

typedef enum
{
  ILV_ATTRIBUTE_NUMBER,  /* an expression */
  ILV_ATTRIBUTE_INTEGER, /* an expression, rounded down */
  ILV_ATTRIBUTE_CHOICE,  /* one of `choices` */
  ILV_ATTRIBUTE_TEXT,    /* text with {expressions} */
  ILV_ATTRIBUTE_LOCK,    /* the name of a lock of the scenario */
  ILV_ATTRIBUTE_COUNTER, /* the name of a counter of the scenario */
  ILV_ATTRIBUTE_SEMAPHORE, /* the name of a semaphore of the scenario */
  ILV_ATTRIBUTE_QUEUE,   /* the name of a queue of the scenario */
} IlvAttributeType;

typedef struct
{
  const char *name;
  IlvAttributeType type;
  const char *default_text; /* NULL: it must be given */
  double min;               /* of numbers, for every task */
  double max;
  const char *const *choices; /* ILV_ATTRIBUTE_CHOICE: NULL-terminated */
  const char *summary;        /* in English, a phrase */
} IlvAttribute;

typedef struct
{
  const char *name;
  const char *summary; /* in English, a sentence */
  gboolean holds_steps;
  const char *inside; /* the only kind of step it can stand in, and needs; NULL: any */
  guint n_attributes;
  IlvAttribute attributes[ILV_MAX_ATTRIBUTES];
} IlvStepDescription;

/* (transfer none): its row in the table. */
const IlvStepDescription *ilv_step_kind_describe (IlvStepKind kind);
const char *ilv_step_kind_get_name (IlvStepKind kind); /* of its element: "start-loop" */
gboolean ilv_step_kind_from_name (const char *name, IlvStepKind *kind); /* FALSE: no such step */
/* The parts a step of this kind holds instead of any steps: each once, in this order. NULL: it
   holds whatever steps, or none. */
const IlvStepKind *ilv_step_kind_get_parts (IlvStepKind kind, guint *n_parts);
/* The largest `size` a kernel takes. */
double ilv_kernel_get_max_size (IlvKernel kernel);

typedef struct _IlvStep IlvStep;

IlvStepKind ilv_step_get_kind (const IlvStep *step);
guint ilv_step_get_line (const IlvStep *step); /* of its file, from 1 */
guint ilv_step_get_n_children (const IlvStep *step);
const IlvStep *ilv_step_get_child (const IlvStep *step, guint index);

/* The value of an attribute, by its number in the enumeration of its kind, for the task that
   `scope` stands for. The text is (transfer full). */
double ilv_step_get_number (const IlvStep *step, guint attribute, const IlvScope *scope);
char *ilv_step_get_text (const IlvStep *step, guint attribute, const IlvScope *scope);
guint ilv_step_get_choice (const IlvStep *step, guint attribute);
/* Index of the lock, counter, semaphore or queue in its scenario. */
guint ilv_step_get_reference (const IlvStep *step, guint attribute);

/* Whether every number of the step and of those inside it is finite and in its range for the task
   of `scope`, as far as can be told before it runs; otherwise a sentence that names the line.
   ILV_EXPRESSION_ERROR_LIMIT. */
gboolean ilv_step_check (const IlvStep *step, const IlvScope *scope, GError **error);
/* Whether a number of the step itself depends on what the task has when it comes to it. */
gboolean ilv_step_uses_variable (const IlvStep *step);
/* What ilv_step_check() could not know before: the same for such numbers of the step itself. */
gboolean ilv_step_check_now (const IlvStep *step, const IlvScope *scope, GError **error);
/* Whether any number of it differs from task to task. */
gboolean ilv_step_uses_index (const IlvStep *step);

G_END_DECLS
