/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/long-work.h"

#include <stdatomic.h>

struct _IlvLongWork
{
  GCancellable parent_instance;

  _Atomic guint64 all; /* 0: unknown */
  _Atomic guint64 done;
};

G_DEFINE_FINAL_TYPE (IlvLongWork, ilv_long_work, G_TYPE_CANCELLABLE)

static void
ilv_long_work_class_init (IlvLongWorkClass *klass)
{
}

static void
ilv_long_work_init (IlvLongWork *self)
{
}

IlvLongWork *
ilv_long_work_new (void)
{
  return g_object_new (ILV_TYPE_LONG_WORK, NULL);
}

IlvLongWork *
ilv_long_work_of (GCancellable *cancellable)
{
  return cancellable != NULL && ILV_IS_LONG_WORK (cancellable) ? ILV_LONG_WORK (cancellable) : NULL;
}

void
ilv_long_work_begin (IlvLongWork *self, guint64 all)
{
  if (self == NULL)
    return;
  atomic_store_explicit (&self->done, 0, memory_order_relaxed);
  atomic_store_explicit (&self->all, all, memory_order_relaxed);
}

/* Only one thread counts, so that a load and a store do: this is called for every event. */
void
ilv_long_work_add (IlvLongWork *self, guint64 n)
{
  if (self != NULL)
    atomic_store_explicit (&self->done,
                           atomic_load_explicit (&self->done, memory_order_relaxed) + n,
                           memory_order_relaxed);
}

double
ilv_long_work_get_done (IlvLongWork *self)
{
  guint64 all = atomic_load_explicit (&self->all, memory_order_relaxed);
  guint64 done = atomic_load_explicit (&self->done, memory_order_relaxed);

  return all > 0 ? MIN ((double) done / (double) all, 1) : -1;
}
