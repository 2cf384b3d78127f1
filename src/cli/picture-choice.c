/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/picture-choice.h"

#include "cli/complain.h"
#include "cli/range-argument.h"
#include "trace/quantity.h"

#include <glib/gi18n.h>

void
ilv_picture_choice_clear (IlvPictureChoice *self)
{
  g_clear_pointer (&self->part_text, g_free);
  g_clear_pointer (&self->range_text, g_free);
  g_clear_pointer (&self->preset_text, g_free);
  g_clear_pointer (&self->size_text, g_free);
  g_clear_pointer (&self->theme_text, g_free);
  g_clear_pointer (&self->lanes_text, g_free);
  g_clear_pointer (&self->graph_text, g_free);
}

GOptionEntry *
ilv_picture_choice_list_options (IlvPictureChoice *self, guint *n)
{
  const GOptionEntry entries[] = {
    { "part", 0, 0, G_OPTION_ARG_STRING, &self->part_text,
      N_ ("What the picture shows: all (the default), results, or one panel by model or letter"),
      N_ ("PART") },
    { "range", 0, 0, G_OPTION_ARG_STRING, &self->range_text,
      N_ ("The stretch of time the picture shows, as 20ms-40ms (default: everything)"),
      N_ ("BEGIN-END") },
    { "preset", 0, 0, G_OPTION_ARG_STRING, &self->preset_text,
      N_ ("Size of the picture: slide, 4k, a4, a4-portrait or window"), N_ ("PRESET") },
    { "size", 0, 0, G_OPTION_ARG_STRING, &self->size_text,
      N_ ("Size of the picture in pixels (default: 1920x1080)"), N_ ("WIDTHxHEIGHT") },
    { "scale", 0, 0, G_OPTION_ARG_DOUBLE, &self->scale,
      N_ ("How large text and lines are drawn (default: 1, or what the preset has)"),
      N_ ("FACTOR") },
    { "theme", 0, 0, G_OPTION_ARG_STRING, &self->theme_text,
      N_ ("Look of the picture: light, dark or projector"), N_ ("THEME") },
    { "lanes", 0, 0, G_OPTION_ARG_STRING, &self->lanes_text,
      N_ ("What the lanes of the picture show: workers, tasks, cores or auto"), N_ ("LANES") },
    { "graph", 0, 0, G_OPTION_ARG_STRING, &self->graph_text,
      N_ ("What the graph of the picture shows: done, rate, in-flight, queue, memory, loop-lag, "
          "run-queue, latency, copied, files or own-1"),
      N_ ("GRAPH") },
    { "no-caption", 0, 0, G_OPTION_ARG_NONE, &self->without_caption,
      N_ ("Leave out the line about machine and date"), NULL },
    { "no-legend", 0, 0, G_OPTION_ARG_NONE, &self->without_legend, N_ ("Leave out the legend"),
      NULL },
    { "no-results", 0, 0, G_OPTION_ARG_NONE, &self->without_results,
      N_ ("Leave out the results below the panels"), NULL },
  };

  *n = G_N_ELEMENTS (entries);
  return g_memdup2 (entries, sizeof entries);
}

static gboolean
read_part (IlvPictureChoice *self)
{
  const char *text = self->part_text;

  if (!text || g_str_equal (text, "all"))
    return TRUE;
  if (g_str_equal (text, "results"))
    {
      self->part = ILV_PART_RESULTS;
      return TRUE;
    }
  self->part = ILV_PART_PANEL;
  if (g_ascii_isalpha (text[0]) && text[1] == '\0')
    {
      self->letter = g_ascii_toupper (text[0]) - 'A';
      return TRUE;
    }
  if (ilv_model_from_name (text, &self->model))
    return TRUE;
  ilv_complain (_ ("A picture has no part “%s”; there are all, results and the names of models."),
                text);
  return FALSE;
}

static gboolean
read_size (IlvPictureChoice *self)
{
  g_auto (GStrv) parts = g_strsplit (self->size_text, "x", 3);
  guint64 width = 0, height = 0;

  if (g_strv_length (parts) == 2
      && g_ascii_string_to_unsigned (parts[0], 10, 200, 16384, &width, NULL)
      && g_ascii_string_to_unsigned (parts[1], 10, 200, 16384, &height, NULL))
    {
      self->width = (int) width;
      self->height = (int) height;
      return TRUE;
    }
  ilv_complain (_ ("“%s” is not a size; it is given as WIDTHxHEIGHT, 200 to 16384 pixels each."),
                self->size_text);
  return FALSE;
}

static gboolean
read_preset (IlvPictureChoice *self)
{
  if (self->size_text)
    ilv_complain (_ ("--preset and --size both give the size of the picture; choose one."));
  else if (!ilv_preset_from_name (self->preset_text, &self->preset))
    ilv_complain (_ ("There is no preset “%s”; there are slide, 4k, a4, a4-portrait and window."),
                  self->preset_text);
  else
    self->has_preset = TRUE;
  return self->has_preset;
}

/* In every format, because a page has other numbers as a PNG. */
static gboolean
check_scale (const IlvPictureChoice *self)
{
  const IlvPictureFormat formats[] = { ILV_PICTURE_PNG, ILV_PICTURE_PDF };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      IlvPictureSize size = ilv_picture_choice_get_size (self, formats[i]);
      g_autoptr (GError) error = NULL;

      if (ilv_picture_check_size (size.width, size.height, size.scale, &error))
        continue;
      ilv_complain ("%s", error->message);
      return FALSE;
    }
  return TRUE;
}

gboolean
ilv_picture_choice_read (IlvPictureChoice *self)
{
  if (!read_part (self)
      || (self->range_text && !ilv_range_argument_parse (self->range_text, &self->from, &self->to))
      || (self->preset_text && !read_preset (self)) || (self->size_text && !read_size (self)))
    return FALSE;
  if (self->theme_text && !ilv_theme_from_name (self->theme_text, &self->theme))
    {
      ilv_complain (_ ("There is no theme “%s”; there are light, dark and projector."),
                    self->theme_text);
      return FALSE;
    }
  if (self->lanes_text && !ilv_lane_mode_from_name (self->lanes_text, &self->lanes))
    {
      ilv_complain (_ ("Lanes cannot show “%s”; they show workers, tasks, cores or auto."),
                    self->lanes_text);
      return FALSE;
    }
  if (self->graph_text && !ilv_graph_from_name (self->graph_text, &self->graph))
    {
      ilv_complain (_ ("The graph cannot show “%s”; it shows done, rate, in-flight, queue, memory, "
                       "loop-lag, run-queue, latency, copied, files or own-1."),
                    self->graph_text);
      return FALSE;
    }
  if (self->part == ILV_PART_RESULTS && self->range_text)
    {
      ilv_complain (_ ("Results are of whole runs: --range goes with panels."));
      return FALSE;
    }
  return check_scale (self);
}

/* -1: none. */
static int
find_run (const IlvPictureChoice *self, IlvComparison *comparison)
{
  int n = (int) ilv_comparison_get_n_runs (comparison);

  if (self->letter >= 0)
    return ilv_comparison_is_side_by_side (comparison) && self->letter < n ? self->letter : -1;
  for (guint i = 0; i < (guint) n; i++)
    if (ilv_run_get_model (ilv_comparison_get_run (comparison, i)) == self->model)
      return (int) i;
  return -1;
}

gboolean
ilv_picture_choice_suits (const IlvPictureChoice *self, IlvComparison *comparison)
{
  if (self->part != ILV_PART_PANEL || find_run (self, comparison) >= 0)
    return TRUE;
  if (self->letter >= 0)
    ilv_complain (_ ("The panel “%s” cannot be shown: there is no run with that letter."),
                  self->part_text);
  else
    ilv_complain (_ ("The panel of “%s” cannot be shown: that model does not run here."),
                  ilv_model_get_name (self->model));
  return FALSE;
}

IlvPicture *
ilv_picture_choice_make (const IlvPictureChoice *self, IlvComparison *comparison)
{
  IlvView view = {
    .from = self->from, .to = self->to, .until = G_MAXINT64, .lanes = self->lanes,
    .graph = self->graph,
  };
  int run = self->part == ILV_PART_PANEL ? find_run (self, comparison) : 0;
  IlvReportPicture wanted = {
    .part = self->part,
    .run = (guint) MAX (run, 0),
    .view = &view,
    .theme = ilv_theme_get (self->theme),
    .without_caption = self->without_caption,
    .without_legend = self->without_legend,
    .without_results = self->without_results,
  };
  gint64 first, last;

  if (!ilv_picture_choice_suits (self, comparison))
    return NULL;
  ilv_report_fit (comparison, &first, &last);
  if (self->from >= self->to)
    {
      view.from = first;
      view.to = last;
    }
  else if (self->from >= last)
    {
      g_autofree char *end = ilv_quantity_duration (last);

      ilv_complain (_ ("The stretch of time “%s” lies behind the end of all runs, which is at %s."),
                    self->range_text, end);
      return NULL;
    }
  return ilv_report_make_picture (comparison, &wanted);
}

IlvPictureSize
ilv_picture_choice_get_size (const IlvPictureChoice *self, IlvPictureFormat format)
{
  IlvPictureSize size = { self->width, self->height, 1 };

  if (self->has_preset)
    size = ilv_preset_get_size (self->preset, format);
  if (!isnan (self->scale))
    size.scale = self->scale;
  return size;
}
