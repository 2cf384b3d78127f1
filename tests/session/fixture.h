/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of a session share: comparisons made in a line, and what a process has open. */
#pragma once

#include "session/comparison.h"
#include "session/run-private.h"

#define MODEL(name) (1u << ILV_MODEL_##name)

/* Settings as "name", "value", …, NULL. */
IlvComparison *fixture_compare (const char *scenario, guint models, IlvOrder order, guint repeats,
                                ...) G_GNUC_NULL_TERMINATED;

/* Runs the main loop until the comparison has ended; the test fails when nothing happens in it for
   too long. */
void fixture_wait (IlvComparison *comparison);
/* Starts it, and waits. */
void fixture_run (IlvComparison *comparison);

typedef gboolean (*FixtureCondition) (gpointer user_data);
/* Iterates the main loop until the condition holds; the test fails when that takes too long. */
void fixture_wait_for (FixtureCondition condition, gpointer user_data);

/* What this process holds of the system: to be equal before and after. */
typedef struct
{
  guint descriptors;
  guint mappings; /* of trace areas and scenarios: memfds */
  guint children; /* of this process, alive or not yet reaped */
} FixtureHoldings;
FixtureHoldings fixture_count_holdings (void);
void fixture_assert_holdings (const FixtureHoldings *before);

/* Process ids of the group that are alive, at most `max`; how many there are. */
guint fixture_list_group (GPid group, GPid *pids, guint max);
