/* onnxruntime-api.h: the little of ONNX Runtime's C interface that the benchmark calls
 *
 * Written from its documentation: OrtGetApiBase() gives a table of functions whose order never
 * changes, new ones being added at its end. Functions that are not called are left as numbers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define ORT_API_VERSION 11
#define ORT_LOGGING_LEVEL_WARNING 2
#define ORT_ENABLE_ALL 99
#define ORT_ARENA_ALLOCATOR 1
#define ORT_MEM_TYPE_DEFAULT 0
#define ORT_FLOAT 1

typedef struct OrtStatus OrtStatus;
typedef struct OrtEnv OrtEnv;
typedef struct OrtSession OrtSession;
typedef struct OrtSessionOptions OrtSessionOptions;
typedef struct OrtRunOptions OrtRunOptions;
typedef struct OrtMemoryInfo OrtMemoryInfo;
typedef struct OrtValue OrtValue;

typedef struct
{
  void *before_get_error_message[2];
  const char *(*GetErrorMessage) (const OrtStatus *);
  OrtStatus *(*CreateEnv) (int, const char *, OrtEnv **);
  void *before_create_session[3];
  OrtStatus *(*CreateSession) (const OrtEnv *,
                               const char *,
                               const OrtSessionOptions *,
                               OrtSession **);
  void *before_run[1];
  OrtStatus *(*Run) (OrtSession *,
                     const OrtRunOptions *,
                     const char *const *,
                     const OrtValue *const *,
                     size_t,
                     const char *const *,
                     size_t,
                     OrtValue **);
  OrtStatus *(*CreateSessionOptions) (OrtSessionOptions **);
  void *before_set_session_graph_optimization_level[12];
  OrtStatus *(*SetSessionGraphOptimizationLevel) (OrtSessionOptions *, int);
  OrtStatus *(*SetIntraOpNumThreads) (OrtSessionOptions *, int);
  OrtStatus *(*SetInterOpNumThreads) (OrtSessionOptions *, int);
  void *before_create_tensor_with_data_as_ort_value[23];
  OrtStatus *(*CreateTensorWithDataAsOrtValue) (
      const OrtMemoryInfo *, void *, size_t, const int64_t *, size_t, int, OrtValue **);
  void *before_create_cpu_memory_info[19];
  OrtStatus *(*CreateCpuMemoryInfo) (int, int, OrtMemoryInfo **);
} OrtApi;

typedef struct
{
  const OrtApi *(*GetApi) (uint32_t);
  const char *(*GetVersionString) (void);
} OrtApiBase;
