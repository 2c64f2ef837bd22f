"""Evaluates a network of ours in PyTorch: python3 exchange.py KIND WEIGHTS INPUT OUTPUT RETURNED.

KIND is generator, discriminator or unet, with the sizes of ExchangeTest. Writes the network's output
for INPUT, and the state dictionary as PyTorch holds it, for the way back.
"""
import sys

import torch

import networks
import safetensors_file

torch.set_num_threads(1)
kind, weights, given, output, returned = sys.argv[1:]
network = {
    "generator": lambda: networks.Generator(3, 3, 16, 3, "INSTANCE", dropout=True),
    "discriminator": lambda: networks.Discriminator(6, 16, 3, "BATCH"),
    "unet": lambda: networks.UNet(1, 4, 8, 3),
}[kind]()
network.load_state_dict({name: torch.from_numpy(value) for name, value in safetensors_file.read(weights).items()},
                        strict=True)
with torch.no_grad():
    y = network(torch.from_numpy(safetensors_file.read(given)["input"]))
safetensors_file.write(output, {"output": y.numpy()})
safetensors_file.write(returned, {name: value.numpy() for name, value in network.state_dict().items()})
