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


class SpectralConv(nn.Conv2d):
    """The weight divided by its largest singular value, sought anew each time in eight rounds from the same start."""

    def forward(self, x):
        matrix = self.weight.permute(2, 3, 1, 0).reshape(-1, self.out_channels)
        with torch.no_grad():
            right = torch.full((self.out_channels,), self.out_channels ** -0.5)
            for _ in range(8):
                left = nn.functional.normalize(matrix @ right, dim=0)
                right = nn.functional.normalize(left @ matrix, dim=0)
        sigma = left @ matrix @ right
        return self._conv_forward(x, self.weight / sigma, self.bias)


class Generator(nn.Module):
    """decoder: TRANSPOSED, NEAREST or NEAREST_MASK, as in ResnetSettings.Decoder."""

    def __init__(self, inputs, outputs, ngf, blocks, kind, dropout=False, decoder="TRANSPOSED"):
        super().__init__()
        biased = kind == "INSTANCE"
        model = [nn.ReflectionPad2d(3), nn.Conv2d(inputs, ngf, 7, bias=biased), norm(kind, ngf), nn.ReLU()]
        for width in (ngf, 2 * ngf):
            model += [nn.Conv2d(width, 2 * width, 3, 2, 1, bias=biased), norm(kind, 2 * width), nn.ReLU()]
        model += [Block(4 * ngf, kind, dropout) for _ in range(blocks)]
        for width in (4 * ngf, 2 * ngf):
            if decoder == "TRANSPOSED":
                model += [nn.ConvTranspose2d(width, width // 2, 3, 2, 1, 1, bias=biased),
                          norm(kind, width // 2), nn.ReLU()]
            elif decoder == "NEAREST":
                model += [nn.Upsample(scale_factor=2), nn.ReflectionPad2d(1),
                          nn.Conv2d(width, width // 2, 3, bias=biased), norm(kind, width // 2), nn.ReLU()]
        if decoder != "NEAREST_MASK":
            model += [nn.ReflectionPad2d(3), nn.Conv2d(ngf, outputs, 7), nn.Tanh()]
        self.model = nn.Sequential(*model)
        if decoder == "NEAREST_MASK":
            self.decoder = nn.ModuleList([
                nn.Sequential(conv3(width + inputs, width // 2, biased), norm(kind, width // 2), nn.ReLU())
                for width in (4 * ngf, 2 * ngf)])
            self.head = nn.Sequential(conv3(ngf + inputs, ngf), nn.LeakyReLU(0.2), conv3(ngf, outputs), nn.Tanh())
        else:
            self.decoder = None

    def forward(self, x):
        y = self.model(x)
        if self.decoder is None:
            return y
        for step in self.decoder:
            y = nn.functional.interpolate(y, scale_factor=2)
            y = step(torch.cat([y, nn.functional.avg_pool2d(x, x.shape[2] // y.shape[2])], 1))
        return self.head(torch.cat([y, x], 1))


def conv3(inputs, outputs, biased=True):
    return nn.Conv2d(inputs, outputs, 3, padding=1, padding_mode="reflect", bias=biased)


class SegmentingDiscriminator(nn.Module):
    def __init__(self, inputs, maps, width, patches):
        super().__init__()
        wide = 3 * width // 2
        self.down = nn.ModuleList([SpectralConv(a, b, 4, 2, 1) for a, b in (
            (inputs, width), (width, 2 * width), (2 * width, 4 * width))])
        self.patches = nn.Conv2d(4 * width, 1, 3, padding=1) if patches else None
        self.up = nn.ModuleList([nn.Conv2d(a, b, 3, padding=1) for a, b in (
            (6 * width, wide), (width + wide, width))])
        self.logits = nn.Conv2d(width, 4 * maps, 1)

    def forward(self, x):
        leaky = nn.functional.leaky_relu
        larger = nn.functional.interpolate
        first = leaky(self.down[0](x), 0.2)
        second = leaky(self.down[1](first), 0.2)
        third = leaky(self.down[2](second), 0.2)
        y = leaky(self.up[0](torch.cat([second, larger(third, scale_factor=2)], 1)), 0.2)
        y = leaky(self.up[1](torch.cat([first, larger(y, scale_factor=2)], 1)), 0.2)
        y = nn.functional.pixel_shuffle(self.logits(y), 2)
        return y if self.patches is None else torch.cat([y, larger(self.patches(third), scale_factor=8)], 1)


class Discriminator(nn.Module):
    def __init__(self, inputs, ndf, layers, kind):
        super().__init__()
        conv = SpectralConv if kind == "SPECTRAL" else nn.Conv2d
        model = [conv(inputs, ndf, 4, 2, 1), nn.LeakyReLU(0.2)]
        width = ndf
        for n in range(1, layers + 1):
            wider = ndf * min(2 ** n, 8)
            model += [conv(width, wider, 4, 2 if n < layers else 1, 1, bias=kind != "BATCH")]
            model += ([] if kind == "SPECTRAL" else [norm(kind, wider)]) + [nn.LeakyReLU(0.2)]
            width = wider
        model += [conv(width, 1, 4, 1, 1)]
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
