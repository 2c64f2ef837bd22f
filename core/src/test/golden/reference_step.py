"""Computes reference-step.safetensors in ../resources/golden with PyTorch (Debian: python3-torch 1.13).

The algorithm of AsynDGAN's code, in one process: fakes of all sites; every discriminator one Adam step on
its real and fake images; then the generator one Adam step on the mean of the sites' losses of the same
fakes through the updated discriminators. Initial weights, masks and real images come from
reference-step-inputs.safetensors, which ReferenceStepTest writes.
"""
import os
import sys

import torch
import torch.nn.functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "..", "..", "nn", "src", "test", "golden"))
import networks  # noqa: E402
import safetensors_file  # noqa: E402

torch.set_num_threads(1)
GOLDEN = os.path.join(HERE, "..", "resources", "golden")
SITES = ["a", "b", "c", "d"]
STEPS = 5
# A bias before a norm has gradient 0, of which Adam makes a step of full size in the direction of rounding.
DEAD = 1e-4


def load(network, prefix, inputs):
    network.load_state_dict({name: torch.from_numpy(inputs["%s.%s" % (prefix, name)])
                             for name, _ in network.named_parameters()})


def adam(network):
    return torch.optim.Adam(network.parameters(), lr=2e-3, betas=(0.5, 0.999))


def is_real(logits, real):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, float(real)))


def main():
    inputs = safetensors_file.read(os.path.join(GOLDEN, "reference-step-inputs.safetensors"))
    tensors, alive = {}, {}
    g = networks.Generator(2, 1, 4, 1, "INSTANCE")
    load(g, "generator", inputs)
    ds = {site: networks.Discriminator(3, 4, 1, "INSTANCE") for site in SITES}
    for site, d in ds.items():
        load(d, "site." + site, inputs)
    all_networks = {"generator": g, **{"site." + site: d for site, d in ds.items()}}
    optimizers = {name: adam(network) for name, network in all_networks.items()}
    for step in range(1, STEPS + 1):
        def given(site, what):
            return torch.from_numpy(inputs["step%d.site.%s.%s" % (step, site, what)])

        fakes = {site: g(given(site, "mask")) for site in SITES}
        for site, d in ds.items():
            mask = given(site, "mask")
            optimizers["site." + site].zero_grad()
            loss = 0.5 * (is_real(d(torch.cat([mask, given(site, "real")], 1)), True)
                          + is_real(d(torch.cat([mask, fakes[site].detach()], 1)), False))
            loss.backward()
            note_alive(alive, "site." + site, d)
            optimizers["site." + site].step()
            tensors["step%d.site.%s.lossD" % (step, site)] = loss.detach().reshape(1).numpy()
        optimizers["generator"].zero_grad()
        total = 0
        for site, d in ds.items():
            d.requires_grad_(False)
            loss = is_real(d(torch.cat([given(site, "mask"), fakes[site]], 1)), True)
            tensors["step%d.site.%s.lossG" % (step, site)] = loss.detach().reshape(1).numpy()
            total = total + loss / len(SITES)
        total.backward()
        note_alive(alive, "generator", g)
        optimizers["generator"].step()
        for d in ds.values():
            d.requires_grad_(True)
        if step in (1, STEPS):
            for prefix, network in all_networks.items():
                tensors.update({"step%d.%s.%s" % (step, prefix, name): value.detach().numpy().copy()
                                for name, value in network.named_parameters() if alive[prefix + "." + name]})
    safetensors_file.write(os.path.join(GOLDEN, "reference-step.safetensors"), tensors)
    print(len(tensors), "tensors,", sum(alive.values()), "of", len(alive), "parameters have a gradient")


def note_alive(alive, prefix, network):
    largest = max(value.grad.norm().item() for value in network.parameters())
    for name, value in network.named_parameters():
        key = prefix + "." + name
        alive[key] = alive.get(key, True) and value.grad.norm().item() > DEAD * largest


if __name__ == "__main__":
    main()
