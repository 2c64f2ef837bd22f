"""Computes the golden numbers in ../resources/golden with PyTorch (Debian: python3-torch 1.13).

Run from anywhere: python3 golden.py. Initial weights and inputs are not stored: they come from the
engine's CounterRandom, repeated here, so the Java test draws the same ones.
"""
import os

import numpy as np
import torch
import torch.nn.functional as F

import networks
import safetensors_file

torch.set_num_threads(1)
HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.path.join(HERE, "..", "resources", "golden")
STEPS = 10
RATE = 2e-3
GOLDEN_RATIO = np.uint64(0x9E3779B97F4A7C15)


def mix(z):
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def uniform(seed, stream, *shape):
    """CounterRandom(seed, stream).uniform(0 ...), as float32 in [-1, 1)."""
    with np.errstate(over="ignore"):
        start = mix(np.uint64(seed) ^ mix(np.uint64(stream) + GOLDEN_RATIO))
        position = np.arange(1, int(np.prod(shape)) + 1, dtype=np.uint64)
        bits = mix(start + position * GOLDEN_RATIO)
    return torch.from_numpy(((bits >> np.uint64(11)) * 2.0 ** -53 * 2 - 1).astype(np.float32).reshape(shape))


def start(network):
    """Weights: uniform in +-0.3, scales of norms around 1; a stream for each tensor by its name's order."""
    with torch.no_grad():
        for stream, (name, tensor) in enumerate(sorted(network.named_parameters())):
            values = 0.3 * uniform(1, stream, *tensor.shape)
            is_scale = tensor.dim() == 1 and name.endswith("weight")
            tensor.copy_(1 + values if is_scale else values)


def segmentation_loss(logits, classes):
    """Cross-entropy plus soft Dice over the batch without background, smoothing 1."""
    p = F.softmax(logits, 1)
    t = F.one_hot(classes, logits.shape[1]).permute(0, 3, 1, 2).float()
    overlap = (p * t).sum((0, 2, 3))
    sizes = (p + t).sum((0, 2, 3))
    dice = ((2 * overlap + 1) / (sizes + 1))[1:].mean()
    return F.cross_entropy(logits, classes) + 1 - dice


def segmenting_generator_loss(logits, classes, classwise):
    """Weighted for 600, 300 and 100 pixels of each class: cross-entropy to the mask's classes, or class by class the log share
    of real ones; least squares of one map more."""
    weights = torch.tensor([1000 / (3 * count) for count in (600, 300, 100)])
    maps = 6 if classwise else 4
    if classwise:
        gap = (logits[:, :3] - logits[:, 3:6]).gather(1, classes[:, None])[:, 0]
        pixels = -F.logsigmoid(gap)
    else:
        pixels = F.cross_entropy(logits[:, :4], classes, reduction="none")
    pixels = (pixels * weights[classes]).mean()
    return pixels + (0 if logits.shape[1] == maps else ((logits[:, maps] - 1) ** 2).mean())


def record(name, network, x, loss, betas):
    start(network)
    x.requires_grad_(True)
    optimizer = torch.optim.Adam(network.parameters(), lr=RATE, betas=betas)
    tensors, losses = {}, []
    for step in range(STEPS):
        optimizer.zero_grad()
        x.grad = None
        y = network(x)
        value = loss(y)
        value.backward()
        losses.append(value.item())
        if step == 0:
            tensors["output"] = y.detach().numpy()
            tensors["inputGradient"] = x.grad.numpy().copy()
            tensors.update({"gradient." + n: p.grad.numpy().copy() for n, p in network.named_parameters()})
        optimizer.step()
        if step in (0, STEPS - 1):
            tensors.update({"step%d.%s" % (step + 1, n): p.detach().numpy().copy()
                            for n, p in network.named_parameters()})
    tensors["losses"] = np.array(losses)
    safetensors_file.write(os.path.join(TARGET, name + ".safetensors"), tensors)
    print(name, losses[0], losses[-1])


def main():
    os.makedirs(TARGET, exist_ok=True)
    for kind in ("INSTANCE", "BATCH"):
        x = uniform(2, 0, 2, 2, 16, 16)
        target = uniform(2, 1, 2, 1, 16, 16)
        record("generator-" + kind.lower(), networks.Generator(2, 1, 4, 2, kind), x,
               lambda y: (y * target).mean(), (0.5, 0.999))
        x = uniform(2, 0, 2, 3, 32, 32)
        record("discriminator-" + kind.lower(), networks.Discriminator(3, 4, 3, kind), x,
               lambda z: F.binary_cross_entropy_with_logits(z, torch.ones_like(z)), (0.5, 0.999))
    x = uniform(2, 0, 2, 3, 32, 32)
    record("discriminator-spectral", networks.Discriminator(3, 4, 3, "SPECTRAL"), x,
           lambda z: F.binary_cross_entropy_with_logits(z, torch.ones_like(z)), (0.5, 0.999))
    for decoder in ("NEAREST", "NEAREST_MASK"):
        x = uniform(2, 0, 2, 2, 16, 16)
        target = uniform(2, 1, 2, 1, 16, 16)
        record("generator-" + decoder.lower(), networks.Generator(2, 1, 4, 1, "INSTANCE", decoder=decoder), x,
               lambda y: (y * target).mean(), (0.5, 0.999))
    for classwise in (False, True):
        for patches in (False, True):
            x = uniform(2, 0, 2, 1, 16, 16)
            target = ((uniform(2, 1, 2, 16, 16) + 1) * 1.5).floor().long()
            record(("classwise" if classwise else "segmenting") + ("_patch" if patches else ""),
                   networks.SegmentingDiscriminator(1, 6 if classwise else 4, 4, patches), x,
                   lambda z: segmenting_generator_loss(z, target, classwise), (0.5, 0.999))
    classes = ((uniform(2, 1, 2, 16, 16) + 1) * 1.5).floor().long()
    for blocks in ("PLAIN", "LEAKY", "RESIDUAL"):
        x = uniform(2, 0, 2, 1, 16, 16)
        name = "unet" if blocks == "PLAIN" else "unet-" + blocks.lower()
        record(name, networks.UNet(1, 3, 4, 2, blocks), x, lambda z: segmentation_loss(z, classes), (0.9, 0.999))


if __name__ == "__main__":
    main()
