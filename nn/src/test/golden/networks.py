"""The networks of the reference in PyTorch, with its module names, for golden numbers and exports.

Written from the description of the architectures; batch statistics are used always (train mode),
dropout is left out.
"""
import torch
from torch import nn


def norm(kind, channels):
    if kind == "BATCH":
        return nn.BatchNorm2d(channels, track_running_stats=False)
    return nn.InstanceNorm2d(channels, affine=True)


class Block(nn.Module):
    def __init__(self, channels, kind, dropout):
        super().__init__()
        biased = kind == "INSTANCE"

        def half():
            return [nn.ReflectionPad2d(1), nn.Conv2d(channels, channels, 3, bias=biased), norm(kind, channels)]

        middle = [nn.ReLU()] + ([nn.Identity()] if dropout else [])
        self.conv_block = nn.Sequential(*half(), *middle, *half())

    def forward(self, x):
        return x + self.conv_block(x)


class Generator(nn.Module):
    def __init__(self, inputs, outputs, ngf, blocks, kind, dropout=False):
        super().__init__()
        biased = kind == "INSTANCE"
        model = [nn.ReflectionPad2d(3), nn.Conv2d(inputs, ngf, 7, bias=biased), norm(kind, ngf), nn.ReLU()]
        for width in (ngf, 2 * ngf):
            model += [nn.Conv2d(width, 2 * width, 3, 2, 1, bias=biased), norm(kind, 2 * width), nn.ReLU()]
        model += [Block(4 * ngf, kind, dropout) for _ in range(blocks)]
        for width in (4 * ngf, 2 * ngf):
            model += [nn.ConvTranspose2d(width, width // 2, 3, 2, 1, 1, bias=biased),
                      norm(kind, width // 2), nn.ReLU()]
        model += [nn.ReflectionPad2d(3), nn.Conv2d(ngf, outputs, 7), nn.Tanh()]
        self.model = nn.Sequential(*model)

    def forward(self, x):
        return self.model(x)


class Discriminator(nn.Module):
    def __init__(self, inputs, ndf, layers, kind):
        super().__init__()
        model = [nn.Conv2d(inputs, ndf, 4, 2, 1), nn.LeakyReLU(0.2)]
        width = ndf
        for n in range(1, layers + 1):
            wider = ndf * min(2 ** n, 8)
            model += [nn.Conv2d(width, wider, 4, 2 if n < layers else 1, 1, bias=kind == "INSTANCE"),
                      norm(kind, wider), nn.LeakyReLU(0.2)]
            width = wider
        model += [nn.Conv2d(width, 1, 4, 1, 1)]
        self.model = nn.Sequential(*model)

    def forward(self, x):
        return self.model(x)


class Residual(nn.Sequential):
    """What the second convolution is given is added to what it makes of it, before its activation."""

    def forward(self, x):
        first = self[2](self[1](self[0](x)))
        return self[5](first + self[4](self[3](first)))


class UNet(nn.Module):
    """blocks: PLAIN, LEAKY or RESIDUAL, as in UNetSettings.Blocks."""

    def __init__(self, inputs, classes, width, depth, blocks="PLAIN"):
        super().__init__()

        def activation():
            return nn.ReLU() if blocks == "PLAIN" else nn.LeakyReLU(0.01)

        def twice(a, b):
            return (Residual if blocks == "RESIDUAL" else nn.Sequential)(
                nn.Conv2d(a, b, 3, padding=1), nn.InstanceNorm2d(b, affine=True), activation(),
                nn.Conv2d(b, b, 3, padding=1), nn.InstanceNorm2d(b, affine=True), activation())

        widths = [width << n for n in range(depth + 1)]
        self.encoder = nn.ModuleList([twice(a, b) for a, b in zip([inputs] + widths, widths)])
        self.upsample = nn.ModuleList([
            nn.Sequential(nn.Upsample(scale_factor=2, mode="nearest"), nn.Conv2d(2 * w, w, 3, padding=1))
            for w in widths[:-1]])
        self.decoder = nn.ModuleList([twice(2 * w, w) for w in widths[:-1]])
        self.head = nn.Conv2d(width, classes, 1)

    def level(self, x, n):
        x = self.encoder[n](x)
        if n == len(self.decoder):
            return x
        below = self.level(nn.functional.max_pool2d(x, 2), n + 1)
        return self.decoder[n](torch.cat([x, self.upsample[n](below)], 1))

    def forward(self, x):
        return self.head(self.level(x, 0))
