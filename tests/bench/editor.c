/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a change costs in the scenario editor where a file has as many steps as it may: in a field,
 * in the XML, undone, and by moving a step.
 *
 * Processor time of the window's thread, as long as it is busy without looking for what came in.
 * Without a display it starts itself again on one of its own.
 */
#include "app/scenario-editor-private.h"
#include "bench.h"
#include "window-bench.h"
#include "window-fixture.h"

#include <glib/gstdio.h>

#define CHANGES 20
#define STEPS 15000
#define LONGEST 50

static char *
make_text (void)
{
  GString *text = g_string_new (
    "<scenario id=\"long\" topic=\"io\" order=\"1\" models=\"sequential asyncio\">\n"
    "  <title>Long</title>\n  <summary>Long.</summary>\n  <question>How long?</question>\n"
    "  <task>\n");

  for (guint i = 0; i < STEPS; i++)
    g_string_append_printf (text, "    <sleep ms=\"%u\"/>\n", i % 1000 + 1);
  g_string_append (text, "  </task>\n</scenario>\n");
  return g_string_free (text, FALSE);
}

typedef void (*Change) (IlvScenarioEditor *editor, guint i);

static void
change_field (IlvScenarioEditor *editor, guint i)
{
  g_autofree char *value = g_strdup_printf ("%u", 2000 + i);

  ilv_element_field_enter (ilv_element_form_find (editor->form, "ms"), value);
}

static void
type (IlvScenarioEditor *editor, guint i)
{
  gtk_text_buffer_insert_at_cursor (GTK_TEXT_BUFFER (editor->buffer), " ", 1);
}

static void
undo (IlvScenarioEditor *editor, guint i)
{
  g_action_group_activate_action (G_ACTION_GROUP (editor->actions), "undo", NULL);
}

static void
move_step (IlvScenarioEditor *editor, guint i)
{
  g_action_group_activate_action (G_ACTION_GROUP (editor->actions), "move-down", NULL);
}

static void
bench_change (IlvScenarioEditor *editor, const char *figure, Change change)
{
  double costs[CHANGES];

  for (guint i = 0; i < CHANGES; i++)
    {
      fixture_idle (700);
      bench_begin_stretches ();
      change (editor, i);
      fixture_idle (700);
      costs[i] = bench_get_stretch (1);
    }
  bench_print ("editor", figure, bench_median (costs, CHANGES), "ms", LONGEST);
  bench_print ("editor", figure, costs[CHANGES - 1], "ms at most", 2 * LONGEST);
}

static void
bench_editor (const char *program)
{
  IlvWindow *window = fixture_open_window ();
  g_autofree char *text = make_text ();
  g_autofree char *path = ilv_own_scenarios_save ("long", text, NULL);
  IlvScenarioEditor *editor;

  g_assert_nonnull (path);
  editor = ilv_scenario_editor_new (gtk_window_get_application (GTK_WINDOW (window)), text,
                                    "long");
  gtk_window_set_default_size (GTK_WINDOW (editor), 1240, 690);
  gtk_window_present (GTK_WINDOW (editor));
  fixture_idle (3000);
  g_assert_cmpuint (ilv_draft_get_problems (editor->draft)->len, ==, 0);
  ilv_scenario_editor_select (editor, "3/7000");
  bench_change (editor, "field", change_field);
  bench_change (editor, "undo", undo);
  bench_change (editor, "type", type);
  bench_change (editor, "move", move_step);
  ilv_scenario_editor_discard (editor);
  g_unlink (path);
  fixture_close_window (window);
}

int
main (int argc, char **argv)
{
  return bench_in_window ("editor", argv, bench_editor);
}
