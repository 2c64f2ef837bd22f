"""PyTorch as a peer of asyndgan bench compute: the same networks, losses and steps.

Speaks the coordinator's protocol on standard input and output.
"""
import os
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


def twice(a, b):
    return nn.Sequential(nn.Conv2d(a, b, 3, padding=1), nn.InstanceNorm2d(b, affine=True), nn.ReLU(True),
                         nn.Conv2d(b, b, 3, padding=1), nn.InstanceNorm2d(b, affine=True), nn.ReLU(True))


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.inner = nn.Sequential(
            nn.ReflectionPad2d(1), nn.Conv2d(width, width, 3), nn.InstanceNorm2d(width, affine=True), nn.ReLU(True),
            nn.Dropout(0.5),
            nn.ReflectionPad2d(1), nn.Conv2d(width, width, 3), nn.InstanceNorm2d(width, affine=True))

    def forward(self, x):
        return x + self.inner(x)


class Level(nn.Module):
    def __init__(self, inputs, width, deeper):
        super().__init__()
        self.own = twice(inputs, width)
        self.deeper = Level(width, 2 * width, deeper - 1) if deeper else None
        if deeper:
            self.up = nn.Sequential(nn.Upsample(scale_factor=2), nn.Conv2d(2 * width, width, 3, padding=1))
            self.merge = twice(2 * width, width)

    def forward(self, x):
        own = self.own(x)
        if self.deeper is None:
            return own
        return self.merge(torch.cat([own, self.up(self.deeper(F.max_pool2d(own, 2)))], 1))


def generator_network(channels, width, blocks):
    layers = [nn.ReflectionPad2d(3), nn.Conv2d(channels, width, 7)]
    for w in (width, 2 * width):
        layers += [nn.InstanceNorm2d(w, affine=True), nn.ReLU(True), nn.Conv2d(w, 2 * w, 3, 2, 1)]
    layers += [nn.InstanceNorm2d(4 * width, affine=True), nn.ReLU(True)]
    layers += [Block(4 * width) for _ in range(blocks)]
    for w in (4 * width, 2 * width):
        layers += [nn.ConvTranspose2d(w, w // 2, 3, 2, 1, 1), nn.InstanceNorm2d(w // 2, affine=True), nn.ReLU(True)]
    return nn.Sequential(*layers, nn.ReflectionPad2d(3), nn.Conv2d(width, channels, 7), nn.Tanh())


def discriminator_network(channels, width, depth):
    layers = [nn.Conv2d(2 * channels, width, 4, 2, 1), nn.LeakyReLU(0.2, True)]
    before = width
    for n in range(1, depth + 1):
        after = width * min(2 ** n, 8)
        layers += [nn.Conv2d(before, after, 4, 2 if n < depth else 1, 1), nn.InstanceNorm2d(after, affine=True),
                   nn.LeakyReLU(0.2, True)]
        before = after
    return nn.Sequential(*layers, nn.Conv2d(before, 1, 4, 1, 1))


def from_gradient(net, beta1, x, gradient):
    adam = torch.optim.Adam(net.parameters(), 2e-4, (beta1, 0.999))

    def step():
        adam.zero_grad()
        net(x).backward(gradient)
        adam.step()
    return step


def against(net, real, masks, images):
    adam = torch.optim.Adam(net.parameters(), 2e-4, (0.5, 0.999))
    loss = F.binary_cross_entropy_with_logits

    def step():
        adam.zero_grad()
        judged_real, judged_fake = net(torch.cat([real, torch.cat([masks, images], 1)])).chunk(2)
        (0.5 * (loss(judged_real, torch.ones_like(judged_real))
                + loss(judged_fake, torch.zeros_like(judged_fake)))).backward()
        adam.step()
        net.requires_grad_(False)
        own = images.detach().requires_grad_(True)
        judged = net(torch.cat([masks, own], 1))
        loss(judged, torch.ones_like(judged)).backward()
        net.requires_grad_(True)
    return step


def prepare(kind, size, channels, width, depth, batch):
    def maps(count):
        return torch.randn(batch, count, size, size).tanh()

    if kind == "generator":
        return from_gradient(generator_network(channels, width, depth), 0.5, maps(channels), maps(channels))
    if kind == "unet":
        net = nn.Sequential(Level(channels, width, depth), nn.Conv2d(width, 2, 1))
        return from_gradient(net, 0.9, maps(channels), maps(2))
    net = discriminator_network(channels, width, depth)
    return against(net, maps(2 * channels), maps(channels), maps(channels))


torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
torch.manual_seed(1)
print("bench hello PyTorch", torch.__version__, flush=True)
for line in sys.stdin:
    words = line.split()
    if words[0] == "quit":
        break
    if words[0] == "prepare":
        step = prepare(words[1], *map(int, words[2:]))
        print("bench ready", flush=True)
    elif words[0] == "run":
        nanos = []
        for _ in range(int(words[1])):
            began = time.perf_counter_ns()
            step()
            nanos.append(str(time.perf_counter_ns() - began))
        print("bench nanos", *nanos, flush=True)
