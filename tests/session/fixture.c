/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture.h"

#include "workload/catalogue.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PATIENCE_SECONDS 40 /* sanitizers on a busy machine; never reached when all is well */

IlvComparison *
fixture_compare (const char *id, guint models, IlvOrder order, guint repeats, ...)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IlvScenario) scenario = ilv_catalogue_find (id, &error);
  g_autoptr (GHashTable) settings = ilv_settings_new ();
  IlvComparison *comparison;
  const char *name;
  va_list arguments;

  g_assert_no_error (error);
  va_start (arguments, repeats);
  while ((name = va_arg (arguments, const char *)))
    g_hash_table_insert (settings, g_strdup (name), g_strdup (va_arg (arguments, const char *)));
  va_end (arguments);
  comparison = ilv_comparison_new (scenario, models, settings, order, repeats, &error);
  g_assert_no_error (error);
  return comparison;
}

static gboolean
on_patience_over (gpointer user_data)
{
  g_error ("what the test waits for does not come");
  return G_SOURCE_REMOVE;
}

void
fixture_wait_for (FixtureCondition condition, gpointer user_data)
{
  guint patience = g_timeout_add_seconds (PATIENCE_SECONDS, on_patience_over, NULL);

  while (!condition (user_data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (patience);
}

typedef struct
{
  IlvComparison *comparison;
  guint64 n_recorded; /* when it was last looked at */
} Progress;

/* Which run it is, and how far that one has come. */
static guint64
count_recorded (IlvComparison *comparison)
{
  guint64 n = 0;

  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      IlvRun *run = ilv_comparison_get_run (comparison, i);

      n += ilv_trace_get_n_events (ilv_run_get_trace (run)) + ilv_run_get_state (run);
    }
  return n;
}

/* Eight models one after the other may take minutes beside a whole test run: not that it takes
   long is wrong, but that nothing happens. */
static gboolean
has_ended_or_come_further (gpointer user_data)
{
  Progress *progress = user_data;

  return !ilv_comparison_is_running (progress->comparison)
         || count_recorded (progress->comparison) != progress->n_recorded;
}

void
fixture_wait (IlvComparison *comparison)
{
  Progress progress = { comparison, 0 };

  while (ilv_comparison_is_running (comparison))
    {
      progress.n_recorded = count_recorded (comparison);
      fixture_wait_for (has_ended_or_come_further, &progress);
    }
}

void
fixture_run (IlvComparison *comparison)
{
  g_autoptr (GError) error = NULL;

  ilv_comparison_start (comparison, &error);
  g_assert_no_error (error);
  fixture_wait (comparison);
}

static guint
count_entries (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir && g_dir_read_name (dir))
    n++;
  return n;
}

static guint
count_mappings (void)
{
  g_autofree char *maps = NULL;
  guint n = 0;

  g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL);
  for (const char *p = maps; p && (p = strstr (p, "/memfd:interleave")); p++)
    n++;
  return n;
}

/* The parent and the group of a process, out of /proc/PID/stat; FALSE when it is gone. */
static gboolean
read_stat (const char *pid, char *state, GPid *parent, GPid *group)
{
  g_autofree char *path = g_build_filename ("/proc", pid, "stat", NULL);
  g_autofree char *text = NULL;
  const char *end;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  end = strrchr (text, ')');
  return end && sscanf (end + 1, " %c %d %d", state, parent, group) == 3;
}

static guint
count_children (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)))
    {
      GPid parent, group;
      char state;

      if (g_ascii_isdigit (*name) && read_stat (name, &state, &parent, &group))
        n += parent == getpid ();
    }
  return n;
}

guint
fixture_list_group (GPid wanted, GPid *pids, guint max)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)))
    {
      GPid parent, group;
      char state;

      if (!g_ascii_isdigit (*name) || !read_stat (name, &state, &parent, &group))
        continue;
      if (group != wanted || state == 'Z' || state == 'X')
        continue;
      if (n < max)
        pids[n] = atoi (name);
      n++;
    }
  return n;
}

FixtureHoldings
fixture_count_holdings (void)
{
  return (FixtureHoldings){
    .descriptors = count_entries ("/proc/self/fd"),
    .mappings = count_mappings (),
    .children = count_children (),
  };
}

void
fixture_assert_holdings (const FixtureHoldings *before)
{
  FixtureHoldings now = fixture_count_holdings ();

  g_assert_cmpuint (now.descriptors, ==, before->descriptors);
  g_assert_cmpuint (now.mappings, ==, before->mappings);
  g_assert_cmpuint (now.children, ==, before->children);
}
