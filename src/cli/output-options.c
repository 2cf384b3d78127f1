/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/output-options.h"

#include "cli/complain.h"
#include "cli/interrupt.h"

#include <glib/gi18n.h>
#include <string.h>

void
ilv_output_options_clear (IlvOutputOptions *self)
{
  ilv_outputs_clear (&self->outputs);
}

GOptionEntry *
ilv_output_options_join (IlvOutputOptions *self, const GOptionEntry *others)
{
  IlvOutputs *outputs = &self->outputs;
  const GOptionEntry own[] = {
    { "png", 0, 0, G_OPTION_ARG_FILENAME, &outputs->png, N_ ("Write the picture as PNG"),
      N_ ("FILE") },
    { "svg", 0, 0, G_OPTION_ARG_FILENAME, &outputs->svg, N_ ("Write the picture as SVG"),
      N_ ("FILE") },
    { "pdf", 0, 0, G_OPTION_ARG_FILENAME, &outputs->pdf, N_ ("Write the picture as PDF"),
      N_ ("FILE") },
    { "csv", 0, 0, G_OPTION_ARG_FILENAME, &outputs->csv, N_ ("Write all intervals as CSV"),
      N_ ("FILE") },
    { "csv-results", 0, 0, G_OPTION_ARG_FILENAME, &outputs->csv_results,
      N_ ("Write the results as CSV"), N_ ("FILE") },
    { "chrome-trace", 0, 0, G_OPTION_ARG_FILENAME, &outputs->chrome_trace,
      N_ ("Write all runs as JSON in the Chrome trace event format"), N_ ("FILE") },
    { "save", 0, 0, G_OPTION_ARG_FILENAME, &outputs->save,
      N_ ("Save the comparison, to be opened again"), N_ ("FILE.fxt") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->json, N_ ("Print one JSON object"), NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &self->quiet,
      N_ ("Print neither progress nor table"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  guint n_picture;
  g_autofree GOptionEntry *picture
    = ilv_picture_choice_list_options (&outputs->picture, &n_picture);
  GOptionEntry *all;
  gsize n = 0;

  while (others[n].long_name)
    n++;
  all = g_new (GOptionEntry, n + n_picture + G_N_ELEMENTS (own));
  memcpy (all, others, n * sizeof *all);
  memcpy (all + n, picture, n_picture * sizeof *all);
  memcpy (all + n + n_picture, own, sizeof own);
  return all;
}

gboolean
ilv_output_options_read (IlvOutputOptions *self)
{
  return ilv_picture_choice_read (&self->outputs.picture);
}

static void
print_results (IlvComparison *comparison, const IlvOutputOptions *self)
{
  g_autofree char *text = NULL;

  if (self->json)
    {
      g_autoptr (JsonNode) node = ilv_results_to_json (comparison);

      text = json_to_string (node, TRUE);
      g_print ("%s\n", text);
    }
  else if (!self->quiet)
    {
      text = ilv_results_to_text (comparison);
      g_print ("%s", text);
    }
}

/* TRUE when all finished. */
static gboolean
complain_of_runs (IlvComparison *comparison)
{
  gboolean finished = TRUE;

  for (guint i = 0; i < ilv_comparison_get_n_runs (comparison); i++)
    {
      IlvRun *run = ilv_comparison_get_run (comparison, i);

      finished &= ilv_run_get_state (run) == ILV_RUN_FINISHED;
      if (ilv_run_get_error (run))
        ilv_complain ("%s", ilv_run_get_error (run));
    }
  return finished;
}

static IlvExit
give_up (int signal)
{
  ilv_complain (_ ("Interrupted; files that were not written yet are as they were before."));
  return (IlvExit) (128 + signal);
}

IlvExit
ilv_output_options_report (const IlvOutputOptions *self, IlvComparison *comparison)
{
  g_autoptr (IlvInterrupt) interrupt = ilv_interrupt_new ();
  gboolean finished, written;

  print_results (comparison, self);
  finished = complain_of_runs (comparison);
  written = ilv_outputs_write (&self->outputs, comparison,
                               ilv_interrupt_get_cancellable (interrupt));
  if (!written && ilv_interrupt_get_signal (interrupt) != 0)
    return give_up (ilv_interrupt_get_signal (interrupt));
  return finished && written ? ILV_EXIT_FINE : ILV_EXIT_FAILED;
}
