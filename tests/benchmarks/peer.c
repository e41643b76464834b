/* peer.c: ONNX Runtime on the same weights, one thread
 *
 * Input and output are buffers of ours, so that a run copies and reserves nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "peer.h"

#include "onnxruntime-api.h"

#include <gmodule.h>

struct _Peer
{
  const OrtApi *api;
  const char *version;
  OrtSession *session;
  OrtValue *input;
  OrtValue *output;
  float *photo; /* [3, side, side] */
  float *logits;
  guint side;
};

/* A benchmark has nobody to hand an error to. */
static void
check (const OrtApi *api, OrtStatus *status)
{
  if (status != NULL)
    g_error ("ONNX Runtime: %s", api->GetErrorMessage (status));
}

static OrtValue *
wrap (const OrtApi *api, float *values, gsize n_values, const gint64 *dims, gsize n_dims)
{
  OrtMemoryInfo *memory = NULL;
  OrtValue *value = NULL;

  check (api, api->CreateCpuMemoryInfo (ORT_ARENA_ALLOCATOR, ORT_MEM_TYPE_DEFAULT, &memory));
  check (api, api->CreateTensorWithDataAsOrtValue (memory, values, n_values * sizeof *values, dims,
                                                   n_dims, ORT_FLOAT, &value));
  return value;
}

static const OrtApi *
open_library (const char *library, const char **version)
{
  GModule *module = g_module_open (library, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);
  gpointer symbol = NULL;

  if (module == NULL || !g_module_symbol (module, "OrtGetApiBase", &symbol))
    g_error ("%s", g_module_error ());

  const OrtApiBase *(*get_base) (void) = (const OrtApiBase *(*) (void) ) symbol;
  const OrtApiBase *base = get_base ();

  *version = base->GetVersionString ();
  return base->GetApi (ORT_API_VERSION);
}

Peer *
peer_new (const char *library, const char *model, guint side, guint n_outputs)
{
  Peer *self = g_new0 (Peer, 1);
  const gint64 input_dims[] = { 1, 3, side, side };
  const gint64 output_dims[] = { 1, n_outputs };
  const gsize n_inputs = (gsize) 3 * side * side;
  OrtEnv *environment = NULL;
  OrtSessionOptions *options = NULL;

  self->api = open_library (library, &self->version);
  self->side = side;
  self->photo = g_new0 (float, n_inputs);
  self->logits = g_new0 (float, n_outputs);

  check (self->api, self->api->CreateEnv (ORT_LOGGING_LEVEL_WARNING, "benchmark", &environment));
  check (self->api, self->api->CreateSessionOptions (&options));
  check (self->api, self->api->SetSessionGraphOptimizationLevel (options, ORT_ENABLE_ALL));
  check (self->api, self->api->SetIntraOpNumThreads (options, 1));
  check (self->api, self->api->SetInterOpNumThreads (options, 1));
  check (self->api, self->api->CreateSession (environment, model, options, &self->session));

  self->input = wrap (self->api, self->photo, n_inputs, input_dims, G_N_ELEMENTS (input_dims));
  self->output = wrap (self->api, self->logits, n_outputs, output_dims, G_N_ELEMENTS (output_dims));
  return self;
}

const char *
peer_get_version (Peer *self)
{
  return self->version;
}

void
peer_set_input (Peer *self, const float *photo)
{
  const gsize n_pixels = (gsize) self->side * self->side;

  for (gsize p = 0; p < n_pixels; p++)
    for (gsize c = 0; c < 3; c++)
      self->photo[c * n_pixels + p] = photo[p * 3 + c];
}

const float *
peer_run (Peer *self)
{
  const char *const inputs[] = { "input" };
  const char *const outputs[] = { "logits" };
  const OrtValue *const values[] = { self->input };
  OrtValue *results[] = { self->output };

  check (self->api, self->api->Run (self->session, NULL, inputs, values, 1, outputs, 1, results));
  return self->logits;
}
