/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A scenario as its XML file describes it: what is asked, what can be set, and the tasks.
 *
 * Immutable once made, counted by reference, safe to read from any thread. Titles, summaries and
 * questions are given in the user's language.
 */
#pragma once

#include "workload/concurrency.h"
#include "workload/setting.h"
#include "workload/step.h"
#include "workload/topic.h"

G_BEGIN_DECLS

/* What protects against files that were made to harm, or by a slip of the hand. */
#define ILV_MAX_TASKS 1000000
#define ILV_MAX_THREADS 4000
#define ILV_MAX_PROCESSES 256
#define ILV_MAX_STEP_NESTING 8      /* steps inside steps */
#define ILV_MAX_INSTRUCTIONS 65535  /* of one task: a step is one, one that holds others two */
#define ILV_MAX_SETTINGS 64
#define ILV_MAX_OBJECTS 24          /* of a kind: locks, counters, semaphores, queues */
#define ILV_MAX_SIZE 1000000        /* permits of a semaphore, capacity of a queue */
#define ILV_MAX_GROUPS 256

#define ILV_SCENARIO_ERROR (ilv_scenario_error_quark ())
GQuark ilv_scenario_error_quark (void);

typedef enum
{
  ILV_SCENARIO_ERROR_FAILED,  /* the file cannot be read */
  ILV_SCENARIO_ERROR_INVALID, /* it was read and has mistakes */
  ILV_SCENARIO_ERROR_UNKNOWN, /* no such scenario, setting or model */
  ILV_SCENARIO_ERROR_RANGE,   /* a setting's value is out of its range or of the wrong type */
  ILV_SCENARIO_ERROR_REFUSED, /* makes no sense under this model */
} IlvScenarioError;

/* A mistake in a file. Lines and columns count from 1. */
typedef struct
{
  guint line;
  guint column;
  const char *missing; /* static: the attribute or element that is missing there; NULL: none */
  char *message;
} IlvProblem;
void ilv_problem_free (IlvProblem *problem);

/* So many tasks with the same steps, or one that a thread of its own does in the background. */
typedef struct
{
  const char *name;  /* "T{index + 1}" and the like, unexpanded */
  const char *label; /* what the task works on, in short; may be "" ; unexpanded */
  const IlvExpression *count;
  gboolean background;
  int queue; /* of a background thread: gets a sentinel once the other tasks have ended; -1: none */
  guint n_steps; /* the outermost ones */
  const IlvStep *const *steps;
} IlvTaskGroup;

typedef struct _IlvScenario IlvScenario;

/* Parses a scenario. On mistakes returns NULL, sets `error` to the first of them and, where
   `problems` is not NULL, adds all of them to it (element-type IlvProblem). `name` is what the
   file is called in messages. */
IlvScenario *ilv_scenario_parse (const char *text, gsize length, const char *name,
                                 GPtrArray *problems, GError **error);
/* The same of a file. Errors: ILV_SCENARIO_ERROR_FAILED as well. */
IlvScenario *ilv_scenario_load (const char *path, GPtrArray *problems, GError **error);
IlvScenario *ilv_scenario_ref (IlvScenario *scenario);
void ilv_scenario_unref (IlvScenario *scenario);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvScenario, ilv_scenario_unref)

/* Texts for people are in the user's language, where there is a translation. Everything that is
   returned belongs to the scenario; an index is from 0 on, below the number of what it counts. */
const char *ilv_scenario_get_id (const IlvScenario *scenario);
const char *ilv_scenario_get_topic (const IlvScenario *scenario); /* "io", "cpu", "gil", … */
const char *ilv_scenario_get_title (const IlvScenario *scenario);
const char *ilv_scenario_get_summary (const IlvScenario *scenario);
const char *ilv_scenario_get_question (const IlvScenario *scenario); /* may be "" */
const char *ilv_scenario_get_xml (const IlvScenario *scenario); /* the text it was made from */
gsize ilv_scenario_get_xml_length (const IlvScenario *scenario); /* bytes */

/* Whether the scenario names the model. */
gboolean ilv_scenario_has_model (const IlvScenario *scenario, IlvModel model);
/* Where it does not: one sentence that says why it makes no sense there, in the user's language.
   NULL: it runs. (transfer full) */
char *ilv_scenario_explain_refusal (const IlvScenario *scenario, IlvModel model);
/* The models chosen when nothing is said, as a bit set (1 << IlvModel): those it names; of more
   than four, the sequential one, threads, processes and the event loop. */
guint ilv_scenario_get_default_models (const IlvScenario *scenario);

guint ilv_scenario_get_n_settings (const IlvScenario *scenario);
const IlvSetting *ilv_scenario_get_setting (const IlvScenario *scenario, guint index);
int ilv_scenario_find_setting (const IlvScenario *scenario, const char *name); /* -1: none */

guint ilv_scenario_get_n_locks (const IlvScenario *scenario);
const char *ilv_scenario_get_lock_name (const IlvScenario *scenario, guint index);
guint ilv_scenario_get_n_counters (const IlvScenario *scenario);
const char *ilv_scenario_get_counter_name (const IlvScenario *scenario, guint index);

guint ilv_scenario_get_n_semaphores (const IlvScenario *scenario);
const char *ilv_scenario_get_semaphore_name (const IlvScenario *scenario, guint index);
guint ilv_scenario_get_n_queues (const IlvScenario *scenario);
const char *ilv_scenario_get_queue_name (const IlvScenario *scenario, guint index);

guint ilv_scenario_get_n_groups (const IlvScenario *scenario);
const IlvTaskGroup *ilv_scenario_get_group (const IlvScenario *scenario, guint index);
/* Whether any step fetches, so that the local HTTP server is wanted. */
gboolean ilv_scenario_needs_server (const IlvScenario *scenario);
/* Whether a step talks to the echo server, which is never of the user's own. */
gboolean ilv_scenario_needs_echo (const IlvScenario *scenario);
/* Whether any task has a step of that kind, however deep inside others. */
gboolean ilv_scenario_has_step (const IlvScenario *scenario, IlvStepKind kind);

G_END_DECLS
