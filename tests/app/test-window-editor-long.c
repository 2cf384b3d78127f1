/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scenario with more steps than are read between two frames. */
#include "app/scenario-editor-private.h"
#include "app/window-private.h"
#include "window-fixture.h"

#include "workload/own-scenarios.h"

#include <glib/gstdio.h>

#define N_STEPS 1600

typedef struct
{
  IlvWindow *window;
  IlvScenarioEditor *editor;
  char *text; /* as it began */
} Fixture;

static char *
make_text (void)
{
  GString *text = g_string_new (
    "<scenario id=\"long\" topic=\"io\" order=\"1\" models=\"sequential asyncio\">\n"
    "  <title>Long</title>\n  <summary>Long.</summary>\n  <question>How long?</question>\n"
    "  <task>\n");

  for (guint i = 0; i < N_STEPS; i++)
    g_string_append_printf (text, "    <sleep ms=\"%u\"/>\n", i + 1);
  g_string_append (text, "  </task>\n</scenario>\n");
  return g_string_free (text, FALSE);
}

static gboolean
is_fresh (gpointer data)
{
  return !ilv_scenario_editor_is_reading (data);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->window = fixture_open_window ();
  fixture->text = make_text ();
  fixture->editor = ilv_scenario_editor_new (GTK_APPLICATION (fixture_get_application ()),
                                             fixture->text, NULL);
  gtk_window_present (GTK_WINDOW (fixture->editor));
  g_assert_true (is_fresh (fixture->editor));
  g_assert_cmpuint (ilv_draft_get_problems (fixture->editor->draft)->len, ==, 0);
}

static gboolean
is_closed (gpointer data)
{
  return fixture_find_window (ILV_TYPE_SCENARIO_EDITOR) == NULL;
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  if (!is_closed (NULL))
    ilv_scenario_editor_discard (fixture->editor);
  fixture_wait (is_closed, NULL);
  fixture_close_window (fixture->window);
  g_free (fixture->text);
}

static void
act (Fixture *fixture, const char *action)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->editor->actions), action, NULL);
}

static void
type (Fixture *fixture, const char *value)
{
  ilv_element_field_enter (ilv_element_form_find (fixture->editor->form, "ms"), value);
}

static gboolean
has_text (Fixture *fixture, const char *part)
{
  g_autofree char *text = ilv_scenario_editor_get_text (fixture->editor);

  return strstr (text, part) != NULL;
}

static const char *
get_typed (Fixture *fixture)
{
  GtkWidget *field = GTK_WIDGET (ilv_element_form_find (fixture->editor->form, "ms"));

  for (GtkWidget *child = gtk_widget_get_first_child (field); child;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_EDITABLE (child))
      return gtk_editable_get_text (GTK_EDITABLE (child));
  return NULL;
}

static void
what_is_typed_is_read_elsewhere (Fixture *fixture, gconstpointer unused)
{
  ilv_scenario_editor_select (fixture->editor, "3/1000");
  g_assert_cmpstr (get_typed (fixture), ==, "1001");
  type (fixture, "7000");
  /* The text has it at once; what comes of it is not waited for. */
  g_assert_false (has_text (fixture, "<sleep ms=\"1001\"/>"));
  g_assert_true (ilv_scenario_editor_is_reading (fixture->editor));
  fixture_wait (is_fresh, fixture->editor);
  g_assert_true (has_text (fixture, "ms=\"1000\"/>\n    <sleep ms=\"7000\"/>\n"
                                    "    <sleep ms=\"1002\""));
  g_assert_cmpstr (fixture->editor->path, ==, "3/1000");
  g_assert_cmpstr (ilv_outline_get_path (fixture->editor->outline), ==, "3/1000");
  type (fixture, "no number");
  fixture_wait (is_fresh, fixture->editor);
  g_assert_cmpuint (ilv_draft_get_problems (fixture->editor->draft)->len, ==, 1);
  g_assert_nonnull (ilv_element_field_get_error (ilv_element_form_find (fixture->editor->form,
                                                                        "ms")));
}

static void
what_is_asked_for_meanwhile_is_done_in_order (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *end = NULL;

  ilv_scenario_editor_select (fixture->editor, "3/1000");
  type (fixture, "7");
  type (fixture, "70");
  type (fixture, "7000");
  act (fixture, "move-down");
  act (fixture, "move-down");
  act (fixture, "duplicate");
  g_assert_true (ilv_scenario_editor_is_reading (fixture->editor));
  g_assert_cmpstr (get_typed (fixture), ==, "7000");
  fixture_wait (is_fresh, fixture->editor);
  g_assert_cmpuint (g_queue_get_length (&fixture->editor->wishes), ==, 0);
  g_assert_true (has_text (fixture, "ms=\"1000\"/>\n    <sleep ms=\"1002\"/>\n"
                                    "    <sleep ms=\"1003\"/>\n    <sleep ms=\"7000\"/>\n"
                                    "    <sleep ms=\"7000\"/>\n    <sleep ms=\"1004\"/>\n"));
  g_assert_cmpstr (fixture->editor->path, ==, "3/1003");
  g_assert_cmpstr (ilv_outline_get_path (fixture->editor->outline), ==, "3/1003");
  g_assert_cmpstr (get_typed (fixture), ==, "7000");
  while (g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->editor->actions), "undo"))
    {
      act (fixture, "undo");
      fixture_wait (is_fresh, fixture->editor);
    }
  end = ilv_scenario_editor_get_text (fixture->editor);
  g_assert_cmpstr (end, ==, fixture->text);
}

static void
what_is_undone_while_it_waits_is_undone (Fixture *fixture, gconstpointer unused)
{
  ilv_scenario_editor_select (fixture->editor, "3/1000");
  act (fixture, "move-down");
  act (fixture, "remove");
  act (fixture, "undo");
  fixture_wait (is_fresh, fixture->editor);
  g_assert_true (has_text (fixture, "<sleep ms=\"1002\"/>\n    <sleep ms=\"1001\"/>\n"));
}

static void
nothing_that_was_typed_is_missing_from_the_file (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = NULL;
  g_autofree char *saved = NULL;

  ilv_scenario_editor_select (fixture->editor, "3/1000");
  type (fixture, "7");
  type (fixture, "7000");
  g_assert_true (ilv_scenario_editor_save (fixture->editor));
  path = ilv_own_scenarios_find ("long");
  g_assert_true (g_file_get_contents (path, &saved, NULL, NULL));
  g_assert_nonnull (strstr (saved, "ms=\"1000\"/>\n    <sleep ms=\"7000\"/>"));
  g_assert_false (ilv_scenario_editor_is_changed (fixture->editor));
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
it_can_be_closed_while_it_is_read (Fixture *fixture, gconstpointer unused)
{
  ilv_scenario_editor_select (fixture->editor, "3/1000");
  type (fixture, "7000");
  act (fixture, "move-down");
  g_assert_true (ilv_scenario_editor_is_reading (fixture->editor));
  ilv_scenario_editor_discard (fixture->editor);
  fixture_wait (is_closed, NULL);
  fixture_idle (200);
}

#define ADD(name, function) g_test_add ("/editor-long/" name, Fixture, NULL, set_up, function, \
                                        tear_down)

static void
add_tests (void)
{
  ADD ("typing", what_is_typed_is_read_elsewhere);
  ADD ("order", what_is_asked_for_meanwhile_is_done_in_order);
  ADD ("undo", what_is_undone_while_it_waits_is_undone);
  ADD ("save", nothing_that_was_typed_is_missing_from_the_file);
  ADD ("close", it_can_be_closed_while_it_is_read);
}

int
main (int argc, char **argv)
{
  return fixture_run_at_home (&argc, &argv, add_tests);
}
