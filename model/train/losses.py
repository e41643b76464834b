"""Losses of a step.  Logits are (N, dishes) float32; every loss is a mean over N."""

import torch
import torch.nn.functional as F


def smooth_cross_entropy(logits, targets, log_prior, smoothing, mixed=None):
    """Cross-entropy with label smoothing, after logits + log prior of the batch's dishes.

    Adding the prior while training removes it from what the network learns, so
    its own answers hold for equally likely dishes (Menon et al. 2020).
    mixed: (successors' targets, their share) of CutMix, or None.
    """
    logits = logits + log_prior
    loss = F.cross_entropy(logits, targets, label_smoothing=smoothing)
    if mixed is not None:
        others, share = mixed
        loss = (1 - share) * loss + share * F.cross_entropy(logits, others, label_smoothing=smoothing)
    return loss


def masked_cross_entropy(logits, targets, covered, log_prior, smoothing):
    """Cross-entropy among covered dishes only.

    Sharp training photos show covered dishes only; a plain cross-entropy would
    teach "sharp, therefore covered".  Here the others' logits have no gradient.
    covered: long tensor of dish numbers.
    """
    place = torch.full((logits.shape[1],), -1, dtype=torch.long, device=logits.device)
    place[covered] = torch.arange(len(covered), device=logits.device)
    chosen = logits[:, covered] + log_prior[covered]
    return F.cross_entropy(chosen, place[targets], label_smoothing=smoothing)


def lump(log_probabilities, covered, uncovered):
    """Log probabilities (N, 1 + uncovered): the covered dishes together, then the others."""
    together = torch.logsumexp(log_probabilities[:, covered], 1, keepdim=True)
    return torch.cat([together, log_probabilities[:, uncovered]], 1)


def distillation(logits, teacher, covered, uncovered):
    """KL from the teachers' answers (probabilities) with the covered dishes as one.

    Keeps what the starting weights know of dishes without sharp photos: how
    likely a sharp photo shows one of them.
    """
    ours = lump(logits.log_softmax(1), covered, uncovered)
    theirs = lump(teacher.clamp_min(1e-8).log(), covered, uncovered)
    return F.kl_div(ours, theirs, log_target=True, reduction="batchmean")


def agreement(first, second):
    """Symmetric KL between two views' answers, each in turn the fixed target."""
    a, b = first.log_softmax(1), second.log_softmax(1)
    forward = F.kl_div(a, b.detach(), log_target=True, reduction="batchmean")
    back = F.kl_div(b, a.detach(), log_target=True, reduction="batchmean")
    return (forward + back) / 2
