/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What can stand in a scenario file, for people who change one: every element with what it is for,
 * and its fields, which are its attributes and what is written in it.
 *
 * Steps come from their own table (step.h). Titles and summaries are in the user's language.
 */
#pragma once

#include "workload/document.h"

G_BEGIN_DECLS

typedef enum
{
  ILV_FIELD_NAME,    /* small letters, digits and hyphens */
  ILV_FIELD_NUMBER,  /* an expression */
  ILV_FIELD_INTEGER, /* an expression, rounded down */
  ILV_FIELD_TEXT,    /* one line */
  ILV_FIELD_WORDS,   /* sentences; white space does not matter */
  ILV_FIELD_CHOICE,  /* one of `choices` */
  ILV_FIELD_MODELS,  /* names of models with spaces between them, or what `all_models` says */
  ILV_FIELD_OBJECT,  /* the name of a lock, counter, semaphore or queue of the scenario */
} IlvFieldType;

typedef enum
{
  ILV_FIELD_IN_ATTRIBUTE,
  ILV_FIELD_IN_CHILD, /* the words of a child element */
  ILV_FIELD_IN_TEXT,  /* its own words */
} IlvFieldPlace;

typedef struct
{
  const char *name; /* of the attribute or the child element; "" for its own words */
  const char *title;
  const char *summary;
  IlvFieldType type;
  IlvFieldPlace place;
  gboolean is_required;
  const char *default_text; /* what it is when not given; NULL: nothing in particular */
  double min;               /* of numbers; the same as `max`: no limits are known */
  double max;
  const char *const *choices; /* ILV_FIELD_CHOICE: NULL-terminated */
  const char *all_models;     /* ILV_FIELD_MODELS: the value that stands for all; NULL: none */
  const char *object;         /* ILV_FIELD_OBJECT: the element that declares it */
} IlvField;

/* Whether the element is a step, or one that holds steps as a step does. */
gboolean ilv_element_is_step (const IlvNode *node);
/* "Setting"; of a step, its name. */
const char *ilv_element_get_title (const IlvNode *node);
/* NULL: the element is not known here. */
const char *ilv_element_get_summary (const IlvNode *node);
/* Those that make sense in this element as it is. (transfer full) (element-type IlvField) */
GArray *ilv_element_get_fields (const IlvNode *node);
/* Whether it is shown by a field of its parent. */
gboolean ilv_element_is_field (const IlvNode *node);
const char *ilv_field_get_choice_title (const IlvField *field, guint choice);

/* NULL: not given. (transfer full) */
char *ilv_field_get (const IlvField *field, const IlvNode *node);
/* The text of the document with another value (transfer full); NULL: there is nothing to change.
   An empty value that need not be given is taken out, and so is a choice that is the default. */
char *ilv_field_set (const IlvField *field, const IlvDocument *document, const IlvNode *node,
                     const char *value);

G_END_DECLS
