/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/report-parser.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* json-glib's parser calls itself for every level, so depth is bounded before it sees the text. */
#define MAX_DEPTH 16
#define MAX_TEXT 4096 /* bytes of one sentence or result that are kept */
#define MAX_COUNTERS 64
#define MAX_EXACT 9007199254740992.0 /* 2^53: up to there a double holds every integer */

static void
free_result (gpointer data)
{
  IlvResult *result = data;

  g_free (result->text);
  g_free (result);
}

static void
free_counter (gpointer data)
{
  IlvCounterResult *counter = data;

  g_free (counter->name);
  g_free (counter);
}

void
ilv_runner_report_free (IlvRunnerReport *report)
{
  if (!report)
    return;
  g_free (report->error);
  g_free (report->deadlock);
  g_ptr_array_unref (report->results);
  g_ptr_array_unref (report->counters);
  g_free (report);
}

static gboolean
refuse (GError **error, const char *field)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               _ ("its report is not valid (at “%s”)"), field);
  return FALSE;
}

static gboolean
is_shallow (const char *text)
{
  gboolean in_string = FALSE;
  int depth = 0;

  for (const char *p = text; *p; p++)
    if (in_string && *p == '\\' && p[1])
      p++;
    else if (*p == '"')
      in_string = !in_string;
    else if (!in_string && (*p == '{' || *p == '['))
      {
        if (++depth > MAX_DEPTH)
          return FALSE;
      }
    else if (!in_string && (*p == '}' || *p == ']'))
      depth--;
  return TRUE;
}

JsonObject *
ilv_report_parse_object (const char *line, GError **error)
{
  g_autoptr (JsonNode) node = NULL;

  if (!g_utf8_validate (line, -1, NULL) || !is_shallow (line))
    return refuse (error, "{"), NULL;
  node = json_from_string (line, NULL);
  if (!node || !JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, "{"), NULL;
  return json_node_dup_object (node);
}

/* A finite number; NULL `value` node: the default stays. */
static gboolean
read_number (JsonObject *object, const char *field, double *value, GError **error)
{
  JsonNode *node = json_object_get_member (object, field);
  double number;

  if (!node || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node)
      || (json_node_get_value_type (node) != G_TYPE_INT64
          && json_node_get_value_type (node) != G_TYPE_DOUBLE))
    return refuse (error, field);
  number = json_node_get_double (node);
  if (!isfinite (number))
    return refuse (error, field);
  *value = number;
  return TRUE;
}

/* A figure that cannot be below 0; negative ones stand for unknown. */
static gboolean
read_seconds (JsonObject *object, const char *field, double *value, GError **error)
{
  *value = -1;
  if (!read_number (object, field, value, error))
    return FALSE;
  if (*value < 0)
    *value = -1;
  return *value < 1e9 || refuse (error, field);
}

static gboolean
read_amount (JsonObject *object, const char *field, gint64 *value, GError **error)
{
  double number = -1;

  if (!read_number (object, field, &number, error))
    return FALSE;
  if (number > MAX_EXACT)
    return refuse (error, field);
  *value = number < 0 ? -1 : (gint64) number;
  return TRUE;
}

static gboolean
read_count (JsonObject *object, const char *field, guint64 max, guint64 *value, GError **error)
{
  double number = 0;

  if (!read_number (object, field, &number, error))
    return FALSE;
  if (number < 0 || number > (double) max || number != floor (number))
    return refuse (error, field);
  *value = (guint64) number;
  return TRUE;
}

/* Results hold what servers sent: kept to one line without control characters, and short. */
static char *
tidy_text (const char *text)
{
  gsize length = MIN (strlen (text), MAX_TEXT);
  char *tidy;

  while (length > 0 && (text[length] & 0xC0) == 0x80)
    length--;
  tidy = g_strndup (text, length);
  for (char *p = tidy; *p; p++)
    if (g_ascii_iscntrl (*p))
      *p = ' ';
  return tidy;
}

/* NULL where there is none. */
static gboolean
read_text (JsonObject *object, const char *field, char **text, GError **error)
{
  JsonNode *node = json_object_get_member (object, field);

  *text = NULL;
  if (!node || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return refuse (error, field);
  *text = tidy_text (json_node_get_string (node));
  return TRUE;
}

static gboolean
read_status (JsonObject *object, IlvRunnerReport *report, GError **error)
{
  static const char *const names[] = { "finished", "failed", "stopped" };
  g_autofree char *status = NULL;

  if (!read_text (object, "status", &status, error)
      || !read_text (object, "error", &report->error, error))
    return FALSE;
  if (report->error && !*report->error)
    g_clear_pointer (&report->error, g_free);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (status, names[i]) == 0)
      {
        report->status = (IlvRunnerStatus) i;
        return TRUE;
      }
  return refuse (error, "status");
}

static gboolean
read_figures (JsonObject *object, IlvReport *report, GError **error)
{
  return read_seconds (object, "wall_s", &report->wall_s, error)
         && (report->wall_s >= 0 || refuse (error, "wall_s"))
         && read_seconds (object, "cpu_user_s", &report->cpu_user_s, error)
         && read_seconds (object, "cpu_system_s", &report->cpu_system_s, error)
         && read_amount (object, "peak_rss_bytes", &report->peak_rss_bytes, error)
         && read_amount (object, "voluntary_switches", &report->voluntary_switches, error)
         && read_amount (object, "involuntary_switches", &report->involuntary_switches, error)
         && read_amount (object, "ipc_bytes", &report->ipc_bytes, error)
         && read_seconds (object, "creation_us", &report->creation_us, error)
         && read_amount (object, "worker_memory_bytes", &report->worker_memory_bytes, error)
         && read_seconds (object, "run_queue_wait_s", &report->run_queue_wait_s, error);
}

static gboolean
read_tasks (JsonObject *object, guint n_tasks, IlvReport *report, GError **error)
{
  JsonNode *node = json_object_get_member (object, "tasks");
  JsonObject *tasks;

  if (!node)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, "tasks");
  tasks = json_node_get_object (node);
  if (!read_count (tasks, "done", n_tasks, &report->tasks_done, error)
      || !read_count (tasks, "failed", n_tasks, &report->tasks_failed, error)
      || !read_count (tasks, "cancelled", n_tasks, &report->tasks_cancelled, error)
      || !read_count (tasks, "retried", G_MAXUINT32, &report->tasks_retried, error))
    return FALSE;
  if (report->tasks_done + report->tasks_failed + report->tasks_cancelled > n_tasks)
    return refuse (error, "tasks");
  return TRUE;
}

static gboolean
read_end_state (JsonObject *object, IlvState *state, GError **error)
{
  g_autofree char *name = NULL;

  if (!read_text (object, "state", &name, error))
    return FALSE;
  for (IlvState i = ILV_STATE_DONE; i <= ILV_STATE_CANCELLED; i++)
    if (g_strcmp0 (name, ilv_state_get_name (i)) == 0)
      {
        *state = i;
        return TRUE;
      }
  return refuse (error, "state");
}

static gboolean
read_result (JsonNode *node, guint n_tasks, GPtrArray *results, GError **error)
{
  IlvResult *result = g_new0 (IlvResult, 1);
  guint64 task = 0;
  JsonObject *object;

  g_ptr_array_add (results, result);
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, "results");
  object = json_node_get_object (node);
  if (!read_count (object, "task", n_tasks, &task, error)
      || !read_end_state (object, &result->state, error)
      || !read_text (object, "text", &result->text, error)
      || !read_count (object, "retried", G_MAXUINT32, &result->retried, error))
    return FALSE;
  if (task == 0)
    return refuse (error, "task");
  if (!result->text)
    result->text = g_strdup ("");
  result->task = (guint32) task;
  return TRUE;
}

static int
compare_results (gconstpointer a, gconstpointer b)
{
  const IlvResult *x = *(IlvResult *const *) a;
  const IlvResult *y = *(IlvResult *const *) b;

  return x->task < y->task ? -1 : x->task > y->task;
}

static gboolean
read_results (JsonObject *object, guint n_tasks, GPtrArray *results, GError **error)
{
  JsonNode *node = json_object_get_member (object, "results");
  JsonArray *array;

  if (!node)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse (error, "results");
  array = json_node_get_array (node);
  if (json_array_get_length (array) > n_tasks)
    return refuse (error, "results");
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!read_result (json_array_get_element (array, i), n_tasks, results, error))
      return FALSE;
  g_ptr_array_sort (results, compare_results);
  for (guint i = 1; i < results->len; i++)
    if (compare_results (&results->pdata[i - 1], &results->pdata[i]) == 0)
      return refuse (error, "results");
  return TRUE;
}

static gboolean
read_counter (JsonObject *counters, const char *name, GPtrArray *list, GError **error)
{
  JsonNode *node = json_object_get_member (counters, name);
  IlvCounterResult *counter = g_new0 (IlvCounterResult, 1);

  g_ptr_array_add (list, counter);
  counter->name = tidy_text (name);
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, "counters");
  return read_number (json_node_get_object (node), "value", &counter->value, error)
         && read_count (json_node_get_object (node), "lost", G_MAXUINT32, &counter->lost, error);
}

static gboolean
read_counters (JsonObject *object, GPtrArray *list, GError **error)
{
  JsonNode *node = json_object_get_member (object, "counters");
  g_autoptr (GList) names = NULL;

  if (!node)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node)
      || json_object_get_size (json_node_get_object (node)) > MAX_COUNTERS)
    return refuse (error, "counters");
  names = json_object_get_members (json_node_get_object (node));
  for (GList *l = names; l; l = l->next)
    if (!read_counter (json_node_get_object (node), l->data, list, error))
      return FALSE;
  return TRUE;
}

IlvRunnerReport *
ilv_runner_report_parse (const char *line, guint n_tasks, GError **error)
{
  g_autoptr (IlvRunnerReport) report = g_new0 (IlvRunnerReport, 1);
  g_autoptr (JsonObject) object = NULL;

  g_return_val_if_fail (line, NULL);

  report->results = g_ptr_array_new_with_free_func (free_result);
  report->counters = g_ptr_array_new_with_free_func (free_counter);
  object = ilv_report_parse_object (line, error);
  if (!object || !read_status (object, report, error)
      || !read_figures (object, &report->report, error)
      || !read_tasks (object, n_tasks, &report->report, error)
      || !read_results (object, n_tasks, report->results, error)
      || !read_counters (object, report->counters, error)
      || !read_text (object, "deadlock", &report->deadlock, error))
    return NULL;
  return g_steal_pointer (&report);
}

guint16
ilv_server_report_parse (const char *line, guint16 *echo_port, GError **error)
{
  g_autoptr (JsonObject) object = NULL;
  JsonNode *reason;
  guint64 port = 0;
  guint64 echo = 0;

  g_return_val_if_fail (line, 0);

  object = ilv_report_parse_object (line, error);
  if (!object)
    return 0;
  reason = json_object_get_member (object, "error");
  if (reason && JSON_NODE_HOLDS_VALUE (reason) && json_node_get_string (reason))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%.*s", MAX_TEXT,
                   json_node_get_string (reason));
      return 0;
    }
  if (!read_count (object, "port", G_MAXUINT16, &port, error)
      || !read_count (object, "echo", G_MAXUINT16, &echo, error))
    return 0;
  if (port == 0 || echo == 0)
    {
      refuse (error, port == 0 ? "port" : "echo");
      return 0;
    }
  *echo_port = (guint16) echo;
  return (guint16) port;
}
