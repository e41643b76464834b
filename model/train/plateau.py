"""Rate and end of a run by its validation loss, as Keras's ReduceLROnPlateau and EarlyStopping.

Only for recipes with `epoch_steps`; the shipped recipe has a fixed schedule.
"""

import torch
import torch.nn.functional as F

import views


class Plateau:
    """After each `epoch_steps` the loss on sharp validation photos is computed.  After
    `plateau_patience` epochs without a better one the rate is multiplied by
    `plateau_factor`; after `stop_patience` the run ends."""

    def __init__(self, recipe):
        self.recipe = recipe
        self.factor, self.best, self.waited, self.since_cut = 1.0, float("inf"), 0, 0

    def state(self):
        return [self.factor, self.best, self.waited, self.since_cut]

    def load(self, state):
        if state:
            self.factor, self.best, self.waited, self.since_cut = state

    def due(self, step):
        return bool(self.recipe["epoch_steps"]) and step % self.recipe["epoch_steps"] == 0

    def check(self, network, data):
        """Measure; return True when the run should end."""
        loss = validation_loss(network, data)
        print(f"validation loss {loss:.4f}, best {self.best:.4f}, rate factor {self.factor:.4f}", flush=True)
        if loss < self.best - 1e-4:
            self.best, self.waited, self.since_cut = loss, 0, 0
            return False
        self.waited += 1
        self.since_cut += 1
        if self.since_cut >= self.recipe["plateau_patience"]:
            self.factor *= self.recipe["plateau_factor"]
            self.since_cut = 0
        return self.waited >= self.recipe["stop_patience"]


@torch.no_grad()
def validation_loss(network, data, batch=64):
    """Mean cross-entropy on the sharp validation photos of the cache."""
    rows = data.photos.sharp_validation.nonzero()[0]
    total = 0.0
    network.eval()
    for first in range(0, len(rows), batch):
        some = rows[first : first + batch]
        x = data.take(data.sharp, some).permute(0, 3, 1, 2).float()
        targets = data.tensor(data.photos.sharp_dish[some])
        total += float(F.cross_entropy(network(views.normalise(x)), targets, reduction="sum"))
    network.train()
    return total / max(len(rows), 1)
