/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload/topic.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* In the order they are shown. */
static const struct
{
  const char *name;
  const char *title;
} topics[] = {
  { "io", N_ ("Waiting for I/O") },     { "concepts", N_ ("First ideas") },
  { "cpu", N_ ("Computing") },          { "gil", N_ ("The interpreter lock") },
  { "shared-state", N_ ("Shared state") }, { "asyncio", N_ ("Event loop") },
  { "hybrid", N_ ("Mixed work") },      { "scale", N_ ("Large numbers") },
  { "pitfalls", N_ ("Pitfalls") },      { "faults", N_ ("Failures") },
};

guint
ilv_topic_count (void)
{
  return G_N_ELEMENTS (topics);
}

const char *
ilv_topic_get_name (guint index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (topics), NULL);
  return topics[index].name;
}

int
ilv_topic_find (const char *topic)
{
  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    if (strcmp (topic, topics[i].name) == 0)
      return (int) i;
  return -1;
}

const char *
ilv_topic_get_title (const char *topic)
{
  int index = ilv_topic_find (topic);

  g_return_val_if_fail (index >= 0, NULL);
  return _ (topics[index].title);
}
