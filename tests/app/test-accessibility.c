/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The program as a screen reader has it: through AT-SPI, from another process.
 *
 * Argument: the program. Everything that is found and done goes through the accessibility bus.
 */
#include <atspi/atspi.h>
#include <gio/gio.h>
#include <locale.h>
#include <stdlib.h>

#define PATIENCE (30 * G_TIME_SPAN_SECOND)
#define PAUSE (G_TIME_SPAN_SECOND / 20)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiAccessible, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiAction, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiSelection, g_object_unref)

static const char *program;

typedef struct
{
  GSubprocess *process; /* owned */
  AtspiAccessible *application; /* owned */
} Reader;

typedef gboolean (*Visit) (AtspiAccessible *object, gpointer data); /* TRUE: this is it */

static char *
get_name (AtspiAccessible *object)
{
  char *name = atspi_accessible_get_name (object, NULL);

  return name ? name : g_strdup ("");
}

/* Depth first; (transfer full) (nullable). What goes away meanwhile is passed over. */
static AtspiAccessible *
walk (AtspiAccessible *object, Visit visit, gpointer data)
{
  int n = atspi_accessible_get_child_count (object, NULL);

  if (visit (object, data))
    return g_object_ref (object);
  for (int i = 0; i < n; i++)
    {
      g_autoptr (AtspiAccessible) child = atspi_accessible_get_child_at_index (object, i, NULL);
      AtspiAccessible *found = child ? walk (child, visit, data) : NULL;

      if (found)
        return found;
    }
  return NULL;
}

typedef struct
{
  AtspiRole role;
  const char *name;
} Wanted;

static gboolean
is_wanted (AtspiAccessible *object, gpointer data)
{
  const Wanted *wanted = data;
  g_autofree char *name = NULL;

  if (atspi_accessible_get_role (object, NULL) != wanted->role)
    return FALSE;
  name = get_name (object);
  return g_strcmp0 (name, wanted->name) == 0;
}

static AtspiAccessible *
find (Reader *reader, AtspiRole role, const char *name)
{
  atspi_accessible_clear_cache (reader->application);
  return walk (reader->application, is_wanted, &(Wanted){ role, name });
}

/* Waits for it to come; (transfer full). */
static AtspiAccessible *
expect (Reader *reader, AtspiRole role, const char *name)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE;

  while (g_get_monotonic_time () < deadline)
    {
      AtspiAccessible *found = find (reader, role, name);

      if (found)
        return found;
      g_usleep (PAUSE);
    }
  g_error ("nothing is called “%s”", name);
}

static void
press (AtspiAccessible *object)
{
  g_autoptr (AtspiAction) action = atspi_accessible_get_action_iface (object);

  g_assert_nonnull (action);
  g_assert_cmpint (atspi_action_get_n_actions (action, NULL), >, 0);
  g_assert_true (atspi_action_do_action (action, 0, NULL));
}

static void
press_button (Reader *reader, const char *name)
{
  g_autoptr (AtspiAccessible) button = expect (reader, ATSPI_ROLE_PUSH_BUTTON, name);

  press (button);
}

static gboolean
is_window (AtspiAccessible *object, gpointer data)
{
  return atspi_accessible_get_role (object, NULL) == ATSPI_ROLE_FRAME;
}

/* By its process: the bus may still know one that has ended. */
static AtspiAccessible *
find_application (guint process)
{
  g_autoptr (AtspiAccessible) desktop = atspi_get_desktop (0);

  atspi_accessible_clear_cache (desktop);
  for (int i = 0; i < atspi_accessible_get_child_count (desktop, NULL); i++)
    {
      g_autoptr (AtspiAccessible) application
        = atspi_accessible_get_child_at_index (desktop, i, NULL);
      gboolean wanted
        = application && atspi_accessible_get_process_id (application, NULL) == process;
      g_autoptr (AtspiAccessible) window = wanted ? walk (application, is_window, NULL) : NULL;

      if (window)
        return g_steal_pointer (&application);
    }
  return NULL;
}

static void
reader_open (Reader *reader)
{
  g_autoptr (GError) error = NULL;
  gint64 deadline = g_get_monotonic_time () + PATIENCE;

  reader->process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, "fetch-pages",
                                      NULL);
  g_assert_no_error (error);
  reader->application = NULL;
  while (!reader->application && g_get_monotonic_time () < deadline)
    {
      g_usleep (PAUSE);
      reader->application
        = find_application ((guint) atoi (g_subprocess_get_identifier (reader->process)));
    }
  g_assert_nonnull (reader->application);
  /* What changes is told by signals, for which nobody listens here. */
  atspi_accessible_set_cache_mask (reader->application, ATSPI_CACHE_NONE);
}

static void
reader_close (Reader *reader)
{
  g_clear_object (&reader->application);
  g_subprocess_send_signal (reader->process, SIGTERM);
  g_subprocess_wait (reader->process, NULL, NULL);
  g_clear_object (&reader->process);
}

/* --- names ----------------------------------------------------------------------------------- */

typedef struct
{
  guint n_controls;
  GString *unnamed;
} Names;

/* GTK gives what has no name that of its type. */
static gboolean
is_name (const char *name)
{
  return *name && !g_str_has_prefix (name, "Gtk") && !g_str_has_prefix (name, "Adw")
         && !g_str_has_prefix (name, "Ilv");
}

/* What the toolkit shows the choice with is read with what it is chosen in. */
static gboolean
is_part_of_a_combo_box (AtspiAccessible *object)
{
  g_autoptr (AtspiAccessible) parent = atspi_accessible_get_parent (object, NULL);

  while (parent)
    {
      g_autofree char *name = get_name (parent);
      AtspiAccessible *next;

      if (atspi_accessible_get_role (parent, NULL) == ATSPI_ROLE_COMBO_BOX && is_name (name))
        return TRUE;
      next = atspi_accessible_get_parent (parent, NULL);
      g_object_unref (parent);
      parent = next;
    }
  return FALSE;
}

static gboolean
check_name (AtspiAccessible *object, gpointer data)
{
  static const AtspiRole controls[] = {
    ATSPI_ROLE_PUSH_BUTTON, ATSPI_ROLE_TOGGLE_BUTTON, ATSPI_ROLE_CHECK_BOX, ATSPI_ROLE_SPIN_BUTTON,
    ATSPI_ROLE_ENTRY,       ATSPI_ROLE_COMBO_BOX,     ATSPI_ROLE_LIST_ITEM, ATSPI_ROLE_MENU_ITEM,
    ATSPI_ROLE_SLIDER,      ATSPI_ROLE_IMAGE,         ATSPI_ROLE_RADIO_BUTTON,
    ATSPI_ROLE_CHECK_MENU_ITEM, ATSPI_ROLE_RADIO_MENU_ITEM, ATSPI_ROLE_TEXT,
  };
  AtspiRole role = atspi_accessible_get_role (object, NULL);
  Names *names = data;

  for (guint i = 0; i < G_N_ELEMENTS (controls); i++)
    if (role == controls[i])
      {
        g_autofree char *name = get_name (object);
        g_autofree char *role_name = atspi_accessible_get_role_name (object, NULL);
        g_autoptr (AtspiAccessible) parent = atspi_accessible_get_parent (object, NULL);
        g_autofree char *place = parent ? get_name (parent) : NULL;

        names->n_controls++;
        if (!is_name (name) && !is_part_of_a_combo_box (object))
          g_string_append_printf (names->unnamed, "%s “%s” in “%s”; ", role_name, name,
                                  place ? place : "");
      }
  return FALSE;
}

static void
check_names (Reader *reader, guint least)
{
  Names names = { 0, g_string_new (NULL) };

  atspi_accessible_clear_cache (reader->application);
  g_assert_null (walk (reader->application, check_name, &names));
  g_assert_cmpuint (names.n_controls, >=, least);
  g_assert_cmpstr (names.unnamed->str, ==, "");
  g_string_free (names.unnamed, TRUE);
}

static void
test_controls_are_named (void)
{
  Reader reader;

  reader_open (&reader);
  check_names (&reader, 60);
  reader_close (&reader);
}

/* From any menu or button; (transfer none). */
static gboolean
is_pressable (AtspiAccessible *object, gpointer name)
{
  g_autofree char *found = get_name (object);
  g_autoptr (AtspiAction) action
    = g_strcmp0 (found, name) == 0 ? atspi_accessible_get_action_iface (object) : NULL;

  return action && atspi_action_get_n_actions (action, NULL) > 0;
}

static AtspiAccessible *
wait_for (Reader *reader, const char *name, gint64 patience)
{
  gint64 deadline = g_get_monotonic_time () + patience;
  AtspiAccessible *found = NULL;

  while (!found && g_get_monotonic_time () < deadline)
    {
      g_usleep (PAUSE);
      atspi_accessible_clear_cache (reader->application);
      found = walk (reader->application, is_pressable, (gpointer) name);
    }
  return found;
}

static void
press_anything (Reader *reader, const char *name)
{
  g_autoptr (AtspiAccessible) found = wait_for (reader, name, PATIENCE);

  if (!found)
    g_error ("nothing that can be pressed is called “%s”", name);
  press (found);
}

/* A window that is just coming up closes its menus again. */
static void
choose_from_menu (Reader *reader, const char *menu, const char *name)
{
  g_autoptr (AtspiAccessible) item = NULL;

  for (guint i = 0; i < 5 && !item; i++)
    {
      press_anything (reader, menu);
      item = wait_for (reader, name, PATIENCE / 10);
    }
  g_assert_nonnull (item);
  press (item);
}

static void
expect_window (Reader *reader, const char *title)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE;

  while (g_get_monotonic_time () < deadline)
    {
      atspi_accessible_clear_cache (reader->application);
      for (int i = 0; i < atspi_accessible_get_child_count (reader->application, NULL); i++)
        {
          g_autoptr (AtspiAccessible) window
            = atspi_accessible_get_child_at_index (reader->application, i, NULL);
          g_autofree char *name = window ? get_name (window) : NULL;

          if (g_strcmp0 (name, title) == 0)
            return;
        }
      g_usleep (PAUSE);
    }
  g_error ("no window is called “%s”", title);
}

static void
test_dialogs_are_named (void)
{
  Reader reader;

  reader_open (&reader);
  choose_from_menu (&reader, "Main menu", "Preferences");
  expect_window (&reader, "Preferences");
  check_names (&reader, 70);
  reader_close (&reader);

  reader_open (&reader);
  press_anything (&reader, "New Scenario");
  expect_window (&reader, "My scenario");
  check_names (&reader, 70);
  reader_close (&reader);
}

/* --- a run ----------------------------------------------------------------------------------- */

static void
choose_scenario (Reader *reader, const char *title)
{
  g_autoptr (AtspiAccessible) row = expect (reader, ATSPI_ROLE_LIST_ITEM, title);
  g_autoptr (AtspiAccessible) list = atspi_accessible_get_parent (row, NULL);
  g_autoptr (AtspiSelection) selection = atspi_accessible_get_selection_iface (list);

  g_assert_nonnull (selection);
  for (int i = 0; i < atspi_accessible_get_child_count (list, NULL); i++)
    {
      g_autoptr (AtspiAccessible) child = atspi_accessible_get_child_at_index (list, i, NULL);
      g_autofree char *name = get_name (child);

      if (g_strcmp0 (name, title) == 0)
        g_assert_true (atspi_selection_select_child (selection, i, NULL));
    }
}

static char *
get_description (Reader *reader, const char *model)
{
  g_autoptr (AtspiAccessible) panel = expect (reader, ATSPI_ROLE_PANEL, model);

  return atspi_accessible_get_description (panel, NULL);
}

/* "T1, …", as opposed to the label inside. */
static gboolean
is_lane (AtspiAccessible *object, gpointer name)
{
  g_autofree char *found = get_name (object);

  return atspi_accessible_get_role (object, NULL) == ATSPI_ROLE_LIST_ITEM
         && g_str_has_prefix (found, name);
}

static void
test_drives_a_run (void)
{
  Reader reader;
  g_autofree char *before = NULL;
  g_autofree char *threading = NULL;
  g_autofree char *loop = NULL;
  g_autoptr (AtspiAccessible) put_away = NULL;
  g_autoptr (AtspiAccessible) lane = NULL;

  reader_open (&reader);
  choose_scenario (&reader, "Three sleepers");
  g_object_unref (expect (&reader, ATSPI_ROLE_LABEL, "Three sleepers"));
  g_object_unref (expect (&reader, ATSPI_ROLE_PANEL, "Sequential"));
  press_button (&reader, "Sequential");
  before = get_description (&reader, "Threading");
  press_button (&reader, "Run");
  g_object_unref (expect (&reader, ATSPI_ROLE_PUSH_BUTTON, "Stop"));
  g_object_unref (expect (&reader, ATSPI_ROLE_PUSH_BUTTON, "Run"));
  g_object_unref (expect (&reader, ATSPI_ROLE_LABEL, "Wall time"));
  put_away = find (&reader, ATSPI_ROLE_PANEL, "Sequential");
  g_assert_null (put_away);
  threading = get_description (&reader, "Threading");
  loop = get_description (&reader, "asyncio");
  g_assert_null (strstr (before, "finished"));
  g_assert_nonnull (strstr (threading, "finished"));
  g_assert_nonnull (strstr (threading, "Sleeping"));
  g_assert_nonnull (strstr (loop, "finished"));
  lane = walk (reader.application, is_lane, (gpointer) "T1");
  g_assert_nonnull (lane);
  check_names (&reader, 60);
  /* Its result can be exported: that asks more questions. */
  press_button (&reader, "Export…");
  g_object_unref (expect (&reader, ATSPI_ROLE_IMAGE, "Preview"));
  check_names (&reader, 70);
  reader_close (&reader);
}

static void
test_writes_a_scenario (void)
{
  Reader reader;

  reader_open (&reader);
  press_button (&reader, "New Scenario");
  g_object_unref (expect (&reader, ATSPI_ROLE_PUSH_BUTTON, "Duplicate"));
  g_object_unref (expect (&reader, ATSPI_ROLE_TEXT, "Title"));
  g_object_unref (expect (&reader, ATSPI_ROLE_LIST_ITEM, "Setting tasks = 4"));
  check_names (&reader, 90);
  reader_close (&reader);
}

int
main (int argc, char **argv)
{
  int status;

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  /* libatspi warns of a program that has only just come and has no cache yet. */
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  g_assert (argc == 2);
  program = argv[1];
  if (atspi_init () > 1)
    {
      g_print ("there is no accessibility bus\n");
      return 77;
    }
  g_test_add_func ("/accessibility/every control of the window has a name",
                   test_controls_are_named);
  g_test_add_func ("/accessibility/and so has every control of the dialogs",
                   test_dialogs_are_named);
  g_test_add_func ("/accessibility/a whole run is driven through it", test_drives_a_run);
  g_test_add_func ("/accessibility/every control of the scenario editor has a name",
                   test_writes_a_scenario);
  status = g_test_run ();
  atspi_exit ();
  return status;
}
