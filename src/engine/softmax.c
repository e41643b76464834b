/* softmax.c: from a network's logits to probabilities
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/softmax.h"

#include <math.h>

/* The largest of the logits, or NAN when one of them is not finite. */
static double
find_largest (const float *logits, guint n)
{
  double largest = -HUGE_VAL;

  for (guint i = 0; i < n; i++)
    {
      if (!isfinite (logits[i]))
        return (double) NAN;
      largest = MAX (largest, (double) logits[i]);
    }
  return largest;
}

/* The sum of exp (logits / temperature), over exp (largest / temperature) so as not to overflow. */
static double
sum_exp (const float *logits, guint n, double largest, double temperature)
{
  double sum = 0;

  for (guint i = 0; i < n; i++)
    sum += exp (((double) logits[i] - largest) / temperature);
  return sum;
}

/**
 * morsel_softmax_run:
 * @logits: (array length=n): the network's outputs
 * @n: how many
 * @temperature: what they are divided by, above 0
 * @probabilities: (array length=n) (out caller-allocates): 0 to 1, sum 1
 *
 * exp (logit / temperature) over the sum of all. Logits that are not finite say nothing: then all
 * probabilities are equal.
 *
 * Returns: whether the logits were finite
 */
gboolean
morsel_softmax_run (const float *logits, guint n, double temperature, float *probabilities)
{
  double largest = find_largest (logits, n);
  gboolean finite = !isnan (largest);
  double sum = sum_exp (logits, n, largest, temperature);

  for (guint i = 0; i < n; i++)
    {
      double probability = exp (((double) logits[i] - largest) / temperature) / sum;

      probabilities[i] = (float) (finite ? probability : 1.0 / n);
    }
  return finite;
}

/**
 * morsel_softmax_get_energy:
 * @logits: (array length=n): the network's outputs
 * @n: how many
 *
 * Log of the sum of exp (logits): large where the network knows something about what it sees.
 *
 * Source: Liu et al., Energy-based Out-of-distribution Detection, 2020, with the sign turned.
 *
 * Returns: the energy, NaN when the logits were not finite
 */
double
morsel_softmax_get_energy (const float *logits, guint n)
{
  double largest = find_largest (logits, n);

  return largest + log (sum_exp (logits, n, largest, 1));
}
