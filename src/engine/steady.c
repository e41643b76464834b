/* steady.c: one name from many camera frames, by a mean over time and hysteresis
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/steady.h"

#include <math.h>

#define TIME_CONSTANT_SECONDS 0.6
/* A name gives way when another leads by so much for so long. */
#define LEAD 0.10
#define LEAD_SECONDS 0.6
/* No dish is named below this mean, and the one that is named stays until it falls below the
 * other. With one limit a dish that is recognised by a third comes and goes all the time. */
#define LEAST_MEAN 0.35
#define LAST_MEAN 0.25
#define PERCENT_STEP 5
#define NO_OUTPUT G_MAXUINT

struct _MorselSteady
{
  MorselWeights *weights; /* owned; NULL before the first frame */
  double *means;          /* owned; one per label, in the weights' order */
  guint n_means;
  gint64 microseconds;    /* of the last frame */
  guint held;             /* the output whose name holds, or NO_OUTPUT */
  guint challenger;       /* the output that leads the held one by LEAD, or NO_OUTPUT */
  double leading_seconds; /* for how long it does */
};

/**
 * morsel_steady_new:
 *
 * A mean over time that has seen no frame. It belongs to one thread at a time.
 *
 * Returns: (transfer full): the mean
 */
MorselSteady *
morsel_steady_new (void)
{
  MorselSteady *self = g_new0 (MorselSteady, 1);

  morsel_steady_reset (self);
  return self;
}

/**
 * morsel_steady_free:
 * @self: (transfer full): a mean over time
 *
 * Frees it.
 */
void
morsel_steady_free (MorselSteady *self)
{
  morsel_steady_reset (self);
  g_free (self);
}

/**
 * morsel_steady_reset:
 * @self: a mean over time
 *
 * Forgets all frames.
 */
void
morsel_steady_reset (MorselSteady *self)
{
  g_clear_object (&self->weights);
  g_clear_pointer (&self->means, g_free);
  self->n_means = 0;
  self->held = NO_OUTPUT;
  self->challenger = NO_OUTPUT;
  self->leading_seconds = 0;
}

/* The first frame is the mean. */
static void
start (MorselSteady *self, MorselRanking *ranking)
{
  morsel_steady_reset (self);
  self->weights = g_object_ref (morsel_ranking_get_weights (ranking));
  self->n_means = (guint) morsel_ranking_get_n_dishes (ranking);
  self->means = g_new (double, self->n_means);
  for (guint i = 0; i < self->n_means; i++)
    self->means[morsel_ranking_get_output (ranking, i)] = (double) morsel_ranking_get_probability (
        ranking, i);
}

static void
blend (MorselSteady *self, MorselRanking *ranking, double seconds)
{
  double share = 1 - exp (-seconds / TIME_CONSTANT_SECONDS);

  for (guint i = 0; i < self->n_means; i++)
    {
      double *mean = &self->means[morsel_ranking_get_output (ranking, i)];

      *mean += share * ((double) morsel_ranking_get_probability (ranking, i) - *mean);
    }
}

static guint
find_leader (const MorselSteady *self)
{
  guint leader = 0;

  for (guint i = 1; i < self->n_means; i++)
    if (self->means[i] > self->means[leader])
      leader = i;
  return leader;
}

static void
hold (MorselSteady *self, guint output)
{
  self->held = output;
  self->challenger = NO_OUTPUT;
  self->leading_seconds = 0;
}

/* Decides which name holds, `seconds` after it was last decided. */
static void
choose_held (MorselSteady *self, double seconds)
{
  guint leader = find_leader (self);

  if (self->held != NO_OUTPUT && self->means[self->held] < LAST_MEAN &&
      self->means[leader] < LEAST_MEAN)
    hold (self, NO_OUTPUT);
  else if (self->held == NO_OUTPUT)
    hold (self, self->means[leader] < LEAST_MEAN ? NO_OUTPUT : leader);
  else if (self->means[leader] < self->means[self->held] + LEAD)
    hold (self, self->held);
  else if (leader != self->challenger)
    {
      self->challenger = leader;
      self->leading_seconds = 0;
    }
  else
    {
      self->leading_seconds += seconds;
      if (self->leading_seconds >= LEAD_SECONDS)
        hold (self, leader);
    }
}

/**
 * morsel_steady_add:
 * @self: a mean over time
 * @ranking: of a camera frame
 * @microseconds: when the frame came, on any clock that runs evenly
 *
 * Adds a frame to the mean. Frames may come irregularly: one counts as long as the time since the
 * one before. A frame that is not later than the one before does not count, and time goes on from
 * it. A ranking by other weights starts the mean anew.
 */
void
morsel_steady_add (MorselSteady *self, MorselRanking *ranking, gint64 microseconds)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (MORSEL_IS_RANKING (ranking));

  double seconds = ((double) microseconds - (double) self->microseconds) / G_USEC_PER_SEC;

  seconds = MAX (seconds, 0);
  self->microseconds = microseconds;
  if (self->weights != morsel_ranking_get_weights (ranking))
    {
      start (self, ranking);
      seconds = 0;
    }

  blend (self, ranking, seconds);
  choose_held (self, seconds);
}

/**
 * morsel_steady_get_label:
 * @self: a mean over time
 * @percent: (out) (optional): the mean probability of that dish in steps of 5, from 5 to 95, as a
 *   mean is never quite 0 or 100 %; 0 without a label
 *
 * The dish that the camera sees. One is named when its mean reaches 0.35, and stays until the mean
 * of another leads by 10 points for 0.6 s, or until it falls below 0.25 with no other at 0.35.
 *
 * Returns: (transfer none) (nullable): the label, which lives until the next frame or reset
 */
const char *
morsel_steady_get_label (MorselSteady *self, guint *percent)
{
  guint rounded = 0;
  const char *label = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->held != NO_OUTPUT)
    {
      const guint max_steps = 100 / PERCENT_STEP - 1;
      double steps = floor (self->means[self->held] * 100 / PERCENT_STEP + 0.5);

      rounded = PERCENT_STEP * (guint) CLAMP (steps, 1, max_steps);
      label = morsel_weights_get_labels (self->weights)[self->held];
    }
  if (percent != NULL)
    *percent = rounded;
  return label;
}
