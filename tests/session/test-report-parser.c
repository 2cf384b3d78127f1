/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/report-parser.h"

#include <string.h>

#define N_TASKS 3

static IlvRunnerReport *
parse (const char *line)
{
  g_autoptr (GError) error = NULL;
  IlvRunnerReport *report = ilv_runner_report_parse (line, N_TASKS, &error);

  g_assert_no_error (error);
  g_assert_nonnull (report);
  return report;
}

static void
assert_refused (const char *line, const char *field)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *quoted = g_strdup_printf ("“%s”", field);

  g_assert_null (ilv_runner_report_parse (line, N_TASKS, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_nonnull (strstr (error->message, quoted));
}

static void
test_whole (void)
{
  g_autoptr (IlvRunnerReport) report = parse (
    "{\"status\":\"finished\",\"error\":null,\"wall_s\":1.5,\"cpu_user_s\":2,\"cpu_system_s\":0.25,"
    "\"peak_rss_bytes\":4096,\"voluntary_switches\":10,\"involuntary_switches\":20,"
    "\"ipc_bytes\":30,\"tasks\":{\"done\":1,\"failed\":1,\"cancelled\":1,\"retried\":4},"
    "\"results\":[{\"task\":3,\"state\":\"cancelled\",\"text\":\"\"},"
    "{\"task\":1,\"state\":\"done\",\"text\":\"1229\"},"
    "{\"task\":2,\"state\":\"failed\",\"text\":\"no\\nluck\"}],"
    "\"counters\":{\"total\":{\"value\":100,\"lost\":7}},\"workers\":4}");
  const IlvResult *result;
  const IlvCounterResult *counter;

  g_assert_cmpint (report->status, ==, ILV_RUNNER_FINISHED);
  g_assert_null (report->error);
  g_assert_cmpfloat (report->report.wall_s, ==, 1.5);
  g_assert_cmpfloat (report->report.cpu_user_s, ==, 2);
  g_assert_cmpfloat (report->report.cpu_system_s, ==, 0.25);
  g_assert_cmpint (report->report.peak_rss_bytes, ==, 4096);
  g_assert_cmpint (report->report.voluntary_switches, ==, 10);
  g_assert_cmpint (report->report.involuntary_switches, ==, 20);
  g_assert_cmpint (report->report.ipc_bytes, ==, 30);
  g_assert_cmpuint (report->report.tasks_done, ==, 1);
  g_assert_cmpuint (report->report.tasks_failed, ==, 1);
  g_assert_cmpuint (report->report.tasks_cancelled, ==, 1);
  g_assert_cmpuint (report->report.tasks_retried, ==, 4);
  g_assert_cmpuint (report->results->len, ==, 3);
  result = g_ptr_array_index (report->results, 0);
  g_assert_cmpuint (result->task, ==, 1);
  g_assert_cmpstr (result->text, ==, "1229");
  result = g_ptr_array_index (report->results, 1);
  g_assert_cmpint (result->state, ==, ILV_STATE_FAILED);
  g_assert_cmpstr (result->text, ==, "no luck");
  counter = g_ptr_array_index (report->counters, 0);
  g_assert_cmpstr (counter->name, ==, "total");
  g_assert_cmpfloat (counter->value, ==, 100);
  g_assert_cmpuint (counter->lost, ==, 7);
}

static void
test_unknown (void)
{
  g_autoptr (IlvRunnerReport) report
    = parse ("{\"status\":\"stopped\",\"wall_s\":0,\"cpu_user_s\":null,\"ipc_bytes\":-5}");

  g_assert_cmpint (report->status, ==, ILV_RUNNER_STOPPED);
  g_assert_cmpfloat (report->report.cpu_user_s, ==, -1);
  g_assert_cmpfloat (report->report.cpu_system_s, ==, -1);
  g_assert_cmpint (report->report.peak_rss_bytes, ==, -1);
  g_assert_cmpint (report->report.ipc_bytes, ==, -1);
  g_assert_cmpuint (report->results->len, ==, 0);
}

#define START "{\"status\":\"finished\",\"wall_s\":1,"

static void
test_fields (void)
{
  assert_refused ("{\"wall_s\":1}", "status");
  assert_refused ("{\"status\":\"perhaps\",\"wall_s\":1}", "status");
  assert_refused ("{\"status\":7,\"wall_s\":1}", "status");
  assert_refused ("{\"status\":\"finished\"}", "wall_s");
  assert_refused ("{\"status\":\"finished\",\"wall_s\":\"1\"}", "wall_s");
  assert_refused ("{\"status\":\"finished\",\"wall_s\":-1}", "wall_s");
  assert_refused ("{\"status\":\"finished\",\"wall_s\":1e300}", "wall_s");
  assert_refused ("{\"status\":\"finished\",\"wall_s\":true}", "wall_s");
  assert_refused (START "\"error\":[]}", "error");
  assert_refused (START "\"peak_rss_bytes\":1e18}", "peak_rss_bytes");
  assert_refused (START "\"ipc_bytes\":{}}", "ipc_bytes");
  assert_refused (START "\"tasks\":3}", "tasks");
  assert_refused (START "\"tasks\":{\"done\":4}}", "done");
  assert_refused (START "\"tasks\":{\"done\":1.5}}", "done");
  assert_refused (START "\"tasks\":{\"failed\":-1}}", "failed");
  assert_refused (START "\"tasks\":{\"done\":2,\"failed\":2}}", "tasks");
  assert_refused (START "\"results\":{}}", "results");
  assert_refused (START "\"results\":[1]}", "results");
  assert_refused (START "\"results\":[{\"task\":0,\"state\":\"done\"}]}", "task");
  assert_refused (START "\"results\":[{\"task\":4,\"state\":\"done\"}]}", "task");
  assert_refused (START "\"results\":[{\"task\":1,\"state\":\"running\"}]}", "state");
  assert_refused (START "\"results\":[{\"task\":1,\"state\":\"done\",\"text\":5}]}", "text");
  assert_refused (START "\"results\":[{\"task\":1,\"state\":\"done\"},"
                        "{\"task\":1,\"state\":\"done\"}]}",
                  "results");
  assert_refused (START "\"results\":[{},{},{},{}]}", "results");
  assert_refused (START "\"counters\":[]}", "counters");
  assert_refused (START "\"counters\":{\"a\":1}}", "counters");
  assert_refused (START "\"counters\":{\"a\":{\"value\":\"x\"}}}", "value");
}

static void
test_rubbish (void)
{
  g_autofree char *deep = g_strnfill (2000000, '[');
  g_autofree char *cut = g_strdup (START "\"results\":[{\"task\":1,\"state\":\"done\"}]}");

  assert_refused ("", "{");
  assert_refused ("null", "{");
  assert_refused ("[]", "{");
  assert_refused ("42", "{");
  assert_refused ("\xff\xfe\"", "{");
  assert_refused (deep, "{");
  while (strlen (cut) > 1)
    {
      g_autoptr (GError) error = NULL;

      cut[strlen (cut) - 1] = '\0';
      g_assert_null (ilv_runner_report_parse (cut, N_TASKS, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

/* Every byte of a good report replaced by every other: it is taken or refused, nothing else. */
static void
test_mutations (void)
{
  const char *good = START "\"tasks\":{\"done\":1},\"results\":[{\"task\":1,\"state\":\"done\","
                           "\"text\":\"a\"}],\"counters\":{\"n\":{\"value\":1,\"lost\":0}}}";

  for (gsize i = 0; i < strlen (good); i++)
    for (int byte = 1; byte < 256; byte++)
      {
        g_autofree char *line = g_strdup (good);
        g_autoptr (GError) error = NULL;
        g_autoptr (IlvRunnerReport) report = NULL;

        line[i] = (char) byte;
        report = ilv_runner_report_parse (line, N_TASKS, &error);
        g_assert_true ((report != NULL) == (error == NULL));
      }
}

static void
test_long_text (void)
{
  g_autofree char *umlauts = g_strnfill (9001, 'x');
  g_autofree char *line = NULL;
  g_autoptr (IlvRunnerReport) report = NULL;
  const IlvResult *result;

  for (int i = 1; i + 1 < 9001; i += 2)
    memcpy (umlauts + i, "ü", 2);
  line = g_strdup_printf (START "\"results\":[{\"task\":1,\"state\":\"done\",\"text\":\"%s\"}]}",
                          umlauts);
  report = parse (line);
  result = g_ptr_array_index (report->results, 0);
  g_assert_cmpuint (strlen (result->text), <=, 4096);
  g_assert_true (g_utf8_validate (result->text, -1, NULL));
}

static void
test_port (void)
{
  g_autoptr (GError) error = NULL;
  const char *wrong[] = { "",
                          "{}",
                          "{\"port\":0, \"echo\":80}",
                          "{\"port\":65536, \"echo\":80}",
                          "{\"port\":\"80\", \"echo\":80}",
                          "{\"port\":-1, \"echo\":80}",
                          "{\"port\":80, \"echo\":0}",
                          "{\"port\":80}",
                          "8080" };
  guint16 echo = 0;

  g_assert_cmpuint (
    ilv_server_report_parse ("{\"port\": 43210, \"echo\": 43211}", &echo, &error), ==, 43210);
  g_assert_cmpuint (echo, ==, 43211);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_cmpuint (ilv_server_report_parse (wrong[i], &echo, &error), ==, 0);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      g_clear_error (&error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/a whole report is read field by field", test_whole);
  g_test_add_func ("/report/what is not said is unknown", test_unknown);
  g_test_add_func ("/report/a wrong field is refused by name", test_fields);
  g_test_add_func ("/report/rubbish is refused", test_rubbish);
  g_test_add_func ("/report/a changed byte is never more than refused", test_mutations);
  g_test_add_func ("/report/a long text is cut between characters", test_long_text);
  g_test_add_func ("/report/the server's port is checked", test_port);
  return g_test_run ();
}
