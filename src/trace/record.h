/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What one event looks like in memory, and the names of what it can say.
 *
 * Plain C11: the writers (runner processes, later a preloaded library inside other programs) and
 * the reader share this header, and nothing in it needs GLib. A record is written by the thread
 * it speaks of. The lane it belongs to is not in the record but in the header of the block that
 * holds it (see area.h), because a block has one writer and a writer is one lane.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* What a lane or a task is doing. NONE: nothing at all (a pool worker without a task). */
typedef enum
{
  ILV_STATE_NONE = 0,
  ILV_STATE_STARTING,
  ILV_STATE_READY,         /* could run, has no loop or core */
  ILV_STATE_RUNNING,       /* holding its interpreter lock */
  ILV_STATE_RUNNING_FREE,  /* without a lock: there is none, or a C call released it */
  ILV_STATE_WAITING_GIL,
  ILV_STATE_WAITING_LOCK,  /* a lock, semaphore or queue other than the GIL */
  ILV_STATE_WAITING_IO,
  ILV_STATE_SLEEPING,
  ILV_STATE_SERIALISING,
  ILV_STATE_BLOCKING_LOOP, /* holds an event loop while others are ready */
  ILV_STATE_DONE,          /* the last three are end marks */
  ILV_STATE_FAILED,
  ILV_STATE_CANCELLED,
  ILV_N_STATES
} IlvState;

/* What a lane is. */
typedef enum
{
  ILV_LANE_THREAD = 1,
  ILV_LANE_PROCESS,
  ILV_LANE_LOOP,
  ILV_LANE_MAIN, /* the thread that started the others: feeds pools, collects results */
  ILV_N_LANE_KINDS
} IlvLaneKind;

/* What a lock is. */
typedef enum
{
  ILV_LOCK_GIL = 1,
  ILV_LOCK_MUTEX,
  ILV_LOCK_SEMAPHORE,
  ILV_LOCK_QUEUE,
  ILV_N_LOCK_KINDS
} IlvLockKind;

/* Counters every run may have; a scenario's own follow from ILV_COUNTER_FIRST_OWN. */
typedef enum
{
  ILV_COUNTER_COMPLETED = 1, /* tasks done: not those that failed or were cancelled */
  ILV_COUNTER_IN_FLIGHT,     /* requests under way */
  ILV_COUNTER_QUEUE_DEPTH,   /* tasks waiting for a worker */
  ILV_COUNTER_IPC_BYTES,     /* bytes copied between processes so far */
  ILV_COUNTER_RSS,           /* resident memory of the run, bytes */
  ILV_COUNTER_LOOP_LAG,      /* lateness of the event loop, ns */
  ILV_COUNTER_RUN_QUEUE,     /* what threads waited for a core so far, ns */
  ILV_COUNTER_REQUEST_LATENCY, /* how long the last request over a network took, ns */
  ILV_COUNTER_FILE_BYTES,    /* written to files and read from them so far */
  ILV_COUNTER_FIRST_OWN = 16,
  ILV_MAX_COUNTERS = 64
} IlvCounterId;

/* What happened, to one record. `subject` and `argument` are said for each. */
typedef enum
{
  /* A lane came to be. subject: lane id; state: IlvLaneKind; argument: pid << 32 | tid. */
  ILV_RECORD_LANE_BEGIN = 1,
  /* The writer's lane ended. subject: lane id; state: how (DONE, FAILED, CANCELLED). */
  ILV_RECORD_LANE_END,
  /* 8 bytes of a name. subject: id; state: chunk number; argument: the bytes, zero padded.
     What is named is in the kind. */
  ILV_RECORD_NAME_LANE,
  ILV_RECORD_NAME_TASK,
  ILV_RECORD_NAME_LOCK,
  ILV_RECORD_NAME_COUNTER,
  /* The writer's lane is in `state` from now on, on behalf of task `subject` (0: of none), and
     so is that task. argument: the lock waited for (waiting states), otherwise 0. */
  ILV_RECORD_STATE,
  /* Task `subject` is in `state` from now on, on no lane: queued, or a suspended coroutine. The
     end of a task is a record of this kind with an end mark. argument: the lock waited for. */
  ILV_RECORD_TASK,
  /* A lock exists. subject: lock id; state: IlvLockKind; argument: permits of a semaphore, room of
     a queue; 0: without a limit, or not said. */
  ILV_RECORD_LOCK,
  /* The writer's lane took lock `subject`. argument: task << 32 | lane that held it before it
     (0: nobody). Another lane before it makes this a hand-over. */
  ILV_RECORD_LOCK_TAKE,
  /* The writer's lane gave lock `subject` back. argument: task << 32 | 1 when a drop request
     forced it. The task (0: not said) tells apart the holds of a semaphore by one lane. */
  ILV_RECORD_LOCK_DROP,
  /* The writer's lane asked the holder of lock `subject` to drop it. argument: holder's lane. */
  ILV_RECORD_DROP_REQUEST,
  /* The writer woke task `subject` (argument's high half: 0) or lane (argument's low half),
     which waited for the lock in the high half. argument: lock << 32 | lane. */
  ILV_RECORD_WAKE,
  /* Counter `subject` has a new value. argument: the value, an int64_t. */
  ILV_RECORD_COUNTER,
  /* Something worth a mark. subject: task or 0; state: IlvMark; argument: see IlvMark. */
  ILV_RECORD_MARK,
  ILV_N_RECORD_KINDS
} IlvRecordKind;

typedef enum
{
  ILV_MARK_LOST_UPDATE = 1, /* argument: counter id; the write overwrote an unread value */
  ILV_MARK_RETRY,           /* argument: attempt */
  ILV_MARK_WORKER_DIED,     /* argument: lane */
  ILV_MARK_STOP_REQUESTED,
  ILV_MARK_DEADLOCK, /* argument: the lock the task waits for, in a circle with others */
  ILV_N_MARKS
} IlvMark;

typedef struct
{
  uint64_t ticks; /* of the area's clock; see area.h */
  uint32_t subject;
  uint8_t kind;  /* IlvRecordKind */
  uint8_t state; /* IlvState, or as said at the kind */
  uint16_t core; /* processor the writer ran on; UINT16_MAX: unknown */
  uint64_t argument;
} IlvRecord;

_Static_assert (sizeof (IlvRecord) == 24, "a record is 24 bytes");
_Static_assert (offsetof (IlvRecord, ticks) == 0, "ticks first");
_Static_assert (offsetof (IlvRecord, subject) == 8, "subject after ticks");
_Static_assert (offsetof (IlvRecord, kind) == 12, "kind after subject");
_Static_assert (offsetof (IlvRecord, state) == 13, "state after kind");
_Static_assert (offsetof (IlvRecord, core) == 14, "core after state");
_Static_assert (offsetof (IlvRecord, argument) == 16, "argument last");
