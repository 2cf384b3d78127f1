/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pages.h"

#include <json-glib/json-glib.h>

G_DEFINE_QUARK (ilv-page-error-quark, ilv_page_error)

#define MAX_DELAY_MS 600000

static const struct
{
  const char *name;
  double min;
  double max;
  gboolean whole;
} kinds[ILV_N_PAGE_KINDS] = {
  [ILV_PAGE_DELAY] = { "delay", 0, MAX_DELAY_MS, FALSE },
  [ILV_PAGE_BYTES] = { "bytes", 0, 1 << 30, TRUE },
  [ILV_PAGE_POSTS] = { "posts", 0, 1000000000, TRUE },
  [ILV_PAGE_HTML] = { "html", 0, 1000000, TRUE },
  [ILV_PAGE_STATUS] = { "status", 200, 599, TRUE },
  [ILV_PAGE_FLAKY] = { "flaky", 0, 100, FALSE },
};

/* Of one syllable to four, so that a page has the look of text and words differ in length. */
static const char *const vocabulary[] = {
  "thread",  "waits",    "for",    "the",     "lock",    "while",     "another", "process",
  "reads",   "a",        "page",   "and",     "event",   "loop",      "turns",   "to",
  "next",    "task",     "that",   "is",      "ready",   "scheduler", "gives",   "every",
  "core",    "its",      "share",  "of",      "work",    "until",     "nothing", "remains",
  "queue",   "grows",    "when",   "workers", "sleep",   "longer",    "than",    "producers",
  "results", "arrive",   "in",     "any",     "order",   "parallel",  "answers", "need",
  "several", "requests", "at",     "once",    "without", "switching", "context", "memory",
  "stays",   "shared",   "across", "tasks",   "bounded", "by",        "one",     "interpreter",
};

static gboolean
parse_number (const char *text, double min, double max, gboolean whole, double *number)
{
  char *end = NULL;

  /* The conversion alone would take blanks, signs, exponents and hexadecimals too. */
  if (text[0] == '\0' || strspn (text, "0123456789.") != strlen (text))
    return FALSE;
  *number = g_ascii_strtod (text, &end);
  return *end == '\0' && *number >= min && *number <= max
         && (!whole || *number == (double) (guint64) *number);
}

static gboolean
take_argument (const char *name, double max, IlvPageArgument argument, gpointer data,
               gboolean whole, double *number, gboolean *given, GError **error)
{
  const char *text = argument (name, data);

  *given = text != NULL;
  if (text == NULL || parse_number (text, 0, max, whole, number))
    return TRUE;
  g_set_error (error, ILV_PAGE_ERROR, ILV_PAGE_ERROR_BAD_NUMBER,
               "The argument “%s” must be a %snumber from 0 to %.0f, not “%s”.",
               name, whole ? "whole " : "", max, text);
  return FALSE;
}

static gboolean
take_arguments (IlvPagePlan *plan, IlvPageArgument argument, gpointer data, GError **error)
{
  double delay = 0;
  double seed = 0;
  double attempt = 0;
  gboolean has_delay;

  if (!take_argument ("delay", MAX_DELAY_MS, argument, data, FALSE, &delay, &has_delay, error)
      || !take_argument ("seed", G_MAXUINT32, argument, data, TRUE, &seed, &plan->has_seed, error)
      || !take_argument ("attempt", G_MAXUINT32, argument, data, TRUE, &attempt,
                         &plan->has_attempt, error))
    return FALSE;
  plan->delay_ms += delay;
  plan->seed = (guint64) seed;
  plan->attempt = (guint64) attempt;
  return TRUE;
}

static gboolean
find_kind (const char *path, IlvPageKind *kind, const char **rest)
{
  for (guint i = 0; i < ILV_N_PAGE_KINDS; i++)
    {
      gsize length = strlen (kinds[i].name);

      if (path[0] == '/' && strncmp (path + 1, kinds[i].name, length) == 0
          && path[1 + length] == '/')
        {
          *kind = (IlvPageKind) i;
          *rest = path + 1 + length + 1;
          return TRUE;
        }
    }
  return FALSE;
}

gboolean
ilv_page_plan (IlvPagePlan *plan, const char *path, IlvPageArgument argument, gpointer data,
               GError **error)
{
  const char *rest;

  *plan = (IlvPagePlan) { 0 };
  if (!find_kind (path, &plan->kind, &rest))
    {
      g_set_error (error, ILV_PAGE_ERROR, ILV_PAGE_ERROR_NOT_FOUND,
                   "There is no “%s” here; there are /delay/MS, /bytes/N, /posts/N, /html/WORDS, "
                   "/status/CODE and /flaky/PERCENT.", path);
      return FALSE;
    }
  if (!parse_number (rest, kinds[plan->kind].min, kinds[plan->kind].max, kinds[plan->kind].whole,
                     &plan->number))
    {
      g_set_error (error, ILV_PAGE_ERROR, ILV_PAGE_ERROR_BAD_NUMBER,
                   "After /%s/ comes a %snumber from %.0f to %.0f, not “%s”.",
                   kinds[plan->kind].name, kinds[plan->kind].whole ? "whole " : "",
                   kinds[plan->kind].min, kinds[plan->kind].max, rest);
      return FALSE;
    }
  if (plan->kind == ILV_PAGE_DELAY)
    plan->delay_ms = plan->number;
  return take_arguments (plan, argument, data, error);
}

static const char *
get_word (guint64 index)
{
  /* A step that has no divisor in common with the table walks all of it in a mixed order. */
  return vocabulary[(index * 37 + index / G_N_ELEMENTS (vocabulary))
                    % G_N_ELEMENTS (vocabulary)];
}

static char *
make_sentence (guint64 first, guint n_words)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_words; i++)
    g_string_append_printf (text, "%s%s", i == 0 ? "" : " ", get_word (first + i));
  return g_string_free (text, FALSE);
}

static GBytes *
take_string (char *text)
{
  return g_bytes_new_take (text, strlen (text));
}

/* The page's words stand outside tags only; it has no title, whose words would count as well. */
static GBytes *
make_html (guint64 n_words)
{
  static const char *const open[] = { "<p>", "<p class=\"note\">", "<ul>\n<li>" };
  static const char *const close[] = { "</p>\n", "</p>\n", "</li>\n</ul>\n" };
  GString *html = g_string_new ("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
                                "<meta charset=\"utf-8\">\n</head>\n<body>\n");
  guint64 heading = MIN (n_words, 5);

  if (heading > 0)
    {
      g_autofree char *text = make_sentence (n_words, (guint) heading);

      g_string_append_printf (html, "<h1>%s</h1>\n", text);
    }
  for (guint64 done = heading, block = 0; done < n_words; block++)
    {
      guint n = (guint) MIN (n_words - done, 12 + block * 7 % 23);
      g_autofree char *start = make_sentence (done, n - n / 2);
      g_autofree char *end = make_sentence (done + n - n / 2, n / 2);

      g_string_append (html, open[block % G_N_ELEMENTS (open)]);
      g_string_append_printf (html, "%s <a href=\"/html/%u\">%s</a>", start, n, end);
      g_string_append (html, close[block % G_N_ELEMENTS (close)]);
      done += n;
    }
  g_string_append (html, "</body>\n</html>\n");
  return g_string_free_to_bytes (html);
}

static GBytes *
make_post (guint64 id)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *title = make_sentence (id, 6);
  g_autofree char *body = make_sentence (id + 6, 40);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "userId");
  json_builder_add_int_value (builder, (gint64) (id / 10 + 1));
  json_builder_set_member_name (builder, "id");
  json_builder_add_int_value (builder, (gint64) id);
  json_builder_set_member_name (builder, "title");
  json_builder_add_string_value (builder, title);
  json_builder_set_member_name (builder, "body");
  json_builder_add_string_value (builder, body);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return take_string (json_to_string (root, FALSE));
}

GBytes *
ilv_page_make_body (const IlvPagePlan *plan, guint status, const char **type)
{
  *type = "text/plain; charset=utf-8";
  switch (plan->kind)
    {
    case ILV_PAGE_HTML:
      *type = "text/html; charset=utf-8";
      return make_html ((guint64) plan->number);
    case ILV_PAGE_POSTS:
      *type = "application/json";
      return make_post ((guint64) plan->number);
    case ILV_PAGE_DELAY:
      return take_string (g_strdup_printf ("Answered after %g ms.\n", plan->delay_ms));
    case ILV_PAGE_FLAKY:
      return take_string (g_strdup (status < 400 ? "This time it worked.\n"
                                                 : "This time it failed; try again.\n"));
    case ILV_PAGE_STATUS:
      /* Neither of these may have a body. */
      if (status == 204 || status == 304)
        return g_bytes_new (NULL, 0);
      return take_string (g_strdup_printf ("Status %u, as asked for.\n", status));
    case ILV_PAGE_BYTES:
    case ILV_N_PAGE_KINDS:
    default:
      g_return_val_if_reached (NULL);
    }
}

void
ilv_page_fill (char *buffer, gsize length, guint64 offset)
{
  static const char line[] = "0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ\n";

  for (gsize i = 0; i < length; i++)
    buffer[i] = line[(offset + i) % (sizeof line - 1)];
}

/* The finaliser of splitmix64 (Steele, Lea, Flood 2014): neighbouring seeds share no pattern. */
static guint64
mix (guint64 x)
{
  x += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  x = (x ^ (x >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  x = (x ^ (x >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return x ^ (x >> 31);
}

gboolean
ilv_page_is_failure (guint64 seed, guint64 attempt, double percent)
{
  double fraction = (double) (mix (mix (seed) + attempt) >> 11) / (double) (1ULL << 53);

  return fraction * 100 < percent;
}
