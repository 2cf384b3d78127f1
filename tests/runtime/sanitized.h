/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the program is built with a sanitizer that changes what memory and time are, for tests
   that have to skip then; and whether with the one for threads, under which a process that was
   forked cannot start threads. */
#pragma once

#if defined(__SANITIZE_THREAD__)
#define SANITIZED_THREADS TRUE
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define SANITIZED_THREADS TRUE
#endif
#endif
#ifndef SANITIZED_THREADS
#define SANITIZED_THREADS FALSE
#endif

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED TRUE
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED TRUE
#endif
#endif
#ifndef SANITIZED
#define SANITIZED SANITIZED_THREADS
#endif
