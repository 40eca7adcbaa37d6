"""Training images per second of PyTorch itself: the other side of TrainingBenchmark.

    python src/test/python/training_speed.py [threads] [float32|bfloat16]

Written for Python 3.11, torch 2.7.1 and diffusers 0.42.1. The same network, batch, optimiser,
gradient clipping and running average; images and noise are made anew for each step.
"""

import sys
import time

import torch
from diffusers import UNet2DModel

BATCH, STEPS, WARM = 16, 20, 5


def main():
    threads = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    precision = sys.argv[2] if len(sys.argv) > 2 else "float32"
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    network = UNet2DModel(
        sample_size=64, in_channels=1, out_channels=1, layers_per_block=2,
        block_out_channels=(16, 32, 64, 128), attention_head_dim=32, norm_num_groups=8,
        down_block_types=("DownBlock2D",) * 3 + ("AttnDownBlock2D",),
        up_block_types=("AttnUpBlock2D",) + ("UpBlock2D",) * 3)
    weights = list(network.parameters())
    averages = [w.detach().clone() for w in weights]
    optimiser = torch.optim.Adam(weights, lr=1e-4)
    alpha_bar = torch.cumprod(1 - torch.linspace(1e-4, 0.02, 1000), 0)
    for step in range(WARM + STEPS):
        if step == WARM:
            start = time.perf_counter()
        clean, noise = torch.randn(BATCH, 1, 64, 64), torch.randn(BATCH, 1, 64, 64)
        t = torch.randint(0, 1000, (BATCH,))
        a = alpha_bar[t].reshape(-1, 1, 1, 1)
        with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bfloat16"):
            output = network(a.sqrt() * clean + (1 - a).sqrt() * noise, t).sample
        loss = (output.float() - noise).square().mean()
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1)
        optimiser.step()
        with torch.no_grad():
            for average, weight in zip(averages, weights):
                average.mul_(0.999).add_(weight, alpha=0.001)
    seconds = (time.perf_counter() - start) / STEPS
    print(f"{precision}, {threads} threads: {BATCH / seconds:.2f} images/s, "
          f"{1e3 * seconds:.0f} ms for a step of {BATCH}")


if __name__ == "__main__":
    main()
