/* benchmark.c: morsel-cli benchmark, which measures where the time goes on this computer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "cli/answer.h"
#include "cli/commands.h"
#include "cli/measurement.h"
#include "cli/names.h"
#include "cli/options.h"
#include "cli/output.h"
#include "engine/cells.h"
#include "engine/cpu.h"
#include "engine/network.h"
#include "engine/plan.h"
#include "engine/profile.h"
#include "words/percent.h"

#include <glib/gi18n.h>

#define DEFAULT_RUNS 50
#define MAX_RUNS 100000
/* Runs before the first that counts: caches, clock rate. */
#define WARM_UP_RUNS 5

/* The photo that is made when none is given: as large as a decoded one, in pixels. */
#define MADE_WIDTH 640
#define MADE_HEIGHT 480

/* Columns of the tables. */
#define NAME_COLUMNS 28
#define NUMBER_COLUMNS 10

typedef struct
{
  MorselOptions options; /* owned */
  int n_runs;
  GPtrArray *stages;          /* owned; of MorselMeasurement, MORSEL_N_STAGES */
  GPtrArray *layers;          /* owned; of MorselMeasurement */
  MorselMeasurement *network; /* owned; all layers at once */
  MorselPrecision precision;
  double peak; /* multiply-adds per second of one core */
} Benchmark;

static void
benchmark_clear (Benchmark *self)
{
  morsel_options_clear (&self->options);
  g_ptr_array_unref (self->stages);
  g_ptr_array_unref (self->layers);
  g_clear_pointer (&self->network, morsel_measurement_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Benchmark, benchmark_clear)

static gboolean
parse (Benchmark *self, int argc, char **argv)
{
  const GOptionEntry entries[] = {
    { "runs", 'r', 0, G_OPTION_ARG_INT, &self->n_runs, N_ ("How often; 50 times if not given"),
      N_ ("N") },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };

  if (!morsel_options_parse (&self->options, MORSEL_OPTIONS_FORMAT | MORSEL_OPTIONS_MODEL, entries,
                             N_ ("[PHOTO]"),
                             _ ("Measures, on one core, how long each stage and each layer takes. "
                                "Loading is measured on PHOTO."),
                             argc, argv))
    return FALSE;

  if (self->n_runs < 1 || self->n_runs > MAX_RUNS)
    morsel_options_refuse (_ ("--runs takes a number from 1 to 100000."));
  else if (g_strv_length (self->options.paths) > 1)
    morsel_options_refuse (_ ("One photo is enough."));
  else if (g_strcmp0 (self->options.paths[0], MORSEL_NAME_STDIN) == 0)
    morsel_options_refuse (_ ("The photo is loaded again and again: it must be a file."));
  else
    return TRUE;
  return FALSE;
}

static MorselPhoto *
make_photo (void)
{
  gsize n_bytes = (gsize) MADE_WIDTH * MADE_HEIGHT * 3;
  guint8 *pixels = g_malloc (n_bytes);

  for (gsize i = 0; i < n_bytes; i++)
    pixels[i] = (guint8) (i * 7 + i / 1920);

  g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, n_bytes);

  return morsel_photo_new_from_pixels (bytes, MADE_WIDTH, MADE_HEIGHT, (gsize) MADE_WIDTH * 3);
}

/* Photo to ranking, again and again. */
static gboolean
measure_stages (Benchmark *self, MorselRecognizer *recognizer, GError **error)
{
  const char *name = self->options.paths[0];
  guint least_side = morsel_recognizer_get_least_side (recognizer);

  for (int run = -WARM_UP_RUNS; run < self->n_runs; run++)
    {
      g_autoptr (MorselRanking) ranking = NULL;
      g_autoptr (MorselPhoto) photo = name != NULL
                                          ? morsel_name_load_photo (name, least_side, NULL, error)
                                          : make_photo ();

      if (photo != NULL)
        ranking = morsel_recognizer_recognize (recognizer, photo, NULL, NULL, error);
      if (ranking == NULL)
        return FALSE;

      for (guint stage = 0; run >= 0 && stage < MORSEL_N_STAGES; stage++)
        morsel_measurement_add (g_ptr_array_index (self->stages, stage),
                                1000.0 *
                                    morsel_ranking_get_milliseconds (ranking, (MorselStage) stage));
    }
  return TRUE;
}

/* A lane of its own: the recognizer's is nobody else's business. */
static MorselLane *
make_lane (Benchmark *self, GError **error)
{
  g_autoptr (GFile) file = morsel_options_get_model_file (&self->options);
  g_autoptr (MorselSafetensors) tensors = morsel_safetensors_load (file, NULL, error);
  g_autoptr (MorselWeights) weights = NULL;

  if (tensors != NULL)
    weights = morsel_weights_new (tensors, error);
  if (weights == NULL)
    return NULL;

  const MorselNetwork *network = morsel_network_lookup (morsel_weights_get_architecture (weights));
  g_autoptr (MorselPlan) plan = morsel_plan_new (network, weights, tensors, self->options.precision,
                                                 error);

  if (plan == NULL)
    return NULL;

  MorselLane *lane = morsel_lane_new (plan, error);

  if (lane != NULL)
    {
      guint side = morsel_weights_get_side (weights);
      float *input = morsel_lane_get_input (lane);

      for (gsize i = 0; i < (gsize) side * side * 3; i++)
        input[i] = (float) (i % 255) / 127.5f - 1.0f;
    }
  return lane;
}

static void
add_layers (Benchmark *self, GPtrArray *rows, gboolean counts)
{
  double sum = 0.0;

  for (guint i = 0; i < rows->len; i++)
    {
      const MorselProfileRow *row = g_ptr_array_index (rows, i);
      double microseconds = (double) row->nanoseconds / 1000.0;

      if (i == self->layers->len)
        {
          g_ptr_array_add (self->layers, morsel_measurement_new (row->name, row->implementation,
                                                                 row->n_multiply_adds));
          self->network->n_multiply_adds += row->n_multiply_adds;
        }
      if (counts)
        morsel_measurement_add (g_ptr_array_index (self->layers, i), microseconds);
      sum += microseconds;
    }
  if (counts)
    morsel_measurement_add (self->network, sum);
}

static gboolean
measure_layers (Benchmark *self, GError **error)
{
  g_autoptr (MorselLane) lane = make_lane (self, error);

  if (lane == NULL)
    return FALSE;

  for (int run = -WARM_UP_RUNS; run < self->n_runs; run++)
    {
      g_autoptr (GPtrArray) rows = morsel_profile_run (lane, error);

      if (rows == NULL)
        return FALSE;
      add_layers (self, rows, run >= 0);
    }
  self->peak = morsel_profile_measure_peak ();
  return TRUE;
}

/* Median, p10 and p90. */
static void
append_times (GString *text, const MorselMeasurement *measurement)
{
  static const double percents[] = { 50.0, 10.0, 90.0 };

  for (gsize i = 0; i < G_N_ELEMENTS (percents); i++)
    g_string_append_printf (text, "%10.1f",
                            morsel_measurement_get_percentile (measurement, percents[i]));
}

static void
append_heading (GString *text, const char *name)
{
  const char *const columns[] = { _ ("Median"), "p10", "p90" };

  g_string_append_c (text, '\n');
  morsel_answer_append_padded (text, name, NAME_COLUMNS);
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      guint n_columns = morsel_answer_get_columns (columns[i]);

      morsel_answer_append_padded (text, "", NUMBER_COLUMNS - MIN (n_columns, NUMBER_COLUMNS));
      g_string_append (text, columns[i]);
    }
}

static void
append_layer (const Benchmark *self, GString *text, const MorselMeasurement *layer)
{
  g_autofree char *share = morsel_fraction_percent (
      morsel_measurement_get_share (layer, self->peak));
  guint n_columns = morsel_answer_get_columns (share);

  morsel_answer_append_padded (text, layer->name, NAME_COLUMNS);
  append_times (text, layer);
  morsel_answer_append_padded (text, "", NUMBER_COLUMNS - MIN (n_columns, NUMBER_COLUMNS));
  g_string_append_printf (text, "%s  %s\n", share,
                          layer->implementation != NULL ? layer->implementation : "");
}

static void
append_text (const Benchmark *self, GString *text)
{
  g_autofree char *library = morsel_profile_dup_library ();
  g_autofree char *share = morsel_fraction_percent (
      morsel_measurement_get_share (self->network, self->peak));

  g_string_append_printf (text, "%s, %s, %s\n", library, morsel_cpu_get_name (),
                          self->precision == MORSEL_PRECISION_BF16 ? "bf16" : "f32");
  /* TRANSLATORS: thousand millions of multiply-adds a second */
  g_string_append_printf (text, _ ("Peak of one core: %.1f G multiply-adds a second (f32)\n"),
                          self->peak / 1e9);
  g_string_append_printf (text, _ ("Reached by the network: %s\n"), share);
  g_string_append (text, _ ("Times in microseconds\n"));

  append_heading (text, _ ("Stage"));
  g_string_append_c (text, '\n');
  for (guint i = 0; i < self->stages->len; i++)
    {
      const MorselMeasurement *stage = g_ptr_array_index (self->stages, i);

      /* A made photo is not loaded. */
      if (i == MORSEL_STAGE_LOAD && self->options.paths[0] == NULL)
        continue;
      morsel_answer_append_padded (text, stage->name, NAME_COLUMNS);
      append_times (text, stage);
      g_string_append_c (text, '\n');
    }

  append_heading (text, _ ("Layer"));
  g_string_append_printf (text, "%*s\n", NUMBER_COLUMNS, "%");
  for (guint i = 0; i < self->layers->len; i++)
    append_layer (self, text, g_ptr_array_index (self->layers, i));
  append_layer (self, text, self->network);
}

static void
append_json_times (GString *text, const MorselMeasurement *measurement)
{
  static const struct
  {
    const char *key;
    double percent;
  } times[] = { { "median", 50.0 }, { "p10", 10.0 }, { "p90", 90.0 } };

  g_string_append (text, "\"microseconds\": {");
  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_string_append_printf (text, "%s\"%s\": ", i > 0 ? ", " : "", times[i].key);
      morsel_cells_append_decimal (
          text, morsel_measurement_get_percentile (measurement, times[i].percent), 1);
    }
  g_string_append_c (text, '}');
}

static void
append_json_measurements (const Benchmark *self, GString *text, const char *key, GPtrArray *list)
{
  g_string_append_printf (text, ", \"%s\": [", key);
  for (guint i = 0; i < list->len; i++)
    {
      const MorselMeasurement *measurement = g_ptr_array_index (list, i);

      g_string_append (text, i > 0 ? ", {\"name\": " : "{\"name\": ");
      morsel_cells_append_json_string (text, measurement->name);
      g_string_append (text, ", ");
      append_json_times (text, measurement);
      if (measurement->implementation != NULL)
        {
          g_string_append (text, ", \"implementation\": ");
          morsel_cells_append_json_string (text, measurement->implementation);
          g_string_append_printf (text, ", \"multiply_adds\": %" G_GUINT64_FORMAT ", \"share\": ",
                                  measurement->n_multiply_adds);
          morsel_cells_append_decimal (text, morsel_measurement_get_share (measurement, self->peak),
                                       4);
        }
      g_string_append_c (text, '}');
    }
  g_string_append_c (text, ']');
}

static void
append_json (const Benchmark *self, GString *text)
{
  g_autofree char *library = morsel_profile_dup_library ();

  g_string_append (text, "{\"library\": ");
  morsel_cells_append_json_string (text, library);
  g_string_append (text, ", \"isa\": ");
  morsel_cells_append_json_string (text, morsel_cpu_get_name ());
  g_string_append_printf (text, ", \"precision\": \"%s\", \"runs\": %d, \"peak\": ",
                          self->precision == MORSEL_PRECISION_BF16 ? "bf16" : "f32", self->n_runs);
  morsel_cells_append_decimal (text, self->peak, 0);
  g_string_append (text, ", \"share\": ");
  morsel_cells_append_decimal (text, morsel_measurement_get_share (self->network, self->peak), 4);
  append_json_measurements (self, text, "stages", self->stages);
  append_json_measurements (self, text, "layers", self->layers);
  g_string_append (text, "}\n");
}

/* Loads the model and measures. Failures are complained of. */
static gboolean
measure (Benchmark *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselRecognizer) recognizer = morsel_options_load_recognizer (&self->options, 1);

  if (recognizer == NULL)
    return FALSE;
  self->precision = morsel_recognizer_get_precision (recognizer);
  if (!measure_stages (self, recognizer, &error))
    {
      const char *name = self->options.paths[0];

      morsel_output_complain_error (name != NULL ? name : "morsel-cli", error,
                                    self->options.verbose);
      return FALSE;
    }
  if (!measure_layers (self, &error))
    {
      morsel_output_complain_model (self->options.model, error, self->options.verbose);
      return FALSE;
    }
  return TRUE;
}

MorselExit
morsel_cli_benchmark (int argc, char **argv)
{
  g_auto (Benchmark) self = {
    .n_runs = DEFAULT_RUNS,
    .stages = g_ptr_array_new_with_free_func ((GDestroyNotify) morsel_measurement_free),
    .layers = g_ptr_array_new_with_free_func ((GDestroyNotify) morsel_measurement_free),
    .network = morsel_measurement_new ("all", NULL, 0),
  };
  static const char *const stages[MORSEL_N_STAGES] = {
    [MORSEL_STAGE_LOAD] = "load",
    [MORSEL_STAGE_PREPROCESS] = "preprocess",
    [MORSEL_STAGE_NETWORK] = "network",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (stages); i++)
    g_ptr_array_add (self.stages, morsel_measurement_new (stages[i], NULL, 0));
  if (!parse (&self, argc, argv))
    return MORSEL_EXIT_USAGE;
  if (!measure (&self))
    return MORSEL_EXIT_FAILED;

  g_autoptr (GString) text = g_string_new (NULL);

  if (self.options.format == MORSEL_FORMAT_JSON)
    append_json (&self, text);
  else
    append_text (&self, text);
  return morsel_options_write (&self.options, text) ? MORSEL_EXIT_DONE : MORSEL_EXIT_FAILED;
}
