/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scenario files made for a test. */
#pragma once

#include "workload/scenario.h"

/* A whole file around `body` (settings, tasks …); `body` starts in line 5, column 1. */
char *scenario_text_with (const char *models, const char *body);
/* The scenario of that text, which must be without mistakes. (transfer full) */
IlvScenario *scenario_with (const char *models, const char *body);
