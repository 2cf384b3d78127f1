/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scenario made of a few lines of XML, ready to be run by a driver in the test's own process. */
#pragma once

#include "runtime/execution.h"

/* `body` is what stands in <scenario> after the question; `sets` "NAME=VALUE" words with a space
   between them, or NULL. `area` NULL: recording off. Fails the test on a mistake in it. */
IlvExecution *fixture_new (IlvModel model, const char *body, const char *sets, IlvArea *area);

/* The whole file of such a scenario. (transfer full) */
char *fixture_make_scenario (const char *body);

/* The result of the task at `index`, "" for none. (transfer full) */
char *fixture_dup_result (IlvExecution *execution, guint index);
guint fixture_count (IlvExecution *execution, IlvState state);
