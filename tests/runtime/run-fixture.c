/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-fixture.h"

#include "../fidelity/two-cores.h"
#include "runtime/watchdog.h"
#include "trace/area-layout.h"

#include <string.h>
#include <unistd.h>

#define MOST_LOOKS 100 /* at whether a run that should be over is; each takes 0.2 s or more */

static IlvWorkload *
make_workload (const char *body, IlvModel model)
{
  /* Background threads are not for every model. */
  const char *models = strstr (body, "<background") ? ilv_model_get_name (model) : "all";
  g_autofree char *xml = g_strdup_printf (
    "<?xml version=\"1.0\"?><scenario id=\"test\" topic=\"io\" order=\"1\" models=\"%s\">"
    "<title>Test</title><summary>A test.</summary><question>Does it hold?</question>%s"
    "</scenario>",
    models, body);
  g_autoptr (GError) error = NULL;
  g_autoptr (IlvScenario) scenario = ilv_scenario_parse (xml, strlen (xml), "test", NULL, &error);
  IlvWorkload *workload;

  g_assert_no_error (error);
  workload = ilv_workload_new (scenario, model, NULL, &error);
  g_assert_no_error (error);
  return workload;
}

void
run_fixture_add_tests (const char *part, const RunForm *forms, guint n_forms, const char *sentence,
                       GTestDataFunc test)
{
  for (guint i = 0; i < n_forms; i++)
    {
      g_autofree char *path = g_strdup_printf ("/%s/%s/%s", part, forms[i].name, sentence);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test);
    }
}

RunFixture *
run_fixture_new (const char *body, IlvModel model, const char *server_url)
{
  RunFixture *fixture = g_new0 (RunFixture, 1);
  g_autoptr (IlvWorkload) workload = make_workload (body, model);
  g_autoptr (GError) error = NULL;

  fixture->area = ilv_area_create ((size_t) 64 << 20, &fixture->area_fd);
  g_assert_nonnull (fixture->area);
  fixture->execution = ilv_execution_new (workload, fixture->area, server_url, &error);
  g_assert_no_error (error);
  return fixture;
}

void
run_fixture_free (RunFixture *fixture)
{
  ilv_execution_free (fixture->execution);
  ilv_area_detach (fixture->area);
  close (fixture->area_fd);
  g_clear_error (&fixture->error);
  g_clear_pointer (&fixture->records, g_array_unref);
  g_free (fixture);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const FixtureRecord *first = a, *second = b;

  return (first->record.ticks > second->record.ticks)
         - (first->record.ticks < second->record.ticks);
}

static void
collect (RunFixture *fixture)
{
  IlvArea *area = fixture->area;
  guint64 n_blocks = MIN (atomic_load (&area->header->next_block), area->n_blocks);

  fixture->records = g_array_new (FALSE, FALSE, sizeof (FixtureRecord));
  for (guint64 i = 0; i < n_blocks; i++)
    for (guint32 j = 0; j < atomic_load (&area->blocks[i].published); j++)
      {
        FixtureRecord record = { area->blocks[i].lane, area->blocks[i].records[j] };

        g_array_append_val (fixture->records, record);
      }
  g_assert_cmpuint (ilv_area_dropped (area), ==, 0);
  /* glibc's qsort() keeps the order of equal elements as long as it has memory to merge in. */
  g_array_sort (fixture->records, compare_times);
}

/* A second is what is promised of a stop. Where other programs have the cores it may take longer,
   but it ends. */
static void
on_expired (IlvExecution *execution, gpointer user_data)
{
  gint *ended = user_data;
  guint n = 0;

  while (!g_atomic_int_get (ended) && n++ < MOST_LOOKS && !two_cores_are_free ())
    g_usleep (G_USEC_PER_SEC / 10);
  if (!g_atomic_int_get (ended))
    g_error ("the run does not end");
}

gboolean
run_fixture_run (RunFixture *fixture, IlvDriver driver)
{
  gint ended = FALSE;
  IlvWatchdog *watchdog = ilv_watchdog_new (fixture->execution, on_expired, &ended, NULL);
  gint64 began = g_get_monotonic_time ();
  gboolean ran;

  ilv_area_set_origin (fixture->area);
  ran = driver (fixture->execution, &fixture->error);
  g_atomic_int_set (&ended, TRUE);
  ilv_watchdog_free (watchdog);
  fixture->seconds = (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC;
  collect (fixture);
  for (guint i = 0; i < fixture->execution->n_tasks; i++)
    g_assert_cmpint (ilv_task_run_get_state (&fixture->execution->tasks[i]), >=, ILV_STATE_DONE);
  return ran;
}

typedef struct
{
  IlvExecution *execution;
  guint ms;
} Stop;

static gpointer
stop_later (gpointer data)
{
  Stop *stop = data;

  g_usleep (stop->ms * 1000);
  ilv_execution_stop (stop->execution);
  return NULL;
}

gboolean
run_fixture_run_and_stop (RunFixture *fixture, IlvDriver driver, guint ms)
{
  Stop stop = { fixture->execution, ms };
  GThread *thread = g_thread_new ("stop", stop_later, &stop);
  gboolean ran = run_fixture_run (fixture, driver);

  g_thread_join (thread);
  return ran;
}

const FixtureRecord *
run_fixture_get (RunFixture *fixture, guint index)
{
  g_assert_cmpuint (index, <, fixture->records->len);
  return &g_array_index (fixture->records, FixtureRecord, index);
}

guint
run_fixture_find (RunFixture *fixture, guint from, IlvRecordKind kind, gint64 subject, int state)
{
  for (guint i = from; i < fixture->records->len; i++)
    {
      const IlvRecord *record = &run_fixture_get (fixture, i)->record;

      if (record->kind == kind && (subject < 0 || record->subject == subject)
          && (state < 0 || record->state == state))
        return i;
    }
  return G_MAXUINT;
}

guint
run_fixture_count (RunFixture *fixture, IlvRecordKind kind, gint64 subject, int state)
{
  guint n = 0;

  for (guint i = 0; (i = run_fixture_find (fixture, i, kind, subject, state)) != G_MAXUINT; i++)
    n++;
  return n;
}

gint64
run_fixture_get_maximum (RunFixture *fixture, guint32 counter)
{
  gint64 maximum = G_MININT64;

  for (guint i = 0;
       (i = run_fixture_find (fixture, i, ILV_RECORD_COUNTER, counter, -1)) != G_MAXUINT; i++)
    maximum = MAX (maximum, (gint64) run_fixture_get (fixture, i)->record.argument);
  return maximum;
}

gint64
run_fixture_get_time (RunFixture *fixture, guint index)
{
  return ilv_area_ticks_to_ns (fixture->area, run_fixture_get (fixture, index)->record.ticks);
}

guint
run_fixture_count_states (RunFixture *fixture, IlvState state)
{
  guint n = 0;

  for (guint i = 0; i < fixture->execution->n_tasks; i++)
    n += ilv_task_run_get_state (&fixture->execution->tasks[i]) == state;
  return n;
}

int
run_fixture_find_worker (RunFixture *fixture, guint n)
{
  IlvArea *area = fixture->area;
  guint64 n_blocks = MIN (atomic_load (&area->header->next_block), area->n_blocks);

  for (guint64 i = 0; i < n_blocks; i++)
    {
      const IlvRecord *first = &area->blocks[i].records[0];

      if (atomic_load (&area->blocks[i].published) > 0 && first->kind == ILV_RECORD_LANE_BEGIN
          && first->state == ILV_LANE_PROCESS && n-- == 0)
        return (int) (first->argument >> 32);
    }
  return 0;
}

static guint
count_entries (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir))
    n++;
  return n;
}

guint
run_fixture_count_open_files (void)
{
  return count_entries ("/proc/self/fd");
}

guint
run_fixture_count_threads (void)
{
  return count_entries ("/proc/self/task");
}

guint
run_fixture_count_children (void)
{
  g_autofree char *path
    = g_strdup_printf ("/proc/self/task/%d/children", (int) getpid ());
  g_autofree char *text = NULL;
  g_auto (GStrv) pids = NULL;
  guint n = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  pids = g_strsplit_set (text, " \n", -1);
  for (guint i = 0; pids[i]; i++)
    n += pids[i][0] != '\0';
  return n;
}
