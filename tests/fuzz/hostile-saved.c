/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hostile-saved.h"

#include "session/results.h"
#include "session/run-title.h"
#include "session/saved.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* In memory, but with a name. */
static GFile *
make_file (int fd, const guint8 *data, gsize size)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);

  for (gsize done = 0; done < size;)
    {
      gssize n = write (fd, data + done, size - done);

      g_assert_cmpint (n, >, 0);
      done += (gsize) n;
    }
  return g_file_new_for_path (path);
}

static void
ask (IlvComparison *comparison)
{
  g_autofree char *text = ilv_results_to_text (comparison);
  g_autofree char *csv = ilv_results_to_csv (comparison);
  g_autoptr (JsonNode) json = ilv_results_to_json (comparison);
  guint n = ilv_comparison_get_n_runs (comparison);

  g_assert_cmpuint (n, >, 0);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (json));
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_nonnull (strchr (csv, '\n'));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *title = ilv_comparison_make_run_title (comparison, i);

      g_assert_cmpstr (title, !=, "");
      g_assert_cmpint (ilv_run_get_state (ilv_comparison_get_run (comparison, i)), >=,
                       ILV_RUN_FINISHED);
    }
}

gboolean
hostile_saved_read (const guint8 *data, gsize size)
{
  int fd = memfd_create ("hostile", MFD_CLOEXEC);
  g_autoptr (GFile) file = make_file (fd, data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (IlvComparison) comparison = ilv_comparison_load (file, NULL, &error);

  close (fd);
  g_assert_true ((comparison == NULL) == (error != NULL));
  if (comparison)
    ask (comparison);
  return comparison != NULL;
}
