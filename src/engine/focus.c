/* focus.c: where the network looked for a dish, in closed form
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/focus.h"

#include <math.h>

/**
 * morsel_focus_compute:
 * @features: (array): the network's last features, [side, side, n_maps]
 * @gradient: (array length=n_maps): how the dish's logit changes with the mean of each feature map
 * @n_maps: how many feature maps there are
 * @side: rows and columns of a feature map
 * @map: (out caller-allocates) (array): [side, side], 0 to 1
 *
 * How much each place of the photo spoke for a dish: max (0, Σ gradient × features), divided by the
 * largest. After the features come only their mean and dense layers, so the gradient is the same
 * for every place, and no second run is needed.
 *
 * Source: Selvaraju et al., Grad-CAM, 2017, with the last feature maps.
 *
 * Returns: %FALSE when no place spoke for the dish; the map is 0 everywhere then
 */
gboolean
morsel_focus_compute (
    const float *features, const float *gradient, guint n_maps, guint side, float *map)
{
  gsize n_places = (gsize) side * side;
  float largest = 0;

  for (gsize place = 0; place < n_places; place++)
    {
      const float *feature = features + place * n_maps;
      double sum = 0;

      for (guint k = 0; k < n_maps; k++)
        sum += (double) gradient[k] * (double) feature[k];

      map[place] = isfinite (sum) && sum > 0 ? (float) sum : 0;
      largest = MAX (largest, map[place]);
    }

  /* What is too small to divide by is nothing. */
  if (!isnormal (largest))
    {
      for (gsize place = 0; place < n_places; place++)
        map[place] = 0;
      return FALSE;
    }

  for (gsize place = 0; place < n_places; place++)
    map[place] /= largest;
  return TRUE;
}
