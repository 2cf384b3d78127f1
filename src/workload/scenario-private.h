/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a scenario is kept and made: for the files scenario*.c and workload.c. */
#pragma once

#include "workload/document.h"
#include "workload/scenario.h"
#include "workload/step-private.h"

G_BEGIN_DECLS

typedef enum
{
  ILV_OPTION_WORKERS,
  ILV_OPTION_LIMIT,
  ILV_OPTION_STOP_AFTER,
  ILV_OPTION_GRACE,
  ILV_OPTION_REPLACEMENTS,
  ILV_N_OPTION_EXPRESSIONS
} IlvOption;

typedef struct
{
  gboolean has_element; /* there are <options> for the model */
  IlvExpression *expressions[ILV_N_OPTION_EXPRESSIONS]; /* owned; NULL: not said */
  char *on_error;                                       /* owned; NULL: not said */
  char *start_method;                                   /* owned; NULL: not said */
  char *exclusion; /* owned; why the scenario makes no sense under the model; NULL: not said */
  IlvExpression *exclusion_when; /* owned; above 0 only then it makes none; NULL: never does */
} IlvModelOptions;

/* IlvTaskGroup is what others see of it. */
typedef struct
{
  IlvTaskGroup group;
  char *name_text;
  char *label_text;
  IlvTemplate *name;
  IlvTemplate *label;
  IlvExpression *count;
  GPtrArray *steps; /* element-type IlvStep */
} IlvTaskGroupData;

/* Objects with a number each: the permits of semaphores, the capacities of queues. */
typedef struct
{
  GPtrArray *names; /* element-type utf8 */
  GPtrArray *sizes; /* element-type IlvExpression; as many, once all is read */
} IlvSizedObjects;

struct _IlvScenario
{
  gatomicrefcount references;
  char *xml;
  gsize xml_length;
  char *id;
  char *topic;
  int order;
  guint models; /* bit set of those it names */
  char *title; /* the three in the file's own English */
  char *summary;
  char *question;
  GPtrArray *settings; /* element-type IlvSettingData */
  GPtrArray *locks;    /* element-type utf8 */
  GPtrArray *counters; /* element-type utf8 */
  IlvSizedObjects semaphores;
  IlvSizedObjects queues;
  GPtrArray *groups;   /* element-type IlvTaskGroupData */
  IlvModelOptions options[ILV_N_MODELS + 1]; /* the last: of every model */
  gboolean needs_server;
  gboolean needs_echo;
};

/* IlvSetting is what others see of it. */
typedef struct
{
  IlvSetting setting;
  char *name;
  char *title; /* in English, as is `unit` */
  char *unit;
  char *default_text;
  char **choices;
} IlvSettingData;

IlvScenario *ilv_scenario_new (const char *text, gsize length);
/* A setting of a scenario; texts are copied. `title` and `unit` in English. */
IlvSettingData *ilv_setting_data_new (const char *name, const char *title, const char *unit,
                                      IlvSettingType type);
IlvTaskGroupData *ilv_task_group_data_new (void);
int ilv_scenario_get_order (const IlvScenario *scenario);
/* Why the scenario makes no sense under the model, in the user's language; NULL: not said. */
const char *ilv_scenario_get_exclusion (const IlvScenario *scenario, IlvModel model);
/* ILV_N_MODELS: those of every model, where the model has none of its own. */
const IlvModelOptions *ilv_scenario_get_options (const IlvScenario *scenario, IlvModel model);
/* In the user's language: a text of the message catalogue, which stays, or `english` itself. (The
   translation of "" would be the catalogue's header.) */
const char *ilv_scenario_translate (const char *english);
/* An IlvNameLookup; user_data is the scenario. */
int ilv_scenario_lookup_setting (const char *name, gpointer user_data);

/* A file on its way to a scenario. */
typedef struct
{
  IlvScenario *scenario;
  IlvDocument *document;
  GPtrArray *problems; /* element-type IlvProblem */
  gboolean in_step;    /* where expressions may use what a task has at that moment */
} IlvBuilder;

#define ILV_NAME_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789-"
/* Ids become file names and arguments: small letters, digits and hyphens. */
gboolean ilv_is_id (const char *text);

void ilv_builder_add_problem (IlvBuilder *builder, const char *at, const char *format, ...)
  G_GNUC_PRINTF (3, 4);
/* Tells of attributes that are not in the list (NULL-terminated). */
void ilv_builder_check_attributes (IlvBuilder *builder, const IlvNode *node,
                                   const char *const *known);
/* An attribute that must be there and not empty; NULL: it was told of. */
const IlvDocumentAttribute *ilv_builder_require (IlvBuilder *builder, const IlvNode *node,
                                                 const char *name);
IlvExpression *ilv_builder_parse_expression (IlvBuilder *builder, const char *text,
                                             const char *at);
IlvTemplate *ilv_builder_parse_template (IlvBuilder *builder, const char *text, const char *at);
/* Fills the settings (scenario-settings.c), the tasks (scenario-tasks.c) and the models' options
   (scenario-models.c) of the scenario from the children of `root`. */
void ilv_builder_read_setting (IlvBuilder *builder, const IlvNode *node);
void ilv_builder_add_shared_settings (IlvBuilder *builder);
void ilv_builder_read_models (IlvBuilder *builder, const IlvNode *root);
void ilv_builder_read_options (IlvBuilder *builder, const IlvNode *node);
void ilv_builder_read_exclusion (IlvBuilder *builder, const IlvNode *node);
/* Lock, counter, semaphore or queue (scenario-objects.c): the name, and in a second pass, when all
   settings are known, the number. */
void ilv_builder_read_object (IlvBuilder *builder, const IlvNode *node);
void ilv_builder_read_size (IlvBuilder *builder, const IlvNode *node);
gboolean ilv_is_object (const char *element);
void ilv_builder_read_task (IlvBuilder *builder, const IlvNode *node);
void ilv_builder_read_background (IlvBuilder *builder, const IlvNode *node);

G_END_DECLS
