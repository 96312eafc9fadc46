"""Training steps with PyTorch on one fixed batch: python3 train.py autoencoder|multitask THREADS STEPS WARM_UP

Prints one JSON object: samples per second, how many parameters are trained, and the first and last loss.
"""
import json
import sys
import time

import torch
from torch import nn

BATCH = {"autoencoder": 1024, "multitask": 512}


def hidden(inputs, outputs, dropout=0.0):
    layers = [nn.Linear(inputs, outputs, bias=False), nn.BatchNorm1d(outputs), nn.ReLU()]
    return layers + ([nn.Dropout(dropout)] if dropout else [])


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            *hidden(802, 512, 0.2), *hidden(512, 256, 0.2), *hidden(256, 128, 0.2), nn.Linear(128, 64),
            *hidden(64, 128), *hidden(128, 256), *hidden(256, 512), nn.Linear(512, 802))
        self.x = torch.randn(BATCH["autoencoder"], 802)

    def loss(self):
        return nn.functional.mse_loss(self.layers(self.x), self.x)


class Multitask(nn.Module):
    def __init__(self):
        super().__init__()
        rows = BATCH["multitask"]
        self.trunk = nn.Sequential(*hidden(866, 256, 0.3), *hidden(256, 128, 0.3))
        self.heads = nn.ModuleList(
            nn.Sequential(nn.Linear(128, width), nn.ReLU(), nn.Linear(width, outputs))
            for width, outputs in ((64, 1), (32, 1), (32, 5)))
        self.x = torch.randn(rows, 866)
        self.bqx, self.log_rv = torch.randn(rows, 1), torch.randn(rows, 1)
        self.regime = torch.arange(rows) % 5

    def loss(self):
        shared = self.trunk(self.x)
        bqx, log_rv, regime = (head(shared) for head in self.heads)
        mse = nn.functional.mse_loss
        return (mse(bqx, self.bqx) + 0.3 * mse(log_rv, self.log_rv)
                + 0.3 * nn.functional.cross_entropy(regime, self.regime))


def main():
    name, threads, steps, warm_up = sys.argv[1], *map(int, sys.argv[2:5])
    torch.set_num_threads(threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(1)
    net = {"autoencoder": Autoencoder, "multitask": Multitask}[name]()
    matrices = [p for p in net.parameters() if p.dim() > 1]
    others = [p for p in net.parameters() if p.dim() == 1]
    groups = [{"params": matrices, "weight_decay": 0.01}, {"params": others, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=1e-3, betas=(0.9, 0.999), eps=1e-8)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = net.loss()
        loss.backward()
        optimizer.step()
        return loss.item()

    first = [step() for _ in range(warm_up)][0]
    started = time.perf_counter()
    for _ in range(steps):
        last = step()
    seconds = time.perf_counter() - started
    print(json.dumps({
        "samples_per_second": BATCH[name] * steps / seconds,
        "parameters": sum(p.numel() for p in net.parameters()),
        "first_loss": first,
        "last_loss": last,
    }))


main()
