/* layout.c: where the outputs of a plan's steps lie in a lane's arena
 *
 * An output may take the room of one that nobody reads any more, so that a whole network needs
 * little more than its two largest maps. Squeeze-and-excite works in place, and a sum is written
 * over what it adds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/plan-private.h"
#include "engine/squeeze-excite.h"

/* A piece of the arena and the steps during which it is needed. */
typedef struct
{
  gsize offset;
  gsize size;
  guint first;
  guint last;
} Piece;

static gsize
get_size (gsize n_values, MorselValues values)
{
  return morsel_arena_round_up (n_values *
                                (values == MORSEL_VALUES_BF16 ? sizeof (guint16) : sizeof (float)));
}

static gsize
get_output_size (const MorselStep *step)
{
  const MorselOperation *operation = &step->operation;

  return get_size ((gsize) step->n_ring * operation->side_out * operation->out, step->destination);
}

static gboolean
overlap (const Piece *a, const Piece *b)
{
  return a->first <= b->last && b->first <= a->last && a->offset < b->offset + b->size &&
         b->offset < a->offset + a->size;
}

/* The lowest place, not below start, where nothing lies that is needed at the same time. */
static void
place (GArray *pieces, Piece piece, gsize start)
{
  gboolean moved = TRUE;

  piece.offset = start;

  while (moved)
    {
      moved = FALSE;
      for (guint i = 0; i < pieces->len; i++)
        {
          const Piece *other = &g_array_index (pieces, Piece, i);

          if (overlap (&piece, other))
            {
              piece.offset = other->offset + other->size;
              moved = TRUE;
            }
        }
    }

  g_array_append_val (pieces, piece);
}

/* Whether a step's sum is written over what it adds: not over a ring. */
static gboolean
is_in_place (const MorselPlan *self, const MorselOperation *operation)
{
  return operation->residual != MORSEL_OPERATION_NO_RESIDUAL &&
         !self->steps[operation->residual].cut;
}

/* The last step that reads what a step wrote, also after others have changed it in place. */
static guint
find_last_reader (const MorselPlan *self, guint position)
{
  guint last = position + 1;
  guint writer = position;

  for (guint i = position + 1; i < self->n_steps; i++)
    {
      const MorselOperation *operation = &self->steps[i].operation;

      if (operation->residual == writer && !is_in_place (self, operation))
        last = MAX (last, i);
      else if (operation->residual == writer ||
               (i == last && operation->kind == MORSEL_OPERATION_SQUEEZE_EXCITE))
        {
          writer = i;
          last = i + 1;
        }
    }

  return last;
}

/* The last step of the chain that a step is in: all of its maps are needed together. */
static guint
find_chain_end (const MorselPlan *self, guint position)
{
  while (position < self->n_steps && self->steps[position].cut)
    position++;

  return position;
}

static gsize
get_scratch_size (const MorselStep *step)
{
  if (step->conv != NULL)
    return step->conv->scratchpad_size;

  if (step->excite != NULL)
    return morsel_squeeze_excite_get_scratch_size (step->dense, step->excite);

  return 0;
}

static void
place_output (MorselPlan *self, GArray *pieces, guint position, gsize start)
{
  MorselStep *step = &self->steps[position];
  const MorselOperation *operation = &step->operation;

  if (operation->kind == MORSEL_OPERATION_SQUEEZE_EXCITE)
    step->destination_offset = step->source_offset;
  else if (is_in_place (self, operation))
    step->destination_offset = self->steps[operation->residual].destination_offset;
  else
    {
      const Piece piece = {
        .size = get_output_size (step),
        .first = morsel_plan_find_chain (self, position),
        .last = find_chain_end (self, find_last_reader (self, position)),
      };

      place (pieces, piece, start);
      step->destination_offset = g_array_index (pieces, Piece, pieces->len - 1).offset;
    }
}

/**
 * morsel_plan_lay_out:
 * @self: a plan whose steps are made
 *
 * Sets the steps' offsets and the size of a lane's arena. The input lies at the start and is kept;
 * then come the outputs; at the end is the scratch memory, for one step at a time.
 */
void
morsel_plan_lay_out (MorselPlan *self)
{
  const MorselOperation *first = &self->steps[0].operation;
  const gsize n_inputs = (gsize) first->side_in * first->side_in * first->in;
  const gsize start = get_size (n_inputs, MORSEL_VALUES_F32);
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  gsize scratch = 0;
  gsize end = start;

  if (self->steps[0].source == MORSEL_VALUES_BF16)
    {
      const Piece narrow = { .size = get_size (n_inputs, MORSEL_VALUES_BF16) };

      place (pieces, narrow, start);
      self->narrow_offset = g_array_index (pieces, Piece, 0).offset;
    }

  for (guint i = 0; i < self->n_steps; i++)
    {
      self->steps[i].source_offset = i == 0 ? self->narrow_offset
                                            : self->steps[i - 1].destination_offset;
      place_output (self, pieces, i, start);
      scratch = MAX (scratch, get_scratch_size (&self->steps[i]));
    }

  for (guint i = 0; i < pieces->len; i++)
    {
      const Piece *piece = &g_array_index (pieces, Piece, i);

      end = MAX (end, piece->offset + piece->size);
    }

  self->scratch_offset = end;
  self->arena_size = end + morsel_arena_round_up (scratch);
}
