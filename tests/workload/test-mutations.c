/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scenarios that come with the program, damaged in thousands of ways, the same ones each
   time: none may crash the parser, and each ends as a scenario or as a list of mistakes. */
#include "scenario-fuzz.h"
#include "workload/catalogue.h"
#include "workload/document-edit.h"
#include "workload/draft.h"

#include <string.h>

#define MUTATIONS_EACH 300
#define DRAFT_EACH 5 /* one in so many is looked at as the editor does, which takes longer */

static const char *const pieces[]
  = { "<", ">", "\"", "&", "{", "}", "<task>", "</task>", "<repeat times=\"9\">", "-", "(",
      "index", "1e308", "/ 0", "\xc3", "\n", "<!--", "]]>", "<lock name=\"counter-lock\">", "" };

/* Cuts a piece out, puts one in, doubles one, or changes a byte. */
static void
mutate (GString *text, GRand *random)
{
  gsize at = (gsize) g_rand_int_range (random, 0, (gint32) text->len);
  gsize wanted = (gsize) g_rand_int_range (random, 1, 40);
  gsize length = MIN (wanted, text->len - at);
  g_autofree char *piece = g_strndup (text->str + at, length);

  switch (g_rand_int_range (random, 0, 4))
    {
    case 0:
      g_string_erase (text, (gssize) at, (gssize) length);
      break;
    case 1:
      g_string_insert (text, (gssize) at,
                       pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
      break;
    case 2:
      g_string_insert (text, g_rand_int_range (random, 0, (gint32) text->len), piece);
      break;
    default:
      text->str[at] = (char) g_rand_int_range (random, 0, 256);
    }
}

/* Every element lies where the text says it does, inside its parent. */
static const IlvNode *
check_places (const IlvNode *node, const IlvNode *last)
{
  g_assert_cmpint (node->at[0], ==, '<');
  g_assert_cmpint (node->end[-1], ==, '>');
  g_assert_cmpint (node->inside[-1], ==, '>');
  g_assert_true (strncmp (node->at + 1, node->name, strlen (node->name)) == 0);
  g_assert_true (node->at < node->inside && node->inside <= node->close
                 && node->close <= node->end);
  g_assert_true (node->close == node->inside || g_str_has_prefix (node->close, "</"));
  for (guint i = 0; i < node->attributes->len; i++)
    {
      const IlvDocumentAttribute *attribute
        = &g_array_index (node->attributes, IlvDocumentAttribute, i);

      g_assert_true (g_str_has_prefix (attribute->at, attribute->name));
      g_assert_true (attribute->at > node->at && attribute->value_at < node->inside);
    }
  for (guint i = 0; i < node->children->len; i++)
    {
      const IlvNode *child = node->children->pdata[i];

      g_assert_true (child->at >= node->inside && child->end <= node->close);
      last = check_places (child, child);
    }
  return last;
}

/* The same element in the text after one of its attributes was set. */
static void
check_edit (const IlvDocument *document, const IlvNode *node)
{
  g_autofree char *path = ilv_node_get_path (node);
  g_autofree char *text = ilv_document_set_attribute (document, node, "made", "<\"&'>");
  g_autoptr (IlvDraft) after = ilv_draft_new (text, NULL);
  const IlvDocument *changed = ilv_draft_get_document (after);

  g_assert_nonnull (changed);
  node = ilv_document_find (changed, path);
  g_assert_cmpstr (ilv_node_find (node, "made")->value, ==, "<\"&'>");
}

static void
check_draft (const char *text)
{
  g_autoptr (IlvDraft) draft = ilv_draft_new (text, NULL);
  const GPtrArray *problems = ilv_draft_get_problems (draft);
  const IlvDocument *document = ilv_draft_get_document (draft);

  g_assert_cmpint (ilv_draft_get_scenario (draft) != NULL, ==, problems->len == 0);
  for (guint i = 0; i < problems->len; i++)
    {
      const IlvDraftProblem *problem = problems->pdata[i];

      g_assert_cmpuint (problem->from, <=, problem->to);
      g_assert_cmpuint (problem->to, <=, strlen (text));
      g_assert_true (g_utf8_validate (text + problem->from,
                                      (gssize) (problem->to - problem->from), NULL));
      if (problem->path != NULL)
        g_assert_nonnull (ilv_document_find (document, problem->path));
    }
  if (document != NULL)
    check_edit (document, check_places (ilv_document_get_root (document),
                                        ilv_document_get_root (document)));
}

static void
mutate_scenario (const IlvScenario *scenario, GRand *random, guint *accepted)
{
  for (guint i = 0; i < MUTATIONS_EACH; i++)
    {
      g_autoptr (GString) text = g_string_new (ilv_scenario_get_xml (scenario));
      int changes = g_rand_int_range (random, 1, 4);

      for (int j = 0; j < changes && text->len > 0; j++)
        mutate (text, random);
      *accepted += scenario_fuzz (text->str, text->len);
      if (i % DRAFT_EACH == 0 && g_utf8_validate (text->str, (gssize) text->len, NULL))
        check_draft (text->str);
    }
}

static void
no_damage_to_a_file_crashes_the_parser (void)
{
  g_autoptr (GPtrArray) scenarios = ilv_catalogue_load (NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (20);
  guint accepted = 0;

  for (guint i = 0; i < scenarios->len; i++)
    mutate_scenario (scenarios->pdata[i], random, &accepted);
  g_test_message ("%u of %u were still scenarios", accepted, scenarios->len * MUTATIONS_EACH);
  /* Both ends must have been reached, or the mutations say nothing. */
  g_assert_cmpuint (accepted, >, scenarios->len);
  g_assert_cmpuint (accepted, <, scenarios->len * MUTATIONS_EACH / 2);
}

static void
no_truncation_of_a_file_crashes_the_parser (void)
{
  g_autoptr (IlvScenario) scenario = ilv_catalogue_find ("lost-updates", NULL);
  gsize length = ilv_scenario_get_xml_length (scenario);

  while (length > 0 && ilv_scenario_get_xml (scenario)[length - 1] != '>')
    length--;
  for (gsize i = 0; i < length; i++)
    g_assert_false (scenario_fuzz (ilv_scenario_get_xml (scenario), i));
  g_assert_true (scenario_fuzz (ilv_scenario_get_xml (scenario), length));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mutations/no-damage-to-a-file-crashes-the-parser",
                   no_damage_to_a_file_crashes_the_parser);
  g_test_add_func ("/mutations/no-truncation-of-a-file-crashes-the-parser",
                   no_truncation_of_a_file_crashes_the_parser);
  return g_test_run ();
}
